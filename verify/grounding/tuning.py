"""What turns signals into verdicts: the weights of the signals, and from when on a claim counts as supported.

The shipped numbers stand in `calibration.json` and `thresholds.py`; `tuning_file.py` reads those of a team.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from verify.grounding.scoring import Calibration, Signals, to_features, to_tagger_features
from verify.grounding.thresholds import SUPPORTED_AT
from verify.grounding.verdict import OperatingPoint

# Beyond this the exponential overflows.
MOST_LOG_ODDS = 700


@dataclass(frozen=True, slots=True)
class Tuning:
    """`signals` gives the log odds of support; `tagger` weighs them with what the tagger says, if one may.

    `origin` says where the numbers come from.
    """

    signals: Calibration
    tagger: Calibration | None
    supported_at: Mapping[OperatingPoint, float]
    origin: str

    def probability_of_support(self, signals: Signals) -> float:
        """Return the probability in (0, 1) by the logistic models alone."""
        log_odds = self.signals.weigh(to_features(signals))
        if self.tagger is not None and signals.tags is not None:
            log_odds = self.tagger.weigh(to_tagger_features(signals.tags, log_odds))
        return 1 / (1 + exp(min(-log_odds, MOST_LOG_ODDS)))


@cache
def shipped_tuning() -> Tuning:
    shipped = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    return Tuning(
        signals=Calibration(**shipped["signals"]),
        tagger=Calibration(**shipped["tagger"]),
        supported_at=SUPPORTED_AT,
        origin="the shipped calibration",
    )
