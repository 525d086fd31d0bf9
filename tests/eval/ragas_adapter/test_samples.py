from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from answer.decision import Status
from eval.case import CaseKind
from eval.errors import DatasetError
from eval.ragas_adapter.library import (
    AIMessage,
    Dataset,
    EvaluationDataset,
    HumanMessage,
    MultiTurnSample,
    SingleTurnSample,
)
from eval.ragas_adapter.samples import from_ragas, to_ragas, to_ragas_conversations, to_ragas_table
from tests.eval.ragas_adapter.outcomes import ANSWER, CONTEXTS, REFERENCE, TALK, make_follow_up, make_outcome

OUTCOMES = [
    make_outcome("a"),
    make_follow_up("f"),
    make_outcome("r", Status.ABSTAINED, text="I could not find it."),
    make_outcome("e", None, text="", error="broken"),
]


def make_table(*rows: dict[str, Any]) -> Dataset:
    return Dataset(name="made-up", backend="inmemory", data=list(rows))


class TestToRagas:
    def test_an_answer_becomes_a_sample(self) -> None:
        (sample,) = to_ragas([make_outcome()]).samples
        assert sample.to_dict() == {
            "user_input": "What does a pause cost?",
            "response": ANSWER,
            "retrieved_contexts": list(CONTEXTS),
            "retrieved_context_ids": ["pause.md", "members.md"],
            "reference": REFERENCE,
            "reference_contexts": [CONTEXTS[0]],
            "reference_context_ids": ["pause.md"],
        }

    def test_refusals_and_errors_are_left_out(self) -> None:
        assert [sample.response for sample in to_ragas(OUTCOMES).samples] == [ANSWER, ANSWER]

    def test_follow_ups_become_conversations(self) -> None:
        (sample,) = to_ragas_conversations(OUTCOMES).samples
        assert [(type(message), message.content) for message in sample.user_input] == [
            (HumanMessage, "Can I pause?"),
            (AIMessage, "Yes."),
            (HumanMessage, "What does a pause cost?"),
            (AIMessage, ANSWER),
        ]
        assert sample.reference == REFERENCE

    def test_a_table_keeps_every_outcome_and_says_what_became_of_it(self) -> None:
        table = to_ragas_table(OUTCOMES, "pauses")
        assert [(row["id"], row["status"], row["response"]) for row in table] == [
            ("a", "answered", ANSWER),
            ("f", "answered", ANSWER),
            ("r", "abstained", ""),
            ("e", "error", ""),
        ]


class TestBackAgain:
    def test_a_sample_becomes_the_case_that_it_came_from(self) -> None:
        outcome = make_outcome()
        (case,) = from_ragas(to_ragas([outcome]))

        assert case.recorded is not None
        assert case.recorded.text == ANSWER
        assert case.contexts == CONTEXTS
        same = replace(case, id="a", source="source-a", recorded=None, contexts=())
        assert same == outcome.case

    def test_a_conversation_becomes_a_follow_up(self) -> None:
        (case,) = from_ragas(to_ragas_conversations(OUTCOMES))
        assert (case.kind, case.conversation, case.question) == (
            CaseKind.FOLLOW_UP,
            TALK,
            "What does a pause cost?",
        )
        assert case.recorded is not None
        assert case.recorded.text == ANSWER

    @pytest.mark.parametrize("backend", ["local/csv", "local/jsonl"])
    def test_a_table_survives_the_files_of_ragas(self, tmp_path: Path, backend: str) -> None:
        saved = to_ragas_table(OUTCOMES, "pauses", backend=backend, folder=tmp_path)
        loaded = Dataset.load("pauses", backend, root_dir=str(tmp_path))

        cases = from_ragas(loaded)
        assert cases == from_ragas(saved)
        assert [(case.id, case.source, case.contexts) for case in cases] == [
            (outcome.case.id, outcome.case.source, CONTEXTS) for outcome in OUTCOMES
        ]
        assert [case.recorded is None for case in cases] == [False, False, True, True]
        assert [case.labels["status"] for case in cases] == ["answered", "answered", "abstained", "error"]

    def test_ids_come_from_the_texts_and_not_from_the_place(self) -> None:
        samples = to_ragas([make_outcome("a"), make_outcome("b", text="It is free.")]).samples
        one, other = from_ragas(EvaluationDataset(samples=samples))
        assert from_ragas(EvaluationDataset(samples=samples[::-1])) == (other, one)
        assert one.id != other.id


class TestTheirData:
    def test_a_question_alone_is_an_open_case(self) -> None:
        (case,) = from_ragas(EvaluationDataset(samples=[SingleTurnSample(user_input="Why?")]))
        assert (case.kind, case.question, case.recorded) == (CaseKind.OPEN, "Why?", None)

    def test_cells_that_a_frame_leaves_empty_are_missing(self) -> None:
        frame = pd.DataFrame([{"user_input": "Why?", "reference": "So."}, {"user_input": "When?"}])
        one, other = from_ragas(Dataset.from_pandas(frame, "framed", "inmemory"))
        assert (one.reference, other.reference) == ("So.", None)

    def test_other_columns_are_labels(self) -> None:
        (case,) = from_ragas(make_table({"user_input": "Why?", "team": "billing", "spans": "odd", "n": 3}))
        assert case.labels == {"team": "billing", "n": "3"}

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ({}, "row 1: user_input: Field required"),
            ({"user_input": ""}, "row 1: user_input: Field required"),
            ({"user_input": "Why?", "retrieved_contexts": "[1"}, "row 1: retrieved_contexts: .*not a list"),
            ({"user_input": "Why?", "retrieved_contexts": "[" * 9_999}, "retrieved_contexts: .*not a list"),
            ({"user_input": "Why?", "retrieved_contexts": "__import__('os')"}, "not a list"),
            ({"user_input": "Why?", "retrieved_contexts": [None]}, r"row 1: retrieved_contexts\.0"),
            ({"user_input": "Why?", "kind": "easy"}, "row 1: kind"),
            ({"user_input": "Why?", "kind": "answerable"}, "row 1: .*needs a gold document"),
            (
                {"user_input": "Why?"} | {f"n{n}": n for n in range(21)},
                "row 1: there are more than 20 columns",
            ),
            ({"user_input": [{"content": "x", "type": "tool"}]}, "no place for a message of type 'tool'"),
            ({"user_input": [{"content": "x", "type": "ai"}]}, "nobody asks anything"),
        ],
    )
    def test_a_bad_row_is_one_line_that_names_it(self, row: dict[str, Any], said: str) -> None:
        with pytest.raises(DatasetError, match=said) as failed:
            from_ragas(make_table(row))
        assert "\n" not in str(failed.value)

    def test_an_id_that_stands_there_twice_is_an_error(self) -> None:
        row = {"id": "x", "user_input": "Why?"}
        with pytest.raises(DatasetError, match="'x' stands there twice"):
            from_ragas(make_table(row, row))

    def test_an_empty_data_set_is_an_error(self) -> None:
        with pytest.raises(DatasetError, match="has no case"):
            from_ragas(make_table())

    def test_a_conversation_may_end_with_the_question(self) -> None:
        messages = [HumanMessage(content="Hi"), AIMessage(content="Hello"), HumanMessage(content="Why?")]
        (case,) = from_ragas(EvaluationDataset(samples=[MultiTurnSample(user_input=messages)]))
        assert (case.question, len(case.conversation), case.recorded) == ("Why?", 2, None)
