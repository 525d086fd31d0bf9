import pytest

from eval.errors import CostCapReachedError
from eval.runs.cost import NO_COST, CostEstimate, Spending, describe_cost

ANSWERS, JUDGED = CostEstimate(10, 1_000, 500, 0.25), CostEstimate(40, 4_000, 800, 0.5)


@pytest.mark.parametrize(
    ("answers", "judged", "said"),
    [
        (
            ANSWERS,
            NO_COST,
            "10 calls of the chat model, about 1,000 tokens in and up to 500 out; the price is $0.25 at most",
        ),
        (
            ANSWERS,
            JUDGED,
            "50 calls of the chat model, 40 of them as the judge of ragas, about 5,000 tokens "
            "in and up to 1,300 out; the price is about $0.75",
        ),
        (
            NO_COST,
            CostEstimate(40, 4_000, 800, None),
            "40 calls of the chat model as the judge of ragas, "
            "about 4,000 tokens in and up to 800 out; the price is unknown, since the prices of the model "
            "are not set",
        ),
    ],
)
def test_an_estimate_says_who_is_asked_and_what_it_costs(
    answers: CostEstimate, judged: CostEstimate, said: str
) -> None:
    assert describe_cost(answers, judged) == said


def test_spending_ends_at_its_limit() -> None:
    spending = Spending(limit_usd=1.0, spent_usd=0.99)
    spending.check()
    spending.spent_usd += 0.01
    with pytest.raises(CostCapReachedError, match=r"has cost \$1.00, and may cost \$1.00"):
        spending.check()
    Spending(spent_usd=1e9).check()
