import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.entities import compare_entities
from verify.grounding.verdict import ReasonCode

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("It was founded by Anna Reed.", "It was founded by Reed."),
        ("Larkfield’s office is new.", "The office of Larkfield is new."),
        ("The Service Level Agreement applies.", "Here the SLA applies."),
        ("Our SLA applies.", "Our Service Level Agreement applies."),
        ("It is sold in the U.S. only.", "It is sold in the US."),
        ("Call (510) 889-8690.", "Call 510-889-8690."),
        ("Use version 2.3 now.", "Use v2.3 now."),
        ("See https://www.a.example/b/.", "See a.example/b."),
        ("See WWW.A.EXAMPLE for more.", "See www.a.example for more."),
        ("The KX 200 is here.", "The KX-200 is here."),
        ("It is sold in the United States.", "It is sold in the USA."),
        ("The European Union agreed.", "The EU agreed."),
        ("They climbed Mount Elbrus.", "They climbed Mt. Elbrus."),
        ("Coral Systems makes it.", "It is made by Coral Systems Inc."),
        ("The tube holds MGM's print.", "MGM's print is here."),
        ("It reads cds and dvds.", "It reads CDs and DVDs."),
        ("Wipe it with Henry Oil.", "Apply Henry Oil to it."),
        ("Hide columns in Excel.", "Columns are hidden in Microsoft Excel."),
        ("A range of the middle half.", "The interquartile range (IQR) is the middle half."),
        ("They treat TMJ pain.", "They treat Temporomandibular Joint (TMJ) pain."),
        ("Oil was found at Spindle top.", "Oil was found at Spindletop."),
        ("See www.facebook.com/reed for it.", "It is on Facebook."),
        ("See usps com for it.", "See http://www.usps.com for it."),
        ("It sells stamps.", "Q1: It sells stamps."),
    ],
)
def test_finds_the_same_thing_in_another_writing(evidence: str, claim: str) -> None:
    assert not compare_entities(read_claim(claim), read_evidence(evidence)).findings


@pytest.mark.parametrize(
    ("evidence", "claim", "code", "value"),
    [
        (
            "It was founded by Anna Reed.",
            "Bob Reed founded it.",
            ReasonCode.ENTITY_MISMATCH,
            "Anna Reed",
        ),
        (
            "You can watch it at home.",
            "It is shown on the Apple Watch.",
            ReasonCode.ENTITY_NOT_FOUND,
            None,
        ),
        (
            "It was founded by Anna Reed.",
            "It was founded by Bob Stone.",
            ReasonCode.ENTITY_MISMATCH,
            "Anna Reed",
        ),
        (
            "Mail help@a.example to cancel.",
            "Mail sales@a.example to cancel.",
            ReasonCode.ENTITY_MISMATCH,
            "help@a.example",
        ),
        (
            "The shop is on Elm Street.",
            "The shop is on Oak Street.",
            ReasonCode.ENTITY_MISMATCH,
            "Elm Street",
        ),
        (
            "Then Acme Labs supplied the camera.",
            "The camera was supplied by Initech.",
            ReasonCode.ENTITY_MISMATCH,
            "Acme Labs",
        ),
        ("Click Tools first.", "Click on Advanced to begin.", ReasonCode.ENTITY_NOT_FOUND, None),
        (
            "Get it at https://a.example/long-",
            "Get it at https://a.example/long-name.",
            ReasonCode.ENTITY_NOT_FOUND,
            None,
        ),
        ("Elephants sleep.", "It was founded by Bob Stone.", ReasonCode.ENTITY_NOT_FOUND, None),
        ("Use the v2.30 firmware.", "Install v4.1 on kiosks.", ReasonCode.ENTITY_NOT_FOUND, None),
    ],
)
def test_says_what_the_sources_have_instead(
    evidence: str, claim: str, code: ReasonCode, value: str | None
) -> None:
    (finding,) = compare_entities(read_claim(claim), read_evidence(evidence)).findings

    assert (finding.code, finding.evidence_value) == (code, value)


def test_a_title_in_capitals_names_nobody() -> None:
    claim = read_claim("Benefits Of Saving Water At Home")

    assert not compare_entities(claim, read_evidence("Elephants sleep.")).findings
