import json
from collections.abc import Iterator

import pytest

from answer.answerability import REPLY_THRESHOLD, SHORTLIST, WEIGHTS, Answerability, load_weights
from answer.features import Features
from answer.rewrite import StandaloneQuestion
from retrieval.chunk import SearchQuery
from retrieval.embedder import Embedder
from tests.answer.desk import COLLECTION, Desk, make_hit, open_desk
from tests.fakes import FakeEmbedder
from verify.grounding.verdict import ClaimVerdict, EvidenceSpan, Verdict

TEXT = "The Basic plan costs $30 per month. Larkfield was founded in Leeds. Backups are made daily."
HANDBOOK = {
    "refunds.md": (
        "A customer who cancels an annual plan within 30 days of the payment gets the full amount back. "
        "Approved refunds are paid within 5 working days to the card used for the purchase. "
        "Monthly plans are not refunded."
    ),
    "plans.md": (
        "The Basic plan costs $30 per month and is meant for teams of up to 10 people. "
        "The Pro plan costs $75 per month. Both plans include the mobile app and e-mail support."
    ),
    "kiosk.md": (
        "The time clock kiosk is mounted on a wall near the entrance. Staff clock in with a badge or a PIN. "
        "The kiosk keeps working without a connection for up to 72 hours and sends its records later."
    ),
    "shifts.md": (
        "Managers can approve an open shift on the rota page. "
        "Shifts may not be swapped less than 12 hours before they start."
    ),
}


class TestWeights:
    def test_the_file_has_exactly_the_features(self) -> None:
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        for part in ("ranking", "answering"):
            assert stored[part].keys() == {*Features.names(), "intercept"}

    def test_the_threshold_is_a_probability(self) -> None:
        assert 0 < load_weights().threshold < 1

    def test_each_weight_is_read_by_its_name(self) -> None:
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        for part, weights in (("ranking", load_weights().ranking), ("answering", load_weights().answering)):
            assert weights.coefficients.tolist() == [stored[part][name] for name in Features.names()]
            assert weights.intercept == stored[part]["intercept"]


class TestRanking:
    def test_the_sentence_that_fits_best_comes_first(self, desk: Desk) -> None:
        question = StandaloneQuestion("What does the Basic plan cost per month?")
        ranked = desk.answerability.rank(question, [make_hit(TEXT)])
        assert ranked[0].sentence.text == "The Basic plan costs $30 per month."
        assert [one.fit for one in ranked] == sorted((one.fit for one in ranked), reverse=True)
        assert all(0 < one.probability < 1 for one in ranked)

    def test_without_evidence_there_is_nothing_to_rank(self, desk: Desk) -> None:
        assert desk.answerability.rank(StandaloneQuestion("What?"), []) == []

    @pytest.mark.parametrize("text", ["", "?", "And for that?", "\x00 \u2028", "é" * 500])
    def test_any_question_can_be_ranked(self, desk: Desk, text: str) -> None:
        assert len(desk.answerability.rank(StandaloneQuestion(text), [make_hit(TEXT)])) == 3


class TestShortlist:
    def test_few_sentences_are_all_kept_without_embedding_them(self, desk: Desk) -> None:
        embedder = FakeEmbedder()
        judge = Answerability(embedder, desk.searcher.keywords)
        assert len(judge.shortlist(StandaloneQuestion("What?"), [make_hit(TEXT)])) == 3
        assert embedder.embedded == []

    def test_of_many_the_nearest_are_kept_in_their_order(self, desk: Desk) -> None:
        noise = " ".join(f"Zebra{number} grazes there." for number in range(3 * SHORTLIST))
        evidence = [make_hit(noise), make_hit(TEXT)]
        question = StandaloneQuestion("What does the Basic plan cost per month?")
        kept = desk.answerability.shortlist(question, evidence)
        assert len(kept) == SHORTLIST
        assert "The Basic plan costs $30 per month." in [one.text for one in kept]
        assert [(one.rank, one.start) for one in kept] == sorted((one.rank, one.start) for one in kept)


class TestAnswers:
    def judge(self, desk: Desk, question: str, claim: str, *, quoted: bool = True) -> bool:
        start = TEXT.index(claim)
        span = EvidenceSpan(0, start, start + len(claim))
        verdict = ClaimVerdict(0, len(claim), claim, Verdict.SUPPORTED, 0.99, evidence=(span,))
        return desk.answerability.answers(
            StandaloneQuestion(question), [verdict], [make_hit(TEXT)], quoted=quoted
        )

    def test_a_claim_that_says_what_was_asked_answers(self, desk: Desk) -> None:
        assert self.judge(
            desk, "What does the Basic plan cost per month?", "The Basic plan costs $30 per month."
        )

    @pytest.mark.parametrize("quoted", [True, False])
    def test_a_claim_about_something_else_does_not(self, desk: Desk, quoted: bool) -> None:
        question = "Who wrote the Ultra contract in Berlin?"
        assert not self.judge(desk, question, "Backups are made daily.", quoted=quoted)

    def test_what_a_chat_model_wrote_must_only_not_miss_the_question(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        question, claim = "What does the Basic plan cost per month?", "The Basic plan costs $30 per month."
        monkeypatch.setattr("answer.answerability._sigmoid", lambda _: REPLY_THRESHOLD + 0.01)
        assert not self.judge(desk, question, claim, quoted=True)
        assert self.judge(desk, question, claim, quoted=False)

    def test_no_claim_answers_nothing(self, desk: Desk) -> None:
        assert not desk.answerability.answers(StandaloneQuestion("What?"), [], [make_hit(TEXT)], quoted=True)


@pytest.fixture(scope="module")
def handbook(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("handbook"), HANDBOOK, embedder=embedder) as desk:
        yield desk


@pytest.mark.integration
@pytest.mark.parametrize(
    ("question", "answerable"),
    [
        ("How much does the Pro plan cost?", True),
        ("When are approved refunds paid?", True),
        ("How long does the kiosk work without a connection?", True),
        ("Where is the kiosk mounted?", True),
        ("Are monthly plans refunded?", True),
        ("How much does the Enterprise plan cost?", False),
        ("How much does the kiosk weigh?", False),
        ("What is the VAT rate on the Basic plan?", False),
        ("Who invented the time clock kiosk?", False),
        ("How many shifts can a manager approve per day?", False),
    ],
)
def test_with_real_vectors_near_misses_are_told_from_answers(
    handbook: Desk, question: str, *, answerable: bool
) -> None:
    evidence = handbook.searcher.search(SearchQuery(question, COLLECTION, top_k=5))
    best = handbook.answerability.rank(StandaloneQuestion(question), evidence)[0]
    assert (best.probability >= load_weights().threshold) is answerable
