"""Real processes killed at random moments; `test_sync.py` has the moments one by one."""

import logging
from pathlib import Path
from random import Random

import pytest

from tests.ingest.killing import look, sync, sync_and_kill
from tests.ingest.pages import Pages

LOG = logging.getLogger(__name__)


@pytest.mark.integration
def test_whenever_a_sync_is_killed_the_next_one_ends_as_if_nothing_had_happened(
    tmp_path: Path, kills: int
) -> None:
    rng = Random(kills)
    docs, killed, undisturbed = (tmp_path / name for name in ("docs", "killed", "undisturbed"))
    pages = Pages(docs, rng, paragraphs=16)
    pages.add(30)
    left = kills
    while left > 0:
        seconds = sync(undisturbed, docs)
        # Now and then what is killed is the run that clears up after a kill.
        for _ in range(rng.choice([1, 1, 2])):
            left -= sync_and_kill(killed, docs, after=rng.uniform(0, seconds))
        sync(killed, docs)
        seen = look(killed)

        assert seen == look(undisturbed)
        assert set(seen.rows) == set(seen.keywords) == set(seen.vectors) == set(seen.chunks)
        assert (set(seen.versions), seen.unfinished, seen.missed) == (pages.names, [], [])
        LOG.info("%d kills left", max(left, 0))
        pages.rewrite(15)
        pages.add(3)
        pages.delete(3)
