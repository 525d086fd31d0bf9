import logging
import socket
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.screening.pii import PiiSpan, PiiType, Redaction, _recognisers, find_pii, redact, restore

VALUES = {
    PiiType.EMAIL: ("bob@example.com", "änne.müller@firma.de", "x+y@mail.example.co.uk"),
    PiiType.PHONE: ("+44 20 7946 0958", "(202) 456-1111", "+4930901820"),
    PiiType.CREDIT_CARD: ("4111 1111 1111 1111", "5555555555554444"),
    PiiType.IBAN: ("GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"),
    PiiType.CRYPTO_WALLET: ("1BoatSLRHtKNngkdXEeobR76b53LETtpyT",),
    PiiType.IP_ADDRESS: ("10.1.2.3", "2001:db8::8a2e:370:7334"),
    PiiType.US_SSN: ("219-09-9998",),
    PiiType.ES_NIF: ("12345678Z",),
    PiiType.ES_NIE: ("X1234567L",),
    PiiType.IT_FISCAL_CODE: ("RSSMRA85T10A562S",),
    PiiType.FI_PERSONAL_ID: ("131052-308T",),
    PiiType.DE_SOCIAL_SECURITY: ("65070803A019",),
}
ALL = [(pii_type, value) for pii_type, values in VALUES.items() for value in values]
WORDS = st.sampled_from(["my order", "is", "and", "<EMAIL_1>", "<PHONE_2>", "€ 30", "\n", "ok <", "> \ud800"])
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from([value for _, value in ALL])), max_size=12).map(" ; ".join)


@pytest.mark.integration
class TestFindPii:
    def test_covers_every_type(self) -> None:
        assert set(VALUES) == set(PiiType)

    @pytest.mark.parametrize(("pii_type", "value"), ALL)
    def test_finds_a_valid_value_exactly(self, pii_type: PiiType, value: str) -> None:
        text = f"Here it is: {value}, thanks."
        (span,) = find_pii(text)
        assert (span.type, text[span.start : span.end]) == (pii_type, value)
        assert 0.4 <= span.score <= 1.0

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Visit https://example.com/help today.",
            "card 4111 1111 1111 1112",
            "IBAN GB82 WEST 1234 5698 7654 33",
            "write to bob@localhost or @bob",
            "order 2024123456 of 2024-01-12 at 10:30",
            "ssn 000-12-3456",
            "DNI 12345678A",
            "version 1.2.3 or 999.1.1.1",
        ],
    )
    def test_finds_nothing_that_does_not_validate(self, text: str) -> None:
        assert find_pii(text) == ()

    def test_takes_bare_digits_as_a_phone_only_after_a_cue(self) -> None:
        assert find_pii("ticket 2024561111 is open") == ()
        assert [span.type for span in find_pii("please call me: 2024561111")] == [PiiType.PHONE]

    def test_finds_values_on_both_sides_of_a_block_edge(self) -> None:
        text = ("x " * 493) + "bob@example.com " + ("y " * 600) + "10.1.2.3"
        assert [text[span.start : span.end] for span in find_pii(text)] == ["bob@example.com", "10.1.2.3"]

    def test_never_opens_a_connection_and_logs_nothing(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        looked_up: list[object] = []

        def refuse(*asked: object, **_: object) -> None:
            looked_up.append(asked)
            raise OSError("offline")

        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        _recognisers.cache_clear()  # the suffix list is read once
        with caplog.at_level(logging.WARNING):
            assert find_pii("bob@example.org")
        assert looked_up == []
        assert caplog.records == []

    @given(TEXTS)
    @settings(max_examples=60, deadline=None)
    def test_spans_never_overlap_and_their_values_can_all_be_put_back(self, text: str) -> None:
        spans = find_pii(text)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        redaction = redact(text, spans)
        assert restore(redaction.text, redaction) == text
        assert not [original for _, original in redaction.placeholders if original in redaction.text]


class TestRedact:
    def _spans(self, text: str, *values: str) -> list[PiiSpan]:
        return [
            PiiSpan(PiiType.EMAIL, at, at + len(value), 1.0)
            for value in values
            for at in range(len(text))
            if text.startswith(value, at)
        ]

    def test_gives_the_same_value_the_same_placeholder(self) -> None:
        text = "a@x.de, b@x.de, a@x.de"
        redaction = redact(text, self._spans(text, "a@x.de", "b@x.de"))
        assert redaction.text == "<EMAIL_1>, <EMAIL_2>, <EMAIL_1>"
        assert redaction.placeholders == (("<EMAIL_1>", "a@x.de"), ("<EMAIL_2>", "b@x.de"))

    def test_does_not_reuse_a_placeholder_that_the_text_already_holds(self) -> None:
        text = "<EMAIL_1> a@x.de <EMAIL_2>"
        redaction = redact(text, self._spans(text, "a@x.de"))
        assert redaction.text == "<EMAIL_1> <EMAIL_3> <EMAIL_2>"
        assert restore(redaction.text, redaction) == text

    def test_numbers_each_type_apart(self) -> None:
        text = "a@x.de 10.0.0.1"
        spans = [*self._spans(text, "a@x.de"), PiiSpan(PiiType.IP_ADDRESS, 7, 15, 0.6)]
        assert redact(text, spans).text == "<EMAIL_1> <IP_ADDRESS_1>"


class TestRestore:
    def test_restores_inside_an_answer_and_leaves_unknown_placeholders(self) -> None:
        redaction = Redaction("", (("<EMAIL_1>", "a@x.de"),))
        assert (
            restore("We wrote to <EMAIL_1>, not <EMAIL_2>.", redaction)
            == "We wrote to a@x.de, not <EMAIL_2>."
        )

    def test_does_not_restore_within_a_restored_value(self) -> None:
        redaction = Redaction("", (("<EMAIL_1>", "<PHONE_1>"), ("<PHONE_1>", "x")))
        assert restore("<EMAIL_1>", redaction) == "<PHONE_1>"
