import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.case import LabelledSpan
from eval.errors import DatasetError
from eval.verifier.rows import Fold, Models, Selection, is_validation, read_answers
from tests.eval.verifier.judged import SOUND, WRONG, make_row, write_rows

ALL = Selection(Fold.ALL, Models.ALL)
Change = Callable[[dict[str, object]], object]


class TestFolds:
    def test_a_fifth_of_the_sources_is_for_validation(self) -> None:
        drawn = sum(is_validation(str(number)) for number in range(5_000))
        assert drawn == pytest.approx(1_000, abs=100)

    @pytest.mark.parametrize(("source", "validation"), [("14293", False), ("15547", True), ("15521", True)])
    def test_the_same_sources_are_drawn_everywhere(self, source: str, validation: bool) -> None:
        assert is_validation(source) is validation

    def test_the_other_fold_is_the_rest(self) -> None:
        for source in map(str, range(50)):
            assert Fold.VALIDATION.holds(source) is not Fold.DEVELOPMENT.holds(source)
            assert Fold.ALL.holds(source)


@pytest.mark.parametrize(
    ("name", "is_open"),
    [("llama-2-7b-chat", True), ("mistral-7B-instruct", True), ("gpt-4-0613", False), ("Llama-2-13b", True)],
)
def test_open_models_are_llama_2_and_mistral(name: str, is_open: bool) -> None:
    assert Models.OPEN.holds(name) is is_open
    assert Models.ALL.holds(name)


class TestReadAnswers:
    def test_a_row_becomes_a_labelled_answer(self, tmp_path: Path) -> None:
        file = write_rows(tmp_path / "rows.jsonl", [make_row(answer=WRONG, spans=[(22, 26)])])
        (read,) = read_answers(file, ALL)
        assert (read.id, read.source, read.answer, read.quality) == ("a1", "s1", WRONG, "good")
        assert read.spans == (LabelledSpan(22, 26, "Evident Conflict"),)
        assert read.hallucinated

    def test_gzipped_rows_without_question_or_quality_and_with_numeric_ids(self, tmp_path: Path) -> None:
        def change(row: dict[str, object]) -> None:
            row |= {"id": 7, "source_id": 9, "question": None, "quality": None}

        file = tmp_path / "rows.jsonl.gz"
        file.write_bytes(gzip.compress(json.dumps(make_row(change=change)).encode()))
        (read,) = read_answers(file, ALL)
        assert (read.id, read.source, read.question, read.quality) == ("7", "9", None, "unknown")
        assert read.is_sound

    def test_a_record_among_the_contexts_is_read_as_its_json(self, tmp_path: Path) -> None:
        row = make_row(change=lambda row: row.update(contexts=[{"name": "Café"}]))
        (read,) = read_answers(write_rows(tmp_path / "rows.jsonl", [row]), ALL)
        assert read.contexts == ('{"name": "Café"}',)

    def test_only_the_wanted_fold_and_models_are_read(self, tmp_path: Path) -> None:
        rows = [
            make_row("in", source="15547"),
            make_row("other fold", source="14293"),
            make_row("other model", source="15547", change=lambda row: row.update(model="gpt-4")),
        ]
        file = write_rows(tmp_path / "rows.jsonl", rows)
        assert [read.id for read in read_answers(file, Selection())] == ["in"]

    def test_a_limit_draws_the_same_rows_whatever_their_order(self, tmp_path: Path) -> None:
        rows = [make_row(str(number), source=str(number)) for number in range(20)]
        limited = Selection(Fold.ALL, Models.ALL, limit=5)
        there = read_answers(write_rows(tmp_path / "there.jsonl", rows), limited)
        back = read_answers(write_rows(tmp_path / "back.jsonl", rows[::-1]), limited)
        assert len(there) == 5
        assert there == back[::-1]
        assert [read.id for read in there] != ["0", "1", "2", "3", "4"]


def test_truncated_answers_and_refusals_are_not_sound(tmp_path: Path) -> None:
    row = make_row(change=lambda row: row.update(quality="truncated"))
    (read,) = read_answers(write_rows(tmp_path / "rows.jsonl", [row]), ALL)
    assert not read.is_sound


class TestReadAnswersNamesRowAndKey:
    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda row: row.pop("hallucinated"), "line 2: hallucinated: Field required"),
            (
                lambda row: row.update(hallucinated=None),
                "line 2: hallucinated: Input should be a valid boolean",
            ),
            (
                lambda row: row.update(hallucinated="yes"),
                "line 2: hallucinated: Input should be a valid boolean",
            ),
            (lambda row: row.pop("spans"), "line 2: spans: Field required"),
            (lambda row: row.update(spans=[{"end": 3}]), "line 2: spans.0.start: Field required"),
            (
                lambda row: row.update(spans=[{"start": -1, "end": 3}]),
                "line 2: spans.0.start: Input should be",
            ),
            (
                lambda row: row.update(spans=[{"start": 20, "end": 99}]),
                f"line 2: .*spans.0: 20..99 is no part of an answer of {len(SOUND)} characters",
            ),
            (lambda row: row.update(contexts="text"), "line 2: contexts: Input should be a valid array"),
            (lambda row: row.pop("answer"), "line 2: answer: Field required"),
            (lambda row: row.update(id="a1"), "line 2: id: 'a1' stands in an earlier line too"),
        ],
    )
    def test_of_a_bad_row(self, tmp_path: Path, change: Change, problem: str) -> None:
        bad = make_row("a2")
        change(bad)
        file = write_rows(tmp_path / "rows.jsonl", [make_row(), bad])
        with pytest.raises(DatasetError, match=problem) as caught:
            read_answers(file, ALL)
        assert str(file) in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1

    def test_of_a_selection_that_holds_nothing(self, tmp_path: Path) -> None:
        file = write_rows(tmp_path / "rows.jsonl", [make_row(source="14293")])
        with pytest.raises(DatasetError, match="no row in fold validation by models open"):
            read_answers(file, Selection())
