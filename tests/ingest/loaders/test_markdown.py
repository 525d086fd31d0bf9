import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.markdown import load_markdown


def load(source: str, *, name: str = "docs/page.md") -> Document:
    return load_markdown(source.encode(), name=name)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Press **Request** _now_ at [our page](https://x.example).", "Press Request now at our page."),
        ("wrapped\nline  \nbreak", "wrapped line\nbreak"),
        ("Use `a  b` and ![alt text](x.png).", "Use a b and alt text."),
        ("- a\n- b\n  - c\n\n    d\n- e", "- a\n- b\n  - c\n    d\n- e"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("```py\nif x:\n    y()\n```", "if x:\n    y()"),
        ("> quoted\n> text", "quoted text"),
        (
            "| Plan | Price |\n|---|--:|\n| Team | **$4.50** |\n| Free | |",
            "Plan: Team; Price: $4.50.\nPlan: Free.",
        ),
        ("|  |  |\n|---|---|\n| Power | 9 W |", "Power: 9 W."),
        ("a<br>b <span>c</span><!-- no -->", "a\nb c"),
        ("<details><summary>More</summary>\n\ntext\n\n</details>", "More\n\ntext"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("5 &lt; 6 \\* 2", "5 < 6 * 2"),
    ],
)
def test_a_rendered_page_is_read_as_plain_text(source: str, text: str) -> None:
    assert load(source).text == text


def test_headings_make_sections_and_lose_their_ids() -> None:
    document = load("# Guide\n\nIntro\n\n## Refunds {#refunds}\n\nText\n\n### Annual\n\nMore")
    assert document.title == "Guide"
    assert [section.headings for section in document.sections] == [(), ("Refunds",), ("Refunds", "Annual")]


def test_front_matter_gives_title_and_audiences_and_stays_out_of_the_text() -> None:
    document = load("---\ntitle: Pay\naudience: hr\nid: 7\n---\n# Head\n\nText")
    assert (document.title, document.audiences, document.metadata) == ("Pay", ("hr",), {"id": "7"})
    assert document.text == "Head\n\nText"


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load("text").title == "page"


def test_mdx_loses_its_code_but_not_its_text() -> None:
    source = "import A from 'a'\n\n# T\n\n<Tabs>\n  <Tab>\n    Press it.\n  </Tab>\n</Tabs>"
    assert load(source, name="a.mdx").text == "T\n\nPress it."


def test_deep_nesting_is_read() -> None:
    assert "deep" in load("> " * 5_000 + "deep\n\n" + "[" * 5_000 + "deep").text


@given(
    st.binary(max_size=300) | st.text(alphabet="#*-_`>|[]()<!&\\:\n\t 1.a~{}=", max_size=200).map(str.encode)
)
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("name", ["a.md", "a.mdx"])
def test_any_bytes_give_a_document_or_a_reason(name: str, data: bytes) -> None:
    try:
        assert load_markdown(data, name=name).text.strip()
    except UnreadableDocumentError:
        assert data is not None
