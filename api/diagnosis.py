"""What `doctor` tells: the parts of the data folder, tried, or why it cannot be opened."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from api.errors import DOMAIN_ERRORS
from api.local import LocalBackend
from api.parts_check import try_chat_model
from api.readiness import PartReport, PartState, Readiness, summarise
from api.settings import Settings


def diagnose(
    settings: Settings, open_local: Callable[[Settings], AbstractContextManager[LocalBackend]]
) -> Readiness:
    """Try everything once; a remote chat model is really asked, which costs a few tokens."""
    try:
        with open_local(settings) as backend:
            folder = PartReport("data folder", PartState.READY, str(settings.data_dir.resolve()))
            reports = [folder, *backend.check_parts()]
    except DOMAIN_ERRORS as exc:
        return summarise([PartReport("data folder", PartState.FAILED, str(exc))])
    chat_model = try_chat_model(settings)
    return summarise([chat_model if report.part == chat_model.part else report for report in reports])
