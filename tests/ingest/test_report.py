from ingest.report import SyncReport
from tests.retrieval.stored import make_version


def test_what_can_be_found_now_counts_as_indexed() -> None:
    report = SyncReport(
        files=7, added=1, replaced=2, unchanged=3, deleted=9, quarantined={"a.exe": "unknown"}
    )

    assert report.indexed == 6


def test_changes_are_counted_and_named_where_names_are_wanted() -> None:
    version = make_version("refunds.md", "Refunds.", "Returns.")
    counted, named = SyncReport(), SyncReport(changes={})
    for report in (counted, named):
        report.count_changed("a.md", version, replaces=False)
        report.count_changed("b.md", version, replaces=True)
        report.count_deleted("c.md")

    assert (named.added, named.replaced, named.deleted, named.chunks) == (1, 1, 1, 4)
    assert named.findings == {"a.md": ["looks odd"], "b.md": ["looks odd"]}
    assert named.changes == {"added": ["a.md"], "replaced": ["b.md"], "deleted": ["c.md"]}
    assert counted.changes is None
