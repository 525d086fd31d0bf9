"""Builds one row from command line arguments, with the checks a batch row gets."""

from typing import TYPE_CHECKING, TypeVar

from api.errors import InvalidInputError

if TYPE_CHECKING:
    from pydantic import BaseModel

Row = TypeVar("Row", bound="BaseModel")


def build_row(shape: type[Row], **fields: object) -> Row:
    """Return the row; what was not given stays at its default.

    Raises:
        InvalidInputError: an argument is not text, or does not fit.
    """
    from pydantic import ValidationError  # noqa: PLC0415  # `--help` needs none of it

    from api.batch import describe_fields  # noqa: PLC0415  # as above

    for name, value in fields.items():
        # Bytes of the command line that are no UTF-8 arrive as lone surrogates.
        if any("\ud800" <= character <= "\udfff" for text in _texts(value) for character in text):
            raise InvalidInputError(f"the {name} is not valid UTF-8 text")
    try:
        return shape.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as exc:
        raise InvalidInputError(describe_fields(exc)) from exc


def _texts(value: object) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def require_one(text: str | None, batch: tuple[str, str] | None, *, name: str) -> None:
    """Raise InvalidInputError unless exactly one of the two was given."""
    if (text is None) == (batch is None):
        raise InvalidInputError(f"give either a {name}, or --batch IN OUT")
