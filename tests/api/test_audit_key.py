import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from answer.errors import RecorderError
from api.audit_key import make_audit_key, read_audit_key

CONFIGURED = SecretStr("k" * 32)


def test_a_saved_key_is_read_back_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "audit.key"
    key = make_audit_key(None)
    key.save(file, configured=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_audit_key(None, file).hash("a", "b") == key.hash("a", "b")


def test_every_random_key_is_another() -> None:
    assert make_audit_key(None).hash("question", "same") != make_audit_key(None).hash("question", "same")


def test_equal_texts_have_different_hashes_for_different_purposes() -> None:
    key = make_audit_key(CONFIGURED)
    assert key.hash("question", "same") != key.hash("answer", "same")
    assert key.hash("question", "same") == make_audit_key(CONFIGURED).hash("question", "same")


def test_a_configured_key_is_never_written(tmp_path: Path) -> None:
    make_audit_key(CONFIGURED).save(tmp_path / "audit.key", configured=True)
    assert "k" not in (tmp_path / "audit.key").read_text()
    with pytest.raises(RecorderError, match="PLUMBLINE_API__AUDIT_KEY"):
        read_audit_key(None, tmp_path / "audit.key")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    make_audit_key(None).save(tmp_path / "audit.key", configured=False)
    with pytest.raises(RecorderError, match="cannot be written"):
        make_audit_key(None).save(tmp_path / "audit.key", configured=False)


@pytest.mark.parametrize("content", ["", "zz", "abcd"])
def test_a_damaged_key_file_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "audit.key").write_text(content)
    with pytest.raises(RecorderError, match="audit key"):
        read_audit_key(None, tmp_path / "audit.key")
