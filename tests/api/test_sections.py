import pytest
from pydantic import ValidationError

from api.sections import ApiSettings, is_loopback


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("0.0.0.0", False),  # noqa: S104  # what must be refused
        ("192.168.0.1", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_every_other_host(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_without_keys_no_other_host_can_be_set() -> None:
    with pytest.raises(ValidationError, match="loopback"):
        ApiSettings(host="0.0.0.0")  # noqa: S104  # what must be refused
