import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.front_matter import FrontMatter, read_front_matter


def test_title_audiences_and_other_scalars_are_read() -> None:
    source = "---\ntitle: Refunds\naudiences: [hr, finance]\nversion: 1.10\ntags: [a]\n---\n# Body"
    expected = FrontMatter("Refunds", ("hr", "finance"), {"version": "1.10"})
    assert read_front_matter(source) == (expected, "# Body")


@pytest.mark.parametrize(
    ("line", "audiences"),
    [
        ("audience: hr", ("hr",)),
        ("Audience: hr, finance", ("hr", "finance")),
        ("audiences:\n- hr\n- hr\n- it", ("hr", "it")),
        ("title: x", ()),
    ],
)
def test_audiences_come_in_several_forms(line: str, audiences: tuple[str, ...]) -> None:
    assert read_front_matter(f"---\n{line}\n---\ntext")[0].audiences == audiences


@pytest.mark.parametrize(
    "source", ["# A", "---\nJust a line between rules.\n---\ntext", "---\n\ntext", "a\n---\nb: c\n---"]
)
def test_text_without_front_matter_is_left_whole(source: str) -> None:
    assert read_front_matter(source) == (FrontMatter(), source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("---\ntitle: a: b\naudiences: [hr]\n---\nx", "not valid YAML"),
        ("---\naudiences: [hr\n---\nx", "not valid YAML"),
        ("---\naudiences: []\n---\nx", "empty list of audiences"),
        ("---\naudience:\n---\nx", "empty list of audiences"),
        ("---\naudiences: {hr: yes}\n---\nx", "not a list of names"),
        ("---\naudiences: [[hr]]\n---\nx", "not a list of names"),
        ("---\naudiences: hr\n\ntext", "not closed"),
        (f"---\na: {'[' * 400}\n---\nx", "not valid YAML"),
    ],
)
def test_a_document_is_refused_rather_than_shown_to_the_wrong_people(source: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        read_front_matter(source)


def test_an_empty_front_matter_is_dropped() -> None:
    assert read_front_matter("---\n---\ntext")[1] in {"text", "---\n---\ntext"}


def test_standard_keys_hold_only_what_they_promise() -> None:
    source = "---\nlang: de_CH\nlast_updated: 2026-03-14\nauthor: Ada\nlanguage: Deutsch\nurl: /a\n---\ntext"
    assert read_front_matter(source)[0].metadata == {
        "lang": "de_CH",
        "last_updated": "2026-03-14",
        "url": "/a",
        "language": "de-CH",
        "modified": "2026-03-14",
        "author": "Ada",
    }
