"""Parts that pages share: tiles, tables, framed drawings with their legends, the key to coloured claims."""

from collections.abc import Sequence

from eval.pages.markup import Child, Markup, element
from verify.grounding.verdict import Verdict


def make_tile(name: str, value: str, *notes: Child) -> Markup:
    return element("div", element("span", name), element("strong", value), *notes, class_="tile")


def make_table(columns: Sequence[Child], rows: Sequence[Markup], *, name: str) -> Markup:
    """Return a table that scrolls where it is wider than the page; `name` is what it is called aloud."""
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="scroll", tabindex="0", role="region", aria_label=name)


def make_figure(title: str, drawing: Markup, *beside: Child) -> Markup:
    return element("figure", element("figcaption", title, *beside), drawing)


def make_legend(names: Sequence[tuple[str, str]]) -> Markup:
    """Return a legend of names, each with the class of the style sheet that colours it."""
    items = [element("li", element("i", class_=style), name) for name, style in names]
    return element("ul", *items, class_="legend")


def make_key(*more: Markup) -> Markup:
    """Return the key to the colours of claims, by verdict; `more` is what else a page marks."""
    spans = [element("span", verdict.value.replace("_", " "), class_=verdict.value) for verdict in Verdict]
    labelled = element("span", "labelled", class_="labelled")
    return element("p", *spans, labelled, *more, class_="key")
