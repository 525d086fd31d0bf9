import gzip
import json
import random
from pathlib import Path

import pytest

from eval.case import Case, CaseKind
from eval.datasets.dataset import SourceText, write_documents
from eval.datasets.public_sets import draw_cases, read_clapnq, read_squad2
from eval.errors import DatasetError


def write_gz(file: Path, *rows: dict[str, object]) -> None:
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def squad_question(key: str, *, unanswerable: bool) -> dict[str, object]:
    answers = [] if unanswerable else ["in 1945", "1945"]
    return {"id": key, "question": f"{key}?", "unanswerable": unanswerable, "answers": answers}


def clapnq_row(key: str, title: str, text: str) -> dict[str, object]:
    passages = [{"title": title, "text": text}]
    return {
        "id": key,
        "input": f"{key}?",
        "passages": passages,
        "output": [{"answer": " "}, {"answer": text}],
    }


class TestReadSquad2:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        questions = [squad_question("q1", unanswerable=False), squad_question("q2", unanswerable=True)]
        write_gz(
            tmp_path / "article_00.jsonl.gz",
            {"context": "Oil rose.", "qas": []},
            {"context": "War ended.", "qas": questions},
        )
        write_gz(tmp_path / "distractors.jsonl.gz", {"context": "Primes are odd."})
        return tmp_path

    def test_each_paragraph_is_a_document_distractors_too(self, folder: Path) -> None:
        assert read_squad2(folder).documents == (
            SourceText("article_00/paragraph 1.txt", "Oil rose."),
            SourceText("article_00/paragraph 2.txt", "War ended."),
            SourceText("distractors/paragraph 1.txt", "Primes are odd."),
        )

    def test_only_an_answerable_question_has_a_gold_document(self, folder: Path) -> None:
        first, second = read_squad2(folder).cases
        assert (first.kind, first.gold_documents) == (CaseKind.ANSWERABLE, ("article_00/paragraph 2.txt",))
        assert (second.kind, second.gold_documents) == (CaseKind.UNANSWERABLE, ())

    def test_questions_of_a_paragraph_share_it_as_source_and_as_given_evidence(self, folder: Path) -> None:
        cases = read_squad2(folder).cases
        assert {case.source for case in cases} == {"article_00/paragraph 2.txt"}
        assert [(case.contexts, case.reference) for case in cases] == [
            (("War ended.",), "in 1945"),
            (("War ended.",), None),
        ]

    def test_a_missing_file_is_named(self, folder: Path) -> None:
        (folder / "distractors.jsonl.gz").unlink()
        with pytest.raises(DatasetError, match=r"no distractors\.jsonl\.gz in"):
            read_squad2(folder)


class TestReadClapnq:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        write_gz(
            tmp_path / "answerable.jsonl.gz",
            clapnq_row("q1", "Russian Blue", "The coat is double."),
            clapnq_row("q2", "Russian Blue", "The eyes are green."),
            clapnq_row("q3", "AC/DC: Live", "Recorded in 1991."),
        )
        write_gz(tmp_path / "unanswerable.jsonl.gz", clapnq_row("q4", "Russian Blue", "The coat is double."))
        return tmp_path

    def test_passages_are_pooled_each_text_once(self, folder: Path) -> None:
        assert read_clapnq(folder).documents == (
            SourceText("Russian Blue/passage 1.txt", "The coat is double."),
            SourceText("Russian Blue/passage 2.txt", "The eyes are green."),
            SourceText("AC DC Live/passage 1.txt", "Recorded in 1991."),
        )

    def test_the_first_answer_that_says_something_is_the_reference(self, folder: Path) -> None:
        cases = {case.id: case for case in read_clapnq(folder).cases}
        assert (cases["q1"].reference, cases["q4"].reference) == ("The coat is double.", None)
        assert cases["q1"].contexts == cases["q4"].contexts == ("The coat is double.",)

    def test_the_passage_of_an_unanswerable_question_is_no_gold_document(self, folder: Path) -> None:
        golds = {case.id: case.gold_documents for case in read_clapnq(folder).cases}
        assert golds == {
            "q1": ("Russian Blue/passage 1.txt",),
            "q2": ("Russian Blue/passage 2.txt",),
            "q3": ("AC DC Live/passage 1.txt",),
            "q4": (),
        }


def test_a_row_without_passages_is_named_by_file_and_line(tmp_path: Path) -> None:
    write_gz(tmp_path / "answerable.jsonl.gz", {"id": "q", "input": "?", "passages": []})
    with pytest.raises(DatasetError, match=r"answerable\.jsonl\.gz, line 1: passages"):
        read_clapnq(tmp_path)


class TestDrawCases:
    CASES = tuple(Case(f"case-{number}", kind, "?") for number in range(20) for kind in [CaseKind.HOSTILE])

    def test_the_same_cases_are_drawn_whatever_their_order(self) -> None:
        shuffled = list(self.CASES)
        random.Random(7).shuffle(shuffled)
        assert draw_cases(shuffled, of_each_kind=5) == draw_cases(self.CASES, of_each_kind=5)

    def test_the_draw_is_no_prefix_of_the_file(self) -> None:
        assert set(draw_cases(self.CASES, of_each_kind=5)) != set(self.CASES[:5])

    def test_each_kind_has_its_own_share(self) -> None:
        others = [Case(f"other-{number}", CaseKind.UNANSWERABLE, "?") for number in range(3)]
        kinds = [case.kind for case in draw_cases([*others, *self.CASES], of_each_kind=5)]
        assert (kinds.count(CaseKind.UNANSWERABLE), kinds.count(CaseKind.HOSTILE)) == (3, 5)


def test_documents_are_written_under_their_paths(tmp_path: Path) -> None:
    write_documents([SourceText("a/b.txt", "café"), SourceText("a/c.txt", "tea")], tmp_path)
    assert (tmp_path / "a" / "b.txt").read_text(encoding="utf-8") == "café"
    assert (tmp_path / "a" / "c.txt").read_text(encoding="utf-8") == "tea"
