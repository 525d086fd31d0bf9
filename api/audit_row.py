"""What one row of the audit log says of an answer: ids, counts, hashes, verdicts; text only on request."""

import hashlib
import json
from collections.abc import Callable, Mapping

from answer.answer import Answer
from answer.ports import AnswerRecord
from answer.settings import AnswerSettings
from retrieval.chunk import Chunk

Value = str | int | float | None
KeyedHash = Callable[[str, str], str]

PARAMETERS = ("temperature", "top_p", "max_output_tokens", "frequency_penalty", "presence_penalty")


def chat_parameters(settings: AnswerSettings) -> dict[str, Value]:
    """Return what decides how a remote chat model replies."""
    return {"chat_model": settings.chat_model, **{name: getattr(settings, name) for name in PARAMETERS}}


def row_values(
    record: AnswerRecord, *, hashed: KeyedHash, parameters: Mapping[str, Value], keep_text: bool
) -> dict[str, Value]:
    """Return the columns of the row, but for its number, its time and its place in the chain."""
    request, answer = record.request, record.answer
    return {
        "request_id": answer.request_id,
        # There are no keys yet; the column is there so that old rows keep their hash when they come.
        "key_hash": None,
        "user_hash": None if request.user is None else hashed("user", request.user),
        "collection": request.collection,
        "question_hash": hashed("question", request.question),
        "answer_hash": hashed("answer", answer.text),
        "question": request.question if keep_text else None,
        "answer": answer.text if keep_text else None,
        "chunks": _dump([_describe_chunk(chunk) for chunk in record.evidence]),
        "prompt_version": record.prompt_version,
        "chat_model": answer.chat_model,
        "parameters": _dump(dict(parameters)),
        **_outcome(answer),
    }


def _outcome(answer: Answer) -> dict[str, Value]:
    return {
        "operating_point": answer.grounding.operating_point.value,
        "verdicts": _dump(_verdicts(answer)),
        # The messages are fixed sentences; a decision's detail may quote the answer and is left out.
        "findings": _dump([[found.origin, found.code] for found in answer.findings]),
        "degraded": _dump(list(answer.degraded)),
        "status": answer.decision.status.value,
        "reason": answer.decision.reason.value if answer.decision.reason else None,
        "input_tokens": answer.usage.input_tokens,
        "output_tokens": answer.usage.output_tokens,
        "cost_usd": answer.usage.cost_usd,
        "timings_ms": _dump(answer.timings_ms or {}),
    }


def _describe_chunk(chunk: Chunk) -> dict[str, str]:
    content = hashlib.sha256(chunk.text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"chunk": chunk.id, "sha256": content}


def _verdicts(answer: Answer) -> list[dict[str, str | float]]:
    rows: list[dict[str, str | float]] = []
    rows += [{"verdict": claim.verdict, "score": claim.score} for claim in answer.claims]
    rows += [{"verdict": claim.verdict, "text_hash": claim.text_hash} for claim in answer.withheld]
    return rows


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
