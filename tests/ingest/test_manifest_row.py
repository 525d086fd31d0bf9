import json

import pytest

from ingest.details import Details
from ingest.manifest_row import read_row


def _details(**fields: object) -> Details:
    return read_row(json.dumps({"path": "a.md", "text": "x"} | fields).encode()).details


def test_metadata_becomes_text_under_its_own_and_the_standard_keys() -> None:
    details = _details(
        metadata={"team": "billing", "draft": False, "rank": 3, "share": 0.5},
        language="en",
        modified="2026-03-14T09:30:00Z",
        url="https://example.com/a",
    )

    assert dict(details.metadata) == {
        "team": "billing",
        "draft": "false",
        "rank": "3",
        "share": "0.5",
        "language": "en",
        "modified": "2026-03-14T09:30:00+00:00",
        "source_uri": "https://example.com/a",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ""),
        ({"path": "article/17"}, ".txt"),
        ({"path": "contract.pdf"}, ".txt"),
        ({"path": "article/17", "content_type": "html"}, ".html"),
        ({"path": "a", "text": None, "file": "x/b.PDF"}, ".PDF"),
        ({"path": "a.md", "text": None, "file": "x/b"}, ""),
        ({"path": "a.md", "text": None, "url": "https://example.com/a"}, ""),
    ],
)
def test_what_the_text_is_follows_from_its_type_or_its_names(
    fields: dict[str, object], expected: str
) -> None:
    assert _details(**fields).suffix == expected
