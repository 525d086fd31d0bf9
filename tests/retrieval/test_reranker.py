"""The cross-encoders here are made on the spot: tiny models with random weights, saved as any other is."""

from pathlib import Path

import pytest
import torch
import transformers

from retrieval.errors import RerankerModelError
from retrieval.reranker import CrossEncoderReranker

# These load torch and sentence-transformers.
pytestmark = pytest.mark.integration

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "basic", "plan", "costs", "30", "dollars"]
TEXTS = ["the plan costs 30 dollars", "basic", "the plan " * 40, "", "\ud800 plan"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_cross_encoder(tmp_path, labels=1)


def make_cross_encoder(folder: Path, *, labels: int) -> Path:
    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
        id2label={number: f"label {number}" for number in range(labels)},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_a_score_is_the_same_in_any_company(folder: Path) -> None:
    reranker = CrossEncoderReranker(folder)
    together = reranker.score("what costs", TEXTS)

    assert together == [reranker.score("what costs", [text])[0] for text in TEXTS]
    assert together[::-1] == reranker.score("what costs", TEXTS[::-1])
    assert together == CrossEncoderReranker(folder).score("what costs", TEXTS)
    assert len(set(together)) > 1


def test_the_query_matters(folder: Path) -> None:
    reranker = CrossEncoderReranker(folder)

    assert reranker.score("what costs", TEXTS[:1]) != reranker.score("basic", TEXTS[:1])
    assert reranker.score("basic", []) == []


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerModelError, match="no reranker at"):
        CrossEncoderReranker(tmp_path)


def test_a_damaged_model_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"nothing")

    with pytest.raises(RerankerModelError, match="cannot load the reranker"):
        CrossEncoderReranker(folder)


def test_a_model_with_several_outputs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerModelError, match="has 3 outputs"):
        CrossEncoderReranker(make_cross_encoder(tmp_path, labels=3))
