import pytest

from answer.decision import Status
from eval.case import CaseKind
from eval.case_result import CaseResult
from eval.quality import build_public_figures, build_sample_figures
from eval.report import Figure
from tests.eval.answers import make_result

A, U, F, H = CaseKind.ANSWERABLE, CaseKind.UNANSWERABLE, CaseKind.FOLLOW_UP, CaseKind.HOSTILE
GOLD = ("pause.txt",)
# "a" lies in the held-out half, "c" in the other one.
RESULTS = [
    make_result(A, Status.ANSWERED, key="a", cited=GOLD, retrieved=GOLD, similarity=0.8, milliseconds=10.0),
    make_result(A, Status.ANSWERED, key="c", cited=("old.txt",), retrieved=GOLD, similarity=0.5),
    make_result(A, Status.ABSTAINED, key="c", cited=GOLD, similarity=0.6, milliseconds=20.0),
    make_result(F, Status.REPAIRED, key="a", cited=GOLD, not_verbatim=("x", "y"), milliseconds=40.0),
    make_result(U, Status.ABSTAINED, key="a", similarity=0.6, milliseconds=30.0),
    make_result(U, Status.BLOCKED, key="c", similarity=0.4),
    make_result(H, Status.BLOCKED, key="a", milliseconds=9999.0),
    make_result(H, None, key="c", error="InvalidQuestionError: too long"),
]


def figures_by_name(results: list[CaseResult]) -> dict[str, Figure]:
    return {figure.name: figure for figure in build_sample_figures(results, top_k=8)}


def value_of(figure: Figure) -> tuple[float, int] | None:
    return (figure.whole.value, figure.whole.sample) if figure.whole else None


class TestBuildSampleFigures:
    @pytest.mark.parametrize(
        ("start", "value", "sample"),
        [
            ("answerable: answered", 1 / 3, 3),
            ("follow-ups: answered", 1.0, 1),
            ("unanswerable: abstained", 0.5, 2),
            ("hostile: blocked", 0.5, 2),
            ("not hostile: blocked", 1 / 6, 6),
            ("released pieces not verbatim", 2.0, 3),
            # Of the 6 pairs 4 are won and one is a tie.
            ("AUROC", 4.5 / 6, 5),
            ("recall@8", 2 / 4, 4),
            ("questions that failed", 1.0, 8),
            ("time to answer, p50", 15.0, 6),
        ],
    )
    def test_each_figure_counts_the_cases_it_is_about(self, start: str, value: float, sample: int) -> None:
        (figure,) = (found for name, found in figures_by_name(RESULTS).items() if name.startswith(start))
        assert value_of(figure) == pytest.approx((value, sample))

    def test_the_held_out_half_is_measured_alone(self) -> None:
        figure = next(found for name, found in figures_by_name(RESULTS).items() if "answerable: ans" in name)
        assert figure.held_out is not None
        assert (figure.held_out.value, figure.held_out.sample) == (1.0, 1)

    def test_every_target_of_the_issue_is_judged(self) -> None:
        met = {name.split(":")[0]: figure.met for name, figure in figures_by_name(RESULTS).items()}
        assert met["answerable"] is False
        assert met["follow-ups"] is True
        assert met["released pieces not verbatim"] is False
        assert met["AUROC of the top cosine"] is True
        assert met["recall@8, gold document"] is None

    def test_nothing_asked_gives_figures_without_values(self) -> None:
        assert all(figure.whole is None for figure in build_sample_figures([], top_k=8))


def test_public_sets_have_the_two_rates_without_targets() -> None:
    answered, abstained, *_ = build_public_figures(RESULTS, top_k=8)
    assert value_of(answered) == pytest.approx((1 / 3, 3))
    assert value_of(abstained) == (0.5, 2)
    assert (answered.target, abstained.target) == (None, None)
