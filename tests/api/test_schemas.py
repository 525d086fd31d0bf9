import pytest
from pydantic import ValidationError

from api.schemas import SearchRow
from retrieval.chunk import Filter


@pytest.mark.parametrize("wanted", ["a.md", ["a.md"]])
def test_a_filter_names_one_document_or_several(wanted: object) -> None:
    row = SearchRow.model_validate({"query": "refunds", "filters": {"document": wanted}, "unknown": 1})

    assert row.to_filter() == Filter(documents=("a.md",))


@pytest.mark.parametrize("name", ["documents", "sources", "audience"])
def test_a_filter_that_is_not_known_is_refused_and_never_ignored(name: str) -> None:
    with pytest.raises(ValidationError, match=rf"filters\.{name}"):
        SearchRow.model_validate({"query": "refunds", "filters": {name: ["a.md"]}})


def test_metadata_narrows_down_by_one_value_or_several_and_not_by_none() -> None:
    wanted = {"language": "en", "team": ["billing", "sales"], "author": []}
    row = SearchRow.model_validate({"query": "refunds", "filters": {"metadata": wanted}})

    assert row.to_filter() == Filter(metadata=(("language", ("en",)), ("team", ("billing", "sales"))))
