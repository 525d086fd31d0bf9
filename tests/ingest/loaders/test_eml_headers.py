from email import message_from_bytes, policy

import pytest

from ingest.loaders.eml_headers import Headers, is_mail


def headers(source: bytes) -> Headers:
    return Headers.of(message_from_bytes(source, policy=policy.default))


@pytest.mark.parametrize(
    ("source", "subject"),
    [
        (b"Subject: Plain", "Plain"),
        (b"Subject: folded\r\n over lines", "folded over lines"),
        (b"Subject: =?UTF-8?B?UsOpc3Vtw6k=?=", "Résumé"),
        (b"subject: =?iso-8859-1?q?Caf=E9?= =?utf-8?q?_ol=C3=A9?=", "Café olé"),
        (b"Subject: =?iso-8859-8-i?B?+ezl7Q==?=", "שלום"),
        (b"Subject: =?x-nothing?q?plain_words?=", "plain words"),
        (b"Subject: Caf\xc3\xa9", "Café"),
        (b"Subject: =?utf-8?b?%%%?=", ""),
        (b"Subject: first\nSubject: second", "first"),
    ],
)
def test_words_are_decoded(source: bytes, subject: str) -> None:
    assert headers(source).subject == subject


def test_hidden_recipients_are_not_shown() -> None:
    found = headers(b"Bcc: boss@example.com\nFrom: a@example.com\nSubject: x")
    assert found.lines() == "From: a@example.com"


def test_a_file_without_any_such_header_is_no_mail() -> None:
    assert is_mail(headers(b"Date: x"))
    assert not is_mail(headers(b"Note: x"))
