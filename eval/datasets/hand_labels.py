"""What a person says of a recorded answer, as it stands in rows: whether it is hallucinated, and where."""

from pydantic import BaseModel, Field, StrictBool, StrictInt

from eval.case import LabelledSpan, RecordedAnswer


class SpanRow(BaseModel):
    start: StrictInt = Field(ge=0)
    end: StrictInt
    type: str = ""
    implicit_true: StrictBool = False

    def is_inside(self, answer: str) -> bool:
        return self.start < self.end <= len(answer)

    def to_span(self) -> LabelledSpan:
        return LabelledSpan(self.start, self.end, self.type, self.implicit_true)


class HandLabels(BaseModel):
    """Spans say by themselves that an answer is hallucinated."""

    hallucinated: bool | None = None
    spans: list[SpanRow] = []

    def check_labels(self, answer: str | None) -> None:
        """Raise ValueError for labels that do not fit the answer, or each other."""
        if answer is None and self.hallucinated is not None:
            raise ValueError("hallucinated is given, but there is no answer")
        for number, span in enumerate(self.spans):
            if not span.is_inside(answer or ""):
                raise ValueError(f"spans.{number}: {span.start}..{span.end} is no part of the answer")
        if self.spans and self.hallucinated is False:
            raise ValueError("hallucinated is false, but there are spans")

    def record(self, answer: str, *, chat_model: str) -> RecordedAnswer:
        spans = tuple(span.to_span() for span in self.spans)
        return RecordedAnswer(answer, chat_model, True if spans else self.hallucinated, spans)
