import gzip
import json
from pathlib import Path

import pytest

from eval.quality_run import measure_public, measure_samples
from tests.eval.folders import make_bench, write_samples


def value_of(figures: dict[str, float], start: str) -> float:
    (found,) = (value for name, value in figures.items() if name.startswith(start))
    return found


@pytest.mark.integration
def test_the_samples_are_indexed_and_every_question_asked(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    section = measure_samples(make_bench(tmp_path, steps), write_samples(tmp_path / "samples"))
    figures = {figure.name: figure.whole.value for figure in section.figures if figure.whole}
    # Whether those two are answered is for the real embedding model to say; that they are counted is tested.
    counted = [figure.whole.sample for figure in section.figures[:3] if figure.whole]
    assert counted == [1, 1]
    assert value_of(figures, "hostile: blocked") == 1.0
    assert value_of(figures, "not hostile: blocked") == 0.0
    assert value_of(figures, "released pieces not verbatim") == 0.0
    assert value_of(figures, "recall@8") == 1.0
    assert section.notes[0].startswith("2 documents, 2 chunks, indexed in")
    assert section.notes[2].startswith("held out: ")
    assert ("ask samples", 3, 3) in steps


class TestMeasurePublic:
    def test_without_the_data_it_says_how_to_get_it(self, tmp_path: Path) -> None:
        (section,) = measure_public(make_bench(tmp_path), None)
        assert section.notes == ("not measured: set PLUMBLINE_BENCH_DATA",)
        assert section.figures == ()

    def test_each_missing_set_is_named(self, tmp_path: Path) -> None:
        sections = measure_public(make_bench(tmp_path), tmp_path / "data")
        assert [section.title for section in sections] == ["Public set squad2", "Public set clapnq"]
        assert str(tmp_path / "data" / "squad2") in sections[0].notes[0]
        assert all(section.notes[0].startswith("not measured") for section in sections)

    @pytest.mark.integration
    def test_a_set_that_is_there_is_measured(self, tmp_path: Path) -> None:
        folder = tmp_path / "data" / "clapnq"
        folder.mkdir(parents=True)
        for name, text in {"answerable": "The coat is blue.", "unanswerable": "The bridge is old."}.items():
            passage = {"title": f"Passage {name}", "text": text}
            row = {"id": name, "input": "What is the colour of the coat?", "passages": [passage]}
            (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
        section = measure_public(make_bench(tmp_path), tmp_path / "data")[1]
        figures = {figure.name: figure.whole for figure in section.figures}
        recall = figures["recall@8, gold document"]
        assert recall is not None
        assert (recall.value, recall.sample) == (1.0, 1)
        assert section.notes[2].startswith("2 of 2 questions, at most 200 of each kind")
