"""One question with two answers to it, the second of which says more than the passages do."""

from eval.case import LabelledSpan
from eval.training.tagger.examples import Source, make_source
from eval.verifier.rows import LabelledAnswer

CONTEXTS = ("The Basic plan costs $30 per month. It has 5 users.", "Support answers within a day.")
FAITHFUL = "Basic is $30 per month [1]. It has 5 users. Support answers within a day."
INVENTED = "priority support"
ANSWER = f"Basic is $30 per month [1]. It has 50 users and {INVENTED}. Write to us by e-mail."


def make_answer(name: str, text: str, *invented: str) -> LabelledAnswer:
    spans = tuple(
        LabelledSpan(text.index(part), text.index(part) + len(part), "baseless") for part in invented
    )
    return LabelledAnswer(
        id=name,
        source="s",
        task="QA",
        model="llama-2-7b-chat",
        question="What does Basic cost?",
        contexts=CONTEXTS,
        answer=text,
        spans=spans,
        hallucinated=bool(spans),
    )


def make_one_source() -> Source:
    return make_source("s", [make_answer("1", FAITHFUL), make_answer("2", ANSWER, INVENTED)])
