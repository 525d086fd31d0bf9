import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, Filter
from retrieval.keyword import MAX_TERMS, KeywordIndex, find_terms
from tests.retrieval.stored import make_version, publish

EVERYONE = Filter()
REFUNDS = make_version("refunds.md", "Refunds are paid within 30 days.", "Sellers near Zürich pay cash.")
PRICES = make_version("prices.md", "The annual plan costs $30.", source="shop", metadata={"a.b": "en"})
SALARIES = make_version("salaries.md", "Salaries are paid on the 25th.", audiences=("staff", "hr"))


@pytest.fixture
def keywords(catalog: Catalog) -> KeywordIndex:
    publish(
        catalog, REFUNDS, PRICES, SALARIES, make_version("x.md", "Refunds elsewhere.", collection="other")
    )
    return KeywordIndex(catalog.engine)


def _found(keywords: KeywordIndex, query: str, *, only: Filter = EVERYONE, limit: int = 10) -> list[str]:
    ids = keywords.search(query, collection="kb", limit=limit, only=only)
    chunks = [*REFUNDS.chunks, *PRICES.chunks, *SALARIES.chunks]
    texts = {chunk.id: chunk.text for chunk in chunks}
    return [texts[key] for key in ids]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zurich", ["Sellers near Zürich pay cash."]),
        ("ZÜRICH", ["Sellers near Zürich pay cash."]),
        ("what does the annual plan cost", ["The annual plan costs $30."]),
        ('"annual" plan', ["The annual plan costs $30."]),
        ("NEAR(annual plan, 1)", ["The annual plan costs $30.", "Sellers near Zürich pay cash."]),
        ("annual AND NOT plan", ["The annual plan costs $30."]),
        ("annual*", ["The annual plan costs $30."]),
        ("text:annual", ["The annual plan costs $30."]),
        ("{context text}: ^annual", ["The annual plan costs $30."]),
        ("annual'; DROP TABLE keywords; --", ["The annual plan costs $30."]),
        ("ann*", []),
        ('"', []),
        ("( ) * ^ - + : {}", []),
        ("", []),
        ("_", []),
        ("\x00", []),
        ("\ud800", []),
        ("年度计划", []),
    ],
)
def test_a_query_is_words_and_never_search_syntax(
    keywords: KeywordIndex, query: str, expected: list[str]
) -> None:
    assert _found(keywords, query) == expected


def test_the_words_of_the_title_count(keywords: KeywordIndex) -> None:
    assert _found(keywords, "prices") == ["The annual plan costs $30."]


def test_at_most_the_limit_is_returned(keywords: KeywordIndex) -> None:
    assert len(_found(keywords, "refunds", limit=1)) == 1


def test_ten_thousand_words_are_a_query_too(keywords: KeywordIndex) -> None:
    words = " ".join(f"word{number}" for number in range(10_000))

    assert _found(keywords, f"annual {words}") == ["The annual plan costs $30."]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_no_query_is_an_error(keywords: KeywordIndex, query: str) -> None:
    _found(keywords, query)
    keywords.rarity([query], collection="kb")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("What does the plan cost?", ["plan", "cost"]),
        ("What is it?", ["what", "is", "it"]),
        ("A plan, the PLAN", ["plan"]),
        ("not before May 3", ["not", "before", "may", "3"]),
        ("?!", []),
    ],
)
def test_only_words_that_say_what_a_question_is_about_are_looked_up(query: str, terms: list[str]) -> None:
    assert find_terms(query) == terms


def test_the_first_words_of_a_very_long_query_are_looked_up() -> None:
    assert len(find_terms(" ".join(f"word{number}" for number in range(500)))) == MAX_TERMS


class TestFrequentWords:
    """Where very many chunks have any of the words, the most frequent ones bring in none of their own."""

    VERSIONS = (
        make_version("a.md", *(f"paid paid paid {number}" for number in range(20))),
        make_version("b.md", "rarely paid", "rarely refunded", "rarely"),
    )

    def _search(self, catalog: Catalog, query: str, *, limit: int, only: Filter = EVERYONE) -> list[str]:
        publish(catalog, *self.VERSIONS)
        found = KeywordIndex(catalog.engine, affordable=10).search(
            query, collection="kb", limit=limit, only=only
        )
        texts = {chunk.id: chunk.text for version in self.VERSIONS for chunk in version.chunks}
        return [texts[key] for key in found]

    def test_what_has_the_rarer_ones_is_ranked_as_if_all_had_been(self, catalog: Catalog) -> None:
        publish(catalog, *self.VERSIONS)
        sparing, whole = (KeywordIndex(catalog.engine, affordable=many) for many in (1, 1000))

        found, every = (
            keywords.search("rarely refunded paid 7", collection="kb", limit=limit, only=EVERYONE)
            for keywords, limit in ((sparing, 1), (whole, 100))
        )
        assert found == every[:1]

    def test_they_are_looked_up_when_the_rarer_ones_find_too_little(self, catalog: Catalog) -> None:
        assert len(self._search(catalog, "rarely paid", limit=10)) == 10
        assert len(self._search(catalog, "paid", limit=10)) == 10

    def test_they_count_where_the_filter_leaves_too_little(self, catalog: Catalog) -> None:
        found = self._search(catalog, "rarely refunded paid", limit=1, only=Filter(documents=("a.md",)))
        assert len(found) == 1


class TestFilter:
    @pytest.mark.parametrize(
        ("audiences", "seen"),
        [
            ((), False),
            (("sales",), False),
            (("staff",), True),
            (("sales", "hr"), True),
            (('["staff"]',), False),
        ],
    )
    def test_a_chunk_is_found_by_its_audiences_only(
        self, keywords: KeywordIndex, audiences: tuple[str, ...], seen: bool
    ) -> None:
        found = _found(keywords, "salaries", only=Filter(audiences=audiences))

        assert found == (["Salaries are paid on the 25th."] if seen else [])

    def test_what_documents_say_of_themselves_narrows_it_down(self, keywords: KeywordIndex) -> None:
        def found(*metadata: tuple[str, tuple[str, ...]]) -> list[str]:
            return _found(keywords, "plan paid", only=Filter(metadata=metadata))

        assert found(("a.b", ("de", "en"))) == ["The annual plan costs $30."]
        assert (
            found(("a.b", ("de",))) == found(("a", ("en",))) == found(("a.b", ("en",)), ("c", ("en",))) == []
        )

    def test_documents_and_sources_narrow_it_down(self, keywords: KeywordIndex) -> None:
        assert _found(keywords, "plan paid", only=Filter(sources=("shop",))) == ["The annual plan costs $30."]
        assert _found(keywords, "plan paid", only=Filter(documents=("refunds.md",))) == [
            "Refunds are paid within 30 days.",
        ]
        assert _found(keywords, "plan", only=Filter(documents=("prices.md",), sources=("docs",))) == []

    def test_more_names_than_one_statement_takes_are_no_problem(self, keywords: KeywordIndex) -> None:
        many = tuple(f"{number}.md" for number in range(40_000))

        found = _found(keywords, "plan", only=Filter(many, (*many, "prices.md"), (*many, "shop")))
        assert found == ["The annual plan costs $30."]


def test_only_live_versions_are_found(keywords: KeywordIndex, catalog: Catalog) -> None:
    newer = make_version("prices.md", "The annual plan is free.", source="shop")
    catalog.stage([newer])
    assert _found(keywords, "annual") == ["The annual plan costs $30."]

    catalog.publish([newer])
    assert keywords.search("annual", collection="kb", limit=5, only=EVERYONE) == [newer.chunks[0].id]


def test_rarity_is_of_the_collection_and_between_0_and_1(keywords: KeywordIndex) -> None:
    rarity = keywords.rarity(["paid", "annual", "elsewhere", '"', "\x00"], collection="kb")

    assert 0 < rarity["paid"] < rarity["annual"] < rarity["elsewhere"] == 1.0
    assert keywords.rarity(["annual"], collection="empty") == {"annual": 1.0}


NAMES = ("staff", "hr", "sales")


@pytest.fixture
def many(catalog: Catalog) -> list[Chunk]:
    """Publish forty documents of drawn words and audiences, and return their chunks."""
    draw = random.Random(20261126)
    words = ("annual", "plan", "paid", "refund", "price")
    versions = [
        make_version(
            f"{number}.md",
            *(" ".join(draw.choices(words, k=draw.randint(1, 6))) for _ in range(3)),
            audiences=draw.sample(NAMES, draw.randint(0, 2)),
        )
        for number in range(40)
    ]
    publish(catalog, *versions)
    return [chunk for version in versions for chunk in version.chunks]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.sampled_from(["annual plan", "paid", "refund price annual", "nothing"]),
    only=st.builds(
        Filter,
        audiences=st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
        documents=st.lists(st.integers(0, 45).map(lambda number: f"{number}.md"), max_size=8).map(tuple),
    ),
    limit=st.integers(1, 20),
)
def test_a_filter_leaves_the_same_best_ones_as_ranking_all_and_leaving_out_the_others(
    catalog: Catalog, many: list[Chunk], query: str, only: Filter, limit: int
) -> None:
    keywords = KeywordIndex(catalog.engine)
    seen = {
        chunk.id
        for chunk in many
        if (not chunk.audiences or set(chunk.audiences) & set(only.audiences))
        and (not only.documents or chunk.document in only.documents)
    }

    ranked = keywords.search(query, collection="kb", limit=1000, only=Filter(NAMES))
    found = keywords.search(query, collection="kb", limit=limit, only=only)
    assert found == [key for key in ranked if key in seen][:limit]
