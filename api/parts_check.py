"""Tries every part of an opened data folder, for `doctor` and `/readyz`."""

from collections.abc import Callable

from answer.bootstrap import EXTRACTIVE, Parts, open_chat_model
from answer.chat_model import ChatRequest, Prompt
from api.audit import AuditLog
from api.errors import DOMAIN_ERRORS
from api.readiness import PartReport, PartState
from api.settings import Settings
from ingest.job_desk import JobDesk
from retrieval.chunk import Filter


def check_parts(settings: Settings, parts: Parts, audit: AuditLog) -> list[PartReport]:
    """Use each part once; nothing leaves this machine."""
    checks: dict[str, Callable[[], tuple[PartState, str]]] = {
        "catalog": lambda: _check_catalog(parts),
        "embedding model": lambda: _check_embedder(settings, parts),
        "vector index": lambda: _check_index(parts),
        "reranker": lambda: _check_reranker(settings, parts),
        "verifier": lambda: _check_verifier(settings, parts),
        "chat model": lambda: _check_chat_model(settings),
        "moderation": lambda: (PartState.OFF, "no moderation service is connected"),
        "audit log": lambda: _check_audit(audit),
    }
    return [_try(part, check) for part, check in checks.items()]


def check_jobs(jobs: JobDesk) -> PartReport:
    """Say whether uploads are worked off; for a service, which runs them."""
    return _try("ingest jobs", lambda: _check_jobs(jobs))


def try_chat_model(settings: Settings) -> PartReport:
    """Ask the remote chat model for one word; this costs a few tokens."""
    return _try("chat model", lambda: _call_chat_model(settings))


def _try(part: str, check: Callable[[], tuple[PartState, str]]) -> PartReport:
    try:
        return PartReport(part, *check())
    except DOMAIN_ERRORS as exc:
        return PartReport(part, PartState.FAILED, str(exc))


def _check_catalog(parts: Parts) -> tuple[PartState, str]:
    names = parts.catalog.collections()
    return PartState.READY, f"collections: {', '.join(names) or 'none yet'}"


def _check_embedder(settings: Settings, parts: Parts) -> tuple[PartState, str]:
    parts.embedder.embed_query("ready?")
    return PartState.READY, f"{settings.retrieval.embedding_model} on {settings.retrieval.runtime}"


def _check_index(parts: Parts) -> tuple[PartState, str]:
    vector = parts.embedder.embed_query("ready?")
    for name in parts.catalog.collections():
        parts.catalog.check_collection(name, fingerprint=parts.embedder.fingerprint)
        parts.index.search(name, vector, limit=1, only=Filter())
        chunks, vectors = parts.catalog.count_chunks(name), parts.index.count(name)
        if vectors < chunks:
            lost = f"{chunks - vectors:,} of {chunks:,} vectors of {name!r} are missing"
            return PartState.FAILED, f"{lost}; run `plumbline reindex`"
    return PartState.READY, "Chroma in the data folder"


def _check_reranker(settings: Settings, parts: Parts) -> tuple[PartState, str]:
    if settings.retrieval.reranker is None:
        return PartState.OFF, "what is found is ordered by vectors and words alone"
    parts.reranker.score("ready?", ["Plumbline checks claims."])
    return PartState.READY, f"{settings.retrieval.reranker}, over {settings.retrieval.rerank} chunks"


def _check_verifier(settings: Settings, parts: Parts) -> tuple[PartState, str]:
    parts.verifier.verify("Plumbline checks claims.", ["Plumbline checks claims."])
    tagger = "with the tagger" if parts.verifier.has_tagger else "without the tagger"
    if not parts.verifier.has_tagger and settings.verify.tagger:
        tagger += ", which needs the packaged embedding model"
    weighed = f"{tagger}; {parts.verifier.tuning.origin}"
    if settings.verify.spacy_model is None:
        return (
            PartState.FALLBACK,
            f"names are found by the built-in rules, no spaCy pipeline is set; {weighed}",
        )
    return PartState.READY, f"spaCy pipeline {settings.verify.spacy_model}; {weighed}"


def _check_chat_model(settings: Settings) -> tuple[PartState, str]:
    if settings.answer.chat_model == EXTRACTIVE:
        return PartState.FALLBACK, "extractive: answers are quoted from the documents; no chat model is set"
    open_chat_model(settings.answer)
    return PartState.READY, settings.answer.chat_model


def _call_chat_model(settings: Settings) -> tuple[PartState, str]:
    chat_model = open_chat_model(settings.answer)
    if chat_model is None:
        return _check_chat_model(settings)
    prompt = Prompt(system="You answer with one word.", user="Say ready.", version="doctor")
    reply = chat_model.complete(ChatRequest(prompt=prompt, question="Say ready.", evidence=()))
    return PartState.READY, f"{reply.chat_model} answers"


def _check_jobs(jobs: JobDesk) -> tuple[PartState, str]:
    state = PartState.READY if jobs.is_working else PartState.FAILED
    return state, f"{'running' if jobs.is_working else 'stopped'}, {jobs.count_unfinished()} unfinished"


def _check_audit(audit: AuditLog) -> tuple[PartState, str]:
    return PartState.READY, f"{audit.count()} answers recorded"
