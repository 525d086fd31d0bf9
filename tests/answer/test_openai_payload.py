import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.chat_model import ChatReply, ChatRequest, Prompt, Usage
from answer.errors import ChatModelRefusedError, ChatModelReplyError
from answer.openai_payload import ReceivedReply, drop_unfinished_sentence
from answer.settings import AnswerSettings

REQUEST = ChatRequest(Prompt("", "", "1"), question="", evidence=())
SCHEMA_REQUEST = ChatRequest(Prompt("", "", "1"), question="", evidence=(), schema={"type": "object"})
SETTINGS = AnswerSettings(chat_model="gpt-4o", input_cost_per_million=2.0, output_cost_per_million=10.0)


def build_completion(
    content: str | None, *, finish_reason: str = "stop", refusal: str | None = None
) -> dict[str, object]:
    message = {"content": content, "refusal": refusal}
    return {"choices": [{"message": message, "finish_reason": finish_reason}]}


def build_chunk(content: str, *, finish_reason: str | None = None) -> dict[str, object]:
    return {"choices": [{"delta": {"content": content}, "finish_reason": finish_reason}]}


def conclude(*payloads: object, request: ChatRequest = REQUEST) -> ChatReply:
    received = ReceivedReply()
    for payload in payloads:
        received.add(payload)
    return received.conclude(request, SETTINGS)


class TestReceivedReply:
    def test_token_counts_are_priced_per_million(self) -> None:
        usage = {"usage": {"prompt_tokens": 1000, "completion_tokens": 200}}
        reply = conclude(build_completion("It is $30.") | usage)
        assert reply == ChatReply("It is $30.", "gpt-4o", Usage(1000, 200, 0.004))

    def test_a_provider_that_counts_nothing_costs_nothing(self) -> None:
        assert conclude(build_completion("Yes.")).usage == Usage(0, 0, 0.0)

    def test_chunks_are_joined_and_each_gives_its_own_text(self) -> None:
        received = ReceivedReply()
        texts = [received.add(chunk) for chunk in (build_chunk("It is "), build_chunk("$30."))]
        assert texts == ["It is ", "$30."]
        assert received.conclude(REQUEST, SETTINGS).text == "It is $30."

    def test_a_last_chunk_without_choices_brings_the_token_counts(self) -> None:
        counted = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 1}}
        reply = conclude(build_chunk("Yes."), build_chunk("", finish_reason="stop"), counted)
        assert (reply.text, reply.usage.input_tokens, reply.usage.output_tokens) == ("Yes.", 5, 1)

    def test_a_reply_cut_by_the_token_limit_ends_with_its_last_whole_sentence(self) -> None:
        cut = build_completion("It is $30. The other on", finish_reason="length")
        assert conclude(cut).text == "It is $30."

    def test_a_cut_reply_to_a_schema_is_left_as_it_is(self) -> None:
        cut = build_completion('{"a": "One. Tw', finish_reason="length")
        assert conclude(cut, request=SCHEMA_REQUEST).text == '{"a": "One. Tw'

    @pytest.mark.parametrize(
        "payload",
        [
            build_completion("Half", finish_reason="content_filter"),
            build_completion(None, refusal="I cannot help with that."),
        ],
    )
    def test_a_refusal_is_no_reply(self, payload: object) -> None:
        with pytest.raises(ChatModelRefusedError):
            conclude(payload)

    @pytest.mark.parametrize("payload", [build_completion(None), build_completion(" \n"), {"choices": []}])
    def test_a_reply_without_text_is_none(self, payload: object) -> None:
        with pytest.raises(ChatModelReplyError, match=r"sent no text$"):
            conclude(payload)

    def test_an_empty_cut_reply_names_the_setting_to_raise(self) -> None:
        with pytest.raises(ChatModelReplyError, match="max_output_tokens"):
            conclude(build_completion("", finish_reason="length"))

    @pytest.mark.parametrize("payload", ["sk-key", ["sk-key"], {}, {"choices": "sk-key"}, None])
    def test_what_is_no_completion_is_refused_and_not_shown(self, payload: object) -> None:
        with pytest.raises(ChatModelReplyError, match="not a chat completion") as caught:
            conclude(payload)
        assert "sk-key" not in f"{caught.value} {caught.value.__cause__}"


class TestDropUnfinishedSentence:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("One. Two. Thr", "One. Two."),
            ("One. Two.", "One. Two."),
            ("No end at all", "No end at all"),
            ('He said "yes." Then', 'He said "yes."'),
            ("It is 3.5 per ce", "It is 3.5 per ce"),
            ("Ask support. See Dr. Smi", "Ask support."),
            ("Do this.\n1. Open\n2. Clo", "Do this."),
            ("It costs 30. The oth", "It costs 30."),
            ("", ""),
        ],
    )
    def test_it_is_dropped_when_a_whole_one_stands_before_it(self, text: str, kept: str) -> None:
        assert drop_unfinished_sentence(text) == kept

    @settings(max_examples=100, deadline=None)
    @given(st.text(alphabet="aB1.!? \n\"'", max_size=60))
    def test_what_is_kept_is_a_beginning_of_the_text_and_stays_when_asked_again(self, text: str) -> None:
        kept = drop_unfinished_sentence(text)
        assert text.startswith(kept)
        assert bool(kept) is bool(text)
        assert drop_unfinished_sentence(kept) == kept
