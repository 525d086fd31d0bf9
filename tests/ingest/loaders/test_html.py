import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.html import load_html


def load(markup: str | bytes) -> Document:
    data = markup.encode() if isinstance(markup, str) else markup
    return load_html(data, name="page.html")


MAIN = "<nav>Menu</nav><header>Logo</header><main><aside>Ad</aside><form>Find</form><p>Text</p></main>Foot"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (MAIN, "Text"),
        ("<header>Logo</header><article><header><h1>T</h1></header><p>Text</p></article>", "T\n\nText"),
        (
            "<nav>Menu</nav><header>Note</header><p>Text</p><script>x()</script><style>p{}</style>",
            "Note\n\nText",
        ),
        ("<main></main><p>Text</p>", "Text"),
        ("<p>Shown<span hidden>no</span><i style='display: none'>no</i></p>", "Shown"),
        ("<p>A<!-- no --><svg><text>no</text></svg> b</p>", "A b"),
        ("just words", "just words"),
        ("<?xml version='1.0'?><p>Text</p>", "Text"),
    ],
)
def test_what_a_reader_sees_is_kept(markup: str, text: str) -> None:
    assert load(markup).text == text


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>Refunds | Larkfield Help</title><h1>Refunds</h1>", "Refunds"),
        ("<title>Larkfield Help</title><h1>Refunds</h1>", "Larkfield Help"),
        ("<h1>Refunds</h1>", "Refunds"),
        ("<p>Text</p>", "page"),
    ],
)
def test_the_title_is_the_headline_or_the_page_title(markup: str, title: str) -> None:
    assert load(markup).title == title


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=iso-8859-2><p>Zażółć</p>".encode("iso-8859-2"),
        "<meta charset=utf-8><p>Zażółć</p>".encode("utf-16"),
        "<p>Zażółć</p>".encode(),
    ],
)
def test_the_encoding_is_found(data: bytes) -> None:
    assert load(data).text == "Zażółć"


@pytest.mark.parametrize("tag", ["div", "ul><li", "table><tr><td", "b", "blockquote", "section"])
def test_deep_nesting_is_read_without_recursion_errors(tag: str) -> None:
    assert load(f"<p>top</p>{f'<{tag}>' * 5_000}deep").text.startswith("top")


def test_external_entities_are_not_loaded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]><p>safe &x; &y;</p>'
    assert "root:" not in load(bomb).text


def test_a_huge_page_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="larger than 25 MB"):
        load(b" " * 25_000_001)


FRAGMENTS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<ul>", "<li>", "<table>", "<tr>", "<td colspan=9 rowspan=3>", "<th>", "</table>",
         "<h1>", "<dl><dt>", "<pre>", "<br>", "<main>", "<!--", "<![CDATA[", "&#x110000;", "&amp;",
         "text ", "<template>"]
    ),
    max_size=30,
)  # fmt: skip


@given(st.binary(max_size=300) | FRAGMENTS.map(lambda parts: "".join(parts).encode()))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    try:
        assert load(data).text.strip()
    except UnreadableDocumentError:
        assert data is not None
