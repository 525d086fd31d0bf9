import pytest

from ingest.loaders.mdx import drop_jsx, unfold_admonitions


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("import A from 'a'\nexport const b = {\n  c: 1,\n}\n\ntext", "\n\ntext"),
        ("{/* note\n to self */}text", "text"),
        ('<Card icon={<X a="b" />} size={2}>Inside</Card>', "Inside"),
        ("<>a</> and <br/>b", "a and b"),
        ("`<Tag>` stays, <Tag>this</Tag> goes", "`<Tag>` stays, this goes"),
        ("```jsx\nimport x\n<Tag/>\n```\n<Tag/>y", "```jsx\nimport x\n<Tag/>\n```\ny"),
        ("~~~\n```\n<A/>\n~~~\n<A/>", "~~~\n```\n<A/>\n~~~\n"),
        ("a < b and c > d", "a < b and c > d"),
        ("<Code>{`import x\n\n<a> \\`b\\``}</Code>", "\n\n~~~~\nimport x\n\n<a> `b`\n~~~~\n\n"),
    ],
)
def test_jsx_is_dropped_outside_code(source: str, plain: str) -> None:
    assert drop_jsx(source) == plain


def test_the_caption_of_a_component_is_kept() -> None:
    assert drop_jsx('<TabItem value="mac" label="On a Mac">Press it.</TabItem>').split() == [
        "On",
        "a",
        "Mac",
        "Press",
        "it.",
    ]


def test_admonitions_become_paragraphs() -> None:
    assert unfold_admonitions(":::tip Good to know\nText.\n:::").split("\n") == [
        "",
        "Good to know",
        "",
        "Text.",
        "",
        "",
        "",
    ]
    assert unfold_admonitions('!!! note "Mind"\n    Text.\n\nAfter') == "Mind\n\nText.\n\n\nAfter"
