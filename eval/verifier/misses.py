"""The answers that the verifier was most wrong about, shown with claims coloured and labels underlined."""

from collections.abc import Iterator, Sequence

from eval.pages.markup import Markup, element
from eval.pages.painting import Piece, paint
from eval.verifier.signals import JudgedAnswer, JudgedClaim

SHOWN_OF_EACH_KIND = 10


def find_overlooked(answers: Sequence[JudgedAnswer]) -> list[JudgedAnswer]:
    """Return the hallucinated answers that were held most likely grounded."""
    hallucinated = [judged for judged in answers if judged.labelled.hallucinated]
    return sorted(hallucinated, key=_by_score)[::-1][:SHOWN_OF_EACH_KIND]


def find_false_alarms(answers: Sequence[JudgedAnswer]) -> list[JudgedAnswer]:
    """Return the sound answers that were held most likely hallucinated."""
    sound = [judged for judged in answers if not judged.labelled.hallucinated]
    return sorted(sound, key=_by_score)[:SHOWN_OF_EACH_KIND]


def render_miss(judged: JudgedAnswer) -> Markup:
    labelled = judged.labelled
    facts = f"{labelled.task} · {labelled.model} · answer {labelled.id} · source {labelled.source}"
    question = (element("p", labelled.question, class_="question"),) if labelled.question else ()
    return element(
        "article",
        element(
            "header",
            element("strong", f"judged {1 - judged.verification.score:.0%} likely hallucinated"),
            element("span", facts, class_="facts"),
        ),
        *question,
        element("p", *paint_answer(judged), class_="answer"),
        *_reasons(judged),
        element(
            "details",
            element("summary", f"{len(labelled.contexts)} contexts"),
            *(element("p", context, class_="context") for context in labelled.contexts),
        ),
    )


def paint_answer(judged: JudgedAnswer) -> Iterator[Markup | str]:
    """Yield the answer in pieces: each is all in one claim or in none, and all labelled or not at all."""
    marks = [(span.start, span.end) for span in judged.labelled.spans]
    return paint(judged.labelled.answer, [_piece(claim) for claim in judged.claims], marks, rest="none")


def _piece(claim: JudgedClaim) -> Piece:
    style = claim.verdict.verdict.value
    return Piece(*claim.span, style, f"{style.replace('_', ' ')}, {claim.verdict.score:.2f}")


def _reasons(judged: JudgedAnswer) -> Iterator[Markup]:
    found = [reason.message for claim in judged.claims for reason in claim.verdict.reasons]
    if found:
        yield element("ul", *(element("li", message) for message in dict.fromkeys(found)), class_="reasons")


def _by_score(judged: JudgedAnswer) -> tuple[float, str]:
    return judged.verification.score, judged.labelled.id
