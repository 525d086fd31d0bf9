import pytest

from ingest.loaders.rst_blocks import collect_blocks
from ingest.loaders.rst_parsing import parse_rst


def texts(source: str) -> list[str]:
    return [block.text for block in collect_blocks(parse_rst(source)) if block.text]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Press :kbd:`Ctrl+C` now.", "Press Ctrl+C now."),
        ("Call :py:func:`~json.loads` or :func:`!dumps`.", "Call loads or dumps."),
        ("Read :doc:`the guide </intro/guide>`.", "Read the guide."),
        ("Read :doc:`/intro/first-steps`.", "Read first steps."),
        ("Read :ref:`plugin_hooks`.", "Read plugin hooks."),
        ("See :pep:`8` and :rfc:`2616`.", "See PEP 8 and RFC 2616."),
        ("A :no-such-role:`word` stays.", "A word stays."),
        ("An :index:`entry` does not show.", "An does not show."),
        ("Water is H\\ :sub:`2`\\ O.", "Water is H2O."),
    ],
)
def test_roles_leave_their_text(source: str, text: str) -> None:
    assert texts(source) == [text]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (".. tab:: Linux\n\n   Run it.", ["Linux", "Run it."]),
        (".. versionadded:: 2.1 Was *new*.", ["New in version 2.1: Was new."]),
        (".. deprecated:: 3.0\n\n   Use that.", ["Deprecated since version 3.0: Use that."]),
        (".. versionchanged:: 3.0", ["Changed in version 3.0."]),
        (".. py:function:: send(to, *, cc)\n   :async:\n\n   Sends it.", ["send(to, *, cc)", "Sends it."]),
        (".. only:: html\n\n   Shown.", ["html", "Shown."]),
        (".. code-block:: python\n   :emphasize-lines: 1\n   :caption: Call\n\n   a = 1", ["Call", "a = 1"]),
        (".. math:: a^2\n   :label: eq", ["a^2"]),
        (".. figure:: a.png\n   :alt: A plan\n\n   The *caption*.", ["A plan", "The caption."]),
        (".. toctree::\n   :hidden:\n\n   a\n   b", []),
        (".. raw:: html\n\n   <b>x</b>", []),
        (".. index:: a; b", []),
        (".. warning:: Mind\n   this.", ["Mind this."]),
        (".. admonition:: Good to know\n\n   It is.", ["Good to know", "It is."]),
    ],
)
def test_directives_leave_what_a_page_shows(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_names_without_a_value_stay_as_words() -> None:
    assert texts("Install |product| and `nothing`_.") == ["Install product and nothing."]


def test_names_with_a_value_are_replaced() -> None:
    assert texts("Install |product|.\n\n.. |product| replace:: Plumbline") == ["Install Plumbline."]


def test_a_label_is_replaced_by_the_title_of_its_section() -> None:
    source = ".. _some-label:\n\nSome Title\n==========\n\nSee :ref:`some-label`."
    assert texts(source) == ["Some Title", "See Some Title."]
