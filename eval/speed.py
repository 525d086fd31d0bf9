"""Speed on this machine: embedding, search, and commands started cold, over the sample documents."""

import os
from collections.abc import Callable
from pathlib import Path

from eval import targets
from eval.case import CaseKind
from eval.command_speed import CommandTime, time_command
from eval.datasets.samples import read_samples
from eval.embedding_speed import Contest, measure_embedding, median_milliseconds
from eval.quality_run import SAMPLES, Bench, index_documents
from eval.report import Figure, Measure, Section, Unit
from eval.workspace import Workspace
from retrieval.chunk import SearchQuery
from retrieval.embedder import Embedder

QUESTION = "What do we pay per month while the workspace is paused?"


def measure_speed(
    bench: Bench, samples: Path, *, open_plain: Callable[[], Embedder], command: Path
) -> Section:
    """Measure against the embedder that `open_plain` returns, and with `command` for cold starts."""
    with bench.workspace(SAMPLES) as workspace:
        index_documents(bench, workspace, name=SAMPLES, documents=samples / "documents")
        bench.on_step("time embedding and search", 0, 2)
        figures = [*_measure_embedding(workspace, open_plain()), _measure_search(workspace, samples)]
    # The folder is free again, so that the commands can lock it.
    bench.on_step("time commands", 1, 2)
    ask, help_page = _time_commands(bench.root / SAMPLES, command)
    figures += [
        Figure("cold `plumbline ask`", Unit.SECONDS, ask.seconds, target=targets.COLD_ASK_SECONDS),
        Figure("`plumbline --help`", Unit.SECONDS, help_page.seconds),
    ]
    bench.on_step("time commands", 2, 2)
    problems = [f"not measured: {timed.problem}" for timed in (ask, help_page) if timed.problem]
    notes = (f"{os.cpu_count()} processor cores; best of 3 rounds, medians elsewhere", *problems)
    return Section("Speed", tuple(figures), notes)


def _measure_embedding(workspace: Workspace, plain: Embedder) -> list[Figure]:
    chunks = workspace.parts.catalog.collection_chunks(SAMPLES)
    contest = Contest(workspace.parts.embedder, plain)
    return measure_embedding(contest, [word for chunk in chunks for word in chunk.text.split()])


def _measure_search(workspace: Workspace, samples: Path) -> Figure:
    cases = read_samples(samples / "questions.jsonl", collection=SAMPLES)
    questions = [case.question for case in cases if case.kind is not CaseKind.HOSTILE]
    top_k = workspace.settings.retrieval.top_k
    spent = median_milliseconds(
        questions, lambda text: workspace.parts.searcher.search(SearchQuery(text, SAMPLES, top_k))
    )
    measure = Measure(spent, len(questions))
    return Figure("search, dense and keyword, p50", Unit.MILLISECONDS, measure, target=targets.SEARCH_MS)


def _time_commands(folder: Path, command: Path) -> tuple[CommandTime, CommandTime]:
    ask = time_command(["ask", QUESTION, "--collection", SAMPLES], data_dir=folder, command=command)
    return ask, time_command(["--help"], data_dir=folder, command=command)
