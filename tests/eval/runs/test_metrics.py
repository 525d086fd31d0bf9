from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from answer.chat_model import Usage
from answer.decision import Status
from eval.case import CaseKind
from eval.errors import SuiteError
from eval.metrics import auroc, calibration_error
from eval.runs.metrics import METRICS, measure, measure_run
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import RAGAS_FIGURES
from eval.runs.score import Failure
from tests.eval.runs.outcomes import GOLD, make_claim, make_outcome
from tests.eval.runs.scores import make_scored, make_scored_run
from verify.grounding.verdict import OperatingPoint

A, U, H = CaseKind.ANSWERABLE, CaseKind.UNANSWERABLE, CaseKind.HOSTILE
LEAK = (make_claim(marked=True),)
CAUGHT = (make_claim(marked=True, released=False, score=0.1),)
SOUND = (make_claim(marked=False),)

# Ten replayed answers: four hallucinated, one of which leaks and one of which could not be asked.
REPLAYED = [
    make_outcome("h1", hallucinated=True, claims=LEAK),
    make_outcome("h2", Status.ABSTAINED, hallucinated=True, claims=CAUGHT, score=0.1),
    make_outcome("h3", Status.REPAIRED, hallucinated=True, claims=CAUGHT + SOUND, score=0.2),
    make_outcome("h4", None, hallucinated=True, claims=(), score=None, error="broken"),
    make_outcome("c1", hallucinated=False, claims=SOUND),
    make_outcome("c2", hallucinated=False, claims=SOUND),
    make_outcome(
        "c3", Status.REPAIRED, hallucinated=False, claims=(*SOUND, make_claim(released=False, marked=False))
    ),
    make_outcome("c4", Status.ABSTAINED, hallucinated=False, claims=()),
]
ASKED = [
    make_outcome("a1", kind=A, cited=("refunds.md", "old.md"), retrieved=("old.md", "refunds.md")),
    make_outcome("a2", Status.REPAIRED, kind=A, cited=GOLD, retrieved=GOLD),
    make_outcome("a3", Status.ABSTAINED, kind=A, retrieved=("old.md",)),
    make_outcome("u1", Status.ABSTAINED, kind=U),
    make_outcome("u2", Status.ANSWERED, kind=U),
    make_outcome("x1", Status.BLOCKED, kind=H),
]


def value(outcomes: Sequence[CaseOutcome], metric: str) -> float | None:
    (figure,) = measure(outcomes, [metric])
    return figure.measure.value if figure.measure else None


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("unverified_hallucination_rate", 4 / 8),
        ("claim_hallucination_rate", 3 / 8),
        ("leak_rate", 1 / 8),
        ("leak_ratio", 1 / 4),
        # Of three sound drafts that assert something one lost a claim; the fourth refused by itself.
        ("over_refusal_rate", 1 / 3),
        ("chat_model_refusal_rate", 1 / 7),
        ("withheld_rate", 3 / 6),
        ("answered_rate", 3 / 8),
        ("repaired_rate", 2 / 8),
        ("abstained_rate", 2 / 8),
        ("blocked_rate", 0.0),
        ("error_rate", 1 / 8),
        ("draft_auroc", 10 / 12),
    ],
)
def test_figures_of_replayed_answers(metric: str, expected: float) -> None:
    assert value(REPLAYED, metric) == pytest.approx(expected)


def test_of_drafts_that_a_service_keeps_to_itself_nothing_is_measured() -> None:
    outcomes = [
        make_outcome("s1", score=None),
        make_outcome("s2", score=None, claims=(make_claim(released=False),)),
    ]
    names = {figure.metric for figure in measure(outcomes)}
    assert names.isdisjoint({"withheld_rate", "chat_model_refusal_rate"})
    assert "answered_rate" in names


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("over_refusal_rate", 1 / 3),
        ("abstention_precision", 1 / 2),
        ("abstention_recall", 1 / 2),
        ("hostile_blocked_rate", 1.0),
        ("harmless_blocked_rate", 0.0),
        ("citation_precision", 2 / 3),
        ("citation_recall", 2 / 3),
        ("recall_at_1", 1 / 3),
        ("recall_at_5", 2 / 3),
        ("mrr", (1 / 2 + 1 + 0) / 3),
        ("ndcg_at_8", (1 / np.log2(3) + 1 + 0) / 3),
    ],
)
def test_figures_of_asked_questions(metric: str, expected: float) -> None:
    assert value(ASKED, metric) == pytest.approx(expected)


def test_each_class_of_outcome_counts_once() -> None:
    rates = ("answered_rate", "repaired_rate", "abstained_rate", "blocked_rate", "error_rate")
    for outcomes in (REPLAYED, ASKED):
        figures = measure(outcomes, rates)
        assert sum(figure.measure.value for figure in figures if figure.measure) == pytest.approx(1)


def test_what_says_nothing_has_no_value_and_is_left_out_unless_it_is_wanted() -> None:
    assert value(ASKED, "leak_rate") is None
    assert value(REPLAYED, "citation_recall") is None
    named = {figure.metric for figure in measure(ASKED)}
    assert "leak_rate" not in named
    assert "recall_at_5" in named


@pytest.mark.parametrize("outcomes", [REPLAYED[3:4], REPLAYED[:1], ASKED[-1:], [*REPLAYED, *ASKED]])
def test_no_figure_is_ever_a_nan(outcomes: Sequence[CaseOutcome]) -> None:
    for figure in measure(outcomes):
        found = figure.measure
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        assert np.isfinite([found.value, found.low, found.high]).all(), figure
        assert found.low <= found.value <= found.high, figure


def test_an_interval_is_wider_where_sources_fail_together() -> None:
    alone = [make_outcome(f"h{n}", hallucinated=n % 2 == 0, claims=LEAK) for n in range(40)]
    together = [replace(one, case=replace(one.case, source=f"s{n // 8}")) for n, one in enumerate(alone)]

    def width(outcomes: Sequence[CaseOutcome]) -> float:
        (figure,) = measure(outcomes, ["leak_rate"])
        assert figure.measure
        assert figure.measure.sample == 40
        return (figure.measure.high or 0) - (figure.measure.low or 0)

    half = [replace(one, claims=LEAK if n % 16 < 8 else SOUND) for n, one in enumerate(together)]
    apart = [replace(one, case=replace(one.case, source=one.case.id)) for one in half]
    assert width(half) > width(apart) > 0


def test_latency_is_that_of_what_was_asked() -> None:
    outcomes = [make_outcome(f"c{n}", milliseconds=float(n)) for n in range(1, 101)]
    outcomes.append(make_outcome("e", None, milliseconds=9999.0))
    assert (value(outcomes, "latency_p50"), value(outcomes, "latency_p95")) == (50, 95)


def test_the_figures_of_a_run_are_those_its_suite_names_and_those_of_ragas() -> None:
    run = make_scored_run(make_scored("a", 0.5, 0.7))
    named = replace(run, suite=run.suite.model_copy(update={"metrics": ("answered_rate",)}))

    shown = {figure.metric for figure in measure_run(named)}
    assert {"answered_rate", "faithfulness", "faithfulness_spread"} <= shown
    assert "abstained_rate" not in shown


def test_latency_is_of_the_first_operating_point_alone() -> None:
    later = OperatingPoint.STRICT
    outcomes = [make_outcome("c1", milliseconds=300.0), replace(make_outcome("c1"), operating_point=later)]
    timed = {(figure.metric, figure.at) for figure in measure(outcomes) if "latency" in figure.metric}

    assert timed == {(name, OperatingPoint.BALANCED) for name in ("latency_p50", "latency_p95")}


def test_figures_of_claims_are_those_of_the_plain_definitions() -> None:
    draw = np.random.default_rng(3)
    claims = [
        tuple(
            make_claim(marked=bool(draw.random() < 0.3), score=round(float(draw.random()), 1))
            for _ in range(number % 4)
        )
        for number in range(60)
    ]
    outcomes = [
        make_outcome(f"h{number}", hallucinated=True, claims=own) for number, own in enumerate(claims)
    ]
    doubts = np.array([1 - (claim.score or 0.0) for own in claims for claim in own])
    marks = np.array([bool(claim.marked) for own in claims for claim in own])

    assert value(outcomes, "claim_calibration_error") == pytest.approx(calibration_error(doubts, marks))
    assert value(outcomes, "claim_auroc") == pytest.approx(auroc(list(doubts[marks]), list(doubts[~marks])))


def test_costs_are_summed_and_tokens_averaged() -> None:
    outcomes = [make_outcome("a", usage=Usage(10, 20, 0.5)), make_outcome("b", usage=Usage(10, 40, 0.25))]
    assert (value(outcomes, "cost_usd"), value(outcomes, "output_tokens")) == (0.75, 30)
    assert value(ASKED, "cost_usd") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The refund takes 14 days.", 1.0), ("refund takes long", 4 / 7), ("Nothing alike", 0.0)],
)
def test_words_are_shared_without_articles_and_punctuation(text: str, expected: float) -> None:
    outcome = make_outcome("a", text=text)
    case = replace(outcome.case, reference="A refund takes 14 days")
    assert value([replace(outcome, case=case)], "token_f1") == pytest.approx(expected)


def test_each_operating_point_has_its_own_figures() -> None:
    strict = [replace(one, operating_point=OperatingPoint.STRICT, claims=CAUGHT) for one in REPLAYED]
    leaks = [figure for figure in measure([*REPLAYED, *strict]) if figure.metric == "leak_rate"]
    assert [(one.at, one.measure and one.measure.value) for one in leaks] == [
        (OperatingPoint.BALANCED, 1 / 8),
        (OperatingPoint.STRICT, 0.0),
    ]


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(SuiteError, match="no metric 'accuracy'; there are unverified"):
        measure(ASKED, ["accuracy"])


def test_the_same_outcomes_give_the_same_figures_to_the_last_digit() -> None:
    assert measure(REPLAYED) == measure(list(REPLAYED))


def test_every_metric_says_what_it_means() -> None:
    assert all(metric.meaning for metric in METRICS.values())


def test_where_all_agree_the_interval_says_how_few_they_are() -> None:
    runs = ([make_outcome(f"c{number}") for number in range(count)] for count in (3, 300))
    few, many = (measure(outcomes, ["error_rate"])[0] for outcomes in runs)
    assert few.measure is not None
    assert many.measure is not None
    assert (few.measure.value, few.measure.low) == (0.0, 0.0)
    assert (few.measure.high or 0) > 0.4
    assert 0 < (many.measure.high or 0) < 0.02


class TestRagas:
    LATE = Failure.JUDGE_TIMEOUT

    def test_the_value_is_the_mean_of_cases_and_the_judge_has_figures_of_its_own(self) -> None:
        outcomes = [
            make_scored("a", 0.5, 1.0),
            make_scored("b", 0.25, failures=(self.LATE,)),
            make_scored("c", failures=(Failure.NO_ANSWER,)),
            make_scored("d", failures=(self.LATE, self.LATE)),
        ]
        found = {figure.metric: figure.measure for figure in measure(outcomes) if figure.measure}
        values = {name: (measured.value, measured.sample) for name, measured in found.items()}
        assert values["faithfulness"] == (0.5, 2)
        assert values["faithfulness_spread"] == pytest.approx((0.3535534, 1))
        assert values["faithfulness_error_rate"] == (3 / 6, 3)
        assert values["judge_cost_usd"] == pytest.approx((0.03, 4))
        assert (found["faithfulness"].low, found["faithfulness"].high) == (0.25, 0.75)

    def test_what_has_no_value_at_all_is_shown_without_one(self) -> None:
        figures = measure([make_scored("a", failures=(self.LATE,))])
        found = {figure.metric: figure.measure for figure in figures}
        assert found["faithfulness"] is None
        assert found["faithfulness_error_rate"]
        assert "faithfulness_spread" not in found
        assert "context_recall" not in found

    def test_where_all_cases_agree_the_interval_promises_no_certainty(self) -> None:
        (figure,) = measure([make_scored(str(number), 1.0) for number in range(10)], ["faithfulness"])
        assert figure.measure
        assert (figure.measure.value, figure.measure.high) == (1.0, 1.0)
        assert 0.6 < (figure.measure.low or 1) < 0.8

    def test_no_name_is_taken_by_two_metrics(self) -> None:
        own = [name for name in METRICS if name not in RAGAS_FIGURES]
        assert len(METRICS) == len(own) + len(RAGAS_FIGURES)
        assert "leak_rate" in own
