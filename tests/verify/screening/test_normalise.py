import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.screening.normalise import NormalisedText, fold_character, normalise, replace_runs

TEXTS = st.text(alphabet=st.characters(), max_size=200)


class TestNormalise:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("", ""),
            ("Ignore ALL", "ignore all"),
            ("a \t  b", "a b"),
            ("a \n\n b", "a\nb"),
            ("ignore_all", "ignore all"),
            ("i\u200bg\u00adn\u2060o\ufeffre", "ignore"),
            ("\u202eabc\u202c", "abc"),
            ("\U000e0069\U000e0067ok", "ok"),
            ("іgnоrе", "ignore"),
            ("ｉｇｎｏｒｅ", "ignore"),
            ("Ìgńörę", "ignore"),
            ("ﬁle", "file"),
            ("Straße", "strasse"),
            ("“don’t”", '"don\'t"'),
            ("a–b—c", "a-b-c"),
            ("a\x00b\x07c", "abc"),
            ("a\ud800b", "ab"),
            ("日本語", "日本語"),
        ],
    )
    def test_folds_every_disguise_to_plain_text(self, text: str, folded: str) -> None:
        assert normalise(text).text == folded

    def test_points_back_to_the_original_characters(self) -> None:
        text = "so:  і\u200bgnоrе  it"
        view = normalise(text)
        start = view.text.index("ignore")
        begin, end = view.original_span(start, start + len("ignore"))
        assert text[begin:end] == "і\u200bgnоrе"

    @given(TEXTS)
    @settings(max_examples=100, deadline=None)
    def test_maps_each_character_into_the_original_in_order(self, text: str) -> None:
        view = normalise(text)
        assert len(view.offsets) == len(view.text)
        assert list(view.offsets) == sorted(view.offsets)
        assert all(0 <= offset < len(text) for offset in view.offsets)

    @given(TEXTS)
    @settings(max_examples=100, deadline=None)
    def test_leaves_normalised_text_alone(self, text: str) -> None:
        once = normalise(text).text
        assert "  " not in once
        assert normalise(once).text == once

    @pytest.mark.parametrize("unit", ["a  ", "і ", "\u200b", "_", "e\u0301"])
    def test_takes_a_hundred_thousand_characters(self, unit: str) -> None:
        text = (unit * 100_000)[:100_000]
        view = normalise(text)
        assert len(view.text) <= len(text)

    def test_never_grows_a_character_beyond_its_compatibility_form(self) -> None:
        # U+FDFA is the longest expansion Unicode has: the bound that keeps normalising linear.
        assert len(fold_character("\ufdfa")) <= 18


class TestOriginalSpan:
    def test_refuses_an_empty_span(self) -> None:
        with pytest.raises(ValueError, match=r"3\.\.3"):
            normalise("abcdef").original_span(3, 3)

    def test_reads_reversed_views_too(self) -> None:
        assert NormalisedText("cba", range(2, -1, -1)).original_span(0, 2) == (1, 3)


class TestReplaceRuns:
    @pytest.mark.parametrize(
        ("replacement", "offsets"),
        [("", [0, 4]), ("x", [0, 1, 4]), ("xy", [0, 1, 3, 4]), ("xyzuv", [0, 1, 1, 2, 2, 3, 4])],
    )
    def test_maps_new_characters_into_the_run_they_replace(
        self, replacement: str, offsets: list[int]
    ) -> None:
        replaced = replace_runs(normalise("abcde"), [(1, 4, replacement)])
        assert replaced.text == f"a{replacement}e"
        assert list(replaced.offsets) == offsets
