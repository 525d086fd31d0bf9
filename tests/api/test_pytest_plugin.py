"""The plug-in in a project of somebody else: each test runs pytest in a folder of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration
pytest_plugins = ["pytester"]

GROUNDED = """
    from api.testing import assert_grounded

    def test_true():
        assert_grounded("Refunds take 14 days.", ["Refunds take 14 days."])

    def test_false():
        assert_grounded("Refunds take 30 days.", ["Refunds take 14 days."])
"""
SUITES = """
    import pytest
    import api.testing
    from api.testing import SuiteOutcome
    from eval.runs.gate import judge_gate
    from eval.runs.suite import GateSpec
    from tests.eval.runs.outcomes import make_outcome, make_run

    calls = []

    def run_suite(name):
        calls.append(name)
        gates = [GateSpec(metric="answered_rate", at_most=0.5)] if name == "bad" else []
        run = make_run([make_outcome("c1")], gates=gates)
        return SuiteOutcome(run, judge_gate(run))

    api.testing.run_suite = run_suite
"""


def test_an_answer_is_held_against_its_contexts_and_the_message_says_why(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(GROUNDED)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*1 of 1 claims is not grounded*",
            "*✗ Refunds take 30 days.*",
            "*because the sources say 14 days, the answer says 30 days*",
            "*nearest, in context 1: Refunds take 14 days.*",
        ]
    )
    assert not (pytester.path / ".plumbline").exists()


def test_a_suite_is_run_once_and_its_gates_decide(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(SUITES)
    pytester.makepyfile(
        """
        import pytest
        import conftest

        @pytest.mark.plumbline_suite("good")
        def test_one(plumbline_run):
            assert [outcome.case.id for outcome in plumbline_run.outcomes] == ["c1"]

        @pytest.mark.plumbline_suite("good")
        def test_two():
            assert conftest.calls == ["good"]

        @pytest.mark.plumbline_suite("bad")
        def test_three():
            raise AssertionError("the gate comes first")
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:randomly")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(
        ["*suite bad: the gates do not hold*", "*balanced: answered_rate must be at most 0.5; it is 100.0%*"]
    )


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ('@pytest.mark.plumbline_suite("none")\ndef test_x(): ...', "there is no suite 'none'"),
        ("@pytest.mark.plumbline_suite()\ndef test_x(): ...", "takes the name or the path of one suite"),
        ("def test_x(plumbline_run): ...", "plumbline_run needs @pytest.mark.plumbline_suite"),
    ],
)
def test_what_is_set_up_wrongly_is_one_clear_line(pytester: pytest.Pytester, test: str, said: str) -> None:
    pytester.makepyfile(f"import pytest\n\n{test}\n")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert said in result.stdout.str() + result.stderr.str()
    assert result.ret != 0


def test_a_project_that_does_not_use_it_pays_nothing() -> None:
    code = (
        "import sys, api.pytest_plugin; print([name for name in sys.modules if name.split('.')[0] in HEAVY])"
    )
    heavy = "{'numpy', 'torch', 'onnxruntime', 'spacy', 'pydantic', 'chromadb', 'sqlalchemy'}"
    command = [sys.executable, "-c", code.replace("HEAVY", heavy)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    assert done.stdout.strip() == "[]"
