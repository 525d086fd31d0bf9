"""What a loader makes of a file: plain text, and where headings and pages lie in it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading path, on one page.

    `start` and `end` are half-open character offsets into the document's text.
    """

    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The extracted text of one file; the sections lie in order, do not overlap, and cover all of `text`
    but white space.
    """

    title: str
    text: str
    sections: tuple[Section, ...]
    audiences: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

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
