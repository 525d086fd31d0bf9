import pytest
from fastapi.exceptions import RequestValidationError

from api.upload_rows import read_fields
from ingest.jobs import JobOrder


def test_nothing_said_means_the_defaults() -> None:
    assert read_fields({}).to_order(collection="default") == JobOrder("default", "uploads", (), sync=False)


def test_everything_said_is_taken() -> None:
    fields = {"collection": ["kb"], "source": ["hr"], "audiences": ["staff"], "sync": ["true"]}
    assert read_fields(fields).to_order(collection="d") == JobOrder("kb", "hr", ("staff",), sync=True)


@pytest.mark.parametrize(
    "fields", [{"x": ["1"]}, {"source": ["a", "b"]}, {"sync": [""]}, {"audiences": ["\x07"]}]
)
def test_what_does_not_fit_is_a_payload_problem(fields: dict[str, list[str]]) -> None:
    with pytest.raises(RequestValidationError) as raised:
        read_fields(fields)
    assert raised.value.errors()[0]["loc"][:2] == ("body", next(iter(fields)))
