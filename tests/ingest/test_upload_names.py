import pytest

from ingest.errors import InvalidUploadError
from ingest.upload_names import check_upload_name


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "policies/refunds.md",
        "Über uns/Preise (neu) 100%.md",
        "notes: b.md",
        "日本/一.md",
        "com10.md",
        "x" * 255,
    ],
)
def test_a_relative_path_may_be_used(name: str) -> None:
    assert check_upload_name(name) == name


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "empty"),
        ("../../x", "a name of its own"),
        ("a/../b.md", "a name of its own"),
        ("./a.md", "a name of its own"),
        ("a//b.md", "a name of its own"),
        ("a/", "a name of its own"),
        ("/etc/passwd", "absolute"),
        ("C:/x.md", "absolute"),
        ("c:x.md", "absolute"),
        ("..\\x.md", "backslash"),
        ("a\x00.md", "control character"),
        ("a\nb.md", "control character"),
        ("a\u2028b.md", "control character"),
        ("\udce9.md", "control character"),
        (".env", "hidden"),
        ("a/.git/config", "hidden"),
        ("NUL", "reserved"),
        ("a/com1.txt", "reserved"),
        ("aux .md", "reserved"),
        ("a./b.md", "reserved"),
        ("a.md ", "reserved"),
        ("x" * 256, "longer than 255 bytes"),
        ("é" * 128 + "/a.md", "longer than 255 bytes"),
        ("a/" * 500 + "b.md", "longer than 1000 bytes"),
    ],
)
def test_a_name_that_could_do_harm_is_refused_with_its_reason(name: str, problem: str) -> None:
    with pytest.raises(InvalidUploadError, match=problem):
        check_upload_name(name)
