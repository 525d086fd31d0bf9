from ingest.loaders.sheet_tables import Cells, Table, find_tables


def cells(*rows: str) -> Cells:
    """Each letter is a cell; a dot is an empty one."""
    found = {
        number: {column: text for column, text in enumerate(row) if text != "."}
        for number, row in enumerate(rows, start=1)
    }
    return {number: row for number, row in found.items() if row}


def test_empty_rows_separate_tables() -> None:
    assert find_tables(cells("ab", "cd", "..", "ef")) == [
        Table({1: ["a", "b"], 2: ["c", "d"]}, 0, 1),
        Table({4: ["e", "f"]}, 0, 1),
    ]


def test_empty_columns_separate_tables_in_reading_order() -> None:
    found = find_tables(cells("ab.wx", "cd.yz"))

    assert [table.rows[2] for table in found] == [["c", "d"], ["y", "z"]]


def test_tables_of_other_heights_beside_each_other_are_told_apart() -> None:
    found = find_tables(cells("ab.wx", "cd.yz", "...uv", "ef.st"))

    assert [list(table.rows) for table in found] == [[1, 2], [4], [1, 2, 3, 4]]


def test_a_column_set_apart_for_looks_belongs_to_its_table() -> None:
    assert find_tables(cells("t", "ab.p", "cd.1", "ef.2")) == [
        Table({1: ["t"], 2: ["a", "b", "p"], 3: ["c", "d", "1"], 4: ["e", "f", "2"]}, 0, 3)
    ]


def test_a_row_ends_with_its_last_cell() -> None:
    assert find_tables(cells("abc", "d..", "e.f"))[0].rows == {
        1: ["a", "b", "c"],
        2: ["d"],
        3: ["e", "", "f"],
    }


def test_a_chequerboard_comes_to_an_end() -> None:
    board = cells(*(".a" * 50 if number % 2 else "a." * 50 for number in range(100)))

    assert sum(len(table.rows) for table in find_tables(board)) == 100


def test_no_cells_are_no_table() -> None:
    assert find_tables({}) == []
