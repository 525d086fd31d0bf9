"""Our cases and outcomes as data sets of ragas, and theirs as cases."""

import ast
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from answer.request import Role
from eval.case import Case, CaseKind, hash_of
from eval.datasets.dataset import select_cases
from eval.datasets.own import KEYS, OwnRow, TurnRow, to_case
from eval.datasets.rows import MAX_ROW, check_row
from eval.errors import DatasetError
from eval.ragas_adapter.fields import find_gap, read_fields
from eval.ragas_adapter.library import (
    AIMessage,
    Dataset,
    EvaluationDataset,
    HumanMessage,
    MultiTurnSample,
    SingleTurnSample,
)
from eval.runs.outcome import CaseOutcome

# Who gave an answer that came with a data set of ragas, which does not say.
UNKNOWN_CHAT_MODEL = "ragas"


def to_ragas(outcomes: Iterable[CaseOutcome]) -> EvaluationDataset:
    """Return a sample for each answer that was released; `find_gap` says why another was left out.

    A follow-up has the talk before it in its question. The ids of contexts are the paths of documents.
    """
    return EvaluationDataset(
        samples=[SingleTurnSample(**_describe(one)) for one in outcomes if not find_gap(one, ("response",))]
    )


def to_ragas_conversations(outcomes: Iterable[CaseOutcome]) -> EvaluationDataset:
    """Return released answers to follow-ups as conversations; a sample of that kind has no contexts."""
    talks = [one for one in outcomes if one.case.conversation and not find_gap(one, ("response",))]
    return EvaluationDataset(
        samples=[
            MultiTurnSample(user_input=_write_messages(one), reference=read_fields(one)["reference"])
            for one in talks
        ]
    )


def to_ragas_table(
    outcomes: Iterable[CaseOutcome], name: str, *, backend: str = "inmemory", folder: Path | None = None
) -> Dataset:
    """Return a data set for ragas' experiments: every outcome is a row, with id and status as columns.

    What was not answered has an empty response, and its status says why. A `folder` belongs to the backends
    `local/csv` and `local/jsonl`, and then the data set is saved.
    """
    places = {} if folder is None else {"root_dir": str(folder)}
    table = Dataset(name=name, backend=backend, **places)
    for outcome in outcomes:
        table.append(
            {
                "id": outcome.case.id,
                "kind": outcome.case.kind.value,
                "source": outcome.case.source,
                "status": outcome.status.value if outcome.status else "error",
                **{key: "" if value is None else value for key, value in _describe(outcome).items()},
            }
        )
    table.save()
    return table


def from_ragas(dataset: EvaluationDataset | Dataset) -> tuple[Case, ...]:
    """Return a case for each sample, or row of a data set for experiments, read from CSV too.

    A sample without an id gets one made of its texts. A response becomes a recorded answer.

    Raises:
        DatasetError: the message names row and key.
    """
    rows = (_parse(_as_mapping(row), number) for number, row in enumerate(dataset, start=1))
    return select_cases(rows, limit=None, name="the ragas data set")


class _Message(BaseModel):
    content: str
    type: str


class _SampleRow(BaseModel):
    """A sample or row under ragas' names; other columns are labels of the case."""

    model_config = ConfigDict(extra="allow")

    id: str | int | None = None
    kind: CaseKind | None = None
    source: str = ""
    user_input: list[_Message] | str = Field(min_length=1)
    response: str | None = None
    retrieved_contexts: list[str] = []
    reference: str | None = None
    reference_contexts: list[str] = []
    retrieved_context_ids: list[str | int] = []
    reference_context_ids: list[str | int] = []

    @model_validator(mode="before")
    @classmethod
    def _leave_out_what_is_empty(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if not _is_missing(value)}

    @field_validator(
        "retrieved_contexts",
        "reference_contexts",
        "retrieved_context_ids",
        "reference_context_ids",
        mode="before",
    )
    @classmethod
    def _read_list(cls, value: object) -> object:
        """Read what ragas makes of a list when it saves it as CSV."""
        if not isinstance(value, str):
            return value
        if len(value) > MAX_ROW:
            raise ValueError(f"it has more than {MAX_ROW:,} characters")
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            raise ValueError("it is not a list") from None

    @model_validator(mode="after")
    def _check_messages(self) -> Self:
        if isinstance(self.user_input, list):
            for message in self.user_input:
                if message.type not in ("human", "ai"):
                    raise ValueError(
                        f"user_input: a case has no place for a message of type {message.type!r}"
                    )
            if not any(message.type == "human" for message in self.user_input):
                raise ValueError("user_input: nobody asks anything")
        return self

    def to_own(self) -> dict[str, Any]:
        """Return the row under our own names; those of ours that ragas does not have are no labels of its."""
        turns, question, said = self._split()
        answer = said or self.response
        known = self.reference or self.retrieved_contexts or self.reference_context_ids
        usual = CaseKind.FOLLOW_UP if turns else CaseKind.ANSWERABLE
        key = hash_of(f"{question}\n{self.reference}\n{answer}") % 16**12
        return {name: value for name, value in (self.model_extra or {}).items() if name not in KEYS} | {
            "id": self.id if self.id is not None else f"ragas-{key:012x}",
            "question": question,
            "kind": self.kind or (usual if known else CaseKind.OPEN),
            "conversation": turns,
            "contexts": self.retrieved_contexts,
            "gold_documents": [str(key) for key in self.reference_context_ids],
            "gold_quote": self.reference_contexts[0] if self.reference_contexts else None,
            "reference": self.reference,
            "answer": answer,
            "chat_model": UNKNOWN_CHAT_MODEL,
            "source": self.source,
        }

    def _split(self) -> tuple[list[TurnRow], str, str | None]:
        """Return the talk before the last question, the question, and what was said to it."""
        if isinstance(self.user_input, str):
            return [], self.user_input, None
        texts = [message.content for message in self.user_input]
        last = max(number for number, one in enumerate(self.user_input) if one.type == "human")
        turns = [
            TurnRow(role=Role.USER if one.type == "human" else Role.ASSISTANT, text=one.content)
            for one in self.user_input[:last]
        ]
        return turns, texts[last], "\n".join(texts[last + 1 :]) or None


def _is_missing(value: object) -> bool:
    """Whether a cell is empty, as it comes from a file or from a frame of pandas."""
    return value in (None, "", []) or (isinstance(value, float) and math.isnan(value))


def _describe(outcome: CaseOutcome) -> dict[str, Any]:
    quote = outcome.case.gold_quote
    return {
        **read_fields(outcome),
        "reference_contexts": [quote] if quote else [],
        "retrieved_context_ids": list(outcome.retrieved),
        "reference_context_ids": list(outcome.case.gold_documents),
    }


def _write_messages(outcome: CaseOutcome) -> list[Any]:
    before = [
        HumanMessage(content=turn.text) if turn.role is Role.USER else AIMessage(content=turn.text)
        for turn in outcome.case.conversation
    ]
    return [*before, HumanMessage(content=outcome.case.question), AIMessage(content=outcome.text)]


def _as_mapping(row: BaseModel | Mapping[str, Any]) -> Mapping[str, Any]:
    return row.model_dump() if isinstance(row, BaseModel) else row


def _parse(row: Mapping[str, Any], number: int) -> Case:
    place = f"the ragas data set, row {number}"
    own = check_row(check_row(row, _SampleRow, place=place).to_own(), OwnRow, place=place)
    try:
        return to_case(own, number=number)
    except ValueError as exc:
        raise DatasetError(f"{place}: {exc}") from exc
