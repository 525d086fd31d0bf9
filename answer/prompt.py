"""Step 6: the messages for the chat model, from versioned files, with evidence in marks nothing can close."""

import re
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from answer.chat_model import Prompt
from answer.request import Turn
from retrieval.chunk import RetrievedChunk

ANSWER_VERSION = "answer-1"
REWRITE_VERSION = "rewrite-1"
JUDGE_VERSION = "judge-1"
FOLDER = Path(__file__).parent / "prompts"
# Whatever looks like one of our marks, or like the role marks of common chat formats, is broken up.
# Found by its first character alone, so that breaking one up can never leave or make another.
MARK = re.compile(r"<(?=<|\|[a-z_]{1,30}\|>)|>(?=>)|\[(?=/?INST\])", re.IGNORECASE)


def build_prompt(question: str, evidence: Sequence[RetrievedChunk], *, token: str | None = None) -> Prompt:
    """Return the prompt for one question; the random token makes its marks impossible to imitate."""
    token = token or new_token()
    blocks = "\n\n".join(_evidence_block(number, hit, token) for number, hit in enumerate(evidence, start=1))
    return _fill(ANSWER_VERSION, token=token, evidence=blocks, question=neutralise(question))


def build_rewrite_prompt(question: str, conversation: Sequence[Turn]) -> Prompt:
    lines = [f"{turn.role}: {neutralise(turn.text)}" for turn in conversation]
    text = "\n".join([*lines, f"user: {neutralise(question)}"])
    return _fill(REWRITE_VERSION, token=new_token(), conversation=text)


def build_judge_prompt(claim: str, contexts: Sequence[str], question: str) -> Prompt:
    token = new_token()
    blocks = "\n\n".join(f"<<evidence {token}>>\n{neutralise(text)}\n<<end {token}>>" for text in contexts)
    return _fill(
        JUDGE_VERSION, token=token, evidence=blocks, question=neutralise(question), claim=neutralise(claim)
    )


def new_token() -> str:
    return secrets.token_hex(8)


def neutralise(text: str) -> str:
    """Break up everything that could be read as a delimiter; ordinary text is left as it is."""
    return MARK.sub(r"\g<0> ", text)


def _evidence_block(number: int, hit: RetrievedChunk, token: str) -> str:
    header = f"[{number}] {neutralise(hit.chunk.context)}"
    text = re.sub(r"[ \t]{2,}", " ", neutralise(hit.chunk.text)).strip()
    return f"<<evidence {token}>>\n{header}\n{text}\n<<end {token}>>"


def _fill(version: str, *, token: str, **values: str) -> Prompt:
    system = _template(f"{version}.system.txt").replace("{token}", token)
    user = _template(f"{version}.user.txt").replace("{token}", token)
    # One pass over the template: a value that itself holds "{question}" is never filled in again.
    user = re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], user)
    return Prompt(system=system.strip(), user=user.strip(), version=version)


@cache
def _template(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
