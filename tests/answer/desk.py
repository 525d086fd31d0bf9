"""A desk with a few documents on it: the whole pipeline over fakes, in memory and one temporary database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from answer.answer import Answer
from answer.answerability import Answerability
from answer.chat_model import ChatModel, ChatRequest
from answer.extractive import ExtractiveChatModel
from answer.pipeline import Pipeline
from answer.request import AnswerRequest, Turn
from answer.settings import AnswerSettings
from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, Filter, RetrievedChunk
from retrieval.embedder import Embedder
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from retrieval.version import StagedVersion, document_id, stable_id
from tests.fakes import FakeChatModel, FakeChunkIndex, FakeEmbedder, FakeRecorder
from verify.grounding.verdict import OperatingPoint
from verify.grounding.verifier import GroundingVerifier
from verify.nlp import EntityFinder

COLLECTION = "kb"
# Loads spaCy's tokenizer once, when the first text is verified.
ENTITIES = EntityFinder()
# What stands before every chunk in its document, so that offsets into the two differ.
PREAMBLE = "Title page\n\n"
# Bags of words are less alike than real vectors: everything that is found is evidence here.
NO_FLOOR = AnswerSettings(relevance_floor=0.0)


def make_hit(
    text: str, *, document: str = "plans.md", title: str = "Plans", heading: str = ""
) -> RetrievedChunk:
    return RetrievedChunk(make_chunk(text, document=document, title=title, heading=heading), 0.03, 0.5, 0.2)


def make_chunk(text: str, *, document: str = "plans.md", title: str = "Plans", heading: str = "") -> Chunk:
    start = len(PREAMBLE)
    return Chunk(
        id=stable_id("chunk", document, text),
        collection=COLLECTION,
        source="docs",
        document=document,
        version=stable_id("version", document, text),
        ordinal=0,
        text=text,
        start=start,
        end=start + len(text),
        title=title,
        heading=heading,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tests need to reach: the documents as extracted, and the parts around the pipeline."""

    documents: Mapping[str, str]
    searcher: Searcher
    verifier: GroundingVerifier
    answerability: Answerability
    recorder: FakeRecorder

    def pipeline(self, chat_model: ChatModel | None = None, **changes: object) -> Pipeline:
        fallback = ExtractiveChatModel(self.answerability)
        return Pipeline(
            settings=NO_FLOOR.model_copy(update=changes),
            operating_point=OperatingPoint.BALANCED,
            top_k=5,
            searcher=self.searcher,
            verifier=self.verifier,
            answerability=self.answerability,
            chat_model=chat_model or fallback,
            fallback=fallback,
            recorder=self.recorder,
        )

    def ask(self, question: str, reply: Callable[[ChatRequest], str] | str | None = None) -> Answer:
        """Ask the embedded answerer, or a chat model that replies so."""
        chat_model = None if reply is None else FakeChatModel(_handler(reply))
        return self.pipeline(chat_model).answer(make_request(question))


def _handler(reply: Callable[[ChatRequest], str] | str) -> Callable[[ChatRequest], str]:
    return (lambda _: reply) if isinstance(reply, str) else reply


def make_request(question: str, *conversation: Turn, collection: str = COLLECTION) -> AnswerRequest:
    return AnswerRequest(question, collection, tuple(conversation), Filter())


@contextmanager
def open_desk(
    folder: Path, texts: Mapping[str, str], *, embedder: Embedder | None = None, fails: bool = False
) -> Iterator[Desk]:
    """Index one chunk for each document; `fails` breaks the recorder."""
    vectors = embedder or FakeEmbedder()
    catalog, index = Catalog.open(folder / "catalog.db"), FakeChunkIndex()
    catalog.add_collection(COLLECTION, fingerprint=vectors.fingerprint)
    chunks = [make_chunk(text, document=name) for name, text in texts.items()]
    versions = [_version(chunk) for chunk in chunks]
    catalog.stage(versions)
    catalog.publish(versions)
    index.add(COLLECTION, chunks, vectors.embed_documents([chunk.embedded_text for chunk in chunks]))
    searcher = Searcher(catalog, index, lambda: vectors, settings=RetrievalSettings(candidates=20))
    yield Desk(
        documents={name: PREAMBLE + text for name, text in texts.items()},
        searcher=searcher,
        verifier=GroundingVerifier(vectors, ENTITIES),
        answerability=Answerability(vectors, searcher.keywords),
        recorder=FakeRecorder(fails=fails),
    )
    catalog.close()


def _version(chunk: Chunk) -> StagedVersion:
    return StagedVersion(
        id=chunk.version,
        document_id=document_id(COLLECTION, chunk.source, chunk.document),
        collection=COLLECTION,
        source=chunk.source,
        path=chunk.document,
        content_hash=stable_id(chunk.text),
        title=chunk.title,
        audiences=(),
        chunks=(chunk,),
    )
