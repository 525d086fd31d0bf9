import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.safe_xml import local_name, parse_xml
from tests.ingest.office_files import BOMB


def test_the_tag_is_told_without_its_namespace() -> None:
    assert local_name(parse_xml(b'<a:b xmlns:a="x"/>')) == "b"


@pytest.mark.parametrize("data", [b"", b"no xml", b"\x00"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="cannot be parsed"):
        parse_xml(data)


def test_entities_stay_unexpanded() -> None:
    text = "".join(parse_xml(BOMB + b"<a>x &i; &secret; y</a>").itertext())
    assert "ha ha" not in text
    assert "root:" not in text
