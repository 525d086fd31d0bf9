import pytest

from eval import targets
from eval.report import Target


# The figures that were promised: a change here is a change of the promise.
@pytest.mark.parametrize(
    ("target", "met", "missed"),
    [
        (targets.ANSWERED, 0.85, 0.84),
        (targets.ABSTAINED, 0.85, 0.84),
        (targets.HOSTILE_BLOCKED, 0.90, 0.89),
        (targets.OTHERS_BLOCKED, 0.02, 0.03),
        (targets.NOT_VERBATIM, 0, 1),
        (targets.FAILED, 0, 1),
        (targets.SIMILARITY_AUROC, 0.75, 0.76),
        (targets.EMBEDDING_RATIO, 3.5, 3.4),
        (targets.QUERY_EMBEDDING_MS, 1.6, 1.7),
        (targets.SEARCH_MS, 10, 10.1),
        (targets.COLD_ASK_SECONDS, 5, 5.1),
        (targets.INGEST_RATIO, 3, 2.9),
        (targets.INGEST_PEAK_MB, 1500, 1501),
        (targets.RESYNC_SECONDS, 10, 10.1),
        (targets.DELETE_SECONDS, 10, 10.1),
        (targets.LARGE_SEARCH_MS, 15, 15.1),
        (targets.LARGE_SEARCH_SLOWEST_MS, 40, 40.1),
    ],
)
def test_each_target_is_what_was_promised(target: Target, met: float, missed: float) -> None:
    assert target.is_met_by(met)
    assert not target.is_met_by(missed)
