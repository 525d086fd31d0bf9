"""FinanceBench: questions about companies' filings, which are PDF files beside the questions."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from eval.case import Case, CaseKind
from eval.datasets.rows import read_rows

FILINGS = "pdfs"


class _Evidence(BaseModel):
    evidence_text: str
    evidence_page_num: int
    evidence_text_full_page: str = ""


class _Row(BaseModel):
    financebench_id: str
    company: str
    doc_name: str = Field(min_length=1)
    question_type: str = ""
    question: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    evidence: list[_Evidence] = []


def read_financebench(file: Path) -> Iterator[Case]:
    """Yield each question with its answer as reference, its filing as the right document, and its gold pages.

    The pages are the contexts, as the set prints them; their numbers, from 1, are a label.

    Raises:
        DatasetError: the file or one of its rows cannot be used.
    """
    for _, row in read_rows(file, _Row):
        yield Case(
            id=row.financebench_id,
            kind=CaseKind.ANSWERABLE,
            question=row.question,
            gold_documents=(f"{row.doc_name}.pdf",),
            contexts=tuple(
                dict.fromkeys(page.evidence_text_full_page or page.evidence_text for page in row.evidence)
            ),
            reference=row.answer,
            source=row.doc_name,
            labels={
                "company": row.company,
                "type": row.question_type,
                "pages": ", ".join(str(page.evidence_page_num + 1) for page in row.evidence),
            },
        )
