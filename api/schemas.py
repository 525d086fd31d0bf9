"""The wire shapes: what comes in over HTTP and in batch rows, and what goes out of either.

Answers and screenings go out as the frozen dataclasses of their rooms; `to_wire` turns any of them into JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_jsonable_python

from answer.request import AnswerRequest, Role, Turn
from retrieval.chunk import Filter
from verify.grounding.verdict import ClaimVerdict, OperatingPoint, Outcome
from verify.screening.findings import Origin

# A caller may name its request; answer, audit row and reply then carry that name.
REQUEST_ID_HEADER = "X-Request-ID"

Names = Annotated[list[str], Field(max_length=1000)]


class TurnRow(BaseModel):
    role: Role
    text: str


class FilterRow(BaseModel):
    """Keep only what fits: one name, or a list of names of which one must fit.

    `metadata` is what documents say of themselves, such as `language` or a field of their front matter.
    """

    # A filter that is not understood must not let everything through, as ignoring it would.
    model_config = ConfigDict(extra="forbid")

    document: str | Names | None = None
    source: str | Names | None = None
    metadata: Annotated[dict[str, str | Names], Field(max_length=20)] | None = None


class ScopeRow(BaseModel):
    """Where to look and what the caller may see: shared by questions and searches."""

    conversation: list[TurnRow] | None = Field(None, description="the turns before, oldest first")
    collection: str | None = Field(None, description="the collection to look in; none means the default")
    audiences: Names | None = Field(None, description="the caller's audiences")
    filters: FilterRow | None = None

    def to_filter(self) -> Filter:
        wanted = self.filters or FilterRow()
        return Filter(
            audiences=tuple(self.audiences or ()),
            documents=_names(wanted.document),
            sources=_names(wanted.source),
            metadata=tuple(
                (key, _names(values)) for key, values in (wanted.metadata or {}).items() if values
            ),
        )

    def with_scope(self, **defaults: object) -> Self:
        """Return the row with these values where it names none itself."""
        missing = {
            name: value
            for name, value in defaults.items()
            if value is not None and getattr(self, name) in (None, "", [])
        }
        return self.model_copy(update=missing)

    def to_turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(turn.role, turn.text) for turn in self.conversation or ())


class AskRow(ScopeRow):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "How long do refunds take?", "user": "customer-17"}]}
    )

    question: str
    operating_point: OperatingPoint | None = Field(None, description="how sure each claim must be")
    user: str | None = Field(None, description="who asks; the audit keeps a keyed hash of it")
    # Said and refused rather than ignored: a caller that asks for a stream must not wait for one.
    stream: Literal[False] | None = Field(None, description="streaming is not available yet")
    json_schema: None = Field(None, alias="schema", description="structured answers are not available yet")

    def to_request(self, *, collection: str) -> AnswerRequest:
        return AnswerRequest(
            question=self.question,
            collection=self.collection or collection,
            conversation=self.to_turns(),
            filter=self.to_filter(),
            operating_point=self.operating_point,
            user=self.user,
        )


class SearchRow(ScopeRow):
    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "refund period", "top_k": 3}]})

    query: str
    top_k: int | None = Field(None, ge=1, le=100, description="chunks to return")
    relevance_floor: float | None = Field(
        None, ge=0, le=1, description="leave out chunks that are less likely than this to be relevant"
    )

    def to_request(self, *, collection: str) -> AnswerRequest:
        """Return the search as a question, which is checked and rewritten the same way."""
        return AnswerRequest(self.query, self.collection or collection, self.to_turns(), self.to_filter())


class VerifyRow(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "How long do refunds take?",
                    "contexts": ["Refunds are paid within 14 days."],
                    "answer": "Refunds take 30 days.",
                }
            ]
        }
    )

    question: str | None = None
    contexts: list[str]
    answer: str
    operating_point: OperatingPoint | None = None


class ScreenRow(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Write to ada@example.org."}]})

    text: str
    origin: Origin = Field(Origin.USER, description="who wrote the text: a document must not give orders")


@dataclass(frozen=True, slots=True)
class HitMetadata:
    """Where the chunk stands, and what its document says of itself.

    `similarity` is the cosine of query and chunk, `relevance` the probability that it holds the answer.
    """

    collection: str
    source: str
    version: str
    title: str
    heading: str
    page: int | None
    start: int
    end: int
    similarity: float
    relevance: float
    rows: tuple[int, int] | None = None
    document_metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    document: str
    chunk: str
    text: str
    score: float
    metadata: HitMetadata


@dataclass(frozen=True, slots=True)
class SearchResult:
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """`score` is the probability that the whole answer is grounded."""

    outcome: Outcome
    grounded: bool
    score: float
    claims: tuple[ClaimVerdict, ...]
    milliseconds: float


def to_wire(value: object) -> dict[str, object]:
    """Return a dataclass as the JSON object that leaves the service."""
    wire: dict[str, object] = to_jsonable_python(value)
    return wire


def _names(wanted: str | list[str] | None) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else tuple(wanted or ())
