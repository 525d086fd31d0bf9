import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from answer.bootstrap import Parts, open_chat_model, open_judge, open_parts
from answer.chat_judge import ChatJudge
from answer.errors import ChatModelConfigurationError
from answer.extractive import ExtractiveChatModel
from answer.settings import AnswerSettings
from retrieval.data_folder import DataFolder
from retrieval.errors import DataFolderLockedError
from retrieval.settings import RetrievalSettings
from tests.fakes import FakeEmbedder, FakeRecorder
from verify.errors import JudgeModelError
from verify.grounding.verdict import OperatingPoint
from verify.settings import VerifySettings

REMOTE = AnswerSettings(chat_model="some-chat")
LAZY = """
import sys
from pathlib import Path
from answer.bootstrap import open_parts
from answer.settings import AnswerSettings
from retrieval.settings import RetrievalSettings
from verify.settings import VerifySettings

parts = open_parts(
    Path(sys.argv[1]), retrieval=RetrievalSettings(), verify=VerifySettings(), settings=AnswerSettings()
)
parts.catalog.collections()
parts.close()
heavy = {"chromadb", "onnxruntime", "torch", "sentence_transformers", "spacy", "openai", "presidio_analyzer"}
sys.exit(", ".join(sorted(heavy & set(sys.modules))) or 0)
"""


def open_made_up(folder: Path, settings: AnswerSettings | None = None) -> Parts:
    return open_parts(
        folder,
        retrieval=RetrievalSettings(top_k=3),
        verify=VerifySettings(operating_point=OperatingPoint.STRICT),
        settings=settings or AnswerSettings(),
    )


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    parts = open_made_up(tmp_path)
    # Where `cached_property` keeps what it made: the real model is never loaded.
    parts.__dict__["embedder"] = FakeEmbedder()
    yield parts
    parts.close()


class TestJudge:
    def test_nobody_is_asked_unless_the_settings_say_so(self) -> None:
        assert open_judge(None, REMOTE) is None

    def test_the_chat_model_can_be_asked(self) -> None:
        settings = AnswerSettings(chat_model="some-chat", api_key=SecretStr("a-key"))
        assert isinstance(open_judge("chat", settings), ChatJudge)

    def test_the_embedded_answerer_cannot_judge(self) -> None:
        with pytest.raises(ChatModelConfigurationError, match="PLUMBLINE_ANSWER__CHAT_MODEL"):
            open_judge("chat", AnswerSettings())

    @pytest.mark.integration
    def test_a_folder_without_a_model_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(JudgeModelError, match="cannot load the model"):
            open_judge(str(tmp_path), AnswerSettings())


class TestChatModel:
    def test_the_embedded_answerer_needs_nothing(self) -> None:
        assert open_chat_model(AnswerSettings()) is None

    def test_a_remote_one_without_a_key_is_refused_in_one_clear_line(self) -> None:
        with pytest.raises(ChatModelConfigurationError) as caught:
            open_chat_model(REMOTE)
        message = str(caught.value)
        assert "'some-chat' needs a key" in message
        assert "OPENAI_API_KEY" in message
        assert "PLUMBLINE_ANSWER__CHAT_MODEL=extractive" in message
        assert "\n" not in message

    @pytest.mark.parametrize(
        "settings",
        [{"api_key": SecretStr("made-up")}, {"base_url": "http://127.0.0.1:9/v1"}],
    )
    def test_a_key_or_a_server_of_ones_own_is_enough(self, settings: dict[str, object]) -> None:
        chat_model = open_chat_model(REMOTE.model_copy(update=settings))
        assert chat_model is not None
        assert chat_model.name == "some-chat"

    def test_a_wrong_set_up_shows_before_the_embedding_model_is_loaded(self, tmp_path: Path) -> None:
        parts = open_made_up(tmp_path, REMOTE)
        with pytest.raises(ChatModelConfigurationError):
            parts.pipeline(FakeRecorder())
        assert "embedder" not in parts.__dict__
        parts.close()


class TestParts:
    def test_the_pipeline_is_built_from_the_settings(self, parts: Parts) -> None:
        recorder = FakeRecorder()
        pipeline = parts.pipeline(recorder)
        assert (pipeline.top_k, pipeline.operating_point) == (3, OperatingPoint.STRICT)
        assert isinstance(pipeline.fallback, ExtractiveChatModel)
        assert pipeline.chat_model is pipeline.fallback
        assert pipeline.recorder is recorder

    def test_every_part_is_made_once(self, parts: Parts) -> None:
        assert parts.searcher is parts.searcher
        assert parts.searcher.catalog is parts.catalog
        assert parts.pipeline(FakeRecorder()).verifier is parts.verifier

    def test_the_folder_is_locked_until_closed(self, tmp_path: Path) -> None:
        parts = open_made_up(tmp_path)
        with pytest.raises(DataFolderLockedError):
            DataFolder(tmp_path)
        parts.close()
        DataFolder(tmp_path).close()

    def test_closing_lets_go_of_an_open_catalog_too(self, tmp_path: Path) -> None:
        parts = open_made_up(tmp_path)
        assert parts.catalog.collections() == []
        parts.close()
        again = open_made_up(tmp_path)
        assert again.catalog.collections() == []
        again.close()


@pytest.mark.integration
def test_opening_imports_nothing_heavy(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    ran = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", LAZY, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert (ran.stderr.strip(), ran.returncode) == ("", 0)


def test_numpys_products_stay_on_the_thread_that_asks_for_them(tmp_path: Path) -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        parts = open_parts(
            tmp_path, retrieval=RetrievalSettings(), verify=VerifySettings(), settings=AnswerSettings()
        )
        parts.close()
        found = {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}

    assert found == {1}
