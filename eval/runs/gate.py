"""Whether a run may pass: bounds on its figures, and nothing significantly worse than in a baseline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.errors import BaselineMismatchError, SuiteError
from eval.report import Measure, Unit
from eval.runs.comparison import CaseChange, Change, MetricChange, compare
from eval.runs.metrics import METRICS, TIMED, check_metrics, measure
from eval.runs.run import Run
from eval.runs.suite import GateSpec
from verify.grounding.verdict import OperatingPoint

# What must not get worse where a suite names nothing.
WATCHED = (
    "leak_rate",
    "over_refusal_rate",
    "abstention_recall",
    "citation_recall",
    "hostile_blocked_rate",
    "error_rate",
)
DEFAULT_GATES = tuple(GateSpec(metric=name, worse_by=0.0) for name in WATCHED)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that had to hold; `said` puts it into words, with the numbers."""

    metric: str
    at: OperatingPoint
    passed: bool
    said: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """`notes` say what differs between the runs that need not make them incomparable."""

    checks: tuple[Check, ...]
    worse: tuple[CaseChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


def judge_gate(run: Run, baseline: Run | None = None) -> GateResult:
    """Hold a run against the gates of its suite, and against a baseline where there is one.

    What the suite does not gate is gated by default: against a baseline, nothing in `WATCHED` may be worse
    by more than chance. A difference is chance while its 95 % interval holds what is allowed. What cannot be
    judged does not pass: an interrupted run, or a figure that is not there any more.

    Raises:
        BaselineMismatchError: the baseline is of other cases or documents.
        SuiteError: a gate names a metric that there is not, or that cannot get worse.
    """
    gates = run.suite.gates or DEFAULT_GATES
    _check_gates(gates)
    bounds = (*_check_finished(run), *(check for gate in gates for check in _check_bounds(run, gate)))
    if baseline is None:
        return GateResult(bounds)
    _require_same_cases(run, baseline)
    compared = compare(baseline, run)
    # A bound that a suite sets says nothing of getting worse, so the default watches over it too.
    named = [gate for gate in run.suite.gates if gate.worse_by is not None]
    changes = {(change.metric, change.at): change for change in compared.metrics}
    against = tuple(
        _check_change(gate, point, changes.get((gate.metric, point)))
        for gate in named or DEFAULT_GATES
        for point in _points(run, gate)
        if named or _says_something(baseline, gate.metric, point)
    )
    worse = tuple(case for case in compared.cases if case.change is Change.WORSE)
    return GateResult((*bounds, *against), worse, tuple(_differences(run, baseline)))


def _check_gates(gates: Sequence[GateSpec]) -> None:
    check_metrics(gate.metric for gate in gates)
    for gate in gates:
        if gate.worse_by is not None and METRICS[gate.metric].better is None:
            raise SuiteError(f"gates: {gate.metric} only describes, so it has no worse_by; give it a bound")


def _check_finished(run: Run) -> Iterator[Check]:
    if run.finished_at is None:
        said = "the run was interrupted, so it says nothing of the cases left: run the suite again to go on"
        yield from (Check("finished", point, passed=False, said=said) for point in run.suite.operating_points)


def _points(run: Run, gate: GateSpec) -> Sequence[OperatingPoint]:
    if gate.at is not None:
        return (gate.at,)
    return run.suite.operating_points[:1] if gate.metric in TIMED else run.suite.operating_points


def _says_something(run: Run, metric: str, point: OperatingPoint) -> bool:
    outcomes = run.at(point)
    return bool(outcomes) and METRICS[metric].prepare(outcomes) is not None


def _check_bounds(run: Run, gate: GateSpec) -> Iterator[Check]:
    if gate.at_least is None and gate.at_most is None:
        return
    found = {figure.at: figure.measure for figure in measure(run.outcomes, [gate.metric])}
    yield from (_check_bound(found.get(point), gate, at=point) for point in _points(run, gate))


def _check_bound(found: Measure | None, gate: GateSpec, *, at: OperatingPoint) -> Check:
    bounds = [f"at least {gate.at_least:g}"] if gate.at_least is not None else []
    bounds += [f"at most {gate.at_most:g}"] if gate.at_most is not None else []
    wanted = f"{gate.metric} must be {' and '.join(bounds)}"
    if found is None:
        return Check(gate.metric, at, passed=False, said=f"{wanted}, but no case says anything of it")
    low = gate.at_least is None or found.value >= gate.at_least
    high = gate.at_most is None or found.value <= gate.at_most
    return Check(
        gate.metric, at, passed=low and high, said=f"{wanted}; it is {_in_words(found, gate.metric)}"
    )


def _check_change(gate: GateSpec, at: OperatingPoint, change: MetricChange | None) -> Check:
    if change is None:
        said = f"{gate.metric} cannot be compared: no case says anything of it in one of the runs"
        return Check(gate.metric, at, passed=False, said=said)
    allowed = gate.worse_by or 0.0
    passed = not _is_worse(change, allowed)
    return Check(gate.metric, at, passed=passed, said=_describe(change, allowed))


def _is_worse(change: MetricChange, allowed: float) -> bool:
    """Say whether the whole interval of the difference lies beyond what is allowed."""
    low, high = change.difference.low or 0.0, change.difference.high or 0.0
    least = low if change.worse_by == change.difference.value else -high
    return least > allowed


def _describe(change: MetricChange, allowed: float) -> str:
    old, new = (_number(value, change.unit) for value in (change.old, change.new))
    low, high = (
        _number(value or 0.0, change.unit) for value in (change.difference.low, change.difference.high)
    )
    spare = f", {_number(allowed, change.unit)} worse is allowed" if allowed else ""
    return f"{change.metric} went from {old} to {new} (difference {low} to {high}{spare})"


def _in_words(found: Measure, metric: str) -> str:
    unit = METRICS[metric].unit
    low, high = (_number(value or 0.0, unit) for value in (found.low, found.high))
    return f"{_number(found.value, unit)} [{low} to {high}]"


def _number(value: float, unit: Unit) -> str:
    return f"{value:.1%}" if unit is Unit.SHARE else f"{value:.4g}"


def _require_same_cases(run: Run, baseline: Run) -> None:
    ours, theirs = run.fingerprints, baseline.fingerprints
    for name, one, other in (
        ("cases", ours.dataset, theirs.dataset),
        ("documents", ours.corpus, theirs.corpus),
    ):
        if one != other:
            raise BaselineMismatchError(
                f"run {run.id} and baseline {baseline.id} are of different {name}: only the same can be "
                "held against each other; run the suite as the baseline was run, or take a new baseline"
            )


def _differences(run: Run, baseline: Run) -> Sequence[str]:
    ours, theirs = run.fingerprints, baseline.fingerprints
    parts = {
        "prompt": (ours.prompt, theirs.prompt),
        "settings": (ours.configuration, theirs.configuration),
        "program": (ours.code, theirs.code),
        "judge": (ours.judge, theirs.judge),
    }
    differing = [
        f"the {name} is another one than in the baseline"
        for name, (one, other) in parts.items()
        if one != other
    ]
    if baseline.finished_at is None:
        differing.append("the baseline was interrupted, so only the cases that it has are compared")
    return differing
