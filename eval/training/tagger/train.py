"""Trains the tagger: `python -m eval.training.tagger.train --data DIR --out DIR`.

Give it all cores: with anything else running, its threads wait for each other and it is many times slower.
The validation fold is never read, and the fold of `--held` is left for the calibration.
"""

import argparse
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import torch
from torch import Tensor, nn

from eval.metrics import auroc
from eval.training.folds import HELD_FOLD, SETS
from eval.training.tagger.examples import (
    Example,
    LabelledClaim,
    Source,
    Texts,
    choose_context,
    make_example,
    read_sources,
    read_texts,
)
from eval.training.tagger.network import Tagger
from eval.verifier.rows import Models
from retrieval.embeddings import PACKAGED_MODEL, locate_model, open_embedder
from retrieval.settings import RetrievalSettings

SEED = 20261125
EPOCHS = 8
# Sources per step; a source has four answers on average.
SOURCES_PER_STEP = 4
ENCODER_RATE = 1.5e-4
HEAD_RATE = 1e-3
WARM_UP = 0.06
# The share of sources that lose a context, so that claims on its matter become unsupported.
WITHOUT_SHARE = 0.3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClaimScore:
    """Log odds that a claim is unsupported: of the whole, and of each of its word pieces."""

    claim: LabelledClaim
    whole: float
    tokens: tuple[float, ...]


def train(tagger: Tagger, sources: Sequence[Source], texts: Texts, *, epochs: int) -> Iterator[int]:
    """Train, and yield the number of each epoch that is done."""
    chance = random.Random(SEED)
    optimiser = make_optimiser(tagger)
    steps = epochs * (len(sources) // SOURCES_PER_STEP)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step / steps))
    watch = _Watch(steps)
    for epoch in range(1, epochs + 1):
        tagger.train()
        for chosen in _groups(chance.sample(sources, len(sources))):
            optimiser.zero_grad()
            for source in chosen:
                without = choose_context(source, chance, WITHOUT_SHARE)
                if (example := make_example(source, texts, without=without)) is not None:
                    loss = loss_of(tagger, example) / len(chosen)
                    loss.backward()  # type: ignore[no-untyped-call]
                    watch.see(loss.item(), len(example.batch.states))
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            watch.step()
        tagger.eval()
        yield epoch


def _groups(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    for start in range(0, len(sources) - SOURCES_PER_STEP + 1, SOURCES_PER_STEP):
        yield sources[start : start + SOURCES_PER_STEP]


class _Watch:
    """Logs how the training goes."""

    def __init__(self, steps: int) -> None:
        self._steps, self._done, self._pieces, self._loss, self._mean = steps, 0, 0, 0.0, 0.0
        self._started = time.monotonic()

    def see(self, loss: float, pieces: int) -> None:
        self._loss += loss
        self._pieces += pieces

    def step(self) -> None:
        self._mean = 0.98 * self._mean + 0.02 * self._loss if self._done else self._loss
        self._loss = 0.0
        self._done += 1
        if self._done % 20 == 0:
            spent = time.monotonic() - self._started
            log.info(
                "step %d of %d: loss %.3f, %.0f word pieces/s, %.0f s",
                self._done, self._steps, self._mean, self._pieces / spent, spent,
            )  # fmt: skip


def make_optimiser(tagger: Tagger) -> torch.optim.AdamW:
    new = [
        parameter
        for part in (tagger.token_head, tagger.claim_head, tagger.kinds, tagger.groups)
        for parameter in part.parameters()
    ]
    old = list(tagger.layers.parameters())
    return torch.optim.AdamW(
        [{"params": old, "lr": ENCODER_RATE}, {"params": new, "lr": HEAD_RATE}], weight_decay=0.01
    )


def rate_at(progress: float) -> float:
    return min(progress / WARM_UP, max(0.0, (1 - progress) / (1 - WARM_UP)))


def loss_of(tagger: Tagger, example: Example) -> Tensor:
    states, tokens = tagger(example.batch)
    learned = [target for target in example.targets if target.unsupported is not None]
    if not learned:
        nothing: Tensor = tokens.sum() * 0
        return nothing
    entropy = nn.functional.binary_cross_entropy_with_logits
    token_labels = torch.tensor([label for target in learned for label in target.tokens])
    claim_labels = torch.tensor([float(bool(target.unsupported)) for target in learned])
    token_logits = torch.cat([tokens[target.first : target.last] for target in learned])
    claim_logits = torch.stack([tagger.judge_claim(states[one.first : one.last]) for one in learned])
    total: Tensor = entropy(token_logits, token_labels) + entropy(claim_logits, claim_labels)
    return total


@torch.no_grad()
def score(tagger: Tagger, example: Example) -> Iterator[ClaimScore]:
    states, tokens = tagger(example.batch)
    for target in example.targets:
        inside = slice(target.first, target.last)
        yield ClaimScore(
            target.claim, tagger.judge_claim(states[inside]).item(), tuple(tokens[inside].tolist())
        )


def measure(tagger: Tagger, sources: Sequence[Source], texts: Texts) -> None:
    """Log AUROC of claims and answers, open models' answers only, per task."""
    for task in sorted({source.task for source in sources}):
        claims: list[tuple[bool, float]] = []
        worst: dict[str, tuple[bool, float]] = {}
        for source in sources:
            example = make_example(source, texts) if source.task == task else None
            for one in score(tagger, example) if example else ():
                answer = one.claim.answer
                if Models.OPEN.holds(answer.model):
                    claims.append((answer.is_marked(*one.claim.span), one.whole))
                    before = worst.get(answer.id, (False, -99.0))[1]
                    worst[answer.id] = (answer.hallucinated, max(before, one.whole))
        answers = list(worst.values())
        log.info("%s: claims %.3f answers %.3f of %d", task, _auroc(claims), _auroc(answers), len(answers))


def _auroc(scored: Sequence[tuple[bool, float]]) -> float:
    return auroc([value for label, value in scored if label], [value for label, value in scored if not label])


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the tagger of the grounding verifier.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--graphs", type=Path, default=Path(gettempdir()) / "graphs", help="exported model")
    parser.add_argument("--held", type=int, default=HELD_FOLD, help="fold that is only measured on")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    parser.add_argument("--limit", type=int, default=None, help="only so many sources, to try it out")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(SEED)
    sources = read_sources(options.data, options.sets)
    learned = [source for source in sources if source.fold != options.held][: options.limit]
    held = [source for source in sources if source.fold == options.held][: options.limit]
    log.info("%d sources, %d answers", len(learned), sum(len(source.answers) for source in learned))
    embedder = open_embedder(RetrievalSettings(), graphs=options.graphs)
    texts = read_texts(embedder, (text for one in [*learned, *held] for text in one.texts()), _show_progress)
    tagger = Tagger(locate_model(PACKAGED_MODEL))
    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in train(tagger, learned, texts, epochs=options.epochs):
        save(tagger, embedder.fingerprint, options.out / "tagger.pt")
        log.info("epoch %d", epoch)
        measure(tagger, held, texts)


def save(tagger: Tagger, base: str, file: Path) -> None:
    """Write the weights with what `export` must know besides."""
    about = {"base": base, "heads": tagger.heads, "epsilon": tagger.epsilon}
    torch.save({"state": tagger.state_dict(), **about}, file)


def _show_progress(done: int, total: int) -> None:
    if done % 2560 == 0 or done == total:
        log.info("read %d of %d texts", done, total)


if __name__ == "__main__":
    main()
