from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answer.desk import Desk, open_desk

DOCUMENTS = {
    "plans.md": "The Basic plan costs $30 per month. The Pro plan costs $75 per month and includes 20 users.",
    "refunds.md": "Annual plans are refunded within 30 days of the payment. Monthly plans are not refunded.",
    "hours.md": "Support answers e-mails from Monday to Friday. The office in Leeds closes at 18:00.",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, DOCUMENTS) as desk:
        yield desk
