"""The plug-in in a project of somebody else: each test runs pytest in a folder, and a process, of its own.

In this process it must not be: pytester forgets what was imported meanwhile, which spaCy does not survive.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from api import pytest_plugin
from api.local import LocalVerifier
from api.testing import assert_grounded, open_verifier

pytestmark = pytest.mark.integration
pytest_plugins = ["pytester"]

REPOSITORY = Path(pytest_plugin.__file__).parents[1]

GROUNDED = """
    from api.testing import assert_grounded, open_verifier, run_suite

    def test_true():
        assert_grounded("Refunds take 14 days.", ["Refunds take 14 days."])

    def test_false():
        assert_grounded("Refunds take 30 days.", ["Refunds take 14 days."])

    def test_foreign():
        assert_grounded("Der Ofen wurde von den Leuten im Tal gebaut und brennt Ziegel.", ["It is a kiln."])

    def test_text_instead_of_texts():
        assert_grounded("It is.", "It is.")

    def test_unknown_point():
        assert_grounded("It is.", ["It is."], operating_point="lax")

    def test_setting_that_is_none(monkeypatch):
        open_verifier.cache_clear()
        monkeypatch.setenv("PLUMBLINE_ULR", "x")
        assert_grounded("It is.", ["It is."])

    def test_service_that_is_down(monkeypatch):
        open_verifier.cache_clear()
        monkeypatch.setenv("PLUMBLINE_URL", "http://127.0.0.1:9")
        assert_grounded("It is.", ["It is."])

    def test_suite_that_costs(monkeypatch):
        monkeypatch.setenv("PLUMBLINE_ANSWER__CHAT_MODEL", "some-model")
        run_suite("paid.yaml")
"""
CONFTEST = """
    import api.testing
    from api.testing import SuiteOutcome
    from eval.errors import SuiteError
    from eval.runs.gate import judge_gate
    from eval.runs.suite import GateSpec
    from tests.eval.runs.outcomes import make_outcome, make_run

    calls = []

    def run_suite(name):
        calls.append(name)
        if name == "none":
            raise SuiteError("there is no suite 'none'")
        gates = [GateSpec(metric="answered_rate", at_most=0.5)] if name == "bad" else []
        run = make_run([make_outcome("c1")], gates=gates)
        return SuiteOutcome(run, judge_gate(run))

    api.testing.run_suite = run_suite
"""
SUITES = """
    import pytest
    import conftest

    @pytest.mark.plumbline_suite("good")
    def test_one(plumbline_run):
        assert [outcome.case.id for outcome in plumbline_run.outcomes] == ["c1"]

    @pytest.mark.plumbline_suite("good")
    def test_two():
        assert conftest.calls == ["good"]

    @pytest.mark.plumbline_suite("bad")
    def test_gate():
        raise AssertionError("the gate comes first")

    @pytest.mark.plumbline_suite("none")
    def test_missing(): ...

    @pytest.mark.plumbline_suite()
    def test_nameless(): ...

    def test_unmarked(plumbline_run): ...

    @pytest.mark.plumbline_suite("own.yaml")
    def test_path_beside_the_test(request):
        assert conftest.calls[-1] == str(request.path.parent / "own.yaml")
"""


def run_pytest(
    pytester: pytest.Pytester, *paths: Path, plugin: str = "api.pytest_plugin"
) -> pytest.RunResult:
    """Run it with the plug-in of this repository, whatever is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", ":".join(map(str, (*paths, REPOSITORY))))
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:plumbline", "-p", plugin)


def parts_of(result: pytest.RunResult) -> dict[str, list[str]]:
    """Return what is shown of each test that did not pass."""
    shown: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in result.outlines:
        if line.startswith("=") or (line.startswith("__") and line.endswith("__")):
            lines = shown.setdefault(line.strip("_= ").split()[-1], []) if line.startswith("__") else []
        else:
            lines.append(line)
    return shown


def test_an_answer_is_held_against_its_contexts_and_the_message_says_why(
    pytester: pytest.Pytester, graphs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pytester.mkdir("data")
    (data / "models").symlink_to(graphs)
    monkeypatch.setenv("PLUMBLINE_DATA_DIR", str(data))
    pytester.makefile(".yaml", paid="name: paid\ndataset: {format: samples}\nchat_model: configured\n")
    pytester.makepyfile(GROUNDED)
    result = run_pytest(pytester)
    result.assert_outcomes(passed=1, failed=7)
    shown = {
        name: [line for line in lines if line[:2] in ("> ", "E ")] for name, lines in parts_of(result).items()
    }
    assert shown["test_false"] == [
        '>       assert_grounded("Refunds take 30 days.", ["Refunds take 14 days."])',
        "E       AssertionError: 1 of 1 claims is not grounded",
        "E       ✗ Refunds take 30 days.",
        *[line for line in shown["test_false"] if line.startswith("E         contradicted, 0.")],
        "E         because the sources say 14 days, the answer says 30 days",
        "E         nearest, in context 1: Refunds take 14 days.",
    ]
    assert shown["test_foreign"][1].endswith("1 of 1 claims is not grounded (unsupported language)")
    # Of what is set up wrongly only the line of the test is shown, and why.
    said = {name: lines[1] for name, lines in shown.items() if len(lines) == 2}
    assert said == {
        name: f"E       api.errors.{problem}"
        for name, problem in {
            "test_text_instead_of_texts": "InvalidInputError: contexts: Input should be a valid list",
            "test_unknown_point": "InvalidInputError: operating_point: Input should be 'strict', "
            "'balanced' or 'lenient'",
            "test_setting_that_is_none": "SettingsError: PLUMBLINE_ULR is not a setting: did you mean "
            "PLUMBLINE_URL?",
            "test_service_that_is_down": "ServiceUnreachableError: no service answers at http://127.0.0.1:9: "
            "[Errno 111] Connection refused",
        }.items()
    }
    result.stdout.fnmatch_lines(["E *suite paid.yaml may cost money: set PLUMBLINE_EVAL__MAX_COST_USD *"])
    assert [file.name for file in data.iterdir()] == ["models"]


def test_a_suite_is_run_once_and_its_gates_decide(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(SUITES)
    pytester.makefile(".yaml", own="")
    result = run_pytest(pytester)
    result.assert_outcomes(passed=3, failed=1, errors=3)
    shown = parts_of(result)
    assert shown["test_gate"][0] == "suite refunds: the gates do not hold"
    assert shown["test_gate"][1].startswith("balanced: answered_rate must be at most 0.5; it is 100.0%")
    for test, said in (
        ("test_missing", "there is no suite 'none'"),
        ("test_nameless", "plumbline_suite takes the name or the path of one suite"),
        ("test_unmarked", "plumbline_run needs @pytest.mark.plumbline_suite(…)"),
    ):
        (line,) = shown[test]
        assert line.endswith(f"::{test}: {said}")


def test_an_embedding_graph_that_the_data_folder_has_is_not_built_again(
    graphs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").symlink_to(graphs)
    monkeypatch.setenv("PLUMBLINE_DATA_DIR", str(tmp_path))
    open_verifier.cache_clear()
    before = sorted(graphs.rglob("*"))
    assert_grounded("Refunds take 14 days.", ["Refunds take 14 days."])
    verifier = open_verifier()
    open_verifier.cache_clear()
    assert isinstance(verifier, LocalVerifier)
    assert verifier.parts.folder.graphs.resolve() == graphs.resolve()
    assert sorted(graphs.rglob("*")) == before


class TestAProjectThatDoesNotUseIt:
    def test_pays_nothing(self) -> None:
        heavy = {"numpy", "torch", "onnxruntime", "spacy", "pydantic", "chromadb", "sqlalchemy", "verify"}
        code = (
            "import sys, pytest; before = set(sys.modules); import api.pytest_plugin; "
            f"print([name for name in set(sys.modules) - before if name.split('.')[0] in {heavy}])"
        )
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
        assert done.stdout.strip() == "[]"

    def test_may_have_a_package_called_api(self, pytester: pytest.Pytester) -> None:
        pytester.mkpydir("api").joinpath("views.py").write_text("ANSWER = 42", encoding="utf-8")
        pytester.makepyfile(
            """
            import pytest
            from api.views import ANSWER

            def test_own():
                assert ANSWER == 42

            @pytest.mark.plumbline_suite("samples")
            def test_suite(): ...
            """
        )
        site = pytester.mkdir("site")
        shutil.copy(pytest_plugin.__file__, site / "plumbline_pytest.py")
        result = run_pytest(pytester, pytester.path, site, plugin="plumbline_pytest")
        result.assert_outcomes(passed=1, errors=1)
        result.stdout.fnmatch_lines(
            ["*a package of this project hides one of Plumbline's: No module named 'api.*"]
        )

    def test_is_given_the_plug_in_under_a_name_of_its_own(self) -> None:
        project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
        included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
        module = project["project"]["entry-points"]["pytest11"]["plumbline"]
        assert included == {"api/pytest_plugin.py": f"{module}.py"}
