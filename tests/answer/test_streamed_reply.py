from collections.abc import Generator

import pytest

from answer.chat_model import ChatReply
from answer.errors import ChatModelReplyError
from answer.streamed_reply import StreamedReply

REPLY = ChatReply("One. Two.", "gpt-4o")


def generate_deltas(ended: list[str]) -> Generator[str, None, ChatReply]:
    try:
        yield "One. "
        yield "Two."
        return REPLY
    finally:
        ended.append("ended")


def test_the_reply_is_there_when_all_deltas_are_read() -> None:
    stream = StreamedReply(generate_deltas([]))
    assert (list(stream), stream.reply) == (["One. ", "Two."], REPLY)


def test_the_reply_stays_when_it_is_read_past_its_end() -> None:
    stream = StreamedReply(generate_deltas([]))
    assert (list(stream), list(stream)) == (["One. ", "Two."], [])
    assert stream.reply is REPLY


def test_the_reply_is_not_there_before_the_end() -> None:
    stream = StreamedReply(generate_deltas([]))
    next(stream)
    with pytest.raises(ChatModelReplyError, match="not read to its end"):
        _ = stream.reply


def test_closing_it_ends_what_feeds_it() -> None:
    ended: list[str] = []
    stream = StreamedReply(generate_deltas(ended))
    next(stream)
    stream.close()
    assert ended == ["ended"]
