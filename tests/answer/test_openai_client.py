import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from typing import Any

import pytest
from pydantic import SecretStr

from answer.breaker import CircuitBreaker, CircuitState
from answer.chat_model import ChatModel, ChatReply, ChatRequest, Prompt, Usage
from answer.errors import (
    ChatModelConfigurationError,
    ChatModelError,
    ChatModelRefusedError,
    ChatModelReplyError,
    ChatModelUnavailableError,
)
from answer.openai_client import (
    OpenAIChatModel,
)
from answer.retrying import Timing
from answer.settings import AnswerSettings
from tests.answer.openai_server import (
    ChatServer,
    RecordedTime,
    Reply,
    completion,
    drop,
    drop_rejection,
    hang,
    raw,
    running_chat_server,
    status,
    stream_error,
    streamed,
    trickle,
    unsupported,
)

KEY = "sk-very-secret-0123456789"
REQUEST = ChatRequest(Prompt("Be brief.", "What is the fee?", "1"), question="What is the fee?", evidence=())
SCHEMA_REQUEST = ChatRequest(REQUEST.prompt, question="", evidence=(), schema={"type": "object"})
NO_CHANGE: Mapping[str, object] = {}

integration = pytest.mark.integration


@pytest.fixture(scope="module")
def running_server() -> Iterator[ChatServer]:
    with running_chat_server() as server:
        yield server


@pytest.fixture
def server(running_server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> ChatServer:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running_server.script.clear()
    running_server.requests.clear()
    return running_server


class Client:
    """An `OpenAIChatModel` on the scripted server, with its time and its breaker."""

    def __init__(self, server: ChatServer) -> None:
        self.server = server
        self.time = RecordedTime()
        self.breaker = CircuitBreaker(failures_to_open=2, clock=self.time.read)
        self.opened: list[OpenAIChatModel] = []

    def build(
        self, changed: Mapping[str, object] = NO_CHANGE, *, real_clock: bool = False
    ) -> OpenAIChatModel:
        given: dict[str, Any] = {"chat_model": "gpt-4o-mini", "base_url": self.server.base_url, **changed}
        clock = time.monotonic if real_clock else self.time.read
        timing = Timing(monotonic=clock, wall=self.time.read, sleep=self.time.sleep, jitter=lambda: 0.5)
        chat_model = OpenAIChatModel(
            AnswerSettings(**given), api_key=SecretStr(KEY), breaker=self.breaker, timing=timing
        )
        self.opened.append(chat_model)
        return chat_model

    def complete(
        self, *script: Reply, request: ChatRequest = REQUEST, real_clock: bool = False, **changed: object
    ) -> ChatReply:
        self.server.script = list(script)
        return self.build(changed, real_clock=real_clock).complete(request)

    def read_stream(self, *script: Reply, request: ChatRequest = REQUEST) -> tuple[list[str], ChatReply]:
        self.server.script = list(script)
        stream = self.build().stream_text(request)
        return list(stream), stream.reply

    def sent(self) -> list[dict[str, Any]]:
        return [request.body for request in self.server.requests]


@pytest.fixture
def client(server: ChatServer) -> Iterator[Client]:
    client = Client(server)
    yield client
    for chat_model in client.opened:
        chat_model.close()


@integration
class TestComplete:
    def test_it_returns_the_text_with_the_providers_token_counts_and_their_price(
        self, client: Client
    ) -> None:
        reply = client.complete(
            completion("It is $30."), input_cost_per_million=2.0, output_cost_per_million=10.0
        )
        assert reply == ChatReply("It is $30.", "gpt-4o-mini", Usage(1000, 200, 0.004))

    def test_it_is_a_chat_model(self, client: Client) -> None:
        chat_model: ChatModel = client.build()
        assert chat_model.name == "gpt-4o-mini"

    def test_it_sends_both_messages_and_the_settings(self, client: Client) -> None:
        client.complete(completion("Yes."))
        [request] = client.server.requests
        assert (request.path, request.authorization) == ("/v1/chat/completions", f"Bearer {KEY}")
        assert request.body == {
            "model": "gpt-4o-mini",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "What is the fee?"},
            ],
            "temperature": 0.3,
            "top_p": 0.9,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "max_tokens": 500,
            "stream": False,
        }

    def test_a_closed_client_opens_again(self, client: Client) -> None:
        chat_model = client.build()
        client.server.script = [completion("One."), completion("Two.")]
        chat_model.complete(REQUEST)
        chat_model.close()
        assert chat_model.complete(REQUEST).text == "Two."


@integration
class TestUnsupportedParameters:
    @pytest.mark.parametrize("code", ["unsupported_parameter", "unsupported_value", None])
    def test_exactly_the_named_parameter_is_dropped(self, client: Client, code: str | None) -> None:
        client.complete(unsupported("top_p", code=code), completion("Yes."))
        first, second = client.sent()
        assert set(first) - set(second) == {"top_p"}
        assert client.time.sleeps == []

    def test_several_are_dropped_one_after_another(self, client: Client) -> None:
        client.complete(unsupported("top_p"), unsupported("temperature"), completion("Yes."))
        first, second, third = client.sent()
        assert set(first) - set(second) == {"top_p"}
        assert set(first) - set(third) == {"top_p", "temperature"}

    def test_a_server_that_cannot_count_in_a_stream_still_streams(self, client: Client) -> None:
        deltas, _ = client.read_stream(unsupported("stream_options"), streamed("Yes."))
        assert (deltas, "stream_options" in client.sent()[1]) == (["Yes."], False)

    def test_the_lesson_is_kept_for_the_next_call(self, client: Client) -> None:
        chat_model = client.build()
        client.server.script = [unsupported("temperature"), completion("One."), completion("Two.")]
        chat_model.complete(REQUEST)
        chat_model.complete(REQUEST)
        assert ["temperature" in body for body in client.sent()] == [True, False, False]

    def test_each_parameter_is_dropped_at_most_once(self, client: Client) -> None:
        with pytest.raises(ChatModelConfigurationError):
            client.complete(*[unsupported("top_p")] * 9)
        assert len(client.sent()) == 2

    def test_a_bad_value_of_a_known_parameter_is_not_dropped(self, client: Client) -> None:
        with pytest.raises(ChatModelConfigurationError, match="too large"):
            client.complete(status(400, "max_tokens is too large", error={"param": "max_tokens"}))
        assert len(client.sent()) == 1


@integration
class TestRetries:
    @pytest.mark.parametrize("failing", [status(500), status(503), status(429), status(408), drop])
    def test_a_passing_failure_is_retried_after_a_jittered_wait(self, client: Client, failing: Reply) -> None:
        assert client.complete(failing, failing, completion("Yes.")).text == "Yes."
        assert client.time.sleeps == [0.25, 0.5]

    def test_no_more_than_the_set_number_of_retries_is_made(self, client: Client) -> None:
        with pytest.raises(ChatModelUnavailableError):
            client.complete(*[status(500)] * 9, max_retries=3)
        assert len(client.sent()) == 4

    def test_the_time_bound_is_the_timeout_times_the_tries(self, client: Client) -> None:
        slow_down = status(429, headers={"Retry-After": "50"})
        with pytest.raises(ChatModelUnavailableError):
            client.complete(*[slow_down] * 3, timeout_seconds=20, max_retries=2)
        assert (client.time.sleeps, len(client.sent())) == ([50.0], 2)

    @pytest.mark.parametrize(
        ("header", "waited"),
        [
            ("7", 7.0),
            (formatdate(1_000_012, usegmt=True), 12.0),
        ],
    )
    def test_retry_after_is_honoured(self, client: Client, header: str, waited: float) -> None:
        client.complete(status(429, headers={"Retry-After": header}), completion("Yes."))
        assert client.time.sleeps == [waited]

    @pytest.mark.parametrize("silent", [hang, trickle])
    def test_a_server_that_does_not_answer_is_given_up_in_time(self, client: Client, silent: Reply) -> None:
        started = time.monotonic()
        with pytest.raises(ChatModelUnavailableError, match="in time"):
            client.complete(silent, timeout_seconds=0.2, max_retries=0, real_clock=True)
        assert time.monotonic() - started < 5.0

    def test_a_server_that_is_not_there_is_unavailable(self, client: Client) -> None:
        with pytest.raises(ChatModelUnavailableError, match="cannot be reached") as caught:
            client.complete(base_url="http://127.0.0.1:1/v1")
        assert type(caught.value.__cause__).__name__ == "APIConnectionError"
        assert len(client.time.sleeps) == 2


@integration
class TestErrors:
    @pytest.mark.parametrize(
        ("reply", "expected"),
        [
            (status(401, f"bad key {KEY}"), ChatModelConfigurationError),
            (status(404, f"no such model for {KEY}"), ChatModelConfigurationError),
            (status(400, f"context too long for {KEY}"), ChatModelConfigurationError),
            (status(400, KEY, error={"code": "content_filter"}), ChatModelRefusedError),
            (status(429, f"slow down {KEY}"), ChatModelUnavailableError),
            (status(500, f"sorry {KEY}"), ChatModelUnavailableError),
            (drop, ChatModelUnavailableError),
            (completion("Half", finish_reason="content_filter"), ChatModelRefusedError),
            (completion(None, refusal="I cannot help with that."), ChatModelRefusedError),
            (completion(None), ChatModelReplyError),
            (completion("Yes.", choices=0), ChatModelReplyError),
            (raw(f'{{"id": "{KEY}", '), ChatModelReplyError),
            (raw(f'["{KEY}", "\udcff"]'), ChatModelReplyError),
            (raw(f'["{KEY}"]'), ChatModelReplyError),
            (raw(f'{{"choices": "{KEY}"}}'), ChatModelReplyError),
            (raw(f"<p>{KEY}</p>", content_type="text/html"), ChatModelReplyError),
        ],
    )
    def test_each_failure_has_its_error_and_none_shows_the_key(
        self, client: Client, reply: Reply, expected: type[ChatModelError]
    ) -> None:
        with pytest.raises(ChatModelError) as caught:
            client.complete(reply, max_retries=0)
        assert type(caught.value) is expected
        assert KEY not in everything_shown(caught.value)

    def test_a_streams_failure_does_not_show_the_key(self, client: Client) -> None:
        with pytest.raises(ChatModelUnavailableError) as caught:
            client.read_stream(stream_error("One. ", code="server_error", message=f"oops {KEY}"))
        assert KEY not in everything_shown(caught.value)

    @pytest.mark.parametrize("only_once", [status(400), status(401), status(404), completion(None)])
    def test_a_lasting_failure_is_not_retried(self, client: Client, only_once: Reply) -> None:
        with pytest.raises(ChatModelError):
            client.complete(only_once, completion("Yes."))
        assert len(client.sent()) == 1


@integration
class TestStreaming:
    def test_the_deltas_come_in_order_and_the_reply_is_there_at_the_end(self, client: Client) -> None:
        deltas, reply = client.read_stream(streamed("It is ", "$30", "."))
        assert deltas == ["It is ", "$30", "."]
        assert reply == ChatReply("It is $30.", "gpt-4o-mini", Usage(1000, 200, 0.0))
        assert client.sent()[0]["stream"] is True
        assert client.sent()[0]["stream_options"] == {"include_usage": True}

    def test_a_cut_reply_leaves_the_unfinished_sentence_out(self, client: Client) -> None:
        deltas, reply = client.read_stream(streamed("One. ", "Tw", finish_reason="length"))
        assert ("".join(deltas), reply.text) == ("One. Tw", "One.")

    @pytest.mark.parametrize(
        "failing",
        [status(500), streamed(finish_reason=None), stream_error(code="server_error", message="sorry")],
    )
    def test_it_is_retried_as_long_as_no_text_has_come(self, client: Client, failing: Reply) -> None:
        deltas, _ = client.read_stream(failing, streamed("Yes."))
        assert (deltas, len(client.sent())) == (["Yes."], 2)

    @pytest.mark.parametrize(
        "breaking",
        [
            streamed("One. ", finish_reason=None),
            stream_error("One. ", code="server_error", message="sorry"),
        ],
    )
    def test_it_is_not_retried_once_text_has_come(self, client: Client, breaking: Reply) -> None:
        client.server.script = [breaking, streamed("Two.")]
        stream = client.build().stream_text(REQUEST)
        assert next(stream) == "One. "
        with pytest.raises(ChatModelUnavailableError):
            next(stream)
        assert len(client.sent()) == 1

    @pytest.mark.parametrize(
        ("reply", "expected"),
        [
            (streamed("Half", finish_reason="content_filter"), ChatModelRefusedError),
            (stream_error("Half", code="content_filter", message="no"), ChatModelRefusedError),
            (streamed(), ChatModelReplyError),
            (raw("data: {nonsense\n\n", content_type="text/event-stream"), ChatModelReplyError),
            (raw("data: []\n\n", content_type="text/event-stream"), ChatModelReplyError),
            (status(401), ChatModelConfigurationError),
            (drop_rejection, ChatModelUnavailableError),
        ],
    )
    def test_it_raises_the_same_errors_as_complete(
        self, client: Client, reply: Reply, expected: type[ChatModelError]
    ) -> None:
        with pytest.raises(expected):
            client.read_stream(*[reply] * 3)


@integration
class TestBreaker:
    def test_an_open_circuit_costs_no_request(self, client: Client) -> None:
        chat_model = client.build({"max_retries": 0})
        client.server.script = [status(500), status(500), completion("Yes.")]
        for _ in range(2):
            with pytest.raises(ChatModelUnavailableError, match="500"):
                chat_model.complete(REQUEST)
        with pytest.raises(ChatModelUnavailableError, match="not asked"):
            chat_model.complete(REQUEST)
        assert len(client.sent()) == 2
        client.time.now += 30
        assert chat_model.complete(REQUEST).text == "Yes."
        assert client.breaker.state is CircuitState.CLOSED

    def test_a_call_counts_once_however_often_it_was_tried(self, client: Client) -> None:
        with pytest.raises(ChatModelUnavailableError):
            client.complete(*[status(500)] * 4, max_retries=3)
        assert client.breaker.state is CircuitState.CLOSED

    def test_a_refusal_shows_that_the_provider_is_up(self, client: Client) -> None:
        client.breaker.record_failure()
        with pytest.raises(ChatModelRefusedError):
            client.complete(completion("", finish_reason="content_filter"))
        client.breaker.record_failure()
        assert client.breaker.state is CircuitState.CLOSED

    def test_a_stream_that_the_caller_stops_reading_counts_as_a_success(self, client: Client) -> None:
        client.breaker.record_failure()
        client.server.script = [streamed("One. ", "Two.")]
        stream = client.build().stream_text(REQUEST)
        next(stream)
        stream.close()
        client.breaker.record_failure()
        assert client.breaker.state is CircuitState.CLOSED


class TestSetUp:
    @pytest.mark.parametrize("key", ["", "  \n", f"{KEY}\nx", f"{KEY}é", f"Bearer {KEY}"])
    def test_a_key_that_cannot_be_one_is_refused_and_not_shown(self, key: str) -> None:
        with pytest.raises(ChatModelConfigurationError, match="API key") as caught:
            OpenAIChatModel(AnswerSettings(chat_model="gpt-4o"), api_key=SecretStr(key))
        assert KEY not in everything_shown(caught.value)

    @pytest.mark.parametrize("url", ["api.example.com/v1", "ftp://x.com", "http://[x", "http://a b"])
    def test_a_base_url_that_is_no_web_address_is_refused(self, url: str) -> None:
        with pytest.raises(ChatModelConfigurationError, match="base URL"):
            OpenAIChatModel(AnswerSettings(base_url=url), api_key=SecretStr(KEY))

    @pytest.mark.integration
    def test_importing_it_does_not_import_the_sdk(self) -> None:
        code = (
            "import answer.openai_client, sys; sys.exit('openai' in sys.modules or 'httpx2' in sys.modules)"
        )
        ran = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  # our own code
        assert ran.returncode == 0


def everything_shown(error: BaseException) -> str:
    """All that a log could print of an error, its causes and its contexts."""
    shown = "".join(traceback.format_exception(error))
    link: BaseException | None = error
    while link is not None:
        shown += f"{link} {link!r} {link.args}"
        link = link.__cause__ or link.__context__
    return shown
