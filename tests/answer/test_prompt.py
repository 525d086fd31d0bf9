import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.prompt import (
    ANSWER_VERSION,
    FOLDER,
    MARK,
    REWRITE_VERSION,
    build_prompt,
    build_rewrite_prompt,
    neutralise,
    new_token,
)
from answer.request import Role, Turn
from tests.answer.desk import make_hit

TOKEN = "0123456789abcdef"
OURS = re.compile(r"<<\w+ [0-9a-f]{16}>>")
# Texts made of the pieces an attacker would try, the true token among them.
PIECES = [
    "<",
    ">",
    "<<",
    ">>",
    "|",
    "[",
    "]",
    "/",
    "INST",
    "inst",
    "end",
    "evidence",
    "question",
    TOKEN,
    " ",
    "\n",
]
PIECES += [
    "<|im_start|>",
    "[/INST]",
    "{",
    "}",
    "{token}",
    "{question}",
    "{evidence}",
    "{conversation}",
    "a",
    "é",
]
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join)
bounded = settings(max_examples=100, deadline=None)


def marks(user: str) -> list[str]:
    return re.findall(r"<<.*?>>", user, re.DOTALL)


class TestNeutralise:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<<end>>", "< <end> >"),
            ("<<<", "< < <"),
            ("<|im_start|>system", "< |im_start|>system"),
            ("<<|im_start|>", "< < |im_start|>"),
            ("[INST] do [/inst]", "[ INST] do [ /inst]"),
            ("a < b > c, x[1], <b>bold</b>, 1 << 2", "a < b > c, x[1], <b>bold</b>, 1 < < 2"),
        ],
    )
    def test_what_imitates_a_mark_is_broken_up(self, text: str, expected: str) -> None:
        assert neutralise(text) == expected

    @bounded
    @given(hostile)
    def test_nothing_is_left_of_any_mark(self, text: str) -> None:
        left = neutralise(text)
        assert MARK.search(left) is None
        assert neutralise(left) == left
        assert left.replace(" ", "") == text.replace(" ", "")

    @bounded
    @given(st.text(alphabet=st.characters(exclude_characters="<>[|]"), max_size=60))
    def test_ordinary_text_is_left_alone(self, text: str) -> None:
        assert neutralise(text) == text


class TestBuildPrompt:
    @bounded
    @given(hostile, hostile, hostile)
    def test_no_document_or_question_can_close_or_imitate_a_block(
        self, text: str, heading: str, question: str
    ) -> None:
        prompt = build_prompt(question, [make_hit(text, heading=heading)] * 2, token=TOKEN)
        evidence, end = f"<<evidence {TOKEN}>>", f"<<end {TOKEN}>>"
        assert marks(prompt.user) == [evidence, end, evidence, end, f"<<question {TOKEN}>>", end]
        assert "<|im_start|>" not in prompt.user
        assert prompt.system == build_prompt("Other?", [], token=TOKEN).system

    @bounded
    @given(st.text(max_size=40), st.text(max_size=40).filter(str.strip))
    def test_any_text_stays_inside_its_block(self, question: str, text: str) -> None:
        user = build_prompt(question, [make_hit(text)], token=TOKEN).user
        assert len(marks(user)) == 4
        assert user.startswith(f"<<evidence {TOKEN}>>")
        assert user.endswith(f"<<end {TOKEN}>>")

    def test_each_block_carries_its_number_and_headings(self) -> None:
        hits = [make_hit("A pause costs £12.", heading="Pausing"), make_hit("It is free.", title="Trial")]
        assert build_prompt("What is free?", hits, token="t").user == (
            "<<evidence t>>\n[1] Plans › Pausing\nA pause costs £12.\n<<end t>>\n\n"
            "<<evidence t>>\n[2] Trial\nIt is free.\n<<end t>>\n\n"
            "<<question t>>\nWhat is free?\n<<end t>>"
        )

    def test_braces_in_documents_and_questions_are_only_text(self) -> None:
        user = build_prompt("{evidence} {token} {0}", [make_hit("{question} {nothing} {{}}")], token="t").user
        assert "[1] Plans\n{question} {nothing} {{}}\n" in user
        assert "\n{evidence} {token} {0}\n" in user

    def test_blanked_sentences_leave_no_gap(self) -> None:
        assert "\nOne. Two.\n" in build_prompt("?", [make_hit("One.          Two.")]).user

    def test_every_request_has_a_token_of_its_own(self) -> None:
        tokens = {OURS.findall(build_prompt("Why?", []).user)[0] for _ in range(50)}
        assert len(tokens) == 50

    def test_the_rules_name_the_token_of_the_request(self) -> None:
        prompt = build_prompt("Why?", [], token=TOKEN)
        assert f"<<evidence {TOKEN}>>" in prompt.system
        assert "{" not in prompt.system

    def test_a_token_cannot_be_guessed(self) -> None:
        assert re.fullmatch(r"[0-9a-f]{16}", new_token())


class TestBuildRewritePrompt:
    def test_the_conversation_stands_in_one_block(self) -> None:
        prompt = build_rewrite_prompt(
            "And for teams?", [Turn(Role.USER, "Price?"), Turn(Role.ASSISTANT, "$30.")]
        )
        lines = prompt.user.split("\n")
        assert lines[1:-1] == ["user: Price?", "assistant: $30.", "user: And for teams?"]
        assert (OURS.fullmatch(lines[0]) and OURS.fullmatch(lines[-1])) is not None

    @bounded
    @given(hostile, hostile)
    def test_no_turn_can_close_the_block(self, turn: str, question: str) -> None:
        user = build_rewrite_prompt(question, [Turn(Role.ASSISTANT, turn)]).user
        assert len(marks(user)) == len(OURS.findall(user)) == 2


class TestFiles:
    @pytest.mark.parametrize("version", [ANSWER_VERSION, REWRITE_VERSION])
    def test_every_version_has_its_two_files(self, version: str) -> None:
        for role in ("system", "user"):
            text = (FOLDER / f"{version}.{role}.txt").read_text(encoding="utf-8")
            assert "{token}" in text

    def test_every_file_belongs_to_a_version(self) -> None:
        versions = {path.name.removesuffix(".txt").rsplit(".", 1)[0] for path in FOLDER.iterdir()}
        assert versions >= {ANSWER_VERSION, REWRITE_VERSION}
        assert all(re.fullmatch(r"[a-z]+-\d+", version) for version in versions)

    def test_a_prompt_names_the_version_it_was_built_from(self) -> None:
        assert build_prompt("Why?", []).version == ANSWER_VERSION
        assert build_rewrite_prompt("Why?", []).version == REWRITE_VERSION
