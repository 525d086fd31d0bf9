import pytest

from answer.chat_model import ChatReply, Usage
from answer.errors import ChatModelReplyError


def test_usage_adds_up() -> None:
    assert Usage(10, 5, 0.25) + Usage(1, 2, 0.5) == Usage(11, 7, 0.75)


def test_no_usage_changes_nothing() -> None:
    assert Usage(10, 5, 0.25) + Usage() == Usage(10, 5, 0.25)


@pytest.mark.parametrize("text", ["", "A pause costs £12.", "𝟙 🙂 \x00", "é"])
def test_a_reply_may_hold_any_text(text: str) -> None:
    assert ChatReply(text, "some-chat").text == text


@pytest.mark.parametrize("text", ["\ud800", "fine until \udfff here"])
def test_a_reply_with_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(ChatModelReplyError, match="some-chat sent what is not valid text"):
        ChatReply(text, "some-chat")
