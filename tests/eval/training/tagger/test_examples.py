import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.training.tagger.examples import Example, choose_context, make_example, make_source, read_texts
from tests.eval.training.tagger.sources import CONTEXTS, INVENTED, make_answer, make_one_source
from tests.fakes import FakeEmbedder

SOURCE = make_one_source()
TEXTS = read_texts(FakeEmbedder(), SOURCE.texts(), lambda _done, _total: None)


def example(without: int | None = None) -> Example:
    made = make_example(SOURCE, TEXTS, without=without)
    assert made is not None
    return made


def labels(made: Example) -> list[bool | None]:
    return [target.unsupported for target in made.targets]


def marked_words(made: Example, number: int) -> Sequence[str]:
    target = made.targets[number]
    spans = TEXTS[target.claim.text].spans
    return [
        target.claim.text[slice(*span)] for span, label in zip(spans, target.tokens, strict=True) if label
    ]


def test_claims_and_words_are_labelled_by_the_marked_spans() -> None:
    made = example()

    assert labels(made) == [False, False, False, False, True, False]
    assert marked_words(made, 4) == INVENTED.split()
    assert not marked_words(made, 0)


def test_states_hold_the_evidence_and_then_every_row() -> None:
    made = example()

    assert len(made.batch.rows) == 2
    rows = sum(len(row.kinds) for row in made.batch.rows)
    assert len(made.batch.states) == made.batch.evidence + rows
    for target in made.targets:
        own = made.batch.states[made.batch.evidence + target.first : made.batch.evidence + target.last]
        assert (own.half().numpy() == TEXTS[target.claim.text].middle).all()


def test_without_a_context_what_it_carried_is_unsupported() -> None:
    support = sorted(CONTEXTS).index(CONTEXTS[1])
    made = example(without=support)

    assert made.targets[2].claim.text == "Support answers within a day."
    assert labels(made)[:3] == [False, False, True]
    assert set(marked_words(made, 2)) == {"Support", "answers", "within", "day"}
    # What people marked stays as they marked it.
    assert marked_words(made, 4) == INVENTED.split()


def test_a_claim_that_is_half_left_teaches_nothing() -> None:
    source = make_source("s", [make_answer("1", "The Basic plan has 5 users and support answers.")])
    texts = read_texts(FakeEmbedder(), source.texts(), lambda _done, _total: None)
    made = make_example(source, texts, without=sorted(CONTEXTS).index(CONTEXTS[1]))

    assert made is not None
    assert labels(made) == [None]


def test_a_context_is_left_out_in_the_share_of_cases_asked_for_and_one_always_stays() -> None:
    chance = random.Random(1)
    chosen = [choose_context(SOURCE, chance, 0.3) for _ in range(1_000)]

    assert {number for number in chosen if number is not None} == {0, 1}
    assert sum(number is not None for number in chosen) == pytest.approx(300, abs=60)
    assert choose_context(replace(SOURCE, contexts=SOURCE.contexts[:1]), chance, 1.0) is None
