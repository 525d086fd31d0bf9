import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cached_embedder import CachedEmbedder
from tests.fakes import FakeEmbedder
from verify.grounding.tagging.tagger import open_tagger
from verify.grounding.thresholds import NO_CLAIMS_SCORE
from verify.grounding.verdict import OperatingPoint, Outcome, ReasonCode, Verdict
from verify.grounding.verifier import GroundingVerifier

# The built-in rules load spaCy's tokenizer.
pytestmark = pytest.mark.integration

VERIFIER = GroundingVerifier(FakeEmbedder())

SENTENCES = [
    "Annual plans are refunded in full within 30 days of the payment.",
    "The Basic plan costs $30 per month and includes 5 users.",
    "Support answers within 24 hours on working days.",
    "Larkfield was founded by Anna Reed in Leeds in 2014.",
    "Kiosks are not sold outside the United Kingdom.",
    "Version 8.3 was released on 1 March 2026.",
    "Some plans include single sign-on.",
    "The office dog likes long walks on the beach.",
]
sentences = st.sampled_from(SENTENCES)
words = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=80)
bounded = settings(max_examples=40, deadline=None)

S, C, N = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_ENOUGH_EVIDENCE
NUMBER, NAME, POLARITY = (
    ReasonCode.NUMBER_MISMATCH,
    ReasonCode.ENTITY_MISMATCH,
    ReasonCode.NEGATION_MISMATCH,
)
NO_NUMBER, NO_NAME, FAR = (
    ReasonCode.NUMBER_NOT_FOUND,
    ReasonCode.ENTITY_NOT_FOUND,
    ReasonCode.LOW_SIMILARITY,
)

PRICES = "The Basic plan costs $30 per month. The Pro plan costs $20 per month."
REFUND = (
    "A customer who cancels an annual subscription within 30 days of the payment gets the full amount back."
)
MONTHLY = "Payments for monthly subscriptions are not refunded."
KIOSK = "A kiosk can be returned within 30 days of delivery. Larkfield keeps a restocking fee of 10 percent."
PAID = "Approved refunds are paid within 5 working days, always to the payment method used for the purchase."
RELEASE = (
    "Rota 8.3 was released on 1 March 2026. Version 2.3.1 of the kiosk firmware followed on 14 May 2026."
)
FOUNDERS = "Larkfield was founded in 2014 in Leeds by Anna Reed. It employs 120 people."
SLA = "The Service Level Agreement (SLA) promises 99.9 % availability. Support answers within 24 hours."
LIMITS = (
    "A workspace can send 1,000 requests per minute. Files may be up to 25 GB. The battery lasts two weeks."
)
CONTACT = (
    "Write to help@larkfield.example or call +44 20 7946 0958. See https://docs.larkfield.example/refunds."
)
RULES = (
    "Some plans include single sign-on. Two-factor authentication is enabled by default. "
    "Backups are made daily."
)
LOCK = "The workspace is locked after three failed payments. Exports are available before the contract ends."
DEVICE = "The kiosk KX-200 weighs 1.2 kg and supports AES-256 encryption. It runs between 5 and 40 °C."
SHIFT = "Shifts may not be swapped less than 12 hours before the start. Managers can approve open shifts."

TABLE = [
    # Amounts
    (PRICES, "The Basic plan costs $30 per month.", S, None),
    (PRICES, "The Basic plan costs 30 USD per month.", S, None),
    (PRICES, "The Basic plan costs thirty dollars per month.", S, None),
    (PRICES, "The Basic plan costs USD 30.00 per month.", S, None),
    (PRICES, "The Basic plan costs $20 per month.", C, NUMBER),
    (PRICES, "The Basic plan costs $25 per month.", C, NUMBER),
    (PRICES, "The Pro plan costs $20 per month.", S, None),
    (PRICES, "The Pro plan costs $30 per month.", C, NUMBER),
    (PRICES, "The Basic plan costs £30 per month.", C, NUMBER),
    # Durations
    (
        REFUND,
        "An annual subscription cancelled within 30 days of the payment gets the full amount back.",
        S,
        None,
    ),
    (
        REFUND,
        "An annual subscription cancelled within 14 days of the payment gets the full amount back.",
        C,
        NUMBER,
    ),
    (
        REFUND,
        "A customer who cancels an annual subscription within thirty days gets the full amount back.",
        S,
        None,
    ),
    (
        REFUND,
        "A customer who cancels an annual subscription within 60 days gets the full amount back.",
        C,
        NUMBER,
    ),
    (SLA, "Support answers within one day.", S, None),
    (SLA, "Support answers within 1,440 minutes.", S, None),
    (SLA, "Support answers within 48 hours.", C, NUMBER),
    (LIMITS, "The battery lasts 14 days.", S, None),
    (LIMITS, "The battery lasts three weeks.", C, NUMBER),
    (PAID, "Approved refunds are paid within 5 working days.", S, None),
    (PAID, "Approved refunds are paid within five business days.", S, None),
    (PAID, "Approved refunds are paid within 10 working days.", C, NUMBER),
    (SHIFT, "Shifts may not be swapped less than 24 hours before the start.", C, NUMBER),
    # Shares, counts and measures
    (KIOSK, "Larkfield keeps a restocking fee of 10%.", S, None),
    (KIOSK, "Larkfield keeps a restocking fee of ten per cent.", S, None),
    (KIOSK, "Larkfield keeps a restocking fee of 15%.", C, NUMBER),
    (SLA, "The SLA promises 99.9% availability.", S, None),
    (SLA, "The SLA promises 99.99% availability.", C, NUMBER),
    (LIMITS, "Each workspace can send 1000 requests per minute.", S, None),
    (LIMITS, "Each workspace can send one thousand requests per minute.", S, None),
    (LIMITS, "Each workspace can send 5,000 requests per minute.", C, NUMBER),
    (LIMITS, "Files may be up to 25 gigabytes.", S, None),
    (LIMITS, "Files may be up to 25,000 MB.", S, None),
    (LIMITS, "Files may be up to 50 GB.", C, NUMBER),
    (FOUNDERS, "It employs 120 people.", S, None),
    (FOUNDERS, "Larkfield employs 150 people.", C, NUMBER),
    (DEVICE, "The kiosk KX-200 weighs 1,200 g.", S, None),
    (DEVICE, "The kiosk KX-200 weighs 2.1 kg.", C, NUMBER),
    (LOCK, "The workspace is locked after 3 failed payments.", S, None),
    (LOCK, "The workspace is locked after five failed payments.", C, NUMBER),
    # Dates
    (RELEASE, "Rota 8.3 was released on March 1, 2026.", S, None),
    (RELEASE, "Rota 8.3 was released on 2026-03-01.", S, None),
    (RELEASE, "Rota 8.3 was released in March 2026.", S, None),
    (RELEASE, "Rota 8.3 was released on 2 March 2026.", C, NUMBER),
    (RELEASE, "Rota 8.3 was released in April 2026.", C, NUMBER),
    (FOUNDERS, "Larkfield was founded in 2016 in Leeds.", C, NUMBER),
    # Names, versions, codes and addresses
    (FOUNDERS, "Larkfield was founded by Anna Reed.", S, None),
    (FOUNDERS, "Larkfield was founded by Reed in 2014.", S, None),
    (FOUNDERS, "Larkfield was founded in 2014 by Bob Stone.", C, NAME),
    (FOUNDERS, "Larkfield was founded in 2014 in Paris by Anna Reed.", C, NAME),
    (RELEASE, "Version 2.3.1 of the kiosk firmware followed on 14 May 2026.", S, None),
    (RELEASE, "Version 2.3.2 of the kiosk firmware followed on 14 May 2026.", C, NAME),
    (DEVICE, "The kiosk KX-200 supports AES-256 encryption.", S, None),
    (DEVICE, "The kiosk KX-300 weighs 1.2 kg.", C, NAME),
    (CONTACT, "Write to help@larkfield.example.", S, None),
    (CONTACT, "Write to support@larkfield.example or call.", C, NAME),
    (CONTACT, "See docs.larkfield.example/refunds.", S, None),
    # Polarity
    (MONTHLY, "Monthly subscriptions are not refunded.", S, None),
    (MONTHLY, "Payments for monthly subscriptions are refunded.", C, POLARITY),
    (KIOSK, "A kiosk cannot be returned within 30 days of delivery.", C, POLARITY),
    (RULES, "All plans include single sign-on.", C, POLARITY),
    (RULES, "Some plans include single sign-on.", S, None),
    (RULES, "Two-factor authentication is disabled by default.", C, POLARITY),
    (RULES, "Two-factor authentication is not enabled by default.", C, POLARITY),
    (RULES, "Backups are never made daily.", C, POLARITY),
    (LOCK, "Exports are available after the contract ends.", C, POLARITY),
    (SHIFT, "Managers cannot approve open shifts.", C, POLARITY),
    (SHIFT, "Shifts may be swapped less than 12 hours before the start.", C, POLARITY),
    # Nothing of the kind in the sources
    (MONTHLY, "Payments for monthly subscriptions cost 3% more.", N, NO_NUMBER),
    (MONTHLY, "Payments for monthly subscriptions go to Contoso Bank.", N, NO_NAME),
    (PRICES, "Elephants sleep standing up near rivers.", N, FAR),
    (MONTHLY, "Gift cards expire eventually and carry no interest.", N, FAR),
    (SLA, "The moon is made of green cheese.", N, FAR),
]


def verdict_on(evidence: str, claim: str) -> tuple[Verdict, set[ReasonCode]]:
    (only,) = VERIFIER.verify(claim, [evidence]).claims
    return only.verdict, {reason.code for reason in only.reasons}


@pytest.mark.parametrize(("evidence", "claim", "verdict", "code"), TABLE)
def test_gives_the_expected_verdict(
    evidence: str, claim: str, verdict: Verdict, code: ReasonCode | None
) -> None:
    found, codes = verdict_on(evidence, claim)

    assert found is verdict
    assert code in codes if code else not codes


def test_words_a_mismatch_so_that_a_person_can_act_on_it() -> None:
    (claim,) = VERIFIER.verify("The Basic plan costs $20 per month.", [PRICES]).claims

    (reason,) = claim.reasons
    assert reason.message == "the sources say $30, the answer says $20"
    assert claim.text[slice(*reason.claim_span)] == "$20"


def test_a_reason_points_at_the_answer_beyond_citation_markers() -> None:
    answer = "Hello! The Basic plan [1] costs $20 [2] per month."

    (claim,) = VERIFIER.verify(answer, [PRICES]).claims

    assert [answer[slice(*reason.claim_span)] for reason in claim.reasons] == ["$20"]


def test_evidence_spans_slice_out_of_the_context_as_it_was_passed() -> None:
    contexts = ["Zebras graze at dawn.", PRICES]

    (claim,) = VERIFIER.verify("The Pro plan costs $20 per month.", contexts).claims

    assert [contexts[e.context][e.start : e.end] for e in claim.evidence] == [
        "The Pro plan costs $20 per month."
    ]


def test_a_pronoun_stands_for_what_the_claim_before_it_is_about() -> None:
    claims = VERIFIER.verify("The Basic plan is popular. It costs $20 per month.", [PRICES]).claims

    assert claims[1].verdict is Verdict.CONTRADICTED


def test_a_name_from_the_question_needs_no_proof() -> None:
    evidence = ["The company was founded in Leeds in 2014."]
    answer = "Acme Holdings was founded in Leeds in 2014."

    unknown = VERIFIER.verify(answer, evidence).claims[0]
    asked = VERIFIER.verify(answer, evidence, question="Where was Acme Holdings founded?").claims[0]

    assert unknown.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert asked.verdict is Verdict.SUPPORTED


def test_a_stricter_operating_point_never_supports_more() -> None:
    answer = " ".join(claim for _, claim, _, _ in TABLE)
    contexts = [REFUND, PAID, SLA, RULES]

    supported = [
        {c.start for c in VERIFIER.verify(answer, contexts, operating_point=point).claims if c.verdict is S}
        for point in (OperatingPoint.STRICT, OperatingPoint.BALANCED, OperatingPoint.LENIENT)
    ]

    assert all(stricter <= laxer for stricter, laxer in pairwise(supported))


class TestOutcome:
    @pytest.mark.parametrize("contexts", [[], [""], ["  \n", "\t"]])
    def test_is_no_contexts_when_there_is_nothing_to_check_against(self, contexts: list[str]) -> None:
        found = VERIFIER.verify("The plan costs $30.", contexts)

        assert (found.outcome, found.grounded, found.score) == (Outcome.NO_CONTEXTS, False, 0.0)
        assert [claim.verdict for claim in found.claims] == [Verdict.NOT_ENOUGH_EVIDENCE]
        assert [reason.code for reason in found.claims[0].reasons] == [ReasonCode.NO_EVIDENCE]

    @pytest.mark.parametrize(
        "answer", ["", "  ", "Hello!", "The documents do not say how long it takes.", "?!"]
    )
    def test_is_no_claims_when_nothing_is_asserted(self, answer: str) -> None:
        found = VERIFIER.verify(answer, [PRICES])

        assert (found.outcome, found.grounded, found.score) == (Outcome.NO_CLAIMS, True, NO_CLAIMS_SCORE)

    @pytest.mark.parametrize(
        ("answer", "contexts"), [("word " * 10_001, [PRICES]), ("It is so.", ["x" * 600_000, "y" * 400_001])]
    )
    def test_is_too_long_beyond_the_bounds(self, answer: str, contexts: list[str]) -> None:
        found = VERIFIER.verify(answer, contexts)

        assert (found.outcome, found.grounded, found.score) == (Outcome.TOO_LONG, False, 0.0)
        assert found.detail

    @pytest.mark.parametrize(
        "answer",
        [
            "Der Tarif wird nicht erstattet und die Zahlung ist nach einer Woche fällig.",
            "Les paiements ne sont pas remboursés et la carte est utilisée pour une année.",
            "このプランは月額三十ドルです。",
        ],
    )
    def test_is_unsupported_language_when_the_answer_is_plainly_not_english(self, answer: str) -> None:
        found = VERIFIER.verify(answer, [PRICES])

        assert (found.outcome, found.grounded) == (Outcome.UNSUPPORTED_LANGUAGE, False)


class TestProperties:
    verifier: GroundingVerifier
    build: Callable[[], GroundingVerifier]

    @pytest.fixture(scope="class", autouse=True, params=["without a tagger", "as shipped"])
    @classmethod
    def _build(cls, request: pytest.FixtureRequest) -> None:
        def build() -> GroundingVerifier:
            if request.param != "as shipped":
                return GroundingVerifier(FakeEmbedder())
            embedder = CachedEmbedder(request.getfixturevalue("embedder"))
            shipped = GroundingVerifier(embedder, tagger=open_tagger(embedder.fingerprint))
            assert shipped.has_tagger
            return shipped

        cls.build = staticmethod(build)
        cls.verifier = build()

    @bounded
    @given(st.lists(sentences, min_size=1, max_size=4), words)
    def test_no_evidence_never_supports(self, claims: list[str], noise: str) -> None:
        found = self.verifier.verify(" ".join([*claims, noise]), ["", "   "])

        assert not found.grounded
        assert all(claim.verdict is Verdict.NOT_ENOUGH_EVIDENCE for claim in found.claims)

    @bounded
    @given(st.lists(sentences, min_size=1, max_size=4), st.lists(sentences, max_size=5), st.randoms())
    def test_the_order_of_the_evidence_never_matters(
        self, claims: list[str], contexts: list[str], shuffler: random.Random
    ) -> None:
        answer = " ".join(claims) + " The Basic plan costs $99 per month."
        order = list(range(len(contexts)))
        shuffler.shuffle(order)
        shuffled = [contexts[number] for number in order]

        first, second = self.verifier.verify(answer, contexts), self.verifier.verify(answer, shuffled)

        assert [(c.verdict, c.score, c.reasons) for c in first.claims] == [
            (c.verdict, c.score, c.reasons) for c in second.claims
        ]
        assert first.score == second.score
        assert [{contexts[e.context][e.start : e.end] for e in c.evidence} for c in first.claims] == [
            {shuffled[e.context][e.start : e.end] for e in c.evidence} for c in second.claims
        ]

    @bounded
    @given(words, st.lists(sentences, max_size=3))
    def test_a_claim_that_is_itself_in_the_evidence_is_supported(
        self, text: str, contexts: list[str]
    ) -> None:
        for claim in self.verifier.verify(text, ["x"]).claims:
            (again, *_) = self.verifier.verify(claim.text, [*contexts, claim.text]).claims or [claim]
            assert again is claim or (again.verdict is Verdict.SUPPORTED and again.score > 0.9)

    @bounded
    @given(st.lists(sentences, min_size=1, max_size=4), words)
    def test_later_text_never_changes_an_earlier_verdict(self, claims: list[str], later: str) -> None:
        contexts = SENTENCES[::2]
        earlier = " ".join(claims)

        alone = self.verifier.verify(earlier, contexts).claims
        longer = self.verifier.verify(f"{earlier}\n\n{later}", contexts).claims

        assert longer[: len(alone)] == alone

    @bounded
    @given(words)
    def test_spans_slice_back(self, text: str) -> None:
        found = self.verifier.verify(text, SENTENCES)

        assert all(text[claim.start : claim.end] == claim.text for claim in found.claims)

    @bounded
    @given(words)
    def test_the_same_input_gives_the_same_result(self, text: str) -> None:
        assert self.build().verify(text, SENTENCES) == self.verifier.verify(text, SENTENCES)


def test_an_answer_is_measured_once_for_all_operating_points() -> None:
    embedder = FakeEmbedder()
    verifier = GroundingVerifier(embedder)
    answer = "Refunds for annual plans are paid within 30 days of the payment by most shops."
    first = verifier.verify(answer, SENTENCES)
    embedded = len(embedder.embedded)

    found = [verifier.verify(answer, SENTENCES, operating_point=point) for point in OperatingPoint]
    alone = [
        GroundingVerifier(FakeEmbedder()).verify(answer, SENTENCES, operating_point=p) for p in OperatingPoint
    ]

    assert (found, len(embedder.embedded)) == (alone, embedded)
    assert first in found


def test_what_was_measured_is_of_its_contexts_only() -> None:
    verifier = GroundingVerifier(FakeEmbedder())
    answer = "The Basic plan costs $30."

    supported = verifier.verify(answer, [PRICES])
    denied = verifier.verify(answer, [PRICES.replace("$30", "$50")])

    assert (supported.grounded, denied.grounded) == (True, False)


def test_what_was_measured_is_of_its_question_only() -> None:
    verifier = GroundingVerifier(FakeEmbedder())
    answer = "The Basic plan is kept by Blofeld."
    (asked,) = verifier.verify(answer, [PRICES], question="Does Blofeld keep it?").claims
    (unasked,) = verifier.verify(answer, [PRICES]).claims

    assert [reason.code for reason in unasked.reasons] == [NO_NAME]
    assert NO_NAME not in [reason.code for reason in asked.reasons]
