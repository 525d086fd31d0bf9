import pytest

from answer.chat_model import ChatRequest, Prompt
from answer.openai_failures import Rejection
from answer.openai_parameters import Parameters, find_refused_parameter, takes_sampling_parameters
from answer.settings import AnswerSettings

PROMPT = Prompt("Be brief.", "What is the fee?", "1")
REQUEST = ChatRequest(PROMPT, question="", evidence=())
SCHEMA_REQUEST = ChatRequest(PROMPT, question="", evidence=(), schema={"type": "object"})
SAMPLING = {"temperature": 0.3, "top_p": 0.9, "frequency_penalty": 0.5, "presence_penalty": 0.5}


def build_parameters(chat_model: str) -> Parameters:
    return Parameters(AnswerSettings(chat_model=chat_model))


class TestChoose:
    def test_conservative_sampling_and_a_token_limit_are_the_default(self) -> None:
        chosen = build_parameters("gpt-4o").choose(REQUEST, streamed=False)
        assert chosen == {**SAMPLING, "max_tokens": 500}

    def test_a_reasoning_model_gets_only_a_token_limit_under_its_newer_name(self) -> None:
        chosen = build_parameters("o3-mini").choose(REQUEST, streamed=False)
        assert chosen == {"max_completion_tokens": 500}

    def test_a_schema_becomes_the_response_format(self) -> None:
        chosen = build_parameters("o3-mini").choose(SCHEMA_REQUEST, streamed=False)
        assert chosen["response_format"] == {
            "type": "json_schema",
            "json_schema": {"name": "reply", "schema": {"type": "object"}, "strict": False},
        }

    def test_a_stream_is_asked_to_count_its_tokens(self) -> None:
        chosen = build_parameters("o3-mini").choose(REQUEST, streamed=True)
        assert chosen["stream_options"] == {"include_usage": True}

    @pytest.mark.parametrize("refused", [*SAMPLING, "response_format", "stream_options"])
    def test_exactly_what_was_refused_is_left_out(self, refused: str) -> None:
        parameters = build_parameters("gpt-4o")
        before = parameters.choose(SCHEMA_REQUEST, streamed=True)
        parameters.refuse(refused)
        after = parameters.choose(SCHEMA_REQUEST, streamed=True)
        assert after == {name: value for name, value in before.items() if name != refused}

    @pytest.mark.parametrize(
        ("chat_model", "first", "other"),
        [("gpt-4o", "max_tokens", "max_completion_tokens"), ("o1", "max_completion_tokens", "max_tokens")],
    )
    def test_the_token_limit_goes_under_its_other_name_before_it_is_given_up(
        self, chat_model: str, first: str, other: str
    ) -> None:
        parameters = build_parameters(chat_model)
        limits = []
        for refused in (first, other, "top_p"):
            chosen = parameters.choose(REQUEST, streamed=False)
            limits.append({name for name in chosen if name.startswith("max_")})
            parameters.refuse(refused)
        assert limits == [{first}, {other}, set()]


@pytest.mark.parametrize(
    ("chat_model", "expected"),
    [
        ("gpt-4o-mini", True),
        ("gpt-5-mini", False),
        ("gpt-5-chat-latest", True),
        ("o1", False),
        ("O3-mini", False),
        ("openai/o4-mini", False),
        ("llama-3.3-70b", True),
    ],
)
def test_known_reasoning_models_take_no_sampling_parameters(chat_model: str, expected: bool) -> None:
    assert takes_sampling_parameters(chat_model) is expected


class TestFindRefusedParameter:
    @pytest.mark.parametrize("status", [400, 422])
    @pytest.mark.parametrize("code", ["unsupported_parameter", "unsupported_value", "unknown_parameter"])
    def test_a_code_and_a_parameter_name_it(self, status: int, code: str) -> None:
        rejection = Rejection("no", status=status, code=code, parameter="top_p")
        assert find_refused_parameter(rejection, ["temperature", "top_p"]) == "top_p"

    @pytest.mark.parametrize(
        "said",
        [
            "Unsupported parameter: 'top_p'.",
            "top_p is not supported with this model",
            "Unrecognized request argument supplied: top_p",
            "{'loc': ['body', 'top_p'], 'msg': 'Extra inputs are not permitted'}",
        ],
    )
    def test_words_name_it_when_there_is_no_code(self, said: str) -> None:
        assert find_refused_parameter(Rejection("no", said, 400), ["temperature", "top_p"]) == "top_p"

    @pytest.mark.parametrize(
        "rejection",
        [
            Rejection("", "max_tokens is too large", 400, parameter="max_tokens"),
            Rejection("", "Unsupported parameter: 'max_tokens'", 500),
            Rejection("", "Unsupported parameter: 'max_tokens'"),
            Rejection("", "Unsupported parameter: 'max_tokens_now'", 400),
            Rejection("", "Unsupported parameter: 'seed'", 400, "unsupported_parameter", "seed"),
            Rejection("", "Invalid schema for max_tokens: 'x' is not supported", 400, parameter="max_tokens"),
        ],
    )
    def test_another_mistake_names_none(self, rejection: Rejection) -> None:
        assert find_refused_parameter(rejection, ["max_tokens"]) is None

    def test_what_was_not_sent_cannot_be_refused(self) -> None:
        rejection = Rejection("", "Unsupported parameter: 'top_p'", 400, "unsupported_parameter", "top_p")
        assert find_refused_parameter(rejection, []) is None
