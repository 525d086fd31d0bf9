"""Writes `docs/settings.md` from the settings: `python -m api.settings_page`; a test compares them."""

from pathlib import Path

from api.settings import Settings
from api.settings_variables import Variable, list_variables

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
INTRODUCTION = """\
# Settings

Set these in the environment, or in a `.env` file in the folder you run `plumbline` in; the environment wins.
A name that starts with `PLUMBLINE_` and is not listed here is an error, and so is a value that does not fit.
`python -m api.settings_page` writes this page.

`OPENAI_API_KEY` is read when `PLUMBLINE_ANSWER__API_KEY` is not set.

| name | default | meaning |
|---|---|---|
"""


def settings_page() -> str:
    return INTRODUCTION + "".join(_row(variable) for variable in list_variables(Settings))


def _row(variable: Variable) -> str:
    secret = " (secret)" if variable.secret else ""
    default = variable.default if variable.default == "none" else f"`{variable.default}`"
    return f"| `{variable.name}` | {default} | {variable.meaning}{secret} |\n"


if __name__ == "__main__":
    PAGE.write_text(settings_page(), encoding="utf-8")
