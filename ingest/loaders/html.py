"""Reads HTML: the main content of the page as a reader sees it, without menus, scripts and hidden parts."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.exceptions import ParserRejectedMarkup

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.encoding import decode_text
from ingest.loaders.html_blocks import collect_blocks
from ingest.loaders.html_metadata import html_metadata
from ingest.loaders.limits import MAX_MARKUP_BYTES
from ingest.loaders.text import stem

_NEVER_SHOWN = (
    "script", "style", "nav", "noscript", "template", "svg", "iframe", "object", "head", "button", "select",
    "input", "textarea", "[hidden]", "[aria-hidden=true]", "[role=navigation]", "a.headerlink",
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHROME = ("header", "footer", "aside", "form")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>", re.IGNORECASE)


def load_html(data: bytes, *, name: str) -> Document:
    if len(data) > MAX_MARKUP_BYTES:
        raise UnreadableDocumentError(f"the page is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    soup = parse_html(decode_text(data, declared=declared))
    title, metadata = _find_title(soup), html_metadata(soup)
    main = _find_main(soup)
    return build_document(html_blocks(main), title=title or stem(name), metadata=metadata)


def parse_html(markup: str) -> BeautifulSoup:
    """Parse leniently.

    Raises:
        UnreadableDocumentError: nothing can be made of the markup.
    """
    # The comment keeps Beautiful Soup from warning that short texts look like a file name or an address.
    markup = f"<!---->{_XML_DECLARATION.sub('', markup)}"
    try:
        return BeautifulSoup(markup, "lxml")
    except (ParserRejectedMarkup, AssertionError, ValueError) as exc:
        raise UnreadableDocumentError("the HTML cannot be parsed") from exc


def html_blocks(root: Tag) -> list[Block]:
    for tag in root.select(",".join(_NEVER_SHOWN)):
        tag.decompose()
    for tag in root.find_all(style=_HIDDEN_STYLE):
        tag.decompose()
    return collect_blocks(root)


def _find_title(soup: BeautifulSoup) -> str:
    """The page's title without the site's name, which is told from the first heading."""
    title = clean_line(soup.title.get_text()) if soup.title else ""
    heading = soup.find("h1")
    headline = clean_line(heading.get_text(" ")) if heading else ""
    return headline if headline and (not title or headline.casefold() in title.casefold()) else title


def _find_main(soup: BeautifulSoup) -> Tag:
    articles = soup.find_all("article")
    main = soup.find("main") or soup.select_one("[role=main]")
    if main is None and len(articles) == 1:
        main = articles[0]
    if main is None or not main.get_text(strip=True):
        return soup.body or soup
    for tag in main.find_all(_CHROME):
        # An article's own header often holds its headline.
        if not tag.decomposed and tag.find(_HEADINGS) is None:
            tag.decompose()
    return main
