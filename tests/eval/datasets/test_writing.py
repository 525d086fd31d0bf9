from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.request import Role, Turn
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.datasets.own import KEYS, MAX_LABELS, read_own
from eval.datasets.writing import write_cases
from eval.errors import DatasetError

something = st.text(min_size=1, max_size=40).filter(str.strip)
texts = st.lists(st.text(max_size=40), min_size=1, max_size=3).map(tuple)


@st.composite
def recorded_answers(draw: st.DrawFn) -> RecordedAnswer:
    text = draw(something)
    start = draw(st.integers(0, len(text) - 1))
    span = LabelledSpan(start, draw(st.integers(start + 1, len(text))), draw(st.text()), draw(st.booleans()))
    spans = draw(st.sampled_from([(), (span,)]))
    hallucinated = True if spans else draw(st.sampled_from([None, True, False]))
    return RecordedAnswer(text, draw(st.text()), hallucinated, spans)


cases = st.builds(
    Case,
    id=something,
    kind=st.sampled_from(CaseKind),
    question=something,
    conversation=st.lists(st.builds(Turn, st.sampled_from(Role), st.text()), max_size=2).map(tuple),
    gold_documents=texts,
    gold_quote=st.none() | st.text(),
    collection=something,
    contexts=st.just(()) | texts,
    reference=st.none() | st.text(),
    recorded=st.none() | recorded_answers(),
    source=st.text(),
    labels=st.dictionaries(st.text().filter(lambda name: name not in KEYS), st.text(), max_size=MAX_LABELS),
)


@given(st.sampled_from(["cases.jsonl", "cases.jsonl.gz"]), st.lists(cases, max_size=4))
def test_what_is_written_is_read_back(name: str, written: list[Case]) -> None:
    with TemporaryDirectory() as folder:
        write_cases(written, Path(folder) / name)
        assert list(read_own(Path(folder) / name)) == written


def test_a_label_that_would_be_read_as_a_key_is_refused(tmp_path: Path) -> None:
    case = Case("a", CaseKind.OPEN, "?", labels={"kind": "x"})
    with pytest.raises(DatasetError, match="case 'a': the label 'kind' has the name of a key"):
        write_cases([case], tmp_path / "cases.jsonl")


def test_a_file_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be written"):
        write_cases([], tmp_path / "nowhere" / "cases.jsonl")
