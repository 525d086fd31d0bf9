"""A sync report as the content team reads it: counts, what was not indexed, what to look at."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from api.display.text import plain
from ingest.report import SyncReport

COUNTS = ("added", "replaced", "deleted", "unchanged")


def render_sync(report: SyncReport, *, dry_run: bool, unit: str = "files") -> list[RenderableType]:
    return list(_lines(report, dry_run=dry_run, unit=unit))


def _lines(report: SyncReport, *, dry_run: bool, unit: str) -> Iterator[Text]:
    counts = [f"{getattr(report, name)} {name}" for name in COUNTS]
    counts.append(f"{len(report.quarantined)} quarantined")
    yield Text(f"{report.files} {unit}: {', '.join(counts)}", style="bold")
    yield Text(f"{report.chunks} chunks, {report.seconds:.1f} s", style="dim")
    for kind, paths in (report.changes or {}).items():
        for path in paths:
            yield plain(f"would be {kind} {path}")
    for path, reason in report.quarantined.items():
        yield plain(f"quarantined {path}: {reason}", "red")
    for path, findings in report.findings.items():
        for finding in findings:
            yield plain(f"to look at {path}: {finding}", "yellow")
    if dry_run:
        yield Text("dry run: nothing was changed", style="yellow")
