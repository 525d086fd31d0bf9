import re
from xml.etree import ElementTree

import numpy as np

from eval.metrics import ReliabilityBin
from eval.pages.plots import Axes, Curve, Dot, draw_curves, draw_reliability, thin_out, trace_reliability

AXES = Axes("across", "up")
CURVE = Curve("signal", "series-0", np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.8, 1.0]))
GUIDE = Curve("chance", "guide", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
BINS = [ReliabilityBin(10, 0.1, 0.2), ReliabilityBin(10, 0.9, 0.8)]


def test_a_drawing_is_well_formed_and_names_its_axes() -> None:
    drawn = draw_curves(AXES, [CURVE], guide=GUIDE, dots=[Dot("shipped", 0.5, 0.8)])
    root = ElementTree.fromstring(drawn.text)  # noqa: S314  # we wrote it
    assert root.get("aria-label") == "up against across"
    assert [line.get("class") for line in root.iter("polyline")] == ["curve guide", "curve series-0"]
    assert len(list(root.iter("circle"))) == 1


def test_every_point_lies_inside_the_drawing() -> None:
    text = draw_curves(AXES, [CURVE], guide=GUIDE).text
    for points in re.findall(r'points="([^"]+)"', text):
        for point in points.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 360
            assert 0 <= y <= 330


def test_a_reliability_diagram_has_a_spot_and_a_whisker_for_each_bin() -> None:
    curve = trace_reliability("answers", "shipped", BINS)
    text = draw_reliability(AXES, [(curve, BINS)]).text
    assert text.count('class="spot shipped"') == 2
    assert text.count('class="whisker shipped"') == 2


class TestThinOut:
    def test_points_too_near_to_tell_apart_are_left_out_and_the_ends_stay(self) -> None:
        many = np.linspace(0, 1, 10_001)
        kept = thin_out(many, many)
        assert 100 < len(kept) < 1_000
        assert (kept[0], kept[-1]) == ((46.0, 288.0), (352.0, 8.0))

    def test_corners_of_steps_stay(self) -> None:
        assert len(thin_out(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 0.5, 0.5, 1.0]))) == 4
