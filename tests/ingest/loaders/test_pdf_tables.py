from ingest.loaders.pdf_lines import Line
from ingest.loaders.pdf_tables import find_table
from tests.ingest.loaders.pdf_made import line


def rows(*texts: tuple[str, ...], pitch: float = 18, bold: bool = False) -> list[Line]:
    return [line(*cells, y=700 - pitch * at, bold=bold and at == 0) for at, cells in enumerate(texts)]


def test_aligned_lines_are_rows() -> None:
    found = rows(("Plan", "Price", "Seats"), ("Team", "$4", "9"), ("Free", "$0", "1"))
    assert find_table(found) == ("Plan: Team; Price: $4; Seats: 9.\nPlan: Free; Price: $0; Seats: 1.", 3)


def test_two_columns_without_bold_header_are_pairs() -> None:
    found = rows(("Power", "9 watts"), ("Noise", "none"))
    assert find_table(found) == ("Power: 9 watts.\nNoise: none.", 2)


def test_a_bold_first_line_is_the_header_of_two_columns() -> None:
    found = rows(("Plan", "Price"), ("Team", "$4"), bold=True)
    assert find_table(found) == ("Plan: Team; Price: $4.", 2)


def test_a_wrapped_cell_belongs_to_its_row() -> None:
    wrapped = line("more text", y=672)
    found = [*rows(("Power", "9 watts"), ("Noise", "none")), wrapped]
    assert find_table(found) == ("Power: 9 watts.\nNoise more text: none.", 3)


def test_prose_below_ends_the_table() -> None:
    prose = line("A sentence that runs over all columns of the table above it.", y=640)
    found = [*rows(("Power", "9 watts"), ("Noise", "none")), prose]
    assert find_table(found)[1] == 2


def test_prose_is_no_table() -> None:
    assert find_table(rows(("One line",), ("and another",))) == ("", 0)
    assert find_table(rows(("a", "b"))) == ("", 0)


def test_two_lines_aligned_by_chance_are_no_table() -> None:
    close = [line("image", "load", y=700, step=40), line("model", "path", y=686, step=40)]
    assert find_table(close) == ("", 0)
