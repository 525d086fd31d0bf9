"""Search results as a person reads them."""

from rich.console import RenderableType
from rich.text import Text

from api.display.text import one_line, place, plain
from api.schemas import Hit, SearchResult

TEXT_CHARACTERS = 300


def render_hits(found: SearchResult) -> list[RenderableType]:
    if not found.hits:
        return [Text("nothing found", style="yellow")]
    return [line for number, hit in enumerate(found.hits, start=1) for line in _hit(hit, number)]


def _hit(hit: Hit, number: int) -> list[Text]:
    where = place(hit.metadata.page, hit.metadata.rows)
    heading = f" › {hit.metadata.heading}" if hit.metadata.heading else ""
    title = plain(f"{number}. {hit.document}{where}{heading}", "bold")
    title.append(f"  relevance {hit.metadata.relevance:.0%}", style="dim")
    return [title, plain(f"   {one_line(hit.text, limit=TEXT_CHARACTERS)}")]
