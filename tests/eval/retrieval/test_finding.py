from pathlib import Path

import pytest

from answer.request import AnswerRequest
from eval.report import Figure, Measure
from eval.retrieval.finding import compare_turns, measure_finding, measure_follow_ups, recall_target
from eval.retrieval.ranking import Ranking, Wanted
from tests.eval.folders import make_bench
from tests.eval.retrieval.publics import write_public_sets
from tests.fakes import FakeEmbedder


def make_rankings(hits: int, misses: int) -> list[Ranking]:
    return [
        Ranking(
            Wanted(f"{number}", AnswerRequest("What?", "pool"), frozenset({"gold"})),
            ("gold",) if number < hits else ("other",),
        )
        for number in range(hits + misses)
    ]


def by_name(figures: tuple[Figure, ...]) -> dict[str, Measure | None]:
    return {figure.name: figure.whole for figure in figures}


class TestRecallTarget:
    def test_it_is_five_points_above_the_better_dense_list(self) -> None:
        target = recall_target(make_rankings(8, 12), make_rankings(10, 10))
        assert target.bound == pytest.approx(0.55)

    def test_nearly_all_is_enough(self) -> None:
        assert recall_target(make_rankings(19, 1)).bound == 0.95


@pytest.mark.parametrize(("left", "met"), [(6, True), (7, False)])
def test_a_third_of_the_misses_has_to_go(left: int, *, met: bool) -> None:
    figures = compare_turns(make_rankings(1, 9), make_rankings(10 - left, left))
    (judged,) = [figure for figure in figures if figure.target]
    assert judged.name == "with the conversation, misses"
    assert judged.met is met


@pytest.mark.integration
def test_the_sets_that_are_there_are_pooled_and_everything_is_compared(tmp_path: Path) -> None:
    data = write_public_sets(tmp_path / "data")
    section = measure_finding(make_bench(tmp_path), data, open_plain=FakeEmbedder)
    measures = by_name(section.figures)
    assert section.notes[0].startswith("3 documents of squad2 in one collection, 3 chunks")
    assert list(measures) == [
        "squad2: plain pipeline, recall@5",
        "squad2: dense half, recall@5",
        "squad2: keyword half, recall@5",
        "squad2: search, recall@5",
        "squad2: plain pipeline, MRR@5",
        "squad2: search, MRR@5",
    ]
    assert all(measure and (measure.value, measure.sample) == (1.0, 1) for measure in measures.values())


@pytest.mark.integration
def test_follow_ups_are_looked_for_with_and_without_their_conversation(tmp_path: Path) -> None:
    section = measure_follow_ups(make_bench(tmp_path), write_public_sets(tmp_path / "data"))
    assert section.notes[0].startswith("2 documents of mtrag in one collection, 2 chunks")
    told = by_name(section.figures)["with the conversation, recall@5"]
    assert told is not None
    assert (told.value, told.sample) == (1.0, 1)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    recall = measure_finding(bench, tmp_path, open_plain=FakeEmbedder)
    assert recall.notes == (f"not measured: no squad2 or clapnq in {tmp_path}",)
    (note,) = measure_follow_ups(bench, tmp_path).notes
    assert note.endswith("mtragun.jsonl.gz")
