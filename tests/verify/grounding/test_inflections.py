import pytest

from verify.grounding.inflections import plain_form


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("taken", "take"),
        ("bought", "buy"),
        ("children", "child"),
        ("labour", "labor"),
        ("neighbours", "neighbors"),
        ("organised", "organized"),
        ("analyse", "analyze"),
        ("centres", "centers"),
        ("hour", "hour"),
        ("advise", "advise"),
        ("raised", "raised"),
    ],
)
def test_brings_irregular_and_british_forms_to_one(word: str, plain: str) -> None:
    assert plain_form(word) == plain
