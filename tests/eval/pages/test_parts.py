from eval.pages.markup import Markup, element
from eval.pages.parts import make_figure, make_key, make_legend, make_table, make_tile
from verify.grounding.verdict import Verdict


def test_a_table_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    table = make_table(["name", "n"], [element("tr", element("td", "1"))], name="Counts")
    assert table.text.startswith('<div class="scroll" tabindex="0" role="region" aria-label="Counts">')
    assert '<th scope="col">n</th>' in table.text


def test_a_tile_holds_its_notes_below_the_value() -> None:
    tile = make_tile("leak rate", "5%", element("small", "[2–9]"))
    assert tile.text.endswith("<strong>5%</strong><small>[2–9]</small></div>")


def test_a_figure_has_its_legend_in_the_caption() -> None:
    figure = make_figure("ROC", Markup("<svg/>"), make_legend([("claims", "series-1")]))
    caption, drawing = figure.text.split("</figcaption>")
    assert 'ROC<ul class="legend"><li><i class="series-1"></i>claims</li></ul>' in caption
    assert drawing == "<svg/></figure>"


def test_the_key_has_every_verdict_and_what_a_page_adds() -> None:
    key = make_key(element("span", "withheld")).text
    assert all(f'class="{verdict}"' in key for verdict in Verdict)
    assert key.endswith("<span>withheld</span></p>")
