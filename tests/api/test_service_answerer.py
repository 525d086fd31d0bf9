"""What becomes of a case that a service is asked: outcomes of its answers, its checks and its errors."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from answer.answer import Answer
from answer.decision import DecisionReason, Status, abstain, block
from answer.request import Role, Turn
from api.client import ServiceClient
from api.schemas import Hit, SearchResult, to_wire
from api.service_answerer import LONGEST_WAIT, ServiceAnswerer
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.runs.outcome import CaseOutcome
from tests.api.fakes import HIT, make_answer, make_repaired_answer, make_verification
from verify.grounding.verdict import EvidenceSpan, OperatingPoint, Outcome

STRICT = OperatingPoint.STRICT
TALK = (Turn(Role.USER, "I want my money back."), Turn(Role.ASSISTANT, "You can have it."))
CASE = Case("c1", CaseKind.OPEN, "How long do refunds take?", conversation=TALK)
CONTEXT = "Refunds take up to 14 days."
DRAFT = "Refunds take 30 days."
RECORDED = replace(
    CASE,
    contexts=(CONTEXT,),
    recorded=RecordedAnswer(f"{DRAFT} [1]", "llama", True, (LabelledSpan(13, 20),)),
)
Reply = httpx.Response


class Service:
    """Replies to each path, and remembers what it was asked and how long it was waited for."""

    def __init__(self, **replies: Callable[[], Reply]) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.waited: list[float] = []
        self._replies = replies

    def ask(self, case: Case, *, collection: str | None = "kb") -> CaseOutcome:
        transport = httpx.MockTransport(self._reply)
        with httpx.Client(base_url="http://127.0.0.1:8000", transport=transport) as http:
            answerer = ServiceAnswerer(ServiceClient(http), collection, self.waited.append)
            return answerer.ask(case, STRICT)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def _reply(self, request: httpx.Request) -> Reply:
        self.asked.append((request.url.path, request.content))
        return self._replies[request.url.path.removeprefix("/v1/")]()


def ask(answer: Answer, *hits: Hit) -> CaseOutcome:
    return Service(answers=telling(answer), search=telling(SearchResult(hits))).ask(CASE)


def telling(value: object) -> Callable[[], Reply]:
    return lambda: Reply(200, json=to_wire(value))


def refusing(status: int, **headers: str) -> Callable[[], Reply]:
    problem = {"status": status, "title": "No", "detail": "not now", "code": "busy"}
    return lambda: Reply(status, json=problem, headers=headers)


class TestAnswers:
    def test_an_answer_is_told_with_its_claims_and_the_evidence_that_search_finds(self) -> None:
        answer = make_answer()
        cited = replace(answer.citations[0], chunk_start=0, chunk_end=27)
        outcome = ask(replace(answer, citations=(cited,)), replace(HIT, document="a.md", chunk="c0"), HIT)

        assert (outcome.status, outcome.draft, outcome.text) == (Status.ANSWERED, answer.text, answer.text)
        assert (outcome.retrieved, outcome.cited) == (("a.md", HIT.document), (HIT.document,))
        (claim,) = outcome.claims
        assert (claim.text, claim.score, claim.released) == (answer.text, 0.98, True)
        assert claim.evidence == (EvidenceSpan(1, 0, 27),)
        assert outcome.contexts[1] == HIT.text
        assert (outcome.case, outcome.operating_point, outcome.error) == (CASE, STRICT, None)

    def test_question_talk_collection_and_point_are_sent(self) -> None:
        service = Service(answers=telling(make_answer()), search=telling(SearchResult(())))
        service.ask(CASE)
        (path, asked), (other, searched) = service.asked
        assert (path, other) == ("/v1/answers", "/v1/search")
        assert b'"operating_point":"strict"' in asked
        for sent in (asked, searched):
            assert b'"collection":"kb"' in sent
            assert b'{"role":"assistant","text":"You can have it."}' in sent

    # Another chunk, and one that has been indexed anew in between: the quote stands elsewhere in it.
    @pytest.mark.parametrize("hit", [replace(HIT, chunk="other"), HIT])
    def test_a_quote_that_search_did_not_find_stands_beside_what_it_did(self, hit: Hit) -> None:
        outcome = ask(make_answer(), hit)
        assert outcome.contexts == (HIT.text, "Refunds take up to 14 days.")
        assert outcome.claims[0].evidence == (EvidenceSpan(1, 0, 27),)

    def test_of_a_repaired_answer_the_draft_and_what_was_withheld_stay_with_the_service(self) -> None:
        outcome = ask(make_repaired_answer())
        assert (outcome.status, outcome.draft, outcome.score) == (Status.REPAIRED, "", None)
        assert outcome.text == "Refunds take up to 14 days."
        (withheld,) = outcome.claims
        assert (withheld.text, withheld.score, withheld.released) == ("", None, False)
        assert withheld.reasons == ("the sources say 14, the answer says 30",)
        assert (outcome.degraded, outcome.usage.cost_usd) == (("chat model",), 0.001)

    def test_of_an_abstention_only_what_was_found_is_known(self) -> None:
        answer = replace(
            make_answer(), decision=abstain(DecisionReason.NOT_ANSWERED), claims=(), citations=()
        )
        outcome = ask(replace(answer, text="They do not say."), HIT)
        assert (outcome.status, outcome.reason) == (Status.ABSTAINED, DecisionReason.NOT_ANSWERED)
        assert (outcome.draft, outcome.claims, outcome.retrieved) == ("", (), (HIT.document,))

    def test_for_a_blocked_question_nothing_is_searched(self) -> None:
        blocked = replace(make_answer(), decision=block(DecisionReason.INJECTION_SUSPECTED), citations=())
        service = Service(answers=telling(replace(blocked, claims=())))
        assert service.ask(CASE).status is Status.BLOCKED
        assert service.paths == ["/v1/answers"]


class TestChecks:
    def test_a_recorded_answer_that_is_not_grounded_is_withheld_as_a_whole(self) -> None:
        service = Service(verify=telling(make_verification()))
        outcome = service.ask(RECORDED, collection=None)
        assert (outcome.status, outcome.reason) == (Status.ABSTAINED, DecisionReason.UNSUPPORTED_CLAIMS)
        assert (outcome.draft, outcome.text, outcome.score) == (DRAFT, "", 0.04)
        (claim,) = outcome.claims
        assert (claim.released, claim.marked, claim.evidence) == (False, True, (EvidenceSpan(0, 0, 27),))
        assert (outcome.contexts, outcome.chat_model, outcome.leaked) == ((CONTEXT,), "llama", False)
        # The marker of the citation is no part of what is checked.
        assert f'"answer":"{DRAFT}"'.encode() in service.asked[0][1]

    def test_one_that_is_grounded_is_released_and_may_be_a_leak(self) -> None:
        found = replace(make_verification(), grounded=True, score=0.97)
        outcome = Service(verify=telling(found)).ask(RECORDED, collection=None)
        assert (outcome.status, outcome.text, outcome.leaked) == (Status.ANSWERED, DRAFT, True)

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            (Outcome.NO_CLAIMS, DecisionReason.NOT_ANSWERED),
            (Outcome.UNSUPPORTED_LANGUAGE, DecisionReason.UNSUPPORTED_LANGUAGE),
        ],
    )
    def test_what_could_not_be_checked_is_decided_as_for_answers(
        self, said: Outcome, reason: DecisionReason
    ) -> None:
        found = replace(make_verification(), outcome=said, grounded=True, claims=())
        outcome = Service(verify=telling(found)).ask(RECORDED, collection=None)
        assert (outcome.status, outcome.reason) == (Status.ABSTAINED, reason)

    def test_without_labels_no_claim_is_marked_or_clean(self) -> None:
        case = replace(RECORDED, recorded=RecordedAnswer(DRAFT, "llama"))
        outcome = Service(verify=telling(make_verification())).ask(case, collection=None)
        assert outcome.claims[0].marked is None


class TestErrors:
    @pytest.mark.parametrize("status", [401, 500, 503])
    def test_an_error_of_the_service_is_an_outcome(self, status: int) -> None:
        service = Service(answers=refusing(status))
        outcome = service.ask(CASE)
        assert (outcome.status, outcome.error) == (None, f"HTTP {status}, busy: not now")
        assert (service.paths, service.waited) == (["/v1/answers"], [])

    def test_a_service_that_went_away_is_one(self) -> None:
        def drop() -> Reply:
            raise httpx.ConnectError("refused")

        outcome = Service(answers=drop).ask(CASE)
        assert outcome.error == (
            "ServiceUnreachableError: no service answers at http://127.0.0.1:8000: refused"
        )

    def test_a_question_that_is_no_text_is_one(self) -> None:
        outcome = Service().ask(replace(CASE, question="\ud800"))
        assert outcome.error == "InvalidInputError: the question is not valid UTF-8 text"

    def test_whom_it_puts_off_waits_as_long_as_it_asks_for(self) -> None:
        replies = iter(
            [
                refusing(429, **{"Retry-After": "2"})(),
                refusing(503, **{"Retry-After": "1"})(),
                telling(make_answer())(),
            ]
        )
        service = Service(answers=replies.__next__, search=telling(SearchResult(())))
        outcome = service.ask(CASE)
        assert (outcome.error, service.waited) == (None, [2.0, 1.0])

    @pytest.mark.parametrize(
        ("after", "waited"), [("3", [3.0, 3.0, 3.0]), (str(int(LONGEST_WAIT) + 1), []), ("soon", [])]
    )
    def test_but_not_forever(self, after: str, waited: list[float]) -> None:
        service = Service(answers=refusing(429, **{"Retry-After": after}))
        assert service.ask(CASE).error == "HTTP 429, busy: not now"
        assert service.waited == waited
