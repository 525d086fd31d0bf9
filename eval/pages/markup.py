"""HTML and SVG built as a tree whose texts are escaped: what a chat model wrote can never become markup."""

from dataclasses import dataclass
from html import escape

# Elements that have no content, and so no end.
VOID = frozenset({"meta", "br", "circle", "line", "path", "polyline", "rect"})


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is markup already."""

    text: str


Child = Markup | str


def element(tag: str, *children: Child, **attributes: object) -> Markup:
    """Return an element; `class_` is the attribute class, and `stroke_width` is stroke-width."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for name, value in attributes.items()
    )
    if tag in VOID:
        return Markup(f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(*children).text}</{tag}>")


def join(*children: Child) -> Markup:
    """Return the children one after another, texts escaped."""
    return Markup("".join(child.text if isinstance(child, Markup) else escape(child) for child in children))
