"""Whether the right document is among the first ones found: recall and reciprocal rank, with their halves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answer.request import AnswerRequest
from eval.case import hash_of
from eval.report import Figure, Measure, Target, Unit, measure_share

# What an answer is usually built from; a document further down would not be read.
TOP_K = 5

FindDocuments = Callable[[AnswerRequest], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request, and the documents of which any one answers it."""

    id: str
    request: AnswerRequest
    gold: frozenset[str]

    @property
    def held_out(self) -> bool:
        """As `Case.held_out`: in the half that nothing was tuned on."""
        return hash_of(self.id) % 2 == 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents of the best `TOP_K` chunks for one request, best first."""

    wanted: Wanted
    found: tuple[str, ...]

    @property
    def reciprocal_rank(self) -> float:
        """1 divided by the place of the first right document; 0 when none was found."""
        places = (place for place, name in enumerate(self.found, start=1) if name in self.wanted.gold)
        first = next(places, None)
        return 1 / first if first else 0.0

    @property
    def hit(self) -> bool:
        return self.reciprocal_rank > 0


def rank(wanted: Sequence[Wanted], find: FindDocuments) -> list[Ranking]:
    return [Ranking(one, tuple(find(one.request))) for one in wanted]


def recall_figure(name: str, rankings: Sequence[Ranking], *, target: Target | None = None) -> Figure:
    return Figure(
        f"{name}, recall@{TOP_K}",
        Unit.SHARE,
        measure_share(each.hit for each in rankings),
        held_out=measure_share(each.hit for each in _held_out(rankings)),
        target=target,
    )


def mean_rank_figure(name: str, rankings: Sequence[Ranking]) -> Figure:
    return Figure(
        f"{name}, MRR@{TOP_K}",
        Unit.SCORE,
        _mean_reciprocal_rank(rankings),
        held_out=_mean_reciprocal_rank(_held_out(rankings)),
    )


def misses_figure(name: str, rankings: Sequence[Ranking], *, target: Target | None = None) -> Figure:
    return Figure(name, Unit.COUNT, _misses(rankings), held_out=_misses(_held_out(rankings)), target=target)


def _held_out(rankings: Sequence[Ranking]) -> list[Ranking]:
    return [each for each in rankings if each.wanted.held_out]


def _mean_reciprocal_rank(rankings: Sequence[Ranking]) -> Measure | None:
    if not rankings:
        return None
    return Measure(sum(each.reciprocal_rank for each in rankings) / len(rankings), len(rankings))


def _misses(rankings: Sequence[Ranking]) -> Measure | None:
    return Measure(sum(not each.hit for each in rankings), len(rankings)) if rankings else None
