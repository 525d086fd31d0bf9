"""A chat model as `ClaimJudge`: asked yes or no about one claim that the verifier is unsure of."""

import json
import logging
import re
from collections.abc import Sequence

from answer.chat_model import ChatModel, ChatRequest
from answer.errors import ChatModelError
from answer.prompt import build_judge_prompt

# What a "yes" and a "no" are worth: a model that judges is wrong about as often as one time in ten.
PROBABILITY_OF_YES = 0.9
PROBABILITY_OF_NO = 0.1
_OBJECT = re.compile(r"\{[^{}]*\}")

log = logging.getLogger(__name__)


class ChatJudge:
    """Gives no opinion when the chat model fails, or replies with anything but a verdict."""

    def __init__(self, chat_model: ChatModel) -> None:
        self._chat_model = chat_model

    def judge(self, claim: str, contexts: Sequence[str], question: str) -> float | None:
        prompt = build_judge_prompt(claim, contexts, question)
        try:
            reply = self._chat_model.complete(ChatRequest(prompt=prompt, question=question, evidence=()))
        except ChatModelError as exc:
            log.warning("no second opinion on a claim: %s", exc)
            return None
        supported = _read_verdict(reply.text)
        if supported is None:
            log.warning("no second opinion on a claim: the chat model did not reply with a verdict")
            return None
        return PROBABILITY_OF_YES if supported else PROBABILITY_OF_NO


def _read_verdict(reply: str) -> bool | None:
    found = _OBJECT.search(reply)
    if found is None:
        return None
    try:
        verdict = json.loads(found.group()).get("supported")
    except ValueError:
        return None
    return verdict if isinstance(verdict, bool) else None
