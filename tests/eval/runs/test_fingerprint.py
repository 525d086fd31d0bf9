from pathlib import Path

import pytest

from eval.runs.fingerprint import take_fingerprints
from eval.workspace import RoomSettings
from tests.eval.runs.outcomes import make_run
from verify.settings import VerifySettings


def test_what_a_calibration_holds_is_part_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def configuration() -> str:
        settings = RoomSettings(verify=VerifySettings(calibration=Path("calibration.json")))
        return take_fingerprints(make_run([]).suite, [], corpus="", settings=settings).configuration

    # Named without a folder, as somebody would who has just written it.
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "calibration.json"
    file.write_text("{}", encoding="utf-8")
    before = configuration()
    assert configuration() == before
    file.write_text('{"version": 1}', encoding="utf-8")
    assert configuration() != before
