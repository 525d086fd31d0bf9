from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.pdf import load_pdf
from tests.ingest.pdf_files import Picture, Text, lines, pdf_bytes

BODY = lines(
    "A customer who cancels within 30 days of the payment gets the full amount",
    "back. Later, the customer gets the unused months.",
    top=660,
)
PAGE_ONE = [Text("Refund policy", y=720, size=20), Text("Annual plans", y=690, size=14), *BODY]
PAGE_TWO = [Text("Kiosks", y=690, size=14), Text("A kiosk can be returned.", y=660)]
POLICY = pdf_bytes(PAGE_ONE, PAGE_TWO)


def test_type_sizes_make_headings_and_pages_are_kept() -> None:
    document = load_pdf(POLICY, name="a.pdf")
    assert document.title == "Refund policy"
    assert [(one.headings, one.page) for one in document.sections] == [
        (("Annual plans",), 1),
        (("Kiosks",), 2),
    ]


def test_lines_are_joined_into_paragraphs() -> None:
    text = load_pdf(POLICY, name="a.pdf").text
    assert "gets the full amount back. Later, the customer gets the unused months.\n\nKiosks" in text


def test_running_titles_and_page_numbers_are_removed() -> None:
    pages = [
        [Text("Larkfield Ltd", y=770), *lines(f"Text of page {at}."), Text(f"Page {at} of 2", y=30)]
        for at in (1, 2)
    ]
    assert load_pdf(pdf_bytes(*pages), name="a.pdf").text == "Text of page 1.\n\nText of page 2."


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load_pdf(pdf_bytes(BODY), name="b/a.pdf").title == "a"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_bytes([]), "has no text: its pages are empty or drawn"),
        (b"%PDF-1.7\nnothing", "damaged and cannot be opened"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_pdf(data, name="a.pdf")


def scan(*texts: Text) -> list[Text | Picture]:
    return [Picture(), *texts]


def test_a_scan_is_refused_with_the_way_out() -> None:
    for data in (pdf_bytes(scan(), scan()), pdf_bytes(scan(Text("Scanned with X")), [])):
        with pytest.raises(UnreadableDocumentError, match=r"looks scanned.*run text recognition"):
            load_pdf(data, name="a.pdf")


def test_pages_that_are_pictures_are_noted() -> None:
    assert load_pdf(pdf_bytes(BODY, scan()), name="a.pdf").notes == ("page 2 holds no text, only pictures",)
    assert load_pdf(pdf_bytes(BODY, scan(), [], scan()), name="a.pdf").notes == (
        "pages 2 and 4 hold no text, only pictures",
    )
    many = load_pdf(pdf_bytes(BODY, *[scan()] * 25), name="a.pdf").notes[0]
    assert many.endswith("20, 21 and 5 more hold no text, only pictures")


def test_a_picture_beside_text_is_nothing_to_note() -> None:
    assert load_pdf(pdf_bytes([Picture(), *BODY]), name="a.pdf").notes == ()
    assert load_pdf(pdf_bytes([Picture(width=90, height=40), Text("Note 1")]), name="a.pdf").notes == ()


def test_the_properties_tell_author_language_and_change() -> None:
    data = pdf_bytes(BODY, info={"Author": "Ada", "ModDate": "D:20260314093000Z"}, language="en-GB")
    assert load_pdf(data, name="a.pdf").metadata == {
        "author": "Ada",
        "language": "en-GB",
        "modified": "2026-03-14T09:30:00+00:00",
    }
    assert load_pdf(pdf_bytes(BODY, info={"Author": "anonymous"}), name="a.pdf").metadata == {}


def test_many_threads_may_read_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: load_pdf(POLICY, name="a.pdf").text, range(40)))
    assert len(found) == 1


@given(st.integers(0, len(POLICY) - 1), st.binary(max_size=30), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_damaged_file_gives_a_document_or_a_reason(at: int, junk: bytes, cut: bool) -> None:
    rest = b"" if cut else POLICY[at + len(junk) :]
    try:
        assert load_pdf(POLICY[:at] + junk + rest, name="a.pdf").text.strip()
    except UnreadableDocumentError:
        assert at >= 0
