import pytest
import torch

from eval.training.tagger.examples import make_example, read_texts
from eval.training.tagger.network import Tagger
from eval.training.tagger.train import SOURCES_PER_STEP, loss_of, rate_at, score, train
from retrieval.embedder import Embedder
from retrieval.embeddings import PACKAGED_MODEL, locate_model
from tests.eval.training.tagger.sources import make_one_source


@pytest.mark.integration
def test_training_learns_which_claim_is_invented(embedder: Embedder) -> None:
    torch.manual_seed(1)
    source = make_one_source()
    texts = read_texts(embedder, source.texts(), lambda _done, _total: None)
    tagger = Tagger(locate_model(PACKAGED_MODEL)).eval()
    example = make_example(source, texts)
    assert example is not None
    before = loss_of(tagger, example).item()

    epochs = list(train(tagger, [source] * SOURCES_PER_STEP, texts, epochs=12))

    assert epochs == list(range(1, 13))
    assert loss_of(tagger, example).item() < 0.7 * before
    odds = [one.whole for one in score(tagger, example)]
    assert max(odds) == odds[4]


def test_the_rate_rises_and_then_falls_to_nothing() -> None:
    rates = [rate_at(progress / 100) for progress in range(101)]

    assert rates[0] == 0
    assert rates.index(max(rates)) == 6
    assert rates[-1] == 0
    assert rates[6:] == sorted(rates[6:], reverse=True)
