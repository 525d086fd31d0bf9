import pytest
import typer
from typer.testing import CliRunner

from api.cli_errors import CommandGroup
from api.errors import ERROR_KINDS, ServiceError, SettingsError


def _app(error: BaseException) -> typer.Typer:
    app = typer.Typer(cls=CommandGroup)

    @app.callback()
    def root() -> None:
        """Make it a group."""

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize("kind", [kind for kind in ERROR_KINDS if kind is not ServiceError])
def test_every_domain_error_is_one_line_and_the_exit_code_of_the_table(kind: type[Exception]) -> None:
    result = CliRunner().invoke(_app(kind("what happened")), ["fail"])
    assert result.stderr == "error: what happened\n"
    assert result.stdout == ""
    assert result.exit_code == ERROR_KINDS[kind].exit_code


def test_several_problems_are_several_lines() -> None:
    result = CliRunner().invoke(_app(SettingsError("one\ntwo")), ["fail"])
    assert result.stderr == "error: one\nerror: two\n"


def test_ctrl_c_ends_with_130_and_no_trace() -> None:
    result = CliRunner().invoke(_app(KeyboardInterrupt()), ["fail"])
    assert result.exit_code == 130
    assert "Traceback" not in result.output


def test_a_bug_is_not_dressed_up_as_a_mistake_of_the_user() -> None:
    result = CliRunner().invoke(_app(ValueError("bug")), ["fail"])
    assert isinstance(result.exception, ValueError)
