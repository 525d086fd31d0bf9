import pytest
from pydantic import BaseModel, SecretStr

from api.settings_check import find_placeholders, find_unknown_names


class _Root(BaseModel):
    top_k: int = 1
    key: SecretStr | None = None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PLUMBLINE_TOP_K", []),
        ("HOME", []),
        ("PLUMBLINE_TOPK", ["PLUMBLINE_TOPK is not a setting: did you mean PLUMBLINE_TOP_K?"]),
        ("PLUMBLINE_ZZZZZZZZZZZZ", ["PLUMBLINE_ZZZZZZZZZZZZ is not a setting (docs/settings.md lists them)"]),
    ],
)
def test_unknown_names_are_found_and_the_nearest_known_one_is_named(name: str, expected: list[str]) -> None:
    assert find_unknown_names({name: "1"}, _Root) == expected


@pytest.mark.parametrize(
    ("value", "found"),
    [("changeme", True), (" ChangeMe ", True), ("sk-…", True), ("sk-7f3kq0", False), ("", False)],
)
def test_only_an_examples_text_is_a_placeholder(value: str, found: bool) -> None:
    assert bool(find_placeholders({"PLUMBLINE_KEY": value}, _Root, also=())) is found


def test_names_that_hold_no_secret_may_say_anything() -> None:
    assert find_placeholders({"PLUMBLINE_TOP_K": "changeme"}, _Root, also=()) == []
