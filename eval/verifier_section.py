"""The verifier's part of the benchmark: written contradictions, and the time that one answer takes."""

from pathlib import Path

from eval import targets
from eval.contradictions import Accuracy, measure_contradictions, read_pairs
from eval.quality_run import Bench
from eval.report import Figure, Measure, Section, Unit
from eval.verifier.rows import Fold, LabelledAnswer, Selection, read_answers
from eval.verifying_speed import Garage, measure_verifying
from verify.grounding.tagging.tagger import open_tagger
from verify.nlp import EntityFinder

ANSWERS = Path("ragtruth") / "qa_train.jsonl.gz"
TIMED_ANSWERS = 40


def measure_verifier(bench: Bench, data: Path | None) -> Section:
    """Measure the verifier that the settings make; times need public answers, which cannot be shipped."""
    bench.on_step("judge contradictions", 0, 2)
    with bench.workspace("verifier") as workspace:
        parts = workspace.parts
        report = measure_contradictions(parts.verifier, read_pairs())
        figures = [_accuracy("hand-written pairs judged right", report.whole.right, report.held_out.right)]
        bench.on_step("time verifying", 1, 2)
        file = data / ANSWERS if data else None
        if file is None or not file.is_file():
            return Section("Verifier", tuple(figures), ("times not measured: set PLUMBLINE_BENCH_DATA",))
        garage = Garage(
            parts.embedder,
            EntityFinder(parts.verify.spacy_model),
            # A new one each time, because a tagger remembers the evidence that it has read.
            lambda: open_tagger(parts.embedder.fingerprint) if parts.verify.tagger else None,
        )
        figures += measure_verifying(garage, choose_answers(file))
    bench.on_step("time verifying", 2, 2)
    return Section("Verifier", tuple(figures), (f"times over {TIMED_ANSWERS} answers to public questions",))


def choose_answers(file: Path) -> list[LabelledAnswer]:
    """Return one answer of each source, so that no evidence was seen before."""
    rows = read_answers(file, Selection(Fold.VALIDATION))
    of_sources = {row.source: row for row in rows if row.is_sound}
    return list(of_sources.values())[:TIMED_ANSWERS]


def _accuracy(name: str, whole: Accuracy, held_out: Accuracy) -> Figure:
    return Figure(name, Unit.SHARE, _measure(whole), _measure(held_out), target=targets.PAIRS_RIGHT)


def _measure(accuracy: Accuracy) -> Measure:
    low, high = accuracy.interval or (None, None)
    return Measure(accuracy.share or 0.0, accuracy.total, low, high)
