"""Reads claims and evidence the way the verifier does, for tests of single signals."""

from verify.grounding.evidence import Evidence, EvidenceReader
from verify.grounding.statement import Statement, make_statement
from verify.nlp import EntityFinder

_FINDER = EntityFinder()


def read_claim(text: str) -> Statement:
    return make_statement(text, _FINDER.find_entities(text))


def read_evidence(*contexts: str) -> Evidence:
    return EvidenceReader(_FINDER).read(contexts)
