from collections.abc import Iterator

import pytest

from api.errors import BAD_USE, DOMAIN_ERRORS, ERROR_KINDS, FAILED, INTERNAL, ErrorKind, ServiceError, kind_of

ROOMS = {"api", "eval", "answer", "ingest", "verify", "retrieval"}


def _descendants(base: type[Exception]) -> Iterator[type[Exception]]:
    for child in base.__subclasses__():
        yield child
        yield from _descendants(child)


RAISED = [
    kind
    for base in DOMAIN_ERRORS
    for kind in _descendants(base)
    # Classes of tests do not count; nor do branches, which are never raised themselves.
    if kind.__module__.split(".")[0] in ROOMS and not kind.__subclasses__()
]


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_every_error_that_is_raised_stands_in_the_table(kind: type[Exception]) -> None:
    assert kind in ERROR_KINDS


@pytest.mark.parametrize("row", ERROR_KINDS.values(), ids=lambda row: row.code)
def test_every_row_is_an_error_and_422_is_left_to_payload_validation(row: ErrorKind) -> None:
    assert row.status >= 400
    assert row.status != 422
    assert row.exit_code in (FAILED, BAD_USE)


def test_no_two_errors_share_a_code() -> None:
    codes = [kind.code for kind in ERROR_KINDS.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("status", "exit_code"), [(404, BAD_USE), (503, FAILED)])
def test_an_error_of_a_service_keeps_its_own_code(status: int, exit_code: int) -> None:
    kind = kind_of(ServiceError("no", status=status, code="theirs"))
    assert (kind.status, kind.code, kind.exit_code) == (status, "theirs", exit_code)


def test_what_nobody_foresaw_is_an_internal_error() -> None:
    assert kind_of(ValueError("?")) is INTERNAL
