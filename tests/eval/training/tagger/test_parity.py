"""The tagger that ships computes what the library that trains it does, from text to odds."""

from pathlib import Path

import pytest
import torch

from eval.training.tagger import network
from eval.training.tagger.examples import make_example, read_texts
from eval.training.tagger.export import name_arrays
from eval.training.tagger.train import score
from retrieval.embedder import Embedder
from retrieval.embeddings import PACKAGED_MODEL, locate_model
from tests.eval.training.tagger.sources import make_one_source
from verify.grounding.tagging.tagger import Tagger
from verify.grounding.tagging.weights import save_weights

pytestmark = pytest.mark.integration


def test_what_ships_computes_what_was_trained(embedder: Embedder, tmp_path: Path) -> None:
    torch.manual_seed(1)
    trained = network.Tagger(locate_model(PACKAGED_MODEL)).eval()
    source = make_one_source()
    texts = read_texts(embedder, source.texts(), lambda _done, _total: None)
    example = make_example(source, texts)
    assert example is not None
    wanted = list(score(trained, example))

    file = tmp_path / "tagger.npz"
    arrays = name_arrays(trained.state_dict())
    save_weights(file, arrays, base="m", heads=trained.heads, epsilon=trained.epsilon)
    shipped = Tagger(file)
    evidence = shipped.read([texts[text] for sentences in source.contexts for text in sentences])
    found = [
        tags
        for claims in source.answers
        for tags in shipped.tag(texts[source.question], [texts[claim.text] for claim in claims], evidence)
    ]

    assert len(found) == len(wanted) == 6
    for ours, theirs in zip(found, wanted, strict=True):
        assert ours is not None
        assert ours.whole == pytest.approx(theirs.whole, abs=0.05)
        assert ours.pieces == pytest.approx(theirs.tokens, abs=0.1)
    # Both answers open with the same claim.
    assert len({round(one.whole, 3) for one in wanted}) == 5
