import pytest
from pydantic import ValidationError

from ingest.settings import IngestSettings


def test_defaults_leave_room_for_title_and_headings_in_a_window_of_256_tokens() -> None:
    settings = IngestSettings()
    assert (settings.chunk_tokens, settings.overlap_tokens, settings.max_file_bytes) == (200, 30, 100_000_000)


def test_overlap_beyond_half_a_chunk_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most half"):
        IngestSettings(chunk_tokens=40, overlap_tokens=21)
