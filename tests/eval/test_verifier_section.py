import gzip
import json
from pathlib import Path

import pytest

from eval.verifier.rows import is_validation
from eval.verifier_section import ANSWERS, choose_answers, measure_verifier
from tests.eval.folders import make_bench
from tests.eval.verifier.judged import make_row


def write_answers(data: Path) -> Path:
    """Write two answers to each of 40 sources, of which some lie in the validation fold."""
    rows = [make_row(f"a{number}", source=f"s{number // 2}") for number in range(80)]
    file = data / ANSWERS
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return file


def test_one_answer_of_each_validation_source_is_timed(tmp_path: Path) -> None:
    chosen = choose_answers(write_answers(tmp_path))

    wanted = [f"s{number}" for number in range(40) if is_validation(f"s{number}")]
    assert [answer.source for answer in chosen] == wanted
    assert len(wanted) > 3


@pytest.mark.integration
def test_without_public_answers_the_pairs_are_measured_and_the_times_are_not(tmp_path: Path) -> None:
    section = measure_verifier(make_bench(tmp_path), None)

    (figure,) = section.figures
    assert figure.whole is not None
    assert figure.whole.sample == 300
    assert section.notes == ("times not measured: set PLUMBLINE_BENCH_DATA",)


@pytest.mark.integration
def test_with_public_answers_the_times_are_measured_too(tmp_path: Path) -> None:
    write_answers(tmp_path / "data")
    section = measure_verifier(make_bench(tmp_path), tmp_path / "data")

    assert [figure.unit.value for figure in section.figures] == ["share", "ms", "ms", "ms", "ms"]
