from ingest.details import NO_DETAILS, Details
from ingest.document import Document, Section

PAGE = Document(
    "Old", "text", (Section(0, 4),), audiences=("hr",), metadata={"author": "A", "language": "de"}
)


def test_nothing_said_changes_nothing() -> None:
    assert NO_DETAILS.fingerprint == ""
    assert NO_DETAILS.added_to(PAGE) is PAGE


def test_what_is_said_goes_before_what_the_file_says_and_audiences_add_up() -> None:
    document = Details("New", ("staff",), (("language", "en"),)).added_to(PAGE)

    assert (document.title, document.audiences) == ("New", ("hr", "staff"))
    assert document.metadata == {"author": "A", "language": "en"}


def test_the_order_in_which_it_is_said_does_not_matter() -> None:
    one = Details("", ("a", "b"), (("x", "1"), ("y", "2")))

    assert one.fingerprint == Details("", ("b", "a"), (("y", "2"), ("x", "1"))).fingerprint
    assert (
        len({details.fingerprint for details in (one, NO_DETAILS, Details("T"), Details(suffix=".md"))}) == 4
    )
