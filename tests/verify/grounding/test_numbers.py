import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.numbers import compare_numbers
from verify.grounding.verdict import ReasonCode

pytestmark = pytest.mark.integration


def test_a_match_names_both_values_and_where_they_stand() -> None:
    context = "Files are kept. The trial lasts two weeks."
    claim = read_claim("The trial lasts 14 days.")

    (match,) = compare_numbers(claim, read_evidence(context)).matches

    assert (match.claim_value, match.evidence_value) == ("14 days", "two weeks")
    assert claim.text[slice(*match.span)] == "14 days"
    assert context[match.evidence.start : match.evidence.end] == "The trial lasts two weeks."


def test_a_mismatch_names_both_values() -> None:
    found = compare_numbers(
        read_claim("The trial lasts 30 days."), read_evidence("The trial lasts two weeks.")
    )

    (mismatch,) = found.mismatches
    assert (mismatch.code, mismatch.claim_value, mismatch.evidence_value) == (
        ReasonCode.NUMBER_MISMATCH,
        "30 days",
        "two weeks",
    )


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("The trial lasts two weeks.", "Elephants sleep 3 hours."),
        ("The trial lasts two weeks.", "The trial costs $3."),
        ("Gold members fly free to Rome.", "The trial lasts 3 days."),
        ("It is paid per month.", "The trial lasts a month."),
        ("Tops sell well.", "They sold four Tops then."),
        ("Use a Saver Pass.", "Use a Saver 23-Week Pass now."),
    ],
)
def test_a_value_of_something_else_is_missing_not_contradicted(evidence: str, claim: str) -> None:
    found = compare_numbers(read_claim(claim), read_evidence(evidence))

    assert not found.mismatches
    assert [finding.code for finding in found.missing] == [ReasonCode.NUMBER_NOT_FOUND]


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Delivery takes 10 to 20 days.", "Delivery takes 10-20 days."),
        ("Delivery takes 10 to 20 days.", "Delivery takes at most 20 days."),
        ("It can be 30 or 60 days.", "It can be 30 days."),
        ("| Days | 30 |", "It takes 30 days."),
        ("It has 10,312 members.", "It has about 10,000 members."),
        ("The fee is $5 for one.", "One fee is $5."),
        ("It opened on 1 March 2026.", "It opened in 2026."),
        ("It opened in 1994.", "It opened in the 1990s."),
        ("Three quarters of them agreed.", "75% of them agreed."),
        ("There is a 45 percentage chance of rain.", "The chance of rain is 45%."),
        ("On Sep, 23, 2015 they met.", "They met on September 23, 2015."),
        ("Repeat it in the span of a week.", "Repeat it for a week."),
        ("He drives 60 miles in a single hour.", "He drives 60 miles in one hour."),
        ("Feed it every month.", "Feed it once a month."),
        (
            "In addition to the 90-degree angle, set any angle between zero degrees and 80 degrees.",
            "Additionally, set any angle between 0 and 80 degrees.",
        ),
        ("Its density is 19.3 g cm -3.", "Its density is 19.3 g cm-3."),
        ("Tops is a band.", "They sang with The Four Tops then."),
        ("It lasts 90 minutes.", "It lasts 1.5 hours."),
        ("It is 26.2 miles long.", "It is 42 km long."),
        ("Heat it to 300°F.", "Heat it to 300°F (150°C)."),
        ("It costs $120 per year.", "It costs $10 a month."),
        ("Plant it 1⁄4 inch deep.", "Plant it 1/4 inch deep."),
        ("Add 1½ cups of rice.", "Add 1-1/2 cups of rice."),
        ("Rinse the rice.", "Step 3: Rinse the rice."),
        ("It joins phones.", "It joins the two phones."),
        ("They must not be swapped less than 12 hours before.", "Swap them at least 12 hours before."),
    ],
)
def test_finds_the_value_in_another_writing(evidence: str, claim: str) -> None:
    assert not compare_numbers(read_claim(claim), read_evidence(evidence)).findings


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("It has 10,312 members.", "It has exactly 10,000 members."),
        ("It opened in 2026.", "It opened on 1 March 2026."),
        ("It takes 5 working days.", "It takes 5 days."),
        ("It weighs -5 kg.", "It weighs 5 kg."),
    ],
)
def test_does_not_take_a_near_value_for_the_same(evidence: str, claim: str) -> None:
    assert compare_numbers(read_claim(claim), read_evidence(evidence)).findings


@pytest.mark.parametrize(
    ("evidence", "claim", "theirs", "mine"),
    [
        ("At least 3 must agree.", "At most 3 must agree.", "At least 3", "At most 3"),
        ("The fee is $10 per week.", "The fee is $10 per month.", "$10 per week", "$10 per month"),
        ("The trail is 12 km long.", "The trail is 12 miles long.", "12 km", "12 miles"),
        ("The lease runs for 6 months.", "The lease runs for 6 weeks.", "6 months", "6 weeks"),
        ("A third of the members left.", "Half of the members left.", "A third", "Half"),
        ("Bake it at 220 °C.", "Bake it at 220 °F.", "220 °C", "220 °F"),
    ],
)
def test_quotes_both_sides_with_what_makes_them_differ(
    evidence: str, claim: str, theirs: str, mine: str
) -> None:
    (mismatch,) = compare_numbers(read_claim(claim), read_evidence(evidence)).mismatches

    assert (mismatch.evidence_value, mismatch.claim_value) == (theirs, mine)


def test_a_loose_half_is_not_demanded_of_the_evidence() -> None:
    claim = read_claim("Half of the potatoes go into the pan.")

    assert not compare_numbers(claim, read_evidence("The potatoes go into the pan.")).findings
