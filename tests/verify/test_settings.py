import pytest
from pydantic import ValidationError

from verify.grounding.verdict import OperatingPoint
from verify.settings import VerifySettings


def test_the_defaults_need_nothing_installed() -> None:
    assert VerifySettings().spacy_model is None
    assert VerifySettings().operating_point is OperatingPoint.BALANCED


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValidationError):
        VerifySettings.model_validate({"spacy_modle": "en_core_web_sm"})


def test_every_setting_is_described() -> None:
    assert all(field.description for field in VerifySettings.model_fields.values())
