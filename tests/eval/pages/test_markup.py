import pytest

from eval.pages.markup import Markup, clean, element, join


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (element("p", "a < b & c"), "<p>a &lt; b &amp; c</p>"),
        (element("p", element("b", "x"), " y"), "<p><b>x</b> y</p>"),
        (element("p", class_="note"), '<p class="note"></p>'),
        (element("text", stroke_width=2), '<text stroke-width="2"></text>'),
        (element("line", x1=1.5), '<line x1="1.5"/>'),
        (element("p", title='"><script>'), '<p title="&quot;&gt;&lt;script&gt;"></p>'),
        (join("<", Markup("<br/>")), "&lt;<br/>"),
    ],
)
def test_texts_and_attributes_are_escaped_and_markup_is_not(made: Markup, text: str) -> None:
    assert made.text == text


def test_what_no_document_can_hold_is_replaced_and_all_else_stays() -> None:
    assert clean("a\x00b\x1bc\x85d\ud800e\ufffef") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert clean("tab\t line\n é 漢 😀") == "tab\t line\n é 漢 😀"
    assert element("p", "\x00", title="\x07").text == '<p title="\ufffd">\ufffd</p>'
