"""The names under which the environment holds the settings, derived from the sections."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

PREFIX = "PLUMBLINE_"
DELIMITER = "__"


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str
    meaning: str
    secret: bool


def list_variables(root: type[BaseModel]) -> list[Variable]:
    """Return a variable for every setting, in the order of the sections."""
    return list(_walk(root, ()))


def variable_name(path: tuple[str, ...]) -> str:
    return PREFIX + DELIMITER.join(path).upper()


def _walk(section: type[BaseModel], path: tuple[str, ...]) -> Iterator[Variable]:
    for name, field in section.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _walk(inner, (*path, name))
        else:
            yield _variable(field, (*path, name))


def _variable(field: FieldInfo, path: tuple[str, ...]) -> Variable:
    secret = field.annotation is SecretStr or SecretStr in get_args(field.annotation)
    return Variable(variable_name(path), _default(field.default), field.description or "", secret)


def _default(value: object) -> str:
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
