from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.slices import slices


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers()), st.integers(min_value=1, max_value=7))
def test_slices_are_within_size_and_together_give_the_values_in_order(values: list[int], size: int) -> None:
    parts = list(slices(values, size=size))

    assert [value for part in parts for value in part] == values
    assert all(0 < len(part) <= size for part in parts)
