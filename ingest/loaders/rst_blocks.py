"""Walks the tree that docutils made of reStructuredText and collects its blocks of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes  # type: ignore[import-untyped]  # its types are a package that lags behind it

from ingest.loaders.builder import Block, clean_line, clean_text
from ingest.loaders.limits import MAX_CELL_SPAN
from ingest.loaders.rst_parsing import LABEL
from ingest.loaders.tables import table_text

_NOT_SHOWN = (
    nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending, nodes.raw, nodes.meta,
    nodes.transition, nodes.decoration, nodes.colspec,
)  # fmt: skip
# What is left of marks that nothing could be made of: |name|, `name`_, :role:`text`.
_MARKS = re.compile(r"^:[\w:+.-]+:(?=`)|(?:(?<=\w)|(?<=`))__?$|[|`*]+")
_DIRECTIVE_LINE = re.compile(r"^\s*(?:\.\.[ ].*|:[\w-]+:.*)$", re.MULTILINE)


def collect_blocks(tree: nodes.document) -> list[Block]:
    return list(_Walker(_section_names(tree)).blocks(tree, level=0))


def top_fields(tree: nodes.document) -> dict[str, str]:
    """The fields above the first heading speak about the file."""
    fields = _top_field_list(tree)
    return {name.lower(): text for name, text in _Walker({}).terms(fields)} if fields is not None else {}


def _top_field_list(tree: nodes.document) -> nodes.field_list | None:
    first = next((child for child in tree.children if not isinstance(child, _NOT_SHOWN)), None)
    return first if isinstance(first, nodes.field_list) else None


def _section_names(tree: nodes.document) -> dict[str, str]:
    names: dict[str, str] = {}
    for section in tree.findall(nodes.section):
        title = section.next_node(nodes.title)
        if title is not None:
            names |= dict.fromkeys(section["names"], clean_line(title.astext()))
    return names


@dataclass(slots=True)
class _Walker:
    """`names` gives the title of each section by its labels."""

    names: dict[str, str] = field(default_factory=dict)

    def blocks(self, node: nodes.Element, *, level: int) -> Iterator[Block]:
        for child in node.children:
            if not isinstance(child, (*_NOT_SHOWN, nodes.Text)):
                yield from self._block(child, level=level)

    def terms(self, node: nodes.Element) -> Iterator[tuple[str, str]]:
        """Name and text of each entry of a list of definitions, options or fields."""
        for item in node.children:
            heads = [child for child in item.children[:-1] if isinstance(child, nodes.Element)]
            groups = [child.children if isinstance(child, nodes.option_group) else [child] for child in heads]
            names = [self.inline(name) for group in groups for name in group]
            body = item.children[-1] if item.children else item
            yield clean_line(", ".join(filter(None, names))), "\n".join(self._lines(body))

    def inline(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return str(node.astext())
        if isinstance(node, nodes.problematic):
            return _MARKS.sub("", node.astext())
        if isinstance(node, nodes.image):
            return str(node.get("alt", ""))
        if isinstance(node, nodes.system_message | nodes.raw) or not isinstance(node, nodes.Element):
            return ""
        if LABEL in node:
            return self.names.get(node[LABEL]) or str(node.astext())
        text = "".join(self.inline(child) for child in node.children)
        return f"[{text}] " if isinstance(node, nodes.label) else text

    def _block(self, node: nodes.Node, *, level: int) -> Iterator[Block]:
        match node:
            case nodes.section():
                yield from self.blocks(node, level=level + 1)
            case nodes.title() if isinstance(node.parent, nodes.section):
                yield Block(self.inline(node), level=min(level, 6))
            case nodes.bullet_list() | nodes.enumerated_list():
                yield Block("\n".join(self._list_lines(node)), preformatted=True)
            case nodes.definition_list() | nodes.option_list() | nodes.field_list():
                yield from self._term_blocks(node)
            case nodes.table():
                yield from self._table_blocks(node)
            case (
                nodes.TextElement() | nodes.line_block() | nodes.image() | nodes.footnote() | nodes.citation()
            ):
                yield self._text_block(node)
            case nodes.system_message():
                yield from _unread_blocks(node)
            case nodes.Element():
                yield from self.blocks(node, level=level)

    def _text_block(self, node: nodes.Element) -> Block:
        if isinstance(node, nodes.line_block):
            return Block("\n".join(self._verse(node)))
        if isinstance(node, nodes.literal_block | nodes.doctest_block | nodes.math_block):
            return Block(node.astext(), preformatted=True)
        return Block(clean_line(self.inline(node)))

    def _lines(self, node: nodes.Element) -> list[str]:
        blocks = self.blocks(node, level=0)
        texts = (clean_text(block.text, preformatted=block.preformatted) for block in blocks)
        return [line for text in texts for line in text.split("\n") if line.strip()]

    def _list_lines(self, node: nodes.Element) -> Iterator[str]:
        number = int(node.get("start", 1))
        for position, item in enumerate(node.children):
            marker = f"{number + position}." if isinstance(node, nodes.enumerated_list) else "-"
            lines = self._lines(item) if isinstance(item, nodes.Element) else []
            if lines:
                yield f"{marker} {lines[0].strip()}"
                yield from (f"  {line}" for line in lines[1:])

    def _term_blocks(self, node: nodes.Element) -> Iterator[Block]:
        """A definition of one line stands behind its term, a longer one below it."""
        if node is _top_field_list(node.document):
            return
        for name, text in self.terms(node):
            first, _, rest = text.partition("\n")
            line = f"{name.rstrip(':')}: {first}" if name and first else name or first
            yield Block(f"{line}\n{rest}".strip(), preformatted=True)

    def _verse(self, node: nodes.Element) -> Iterator[str]:
        for child in node.children:
            if isinstance(child, nodes.line_block):
                yield from self._verse(child)
            else:
                yield clean_line(self.inline(child))

    def _table_blocks(self, table: nodes.table) -> Iterator[Block]:
        yield from (Block(self.inline(child)) for child in table.children if isinstance(child, nodes.title))
        rows = [self._cells(row) for row in table.findall(nodes.row)]
        yield Block(table_text(rows, has_header=table.next_node(nodes.thead) is not None))

    def _cells(self, row: nodes.row) -> list[str]:
        cells: list[str] = []
        for entry in row.children:
            text = clean_line(" ".join(self._lines(entry))) if isinstance(entry, nodes.Element) else ""
            cells += [text] * (1 + min(int(entry.get("morecols", 0)), MAX_CELL_SPAN))
        return cells


def _unread_blocks(message: nodes.system_message) -> Iterator[Block]:
    """A directive that docutils could not read comes whole with its error; its text is kept."""
    for source in message.findall(nodes.literal_block):
        text = _DIRECTIVE_LINE.sub("", source.astext())
        yield Block(clean_text(text))
