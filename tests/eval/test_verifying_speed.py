from pathlib import Path

import pytest

from eval.verifier.rows import LabelledAnswer
from eval.verifying_speed import Garage, measure_verifying
from tests.eval.verifier.judged import SOUND, WRONG, make_labelled
from tests.fakes import FakeEmbedder
from tests.verify.grounding.tagging.weights import write_weights
from verify.grounding.tagging.tagger import Tagger
from verify.nlp import EntityFinder

# The built-in rules load spaCy's tokenizer.
pytestmark = pytest.mark.integration


class CountingTagger(Tagger):
    opened = 0


def open_tagger(file: Path) -> Tagger:
    CountingTagger.opened += 1
    return CountingTagger(file)


def test_each_answer_is_timed_in_all_four_ways_with_nothing_left_over_from_another(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    file = write_weights(tmp_path, base=embedder.fingerprint, width=64)
    garage = Garage(embedder, EntityFinder(), lambda: open_tagger(file))
    answers: list[LabelledAnswer] = [make_labelled("a"), make_labelled("b", answer=f"{SOUND} {WRONG}")]

    figures = measure_verifying(garage, answers)

    assert len({figure.name for figure in figures}) == 4
    assert all(figure.whole and figure.whole.sample == 2 and figure.whole.value > 0 for figure in figures)
    assert all(figure.target for figure in figures)
    # Two of the four ways use a tagger, a new one for each answer.
    assert CountingTagger.opened == 4
    # Four ways, and each reads the contexts anew: nothing was remembered.
    assert embedder.embedded.count(answers[0].contexts[0].split(". ")[0] + ".") >= 4
