import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.encoding import decode_text, looks_binary

GERMAN = "Die Gebühr beträgt 5 € für „größere“ Mengen. " * 3
POLISH = "Zażółć gęślą jaźń, a następnie złóż wniosek o zwrot opłaty w ciągu trzydziestu dni. " * 5


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_common_encodings_are_found(encoding: str) -> None:
    assert decode_text(GERMAN.encode(encoding)) == GERMAN


def test_other_scripts_are_found_by_statistics() -> None:
    assert decode_text(POLISH.encode("cp1250")) == POLISH


def test_a_declaration_is_believed_when_it_fits() -> None:
    assert decode_text("Zażółć".encode("iso-8859-2"), declared="ISO-8859-2") == "Zażółć"
    assert decode_text("5 €".encode("cp1252"), declared="latin-1") == "5 €"


@pytest.mark.parametrize("declared", ["utf-8", "no-such-thing", "a\0b", "base64", ""])
def test_a_wrong_declaration_is_passed_over(declared: str) -> None:
    assert decode_text(GERMAN.encode("cp1252"), declared=declared) == GERMAN


def test_binary_data_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="binary data"):
        decode_text(bytes(range(256)) * 4)


def test_control_characters_make_text_binary() -> None:
    assert looks_binary("ab\x01\x02")
    assert not looks_binary("a\tb\r\n" * 10)


@given(st.binary(max_size=300), st.none() | st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    try:
        text = decode_text(data, declared=declared)
    except UnreadableDocumentError:
        return
    assert not looks_binary(text)
