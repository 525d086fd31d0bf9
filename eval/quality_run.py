"""Indexes a set of documents in a folder of its own and asks its cases: one section of the report."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from eval.case import Case
from eval.case_result import CaseResult
from eval.datasets.dataset import write_documents
from eval.datasets.public_sets import READERS, PublicSet, draw_cases
from eval.datasets.samples import read_samples
from eval.lookup import StoredLookup
from eval.quality import build_public_figures, build_sample_figures
from eval.report import Figure, Section
from eval.runner import Runner
from eval.verbatim import SourceTexts
from eval.workspace import OpenWorkspace, RoomSettings, Workspace, open_workspace
from ingest.report import SyncReport

SAMPLES = "samples"
# Enough for an interval of ± 7 points, few enough for a minute or two on two cores.
QUESTIONS_OF_EACH_KIND = 200
# How to read the figures of every set.
READING = (
    "a question counts as answered when the document that holds the answer is among the citations; "
    "[ ] is the 95 % interval, n the number of questions"
)
# Errors and sentences shown in the notes: enough to start looking.
EXAMPLES = 3

OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run works and with what; `on_step` hears (what, done, total)."""

    root: Path
    settings: RoomSettings
    on_step: OnStep
    open: OpenWorkspace = open_workspace

    def workspace(self, name: str) -> AbstractContextManager[Workspace]:
        return self.open(self.root / name, self.settings, graphs=self.graphs)

    @property
    def graphs(self) -> Path:
        return self.root / "graphs"


def measure_samples(bench: Bench, samples: Path) -> Section:
    cases = read_samples(samples / "questions.jsonl", collection=SAMPLES)
    results, report = _ask(bench, cases, name=SAMPLES, documents=samples / "documents")
    held_out = sum(case.held_out for case in cases)
    notes = (
        _indexed(report),
        READING,
        f"held out: {held_out} of {len(cases)} questions, those whose SHA-256(id) is odd; "
        "only the other half may be looked at while tuning",
        *_examples(results),
    )
    figures = build_sample_figures(results, top_k=bench.settings.retrieval.top_k)
    return Section("Sample knowledge base", figures, notes)


def measure_public(bench: Bench, data: Path | None) -> list[Section]:
    """Return one section per public set, or one that says why there is none."""
    if data is None:
        return [Section("Public sets", notes=("not measured: set PLUMBLINE_BENCH_DATA",))]
    return [_measure_set(bench, data / name, read) for name, read in READERS.items()]


def _measure_set(bench: Bench, folder: Path, read: Callable[[Path], PublicSet]) -> Section:
    if not folder.is_dir():
        note = f"not measured: there is no {folder} (set PLUMBLINE_BENCH_DATA to the folder that holds it)"
        return Section(f"Public set {folder.name}", notes=(note,))
    public = read(folder)
    documents = bench.root / "documents" / public.name
    write_documents(public.documents, documents)
    cases = draw_cases(public.cases, of_each_kind=QUESTIONS_OF_EACH_KIND)
    results, report = _ask(bench, cases, name=public.name, documents=documents)
    notes = (
        _indexed(report),
        READING,
        f"{len(cases)} of {len(public.cases)} questions, at most {QUESTIONS_OF_EACH_KIND} of each kind, "
        "the first by SHA-256(id); no target yet for the two rates",
        *_examples(results),
    )
    figures: tuple[Figure, ...] = build_public_figures(results, top_k=bench.settings.retrieval.top_k)
    return Section(f"Public set {public.name}", figures, notes)


def _ask(
    bench: Bench, cases: Sequence[Case], *, name: str, documents: Path
) -> tuple[list[CaseResult], SyncReport]:
    with bench.workspace(name) as workspace:
        report = index_documents(bench, workspace, name=name, documents=documents)
        runner = _build_runner(workspace, documents)
        # The first question loads what the later ones reuse.
        runner.run_case(cases[0])
        results = runner.run(cases, on_done=lambda done: bench.on_step(f"ask {name}", done, len(cases)))
    return results, report


def index_documents(bench: Bench, workspace: Workspace, *, name: str, documents: Path) -> SyncReport:
    return workspace.index(
        documents,
        collection=name,
        on_progress=lambda progress: bench.on_step(f"index {name}", progress.done, progress.total),
    )


def _build_runner(workspace: Workspace, documents: Path) -> Runner:
    parts = workspace.parts
    lookup = StoredLookup(
        parts.catalog,
        parts.index,
        parts.embedder,
        parts.searcher,
        top_k=workspace.settings.retrieval.top_k,
    )
    return Runner(workspace.build_pipeline().answer, lookup, SourceTexts(documents))


def _indexed(report: SyncReport) -> str:
    bad = f", {len(report.quarantined)} quarantined" if report.quarantined else ""
    return f"{report.indexed} documents{bad}, {report.chunks} chunks, indexed in {report.seconds:.1f} s"


def _examples(results: Sequence[CaseResult]) -> list[str]:
    failed = [f"failed: {result.case.id}: {result.error}" for result in results if result.error]
    wrong = [f"not verbatim: {result.case.id}: {text}" for result in results for text in result.not_verbatim]
    return failed[:EXAMPLES] + wrong[:EXAMPLES]
