"""The remote chat model, over the openai SDK and any OpenAI-compatible endpoint: step "generate".

Only this file touches the SDK. It sends what the chat model accepts, retries inside a time bound, stops
asking a provider that is down, and turns every failure into a `ChatModelError` without the key.
"""

import json
import random
import re
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from answer.breaker import CircuitBreaker
from answer.chat_model import ChatReply, ChatRequest, Usage
from answer.errors import (
    ChatModelConfigurationError,
    ChatModelError,
    ChatModelRefusedError,
    ChatModelReplyError,
    ChatModelUnavailableError,
)
from answer.settings import AnswerSettings

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionMessageParam

T = TypeVar("T")

# Named here, because without it the SDK would read the address from an environment variable of its own.
_OPENAI_URL = "https://api.openai.com/v1"

# Whether a family takes sampling parameters. The first matching prefix decides, so exceptions stand first;
# a name that is not here takes them, until its server says otherwise.
_TAKES_SAMPLING = (("gpt-5-chat", True), ("gpt-5", False), ("o1", False), ("o3", False), ("o4", False))

_BACK_OFF_SECONDS = 0.5  # the longest wait before the first retry; doubles with each
_LONGEST_BACK_OFF_SECONDS = 8.0
_LONGEST_RETRY_AFTER_SECONDS = 60.0
_SHORTEST_TRY_SECONDS = 0.05

_RETRIED_STATUS = frozenset({408, 409, 425, 429})  # and every 5xx
_CONTENT_CODES = frozenset({"content_filter", "content_policy_violation", "invalid_prompt"})
_UNSUPPORTED_CODES = frozenset({"unsupported_parameter", "unsupported_value", "unknown_parameter"})
_UNSUPPORTED_WORDS = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|unavailable|extra inputs are not permitted",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)")
_NO_SENTENCE_END = re.compile(
    r"(?:(?:^|\n)\s*\d+|\b(?:[A-Za-z]|[Dd]r|Mr|Mrs|Ms|Prof|[Nn]o|vs|approx|e\.g|i\.e))\.$"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """What waiting needs; tests put their own in."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time  # Retry-After may be a date
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


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
        self._api_key = _check_key(api_key)
        self._base_url = _check_base_url(settings.base_url or _OPENAI_URL)
        self._breaker = breaker or CircuitBreaker()
        self._timing = timing or Timing()
        self._parameters = _Parameters(settings)
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._settings.chat_model

    def complete(self, request: ChatRequest) -> ChatReply:
        with self._through_breaker():
            received = self._with_retries(lambda seconds: self._ask_whole(request, seconds))
            return self._conclude(received, request)

    def stream_text(self, request: ChatRequest) -> StreamedReply:
        """Ask when the first delta is read; reading raises the same errors as `complete`."""
        return StreamedReply(self._deltas(request))

    def close(self) -> None:
        """Drop the connections; the next call opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _deltas(self, request: ChatRequest) -> Generator[str, None, ChatReply]:
        with self._through_breaker():
            stream = self._with_retries(lambda seconds: self._open_stream(request, seconds))
            with closing(stream.rest):
                if stream.first:
                    yield stream.first
                yield from self._translating(stream.rest)
            return self._conclude(stream.received, request)

    def _translating(self, deltas: Iterator[str]) -> Iterator[str]:
        try:
            yield from deltas
        except _library_errors() as exc:
            failure = self._failure_of(exc)
        else:
            return
        raise failure.error from failure.cause

    @contextmanager
    def _through_breaker(self) -> Iterator[None]:
        if not self._breaker.try_enter():
            raise ChatModelUnavailableError(
                f"{self.name} is not asked for a while: its last calls all failed"
            )
        provider_is_up = False
        try:
            yield
            provider_is_up = True
        except ChatModelError as exc:
            provider_is_up = not isinstance(exc, ChatModelUnavailableError)
            raise
        except GeneratorExit:
            provider_is_up = True  # the caller stopped reading a stream that was coming in
            raise
        finally:
            if provider_is_up:
                self._breaker.record_success()
            else:
                self._breaker.record_failure()

    def _with_retries(self, call: Callable[[float], T]) -> T:
        """Call with the seconds that one try may take, until it works or the time bound is reached."""
        longest = self._settings.timeout_seconds
        deadline = self._timing.monotonic() + longest * (self._settings.max_retries + 1)
        for tries in count(1):
            left = deadline - self._timing.monotonic()
            try:
                return call(max(min(longest, left), _SHORTEST_TRY_SECONDS))
            except _library_errors() as exc:
                failure = self._failure_of(exc)
            if not failure.is_passing or tries > self._settings.max_retries:
                break
            wait = self._choose_wait(failure, tries)
            if self._timing.monotonic() + wait >= deadline:
                break
            self._timing.sleep(wait)
        # Outside the except block: the library's error may quote the key, and must not become the context.
        raise failure.error from failure.cause

    def _choose_wait(self, failure: "_Failure", tries: int) -> float:
        if failure.retry_after is not None:
            return min(failure.retry_after, _LONGEST_RETRY_AFTER_SECONDS)
        longest = min(_BACK_OFF_SECONDS * 2.0 ** (tries - 1), _LONGEST_BACK_OFF_SECONDS)
        return self._timing.jitter() * longest

    def _ask_whole(self, request: ChatRequest, seconds: float) -> "_Received":
        completions = self._open_client().chat.completions
        messages = _write_messages(request)
        completion = self._learning(
            self._parameters.choose(request, streamed=False),
            lambda accepted: completions.create(
                model=self.name, messages=messages, timeout=seconds, stream=False, **accepted
            ),
        )
        received = _Received()
        received.add(_read_payload(completion))
        return received

    def _open_stream(self, request: ChatRequest, seconds: float) -> "_OpenStream":
        completions = self._open_client().chat.completions
        messages = _write_messages(request)
        chunks = self._learning(
            self._parameters.choose(request, streamed=True),
            lambda accepted: completions.create(
                model=self.name, messages=messages, timeout=seconds, stream=True, **accepted
            ),
        )
        received = _Received()
        deltas = _read_deltas(chunks, received)
        return _OpenStream(next(deltas, ""), deltas, received)

    def _learning(self, parameters: Mapping[str, object], send: Callable[[Mapping[str, Any]], T]) -> T:
        """Send, and again without each parameter that the server refuses; it is not sent to it any more."""
        import openai  # noqa: PLC0415  # a second of import that the embedded chat model never needs

        while True:
            accepted = self._parameters.accepted(parameters)
            try:
                return send(accepted)
            except openai.APIStatusError as exc:
                refused = _find_refused_parameter(exc, accepted)
                if refused is None:
                    raise
                self._parameters.refuse(refused)

    def _open_client(self) -> "openai.OpenAI":
        import openai  # noqa: PLC0415  # as above

        with self._lock:
            if self._client is None:
                self._client = openai.OpenAI(
                    api_key=self._api_key.get_secret_value(),
                    base_url=self._base_url,
                    max_retries=0,
                    http_client=openai.DefaultHttpxClient(
                        event_hooks=_bounding_hooks(self._timing.monotonic)
                    ),
                )
            return self._client

    def _conclude(self, received: "_Received", request: ChatRequest) -> ChatReply:
        if received.was_refused or received.finish_reason == "content_filter":
            raise ChatModelRefusedError(f"{self.name} or its provider's content filter refused the question")
        text = "".join(received.parts)
        was_cut = received.finish_reason == "length"
        if not text.strip():
            reason = " before the limit of max_output_tokens" if was_cut else ""
            raise ChatModelReplyError(f"{self.name} sent no text{reason}")
        if was_cut and request.schema is None:
            text = drop_unfinished_sentence(text)
        return ChatReply(text=text, chat_model=self.name, usage=self._price(received.usage))

    def _price(self, counted: "_TokenCounts") -> Usage:
        tokens_in, tokens_out = counted.prompt_tokens or 0, counted.completion_tokens or 0
        cost = (
            tokens_in * self._settings.input_cost_per_million
            + tokens_out * self._settings.output_cost_per_million
        )
        return Usage(tokens_in, tokens_out, cost / 1_000_000)

    def _failure_of(self, exc: Exception) -> "_Failure":
        import httpx2  # noqa: PLC0415  # comes with openai
        import openai  # noqa: PLC0415  # as above

        if isinstance(exc, openai.APIStatusError):
            return self._failure_of_status(exc)
        if isinstance(exc, openai.APITimeoutError | httpx2.TimeoutException):
            slow = ChatModelUnavailableError(f"{self.name} did not answer in time")
            return _Failure(slow, exc, is_passing=True)
        if isinstance(exc, openai.APIConnectionError | httpx2.RequestError):
            lost = ChatModelUnavailableError(f"{self.name} cannot be reached, or the connection dropped")
            return _Failure(lost, exc, is_passing=True)
        if isinstance(exc, openai.APIError):
            return self._failure_of_event(exc)
        if isinstance(exc, ValueError):
            return _Failure(ChatModelReplyError(f"{self.name} sent something that is not JSON"), exc)
        # The cause is left out: what the SDK says about its set-up may hold the key.
        return _Failure(ChatModelConfigurationError(f"{self.name} cannot be called: check base URL and key"))

    def _failure_of_status(self, exc: "openai.APIStatusError") -> "_Failure":
        """Every cause is left out: a provider may quote the key that it was sent."""
        status, detail = exc.status_code, self._quote(exc)
        if _is_content_refusal(exc):
            return _Failure(ChatModelRefusedError(f"the content filter of {self.name} refused the question"))
        if status in {401, 403}:
            return _Failure(
                ChatModelConfigurationError(f"{self.name}: the API key is not accepted ({status})")
            )
        if status == 404:
            return _Failure(ChatModelConfigurationError(f"no chat model {self.name} at the base URL (404)"))
        if status in _RETRIED_STATUS or status >= 500:
            error = ChatModelUnavailableError(f"{self.name} is not available ({status}): {detail}")
            # A spent quota comes as 429 too, and no retry brings it back.
            is_passing = exc.code != "insufficient_quota"
            return _Failure(
                error, is_passing=is_passing, retry_after=_find_retry_after(exc, self._timing.wall())
            )
        return _Failure(ChatModelConfigurationError(f"{self.name} rejects the request ({status}): {detail}"))

    def _failure_of_event(self, exc: "openai.APIError") -> "_Failure":
        """An error that came inside a stream."""
        if exc.code in _CONTENT_CODES:
            return _Failure(ChatModelRefusedError(f"the content filter of {self.name} refused the question"))
        error = ChatModelUnavailableError(f"{self.name} broke off: {self._quote(exc)}")
        return _Failure(error, is_passing=True)

    def _quote(self, exc: "openai.APIError") -> str:
        hidden = exc.message.replace(self._api_key.get_secret_value(), "[key]")
        return " ".join(hidden.split())[:200]


def drop_unfinished_sentence(text: str) -> str:
    """Cut a text that hit the token limit after its last whole sentence; without one it stays as it is."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for end in reversed(ends):
        if not _NO_SENTENCE_END.search(text[:end]):
            return text[:end]
    return text


@dataclass(frozen=True, slots=True)
class _Failure:
    error: ChatModelError
    cause: Exception | None = None
    is_passing: bool = False  # worth a retry
    retry_after: float | None = None


class _Parameters:
    """What is sent besides the messages, less what the server was found to refuse."""

    def __init__(self, settings: AnswerSettings) -> None:
        self._limit = settings.max_output_tokens
        self._sampling: dict[str, object] = {}
        self._limit_names = ("max_completion_tokens", "max_tokens")
        self._refused: frozenset[str] = frozenset()
        if takes_sampling_parameters(settings.chat_model):
            self._limit_names = ("max_tokens", "max_completion_tokens")
            self._sampling = {
                "temperature": settings.temperature,
                "top_p": settings.top_p,
                "frequency_penalty": settings.frequency_penalty,
                "presence_penalty": settings.presence_penalty,
            }

    def choose(self, request: ChatRequest, *, streamed: bool) -> Mapping[str, object]:
        chosen = dict(self._sampling)
        if request.schema is not None:
            # Strict mode rejects most schemas that callers write, and the reply is validated anyway.
            schema = {"name": "reply", "schema": request.schema, "strict": False}
            chosen["response_format"] = {"type": "json_schema", "json_schema": schema}
        if streamed:
            chosen["stream_options"] = {"include_usage": True}
        return chosen

    def accepted(self, chosen: Mapping[str, object]) -> Mapping[str, object]:
        """Leave out what was refused; the token limit goes under its other name before it is given up."""
        refused = self._refused
        limit = {name: self._limit for name in self._limit_names if name not in refused}
        kept = {name: value for name, value in chosen.items() if name not in refused}
        return kept | dict(list(limit.items())[:1])

    def refuse(self, name: str) -> None:
        self._refused |= {name}


def takes_sampling_parameters(chat_model: str) -> bool:
    """Say whether temperature, top_p and penalties may be sent; a vendor before a slash is not looked at."""
    name = chat_model.rsplit("/", 1)[-1].lower()
    return next((takes for prefix, takes in _TAKES_SAMPLING if name.startswith(prefix)), True)


class _Text(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True, from_attributes=True)

    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    """One choice, streamed (`delta`) or not (`message`)."""

    model_config = ConfigDict(hide_input_in_errors=True, from_attributes=True)

    message: _Text | None = None
    delta: _Text | None = None
    finish_reason: str | None = None


class _TokenCounts(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True, from_attributes=True)

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Payload(BaseModel):
    """The part of a completion, or of one chunk of it, that is read here; the SDK itself checks nothing."""

    model_config = ConfigDict(hide_input_in_errors=True, from_attributes=True)

    choices: list[_Choice]
    usage: _TokenCounts | None = None


@dataclass(slots=True)
class _Received:
    """What has come of one reply so far."""

    parts: list[str] = field(default_factory=list)
    finish_reason: str | None = None
    was_refused: bool = False
    usage: _TokenCounts = field(default_factory=_TokenCounts)

    def add(self, payload: _Payload) -> str:
        """Take in a payload and return its text."""
        self.usage = payload.usage or self.usage
        if not payload.choices:
            return ""
        choice = payload.choices[0]
        text = choice.message or choice.delta or _Text()
        self.finish_reason = choice.finish_reason or self.finish_reason
        self.was_refused = self.was_refused or bool(text.refusal)
        self.parts.append(text.content or "")
        return text.content or ""


@dataclass(frozen=True, slots=True)
class _OpenStream:
    """A stream whose first text has come (or that ended without any)."""

    first: str
    rest: Generator[str, None, None]
    received: _Received


def _write_messages(request: ChatRequest) -> "list[ChatCompletionMessageParam]":
    return [
        {"role": "system", "content": request.prompt.system},
        {"role": "user", "content": request.prompt.user},
    ]


def _read_payload(completion: object) -> _Payload:
    try:
        return _Payload.model_validate(completion)
    except ValidationError as exc:
        raise ChatModelReplyError("the reply is not a chat completion") from exc


def _read_deltas(chunks: "openai.Stream[Any]", received: _Received) -> Generator[str, None, None]:
    import httpx2  # noqa: PLC0415  # comes with openai

    with chunks:
        for chunk in chunks:
            delta = received.add(_read_payload(chunk))
            if delta:
                yield delta
    if received.finish_reason is None:
        raise httpx2.RemoteProtocolError("the stream ended before the reply did")


def _find_refused_parameter(exc: "openai.APIStatusError", sent: Collection[str]) -> str | None:
    """Name the one of our parameters that the server says it does not take.

    A schema it cannot read is the caller's mistake and no such case.
    """
    said = f"{exc.message} {exc.body}"
    if exc.status_code not in {400, 422} or "invalid schema" in said.lower():
        return None
    if exc.param in sent and exc.code in _UNSUPPORTED_CODES:
        return exc.param
    if not _UNSUPPORTED_WORDS.search(said):
        return None
    named = re.search("|".join(rf"\b{re.escape(name)}\b" for name in sent), said) if sent else None
    return named.group() if named else None


def _is_content_refusal(exc: "openai.APIStatusError") -> bool:
    return exc.status_code in {400, 403} and exc.code in _CONTENT_CODES


def _find_retry_after(exc: "openai.APIStatusError", now: float) -> float | None:
    """Seconds to wait, from a header that holds seconds or an HTTP date."""
    header = exc.response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", header):
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - now, 0.0)
    except ValueError:
        return None


def _library_errors() -> tuple[type[Exception], ...]:
    import httpx2  # noqa: PLC0415  # comes with openai
    import openai  # noqa: PLC0415  # as above

    return (
        openai.OpenAIError,
        httpx2.RequestError,
        httpx2.InvalidURL,
        json.JSONDecodeError,
        UnicodeDecodeError,
    )


def _bounding_hooks(clock: Callable[[], float]) -> "dict[str, list[Callable[..., None]]]":
    """Hooks that end a reply whose body trickles in for longer than its request may take.

    The HTTP library's limit starts anew with every byte, and providers send blank lines to keep a slow call
    alive. Only the time spent waiting for the provider counts, so a slow reader of a stream loses nothing.
    """
    import httpx2  # noqa: PLC0415  # comes with openai

    class BoundedBody(httpx2.SyncByteStream):
        def __init__(self, body: httpx2.SyncByteStream, request: httpx2.Request, *, seconds: float) -> None:
            self._body = body
            self._request = request
            self._seconds = seconds

        def __iter__(self) -> Iterator[bytes]:
            parts, left = iter(self._body), self._seconds
            while True:
                asked = clock()
                part = next(parts, None)
                left -= clock() - asked
                if left < 0:
                    raise httpx2.ReadTimeout("the body took too long", request=self._request)
                if part is None:
                    return
                yield part

        def close(self) -> None:
            self._body.close()

    def start(request: httpx2.Request) -> None:
        request.extensions["plumbline_started"] = clock()

    def bound(response: httpx2.Response) -> None:
        extensions = response.request.extensions
        left = extensions["timeout"]["read"] - (clock() - extensions["plumbline_started"])
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = BoundedBody(response.stream, response.request, seconds=left)

    return {"request": [start], "response": [bound]}


def _check_key(api_key: SecretStr) -> SecretStr:
    """Strip the key; one that no header can hold is refused here, where the message leaves it out."""
    key = api_key.get_secret_value().strip()
    if not key:
        raise ChatModelConfigurationError("there is no API key for the chat model")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ChatModelConfigurationError("the API key holds characters that no key has")
    return SecretStr(key)


def _check_base_url(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        # Not quoted: an address may hold a password.
        raise ChatModelConfigurationError("the base URL of the chat model is not an http(s) address")
    return base_url
