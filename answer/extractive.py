"""The embedded answerer: composes the answer from sentences of the evidence, verbatim, and needs no key."""

from collections.abc import Sequence

from answer.answerability import Answerability, Candidate
from answer.chat_model import ChatReply, ChatRequest
from answer.features import Sentence, find_evidence_sentences
from answer.question import AnswerKind, analyse
from answer.rewrite import StandaloneQuestion

NAME = "extractive"
# A second sentence joins the best one when it fits nearly as well: the odds differ by less than e.
CLOSE_FIT = 1.0
# What a list or a procedure may bring along after the sentence that announces it.
MAX_FOLLOWING = 6


class ExtractiveChatModel:
    """Answers with the best sentence, and a second one that fits nearly as well or the list it announces."""

    name = NAME

    def __init__(self, answerability: Answerability) -> None:
        self._answerability = answerability

    def complete(self, request: ChatRequest) -> ChatReply:
        question = StandaloneQuestion(request.question, request.background)
        candidates = self._answerability.rank(question, request.evidence)
        if not candidates:
            return ChatReply("", NAME)
        chosen = _choose(candidates, announces=_announces(candidates[0].sentence, request.question))
        return ChatReply("\n".join(sentence.text for sentence in chosen), NAME)


def _choose(candidates: Sequence[Candidate], *, announces: bool) -> list[Sentence]:
    best = candidates[0].sentence
    if announces:
        return [best, *_following(best)]
    close = [
        candidate.sentence
        for candidate in candidates[1:2]
        if candidates[0].fit - candidate.fit < CLOSE_FIT
        and candidate.sentence.hit.chunk.id == best.hit.chunk.id
    ]
    return sorted([best, *close], key=lambda sentence: sentence.start)


def _announces(sentence: Sentence, question: str) -> bool:
    """Return whether the answer goes on after this sentence: it announces a list, or is a step."""
    return sentence.text.endswith(":") or analyse(question).kind is AnswerKind.PROCEDURE


def _following(sentence: Sentence) -> list[Sentence]:
    inside = [one for one in find_evidence_sentences([sentence.hit]) if one.start > sentence.start]
    return inside[:MAX_FOLLOWING]
