"""Step 2: what a follow-up is about, so that it can be searched and answered without its conversation."""

import re
from dataclasses import dataclass

from answer.chat_model import ChatModel, ChatRequest, Usage
from answer.prompt import build_rewrite_prompt
from answer.request import AnswerRequest, Role

# Turns further back rarely matter to the last question, and each adds terms that may mislead the search.
TURNS = 4
# A question that leans on its conversation: it opens with a conjunction, or points at something unnamed.
LEANS = re.compile(
    r"^(and|or|but|so|what about|how about|what if|then|also|same)\b"
    r"|\b(it|its|that|this|those|these|they|them|their|there|one|ones|he|she|his|her)\b"
    r"|\b(the same|otherwise|else)\b",
    re.IGNORECASE,
)
SHORT_WORDS = 5


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """`text` is what must be answered; `background` holds earlier words that help to match it with evidence.

    `asked_before` is the question before it, which helps to find that evidence.
    """

    text: str
    background: str = ""
    asked_before: str = ""

    @property
    def query(self) -> str:
        """What is searched. Answers are left out: long as they are, they drown the question."""
        return f"{self.text} {self.asked_before}".strip()

    @property
    def in_context(self) -> str:
        """What sentences of the evidence are held against, before they are read more closely."""
        return f"{self.background} {self.text}".strip()


def leans_on_conversation(question: str) -> bool:
    return len(question.split()) <= SHORT_WORDS or LEANS.search(question) is not None


def rewrite_from_turns(request: AnswerRequest) -> StandaloneQuestion:
    """Keep the question as asked and search it with the question before it.

    The turns before it come along as background when it leans on them. Searching does not wait for that:
    people stay with a subject without pointing back at it (decision 0015).
    """
    asked_before = _find_question_before(request)
    if not request.conversation or not leans_on_conversation(request.question):
        return StandaloneQuestion(request.question, asked_before=asked_before)
    turns = request.conversation[-TURNS:]
    return StandaloneQuestion(request.question, " ".join(turn.text for turn in turns), asked_before)


def _find_question_before(request: AnswerRequest) -> str:
    return next((turn.text for turn in reversed(request.conversation) if turn.role is Role.USER), "")


def rewrite_with_chat_model(
    request: AnswerRequest, chat_model: ChatModel
) -> tuple[StandaloneQuestion, Usage]:
    """Let the chat model write the question out in full; an unusable reply keeps the question as it is."""
    if not request.conversation:
        return StandaloneQuestion(request.question), Usage()
    turns = request.conversation[-TURNS:]
    prompt = build_rewrite_prompt(request.question, turns)
    reply = chat_model.complete(ChatRequest(prompt=prompt, question=request.question, evidence=()))
    lines = [line.strip() for line in reply.text.splitlines() if line.strip()]
    usable = len(lines) == 1 and len(lines[0]) <= 4 * len(prompt.user)
    if usable:
        return StandaloneQuestion(lines[0]), reply.usage
    background = " ".join(turn.text for turn in turns)
    return StandaloneQuestion(request.question, background, _find_question_before(request)), reply.usage
