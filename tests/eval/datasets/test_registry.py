"""Every format through the one door, over rows written for it."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from eval.case import Case, CaseKind, LabelledSpan
from eval.datasets.dataset import select_cases
from eval.datasets.registry import load_dataset
from eval.errors import DatasetError
from eval.runs.suite import DatasetFormat, DatasetSpec

RAGTRUTH = {
    "id": 1,
    "source_id": "s1",
    "task": "QA",
    "model": "llama-2-7b-chat",
    "question": "How long?",
    "contexts": ["Refunds take 14 days."],
    "answer": "14 days, or 3.",
    "spans": [{"start": 9, "end": 13}],
    "hallucinated": True,
    "quality": "good",
}
MTRAG = {
    "task_id": "talk<::>2",
    "contexts": [{"document_id": "d", "text": "Refunds take 14 days."}],
    "input": [
        {"speaker": "user", "text": "Hi"},
        {"speaker": "agent", "text": "Yes?"},
        {"speaker": "user", "text": "How long?"},
    ],
    "targets": [{"speaker": "agent", "text": "14 days."}],
    "answerability": ["ANSWERABLE"],
}
WICE = {
    "label": "partially_supported",
    "claim": "Refunds take 14 days.",
    "evidence": ["Refunds are paid."],
    "meta": {"id": "dev1-2", "claim_title": "Refunds"},
    "claim_tokens": ["Refunds", "take", "14", "days", "."],
    "non_supported_spans": [False, False, True, True, False],
}
FINANCE = {
    "financebench_id": "f1",
    "company": "3M",
    "doc_name": "3M_2022",
    "question": "What was it?",
    "answer": "$30",
    "evidence": [
        {"evidence_text": "$30", "evidence_page_num": 4, "evidence_text_full_page": "It was $30."},
        {"evidence_text": "It is in US dollars.", "evidence_page_num": 6},
    ],
}
ANSWER = {
    "id": 7,
    "question": "How long?",
    "text": "14 days.",
    "decision": {"status": "answered", "reason": None},
    "citations": [{"document": "a.md", "quote": "14 days."}, {"document": "b.md", "quote": "14 days."}],
    "chat_model": "extractive",
}


def load(
    folder: Path, format_: DatasetFormat, *rows: Mapping[str, object], **fields: object
) -> tuple[Case, ...]:
    file = folder / "rows.jsonl.gz"
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    spec = DatasetSpec.model_validate({"format": format_, "path": file.name, **fields})
    return load_dataset(spec, beside=folder, data=None).cases


def test_ragtruth_replays_answers_over_their_passages(tmp_path: Path) -> None:
    (case,) = load(tmp_path, DatasetFormat.RAGTRUTH, RAGTRUTH, options={"fold": "all"})
    assert (case.id, case.kind, case.source, case.contexts) == (
        "1",
        CaseKind.OPEN,
        "s1",
        ("Refunds take 14 days.",),
    )
    assert case.recorded is not None
    assert (case.recorded.hallucinated, case.recorded.spans[0].start) == (True, 9)
    assert case.labels == {"task": "QA", "model": "llama-2-7b-chat", "quality": "good"}


def test_a_summary_has_the_task_for_a_question_and_truncated_answers_stay_out(tmp_path: Path) -> None:
    summary = {**RAGTRUTH, "task": "Summary", "question": None}
    cut = {**RAGTRUTH, "id": 2, "quality": "truncated"}
    (case,) = load(tmp_path, DatasetFormat.RAGTRUTH, summary, cut, options={"fold": "all"})
    assert case.question == "Summarise the text."
    both = load(tmp_path, DatasetFormat.RAGTRUTH, summary, cut, options={"fold": "all", "unsound": True})
    assert len(both) == 2


@pytest.mark.parametrize(
    ("answerability", "kind"),
    [
        (["ANSWERABLE"], CaseKind.FOLLOW_UP),
        (["UNANSWERABLE"], CaseKind.UNANSWERABLE),
        (["PARTIAL"], CaseKind.OPEN),
    ],
)
def test_mtrag_brings_conversation_passages_and_reference(
    tmp_path: Path, answerability: list[str], kind: CaseKind
) -> None:
    (case,) = load(tmp_path, DatasetFormat.MTRAG, {**MTRAG, "answerability": answerability})
    assert (case.kind, case.question, len(case.conversation)) == (kind, "How long?", 2)
    assert (case.gold_documents, case.reference, case.source) == (("passage 1.txt",), "14 days.", "talk")


def test_wice_marks_the_words_that_are_not_supported(tmp_path: Path) -> None:
    whole = {**WICE, "claim_tokens": [], "non_supported_spans": []}
    supported = {**WICE, "label": "supported"}
    first, second, third = load(tmp_path, DatasetFormat.WICE, WICE, whole, supported)
    assert [case.recorded and case.recorded.spans for case in (first, second, third)] == [
        (LabelledSpan(13, 15), LabelledSpan(16, 20)),
        (LabelledSpan(0, 21),),
        (),
    ]
    assert third.recorded is not None
    assert third.recorded.hallucinated is False


def test_financebench_asks_over_files(tmp_path: Path) -> None:
    (case,) = load(tmp_path, DatasetFormat.FINANCEBENCH, FINANCE)
    assert (case.gold_documents, case.reference, case.labels["company"]) == (("3M_2022.pdf",), "$30", "3M")
    assert (case.contexts, case.labels["pages"]) == (("It was $30.", "It is in US dollars."), "5, 7")
    spec = DatasetSpec(format=DatasetFormat.FINANCEBENCH, path="rows.jsonl.gz")
    assert load_dataset(spec, beside=tmp_path, data=None).folder == tmp_path / "pdfs"


def test_exported_answers_are_judged_over_what_they_cite(tmp_path: Path) -> None:
    (case,) = load(tmp_path, DatasetFormat.ANSWERS, ANSWER)
    assert (case.id, case.contexts) == ("7", ("14 days.",))
    assert case.recorded is not None
    assert (case.recorded.text, case.recorded.hallucinated) == ("14 days.", None)


def test_of_a_batch_the_rows_that_were_no_questions_hold_no_answer(tmp_path: Path) -> None:
    error = {"id": 8, "error": {"code": "invalid_request", "message": "question: Field required"}}
    assert [case.id for case in load(tmp_path, DatasetFormat.ANSWERS, error, ANSWER)] == ["7"]


def test_a_polite_sentence_is_no_recorded_answer_but_its_question_can_be_asked_again(tmp_path: Path) -> None:
    decision = {"status": "abstained", "reason": "low_relevance", "detail": None}
    abstained = {**ANSWER, "id": 8, "decision": decision, "citations": []}
    assert [case.id for case in load(tmp_path, DatasetFormat.ANSWERS, ANSWER, abstained)] == ["7"]
    _, case = load(tmp_path, DatasetFormat.ANSWERS, ANSWER, abstained, options={"unreleased": True})
    assert (case.question, case.recorded) == ("How long?", None)
    assert case.labels == {"status": "abstained", "reason": "low_relevance"}


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({"spans": [{"start": 5, "end": 99}]}, r"line 1: spans\.0: 5\.\.99 is no part of the answer"),
        ({"hallucinated": False, "spans": [{"start": 0, "end": 2}]}, "line 1: hallucinated is false, but"),
        ({"hallucinated": "who knows"}, "line 1: hallucinated: "),
    ],
)
def test_labels_beside_an_exported_answer_have_to_fit_it(
    tmp_path: Path, labels: dict[str, object], said: str
) -> None:
    with pytest.raises(DatasetError, match=said):
        load(tmp_path, DatasetFormat.ANSWERS, {**ANSWER, **labels})


def test_the_samples_bring_their_documents() -> None:
    found = load_dataset(DatasetSpec(format=DatasetFormat.SAMPLES), beside=Path(), data=None)
    assert len(found.cases) > 100
    assert found.folder is not None
    assert (found.folder / "policies" / "refunds.md").is_file()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"format": "cases"}, "dataset: cases needs a path"),
        ({"format": "cases", "path": "none.csv"}, "PLUMBLINE_BENCH_DATA"),
        (
            {"format": "ragtruth", "path": "x.jsonl", "options": {"models": "mine"}},
            r"dataset\.options: models: ",
        ),
        ({"format": "ragtruth", "path": "x.jsonl", "options": {"fald": "all"}}, r"dataset\.options: fald: "),
        (
            {"format": "cases", "path": "x.jsonl", "options": {"a": 1}},
            r"dataset\.options\.a: this format has no",
        ),
        ({"format": "cases", "path": "x.jsonl"}, "has no case"),
    ],
)
def test_what_a_suite_asks_for_in_vain_is_one_clear_error(
    tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    (tmp_path / "x.jsonl").touch()
    with pytest.raises(DatasetError, match=said):
        load_dataset(DatasetSpec.model_validate(fields), beside=tmp_path, data=None)


def test_a_file_is_looked_for_beside_the_suite_and_then_in_the_benchmark_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "cases.csv").write_text("question\nThere?\n")
    spec = DatasetSpec(format=DatasetFormat.CASES, path="cases.csv")
    assert load_dataset(spec, beside=tmp_path, data=data).cases[0].question == "There?"
    (tmp_path / "cases.csv").write_text("question\nHere?\n")
    assert load_dataset(spec, beside=tmp_path, data=data).cases[0].question == "Here?"


class TestSelection:
    def cases(self, count: int) -> Iterator[Case]:
        return (Case(f"c{number}", CaseKind.OPEN, "?", source=f"s{number // 3}") for number in range(count))

    def test_a_limit_draws_whole_sources_always_the_same_in_the_order_of_the_file(self) -> None:
        drawn = select_cases(self.cases(300), limit=30, name="x")
        numbers = [int(case.id[1:]) for case in drawn]
        assert numbers == sorted(numbers)
        assert len(drawn) == 30
        assert len({case.source for case in drawn}) == 10
        assert drawn == select_cases(self.cases(300), limit=30, name="x")

    def test_of_a_stream_only_the_drawn_ones_are_kept(self) -> None:
        alive: set[int] = set()

        class Counted(Case):
            def __post_init__(self) -> None:
                super().__post_init__()
                alive.add(id(self))

            def __del__(self) -> None:
                alive.discard(id(self))

        most = 0

        def stream() -> Iterator[Case]:
            nonlocal most
            for number in range(5_000):
                most = max(most, len(alive))
                yield Counted(f"c{number}", CaseKind.OPEN, "?")

        assert len(select_cases(stream(), limit=10, name="x")) == 10
        assert most < 30

    def test_an_id_that_stands_there_twice_is_named(self) -> None:
        twice = [Case("a", CaseKind.OPEN, "?"), Case("a", CaseKind.OPEN, "!")]
        with pytest.raises(DatasetError, match="x: the id 'a' stands there twice"):
            select_cases(twice, limit=None, name="x")
