"""MLflow itself: the one place that imports it, with the reports of its use to its makers switched off.

That has to happen before anything of MLflow runs, so it happens on import; whoever comes here without MLflow
gets an `MlflowMissingError`. What does not need MLflow must not import this module at its top.
"""

import logging
import os

from eval.errors import MlflowMissingError

# Written, not read: MLflow takes these from nowhere else, and the first one when it is imported.
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # noqa: TID251
# It would write the address to stdout, with the password, and amid our JSON.
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"  # noqa: TID251
# Its seven attempts make a server that is down a matter of four minutes; whoever sets it has their number.
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")  # noqa: TID251

try:
    from mlflow import MlflowClient, get_tracking_uri
    from mlflow.entities import Metric, Param, Run, RunTag
    from mlflow.exceptions import MlflowException
except ImportError as exc:
    raise MlflowMissingError(f"this needs {exc.name}: pip install 'plumbline[mlflow]'") from exc

__all__ = ["Metric", "MlflowClient", "MlflowException", "Param", "Run", "RunTag", "get_tracking_uri"]

# It tells of every migration of a new SQLite file.
logging.getLogger("mlflow").setLevel(logging.WARNING)
