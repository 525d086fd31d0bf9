from typing import Any

import pptx
from pptx.chart.data import ChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Inches

from ingest.loaders.builder import Block
from ingest.loaders.pptx_slides import slide_blocks, slide_title
from tests.ingest.pptx_files import BLANK, TITLE_AND_TEXT, TITLE_ONLY, fill


def new_slide(layout: int = BLANK) -> Slide:
    deck = pptx.Presentation()
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[layout])
    return slide


def add_text(shapes: object, text: str, *, left: float, top: float) -> None:
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(1), Inches(0.5))  # type: ignore[attr-defined]
    box.text_frame.text = text


def texts(slide: Slide) -> list[str]:
    return [block.text for block in slide_blocks(slide, number=4)]


def test_shapes_are_read_from_the_top_and_from_the_left() -> None:
    slide = new_slide()
    for text, left, top in [("c", 0, 3), ("b", 3, 1.05), ("a", 0, 1.1)]:
        add_text(slide.shapes, text, left=left, top=top)
    assert texts(slide) == ["Slide 4", "a", "b", "c"]


def test_groups_inside_groups_are_read() -> None:
    slide = new_slide()
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    add_text(inner.shapes, "inside", left=1, top=1)
    assert texts(slide) == ["Slide 4", "inside"]


def test_points_keep_their_level() -> None:
    slide = new_slide(TITLE_AND_TEXT)
    fill("Plans", "Basic", "one kiosk", "Team")(slide)
    slide.shapes[1].text_frame.paragraphs[1].level = 1  # type: ignore[attr-defined]
    assert list(slide_blocks(slide, number=4)) == [
        Block("Plans", level=1, page=4),
        Block("- Basic\n  - one kiosk\n- Team", page=4, preformatted=True),
    ]


def test_a_table_row_carries_its_header() -> None:
    slide = new_slide()
    table = slide.shapes.add_table(2, 2, Inches(0), Inches(0), Inches(4), Inches(1)).table
    for at, text in enumerate(["Plan", "Price", "Basic", "$9"]):
        table.cell(at // 2, at % 2).text = text
    assert texts(slide) == ["Slide 4", "Plan: Basic; Price: $9."]


def test_a_chart_tells_its_figures() -> None:
    slide = new_slide()
    figures: Any = ChartData()  # type: ignore[no-untyped-call]  # pptx leaves it so
    figures.categories = ["2025", "2026"]
    figures.add_series("Sales", (310, 412.5))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(0), Inches(0), Inches(4), Inches(3), figures)
    assert texts(slide)[1].split("\n")[-2:] == ["2025; Sales: 310.", "2026; Sales: 412.5."]


def test_speaker_notes_are_marked() -> None:
    slide = new_slide(TITLE_AND_TEXT)
    fill("Plans", "Basic")(slide)
    slide.notes_slide.notes_text_frame.text = "Mention the trial."  # type: ignore[union-attr]
    assert texts(slide)[-1] == "Speaker notes: Mention the trial."


def test_a_slide_with_a_title_only_keeps_it_as_its_text() -> None:
    slide = new_slide(TITLE_ONLY)
    slide.shapes[0].text_frame.text = "Thank you"  # type: ignore[attr-defined]
    assert texts(slide) == ["Slide 4", "Thank you"]
    assert slide_title(slide) == "Thank you"


def test_hidden_and_empty_slides_are_skipped() -> None:
    hidden = new_slide(TITLE_AND_TEXT)
    fill("Plans", "secret")(hidden)
    hidden.element.set("show", "0")
    assert texts(hidden) == []
    assert texts(new_slide()) == []
