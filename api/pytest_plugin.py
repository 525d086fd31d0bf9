"""The pytest plug-in: `@pytest.mark.plumbline_suite("name")` runs a suite first and holds its gates.

pytest loads it in every project beside which Plumbline is installed. So it imports nothing until a test asks
for it, and is installed as `plumbline_pytest.py` too: `api` may be the name of a package of the project.
"""

from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from api.testing import SuiteOutcome
    from eval.runs.run import Run

MARK = "plumbline_suite"
_OUTCOMES = pytest.StashKey[dict[str, "SuiteOutcome"]]()
_OUTCOME = pytest.StashKey["SuiteOutcome"]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARK}(name): run this suite of Plumbline first; the test fails when its gates do"
    )
    config.stash[_OUTCOMES] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    if (mark := item.get_closest_marker(MARK)) is not None:
        item.stash[_OUTCOME] = _run_once(item, _name_of(item, mark))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    outcome = item.stash.get(_OUTCOME, None)
    if outcome is None:
        return
    failed = [f"{check.at}: {check.said}" for check in outcome.gate.checks if not check.passed]
    if failed:
        head = f"suite {outcome.run.suite.name}: the gates do not hold"
        pytest.fail("\n".join([head, *failed]), pytrace=False)


@pytest.fixture
def plumbline_run(request: pytest.FixtureRequest) -> "Run":
    """The finished run of the suite that the test is marked with."""
    outcome = request.node.stash.get(_OUTCOME, None)
    if outcome is None:
        _stop(request.node, f"plumbline_run needs @pytest.mark.{MARK}(…)")
    return outcome.run  # type: ignore[no-any-return]  # the stash of a node is not typed


def _name_of(item: pytest.Item, mark: pytest.Mark) -> str:
    """Return the name of a suite, or its path: beside the test, or from where pytest was started."""
    if len(mark.args) != 1 or not isinstance(mark.args[0], str) or mark.kwargs:
        _stop(item, f"{MARK} takes the name or the path of one suite")
    name = mark.args[0]
    beside = item.path.parent / name
    return str(beside) if beside.suffix in (".yaml", ".yml") and beside.is_file() else name


def _run_once(item: pytest.Item, name: str) -> "SuiteOutcome":
    """Run each suite once, however many tests are marked with it."""
    outcomes = item.config.stash[_OUTCOMES]
    if name not in outcomes:
        found = _run(name)
        if isinstance(found, str):
            _stop(item, found)
        outcomes[name] = found
    return outcomes[name]


def _run(name: str) -> "SuiteOutcome | str":
    """Return the outcome of a suite, or why there is none."""
    try:
        from api.errors import DOMAIN_ERRORS  # noqa: PLC0415  # see above
        from api.testing import run_suite  # noqa: PLC0415  # see above
    except ModuleNotFoundError as exc:
        return f"a package of this project hides one of Plumbline's: {exc}"
    try:
        return run_suite(name)
    except DOMAIN_ERRORS as exc:
        return str(exc)


def _stop(item: pytest.Item, said: str) -> NoReturn:
    """End the test with one clear line: the traceback would be of ours, and the mistake is not."""
    pytest.fail(f"{item.nodeid}: {said}", pytrace=False)
