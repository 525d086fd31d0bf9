"""Reads Markdown and MDX: what a rendered page would show, as plain text."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line, clean_text
from ingest.loaders.encoding import decode_text
from ingest.loaders.front_matter import read_front_matter
from ingest.loaders.html import html_blocks, parse_html
from ingest.loaders.limits import MAX_MARKUP_BYTES
from ingest.loaders.mdx import drop_jsx, unfold_admonitions
from ingest.loaders.tables import table_text
from ingest.loaders.text import stem

_LINE_END = re.compile(r"\r\n?")
_HEADING_ID = re.compile(r"\s*\{#[^{}]*\}\s*$")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def load_markdown(data: bytes, *, name: str) -> Document:
    if len(data) > MAX_MARKUP_BYTES:
        raise UnreadableDocumentError(f"the text is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    source = _LINE_END.sub("\n", decode_text(data)).replace("\0", "")
    front_matter, body = read_front_matter(source)
    is_mdx = name.lower().endswith(".mdx")
    blocks = list(_parse(unfold_admonitions(drop_jsx(body) if is_mdx else body), is_mdx=is_mdx))
    return build_document(
        blocks,
        title=front_matter.title or _find_headline(blocks) or stem(name),
        audiences=front_matter.audiences,
        metadata=front_matter.metadata,
    )


def _parse(body: str, *, is_mdx: bool) -> Iterator[Block]:
    parser = MarkdownIt("commonmark").enable("table")
    if is_mdx:
        # Content is indented inside components, and MDX has no indented code.
        parser.disable("code")
    return _blocks(SyntaxTreeNode(parser.parse(body)))


def _find_headline(blocks: list[Block]) -> str:
    return next((clean_line(block.text) for block in blocks if block.level == 1), "")


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        if child.type == "heading":
            yield Block(_HEADING_ID.sub("", _inline(child)), level=int(child.tag[1:]))
        elif child.type == "html_block":
            yield from html_blocks(parse_html(child.content))
        elif child.type == "blockquote":
            yield from _blocks(child)
        else:
            yield _block(child)


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "paragraph":
            return Block(_inline(node))
        case "fence" | "code_block":
            return Block(node.content, preformatted=True)
        case "bullet_list" | "ordered_list":
            return Block("\n".join(_list_lines(node)), preformatted=True)
        case "table":
            return Block(_table(node))
        case _:
            return Block("")


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_inline_parts(node))


def _inline_parts(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        match child.type:
            case "text" | "code_inline":
                yield child.content
            case "softbreak":
                yield " "
            case "hardbreak":
                yield "\n"
            case "html_inline":
                yield "\n" if _LINE_BREAK_TAG.fullmatch(child.content) else ""
            case _:
                yield from _inline_parts(child)


def _list_lines(node: SyntaxTreeNode) -> Iterator[str]:
    number = int(node.attrs.get("start", 1))
    for position, item in enumerate(node.children):
        marker = f"{number + position}." if node.type == "ordered_list" else "-"
        lines = [line for part in _item_parts(item) for line in part.split("\n") if line.strip()]
        if lines:
            yield f"{marker} {lines[0].strip()}"
            yield from (f"  {line}" for line in lines[1:])


def _item_parts(item: SyntaxTreeNode) -> Iterator[str]:
    for block in _blocks(item):
        yield clean_text(block.text, preformatted=block.preformatted)


def _table(table: SyntaxTreeNode) -> str:
    rows = [[_inline(cell) for cell in row.children] for part in table.children for row in part.children]
    return table_text(rows, has_header=True)
