import pytest

from ingest.loaders.builder import Block
from ingest.loaders.html import parse_html
from ingest.loaders.html_blocks import collect_blocks, inline_text


def texts(markup: str) -> list[str]:
    return [block.text for block in collect_blocks(parse_html(markup))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One\n two</p><p>Three</p>", ["One two", "Three"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<p>a<b>b</b>c <a href=x>link</a></p>", ["abc link"]),
        ("<p>1 High Street<br>London</p>", ["1 High Street\nLondon"]),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", ["- a\n- b c"]),
        ("<ol start=3><li>a<ul><li>x</li></ul></li><li>b</li></ol>", ["3. a\n  - x\n4. b"]),
        ("<ul><li><h2>Card</h2><p>text</p></li></ul>", ["Card", "text"]),
        ("<ul>stray<li>a</li></ul>", ["stray", "a"]),
        (
            "<dl><dt>X-11</dt><dd>Not found.</dd><dt>A</dt><dt>B:</dt><dd>Both</dd></dl>",
            ["X-11: Not found.\nA, B: Both"],
        ),
        ("<table><tr><td>only</td></tr></table>", ["only"]),
    ],
)
def test_blocks_are_collected_in_reading_order(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_headings_and_code_keep_their_kind() -> None:
    blocks = collect_blocks(parse_html("<h3>Title <i>x</i></h3><pre>a\n  b</pre>"))
    assert blocks == [Block("Title x", level=3), Block("a\n  b", preformatted=True)]


def test_inline_text_puts_spaces_where_a_browser_breaks_lines() -> None:
    tag = parse_html("<td><p>a</p><p>b<br>c</p></td>")
    assert inline_text(tag) == "a b c"
