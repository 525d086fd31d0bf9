"""Assertions for a team's own tests: is this answer grounded, does this suite hold?

`assert_grounded` asks the service at `PLUMBLINE_URL` when that is set, and else checks in this process,
without a data folder. `run_suite` asks the same one.
"""

import atexit
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from verify.grounding.verdict import ClaimVerdict, OperatingPoint, Outcome, Verdict

if TYPE_CHECKING:
    from api.schemas import VerifyResult, VerifyRow
    from api.settings import Settings
    from eval.runs.gate import GateResult
    from eval.runs.run import Run

# Of the evidence that a failed claim was held against; the rest is in the test's own data.
EVIDENCE_CHARACTERS = 300


class Verifies(Protocol):
    def verify(self, row: "VerifyRow") -> "VerifyResult": ...


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """A finished run, and whether its gates held."""

    run: "Run"
    gate: "GateResult"


def assert_grounded(
    answer: str,
    contexts: Sequence[str],
    *,
    question: str | None = None,
    operating_point: OperatingPoint | str = OperatingPoint.BALANCED,
) -> None:
    """Raise AssertionError unless the contexts support every claim of the answer.

    The message names each claim that failed, why, and the evidence it was held against.

    Raises:
        ApiError: an argument, a setting or the service cannot be used, as any other error of the set-up.
    """
    from api.errors import DOMAIN_ERRORS  # noqa: PLC0415  # a test that only imports this must start at once

    # pytest shows the line of the test that calls this, and none of ours.
    __tracebackhide__ = True
    try:
        row = _make_row(answer, contexts, question=question, operating_point=operating_point)
        found = open_verifier().verify(row)
    except DOMAIN_ERRORS as exc:
        raise exc.with_traceback(None) from None
    if not found.grounded:
        raise AssertionError(_explain(found, contexts))


def _make_row(
    answer: str, contexts: Sequence[str], *, question: str | None, operating_point: OperatingPoint | str
) -> "VerifyRow":
    from api.commands.rows import build_row  # noqa: PLC0415  # as above
    from api.schemas import VerifyRow  # noqa: PLC0415  # as above

    # A text is a sequence of texts too: its letters, which would support nothing.
    listed = contexts if isinstance(contexts, str) else list(contexts)
    return build_row(
        VerifyRow, question=question, contexts=listed, answer=answer, operating_point=operating_point
    )


def run_suite(name: str) -> SuiteOutcome:
    """Run a suite as `plumbline eval run` does, with the settings of the environment, `url` among them."""
    from api.commands.runs import judge, open_store  # noqa: PLC0415  # as above
    from api.commands.runs import run_suite as run  # noqa: PLC0415  # as above
    from api.commands.service_suites import run_on_service  # noqa: PLC0415  # as above
    from api.errors import SettingsError  # noqa: PLC0415  # as above
    from api.service_calls import open_http  # noqa: PLC0415  # as above
    from api.service_runs import open_service_run  # noqa: PLC0415  # as above
    from api.settings import load_settings  # noqa: PLC0415  # as above
    from eval.runs.running import Limits  # noqa: PLC0415  # as above
    from eval.runs.suite import find_suite, read_suite  # noqa: PLC0415  # as above

    settings = load_settings()
    limits = Limits(settings.eval.concurrency, settings.eval.max_cost_usd)
    file = find_suite(name)
    if limits.max_cost_usd is None and read_suite(file).may_cost:
        # Where a command would ask, a test cannot.
        raise SettingsError(
            f"suite {name} may cost money: set PLUMBLINE_EVAL__MAX_COST_USD to what it may cost"
        )
    with open_store(settings) as store:
        if settings.url:
            with open_http(settings.url, key=settings.key) as http:
                opened = open_service_run(http, file, collection=None, data=settings.bench_data)
                finished = run_on_service(opened, store, limits=limits, agreed=True)
        else:
            finished = run(settings, store, file, limits=limits, agreed=True)
        return SuiteOutcome(finished, judge(store, finished, None))


@cache
def open_verifier() -> Verifies:
    """Return who verifies, once for all tests."""
    from api.settings import load_settings  # noqa: PLC0415  # as above

    settings = load_settings()
    return _connect(settings) if settings.url else _open_here(settings)


def _connect(settings: "Settings") -> Verifies:
    from api.client import connect_service  # noqa: PLC0415  # as above

    client = connect_service(settings.url or "", key=settings.key)
    atexit.register(client.close)
    return client


def _open_here(settings: "Settings") -> Verifies:
    from answer.bootstrap import open_parts  # noqa: PLC0415  # as above
    from api.local import LocalVerifier  # noqa: PLC0415  # as above
    from retrieval.data_folder import GRAPHS  # noqa: PLC0415  # as above

    folder = TemporaryDirectory(prefix="plumbline-tests-")
    atexit.register(folder.cleanup)
    parts = open_parts(
        Path(folder.name), retrieval=settings.retrieval, verify=settings.verify, settings=settings.answer
    )
    atexit.register(parts.close)
    known = settings.data_dir / GRAPHS
    if known.is_dir():
        # Building the embedding model's graph takes six seconds; a data folder has it already.
        parts.folder.graphs.symlink_to(known.resolve(), target_is_directory=True)
    return LocalVerifier(parts)


def _explain(found: "VerifyResult", contexts: Sequence[str]) -> str:
    failed = [claim for claim in found.claims if claim.verdict is not Verdict.SUPPORTED]
    if not failed:
        return f"the answer could not be checked: {_in_words(found.outcome)}"
    total = len(found.claims)
    head = f"{len(failed)} of {total} claims {'is' if len(failed) == 1 else 'are'} not grounded"
    if found.outcome is not Outcome.VERIFIED:
        head += f" ({_in_words(found.outcome)})"
    return "\n".join([head, *(line for claim in failed for line in _describe(claim, contexts))])


def _describe(claim: ClaimVerdict, contexts: Sequence[str]) -> list[str]:
    lines = [f"✗ {claim.text}", f"  {_in_words(claim.verdict)}, {claim.score:.2f}"]
    lines += [f"  because {reason.message}" for reason in claim.reasons]
    if claim.evidence:
        span = claim.evidence[0]
        text = " ".join(contexts[span.context][span.start : span.end].split())[:EVIDENCE_CHARACTERS]
        lines.append(f"  nearest, in context {span.context + 1}: {text}")
    return lines


def _in_words(value: Outcome | Verdict) -> str:
    return value.value.replace("_", " ")
