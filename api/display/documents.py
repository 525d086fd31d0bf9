"""Documents, their versions and chunks as the content team reads them."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from api.display.text import one_line, place, plain
from retrieval.chunk import Chunk
from retrieval.version import DocumentRecord, DocumentVersion

TEXT_CHARACTERS = 80
TIME = "%Y-%m-%d %H:%M"


def render_documents(records: Sequence[DocumentRecord]) -> list[RenderableType]:
    table = _table("source", "path", "title", "chunks", "audiences", "indexed")
    for record in records:
        live = record.live
        cells = (record.source, record.path, live.title, str(live.chunk_count), ", ".join(live.audiences))
        table.add_row(*map(plain, cells), live.created_at.strftime(TIME))
    return [table, Text(f"{len(records)} documents", style="dim")]


def render_document(record: DocumentRecord) -> list[RenderableType]:
    live = record.live
    lines = {
        "path": record.path,
        "source": record.source,
        "collection": record.collection,
        "title": live.title,
        "version": live.id,
        "indexed": live.created_at.strftime(TIME),
        "chunks": str(live.chunk_count),
        "audiences": ", ".join(live.audiences) or "everyone",
        **live.metadata,
    }
    shown: list[RenderableType] = [
        Text(f"{one_line(name, limit=20):>10}  ", style="dim").append_text(plain(value))
        for name, value in lines.items()
    ]
    return shown + [plain(f"to look at: {finding}", "yellow") for finding in live.findings]


def render_versions(versions: Sequence[DocumentVersion]) -> list[RenderableType]:
    table = _table("version", "state", "chunks", "indexed", "title")
    for version in versions:
        cells = (
            version.id,
            version.state,
            str(version.chunk_count),
            version.created_at.strftime(TIME),
            version.title,
        )
        table.add_row(*map(plain, cells))
    return [table]


def render_chunks(chunks: Sequence[Chunk]) -> list[RenderableType]:
    table = _table("number", "place", "heading", "characters", "text")
    for chunk in chunks:
        where = place(chunk.page, chunk.rows).removeprefix(", ")
        span, text = f"{chunk.start}..{chunk.end}", one_line(chunk.text, limit=TEXT_CHARACTERS)
        table.add_row(*map(plain, (str(chunk.ordinal), where, chunk.heading, span, text)))
    return [table]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
