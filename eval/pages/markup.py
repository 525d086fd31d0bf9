"""HTML and SVG built as a tree whose texts are escaped: what a chat model wrote can never become markup."""

import re
from dataclasses import dataclass
from html import escape

# Elements that have no content, and so no end.
VOID = frozenset({"meta", "br", "circle", "line", "path", "polyline", "rect", "wbr"})
# What neither XML 1.0 nor HTML can hold, not even escaped; half a surrogate pair cannot be written at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is markup already."""

    text: str


Child = Markup | str


def element(tag: str, *children: Child, **attributes: object) -> Markup:
    """Return an element; `class_` is the attribute class, and `stroke_width` is stroke-width."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escape(str(value))}"' for name, value in attributes.items()
    )
    if tag in VOID:
        return Markup(f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(*children).text}</{tag}>")


def join(*children: Child) -> Markup:
    """Return the children one after another, texts escaped."""
    return Markup("".join(child.text if isinstance(child, Markup) else _escape(child) for child in children))


def clean(text: str) -> str:
    """Return the text with U+FFFD in the place of control characters and of what is no character at all."""
    return _FORBIDDEN.sub("\ufffd", text)


def _escape(text: str) -> str:
    return escape(clean(text))
