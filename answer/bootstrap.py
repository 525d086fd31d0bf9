"""The one place where retriever, verifier, chat model and pipeline are put together.

The HTTP service, the command line and the benchmarks all call this, so what is measured is what is served.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from answer.answerability import Answerability
from answer.chat_judge import ChatJudge
from answer.chat_model import ChatModel
from answer.errors import ChatModelConfigurationError
from answer.extractive import ExtractiveChatModel
from answer.pipeline import Pipeline
from answer.ports import Recorder
from answer.settings import AnswerSettings
from retrieval.blas import use_one_blas_thread
from retrieval.cached_embedder import CachedEmbedder
from retrieval.catalog import Catalog
from retrieval.data_folder import DataFolder
from retrieval.embedder import Embedder
from retrieval.embeddings import open_embedder
from retrieval.index import ChromaIndex
from retrieval.reranker import CrossEncoderReranker
from retrieval.reranking import Reranker
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from verify.grounding.claim_judge import ClaimJudge
from verify.grounding.local_judge import LocalJudge
from verify.grounding.tagging.tagger import open_tagger
from verify.grounding.tuning import shipped_tuning
from verify.grounding.tuning_file import read_tuning
from verify.grounding.verifier import GroundingVerifier
from verify.nlp import EntityFinder
from verify.settings import VerifySettings

EXTRACTIVE = "extractive"
CHAT_JUDGE = "chat"
# An OpenAI-compatible server of one's own usually asks for no key, but the protocol wants one to be sent.
NO_KEY = "no-key"


@dataclass(frozen=True)
class Parts:
    """All that is built from the settings, each part when it is first needed; `close` lets the folder go."""

    folder: DataFolder
    retrieval: RetrievalSettings
    verify: VerifySettings
    settings: AnswerSettings

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog.open(self.folder.catalog)

    @cached_property
    def index(self) -> ChromaIndex:
        return ChromaIndex(self.folder.vectors)

    @cached_property
    def embedder(self) -> Embedder:
        return open_embedder(self.retrieval, graphs=self.folder.graphs)

    @cached_property
    def cached_embedder(self) -> CachedEmbedder:
        """What answering embeds with; ingest embeds each text once, so it goes without the cache."""
        return CachedEmbedder(self.embedder)

    @cached_property
    def searcher(self) -> Searcher:
        return Searcher(
            self.catalog,
            self.index,
            lambda: self.embedder,
            settings=self.retrieval,
            reranker=(lambda: self.reranker) if self.retrieval.reranker else None,
        )

    @cached_property
    def reranker(self) -> Reranker:
        """The model that orders what was found anew; only there when one is set."""
        return CrossEncoderReranker(Path(self.retrieval.reranker or ""))

    @cached_property
    def verifier(self) -> GroundingVerifier:
        fingerprint = self.cached_embedder.fingerprint
        tagger = open_tagger(fingerprint) if self.verify.tagger else None
        file = self.verify.calibration
        return GroundingVerifier(
            self.cached_embedder,
            EntityFinder(self.verify.spacy_model),
            tagger=tagger,
            judge=open_judge(self.verify.judge, self.settings),
            tuning=read_tuning(file, embedding_model=fingerprint, with_tagger=tagger is not None)
            if file
            else shipped_tuning(),
        )

    @cached_property
    def answerability(self) -> Answerability:
        return Answerability(self.cached_embedder, self.searcher.keywords)

    def pipeline(self, recorder: Recorder) -> Pipeline:
        """Raise ChatModelConfigurationError when the chat model cannot be used as configured."""
        # First, because a wrong set-up should show before the embedding model is loaded.
        chat_model = open_chat_model(self.settings)
        fallback = ExtractiveChatModel(self.answerability)
        return Pipeline(
            settings=self.settings,
            operating_point=self.verify.operating_point,
            top_k=self.retrieval.top_k,
            searcher=self.searcher,
            verifier=self.verifier,
            answerability=self.answerability,
            chat_model=chat_model or fallback,
            fallback=fallback,
            recorder=recorder,
        )

    def close(self) -> None:
        if "catalog" in self.__dict__:
            self.catalog.close()
        self.folder.close()


def open_parts(
    data_dir: Path, *, retrieval: RetrievalSettings, verify: VerifySettings, settings: AnswerSettings
) -> Parts:
    """Lock the data folder and return what is needed to answer from it."""
    use_one_blas_thread()
    return Parts(DataFolder(data_dir), retrieval, verify, settings)


def open_judge(name: str | None, settings: AnswerSettings) -> ClaimJudge | None:
    """Return who is asked about close calls.

    Raises:
        ChatModelConfigurationError: the chat model shall judge, but none is configured that could.
        JudgeModelError: the folder holds no model that can judge.
    """
    if name is None:
        return None
    if name != CHAT_JUDGE:
        return LocalJudge(Path(name))
    chat_model = open_chat_model(settings)
    if chat_model is None:
        raise ChatModelConfigurationError(
            "PLUMBLINE_VERIFY__JUDGE=chat needs a chat model: set PLUMBLINE_ANSWER__CHAT_MODEL, or give the "
            "folder of a local model"
        )
    return ChatJudge(chat_model)


def open_chat_model(settings: AnswerSettings) -> ChatModel | None:
    """Return the configured remote chat model, or None for the embedded answerer."""
    if settings.chat_model == EXTRACTIVE:
        return None
    api_key = get_api_key(settings)
    # The embedded answerer, which is the default, needs none of the client's modules.
    from answer.openai_client import OpenAIChatModel  # noqa: PLC0415

    return OpenAIChatModel(settings, api_key=api_key)


def get_api_key(settings: AnswerSettings) -> SecretStr:
    """Return the key of the remote chat model, or what a server of one's own takes for one.

    Raises:
        ChatModelConfigurationError: OpenAI itself would be asked without a key.
    """
    if settings.api_key is None and settings.base_url is None:
        raise ChatModelConfigurationError(
            f"chat model {settings.chat_model!r} needs a key: set OPENAI_API_KEY or "
            "PLUMBLINE_ANSWER__API_KEY, or use PLUMBLINE_ANSWER__CHAT_MODEL=extractive"
        )
    return settings.api_key or SecretStr(NO_KEY)
