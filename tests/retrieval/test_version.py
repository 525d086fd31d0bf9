from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.version import document_id, stable_id, version_id


def test_ids_are_the_same_on_every_machine() -> None:
    assert stable_id("a", "b") == "f04cdced9736a69da6103f08a4daaf8c"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_different_sources_or_paths_never_share_a_document(a: str, b: str, c: str, d: str) -> None:
    same = (a, b) == (c, d)

    if "\x1f" not in a + b + c + d:
        assert (document_id("kb", a, b) == document_id("kb", c, d)) is same


def test_the_order_and_repetition_of_audiences_do_not_make_another_version() -> None:
    first = version_id("d", "hash", audiences=["staff", "partner"], splitter="1")

    assert first == version_id("d", "hash", audiences=["partner", "staff", "staff"], splitter="1")


def test_content_audiences_and_splitter_each_make_another_version() -> None:
    versions = {
        version_id("d", "hash", audiences=["a", "b"], splitter="1"),
        version_id("d", "other", audiences=["a", "b"], splitter="1"),
        version_id("d", "hash", audiences=["a,b"], splitter="1"),
        version_id("d", "hash", audiences=["a", "b"], splitter="2"),
        version_id("e", "hash", audiences=["a", "b"], splitter="1"),
    }

    assert len(versions) == 5


def test_a_path_that_is_not_valid_unicode_still_has_an_id() -> None:
    assert len(document_id("kb", "docs", "\udcff.md")) == 32
