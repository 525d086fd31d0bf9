import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.eml import load_eml

MAIL = (
    "Received: by x\nFrom: Ada Love <ada@example.com>\nTo: help@example.com\nBcc: boss@example.com\n"
    "Date: Sat, 14 Mar 2026 09:30:00 +0100\nSubject: Refund\n\nI want my money back.\n\nAda\n"
)


def load(mail: str | bytes) -> Document:
    return load_eml(mail.encode() if isinstance(mail, str) else mail, name="box/a.eml")


def test_subject_people_date_and_text_are_read_and_nobody_else_is_named() -> None:
    document = load(MAIL)
    assert document.text == (
        "Refund\n\nFrom: Ada Love <ada@example.com>\nTo: help@example.com\n"
        "Date: Sat, 14 Mar 2026 09:30:00 +0100\n\nI want my money back.\n\nAda"
    )
    assert document.title == "Refund"
    assert document.metadata == {"author": "Ada Love", "modified": "2026-03-14T09:30:00+01:00"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_a_mail_saved_in_another_encoding_is_read(encoding: str) -> None:
    assert load(MAIL.encode(encoding)).text == load(MAIL).text


def test_a_mail_without_subject_is_named_by_its_file() -> None:
    assert load("From: a@example.com\n\nText").title == "a"


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        ("just a note", "is no e-mail"),
        ("Note: x\n\ny", "none of the headers From, To, Cc, Date, Subject"),
        ("MIME-Version: 1.0\n\n", "no text was found"),
        (
            "From: a@b.c\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA",
            "the e-mail is encrypted",
        ),
    ],
)
def test_other_files_are_refused_with_the_reason(mail: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load(mail)


def test_messages_inside_messages_without_end_are_refused() -> None:
    forwarded = "From: a@example.com\nContent-Type: message/rfc822\n\n"
    with pytest.raises(UnreadableDocumentError, match=r"forwards more than 20|cannot be taken apart"):
        load(forwarded * 400 + MAIL)


def test_parts_without_end_are_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 5,000 parts"):
        load("From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 10_001)


def test_parts_inside_parts_without_end_give_a_document_or_a_reason() -> None:
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(3_000))
    with pytest.raises(UnreadableDocumentError):
        load(f"From: a@example.com\n{opened}\n\ntext")


LINES = st.sampled_from(
    ["From: a@b", "Subject: =?utf-8?q?=FF?=", "Subject: =?x?b?%%%?=", "Date: x", "text", "<p>html", "",
     "Content-Type: multipart/mixed", 'Content-Type: multipart/alternative; boundary="b"', "--b", "--b--",
     "Content-Type: text/html; charset=é", "Content-Type: message/rfc822", "MIME-Version: \x00",
     "Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename*=x''%FF"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25).map("\n".join) | st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_mail_gives_a_document_or_a_reason(mail: str | bytes) -> None:
    try:
        assert load(mail).text.strip()
    except UnreadableDocumentError:
        assert mail is not None
