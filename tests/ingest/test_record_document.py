from itertools import permutations

import pytest

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.record_document import assemble_document, hash_records
from retrieval.text_record import TextRecord

TEXT = "Refunds take 14 days.\n\nThey are paid to the card that was charged."


def _records(*texts: str | None, **metadata: object) -> list[TextRecord]:
    return [TextRecord(f"r{number}", text, metadata) for number, text in enumerate(texts)]


def _record(text: str, **metadata: object) -> TextRecord:
    return TextRecord(text, text, metadata)


def _assemble(*records: TextRecord, path: str = "refunds.txt") -> Document:
    return assemble_document(path, records, max_bytes=10_000)


def _pages(document: Document) -> list[tuple[int | None, str]]:
    return [(section.page, document.text[section.start : section.end]) for section in document.sections]


class TestOrder:
    def test_pieces_are_ordered_by_their_offsets(self) -> None:
        pieces = [_record(TEXT[start : start + 40].strip(), start_index=start) for start in (0, 23, 47)]
        for order in permutations(pieces):
            assert _assemble(*order).text == TEXT

    def test_without_offsets_they_stay_as_they_were_stored(self) -> None:
        assert _assemble(*_records("First part.", "Second part.")).text == "First part.\n\nSecond part."

    def test_offsets_begin_anew_on_each_page(self) -> None:
        pieces = [
            _record("Page two goes on.", page=1, start_index=30),
            _record("Page one.", page=0, start_index=0),
            _record("Page two.", page=1, start_index=0),
        ]
        assert _pages(_assemble(*pieces)) == [(1, "Page one."), (2, "Page two.\n\nPage two goes on.")]

    @pytest.mark.parametrize("odd", [-1, True, "soon", None, [3], 1.5, float("nan"), float("inf")])
    def test_an_offset_that_is_none_is_not_used(self, odd: object) -> None:
        pieces = [_record("First.", start_index=7), _record("Second.", start_index=odd)]
        assert _assemble(*pieces).text == "First.\n\nSecond."

    @pytest.mark.parametrize("stored", [0, 0.0, "0"])
    def test_numbers_count_however_they_were_stored(self, stored: object) -> None:
        pieces = [_record("Second.", start_index=9), _record("First.", start_index=stored)]
        assert _assemble(*pieces).text == "First.\n\nSecond."

    def test_pieces_that_were_added_again_and_again_count_once(self) -> None:
        assert _assemble(*_records("One.", "Two.", "One.", "Two.")).text == "One.\n\nTwo."


class TestPlaces:
    def test_a_page_of_langchains_loaders_counts_from_zero(self) -> None:
        assert _pages(_assemble(_record("Text.", page=13), path="a.pdf")) == [(14, "Text.")]

    def test_a_page_number_counts_from_one(self) -> None:
        assert _pages(_assemble(_record("Text.", page_number=14, page=3))) == [(14, "Text.")]

    def test_headings_that_a_splitter_took_off_are_back(self) -> None:
        pieces = [
            _record("In full.", **{"Header 1": "Refunds", "Header 2": "Annual plans"}),
            _record("In part.", **{"Header 1": "Refunds", "Header 2": "Monthly plans"}),
        ]
        document = _assemble(*pieces, path="refunds")
        assert document.title == "Refunds"
        assert [section.headings for section in document.sections] == [("Annual plans",), ("Monthly plans",)]

    def test_markdown_that_was_stored_as_it_is_keeps_its_headings(self) -> None:
        document = _assemble(_record("# Refunds\n\n## Annual plans\n\nIn *full*."), path="/docs/refunds.md")
        assert (document.title, document.sections[-1].headings) == ("Refunds", ("Annual plans",))
        assert document.text.endswith("In full.")

    def test_markup_in_other_texts_is_text(self) -> None:
        assert _assemble(_record("2 < 3 and *so* on"), path="a.html").text == "2 < 3 and *so* on"

    def test_a_stored_title_counts_more_than_the_first_line(self) -> None:
        assert _assemble(_record("Some text", title=" Our refunds\n")).title == "Our refunds"
        assert _assemble(_record("Some text", title=7)).title == "Some text"


class TestRefusals:
    @pytest.mark.parametrize("records", [[], _records(None, "", " \n")])
    def test_pieces_without_text_make_no_document(self, records: list[TextRecord]) -> None:
        with pytest.raises(UnreadableDocumentError, match="hold no text"):
            _assemble(*records)

    def test_a_document_above_the_limit_is_refused(self) -> None:
        with pytest.raises(UnreadableDocumentError, match=r"larger than 0\.01 MB"):
            _assemble(_record("x" * 10_001))

    def test_halves_of_surrogate_pairs_do_no_harm(self) -> None:
        _assemble(_record("half \ud800 of a pair"), path="a.md").text.encode()
        _assemble(_record("half \ud800 of a pair", page=1)).text.encode()


class TestHash:
    def test_it_stays_when_pieces_come_in_another_order(self) -> None:
        pieces = [_record("One.", start_index=0), _record("Two.", start_index=5)]
        assert hash_records(pieces) == hash_records(pieces[::-1])

    def test_it_changes_with_what_the_document_is_made_of(self) -> None:
        variants = [
            _record("One."),
            _record("Two."),
            _record("One.", page=1),
            _record("One.", start_index=1),
            _record("One.", title="T"),
            _record("One.", **{"Header 1": "H"}),
        ]
        assert len({hash_records([variant]) for variant in variants}) == len(variants)

    def test_it_does_not_change_with_what_is_not_used(self) -> None:
        assert hash_records([_record("One.", colour="red")]) == hash_records([_record("One.")])
