from eval.case import Case, CaseKind
from eval.datasets.pooling import pool_contexts


def make_case(name: str, *contexts: str) -> Case:
    return Case(name, CaseKind.OPEN, "How long?", contexts=contexts, source=name)


def test_every_context_is_a_document_once_and_right_for_each_case_that_has_it() -> None:
    cases, documents = pool_contexts([make_case("a", "14 days.", "£5."), make_case("b", "£5.", " ")])

    (days, price) = documents
    assert [document.text for document in documents] == ["14 days.", "£5."]
    assert [case.gold_documents for case in cases] == [(days.path, price.path), (price.path,)]


def test_names_of_documents_depend_on_their_text_alone() -> None:
    (_, documents), (_, again) = (
        pool_contexts([make_case("a", "14 days.")]),
        pool_contexts([make_case("c", "£5."), make_case("d", "14 days.")]),
    )

    assert documents[0] in again
