import sys
from pathlib import Path

import pytest

from eval.speed import measure_speed
from tests.eval.folders import make_bench, write_samples
from tests.fakes import FakeEmbedder

SCRIPT = f"""#!{sys.executable} -S
import os, sys
sys.exit("no answer" if sys.argv[1] == "ask" else 0)
"""


@pytest.mark.integration
def test_every_figure_is_measured_or_said_to_be_missing(tmp_path: Path) -> None:
    command = tmp_path / "plumbline"
    command.write_text(SCRIPT, encoding="utf-8")
    command.chmod(0o755)
    samples = write_samples(tmp_path / "samples documents")
    section = measure_speed(make_bench(tmp_path), samples, open_plain=FakeEmbedder, command=command)
    missing = {figure.name for figure in section.figures if figure.whole is None}
    assert missing == {"cold `plumbline ask`"}
    assert section.notes[1].startswith("not measured: `plumbline ask ")
    assert section.notes[1].endswith("exited with 1: no answer")
    search = next(figure for figure in section.figures if figure.name.startswith("search"))
    assert search.whole is not None
    assert search.whole.sample == 2
