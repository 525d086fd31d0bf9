"""The document around a page: one file, with its style and script inside."""

from pathlib import Path

from eval.pages.markup import Markup, element

BASE = Path(__file__).with_name("base.css")


def render_document(title: str, *body: Markup, style: str = "", script: str = "") -> str:
    """Return a page that works without any network; `style` comes after what all pages share."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(BASE.read_text(encoding="utf-8") + style)),
    )
    scripts = [element("script", Markup(script))] if script else []
    whole = element("html", head, element("body", element("main", *body), *scripts), lang="en")
    return f"<!doctype html>\n{whole.text}\n"
