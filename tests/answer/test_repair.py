import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.repair import drop_claims, failed_claims, withheld_claims
from verify.grounding.verdict import ClaimVerdict, OperatingPoint, ReasonCode, Verdict


def failed(text: str, *parts: str) -> list[ClaimVerdict]:
    return [
        ClaimVerdict(start, start + len(part), part, Verdict.CONTRADICTED, 0.1)
        for part in parts
        for start in [text.index(part)]
    ]


def test_only_supported_claims_pass() -> None:
    claims = [ClaimVerdict(0, 1, "x", verdict, 0.5) for verdict in Verdict]
    assert [claim.verdict for claim in failed_claims(claims)] == [
        Verdict.CONTRADICTED,
        Verdict.NOT_ENOUGH_EVIDENCE,
    ]


def make_claims(*scores: float) -> list[ClaimVerdict]:
    """Return claims with these scores; below a half they failed."""
    return [
        ClaimVerdict(
            place, place + 1, "x", Verdict.SUPPORTED if score >= 0.5 else Verdict.NOT_ENOUGH_EVIDENCE, score
        )
        for place, score in enumerate(scores)
    ]


class TestWithheld:
    @pytest.mark.parametrize("point", list(OperatingPoint))
    def test_where_nothing_failed_everything_stands(self, point: OperatingPoint) -> None:
        assert withheld_claims(make_claims(0.6, 0.9), point) == []

    @pytest.mark.parametrize(
        ("point", "places"),
        [
            (OperatingPoint.STRICT, [0, 1, 2]),
            (OperatingPoint.BALANCED, [0, 1]),
            (OperatingPoint.LENIENT, [1]),
        ],
    )
    def test_beside_a_failed_claim_only_what_is_sure_stands(
        self, point: OperatingPoint, places: list[int]
    ) -> None:
        found = withheld_claims(make_claims(0.8, 0.1, 0.97, 0.99), point)
        assert [claim.start for claim in found] == places

    def test_what_is_not_sure_enough_says_so_and_is_supported_no_more(self) -> None:
        doubted, failed = withheld_claims(make_claims(0.8, 0.1), OperatingPoint.BALANCED)
        assert doubted.verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert [(reason.code, reason.claim_span) for reason in doubted.reasons] == [
            (ReasonCode.BESIDE_FAILED, (0, 1))
        ]
        assert failed.reasons == ()


@pytest.mark.parametrize(
    ("text", "dropped", "left"),
    [
        ("One. Two. Three.", ("Two.",), "One. Three."),
        ("One. Two. Three.", ("One.",), "Two. Three."),
        ("One. Two. Three.", ("Three.",), "One. Two."),
        ("One. Two. Three.", ("One.", "Three."), "Two."),
        ("One. Two. Three.", ("One.", "Two."), "Three."),
        ("One. Two.", ("One.", "Two."), ""),
        ("- One.\n- Two.\n- Three.", ("Two.",), "- One.\n- Three."),
        ("1. One.\n2. Two.", ("One.",), "2. Two."),
        ("a) One.\n(b) Two.", ("Two.",), "a) One."),
        ("* One. Two.\n* Three.", ("One.",), "* Two.\n* Three."),
        ("  - One.\n  - Two. Three.", ("Three.",), "- One.\n  - Two."),
        ("**One.** Two.", ("**One.**",), "Two."),
        ("**One.**\nTwo.", ("One.",), "Two."),
        ("One.\n\nTwo.\n\nThree.", ("Two.",), "One.\n\nThree."),
        ("One.\n\nTwo.", ("Two.",), "One."),
        ("One goes\non here. Two.", ("One goes\non here.",), "Two."),
        ("Zero. One goes\non here. Two.", ("One goes\non here.",), "Zero.\nTwo."),
        ("One.Two.Three.", ("Two.",), "One.Three."),
        ("One.\r\nTwo. Three.\r\nFour.", ("Three.",), "One.\r\nTwo.\nFour."),
    ],
)
def test_what_failed_is_cut_out_and_the_rest_reads_on(text: str, dropped: tuple[str, ...], left: str) -> None:
    assert drop_claims(text, failed(text, *dropped)) == left


def test_a_number_that_was_not_cut_stays_though_it_looks_like_a_list_marker() -> None:
    text = "The limit is\n30.\nIt never changes."
    assert drop_claims(text, failed(text, "It never changes.")) == "The limit is\n30."


def test_without_failures_the_text_stays() -> None:
    assert drop_claims("One.\n\n- Two.", []) == "One.\n\n- Two."


@st.composite
def texts_with_cuts(draw: st.DrawFn) -> tuple[str, list[ClaimVerdict]]:
    text = draw(st.text(alphabet="ab1. -\n*)é\u2028", max_size=60))
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    return text, [ClaimVerdict(*span, text[slice(*span)], Verdict.CONTRADICTED, 0.1) for span in spans]


def is_subsequence(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)


@settings(max_examples=100, deadline=None)
@given(texts_with_cuts())
def test_what_remains_is_a_subsequence_of_what_was_not_cut(case: tuple[str, list[ClaimVerdict]]) -> None:
    text, cuts = case
    gone = {position for cut in cuts for position in range(cut.start, cut.end)}
    # The break at the end of a cut line still parts what stood before it from what stands after it.
    allowed = "".join(
        character for position, character in enumerate(text) if position not in gone or character == "\n"
    )
    assert is_subsequence(drop_claims(text, cuts), allowed)


@settings(max_examples=100, deadline=None)
@given(texts_with_cuts())
def test_no_line_that_was_left_alone_is_lost(case: tuple[str, list[ClaimVerdict]]) -> None:
    text, cuts = case
    left = drop_claims(text, cuts)
    start = 0
    for line in text.split("\n"):
        if not any(cut.start < start + len(line) and cut.end > start for cut in cuts):
            assert line.strip() in left
        start += len(line) + 1


@settings(max_examples=100, deadline=None)
@given(texts_with_cuts())
def test_a_text_of_which_everything_failed_is_empty(case: tuple[str, list[ClaimVerdict]]) -> None:
    text, _ = case
    everything = [ClaimVerdict(0, len(text), text, Verdict.CONTRADICTED, 0.1)]
    assert drop_claims(text, everything) == ""
