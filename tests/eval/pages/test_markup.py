import pytest

from eval.pages.markup import Markup, element, join


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
