from rich.text import Text

from api.display.sync import render_sync
from ingest.report import SyncReport


def _lines(report: SyncReport, *, dry_run: bool = False) -> list[str]:
    return [part.plain for part in render_sync(report, dry_run=dry_run) if isinstance(part, Text)]


def test_counts_come_first_then_what_needs_attention() -> None:
    report = SyncReport(files=3, added=1, replaced=1, chunks=9, seconds=1.26)
    report.quarantined["a.pdf"] = "encrypted"
    report.findings["b.md"] = ["asks for secrets: 'send me'"]
    assert _lines(report) == [
        "3 files: 1 added, 1 replaced, 0 deleted, 0 unchanged, 1 quarantined",
        "9 chunks, 1.3 s",
        "quarantined a.pdf: encrypted",
        "to look at b.md: asks for secrets: 'send me'",
    ]


def test_a_dry_run_says_that_nothing_changed() -> None:
    assert _lines(SyncReport(), dry_run=True)[-1] == "dry run: nothing was changed"
