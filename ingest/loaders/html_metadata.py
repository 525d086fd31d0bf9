"""Reads what the head of an HTML page says about it: language, last change, author, address."""

from bs4 import BeautifulSoup, Tag

from ingest.loaders.metadata import AUTHOR, LANGUAGE, MODIFIED, SOURCE_URI, standard_metadata

# Selectors and the attribute that holds the value, the best first.
_PLACES = {
    LANGUAGE: (
        ("html[lang]", "lang"),
        ("meta[http-equiv=content-language i]", "content"),
    ),
    MODIFIED: (
        ("meta[property='article:modified_time']", "content"),
        ("meta[name='last-modified' i]", "content"),
        ("meta[itemprop=dateModified]", "content"),
        ("meta[property='article:published_time']", "content"),
        ("meta[name=date i]", "content"),
    ),
    AUTHOR: (("meta[name=author i]", "content"),),
    SOURCE_URI: (("link[rel~=canonical]", "href"), ("meta[property='og:url']", "content")),
}  # fmt: skip


def html_metadata(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, places in _PLACES.items():
        tags = ((soup.select_one(selector), attribute) for selector, attribute in places)
        values = (standard_metadata(**{key: _value(tag, attribute)}) for tag, attribute in tags if tag)
        found |= next((value for value in values if value), {})
    return found


def _value(tag: Tag, attribute: str) -> str:
    value = tag.get(attribute)
    return value if isinstance(value, str) else ""
