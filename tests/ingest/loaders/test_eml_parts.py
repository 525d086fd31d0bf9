from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block
from ingest.loaders.eml_parts import is_encrypted, message_blocks


def texts(message: EmailMessage) -> list[str]:
    """Read the message as it would come over the wire."""
    return [block.text for block in message_blocks(message_from_bytes(bytes(message), policy=policy.default))]


def mail(text: str, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Refund"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_of_two_versions_the_one_with_structure_is_read() -> None:
    assert texts(mail("Plans:\n* Basic", "<h1>Plans</h1><ul><li>Basic</li></ul>")) == ["Plans", "- Basic"]


def test_a_version_that_lacks_most_of_the_text_is_not_read() -> None:
    assert texts(mail("One two three four five six.", "<p>Click <b>here</b></p>")) == [
        "One two three four five six."
    ]


def test_addresses_are_no_text_that_could_be_missed() -> None:
    assert texts(mail("See https://example.com/a/b/c/d?e=f&g=h now.", "<p>See <b>now</b>.</p>")) == [
        "See now."
    ]


def test_attachments_are_named_and_never_opened() -> None:
    message = mail("See below.")
    message.add_attachment(b"secret", maintype="text", subtype="plain", filename="terms.txt")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    assert texts(message) == ["See below.", "Attachments: terms.txt, run.exe"]


def test_a_forwarded_message_stands_under_its_own_subject() -> None:
    outer, inner = mail("See below."), mail("The refund was sent.")
    inner.replace_header("Subject", "Your refund")
    inner["From"] = "pay@example.com"
    outer.add_attachment(inner)
    assert message_blocks(message_from_bytes(bytes(outer), policy=policy.default))[1:] == [
        Block("Your refund", level=2),
        Block("From: pay@example.com"),
        Block("The refund was sent.", preformatted=True),
    ]


@pytest.mark.parametrize(
    ("charset", "encoding", "body"),
    [
        ("iso-8859-8-i", "8bit", "שלום לך חבר יקר".encode("iso-8859-8")),
        ("utf-8", "base64", b"16nXnNeV150g15zXmiDXl9eR16gg15nXp9eo"),
        ("utf-8", "quoted-printable", "שלום לך חבר יקר".encode().hex("=").upper().join(["=", ""]).encode()),
        ("no-such-charset", "8bit", "שלום לך חבר יקר".encode()),
    ],
)
def test_the_body_is_decoded(charset: str, encoding: str, body: bytes) -> None:
    source = (
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    )
    found = message_blocks(message_from_bytes(source + body, policy=policy.default))
    assert [block.text for block in found] == ["שלום לך חבר יקר"]


def test_encrypted_mail_is_told_apart() -> None:
    source = (
        b'Content-Type: multipart/encrypted; boundary="b"\n\n--b\nContent-Type: application/pgp\n\nx\n--b--'
    )
    message = message_from_bytes(source, policy=policy.default)
    assert is_encrypted(message)
    assert message_blocks(message) == []


def test_a_binary_body_is_refused() -> None:
    source = b"Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n" + bytes(range(256)) * 4
    with pytest.raises(UnreadableDocumentError, match="binary data"):
        message_blocks(message_from_bytes(source, policy=policy.default))
