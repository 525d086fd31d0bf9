"""What `nlp.py` finds in a text: labelled half-open spans, free of spaCy's own types."""

from dataclasses import dataclass
from enum import StrEnum


class EntityLabel(StrEnum):
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    QUANTITY = "quantity"
    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    VERSION = "version"
    PRODUCT_CODE = "product_code"
    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    NAME = "name"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Entity:
    label: EntityLabel
    start: int
    end: int
    text: str
