from pathlib import Path

import pytest

from eval.datasets.sheet import read_sheet
from eval.errors import DatasetError


def write(folder: Path, text: str) -> Path:
    file = folder / "cases.csv"
    file.write_bytes(text.encode())
    return file


def test_a_row_has_the_number_of_its_last_line_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    text = 'question,team\n"How\nlong?",\n\n,\nWhich?,billing\n'
    assert list(read_sheet(write(tmp_path, text))) == [
        (3, {"question": "How\nlong?"}),
        (6, {"question": "Which?", "team": "billing"}),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_line_ends_and_a_mark_in_front_are_found_out(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    text = "\ufeff" + end.join([delimiter.join(["question", " team "]), delimiter.join(["Which?", "b"])])
    assert list(read_sheet(write(tmp_path, text))) == [(2, {"question": "Which?", "team": "b"})]


def test_a_column_without_a_name_is_left_out(tmp_path: Path) -> None:
    assert list(read_sheet(write(tmp_path, ",question,\n0,Which?,\n"))) == [(2, {"question": "Which?"})]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert list(read_sheet(write(tmp_path, ""))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question\nWhat?,too,many\n", "line 2: it has more cells than the first line has names"),
        ("question, question\nWhat?,or\n", "line 1: question: two columns have this name"),
        ('question\n"never ends\n', "line 2: unexpected end of data"),
        ('question\nWhat?\n"a"b\n', "line 3: ',' expected after '\"'"),
        ("question\n" + "x" * 200, "line 2: it has more than 100 bytes"),
        ('question\n"' + "x\n" * 200, "line 51: its row has more than 100 characters"),
        ("question\n" + '"\n",' * 200, "its row has more than 100 characters"),
    ],
)
def test_what_is_broken_is_named_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DatasetError, match=said) as caught:
        list(read_sheet(write(tmp_path, text), longest=100))
    assert "\n" not in str(caught.value)
