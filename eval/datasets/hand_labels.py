"""What a person says of a recorded answer, as it stands in rows: whether it is hallucinated, and where."""

from pydantic import BaseModel, Field

from eval.case import LabelledSpan, RecordedAnswer


class SpanRow(BaseModel):
    start: int = Field(ge=0)
    end: int
    type: str = ""
    implicit_true: bool = False


class HandLabels(BaseModel):
    """Spans say by themselves that an answer is hallucinated."""

    hallucinated: bool | None = None
    spans: list[SpanRow] = []

    def check_labels(self, answer: str | None) -> None:
        """Raise ValueError for labels that do not fit the answer, or each other."""
        if answer is None and self.hallucinated is not None:
            raise ValueError("hallucinated is given, but there is no answer")
        for number, span in enumerate(self.spans):
            if not span.start < span.end <= len(answer or ""):
                raise ValueError(f"spans.{number}: {span.start}..{span.end} is no part of the answer")
        if self.spans and self.hallucinated is False:
            raise ValueError("hallucinated is false, but there are spans")

    def record(self, answer: str, *, chat_model: str) -> RecordedAnswer:
        spans = tuple(
            LabelledSpan(span.start, span.end, span.type, span.implicit_true) for span in self.spans
        )
        return RecordedAnswer(answer, chat_model, True if spans else self.hallucinated, spans)
