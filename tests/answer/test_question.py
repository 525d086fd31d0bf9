import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.question import AnswerKind, Term, analyse, find_codes, find_terms


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What percentage is kept as a fee?", AnswerKind.PERCENT),
        ("At what percentage does it warn me?", AnswerKind.PERCENT),
        ("How much does the kiosk weigh?", AnswerKind.MEASURE),
        ("How heavy is it?", AnswerKind.MEASURE),
        ("What size is the screen?", AnswerKind.MEASURE),
        ("How much storage is included?", AnswerKind.MEASURE),
        ("How long do refunds take?", AnswerKind.DURATION),
        ("What is the response time for urgent tickets?", AnswerKind.DURATION),
        ("How much does the Pro plan cost?", AnswerKind.MONEY),
        ("How much is the Pro plan?", AnswerKind.MONEY),
        ("What is the price of the Pro plan?", AnswerKind.MONEY),
        ("How many users can I add?", AnswerKind.COUNT),
        ("How often are backups made?", AnswerKind.COUNT),
        ("What is the maximum number of users?", AnswerKind.COUNT),
        ("When does support open?", AnswerKind.MOMENT),
        ("What year was it founded?", AnswerKind.MOMENT),
        ("Who founded Larkfield?", AnswerKind.PERSON),
        ("Where is the office?", AnswerKind.PLACE),
        ("Why was my card refused?", AnswerKind.REASON),
        ("Can I pause my plan?", AnswerKind.YES_NO),
        ("I am new here. Is it free?", AnswerKind.YES_NO),
        ("How do I export shifts?", AnswerKind.PROCEDURE),
        ("Tell me about exports.", AnswerKind.OPEN),
        ("", AnswerKind.OPEN),
    ],
)
def test_the_wording_tells_what_kind_of_answer_is_asked_for(question: str, kind: AnswerKind) -> None:
    assert analyse(question).kind is kind


@pytest.mark.parametrize(
    ("question", "fits", "does_not_fit"),
    [
        ("How much does the kiosk weigh?", "It has 1.2 kg.", "It costs 12 dollars."),
        ("What resolution does the screen have?", "It shows 800 × 600.", "It has 2 colours."),
        ("How much storage is included?", "There are 25 GB.", "There are 25 users."),
        ("How many MB can a file have?", "At most 40 MB.", "At most 40 rows."),
        ("How wide is the kiosk?", "It measures 30 cm.", "It weighs 30 kg."),
    ],
)
def test_a_question_for_a_dimension_knows_its_units(question: str, fits: str, does_not_fit: str) -> None:
    units = analyse(question).units
    assert units is not None
    assert units.search(fits)
    assert not units.search(does_not_fit)


@pytest.mark.parametrize("question", ["What does the download cost?", "How many users can I add?", "Why?"])
def test_other_questions_have_none(question: str) -> None:
    assert analyse(question).units is None


@pytest.mark.parametrize(
    ("question", "told", "asked"),
    [
        ("I lost my badge. What does a new one cost?", ["lose", "badg"], ["new", "one", "cost"]),
        ("Is it free? I am new here.", ["new"], ["free"]),
        ("My badge broke. Is a badge free?", ["break"], ["badg", "free"]),
        ("Is it free? Is it safe?", [], ["free", "safe"]),
        ("Tell me about exports.", [], ["export"]),
    ],
)
def test_what_is_told_is_kept_apart_from_what_is_asked(
    question: str, told: list[str], asked: list[str]
) -> None:
    analysed = analyse(question)
    assert [term.stem for term in analysed.preface] == told
    assert [term.stem for term in analysed.terms] == asked


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Which browsers does it support?", {"browser"}),
        ("How many users can I add?", {"user"}),
        ("Whose signature is needed?", {"signatur"}),
        ("Can I pause my plan?", set()),
    ],
)
def test_the_focus_is_what_is_asked_for(question: str, focus: set[str]) -> None:
    assert analyse(question).focus == focus


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("LK-2 costs 1,000 in 2026", {"lk-2", "1,000", "2026"}),
        ("version 4.6 on a KX200", {"4.6", "kx200"}),
        ("no code at all", set()),
    ],
)
def test_codes_and_numbers_are_found_whole(text: str, codes: set[str]) -> None:
    assert find_codes(text).keys() == codes


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("How do I export my shifts?", [Term("export", "export", False), Term("shift", "shifts", False)]),
        (
            "What does the Pro plan cost?",
            [Term("pro", "Pro", True), Term("plan", "plan", False), Term("cost", "cost", False)],
        ),
        ("Refunds for Anna?", [Term("refund", "Refunds", False), Term("anna", "Anna", True)]),
        ("Does the LK-2 work?", [Term("lk-2", "LK-2", True)]),
        ("plan A", [Term("plan", "plan", False), Term("a", "A", True)]),
        ("API limits, limits", [Term("api", "API", True), Term("limit", "limits", False)]),
        ("Is it? And that?", []),
        ("How can I get this?", []),
    ],
)
def test_terms_are_the_distinct_words_an_answer_must_be_about(text: str, terms: list[Term]) -> None:
    assert list(find_terms(text)) == terms


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    terms = find_terms(text)
    assert len({term.stem for term in terms}) == len(terms)
    assert all(term.written in text for term in terms)
