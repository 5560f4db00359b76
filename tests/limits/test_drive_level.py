"""Drive-level profiling: what is known of depleted layers, with levels that follow and levels that do not."""

import numpy as np
import pytest

import infradot as idt
from infradot import plot
from infradot.units import epsilon_0, q, thermal_voltage
from posed import case_device, ink, stacked

DOPING, MORE = 2e22, 1e22
REDUCED = 1e24 * DOPING / (1e24 + DOPING)
FAST, SLOW = 1e3, 1e-3  # Hz; the level below frees an electron in 0.25 s


def donor(density: float, kind: str = "donor") -> idt.TrapLevel:
    return idt.TrapLevel(density=density, depth=0.5, kind=kind, capture_n=1e-16, capture_p=1e-22)


def one_sided(traps=(), **changes) -> idt.Device:
    """A long junction between heavily doped p and lightly doped n of the same matter."""
    n = ink(name="n", donors=DOPING, band_gap=1.0, traps=traps)
    device = stacked(("p", 200e-9, P), ("n", 2.8e-6, n))
    return idt.Device(stack=device.stack, front=device.front, back=device.back, **changes)


P = ink(name="p", acceptors=1e24, band_gap=1.0)


def test_without_levels_the_density_is_the_doping():
    found = idt.drive_level(one_sided(), voltage=[-3.0, -1.0, 0.0])
    read = found.profile("n")
    assert read.density == pytest.approx(np.full(3, REDUCED), rel=5e-3)
    assert (read.deviation < 1e-3).all()
    kt = thermal_voltage(300.0)
    drop = kt * np.log(1e24 * DOPING / 1e50) + 1.0 - 2 * kt - found.voltage[:2]
    assert read.depth[:2] == pytest.approx(np.sqrt(2 * 20 * epsilon_0 * drop / (q * REDUCED)), rel=1e-2)


def test_a_level_that_follows_counts_and_one_that_does_not_is_left_out():
    device = one_sided((donor(MORE),))
    slow = idt.drive_level(device, voltage=[-3.0, -1.0], frequency=SLOW)
    both = 1e24 * (DOPING + MORE) / (1e24 + DOPING + MORE)
    assert slow.profile("n").density == pytest.approx(np.full(2, both), rel=1e-2)
    fast = idt.drive_level(device, voltage=[-3.0, -1.0], frequency=FAST)
    assert fast.profile("n").density == pytest.approx(np.full(2, REDUCED), rel=2e-2)
    # a C-V curve at that frequency takes for doping what the level moves with the steady voltage
    curve = idt.capacitance_voltage(device, voltage=np.linspace(-3.0, -1.0, 5), frequency=FAST)
    assert (curve.mott_schottky("n").profile > 1.2 * REDUCED).all()


def test_filled_acceptors_take_doping_away_until_they_follow():
    device = one_sided((donor(MORE, "acceptor"),))
    fast, slow = (
        float(idt.drive_level(device, voltage=-1.0, frequency=f).profile("n").density[0]) for f in (FAST, SLOW)
    )
    assert fast == pytest.approx(DOPING - MORE, rel=2e-2)
    assert slow == pytest.approx(REDUCED, rel=1e-2)


def test_charge_at_a_boundary_that_a_cv_curve_takes_for_doping_is_left_out():
    plain, sheet = (ink(name=name, donors=DOPING, band_gap=1.0, traps=traps) for name, traps in
                    (("n", ()), ("sheet", (donor(1.5e23),))))  # fmt: skip
    device = stacked(("p", 200e-9, P), ("near", 250e-9, plain), ("sheet", 10e-9, sheet), ("far", 2.5e-6, plain))
    found = idt.drive_level(device, voltage=np.linspace(-2.0, -0.5, 7), frequency=FAST)
    seen = found.capacitance_voltage().mott_schottky("far").profile
    read = found.profile("far").density
    assert seen.max() > 1.5 * REDUCED
    assert read == pytest.approx(np.full(7, REDUCED), rel=3e-2)


@pytest.mark.parametrize("device", [one_sided(), one_sided((donor(MORE),)), one_sided(series_resistance=1e-3)],
                         ids=["plain", "levels", "series"])  # fmt: skip
def test_a_faint_swing_answers_as_a_small_signal_does(device):
    found = idt.drive_level(device, voltage=-1.0, amplitude=[2e-3, 4e-3, 6e-3], frequency=1e4)
    assert found.coefficients[0] == pytest.approx(found.small_capacitance, rel=1e-4, abs=0.0)
    direct = idt.capacitance_voltage(device, voltage=[-1.0], frequency=1e4).capacitance
    assert found.small_capacitance == pytest.approx(direct, rel=1e-3, abs=0.0)


def test_levels_under_a_lasting_swing_bring_back_the_cv_profile():
    """Where the swing is below kT/q the mean voltage alone fills slow levels, and the top of the swing is forgotten."""
    device = one_sided((donor(MORE),))
    found = idt.drive_level(device, voltage=-1.0, amplitude=[0.01, 0.02, 0.03], frequency=FAST, periods=None)
    around = idt.capacitance_voltage(device, voltage=[-1.02, -1.01, -1.0, -0.99, -0.98], frequency=FAST)
    expected = around.mott_schottky("n").profile[2]
    assert expected > 1.2 * REDUCED
    assert found.profile("n").density[0] == pytest.approx(expected, rel=3e-2)


def test_a_lasting_swing_is_what_many_periods_come_to():
    level = idt.TrapLevel(density=MORE, depth=0.4, kind="donor", capture_n=1e-16, capture_p=1e-22)
    device, swings = one_sided((level,)), [0.1, 0.2, 0.3]
    found, many = (
        idt.drive_level(device, voltage=-1.0, amplitude=swings, frequency=300.0, periods=p) for p in (None, 20)
    )
    assert found.capacitance == pytest.approx(many.capacitance, rel=1e-4, abs=0.0)


def test_the_figure_shows_both_profiles(tmp_path):
    found = idt.drive_level(one_sided(), voltage=[-2.0, -1.5, -1.0])
    ax = plot.drive_level(found)
    drive, curve = ax.lines[:2]
    read, other = found.profile(), found.capacitance_voltage().mott_schottky()
    assert drive.get_ydata() == pytest.approx(read.density * 1e-6)
    assert drive.get_xdata() == pytest.approx(read.depth * 1e9)
    assert curve.get_ydata() == pytest.approx(other.profile * 1e-6)
    found.save(tmp_path / "found.npz")
    assert np.array_equal(idt.load_result(tmp_path / "found.npz").capacitance, found.capacitance)
    found.to_csv(tmp_path / "found.csv")
    assert "capacitance_0.05V" in (tmp_path / "found.csv").read_text(encoding="utf-8")
    assert "drive-level density at 1e+04 Hz is 1.96e+16 cm-3" in found.describe()


def test_what_cannot_be_measured_is_said():
    device = case_device("a_homojunction")
    with pytest.raises(idt.InputError, match="amplitude"):
        idt.drive_level(device, voltage=0.0, amplitude=[0.1, 0.1, 0.2])
    with pytest.raises(idt.InputError, match="amplitude"):
        idt.drive_level(device, voltage=0.0, amplitude=[-0.1, 0.1, 0.2])
    with pytest.raises(idt.InputError, match="periods"):
        idt.drive_level(device, voltage=0.0, periods=1)
    with pytest.raises(idt.InputError, match="frequency"):
        idt.drive_level(device, voltage=0.0, frequency=0.0)
    with pytest.raises(idt.InputError, match="does not conduct"):
        idt.drive_level(one_sided(), voltage=-1.0).profile("m")
