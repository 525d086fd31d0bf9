"""The benchmark behind `make bench`: quality on the samples, on public sets, and speed, in one report."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.command_speed import locate_command
from eval.datasets.samples import locate_samples
from eval.quality_run import Bench, OnStep, measure_public, measure_samples
from eval.report import Report, Section
from eval.retrieval.section import Sources, measure_retrieval
from eval.speed import measure_speed
from eval.verifier_section import measure_verifier
from eval.workspace import RoomSettings
from retrieval.embedder import Embedder
from retrieval.embeddings import open_embedder


class BenchPart(StrEnum):
    """What can be measured on its own."""

    SAMPLES = "samples"
    PUBLIC = "public"
    VERIFIER = "verifier"
    SPEED = "speed"
    RETRIEVAL = "retrieval"


def run_bench(
    wanted: Collection[BenchPart], *, settings: RoomSettings, data: Path | None, on_step: OnStep
) -> Report:
    """Measure the wanted parts in folders that are gone afterwards.

    Raises:
        SamplesMissingError: the samples are wanted, and this installation came without them.
        BaselineMissingError: the retrieval part is wanted, without the packages that it compares with.
        DatasetError: a data set is there but cannot be read.
    """
    sections: list[Section] = []
    with TemporaryDirectory(prefix="plumbline-bench-") as root:
        bench = Bench(Path(root).resolve(), settings, on_step)
        if BenchPart.SAMPLES in wanted:
            sections.append(measure_samples(bench, locate_samples()))
        if BenchPart.PUBLIC in wanted:
            sections += measure_public(bench, data)
        if BenchPart.VERIFIER in wanted:
            sections.append(measure_verifier(bench, data))
        if BenchPart.SPEED in wanted:
            sections.append(
                measure_speed(
                    bench, locate_samples(), open_plain=lambda: open_plain(bench), command=locate_command()
                )
            )
        if BenchPart.RETRIEVAL in wanted:
            sources = Sources(locate_samples(), data, lambda: open_plain(bench))
            sections += measure_retrieval(bench, sources)
    return Report(tuple(sections))


def open_plain(bench: Bench) -> Embedder:
    """Return the embedder that the graph is compared with: the plain library, same weights."""
    plain = bench.settings.retrieval.model_copy(update={"runtime": "sentence-transformers"})
    return open_embedder(plain, graphs=bench.graphs)
