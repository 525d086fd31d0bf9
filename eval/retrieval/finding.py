"""How often search finds the right document, beside the plain pipeline and each half of search alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from answer.request import AnswerRequest
from eval import targets
from eval.case import Case
from eval.datasets.conversations import FILE as CONVERSATIONS
from eval.datasets.conversations import FollowUp, read_conversations
from eval.datasets.dataset import write_documents
from eval.datasets.public_sets import READERS, write_pool
from eval.lookup import StoredLookup
from eval.quality_run import Bench, index_documents
from eval.report import Direction, Figure, Section, Target
from eval.retrieval.plain_pipeline import PlainPipeline
from eval.retrieval.ranking import (
    TOP_K,
    FindDocuments,
    Ranking,
    Wanted,
    mean_rank_figure,
    misses_figure,
    rank,
    recall_figure,
)
from eval.workspace import Workspace
from retrieval.chunk import Filter
from retrieval.embedder import Embedder

POOL = "pool"
FOLLOW_UPS = "follow-ups"
READING = (
    f"a question counts as found when the document that holds its answer is among those of the first {TOP_K} "
    "chunks; held out: SHA-256(id) is odd; [ ] is the 95 % interval, n the number of questions"
)


@dataclass(frozen=True, slots=True)
class Contestants:
    """Everything that finds documents in one pool; `search` is what answering uses."""

    plain: FindDocuments
    dense: FindDocuments
    keyword: FindDocuments
    search: FindDocuments


def measure_finding(bench: Bench, data: Path, *, open_plain: Callable[[], Embedder]) -> Section:
    """Pool the documents of the public sets that are there, and look for those that hold the answers."""
    sets = [read(data / name) for name, read in READERS.items() if (data / name).is_dir()]
    if not sets:
        return Section("Recall", notes=(f"not measured: no {' or '.join(READERS)} in {data}",))
    folder = bench.root / "documents" / POOL
    write_pool(sets, folder)
    figures: list[Figure] = []
    with bench.workspace(POOL) as workspace:
        report = index_documents(bench, workspace, name=POOL, documents=folder)
        plain = PlainPipeline(bench.root / "plain pool", open_plain())
        bench.on_step("index the pool, plain pipeline", 0, 1)
        plain.ingest(folder)
        contestants = open_contestants(workspace, POOL, plain=plain, folder=folder)
        for public in sets:
            bench.on_step(f"look for {public.name}", 0, 1)
            wanted = [_wanted(case) for case in public.cases if case.has_answer]
            figures += compare(public.name, wanted, contestants)
    names = ", ".join(public.name for public in sets)
    note = f"{report.indexed} documents of {names} in one collection, {report.chunks} chunks"
    return Section("Recall", tuple(figures), (note, READING))


def measure_follow_ups(bench: Bench, data: Path) -> Section:
    """Look for follow-up questions, by the last turn alone and with the conversation."""
    file = data / CONVERSATIONS
    if not file.is_file():
        return Section("Follow-up questions", notes=(f"not measured: there is no {file}",))
    conversations = read_conversations(file)
    folder = bench.root / "documents" / FOLLOW_UPS
    write_documents(conversations.documents, folder)
    with bench.workspace(FOLLOW_UPS) as workspace:
        report = index_documents(bench, workspace, name=FOLLOW_UPS, documents=folder)
        search = open_search(workspace)
        bench.on_step("look for follow-ups", 0, 1)
        alone = rank([_alone(one) for one in conversations.follow_ups], search)
        told = rank([_told(one) for one in conversations.follow_ups], search)
    note = f"{report.indexed} documents of mtrag in one collection, {report.chunks} chunks"
    return Section("Follow-up questions", compare_turns(alone, told), (note, READING))


def open_search(workspace: Workspace) -> FindDocuments:
    parts = workspace.parts
    lookup = StoredLookup(parts.catalog, parts.index, parts.embedder, parts.searcher, top_k=TOP_K)
    return lookup.retrieve_documents


def open_contestants(
    workspace: Workspace, collection: str, *, plain: PlainPipeline, folder: Path
) -> Contestants:
    parts = workspace.parts

    def find_plain(request: AnswerRequest) -> Sequence[str]:
        found = plain.find_documents(request.question, top_k=TOP_K)
        return [Path(file).relative_to(folder).as_posix() for file in found]

    def documents_of(ids: Sequence[str]) -> Sequence[str]:
        chunks = parts.catalog.chunks(ids)
        return list(dict.fromkeys(chunks[key].document for key in ids))

    def find_dense(request: AnswerRequest) -> Sequence[str]:
        vector = parts.embedder.embed_query(request.question)
        found = parts.index.search(collection, vector, limit=TOP_K, only=Filter())
        return documents_of([key for key, _ in found])

    def find_keyword(request: AnswerRequest) -> Sequence[str]:
        keywords = parts.searcher.keywords
        found = keywords.search(request.question, collection=collection, limit=TOP_K, only=Filter())
        return documents_of(found)

    return Contestants(find_plain, find_dense, find_keyword, open_search(workspace))


def compare(name: str, wanted: Sequence[Wanted], contestants: Contestants) -> list[Figure]:
    """Return recall and mean reciprocal rank of all; search has to beat both dense ones."""
    plain = rank(wanted, contestants.plain)
    dense = rank(wanted, contestants.dense)
    keyword = rank(wanted, contestants.keyword)
    search = rank(wanted, contestants.search)
    return [
        recall_figure(f"{name}: plain pipeline", plain),
        recall_figure(f"{name}: dense half", dense),
        recall_figure(f"{name}: keyword half", keyword),
        recall_figure(f"{name}: search", search, target=recall_target(plain, dense)),
        mean_rank_figure(f"{name}: plain pipeline", plain),
        mean_rank_figure(f"{name}: search", search),
    ]


def recall_target(*dense: Sequence[Ranking]) -> Target:
    """Search has to find as much more than the best dense list as keywords should bring, or nearly all."""
    best = max((sum(each.hit for each in found) / len(found) for found in dense if found), default=0.0)
    return Target(Direction.AT_LEAST, min(targets.RECALL_ENOUGH, best + targets.RECALL_GAIN))


def compare_turns(alone: Sequence[Ranking], told: Sequence[Ranking]) -> tuple[Figure, ...]:
    missed = sum(not each.hit for each in alone)
    target = Target(Direction.AT_MOST, int(missed * targets.FOLLOW_UP_MISSES))
    return (
        recall_figure("last turn alone", alone),
        recall_figure("with the conversation", told),
        misses_figure("last turn alone, misses", alone),
        misses_figure("with the conversation, misses", told, target=target),
        mean_rank_figure("last turn alone", alone),
        mean_rank_figure("with the conversation", told),
    )


def _wanted(case: Case) -> Wanted:
    request = AnswerRequest(case.question, POOL)
    return Wanted(case.id, request, frozenset(f"{case.collection}/{gold}" for gold in case.gold_documents))


def _alone(follow_up: FollowUp) -> Wanted:
    return Wanted(follow_up.id, AnswerRequest(follow_up.question, FOLLOW_UPS), follow_up.gold)


def _told(follow_up: FollowUp) -> Wanted:
    request = AnswerRequest(follow_up.question, FOLLOW_UPS, follow_up.conversation)
    return Wanted(follow_up.id, request, follow_up.gold)
