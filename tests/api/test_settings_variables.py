from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from api.settings_variables import Variable, list_variables


class _Inner(BaseModel):
    top_k: Annotated[int, Field(description="how many")] = 3
    key: SecretStr | None = None


class _Root(BaseModel):
    on: bool = False
    inner: _Inner = _Inner()


def test_each_setting_of_each_section_has_a_variable() -> None:
    assert list_variables(_Root) == [
        Variable("PLUMBLINE_ON", "false", "", secret=False),
        Variable("PLUMBLINE_INNER__TOP_K", "3", "how many", secret=False),
        Variable("PLUMBLINE_INNER__KEY", "none", "", secret=True),
    ]
