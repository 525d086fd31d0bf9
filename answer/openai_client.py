"""The remote chat model, over the openai SDK and any OpenAI-compatible endpoint: step "generate".

Only this file touches the SDK. It retries inside a time bound, stops asking a provider that is down, and
turns every failure into a `ChatModelError` without the key.
"""

import json
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import HttpUrl, SecretStr, ValidationError

from answer.breaker import CircuitBreaker
from answer.chat_model import ChatReply, ChatRequest
from answer.errors import ChatModelConfigurationError, ChatModelReplyError, ChatModelUnavailableError
from answer.openai_failures import Rejection, explain_rejection
from answer.openai_parameters import Parameters, find_refused_parameter
from answer.openai_payload import ReceivedReply
from answer.openai_time_limit import limiting_hooks
from answer.retrying import Failure, Timing, find_retry_after, retry
from answer.settings import AnswerSettings
from answer.streamed_reply import StreamedReply

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

T = TypeVar("T")

# Named here, because without it the SDK would read the address from an environment variable of its own.
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class _OpenStream:
    """A stream whose first text has come (or that ended without any)."""

    first: str
    rest: Generator[str, None, None]
    received: ReceivedReply


class OpenAIChatModel:
    """A `ChatModel` behind an OpenAI-compatible endpoint; threads may share one.

    A call takes at most `timeout_seconds * (max_retries + 1)`, waits included; a last read that blocks may
    add one `timeout_seconds`. It sends at most `max_retries + 1` requests, and one more for each parameter
    that the server turns out not to take. A stream is retried only until its first text has come.
    """

    def __init__(
        self,
        settings: AnswerSettings,
        *,
        api_key: SecretStr,
        breaker: CircuitBreaker | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._settings = settings
        self._api_key = check_key(api_key)
        self._base_url = check_base_url(settings.base_url or OPENAI_URL)
        self._breaker = breaker or CircuitBreaker()
        self._timing = timing or Timing()
        self._parameters = Parameters(settings)
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._settings.chat_model

    def complete(self, request: ChatRequest) -> ChatReply:
        with self._through_breaker():
            received = self._with_retries(lambda seconds: self._ask_whole(request, seconds))
            return received.conclude(request, self._settings)

    def stream_text(self, request: ChatRequest) -> StreamedReply:
        """Ask when the first delta is read; reading raises the same errors as `complete`."""
        return StreamedReply(self._deltas(request))

    def close(self) -> None:
        """Drop the connections; the next call opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    @contextmanager
    def _through_breaker(self) -> Iterator[None]:
        if not self._breaker.try_enter():
            raise ChatModelUnavailableError(
                f"{self.name} is not asked for a while: its last calls all failed"
            )
        is_down = False
        try:
            yield
        except ChatModelUnavailableError:
            is_down = True
            raise
        finally:
            if is_down:
                self._breaker.record_failure()
            else:
                self._breaker.record_success()

    def _with_retries(self, call: Callable[[float], T]) -> T:
        return retry(
            lambda seconds: self._attempt(lambda: call(seconds)),
            seconds_per_try=self._settings.timeout_seconds,
            max_retries=self._settings.max_retries,
            timing=self._timing,
        )

    def _deltas(self, request: ChatRequest) -> Generator[str, None, ChatReply]:
        with self._through_breaker():
            stream = self._with_retries(lambda seconds: self._open_stream(request, seconds))
            with closing(stream.rest):
                delta: str | Failure = stream.first
                while delta:
                    if isinstance(delta, Failure):
                        delta.raise_error()
                    yield delta
                    delta = self._attempt(lambda: next(stream.rest, ""))
            return stream.received.conclude(request, self._settings)

    def _ask_whole(self, request: ChatRequest, seconds: float) -> ReceivedReply:
        completions = self._open_client().chat.completions
        messages = _write_messages(request)
        received = ReceivedReply()
        completion = self._learning(
            lambda: self._parameters.choose(request, streamed=False),
            lambda accepted: completions.create(
                model=self.name, messages=messages, timeout=seconds, stream=False, **accepted
            ),
        )
        received.add(completion)
        return received

    def _open_stream(self, request: ChatRequest, seconds: float) -> _OpenStream:
        completions = self._open_client().chat.completions
        messages = _write_messages(request)
        received = ReceivedReply()
        chunks = self._learning(
            lambda: self._parameters.choose(request, streamed=True),
            lambda accepted: completions.create(
                model=self.name, messages=messages, timeout=seconds, stream=True, **accepted
            ),
        )
        deltas = _read_deltas(chunks, received)
        return _OpenStream(next(deltas, ""), deltas, received)

    def _learning(self, choose: Callable[[], Mapping[str, Any]], send: Callable[[Mapping[str, Any]], T]) -> T:
        """Send, and again without each parameter that the server refuses; it is not sent to it any more."""
        import openai  # noqa: PLC0415  # a second of import that the embedded chat model never needs

        while True:
            parameters = choose()
            try:
                return send(parameters)
            except openai.APIStatusError as exc:
                refused = find_refused_parameter(self._read_rejection(exc), parameters)
                if refused is None:
                    raise
                self._parameters.refuse(refused)

    def _open_client(self) -> "openai.OpenAI":
        import openai  # noqa: PLC0415  # as above

        with self._lock:
            if self._client is None:
                hooks = limiting_hooks(self._timing.monotonic)
                self._client = openai.OpenAI(
                    api_key=self._api_key.get_secret_value(),
                    base_url=self._base_url,
                    max_retries=0,
                    http_client=openai.DefaultHttpxClient(event_hooks=hooks),
                )
            return self._client

    def _attempt(self, call: Callable[[], T]) -> T | Failure:
        import openai  # noqa: PLC0415  # as above

        try:
            return call()
        except openai.APITimeoutError as exc:
            slow = ChatModelUnavailableError(f"{self.name} did not answer in time")
            return Failure(slow, exc, is_passing=True)
        except openai.APIConnectionError as exc:
            lost = ChatModelUnavailableError(f"{self.name} cannot be reached, or the connection dropped")
            return Failure(lost, exc, is_passing=True)
        except openai.APIError as exc:
            return explain_rejection(self._read_rejection(exc), self.name)
        # Below no cause is kept: the body of a reply, and what the SDK says of its set-up, may hold the key.
        except (json.JSONDecodeError, UnicodeDecodeError):
            return Failure(ChatModelReplyError(f"{self.name} sent something that is not JSON"))
        except openai.OpenAIError:
            set_up = ChatModelConfigurationError(f"{self.name} cannot be called: check base URL and key")
            return Failure(set_up)

    def _read_rejection(self, exc: "openai.APIError") -> Rejection:
        import openai  # noqa: PLC0415  # as above

        shown = exc.message.replace(self._api_key.get_secret_value(), "[key]")
        status, retry_after = None, None
        if isinstance(exc, openai.APIStatusError):
            status = exc.status_code
            header = exc.response.headers.get("retry-after", "")
            retry_after = find_retry_after(header, now=self._timing.wall())
        return Rejection(
            message=" ".join(shown.split())[:200],
            said=f"{exc.message} {exc.body}",
            status=status,
            code=exc.code,
            parameter=exc.param,
            retry_after=retry_after,
        )


def _write_messages(request: ChatRequest) -> "list[ChatCompletionMessageParam]":
    return [
        {"role": "system", "content": request.prompt.system},
        {"role": "user", "content": request.prompt.user},
    ]


def _read_deltas(
    chunks: "openai.Stream[ChatCompletionChunk]", received: ReceivedReply
) -> Generator[str, None, None]:
    import openai  # noqa: PLC0415  # as above

    with chunks:
        for chunk in chunks:
            delta = received.add(chunk)
            if delta:
                yield delta
    if received.finish_reason is None:
        raise openai.APIConnectionError(request=chunks.response.request)


def check_key(api_key: SecretStr) -> SecretStr:
    """Strip the key; one that no header can hold is refused here, where the message leaves it out."""
    key = api_key.get_secret_value().strip()
    if not key:
        raise ChatModelConfigurationError("there is no API key for the chat model")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ChatModelConfigurationError("the API key holds characters that no key has")
    return SecretStr(key)


def check_base_url(base_url: str) -> str:
    with suppress(ValidationError):
        return str(HttpUrl(base_url))
    # Neither quoted nor chained: an address may hold a password.
    raise ChatModelConfigurationError("the base URL of the chat model is not an http(s) address")
