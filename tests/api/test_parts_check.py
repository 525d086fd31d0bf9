import sqlite3

import pytest

from api.readiness import PartState, summarise
from api.settings import Settings
from tests.api.folders import open_fake_local

pytestmark = pytest.mark.integration


def test_one_failed_part_is_named_and_the_others_are_still_tried() -> None:
    with open_fake_local(Settings()) as backend:
        connection = sqlite3.connect(backend.parts.folder.audit)
        with connection:
            connection.execute("DELETE FROM head")
        connection.close()
        found = summarise(backend.check_parts())
    assert not found.ready
    assert [part.part for part in found.parts if part.state is PartState.FAILED] == ["audit log"]
    assert len(found.parts) == 7
