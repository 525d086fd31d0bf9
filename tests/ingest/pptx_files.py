"""Writes small PowerPoint presentations for tests."""

import io
from collections.abc import Callable

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide

TITLE_AND_TEXT, TITLE_ONLY, BLANK = 1, 5, 6


def pptx_bytes(*writers: Callable[[Slide], object], layout: int = TITLE_AND_TEXT) -> bytes:
    """One slide for each writer."""
    deck = pptx.Presentation()
    for write in writers:
        write(deck.slides.add_slide(deck.slide_layouts[layout]))
    return deck_bytes(deck)


def deck_bytes(deck: Presentation) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def fill(title: str, *points: str) -> Callable[[Slide], None]:
    def write(slide: Slide) -> None:
        slide.shapes[0].text_frame.text = title  # type: ignore[attr-defined]
        slide.shapes[1].text_frame.text = "\n".join(points)  # type: ignore[attr-defined]

    return write
