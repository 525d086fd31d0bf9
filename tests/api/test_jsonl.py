import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.jsonl import read_lines, to_line

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


def test_blank_lines_are_skipped_and_numbers_count_them() -> None:
    lines = list(read_lines([b'{"id":1}\n', b"  \n", b'{"id":2}']))
    assert [(line.number, line.id) for line in lines] == [(1, 1), (3, 2)]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    (line,) = read_lines([b'\xef\xbb\xbf{"id":1}\n'])
    assert line.problem is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"nope", "line 1 is not valid JSON"),
        (b'{"id":1', "line 1 is not valid JSON"),
        (b'{"id":NaN}', "line 1 is not valid JSON"),
        (b'{"id":"\xff"}', "line 1 is not valid JSON"),
        (b'{"id":"\\ud800"}', "line 1 is not valid JSON"),
        (b"[" * 5000, "line 1 is not valid JSON"),
        (b"[1]", "line 1 is not a JSON object"),
        (b'"text"', "line 1 is not a JSON object"),
    ],
)
def test_a_line_that_is_no_json_object_says_so_with_its_number(data: bytes, problem: str) -> None:
    (line,) = read_lines([data])
    assert line.problem is not None
    assert line.problem.startswith(problem)
    assert line.id is None


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_what_is_written_is_one_line_and_reads_back_the_same(value: dict[str, object]) -> None:
    written = to_line(value)
    assert written.count(b"\n") == 1
    (line,) = read_lines([written])
    assert dict(line.fields) == value
