import pytest

from ingest.loaders.html import load_html, parse_html
from ingest.loaders.html_metadata import html_metadata


@pytest.mark.parametrize(
    ("markup", "metadata"),
    [
        ('<html lang="en-GB">', {"language": "en-GB"}),
        ('<meta http-equiv="Content-Language" content="de">', {"language": "de"}),
        ('<meta name="Author" content="Ada">', {"author": "Ada"}),
        ('<link rel="alternate canonical" href="https://a.b/c">', {"source_uri": "https://a.b/c"}),
        ('<link rel="canonical" href="/c"><meta property="og:url" content="https://a.b/">',
         {"source_uri": "https://a.b/"}),
        ('<meta property="article:published_time" content="2026-01-01">'
         '<meta property="article:modified_time" content="2026-03-14T09:30:00Z">',
         {"modified": "2026-03-14T09:30:00+00:00"}),
        ('<html lang="{{ lang }}"><meta name="date" content="spring">', {}),
        ("<p>Text", {}),
    ],
)  # fmt: skip
def test_what_the_head_says_is_kept_if_it_can_be_understood(markup: str, metadata: dict[str, str]) -> None:
    assert html_metadata(parse_html(markup)) == metadata


def test_the_metadata_go_with_the_document() -> None:
    assert load_html(b'<html lang="fr"><body>Bonjour', name="a.html").metadata == {"language": "fr"}
