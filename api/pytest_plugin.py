"""The pytest plug-in: `@pytest.mark.plumbline_suite("name")` runs a suite first and holds its gates.

Loaded by pytest wherever Plumbline is installed, so it imports nothing until a test asks for it.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from api.testing import SuiteOutcome
    from eval.runs.run import Run

MARK = "plumbline_suite"
_OUTCOMES = pytest.StashKey[dict[str, "SuiteOutcome"]]()
_RUN = pytest.StashKey["Run"]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARK}(name): run this suite of Plumbline first; the test fails when its gates do"
    )
    config.stash[_OUTCOMES] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    mark = item.get_closest_marker(MARK)
    if mark is None:
        return
    if len(mark.args) != 1 or not isinstance(mark.args[0], str) or mark.kwargs:
        raise pytest.UsageError(f"{item.nodeid}: {MARK} takes the name or the path of one suite")
    outcome = _run_once(item.config, mark.args[0], item=item)
    item.stash[_RUN] = outcome.run
    failed = [f"{check.at}: {check.said}" for check in outcome.gate.checks if not check.passed]
    if failed:
        pytest.fail("\n".join([f"suite {mark.args[0]}: the gates do not hold", *failed]), pytrace=False)


@pytest.fixture
def plumbline_run(request: pytest.FixtureRequest) -> "Run":
    """The finished run of the suite that the test is marked with."""
    found = request.node.stash.get(_RUN, None)
    if found is None:
        raise pytest.UsageError(f"{request.node.nodeid}: plumbline_run needs @pytest.mark.{MARK}(…)")
    return found  # type: ignore[no-any-return]  # the stash of a node is not typed


def _run_once(config: pytest.Config, name: str, *, item: pytest.Item) -> "SuiteOutcome":
    """Run each suite once, however many tests are marked with it."""
    from api.errors import DOMAIN_ERRORS  # noqa: PLC0415  # see above
    from api.testing import run_suite  # noqa: PLC0415  # see above

    outcomes = config.stash[_OUTCOMES]
    if name not in outcomes:
        try:
            outcomes[name] = run_suite(name)
        except DOMAIN_ERRORS as exc:
            raise pytest.UsageError(f"{item.nodeid}: {exc}") from exc
    return outcomes[name]
