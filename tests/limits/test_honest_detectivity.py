"""Detectivity by shot noise alone beside that with all noise, for published rows and for devices like them."""

from pathlib import Path

import pytest

import infradot as idt

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def record():
    return idt.load_record()


def amount(record, key: str) -> float:
    """A printed value in SI; of a range its highest."""
    found = record.measurement(key).amount
    value = found.last if found.bound == "range" else found.value
    return float(value) * {"%": 0.01, "Jones": idt.Jones, "µA cm⁻²": 1e-2}[found.unit]


@pytest.mark.parametrize(
    ("row", "wavelength", "efficiency", "times", "with_gain"),
    [
        # the printed value over what shot noise of the printed dark current leaves, without and with its gain
        ("ref99", 1450e-9, "eqe", 1.94, 1.94),
        ("ref104", 1200e-9, "eqe-text", 1.38, 18.9),
    ],
)
def test_two_printed_detectivities_pass_the_shot_noise_of_their_printed_dark_current(
    record, row, wavelength, efficiency, times, with_gain
):
    eqe, dark = amount(record, f"{row}.{efficiency}"), amount(record, f"{row}.dark-text")
    printed, answer = amount(record, f"{row}.detectivity"), idt.responsivity(eqe, wavelength=wavelength)
    alone = idt.shot_limited_detectivity(answer, dark_current_density=dark)
    amplified = idt.shot_limited_detectivity(answer, dark_current_density=dark, gain=max(eqe, 1.0))
    assert printed / alone == pytest.approx(times, rel=0.01)
    assert printed / amplified == pytest.approx(with_gain, rel=0.01)
    rules = {each.rule for each in idt.audit(record) if each.devices == (row,)}
    assert "detectivity against dark current" in rules


def test_no_voltage_gives_a_diode_like_that_of_reference_99_what_is_printed(record):
    diode = idt.load(EXAMPLES / "schottky_photodiode.toml")
    printed = amount(record, "ref99.detectivity")
    for voltage in (0.0, -0.05, -0.1, -0.2, -0.5, -1.0):
        found = idt.detectivity(diode, wavelength=[1450e-9], frequency=[1e3], voltage=voltage)
        assert found.detectivity[0, 0] < printed
        if voltage <= -0.1:  # a diode without gain at a frequency without slow noise: shot noise is right
            assert found.inflation[0] == pytest.approx(1.0, abs=0.03)
            by_formula = idt.shot_limited_detectivity(
                float(found.responsivity[0, 0]), dark_current_density=abs(found.noise.current_density)
            )
            assert found.shot_detectivity[0, 0] == pytest.approx(by_formula, rel=1e-9)


def test_the_gain_of_a_diode_like_that_of_reference_104_is_in_its_noise():
    diode = idt.load(EXAMPLES / "gain_photodiode.toml")
    found = idt.detectivity(diode, wavelength=[940e-9], frequency=[1e-3, 1e3], voltage=-1.0)
    assert found.shot_detectivity[0, 0] > 5 * found.detectivity[0, 0]
    # slow light over fast noise: a number that exists at no frequency
    mixed = found.responsivity[0, 0] / found.noise.density[1] ** 0.5
    assert mixed > 5 * found.detectivity.max()
