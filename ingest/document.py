"""What a loader makes of a file: plain text, and where headings and pages lie in it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading path, on one page.

    `start` and `end` are half-open character offsets into the document's text. `rows` tells for each
    line that is a row of a spreadsheet where in the text it begins and its number there, counted from 1.
    """

    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None
    rows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The extracted text of one file; the sections lie in order, do not overlap, and cover all of `text`
    but white space.

    `metadata` holds the keys of `loaders/metadata.py`, where the file tells them, and what else a front
    matter says. `notes` tell the content team in words what could not be read.
    """

    title: str
    text: str
    sections: tuple[Section, ...]
    audiences: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for section in self.sections:
            if not end <= section.start < section.end <= len(self.text):
                raise ValueError(f"section {section.start}..{section.end} overlaps or leaves the text")
            if self.text[end : section.start].strip():
                raise ValueError(f"text {end}..{section.start} lies in no section")
            end = section.end
        if self.text[end:].strip():
            raise ValueError(f"text after {end} lies in no section")
