from pathlib import Path

import pytest

from api.commands.batching import open_batch
from api.errors import InvalidInputError


def test_an_error_of_the_work_is_not_blamed_on_the_files() -> None:
    Path("in").write_text("")
    with pytest.raises(FileNotFoundError, match="weights"), open_batch(("in", "out")):
        raise FileNotFoundError(2, "missing", "weights")


def test_the_output_stays_untouched_when_there_is_no_input() -> None:
    Path("out").write_text("kept")
    with pytest.raises(InvalidInputError), open_batch(("missing", "out")):
        pass
    assert Path("out").read_text() == "kept"
