import pytest

from verify.grounding.non_claims import asserts_nothing


@pytest.mark.parametrize(
    "sentence",
    [
        "Hi!",
        "Good morning!",
        "Hello there,",
        "Thank you for your question!",
        "You're welcome.",
        "I'm happy to help!",
        "Sure!",
        "Great question!",
        "Please let me know if you need anything else.",
        "If you have any further questions, feel free to ask!",
        "I hope this helps!",
        "Is there anything else I can do for you?",
        "Which plan do you use?",
        "Would you like more details?",
        "The documents do not say how long it takes.",
        "The passages don't mention a price.",
        "Unfortunately, the provided passages do not contain this information.",
        "I could not find this in the documents.",
        "I'm sorry, I cannot answer this from the sources.",
        "Unable to answer based on given passages.",
        "However, the sources do not say why.",
        "Based on the passages,",
        "According to the provided documents:",
        "Here are the steps to cancel:",
        "---",
        "",
    ],
)
def test_recognises_what_asserts_nothing(sentence: str) -> None:
    assert asserts_nothing(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes.",
        "Yes, it is free.",
        "Hello, the plan costs thirty dollars and includes everything you need.",
        "Based on the passages, refunds are free.",
        "The documents do not say how long it takes, but it is free.",
        "I could not find a limit; uploads are unlimited.",
        "The documents say that refunds are free.",
        "The service does not say goodbye.",
        "Did you know that refunds are free?",
        "Would you like the $20 plan?",
        "Here are 5 reasons:",
        "Thanks to the new engine it is twice as fast as all of its competitors.",
        "Please cancel before the renewal.",
        "Refunds are paid. ",
    ],
)
def test_does_not_take_an_assertion_for_a_phrase(sentence: str) -> None:
    assert not asserts_nothing(sentence)
