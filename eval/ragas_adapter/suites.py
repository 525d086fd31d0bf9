"""Scores the outcomes of a run as the `ragas` section of its suite asks; what is known is not asked again.

A try at a value is kept under a hash of all that decides it: what the metric reads of the outcome, the
metric, its judge or model, and the number of the try. So the same answer costs once, whatever run or
operating point it is of.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec

from answer.decision import Status
from answer.settings import AnswerSettings
from eval.case import Case
from eval.errors import RagasMissingError
from eval.ragas_adapter.catalogue import RagasSetup
from eval.ragas_adapter.estimate import estimate_jobs
from eval.ragas_adapter.fields import find_gap, read_fields
from eval.ragas_adapter.scores import ScoreJob
from eval.ragas_adapter.scoring import score_jobs
from eval.runs.cost import CHARACTERS_PER_CHUNK, CHARACTERS_PER_TOKEN, NO_COST, CostEstimate, Spending
from eval.runs.fingerprint import hash_code, hash_embedding_model, hash_parts
from eval.runs.opening import OpenSuite
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import PLUMBLINE_FAITHFULNESS, RAGAS_METRICS
from eval.runs.run import Run
from eval.runs.running import OnDone, Plan
from eval.runs.score import RagasScore, Take
from eval.runs.score_store import ScorePlace, ScoreStore
from eval.runs.store import RunStore
from eval.runs.suite import ChatModelChoice, EvidenceMode, RagasSpec
from retrieval.embedder import Embedder
from verify.grounding.verdict import OperatingPoint

# Package → module: what computes the values; another version may compute others.
_PACKAGES = {
    "ragas": "ragas",
    "instructor": "instructor",
    "rapidfuzz": "rapidfuzz",
    "rouge-score": "rouge_score",
    "sacrebleu": "sacrebleu",
}


@dataclass(frozen=True, slots=True)
class _Try:
    """One try at one value of one outcome, and the key that it is kept under."""

    place: ScorePlace
    key: str
    outcome: CaseOutcome

    @property
    def job(self) -> ScoreJob:
        return ScoreJob(self.outcome, self.place.metric)


@dataclass(frozen=True)
class SuiteScoring:
    """What a suite asks of ragas, and who judges and embeds; `open_embedder` is asked when it has to be."""

    spec: RagasSpec
    judge: AnswerSettings | None
    embedding_model: str
    open_embedder: Callable[[], Embedder]
    concurrency: int
    on_done: OnDone

    def score(self, run: Run, store: RunStore, spending: Spending) -> None:
        """Score every outcome, and keep each value as soon as it is there.

        Raises:
            CostCapReachedError: the limit on the cost is reached, and values are left that need the judge.
            ChatModelConfigurationError: the judge takes no call at all.
        """
        tries = list(self._plan(run.outcomes))
        known = _find_known(tries, store.scores)
        store.scores.place(run.id, {one.place: one.key for one in tries if one.key in known})
        missing = [one for one in tries if one.key not in known]
        keeper = _Keeper(run.id, store.scores, spending, self.on_done, len(tries), len(tries) - len(missing))
        keeper.tell()
        if missing:
            self._take(missing, keeper)

    def estimate(self, plan: Plan, store: RunStore, settings: AnswerSettings, *, top_k: int) -> CostEstimate:
        """Return what the judge takes, if every answer that is not there yet is as long as it may be."""
        if self.judge is None:
            return NO_COST
        known = store.known(plan.keys)
        there = [known[key] for key in plan.keys if key in known]
        tries = list(self._plan(there))
        kept = _find_known(tries, store.scores)
        asked = {one.key: one.job for one in tries if one.key not in kept}.values()
        imagined = [
            _imagine(case, point, plan, length=settings.max_output_tokens * CHARACTERS_PER_TOKEN, top_k=top_k)
            for (case, point), key in zip(plan.asked, plan.keys, strict=True)
            if key not in known
        ]
        jobs = [ScoreJob(one, name, self._repeats(name)) for one in imagined for name in self.spec.metrics]
        return estimate_jobs([*asked, *jobs], judge=self.judge)

    def _take(self, missing: Sequence[_Try], keeper: "_Keeper") -> None:
        # Outcomes that read the same to a metric are scored together.
        groups: dict[str, list[_Try]] = {}
        for one in missing:
            groups.setdefault(one.key, []).append(one)
        asked = []
        for group in groups.values():
            if gap := group[0].job.gap:
                keeper.keep(group, Take(failure=gap))
            else:
                asked.append(group)
        if asked:
            self._ask(asked, keeper)

    def _ask(self, groups: Sequence[Sequence[_Try]], keeper: "_Keeper") -> None:
        jobs = [group[0].job for group in groups]
        needs_model = any(RAGAS_METRICS[job.metric].embeds for job in jobs)
        embedder = self.open_embedder() if needs_model else None
        score_jobs(
            jobs,
            setup=RagasSetup(self.judge, embedder, concurrency=self.concurrency),
            on_job=lambda number, score: keeper.keep(groups[number], _to_take(score)),
            may_ask=lambda: not keeper.spending.is_over,
        )
        if keeper.done < keeper.total:
            keeper.spending.check()

    def _plan(self, outcomes: Sequence[CaseOutcome]) -> Iterator[_Try]:
        for position, outcome in enumerate(outcomes):
            fields = read_fields(outcome)
            for name in self.spec.metrics:
                metric = RAGAS_METRICS[name]
                gap = find_gap(outcome, metric.needs)
                read = json.dumps({need: fields[need] for need in metric.needs})
                base = hash_parts(gap) if gap else hash_parts(name, read, *self._made_with[name])
                for repeat in range(1 if gap else self._repeats(name)):
                    yield _Try(ScorePlace(position, name, repeat), hash_parts(base, str(repeat)), outcome)

    def _repeats(self, name: str) -> int:
        return self.spec.repeats if RAGAS_METRICS[name].work else 1

    @cached_property
    def _made_with(self) -> Mapping[str, Sequence[str]]:
        """What decides the values of each metric beside the outcome."""
        return {name: list(self._describe(name)) for name in self.spec.metrics}

    def _describe(self, name: str) -> Iterator[str]:
        yield from (f"{package} {version(package)}" for package in _PACKAGES)
        if RAGAS_METRICS[name].work and self.judge:
            yield from (self.judge.chat_model, self.judge.base_url or "")
        if RAGAS_METRICS[name].embeds:
            yield hash_embedding_model(self.embedding_model)
        if name == PLUMBLINE_FAITHFULNESS:
            yield hash_code()


@dataclass(slots=True)
class _Keeper:
    """Keeps what comes, adds up what it cost, and tells how far the run is."""

    run: str
    store: ScoreStore
    spending: Spending
    on_done: OnDone
    total: int
    done: int

    def keep(self, tries: Sequence[_Try], take: Take) -> None:
        self.store.keep(self.run, [one.place for one in tries], tries[0].key, take)
        self.spending.spent_usd += take.usage.cost_usd
        self.done += len(tries)
        self.tell()

    def tell(self) -> None:
        self.on_done(self.done, self.total)


def open_scoring(
    opened: OpenSuite, *, open_embedder: Callable[[], Embedder], concurrency: int, on_done: OnDone
) -> SuiteScoring | None:
    """Return what scores the runs of the suite; None where it asks for no metric of ragas.

    Raises:
        RagasMissingError: ragas is not installed.
    """
    spec = opened.plan.suite.ragas
    if spec is None:
        return None
    for package, module in _PACKAGES.items():
        if find_spec(module) is None:
            raise RagasMissingError(
                f"suite {opened.plan.suite.name}: ragas needs {package}: pip install 'plumbline[ragas]'"
            )
    model = opened.settings.retrieval.embedding_model
    return SuiteScoring(spec, opened.judge, model, open_embedder, concurrency, on_done)


def _to_take(score: RagasScore) -> Take:
    """Return the one try that the score is of."""
    return Take(score.value, score.failure, score.usage)


def _find_known(tries: Sequence[_Try], store: ScoreStore) -> Mapping[str, Take]:
    return store.known(one.key for one in tries)


def _imagine(case: Case, point: OperatingPoint, plan: Plan, *, length: int, top_k: int) -> CaseOutcome:
    """Return the longest outcome that a case may have."""
    suite = plan.suite
    is_given, is_replay = suite.evidence is EvidenceMode.GIVEN, suite.chat_model is ChatModelChoice.RECORDED
    answer = case.recorded.text if is_replay and case.recorded else "x" * length
    contexts = case.contexts if is_given else ("x" * CHARACTERS_PER_CHUNK,) * top_k
    return CaseOutcome(case, point, Status.ANSWERED, text=answer, contexts=contexts)
