from pathlib import Path

import pytest
from pydantic import ValidationError

from api.errors import SettingsError
from api.settings import Settings, load_settings


def test_defaults_need_no_environment() -> None:
    settings = load_settings()
    assert settings.data_dir == Path(".plumbline")
    assert settings.retrieval.top_k == 8
    assert settings.answer.api_key is None
    assert settings.api.host == "127.0.0.1"


def test_the_environment_sets_every_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA_DIR", "/srv/plumbline")
    monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOP_K", "3")
    monkeypatch.setenv("PLUMBLINE_INGEST__CHUNK_TOKENS", "100")
    monkeypatch.setenv("PLUMBLINE_VERIFY__OPERATING_POINT", "strict")
    monkeypatch.setenv("PLUMBLINE_ANSWER__CHAT_MODEL", "gpt-test")
    monkeypatch.setenv("PLUMBLINE_API__AUDIT_TEXT", "true")
    settings = load_settings()
    assert settings.data_dir == Path("/srv/plumbline")
    assert settings.retrieval.top_k == 3
    assert settings.ingest.chunk_tokens == 100
    assert settings.verify.operating_point == "strict"
    assert settings.answer.chat_model == "gpt-test"
    assert settings.api.audit_text


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOP_K", "")
    assert load_settings().retrieval.top_k == 8


def test_a_dotenv_file_is_read_and_names_of_others_in_it_are_left_alone() -> None:
    Path(".env").write_text("PLUMBLINE_RETRIEVAL__TOP_K=5\nPOSTGRES_USER=me\n")
    assert load_settings().retrieval.top_k == 5


def test_the_environment_wins_over_the_dotenv_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PLUMBLINE_RETRIEVAL__TOP_K=5\n")
    monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOP_K", "6")
    assert load_settings().retrieval.top_k == 6


def test_a_dotenv_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()


@pytest.mark.parametrize("origin", ["environment", "file"])
def test_the_openai_key_fills_the_chat_models_key(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if origin == "file":
        Path(".env").write_text("OPENAI_API_KEY=sk-real-enough\n")
    else:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-real-enough")
    key = load_settings().answer.api_key
    assert key is not None
    assert key.get_secret_value() == "sk-real-enough"


def test_our_own_name_for_the_key_wins_over_openais(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    monkeypatch.setenv("PLUMBLINE_ANSWER__API_KEY", "sk-ours")
    key = load_settings().answer.api_key
    assert key is not None
    assert key.get_secret_value() == "sk-ours"


@pytest.mark.parametrize("origin", ["environment", "file"])
def test_an_unknown_name_is_an_error_that_suggests_the_nearest(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if origin == "file":
        Path(".env").write_text("PLUMBLINE_RETRIEVAL__TOPK=5\n")
    else:
        monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOPK", "5")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == (
        "PLUMBLINE_RETRIEVAL__TOPK is not a setting: did you mean PLUMBLINE_RETRIEVAL__TOP_K?"
    )


def test_every_bad_value_has_a_line_with_its_name_value_and_what_is_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOP_K", "0")
    monkeypatch.setenv("PLUMBLINE_VERIFY__OPERATING_POINT", "lax")
    monkeypatch.setenv("PLUMBLINE_INGEST__OVERLAP_TOKENS", "150")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value).splitlines() == [
        "PLUMBLINE_RETRIEVAL__TOP_K is '0': Input should be greater than or equal to 1",
        "PLUMBLINE_INGEST__*: overlap_tokens must be at most half of chunk_tokens",
        "PLUMBLINE_VERIFY__OPERATING_POINT is 'lax': Input should be 'strict', 'balanced' or 'lenient'",
    ]


def test_a_bad_secret_is_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_API__AUDIT_KEY", "too-short-to-use")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == "PLUMBLINE_API__AUDIT_KEY is not valid: at least 32 characters"
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("value", ["changeme", "sk-...", "<your key>", "YOUR-API-KEY"])
@pytest.mark.parametrize("name", ["PLUMBLINE_ANSWER__API_KEY", "OPENAI_API_KEY", "PLUMBLINE_API__AUDIT_KEY"])
def test_placeholder_secrets_are_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == f"{name} holds a placeholder, not a real secret: set it or unset it"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().data_dir = Path("elsewhere")  # type: ignore[misc]  # what must not work
