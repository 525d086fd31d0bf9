"""Runs a suite: what is known already is taken from the store, the rest is asked, a few at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from eval.case import Case
from eval.errors import SuiteError
from eval.runs.cost import Spending
from eval.runs.fingerprint import hash_outcome, hash_parts
from eval.runs.metrics import measure_run
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Fingerprints, Run
from eval.runs.store import RunStore
from eval.runs.suite import ChatModelChoice, EvidenceMode, Suite
from verify.grounding.verdict import OperatingPoint

OnDone = Callable[[int, int], None]
# Scores the outcomes of a run, all of which are there, and keeps the scores as they come.
Score = Callable[[Run, RunStore, Spending], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cases are asked at the same time, and what all of them may cost in US dollars."""

    concurrency: int = 2
    max_cost_usd: float | None = None


class AsksCases(Protocol):
    """Whom a run asks: the parts of this process, or a running service. Safe to share between threads."""

    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        """Ask one case; what goes wrong with it alone is an outcome with an error."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a run asks: every case at every operating point, each under its key.

    With `of_one_run` every run asks anew, since the fingerprints do not say all that decides the outcomes;
    what an interrupt left is asked by the same run as ever.
    """

    suite: Suite
    cases: tuple[Case, ...]
    made_with: Fingerprints
    of_one_run: bool = False

    @property
    def asked(self) -> list[tuple[Case, OperatingPoint]]:
        return [(case, point) for point in self.suite.operating_points for case in self.cases]

    @property
    def keys(self) -> list[str]:
        return [hash_outcome(case, point, self.made_with) for case, point in self.asked]

    def keys_in(self, run: str) -> list[str]:
        """Return what the outcomes of a run are stored under."""
        return [hash_parts(key, run) for key in self.keys] if self.of_one_run else self.keys


def check_cases(suite: Suite, cases: Sequence[Case]) -> None:
    """Refuse a data set that lacks what the suite needs of each case.

    Raises:
        SuiteError: the message names the suite's key and the first case.
    """
    if not cases:
        raise SuiteError(f"suite {suite.name}: dataset: it has no cases")
    for case in cases:
        if suite.chat_model is ChatModelChoice.RECORDED and case.recorded is None:
            raise SuiteError(
                f"suite {suite.name}: chat_model is recorded, but case {case.id!r} has no recorded answer"
            )
        if suite.evidence is EvidenceMode.GIVEN and not case.contexts:
            raise SuiteError(f"suite {suite.name}: evidence is given, but case {case.id!r} has no contexts")


def find_missing(plan: Plan, store: RunStore) -> list[Case]:
    """Return the cases that have to be asked, once for each operating point at which they are not known."""
    known = store.known(plan.keys)
    return [case for (case, _), key in zip(plan.asked, plan.keys, strict=True) if key not in known]


def run_plan(  # noqa: PLR0913  # what scores is one part more, and no part of another
    plan: Plan,
    store: RunStore,
    open_answerer: Callable[[], AsksCases],
    *,
    limits: Limits,
    on_done: OnDone,
    score: Score | None = None,
) -> Run:
    """Run the plan, or what an interrupt left of it, and return the finished run.

    Every outcome is stored as soon as it is there, so that a run that is stopped at any moment goes on from
    there. Nothing is opened when every outcome is known. `score` follows when all are there.

    Raises:
        CostCapReachedError: the limit on the cost is reached.
        RunStoreError: the store cannot be used.
    """
    run, spending = store.start(plan.suite, plan.made_with), Spending(limits.max_cost_usd)
    keys, asked = plan.keys_in(run), plan.asked
    known = store.known(keys)
    store.place(run, {position: key for position, key in enumerate(keys) if key in known})
    missing = {position: asked[position] for position, key in enumerate(keys) if key not in known}
    on_done(len(keys) - len(missing), len(keys))
    if missing:
        found = _ask(missing, open_answerer(), limits, spending)
        for done, (position, outcome) in enumerate(found, start=len(keys) - len(missing) + 1):
            store.keep(run, position, keys[position], outcome)
            on_done(done, len(keys))
    if score is not None:
        score(store.get(run), store, spending)
    finished = store.get(run)
    store.finish(run, measure_run(finished))
    return store.get(run)


def _ask(
    missing: Mapping[int, tuple[Case, OperatingPoint]],
    answerer: AsksCases,
    limits: Limits,
    spending: Spending,
) -> Iterator[tuple[int, CaseOutcome]]:
    """Yield outcomes as they come; never more questions are under way than may be asked at once.

    What comes from one source is asked together: its evidence has been read when the next one needs it.
    """
    waiting = iter(sorted(missing.items(), key=lambda item: (item[1][0].source, item[0])))
    under_way: dict[Future[CaseOutcome], int] = {}
    threads = ThreadPoolExecutor(limits.concurrency, thread_name_prefix="cases")
    try:
        while True:
            while len(under_way) < limits.concurrency and (following := next(waiting, None)):
                position, (case, point) = following
                under_way[threads.submit(answerer.ask, case, point)] = position
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                spending.spent_usd += outcome.usage.cost_usd
                yield under_way.pop(future), outcome
            spending.check()
    finally:
        threads.shutdown(cancel_futures=True)
