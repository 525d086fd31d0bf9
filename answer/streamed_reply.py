"""A chat model's reply as it comes in, for step "generate"; `openai_client.py` makes it."""

from collections.abc import Generator, Iterator

from answer.chat_model import ChatReply
from answer.errors import ChatModelReplyError


class StreamedReply(Iterator[str]):
    """Text deltas in order; when all are read, `reply` is what `complete` would have returned.

    The deltas may end in an unfinished sentence that `reply.text` leaves out. Close it when you stop early.
    """

    def __init__(self, deltas: Generator[str, None, ChatReply]) -> None:
        self._deltas = deltas
        self._reply: ChatReply | None = None

    def __next__(self) -> str:
        try:
            return next(self._deltas)
        except StopIteration as end:
            self._reply = end.value or self._reply
            raise

    @property
    def reply(self) -> ChatReply:
        if self._reply is None:
            raise ChatModelReplyError("the streamed reply was not read to its end")
        return self._reply

    def close(self) -> None:
        self._deltas.close()
