"""Pixels with different dots: response matrix, estimate of the spectrum, its error."""

import numpy as np
import pytest

import infradot as idt

X = np.linspace(800e-9, 1600e-9, 161)


def bands(*centres, width=90e-9):
    rows = np.exp(-(((X - np.array(centres)[:, None]) / width) ** 2))
    return idt.PixelSet(wavelength=X, response=rows, names=[f"{c * 1e9:.0f} nm" for c in centres])


def spectra(count, seed=3, lines=3):
    """Smooth spectra: a few broad lines of random place and height."""
    rng = np.random.default_rng(seed)
    place, height = rng.uniform(0.85e-6, 1.55e-6, (count, lines, 1)), rng.uniform(0.2, 1.0, (count, lines, 1))
    return 1e20 * np.sum(height * np.exp(-(((X - place) / 120e-9) ** 2)), axis=1)


def pixel(exciton):
    film = idt.Film(core="PbS", exciton=exciton)
    layer = idt.Layer(name="dots", material=film, thickness=300e-9)
    return idt.Device(stack=idt.Stack(layers=(layer,)), front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))


def test_the_matrix_of_devices_is_their_quantum_efficiency():
    devices = [pixel(1.3), pixel(1.0)]
    found = idt.pixel_set(devices, wavelength=X, voltage=-1.0, names=("small", "large"))
    for row, device in zip(found.response, devices, strict=True):
        assert (row == idt.eqe(device, wavelength=X, voltage=-1.0).eqe).all()
    light = np.full(len(X), 1e27)
    assert found.signals(light) == pytest.approx([np.trapezoid(row * light, X) for row in found.response], rel=1e-12)


def test_pixels_that_tell_all_of_the_examples_recover_them():
    # four pixels, four spectra: the differences from their mean span three dimensions
    pixels, known = bands(0.9e-6, 1.1e-6, 1.3e-6, 1.5e-6), spectra(4)
    made = pixels.reconstruction(known)
    assert made(pixels.signals(known)) == pytest.approx(known, rel=1e-6, abs=1e12)
    assert (made.error(known) < 1e-7).all()


def test_more_pixels_leave_less_error_on_spectra_not_seen_before():
    learned, fresh = spectra(400), spectra(200, seed=9)
    errors = []
    for count in (2, 4, 8):
        pixels = bands(*np.linspace(0.88e-6, 1.52e-6, count))
        errors.append(float(np.median(pixels.reconstruction(learned).error(fresh))))
    assert errors[0] > 1.5 * errors[1] > 2.0 * errors[2]


def test_the_error_told_is_that_of_noisy_signals():
    learned, known = spectra(400), spectra(5, seed=2)
    pixels = bands(*np.linspace(0.88e-6, 1.52e-6, 6))
    noise = 0.01 * pixels.signals(learned).mean(axis=0)
    made = pixels.reconstruction(learned, noise=noise)
    rng = np.random.default_rng(0)
    signals = pixels.signals(known)[:, None, :] + noise * rng.standard_normal((5, 20000, 6))
    off = np.trapezoid((made(signals) - known[:, None, :]) ** 2, X, axis=-1).mean(axis=1)
    assert made.error(known) == pytest.approx(np.sqrt(off / np.trapezoid(known**2, X, axis=-1)), rel=0.02)


def test_noise_is_weighed_against_what_it_would_spoil():
    learned, known = spectra(400), spectra(50, seed=2)
    pixels = bands(*np.linspace(0.88e-6, 1.52e-6, 8))
    noise = 0.05 * pixels.signals(learned).mean(axis=0)
    aware = pixels.reconstruction(learned, noise=noise)
    blind = idt.Reconstruction(
        pixels=pixels, mean=aware.mean, matrix=pixels.reconstruction(learned).matrix, noise=noise
    )
    assert np.median(aware.error(known)) < np.median(blind.error(known))


def test_pixels_that_are_alike_are_told():
    assert bands(1.0e-6, 1.4e-6).condition < 1.2
    assert bands(1.0e-6, 1.02e-6).condition > 5 * bands(1.0e-6, 1.2e-6).condition
    assert bands(1.0e-6, 1.0e-6).condition > 1e7


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (lambda: idt.PixelSet(wavelength=X, response=np.ones((2, 3)), names=("a", "b")), "expected"),
        (lambda: idt.PixelSet(wavelength=X[::-1], response=np.ones((1, 161)), names=("a",)), "ascend"),
        (lambda: bands(1e-6).reconstruction(spectra(1)), "two or more"),
        (lambda: bands(1e-6).reconstruction(spectra(3), noise=-1.0), "not below 0"),
        (lambda: bands(1e-6).signals(np.ones(7)), "161"),
        (lambda: idt.pixel_set([], wavelength=X), "one device"),
        (lambda: idt.pixel_set([pixel(1.0)], wavelength=X, names=("a", "b")), "2 names"),
    ],
)
def test_wrong_input_is_told(action, said):
    with pytest.raises(idt.InputError, match=said):
        action()
