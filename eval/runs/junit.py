"""A run as JUnit XML for CI: a suite per operating point, a test per gate check and per case."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from eval.pages.markup import clean
from eval.report_table import format_measure
from eval.runs.comparison import badness
from eval.runs.faults import MEANINGS, find_fault
from eval.runs.gate import GateResult
from eval.runs.metrics import measure
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.unscored import describe_score
from verify.grounding.verdict import OperatingPoint

# From which badness on a case fails: what was wrongly released, or could not be asked. A needless refusal
# costs an answer and no trust; how many there may be is for a gate to say.
FAILS_AT = 2


def render_junit(run: Run, result: GateResult) -> str:
    root = ET.Element("testsuites", name=clean(f"plumbline {run.suite.name}"))
    for point in run.suite.operating_points:
        _add_suite(root, run, result, point)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_suite(root: ET.Element, run: Run, result: GateResult, point: OperatingPoint) -> None:
    outcomes, checks = run.at(point), [check for check in result.checks if check.at is point]
    name = f"{run.suite.name}.{point}"
    suite = ET.SubElement(root, "testsuite", name=name, tests=str(len(outcomes) + len(checks)))
    _add_figures(suite, run, point)
    for check in checks:
        test = ET.SubElement(suite, "testcase", classname=f"{name}.gate", name=clean(check.said))
        if not check.passed:
            ET.SubElement(test, "failure", message=clean(check.said))
    for outcome in outcomes:
        _add_case(suite, outcome, name)
    failures, errors = (len(suite.findall(f"testcase/{kind}")) for kind in ("failure", "error"))
    suite.set("failures", str(failures))
    suite.set("errors", str(errors))


def _add_figures(suite: ET.Element, run: Run, point: OperatingPoint) -> None:
    """Add what ragas says of the operating point, where it was asked."""
    if run.suite.ragas is not None and run.at(point):
        _add_properties(
            suite,
            [
                (figure.metric, format_measure(figure.measure, figure.unit))
                for figure in measure(run.at(point), run.suite.ragas.figures)
            ],
        )


def _add_properties(parent: ET.Element, pairs: Sequence[tuple[str, str]]) -> None:
    if pairs:
        properties = ET.SubElement(parent, "properties")
        for name, value in pairs:
            ET.SubElement(properties, "property", name=name, value=value)


def _add_case(suite: ET.Element, outcome: CaseOutcome, name: str) -> None:
    seconds = f"{outcome.milliseconds / 1000:.3f}"
    test = ET.SubElement(
        suite, "testcase", classname=f"{name}.cases", name=clean(outcome.case.id), time=seconds
    )
    _add_properties(test, [(score.metric, describe_score(score)) for score in outcome.scores])
    if outcome.error is not None:
        ET.SubElement(test, "error", message=clean(outcome.error))
    elif badness(outcome) >= FAILS_AT:
        failure = ET.SubElement(test, "failure", message=MEANINGS[find_fault(outcome)])
        failure.text = clean(f"{outcome.case.question}\n\n{outcome.text}")
