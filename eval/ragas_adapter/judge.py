"""The chat model that ragas asks: any OpenAI-compatible endpoint, each call limited, each failure a class."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Self, TypeVar

# The SDK looks into it once anybody has begun to import it, so it must not be half imported by a thread then.
import httpx  # noqa: F401
import openai
from pydantic import BaseModel

from answer.bootstrap import EXTRACTIVE, get_api_key
from answer.chat_model import Usage
from answer.errors import ChatModelConfigurationError, ChatModelReplyError
from answer.openai_client import OPENAI_URL, check_base_url, check_key
from answer.openai_payload import ReceivedReply
from answer.settings import AnswerSettings
from eval.ragas_adapter.library import InstructorBaseRagasLLM, InstructorError, llm_factory
from eval.runs.score import Failure

Reply = TypeVar("Reply", bound=BaseModel)

# A verdict with its reason on every statement of a long answer; ragas' own 1,024 cut such replies short.
JUDGE_OUTPUT_TOKENS = 4_096
# What came of the call that this task is in.
_RECEIVED: ContextVar[list[object]] = ContextVar("received")
# What each call took that was made for the value this task is after.
_SPENT: ContextVar[list[Usage]] = ContextVar("spent")
_SET_UP_WRONG = (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError)


class JudgeFailedError(Exception):
    """One call gave no reply that can be used; `failure` says in which way."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class Judge(InstructorBaseRagasLLM):  # type: ignore[misc]  # ragas is Any to mypy, see pyproject.toml
    """Asks once and never again about the same nonsense: repeats are there to tell luck from the rule.

    A call takes at most `timeout_seconds * (max_retries + 1)`; only what passes by itself is tried again.
    Temperature and nucleus are ragas' own, so that values compare with those of others.
    """

    # ragas' prompts look for it.
    is_async = True

    def __init__(self, settings: AnswerSettings) -> None:
        if settings.chat_model == EXTRACTIVE:
            raise ChatModelConfigurationError(
                "the embedded answerer cannot judge: set PLUMBLINE_ANSWER__CHAT_MODEL to a chat model"
            )
        self._settings = settings
        self._client = openai.AsyncOpenAI(
            api_key=check_key(get_api_key(settings)).get_secret_value(),
            base_url=check_base_url(settings.base_url or OPENAI_URL),
            timeout=settings.timeout_seconds,
            max_retries=settings.max_retries,
        )
        self._asked = llm_factory(
            settings.chat_model, client=self._client, max_tokens=JUDGE_OUTPUT_TOKENS, max_retries=0
        )
        self._asked.client.on("completion:response", self._receive)
        self.calls = 0
        self.usage = Usage()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    def generate(self, prompt: str, response_model: type[Reply]) -> Reply:
        return asyncio.run(self.agenerate(prompt, response_model))

    async def agenerate(self, prompt: str, response_model: type[Reply]) -> Reply:
        """Return the reply as that model.

        Raises:
            JudgeFailedError: this call failed.
            ChatModelConfigurationError: every call would.
        """
        self.calls += 1
        received: list[object] = []
        _RECEIVED.set(received)
        try:
            async with asyncio.timeout(self._settings.timeout_seconds * (self._settings.max_retries + 1)):
                reply: Reply = await self._asked.agenerate(prompt, response_model)
        except TimeoutError as exc:
            raise JudgeFailedError(Failure.JUDGE_TIMEOUT) from exc
        except (InstructorError, openai.OpenAIError) as exc:
            # Neither quoted nor chained: what a server says may hold the key.
            raise self._explain(exc.__cause__ or exc, received) from None
        return reply

    def _explain(self, error: BaseException, received: list[object]) -> BaseException:
        if isinstance(error, _SET_UP_WRONG):
            return ChatModelConfigurationError(
                f"the judge {self._settings.chat_model} does not take our calls ({error.status_code}): check "
                "key, base URL and name"
            )
        failure = classify(error, received)
        return JudgeFailedError(failure) if failure else error

    def _receive(self, completion: object) -> None:
        _RECEIVED.get().append(completion)
        # A reply of another form is told of where it fails to be parsed.
        with suppress(ChatModelReplyError):
            usage = _read(completion).price(self._settings)
            self.usage += usage
            _SPENT.get([]).append(usage)


@contextmanager
def counting_usage() -> Iterator[list[Usage]]:
    """Yield a list that every call adds to what it took, as long as this task and its own make them."""
    spent: list[Usage] = []
    token = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(token)


def classify(error: BaseException, received: Sequence[object]) -> Failure | None:
    """Return the class of a failed call from its cause and the reply; None if neither explains it."""
    if isinstance(error, openai.APITimeoutError):
        return Failure.JUDGE_TIMEOUT
    if isinstance(error, openai.APIStatusError):
        return Failure.JUDGE_REFUSED if error.code == "content_filter" else Failure.JUDGE_UNAVAILABLE
    if isinstance(error, openai.APIConnectionError):
        return Failure.JUDGE_UNAVAILABLE
    with suppress(ChatModelReplyError):
        if any(_read(completion).is_refusal for completion in received):
            return Failure.JUDGE_REFUSED
    # Without a reply it must be one that the SDK could not even read as JSON.
    return Failure.JUDGE_NONSENSE if received or isinstance(error, ValueError) else None


def _read(completion: object) -> ReceivedReply:
    received = ReceivedReply()
    received.add(completion)
    return received
