from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.rst import load_rst


def load(source: str) -> Document:
    return load_rst(source.encode(), name="docs/guide.rst")


PAGE = """:author: Ada
:date: 2026-03-14

.. _refunds:

Refunds
=======

In full within *30 days*.

Kiosks
------

See :ref:`refunds`.
"""


def test_headings_make_sections_and_the_first_is_the_title() -> None:
    document = load(PAGE)
    assert document.title == "Refunds"
    assert [one.headings for one in document.sections] == [(), ("Kiosks",)]
    assert document.text.endswith("In full within 30 days.\n\nKiosks\n\nSee Refunds.")


def test_fields_above_the_first_heading_are_metadata() -> None:
    assert load(PAGE).metadata == {"author": "Ada", "modified": "2026-03-14"}
    assert "Ada" not in load(PAGE).text


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load("Only text.").title == "guide"


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: {path}",
        ".. literalinclude:: {path}",
        ".. raw:: html\n   :file: {path}",
        ".. csv-table::\n   :file: {path}",
        ".. |x| replace:: y\n.. include:: {path}\n   :literal:",
    ],
)
def test_no_file_of_this_machine_gets_in(
    directive: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    text = load(f"Before.\n\n{directive.format(path=secret)}\n\nAfter.").text
    assert "secret words" not in text
    assert text.split() == ["Before.", "After."]
    assert capfd.readouterr() == ("", "")


def test_nesting_without_end_is_refused() -> None:
    source = "\n\n".join(f"{'  ' * depth}- x" for depth in range(600))
    with pytest.raises(UnreadableDocumentError, match="nested too deeply"):
        load(source)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="larger than 1 MB"):
        load_rst(b"x" * 1_000_001, name="a.rst")


def test_marks_that_never_close_are_text() -> None:
    assert load("*a " * 100_000).text.startswith("*a *a ")


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="no text was found"):
        load(".. toctree::\n\n   a\n   b\n")


LINES = st.sampled_from(
    ["Title", "=====", "-----", "", "  x", "- x", "1. x", ".. note::", ".. image:: a", "   :alt: b", "::",
     "x::", ".. |a| replace:: b", "|a| |b|", "`c`_", ".. _c: d", ":e:`f`", "``g``", "+--+--+", "|h |i |",
     "== ==", ".. table::", ".. unknown:: j", "[1]_", ".. [1] k", ":l: m", "**n", "o\n  p", ">>> q", "| r"]
)  # fmt: skip


@given(st.lists(LINES, max_size=20).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_document_or_a_reason(source: str) -> None:
    try:
        assert load(source).text.strip()
    except UnreadableDocumentError:
        assert source is not None
