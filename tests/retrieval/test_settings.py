import pytest
from pydantic import ValidationError

from retrieval.settings import RetrievalSettings


def test_the_defaults_are_the_packaged_model_on_the_fast_runtime() -> None:
    settings = RetrievalSettings()

    assert (settings.embedding_model, settings.runtime) == ("all-MiniLM-L6-v2", "onnxruntime")
    assert settings.top_k <= settings.candidates


@pytest.mark.parametrize(
    "wrong", [{"top_k": 0}, {"top_k": 101}, {"candidates": 0}, {"runtime": "gpu"}, {"topk": 5}]
)
def test_a_setting_out_of_range_or_unknown_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RetrievalSettings.model_validate(wrong)
