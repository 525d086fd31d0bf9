"""The detectors here are made on the spot: tiny models with random weights, saved as any other model is."""

import json
from pathlib import Path

import pytest
import torch
import transformers

from verify.errors import JudgeModelError
from verify.grounding.local_judge import LocalJudge

# These load torch and transformers.
pytestmark = pytest.mark.integration

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "basic",
    "plan",
    "costs",
    "30",
    "dollars",
    "users",
]
CLAIM, CONTEXTS, QUESTION = "the basic plan costs 30 dollars", ["the plan costs 30 dollars"], "what costs"


def make_model(folder: Path, kind: str, labels: list[str]) -> Path:
    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    getattr(transformers, kind)(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("BertForSequenceClassification", ["supported"]),
        ("BertForSequenceClassification", ["hallucinated", "consistent"]),
        ("BertForSequenceClassification", ["entailment", "neutral", "contradiction"]),
        ("BertForTokenClassification", ["supported", "hallucinated"]),
    ],
)
def test_models_of_each_shape_give_a_probability_that_depends_on_the_evidence(
    tmp_path: Path, kind: str, labels: list[str]
) -> None:
    judge = LocalJudge(make_model(tmp_path, kind, labels))
    found = judge.judge(CLAIM, CONTEXTS, QUESTION)

    assert found is not None
    assert 0 < found < 1
    assert found == judge.judge(CLAIM, CONTEXTS, QUESTION)
    assert found != judge.judge(CLAIM, ["users"], QUESTION)


def test_the_class_named_after_support_is_the_one_that_counts(tmp_path: Path) -> None:
    folder = make_model(tmp_path, "BertForSequenceClassification", ["not_supported", "supported"])
    before = LocalJudge(folder).judge(CLAIM, CONTEXTS, "")
    config = json.loads((folder / "config.json").read_text())
    config["id2label"] = {"0": "supported", "1": "not_supported"}
    (folder / "config.json").write_text(json.dumps(config))
    after = LocalJudge(folder).judge(CLAIM, CONTEXTS, "")

    assert before is not None
    assert after is not None
    assert before == pytest.approx(1 - after, abs=1e-6)


def test_evidence_beyond_the_window_is_cut_and_the_claim_is_not(tmp_path: Path) -> None:
    judge = LocalJudge(make_model(tmp_path, "BertForTokenClassification", ["supported", "hallucinated"]))

    long, longer = (judge.judge(CLAIM, ["the plan " * times], "") for times in (100, 500))
    assert long == longer
    assert long != judge.judge("the basic plan costs users", ["the plan " * 100], "")


def test_a_claim_that_leaves_no_room_for_evidence_gets_no_opinion(tmp_path: Path) -> None:
    judge = LocalJudge(make_model(tmp_path, "BertForSequenceClassification", ["supported"]))

    assert judge.judge("the plan " * 200, CONTEXTS, QUESTION) is None
    assert judge.judge("the plan " * 8, ["the plan " * 200], QUESTION) is not None


@pytest.mark.parametrize(
    ("kind", "labels", "message"),
    [
        ("BertForSequenceClassification", ["red", "blue"], "which class"),
        ("BertForSequenceClassification", ["supported", "consistent"], "which class"),
        ("BertForTokenClassification", ["a", "b", "c"], "3 classes, not two"),
        ("BertForMaskedLM", ["a", "b"], "neither tokens nor sequences: BertForMaskedLM"),
    ],
)
def test_a_model_that_cannot_judge_is_refused_with_the_reason(
    tmp_path: Path, kind: str, labels: list[str], message: str
) -> None:
    with pytest.raises(JudgeModelError, match=message):
        LocalJudge(make_model(tmp_path, kind, labels))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JudgeModelError, match=f"cannot load the model in {tmp_path}"):
        LocalJudge(tmp_path)
