"""What a Word paragraph is: heading of which level, or list item with which marker."""

import re

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_DEEPEST_LEVEL = 6
_BULLET_FORMATS = {"bullet", "none", ""}


class Styles:
    """Style names and list numbering of one document, and how far its numbered lists have counted."""

    def __init__(self, document: DocxDocument) -> None:
        styles = document.part.styles.element.findall(qn("w:style"))
        self._names = {style.get(qn("w:styleId")): _value(style, "w:name") for style in styles}
        self._default = next(
            (
                _value(style, "w:name")
                for style in styles
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}
            ),
            "",
        )
        self._formats = _number_formats(document)
        self._counts: dict[tuple[str, int], int] = {}

    def name_of(self, paragraph: Element) -> str:
        style_id = _value(paragraph, "w:pPr/w:pStyle")
        return self._names.get(style_id, style_id) if style_id else self._default

    def heading_level(self, paragraph: Element) -> int:
        """1 to 6, or 0 for a paragraph that is no heading."""
        name = self.name_of(paragraph)
        if name.casefold() == "title":
            return 1
        if heading := _HEADING.match(name):
            return min(max(int(heading[1]), 1), _DEEPEST_LEVEL)
        outline = _value(paragraph, "w:pPr/w:outlineLvl")
        return int(outline) + 1 if outline in {"0", "1", "2", "3", "4", "5"} else 0

    def list_marker(self, paragraph: Element) -> str:
        """`-` or `3.`, indented by level; empty for a paragraph that is no list item."""
        number_id = _value(paragraph, "w:pPr/w:numPr/w:numId")
        level = _level(_value(paragraph, "w:pPr/w:numPr/w:ilvl"))
        name = self.name_of(paragraph).casefold()
        if number_id == "0" or (not number_id and not name.startswith("list")) or name == "list continue":
            return ""
        number_format = self._formats.get((number_id, level), "bullet")
        numbered = number_format not in _BULLET_FORMATS if number_id else name.startswith("list number")
        indent = "  " * level
        return f"{indent}{self._count(number_id or name, level)}." if numbered else f"{indent}-"

    def restart_numbers(self) -> None:
        """Lists whose numbers come from the style start again after other text; others count on."""
        self._counts = {key: count for key, count in self._counts.items() if key[0].isdecimal()}

    def _count(self, list_id: str, level: int) -> int:
        deeper = [key for key in self._counts if key[0] == list_id and key[1] > level]
        for key in deeper:
            del self._counts[key]
        self._counts[list_id, level] = self._counts.get((list_id, level), 0) + 1
        return self._counts[list_id, level]


def _number_formats(document: DocxDocument) -> dict[tuple[str, int], str]:
    """Map list id and level to the format of its numbers; a document may have no numbering part."""
    numbering = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
    )
    root = getattr(numbering, "element", None)
    if root is None:
        return {}
    abstract = {
        one.get(qn("w:abstractNumId")): _level_formats(one) for one in root.findall(qn("w:abstractNum"))
    }
    return {
        (number.get(qn("w:numId"), ""), level): number_format
        for number in root.findall(qn("w:num"))
        for level, number_format in abstract.get(_value(number, "w:abstractNumId"), {}).items()
    }


def _level_formats(abstract: Element) -> dict[int, str]:
    levels = abstract.findall(qn("w:lvl"))
    return {_level(level.get(qn("w:ilvl"), "0")): _value(level, "w:numFmt") for level in levels}


def _level(value: str) -> int:
    return int(value) if value in set("012345678") else 0


def _value(element: Element, path: str) -> str:
    """The `w:val` of a descendant given by its path, or an empty string."""
    found = element.find("/".join(qn(name) for name in path.split("/")))
    return str(found.get(qn("w:val"), "")) if found is not None else ""
