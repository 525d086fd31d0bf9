"""What a run asks of a service: the suite as it can be asked there, and what the service tells of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.registry import load_dataset
from eval.errors import SuiteError
from eval.runs.fingerprint import hash_case, hash_documents, hash_parts
from eval.runs.metrics import check_metrics
from eval.runs.opening import choose_gold
from eval.runs.run import Fingerprints
from eval.runs.running import Plan
from eval.runs.suite import ChatModelChoice, EvidenceMode, Suite


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Where a service is, the version of its program, and path and live version of each document."""

    address: str
    program: str
    documents: Sequence[tuple[str, str]] = ()


def fit_to_service(suite: Suite, *, collection: str | None) -> Suite:
    """Return the suite with the collection that is asked, which the service must have already.

    Raises:
        SuiteError: the suite wants what a service does not do; the message says which key.
    """
    place = f"suite {suite.name}"
    if suite.settings:
        raise SuiteError(f"{place}: settings: a service has its own: leave them out, or run it without a URL")
    if suite.ragas is not None:
        raise SuiteError(f"{place}: ragas: the answers of a service are not scored: run it without a URL")
    if suite.evidence is EvidenceMode.GIVEN:
        return _fit_given(suite, collection)
    if suite.chat_model is ChatModelChoice.RECORDED:
        raise SuiteError(f"{place}: chat_model: a service checks recorded answers only over given evidence")
    wanted = collection or suite.collection
    if wanted is None:
        raise SuiteError(
            f"{place}: collection: a service indexes nothing for a suite: name a collection that it has, in "
            "the suite or with --collection"
        )
    return suite.model_copy(update={"collection": wanted, "documents": None})


def _fit_given(suite: Suite, collection: str | None) -> Suite:
    if suite.chat_model is not ChatModelChoice.RECORDED:
        raise SuiteError(
            f"suite {suite.name}: chat_model: over given evidence a service only checks answers: they must "
            "be recorded ones"
        )
    if collection is not None:
        raise SuiteError(f"suite {suite.name}: evidence is given with each case: leave out --collection")
    return suite


def plan_for_service(suite: Suite, state: ServiceState, *, beside: Path, data: Path | None) -> Plan:
    """Return what is asked of the service; every run asks anew, since nobody sees its settings.

    `beside` and `data` are where the cases are looked up.

    Raises:
        SuiteError: the suite does not fit its data.
        DatasetError: the cases cannot be read.
    """
    check_metrics([*suite.metrics, *(gate.metric for gate in suite.gates)])
    cases = choose_gold(suite, load_dataset(suite.dataset, beside=beside, data=data).cases)
    made_with = Fingerprints(
        dataset=hash_parts(*(hash_case(case) for case in cases)),
        corpus=hash_documents(state.documents) if suite.evidence is EvidenceMode.SEARCH else "",
        prompt="",
        configuration=f"service {state.address}",
        code=f"plumbline {state.program}",
    )
    return Plan(suite, cases, made_with, of_one_run=True)
