"""The document around a page: one file, with its style and script inside."""

import base64
import hashlib
from pathlib import Path

from eval.pages.markup import Markup, element

BASE = Path(__file__).with_name("base.css")


def render_document(title: str, *body: Markup, style: str = "", script: str = "") -> str:
    """Return a page that works without any network; `style` comes after what all pages share."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_allow_only(script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(BASE.read_text(encoding="utf-8") + style)),
    )
    scripts = [element("script", Markup(script))] if script else []
    whole = element("html", head, element("body", element("main", *body), *scripts), lang="en")
    return f"<!doctype html>\n{whole.text}\n"


def _allow_only(script: str) -> str:
    """Return a policy that fetches nothing and runs nothing else, should a text ever escape its escaping."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    scripts = f"'sha256-{digest}'" if script else "'none'"
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}"
