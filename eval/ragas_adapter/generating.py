"""Makes up cases from documents, with the parts of ragas' test-set generator that write one question each.

Its own driver is left out: it counts tokens with tables that it downloads, and draws at random.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from answer.chat_model import Usage
from answer.settings import AnswerSettings
from eval.case import Case, CaseKind, hash_of
from eval.datasets.dataset import SourceText
from eval.ragas_adapter.judge import Judge, JudgeFailedError
from eval.ragas_adapter.library import (
    BaseTokenizer,
    NERExtractor,
    Node,
    NodeType,
    Persona,
    QueryLength,
    QueryStyle,
    SingleHopScenario,
    SingleHopSpecificQuerySynthesizer,
)
from eval.ragas_adapter.workers import run_to_end, work_through
from eval.runs.score import Failure
from ingest.document import Document, Section
from ingest.settings import IngestSettings
from ingest.splitter import split
from retrieval.embedder import Embedder

# A shorter passage is a heading or a line of a list, which nobody can ask much about.
SHORTEST_PASSAGE = 200
READER = Persona(name="Reader", role_description="Looks for an answer in these documents.")


@dataclass(frozen=True, slots=True)
class GeneratedCases:
    """Fewer cases than were wanted when documents are short or the chat model failed; `failed` counts how."""

    cases: tuple[Case, ...]
    failed: Mapping[Failure, int] = field(default_factory=dict)
    calls: int = 0
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class _Passage:
    document: str
    text: str

    @property
    def key(self) -> int:
        return hash_of(f"{self.document}\n{self.text}")


def generate_cases(  # noqa: PLR0913  # who listens is one part more, and no part of another
    documents: Sequence[SourceText],
    *,
    count: int,
    writer: AnswerSettings,
    embedder: Embedder,
    concurrency: int = 4,
    on_case: Callable[[Case], None] = lambda _case: None,
) -> GeneratedCases:
    """Return about `count` answerable cases, one for each of so many passages; each takes two calls.

    `on_case` hears of each as soon as it is there, in any order.

    The passages are cut as chunks are and drawn by their hash: the same ones as long as the documents are
    the same. Somebody should read the cases before anything is decided by them.

    Raises:
        ChatModelConfigurationError: there is no chat model to write them, or it takes no call at all.
    """
    found = [passage for document in documents for passage in _cut(document, embedder)]
    drawn = nsmallest(count, dict.fromkeys(found), key=lambda passage: passage.key)
    return run_to_end(_write_all(drawn, writer, concurrency, on_case))


async def _write_all(
    passages: Sequence[_Passage], writer: AnswerSettings, concurrency: int, on_case: Callable[[Case], None]
) -> GeneratedCases:
    written: dict[_Passage, Case] = {}
    failed: Counter[Failure] = Counter()
    async with Judge(writer) as chat_model:

        async def work(passage: _Passage) -> None:
            try:
                written[passage] = await _write(passage, chat_model)
                on_case(written[passage])
            except JudgeFailedError as exc:
                failed[exc.failure] += 1

        await work_through(passages, work, concurrency=concurrency)
        cases = tuple(written[passage] for passage in passages if passage in written)
        return GeneratedCases(cases, failed, chat_model.calls, chat_model.usage)


async def _write(passage: _Passage, chat_model: Judge) -> Case:
    node = Node(type=NodeType.CHUNK, properties={"page_content": passage.text})
    _, terms = await NERExtractor(llm=chat_model, tokenizer=_Characters()).extract(node)
    # Without a name in it, it is asked about as a whole.
    scenario = SingleHopScenario(
        term=terms[0] if terms else "",
        nodes=[node],
        persona=READER,
        style=list(QueryStyle)[passage.key % len(QueryStyle)],
        length=list(QueryLength)[passage.key // 7 % len(QueryLength)],
    )
    sample = await SingleHopSpecificQuerySynthesizer(llm=chat_model).generate_sample(scenario)
    if not (sample.user_input.strip() and sample.reference.strip()):
        raise JudgeFailedError(Failure.JUDGE_NONSENSE)
    return Case(
        id=f"generated-{passage.key % 16**12:012x}",
        kind=CaseKind.ANSWERABLE,
        question=sample.user_input.strip(),
        gold_documents=(passage.document,),
        contexts=(passage.text,),
        reference=sample.reference.strip(),
        source=passage.document,
        labels={"style": scenario.style.value, "length": scenario.length.value},
    )


def _cut(document: SourceText, embedder: Embedder) -> list[_Passage]:
    whole = Document(document.path, document.text, (Section(0, len(document.text)),) if document.text else ())
    passages = split(whole, IngestSettings(), count_tokens=embedder.count_tokens)
    return [_Passage(document.path, one.text) for one in passages if len(one.text) >= SHORTEST_PASSAGE]


class _Characters(BaseTokenizer):  # type: ignore[misc]  # ragas is Any to mypy, see pyproject.toml
    """Counts characters: a passage is far below the limit that ragas cuts at, whatever it counts."""

    def encode(self, text: str) -> list[int]:
        return [ord(character) for character in text]

    def decode(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))
