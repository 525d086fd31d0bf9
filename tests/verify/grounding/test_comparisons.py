import pytest

from tests.verify.grounding.reading import read_claim
from verify.grounding.comparisons import Order, compare_order

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("mine", "theirs", "order"),
    [
        ("Iron conducts better than copper.", "Copper conducts better than iron.", Order.TURNED),
        ("Iron conducts worse than copper.", "Copper conducts better than iron.", Order.RESTATED),
        ("Copper conducts worse than iron.", "Copper conducts better than iron.", Order.TURNED),
        ("Copper conducts better than iron.", "Copper conducts better than iron.", Order.UNCLEAR),
        ("Pay after delivery.", "Pay before delivery.", Order.TURNED),
        ("Rinse the beans before you soak them.", "Soak the beans before you rinse them.", Order.TURNED),
        ("It takes more than 5 days.", "It takes less than 5 days.", Order.UNCLEAR),
        ("Copper conducts.", "Copper conducts better than iron.", Order.UNCLEAR),
        ("Clean it after use and then soak it.", "After it has been cleaned, soak it.", Order.UNCLEAR),
        ("Wait after lunch before you swim.", "Wait before you swim.", Order.UNCLEAR),
    ],
)
def test_says_how_two_statements_order_things(mine: str, theirs: str, order: Order) -> None:
    assert compare_order(read_claim(mine), read_claim(theirs)) is order
