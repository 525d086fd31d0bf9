from ingest.report import SyncReport


def test_what_can_be_found_now_counts_as_indexed() -> None:
    report = SyncReport(
        files=7, added=1, replaced=2, unchanged=3, deleted=9, quarantined={"a.exe": "unknown"}
    )

    assert report.indexed == 6
