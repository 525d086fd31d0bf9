import sys

import pytest

from retrieval.imports import hidden_modules


def test_a_hidden_module_looks_uninstalled_inside_the_block_only() -> None:
    with hidden_modules("no_such_module_at_all"), pytest.raises(ImportError):
        __import__("no_such_module_at_all")

    assert "no_such_module_at_all" not in sys.modules


def test_what_was_imported_before_stays() -> None:
    with hidden_modules("json"):
        assert __import__("json").dumps(1) == "1"

    assert "json" in sys.modules


def test_a_failing_block_hides_nothing_afterwards() -> None:
    with pytest.raises(ZeroDivisionError), hidden_modules("colorsys"):
        _ = 1 / 0

    assert __import__("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
