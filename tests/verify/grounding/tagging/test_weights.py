from pathlib import Path

import numpy as np

from tests.verify.grounding.tagging.weights import HEADS, LAYERS, make_arrays, write_weights
from verify.grounding.tagging.weights import STEPS, load_weights, save_weights


def test_weights_come_back_within_half_a_step_of_their_row(tmp_path: Path) -> None:
    loaded = load_weights(write_weights(tmp_path, base="model-256", width=16))
    original = make_arrays(16)

    assert (loaded.base, loaded.heads, len(loaded.layers)) == ("model-256", HEADS, LAYERS)
    wanted = original["1.inner.weight"]
    step = np.abs(wanted).max(axis=1, keepdims=True) / STEPS
    found = loaded.layers[1].inner.weight.T
    assert (np.abs(found - wanted) <= 0.51 * step).all()
    assert np.abs(found - wanted).max() > 0


def test_a_row_of_zeros_stays_zero(tmp_path: Path) -> None:
    arrays = make_arrays(16)
    arrays["kinds"][3] = 0
    save_weights(tmp_path / "w.npz", arrays, base="m", heads=HEADS, epsilon=1e-12)

    assert not load_weights(tmp_path / "w.npz").kinds[3].any()


def test_the_artefact_is_a_quarter_of_its_arrays(tmp_path: Path) -> None:
    size = write_weights(tmp_path, base="m", width=64).stat().st_size

    assert size < 0.3 * sum(array.nbytes for array in make_arrays(64).values())
