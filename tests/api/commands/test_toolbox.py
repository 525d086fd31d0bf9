import pytest

from api.client import ServiceClient
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.api.commands.conftest import Run
from tests.api.fakes import FakeBackend


@pytest.mark.parametrize("configured", [True, False])
def test_an_address_given_or_configured_leads_to_the_service(
    configured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if configured:
        monkeypatch.setenv("PLUMBLINE_URL", "http://127.0.0.1:9")
    url = None if configured else "http://127.0.0.1:9"
    with Toolbox().open_backend(url=url, key=None) as backend:
        assert isinstance(backend, ServiceClient)


def test_without_an_address_the_data_folder_answers(run: Run, backend: FakeBackend) -> None:
    assert run("ask", "How long?").exit_code == 0
    assert len(backend.asked) == 1


def test_settings_that_do_not_hold_stop_the_command_before_anything_is_opened(
    run: Run, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_TOPK", "3")
    result = run("ask", "How long?")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: PLUMBLINE_TOPK is not a setting")
    assert backend.asked == []
    assert not Settings().data_dir.exists()
