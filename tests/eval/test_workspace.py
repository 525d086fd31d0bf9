from pathlib import Path

import pytest

from answer.request import AnswerRequest
from answer.settings import AnswerSettings
from eval.workspace import RoomSettings, open_workspace
from ingest.sync import Progress
from retrieval.errors import DataFolderLockedError
from tests.eval.folders import open_fake_workspace, write_samples


def test_a_benchmark_never_asks_a_remote_chat_model() -> None:
    settings = RoomSettings(answer=AnswerSettings(chat_model="gpt-expensive", relevance_floor=0.5))
    assert settings.embedded_answer == AnswerSettings(chat_model="extractive", relevance_floor=0.5)


def test_folders_share_one_place_for_graphs_and_let_go_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        with open_workspace(tmp_path / name, RoomSettings(), graphs=tmp_path / "graphs") as workspace:
            assert workspace.parts.folder.graphs.resolve() == tmp_path.resolve() / "graphs"


def test_an_open_folder_is_locked(tmp_path: Path) -> None:
    with (
        open_workspace(tmp_path / "one", RoomSettings(), graphs=tmp_path),
        pytest.raises(DataFolderLockedError),
        open_workspace(tmp_path / "one", RoomSettings(), graphs=tmp_path),
    ):
        pass


@pytest.mark.integration
def test_what_was_indexed_can_be_asked_and_is_recorded(tmp_path: Path) -> None:
    samples = write_samples(tmp_path / "samples")
    heard: list[Progress] = []
    with open_fake_workspace(tmp_path / "data", RoomSettings(), graphs=tmp_path / "graphs") as workspace:
        report = workspace.index(samples / "documents", collection="samples", on_progress=heard.append)
        answer = workspace.build_pipeline().answer(AnswerRequest("What is a pause?", "samples"))
    assert (report.added, report.chunks) == (2, 2)
    assert heard[-1].done == 2
    assert [record.answer for record in workspace.recorder.records] == [answer]
