from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from answer.settings import AnswerSettings
from api.diagnosis import diagnose
from api.local import LocalBackend
from api.settings import Settings
from retrieval.errors import DataFolderUnusableError
from tests.api.folders import open_fake_local


@contextmanager
def _unusable(_: Settings) -> Iterator[LocalBackend]:
    raise DataFolderUnusableError("cannot use the data folder")
    yield


def test_a_folder_that_cannot_be_opened_is_the_one_finding() -> None:
    found = diagnose(Settings(), _unusable)
    assert not found.ready
    assert [(part.part, part.detail) for part in found.parts] == [
        ("data folder", "cannot use the data folder")
    ]


@pytest.mark.integration
def test_a_chat_model_that_does_not_answer_is_found_by_asking_it() -> None:
    answer = AnswerSettings(chat_model="gpt-test", base_url="http://127.0.0.1:9/v1", max_retries=0)
    found = diagnose(Settings(answer=answer), open_fake_local)
    states = {part.part: part.state for part in found.parts}
    assert states["chat model"] == "failed"
    assert states["audit log"] == "ready"
