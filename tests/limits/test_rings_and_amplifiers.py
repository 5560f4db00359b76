"""Light around cylinders against Bessel functions in many digits and the straight film; light through amplifiers."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.optics.amplifier import WaveguideAmplifier
from infradot.optics.ring import ring_modes
from infradot.optics.slab import solve_slab


def determinant(k, n, r, m, polarisation):
    """Zero at a resonance of two boundaries (or of one, with the middle medium left out), in 30 digits."""
    w = [1] * len(n) if polarisation == "TE" else [each * each for each in n]
    bessel = {"J": mpmath.besselj, "Y": mpmath.bessely, "H": mpmath.hankel1}

    def pair(kind, j, radius):
        f, x = bessel[kind], n[j] * k * radius
        return f(m, x), (f(m - 1, x) - f(m + 1, x)) / 2 * n[j] / w[j]

    inside, outside = pair("J", 0, r[0]), pair("H", len(n) - 1, r[-1])
    if len(n) == 2:
        return inside[1] * outside[0] - outside[1] * inside[0]
    rows = []
    for end, at in ((inside, r[0]), (outside, r[1])):
        waves = [pair(kind, 1, at) for kind in "JY"]
        rows.append([wave[1] * end[0] - end[1] * wave[0] for wave in waves])
    return rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0]


@pytest.mark.parametrize("polarisation", ["TE", "TM"])
@pytest.mark.parametrize(
    ("n", "r", "m", "window"),
    [
        ((1.7, 1.0), (3e-6,), 16, (1.2e-6, 2.0e-6)),
        ((1.0, 2.6, 1.45), (24.5e-6, 25e-6), 240, (1.3e-6, 1.7e-6)),
        ((1.0, 2.2, 1.0), (0.7e-6, 1.2e-6), 6, (1.2e-6, 2.0e-6)),
        ((1.5, 2.2 + 1e-3j, 1.3), (2.0e-6, 2.4e-6), 14, (1.2e-6, 2.2e-6)),
    ],
)
def test_resonances_are_those_of_bessel_functions(n, r, m, window, polarisation):
    found = ring_modes(index=n, radius=r, order=m, wavelength=window, polarisation=polarisation, lowest_quality=10)
    assert found
    with mpmath.workdps(30):
        for mode in found:
            near = 2 * np.pi / mode.wavelength * (1 - 0.5j / mode.quality)
            near = mpmath.mpc(near)
            exact = mpmath.findroot(
                lambda k: determinant(k, n, r, m, polarisation), (near, near * (1 + mpmath.mpf("1e-8"))), tol=1e-18
            )
            assert abs(complex(exact / near) - 1) < 1e-8
            if mode.quality < 1e6:
                assert mode.quality == pytest.approx(float(exact.real / (-2 * exact.imag)), rel=1e-6)


def test_losses_of_a_small_droplet_are_of_the_bend_and_fall_with_its_size():
    qualities = []
    for radius, order in ((2e-6, 10), (3e-6, 16), (4e-6, 22)):
        found = ring_modes(index=[1.7, 1.0], radius=[radius], order=order, wavelength=(1.3e-6, 2.2e-6))
        qualities.append(found[0].quality)
    assert qualities[2] > 5 * qualities[1] > 25 * qualities[0]


@pytest.mark.parametrize("polarisation", ["TE", "TM"])
def test_a_wide_capillary_is_a_straight_film(polarisation):
    for radius, close in ((50e-6, 3e-3), (200e-6, 8e-4)):
        mid = radius - 150e-9
        order = round(2 * np.pi * mid * 2.0 / 1.55e-6)
        found = ring_modes(
            index=[1.0, 2.6, 1.45], radius=[radius - 300e-9, radius], order=order, wavelength=(1.2e-6, 2.0e-6),
            polarisation=polarisation,
        )  # fmt: skip
        slab = solve_slab(
            index=[1.0, 2.6, 1.45], thickness=[300e-9], wavelength=found[0].wavelength, polarisation=polarisation
        )[0]  # fmt: skip
        assert found[0].effective_index * radius / mid == pytest.approx(slab.effective_index.real, rel=close)
        assert found[0].gain_factor[1] == pytest.approx(slab.gain_factor[1], rel=10 * close)
        assert found[0].group_index * radius / mid == pytest.approx(slab.group_index, rel=10 * close)


def test_gain_factor_and_spacing_of_a_ring_are_derivatives():
    given = {"radius": [2.0e-6, 2.4e-6], "wavelength": (1.5e-6, 1.9e-6)}
    here, following = (ring_modes(index=[1.5, 2.2, 1.3], order=order, **given)[0] for order in (14, 15))
    assert here.wavelength - following.wavelength == pytest.approx(here.spacing, rel=0.1)
    gain = 100.0
    k = gain * here.wavelength / (4 * np.pi)
    pumped = ring_modes(index=[1.5, 2.2 - 1j * k, 1.3], order=14, **given)[0]
    assert here.loss - pumped.loss == pytest.approx(gain * here.gain_factor[1], rel=1e-3, abs=0)
    lasing = 2.2 - 1j * here.threshold_gain(1) * here.wavelength / (4 * np.pi)
    at_threshold = ring_modes(index=[1.5, lasing, 1.3], order=14, **given)[0]
    assert abs(at_threshold.loss) < 0.02 * here.loss


def test_wrong_rings_are_named():
    with pytest.raises(InputError, match="one inside each radius"):
        ring_modes(index=[1.0], radius=[1e-6], order=5, wavelength=(1e-6, 2e-6))
    with pytest.raises(InputError, match="do not rise"):
        ring_modes(index=[1.0, 2.0, 1.0], radius=[2e-6, 1e-6], order=5, wavelength=(1e-6, 2e-6))


@given(st.floats(0, 400), st.floats(0, 200), st.floats(1e-7, 1e-1))
@settings(max_examples=30, deadline=None)
def test_light_in_an_amplifier_follows_its_equation(gain, loss, power):
    amplifier = WaveguideAmplifier(length=0.05, gain=gain, loss=loss, saturation=1e-3)
    seen, step = np.log(power), 0.05 / 2000
    for _ in range(2000):  # midpoint, in the logarithm
        half = seen + 0.5 * step * (gain / (1 + np.exp(seen) / 1e-3) - loss)
        seen += step * (gain / (1 + np.exp(half) / 1e-3) - loss)
    assert float(amplifier.output(power)) == pytest.approx(np.exp(seen), rel=2e-4)


def test_small_signals_compression_and_noise():
    amplifier = WaveguideAmplifier(length=0.05, gain=200.0, loss=20.0, saturation=1e-3)
    assert amplifier.decibel(1e-12) == pytest.approx(10 * 9 / np.log(10), rel=1e-5)
    at = amplifier.compression()
    assert amplifier.decibel(at) == pytest.approx(amplifier.decibel(1e-12) - 3, abs=1e-3)
    clean = WaveguideAmplifier(length=0.1, gain=200.0)
    assert clean.noise_figure == pytest.approx(10 * np.log10(2), abs=1e-6)  # 3 dB, no amplifier has less
    assert amplifier.noise_figure > clean.noise_figure
    assert clean.compression() == np.inf
    with pytest.raises(InputError, match="inversion"):
        WaveguideAmplifier(length=1.0, gain=1.0, inversion=0.5)


def test_rings_and_amplifiers_are_public():
    assert idt.ring_modes is ring_modes
    assert idt.WaveguideAmplifier is WaveguideAmplifier
