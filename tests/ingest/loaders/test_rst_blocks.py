import pytest

from ingest.loaders.builder import Block
from ingest.loaders.rst_blocks import collect_blocks, top_fields
from ingest.loaders.rst_parsing import parse_rst

GRID = """
+------+-------+
| Plan | Price |
+======+=======+
| Team | $30   |
+------+-------+
"""
LIST_TABLE = """
.. list-table:: Prices
   :header-rows: 1

   * - Plan
     - Price
   * - Team
     - $30
"""


def blocks(source: str) -> list[Block]:
    return [block for block in collect_blocks(parse_rst(source)) if block.text]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        (GRID, ["Plan: Team; Price: $30."]),
        (LIST_TABLE, ["Prices", "Plan: Team; Price: $30."]),
        ("- a\n- b\n\n  1. c\n  2. d", ["- a\n- b\n  1. c\n  2. d"]),
        ("3. c\n4. d", ["3. c\n4. d"]),
        ("term\n  What it is.", ["term: What it is."]),
        ("term : kind\n  What it is.\n\n  And more.", ["term, kind: What it is.\nAnd more."]),
        ("-a, --all  Everything.", ["-a, --all: Everything."]),
        ("Text.\n\n:param x: The number.", ["Text.", "param x: The number."]),
        ("Like this::\n\n  if x:\n      y", ["Like this:", "if x:\n    y"]),
        (">>> 1 + 1\n2", [">>> 1 + 1\n2"]),
        ("| Rose\n|   is a rose", ["Rose\nis a rose"]),
        ("  Quoted.\n\n  -- Ada", ["Quoted.", "Ada"]),
        ("As said [1]_.\n\n.. [1] By `Ada <https://a.b>`_.", ["As said 1.", "[1] By Ada."]),
        (".. a comment\n\nText.", ["Text."]),
        ("A *b* **c** ``d_e`` `f <https://g.h>`__.", ["A b c d_e f."]),
    ],
)
def test_each_kind_of_block_is_written_as_it_reads(source: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(source)] == texts


def test_headings_have_the_level_of_their_depth() -> None:
    found = blocks("A\n=\n\nB\n-\n\nC\n~\n\nx\n\nD\n=\n\ny")
    assert [(block.text, block.level) for block in found if block.level] == [
        ("A", 1), ("B", 2), ("C", 3), ("D", 1),
    ]  # fmt: skip


def test_a_directive_that_cannot_be_read_leaves_its_text_without_marks() -> None:
    source = ".. list-table:: Prices\n   :no-such-option: 1\n\n   * - Plan\n     - Price"
    found = " ".join(block.text for block in blocks(source))
    assert "Plan" in found
    assert "no-such-option" not in found
    assert "::" not in found


def test_fields_on_top_are_not_text() -> None:
    tree = parse_rst(":orphan:\n:Author: Ada\n\nText.")
    assert top_fields(tree) == {"orphan": "", "author": "Ada"}
    assert [block.text for block in collect_blocks(tree)] == ["Text."]
