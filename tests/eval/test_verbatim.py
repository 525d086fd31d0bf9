from dataclasses import replace
from pathlib import Path

import pytest

from answer.decision import Status
from eval.verbatim import SourceTexts, find_not_verbatim
from tests.eval.answers import CHUNK, DOCUMENT, SENTENCES, make_answer, with_quote

CHUNKS = {"c1": CHUNK}


@pytest.fixture
def sources(tmp_path: Path) -> SourceTexts:
    (tmp_path / "pause.txt").write_text(DOCUMENT, encoding="utf-8")
    return SourceTexts(tmp_path)


def test_the_fixture_is_what_the_loader_makes_of_it(sources: SourceTexts) -> None:
    assert sources.get("pause.txt")[CHUNK.start : CHUNK.end] == CHUNK.text == " ".join(SENTENCES)


class TestFindNotVerbatim:
    @pytest.mark.parametrize("text", [*SENTENCES, "A pause\n  costs £12."])
    def test_a_claim_that_stands_in_its_source_is_fine(self, sources: SourceTexts, text: str) -> None:
        assert find_not_verbatim(make_answer(text, (0, len(text))), CHUNKS, sources) == ()

    @pytest.mark.parametrize("text", ["A pause costs £13.", "a pause costs £12.", "A pause costs."])
    def test_a_claim_in_other_words_is_found(self, sources: SourceTexts, text: str) -> None:
        assert find_not_verbatim(make_answer(text, (0, len(text))), CHUNKS, sources) == (text,)

    def test_sentences_that_do_not_stand_side_by_side_are_checked_one_by_one(
        self, sources: SourceTexts
    ) -> None:
        first, second = SENTENCES
        text = f"{second} {first}"
        answer = make_answer(text, (0, len(second)), (len(second) + 1, len(text)))
        assert find_not_verbatim(answer, CHUNKS, sources) == ()

    def test_text_outside_the_claims_is_checked_too(self, sources: SourceTexts) -> None:
        text = f"As everybody knows: {SENTENCES[0]} Cheers!"
        answer = make_answer(text, (20, 20 + len(SENTENCES[0])))
        found = find_not_verbatim(answer, CHUNKS, sources)
        assert [piece.strip() for piece in found] == ["As everybody knows:", "Cheers!"]

    def test_a_claim_without_citations_stands_nowhere(self, sources: SourceTexts) -> None:
        answer = make_answer(SENTENCES[0], (0, len(SENTENCES[0])))
        uncited = replace(answer, claims=tuple(replace(claim, citations=()) for claim in answer.claims))
        assert find_not_verbatim(uncited, CHUNKS, sources) == (SENTENCES[0],)

    def test_a_chunk_that_is_not_stored_backs_nothing(self, sources: SourceTexts) -> None:
        answer = make_answer(SENTENCES[0], (0, len(SENTENCES[0])))
        assert find_not_verbatim(answer, {}, sources) == (SENTENCES[0],)

    def test_a_chunk_that_says_more_than_its_document_backs_nothing(self, sources: SourceTexts) -> None:
        text = "A pause is free of charge, now and always"
        forged = replace(CHUNK, text=text[:40])
        answer = make_answer(text[:40], (0, 40))
        assert find_not_verbatim(answer, {"c1": forged}, sources) == (text[:40],)

    def test_a_quote_that_is_not_the_slice_it_names_is_found(self, sources: SourceTexts) -> None:
        answer = with_quote(make_answer(SENTENCES[0], (0, len(SENTENCES[0]))), "A pause")
        assert find_not_verbatim(answer, CHUNKS, sources) == ("A pause",)

    def test_a_polite_sentence_is_no_released_answer(self, sources: SourceTexts) -> None:
        answer = make_answer("I could not find anything.", status=Status.ABSTAINED)
        assert find_not_verbatim(answer, CHUNKS, sources) == ()
