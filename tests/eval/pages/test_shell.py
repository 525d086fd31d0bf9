import base64
import hashlib
import re

from eval.pages.markup import element
from eval.pages.shell import render_document

SCRIPT = '"use strict";\nalert("<hello>");'


def policy_of(page: str) -> str:
    (found,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    return str(found).replace("&#x27;", "'")


def test_the_script_and_no_other_may_run_and_nothing_is_fetched() -> None:
    page = render_document("Title", script=SCRIPT)
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"<script>{SCRIPT}</script>" in page
    assert policy_of(page) == (f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'")


def test_a_page_without_a_script_lets_none_run() -> None:
    page = render_document("Title", element("p", "text"))
    assert "<script" not in page
    assert policy_of(page).endswith("script-src 'none'")


def test_the_title_is_escaped_and_a_style_comes_after_what_pages_share() -> None:
    page = render_document("<b>", style=".mine { color: red }")
    assert "<title>&lt;b&gt;</title>" in page
    assert page.index("color-scheme: light dark") < page.index(".mine")
