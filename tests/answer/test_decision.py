import pytest

from answer.decision import EXPLANATIONS, Decision, DecisionReason, Status, abstain, block

# The closed set that callers write their code against.
REASONS = (
    "no_documents low_relevance not_answered unsupported_claims conflicting_sources injection_suspected "
    "policy_violation out_of_scope unsupported_language invalid_output budget_exhausted rate_limited "
    "model_unavailable service_paused"
)


def test_the_reasons_are_the_published_ones() -> None:
    assert [reason.value for reason in DecisionReason] == REASONS.split()


def test_the_statuses_are_the_published_ones() -> None:
    assert [status.value for status in Status] == [
        "answered",
        "repaired",
        "abstained",
        "blocked",
        "escalated",
    ]


@pytest.mark.parametrize("reason", DecisionReason)
def test_every_reason_has_a_sentence_that_is_safe_to_show(reason: DecisionReason) -> None:
    text = EXPLANATIONS[reason]
    assert text[0].isupper()
    assert text.endswith(".")
    assert len(text) <= 100
    assert reason.value not in text


def test_no_two_reasons_read_the_same() -> None:
    assert len(set(EXPLANATIONS.values())) == len(DecisionReason)


@pytest.mark.parametrize(
    ("status", "released"),
    [
        (Status.ANSWERED, True),
        (Status.REPAIRED, True),
        (Status.ABSTAINED, False),
        (Status.BLOCKED, False),
        (Status.ESCALATED, False),
    ],
)
def test_only_answered_and_repaired_carry_an_answer(status: Status, *, released: bool) -> None:
    assert Decision(status).releases_text is released


def test_abstaining_names_its_reason() -> None:
    decision = abstain(DecisionReason.LOW_RELEVANCE, "nothing above 0.2")
    assert decision == Decision(Status.ABSTAINED, DecisionReason.LOW_RELEVANCE, "nothing above 0.2")


def test_blocking_names_its_reason() -> None:
    assert block(DecisionReason.POLICY_VIOLATION) == Decision(Status.BLOCKED, DecisionReason.POLICY_VIOLATION)
