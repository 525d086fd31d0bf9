"""The public sets in the smallest: the shapes of their files, and our own words in them."""

import gzip
import json
from pathlib import Path


def write_public_sets(data: Path) -> Path:
    """Write squad2 and mtrag below the folder; clapnq is not there."""
    questions = [
        {"id": f"q{number}", "question": text, "unanswerable": unanswerable}
        for number, (text, unanswerable) in enumerate(
            [("What fell on the wall?", False), ("Who sang?", True)]
        )
    ]
    _write(
        data / "squad2" / "article_00.jsonl.gz",
        {"context": "Rain fell on the wall.", "qas": questions},
        {"context": "The coat is blue.", "qas": []},
    )
    _write(data / "squad2" / "distractors.jsonl.gz", {"context": "Primes are odd numbers."})
    turns = [("user", "What is rain?"), ("agent", "Water that falls."), ("user", "And where?")]
    _write(
        data / "mtrag" / "mtragun.jsonl.gz",
        {
            "task_id": "t1",
            "input": [{"speaker": who, "text": text} for who, text in turns],
            "contexts": [{"document_id": "d1", "text": "Rain falls in Bergen."}],
        },
        {
            "task_id": "t2",
            "input": [{"speaker": "user", "text": "What is a coat?"}],
            "contexts": [{"document_id": "d2", "text": "A coat is a garment."}],
        },
    )
    return data


def _write(file: Path, *rows: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
