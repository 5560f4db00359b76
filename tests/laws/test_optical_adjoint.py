"""What a weighed absorption hangs on, by one pass back through the stack: equal to differences of the whole stack."""

from __future__ import annotations

import numpy as np
import pytest

from infradot.optics.adjoint import Weights, absorption_adjoint, can_follow
from infradot.optics.transfer_matrix import solve

WAVELENGTH = np.linspace(450e-9, 1300e-9, 40)
PHOTONS = np.linspace(1.0, 3.0, 40)
THICKNESS = {
    "glass in front": ([1.1e-3, 1.5e-7, 6e-8, 5e-7, 4e-8, 1.2e-7], [0], (2, 3, 4)),
    "thick absorber": ([1.1e-3, 1.5e-7, 3e-5, 5e-7, 1e-4, 3e-8], [0, 2, 4], (2, 3)),
    "all coherent": ([1.5e-7, 6e-8, 5e-7, 9e-6], [], (1, 2, 3)),
}


def indices(layers):
    rng = np.random.default_rng(layers)
    n, k = rng.uniform(1.4, 3.0, layers + 2), rng.uniform(0.01, 0.4, layers + 2)
    index = (n + 1j * k)[:, None] * (1.0 + 0.1 * np.sin(np.outer(np.arange(layers + 2) + 1, WAVELENGTH * 2e6)))
    index[0], index[-1] = 1.0, 1.3
    return index


@pytest.mark.parametrize("case", THICKNESS)
def test_the_adjoint_of_a_stack_is_the_difference_of_two_solutions(case):
    thickness, thick, weighed = THICKNESS[case]
    index, coherent = indices(len(thickness)), np.array([j not in thick for j in range(len(thickness))])
    for j in thick:  # that light comes through
        index[j + 1].imag *= 1e-4
    rng = np.random.default_rng(5)
    thickness = np.array(thickness)
    weights = {
        place: Weights(
            faces=np.concatenate(([0.0], np.sort(rng.random(50)) * thickness[place], [thickness[place]])),
            worth=rng.random(51), pairs=1.0 + rng.random(WAVELENGTH.size),
        )
        for place in weighed
    }  # fmt: skip
    assert can_follow(index, coherent)

    def seen(index, layers):
        optics = solve(index=index, thickness=layers, wavelength=WAVELENGTH, coherent=coherent)
        parts = (
            optics.collect(place, each.faces * (layers[place] / thickness[place]), each.worth) * each.pairs
            for place, each in weights.items()
        )
        return sum(parts)

    found = absorption_adjoint(index, thickness, coherent, WAVELENGTH, PHOTONS, weights)
    assert found.value == pytest.approx(seen(index, thickness), rel=1e-10, abs=0.0)
    for j in range(len(thickness)):
        step = 1e-6 * thickness[j] * np.eye(len(thickness))[j]
        slope = PHOTONS @ (seen(index, thickness + step) - seen(index, thickness - step)) / (2 * step[j])
        assert found.by_thickness[j] == pytest.approx(slope, rel=1e-6, abs=1e-9 * np.abs(found.by_thickness).max())
    for j in range(len(index)):
        for way in (1.0,) if j in (0, len(index) - 1) else (1.0, 1j):
            small = 1e-8 if way == 1j and j - 1 in thick else 1e-6  # what a thick layer takes is no straight line
            step = np.zeros_like(index)
            step[j] = small * way
            slope = PHOTONS * (seen(index + step, thickness) - seen(index - step, thickness)) / (2 * small)
            mine = found.by_index[j].real if way == 1.0 else found.by_index[j].imag
            assert mine == pytest.approx(slope, rel=1e-5, abs=3e-6 * np.abs(slope).max() + 1e-12), (j, way)


def test_a_metal_in_which_light_makes_no_passes_is_not_followed():
    index = indices(2)
    index[1] = 0.2 + 3.0j
    assert not can_follow(index, np.array([False, True]))
    assert can_follow(index, np.array([True, True]))
