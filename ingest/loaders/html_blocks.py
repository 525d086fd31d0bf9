"""Walks an HTML tree and collects its blocks of text in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ingest.loaders.builder import Block, clean_line
from ingest.loaders.html_tables import is_data_table, table_block
from ingest.loaders.limits import MAX_HTML_DEPTH

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "rp", "rt", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NO_LIST_TEXT = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre")


def collect_blocks(root: Tag) -> list[Block]:
    walker = _Walker()
    walker.walk(root, depth=0)
    walker.end_paragraph()
    return walker.blocks


def inline_text(tag: Tag, *, depth: int = 0) -> str:
    """The tag's text with a space wherever a browser would break the line."""
    walker = _Walker()
    walker.walk(tag, depth=depth)
    walker.end_paragraph()
    return clean_line(" ".join(block.text for block in walker.blocks))


@dataclass(slots=True)
class _Walker:
    blocks: list[Block] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)

    def walk(self, tag: Tag, *, depth: int) -> None:
        if depth > MAX_HTML_DEPTH:
            self._line.append(tag.get_text(" "))
            return
        for child in tag.children:
            self._visit(child, depth=depth + 1)

    def end_paragraph(self) -> None:
        # Line ends of the source say nothing; those of <br> were noted as form feeds.
        lines = (clean_line(line) for line in "".join(self._line).split("\f"))
        self._line.clear()
        if text := "\n".join(line for line in lines if line):
            self.blocks.append(Block(text))

    def _visit(self, node: PageElement, *, depth: int) -> None:
        if isinstance(node, NavigableString):
            # Comments, doctypes and the like are PreformattedString too.
            if not isinstance(node, PreformattedString):
                self._line.append(node.replace("\f", " "))
        elif isinstance(node, Tag):
            self._visit_tag(node, depth=depth)

    def _visit_tag(self, tag: Tag, *, depth: int) -> None:
        if tag.name == "br":
            self._line.append("\f")
        elif tag.name in _INLINE:
            self.walk(tag, depth=depth)
        else:
            self.end_paragraph()
            self._visit_block(tag, depth=depth)
            self.end_paragraph()

    def _visit_block(self, tag: Tag, *, depth: int) -> None:
        if tag.name in _HEADINGS:
            self.blocks.append(Block(clean_line(tag.get_text(" ")), level=_HEADINGS[tag.name]))
        elif tag.name == "pre":
            self.blocks.append(Block(tag.get_text(), preformatted=True))
        elif tag.name in {"ul", "ol"} and _is_plain_list(tag):
            lines = _list_lines(tag, depth=depth, indent="")
            self.blocks.append(Block("\n".join(lines), preformatted=True))
        elif tag.name == "dl" and tag.find(_NO_LIST_TEXT) is None:
            self.blocks.append(Block("\n".join(_definition_lines(tag, depth=depth))))
        elif tag.name == "table" and is_data_table(tag):
            self.blocks += table_block(tag, cell_text=lambda cell: inline_text(cell, depth=depth))
        else:
            self.walk(tag, depth=depth)


def _is_plain_list(tag: Tag) -> bool:
    """Whether lines can hold it: pages also use lists to lay out headlines, tables and cards."""
    if tag.find(_NO_LIST_TEXT) is not None:
        return False
    items = all(child.name in {"li", "ul", "ol"} for child in tag.find_all(recursive=False))
    return items and not any(text.strip() for text in tag.find_all(string=True, recursive=False))


def _list_lines(tag: Tag, *, depth: int, indent: str) -> list[str]:
    if depth > MAX_HTML_DEPTH:
        return [f"{indent}- {clean_line(tag.get_text(' '))}"]
    lines = []
    number = int(start) if (start := str(tag.get("start", "1"))).isdecimal() and len(start) < 10 else 1
    for item in tag.find_all(["li", "ul", "ol"], recursive=False):
        inner = list(_outermost_lists(item))
        below = [line for one in inner for line in _list_lines(one, depth=depth + 2, indent=f"{indent}  ")]
        for one in inner:
            one.extract()
        if item.name == "li" and (text := inline_text(item, depth=depth)):
            lines.append(f"{indent}{number}. {text}" if tag.name == "ol" else f"{indent}- {text}")
            number += 1
        lines += below
    return lines


def _outermost_lists(tag: Tag) -> Iterator[Tag]:
    if tag.name in {"ul", "ol"}:
        yield tag
        return
    # No recursion: only lists count as depth here.
    waiting = [tag]
    while waiting:
        for child in waiting.pop(0).find_all(recursive=False):
            if child.name in {"ul", "ol"}:
                yield child
            else:
                waiting.append(child)


def _definition_lines(tag: Tag, *, depth: int) -> list[str]:
    lines: list[str] = []
    terms: list[str] = []
    for item in tag.find_all(["dt", "dd"]):
        text = inline_text(item, depth=depth)
        if item.name == "dt":
            terms.append(text.rstrip(": "))
        elif text:
            lines.append(f"{', '.join(terms)}: {text}" if terms else text)
            terms = []
    return [*lines, *terms]
