import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.xml_records import load_xml
from tests.ingest.office_files import BOMB


def text(source: str | bytes) -> str:
    data = source.encode() if isinstance(source, str) else source
    return load_xml(data, name="a.xml").text


PLAN = "<plan><name>{}</name><price>{}</price></plan>"
PLANS = f"<plans>{PLAN.format('Basic', 9)}{PLAN.format('Team', 30)}</plans>"


@pytest.mark.parametrize("data", [PLANS.encode(), b"\n" + PLANS.encode(), PLANS.encode("utf-16")])
def test_elements_that_repeat_are_records(data: bytes) -> None:
    assert text(data) == "Basic\n\nprice: 9\n\nTeam\n\nprice: 30"


def test_what_wraps_everything_says_nothing() -> None:
    item = "<item><title>{}</title><description>&lt;p&gt;In full.&lt;/p&gt;</description></item>"
    feed = f"<rss><channel><title>News</title>{item.format('One')}{item.format('Two')}</channel></rss>"
    assert text(feed) == "One\n\nIn full.\n\nTwo\n\nIn full."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<a><p>Not <b>all</b> of it</p><p>x y</p></a>", "p: Not all of it, x y"),
        ('<a><price currency="USD">30</price></a>', "price: 30 (currency: USD)"),
        ('<a><plan id="7"/><b>x</b></a>', "plan: id: 7\nb: x"),
        ("<a>Only text</a>", "Only text"),
        ("<html><body><h1>T</h1><p>Text</p></body></html>", "T\n\nText"),
    ],
)
def test_elements_are_lines(source: str, expected: str) -> None:
    assert text(source).endswith(expected)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("no xml", "cannot be parsed"),
        ("<a/>", "no text was found"),
        ("<a>" * 100 + "x" + "</a>" * 100, "nested too deeply"),
        (b"<a>" + b" " * 25_000_001, "larger than 25 MB"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(source: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        text(source)


def test_entities_are_not_expanded() -> None:
    found = text(BOMB + b"<a><b>Safe &i; &secret; words</b><c>x</c></a>")
    assert "ha ha" not in found
    assert "root:" not in found
