"""Labelled answers of a made-up team, as a file and as what was measured of them."""

import random
from pathlib import Path

from eval.calibrating.measuring import Measured, MeasuredAnswer, MeasuredClaim
from tests.eval.verifier.judged import make_row, write_rows
from tests.verify.grounding.test_scoring import signals

TOWNS = ("Adel", "Brix", "Corde", "Dunen", "Elba", "Fosse", "Garn", "Holt", "Isle", "Jura")
TRADES = ("bricks", "bells", "boats", "cloth", "glass")


def write_answers(file: Path, sources: int = 50) -> Path:
    """Write two answers to each source: one says in other words what its passage says, the other makes up."""
    return write_rows(file, [row for number in range(sources) for row in make_rows(number)])


def make_rows(number: int) -> list[dict[str, object]]:
    town, trade = TOWNS[number % 10], TRADES[number // 10 % 5]
    sound = f"Workshops at the harbour of {town} made {trade}. The harbour was closed."
    wrong = "Every spring the mayor hands out medals. Tourists come for the famous cheese market."
    rows = [
        make_row(f"{number}-sound", source=f"s{number}", answer=sound),
        make_row(f"{number}-wrong", source=f"s{number}", answer=wrong, spans=[(0, len(wrong))]),
    ]
    passage = f"The old harbour of {town} was closed long ago. Its workshops made {trade} for the valley."
    return [{**row, "contexts": [passage]} for row in rows]


def make_measured(sources: int = 60, *, seed: int = 7, tagged: bool = True, noise: float = 0.15) -> Measured:
    """Make answers of three claims, of which those with more of the evidence's words are supported."""
    chance = random.Random(seed)
    answers = []
    for number in range(sources):
        source = f"source {number}"
        for _ in range(2):
            claims = tuple(make_claim(chance, source, tagged=tagged, noise=noise) for _ in range(3))
            answers.append(MeasuredAnswer(source, not all(claim.supported for claim in claims), claims))
    return Measured(tuple(answers), unrelated=())


def make_claim(chance: random.Random, source: str, *, tagged: bool, noise: float) -> MeasuredClaim:
    share = chance.random() ** 0.5
    supported = share + chance.gauss(0, noise) > 0.5
    return MeasuredClaim(source, supported, signals(share, tagged=tagged))
