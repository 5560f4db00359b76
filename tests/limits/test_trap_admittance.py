"""A level that crosses the Fermi level in a depleted layer, beside what its emission and its charge say by hand."""

import numpy as np
import pytest

import infradot as idt
from infradot.units import epsilon_0, q, thermal_voltage
from posed import ink, stacked

KT = thermal_voltage(300.0)
DOPING, DOS, CAPTURE = 2e22, 1e25, 1e-16
PERMITTIVITY = 20 * epsilon_0


def junction(kind: str, density: float = 0.0, depth: float = 0.35) -> idt.Device:
    """A one-sided junction whose long side, ``"n"`` or ``"p"``, has a level `depth` from its own band.

    Carriers are fast, so that only the level delays anything.
    """
    quick = {"band_gap": 1.2, "mobility_n": 1e-3, "mobility_p": 1e-3}
    near, far = ("n", "p") if kind == "n" else ("p", "n")
    level = idt.TrapLevel(
        density=density, depth=depth if kind == "n" else 1.2 - depth, kind="acceptor" if kind == "n" else "donor",
        **{f"capture_{near}": CAPTURE, f"capture_{far}": CAPTURE * 1e-6},
    )  # fmt: skip
    own, other = ("donors", "acceptors") if kind == "n" else ("acceptors", "donors")
    traps = (level,) if density else ()
    side = ink(name="side", **{other: 1e24}, **quick)
    long = ink(name="long", traps=traps, **{own: DOPING}, **quick)
    return stacked(("side", 200e-9, side), ("long", 2.8e-6, long))


def emission(depth: float) -> float:
    """Rate at which the level frees its carrier, s^-1."""
    return CAPTURE * DOS * np.exp(-depth / KT)


@pytest.mark.parametrize("kind", ["n", "p"])
@pytest.mark.parametrize(("depth", "near"), [(0.35, 0.08), (0.55, 0.04)])
def test_a_faint_level_answers_at_its_emission_rate(kind, depth, near):
    """Emission e, occupancy f: at each depth the rate is e/(1 - f), so the sum of all is arctan(x)/x, x = omega/e.

    Its loss, ln(1 + x^2)/2x, is largest at x = 1.98; the curvature of the bands, less the deeper the level, moves that.
    """
    x = np.logspace(-2, 3, 101)
    frequency = x * emission(depth) / (2 * np.pi)
    without, found = (
        idt.impedance(junction(kind, n, depth), frequency=frequency, voltage=-1.0) for n in (0.0, DOPING / 200)
    )
    step = found.capacitance - found.capacitance[-1]
    loss = (found.conductance - without.conductance) / (2 * np.pi * frequency)
    assert (step[:-1] > 0).all() and (np.diff(step) < 0).all()
    assert np.abs(step / step[0] - np.arctan(x) / x).max() < 0.6 * near
    assert np.abs(loss / step[0] - np.log1p(x * x) / (2 * x)).max() < near / 3
    top = slice(int(np.argmax(loss)) - 3, int(np.argmax(loss)) + 4)
    a, b, _ = np.polyfit(np.log(x[top]), loss[top], 2)
    assert np.exp(-b / (2 * a)) == pytest.approx(1.98, rel=near)


@pytest.mark.parametrize("kind", ["n", "p"])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.4])
def test_the_capacitance_of_a_level_has_the_size_of_its_charge(kind, share):
    """Above the emission rate C = eps/W; below, the level follows where it crosses the Fermi level, a length l inside.

    Charge N x + (N - N_t) l with l fixed, over a voltage by Poisson: C is larger by 1/(1 - (N_t/N) l/W).
    """
    depth, held = 0.35, DOPING * (1 - share)
    frequency = np.array([1e-3, 1e3]) * emission(depth) / (2 * np.pi)
    slow, fast = idt.impedance(junction(kind, share * DOPING), frequency=frequency, voltage=-1.0).capacitance
    width = PERMITTIVITY / fast
    # the edge of the depleted layer is smeared by kT
    inside = np.sqrt(2 * PERMITTIVITY * (depth - KT * np.log(DOS / held) - KT) / (q * held))
    expected = 1 / (1 - share * inside / width)
    assert slow > fast
    assert slow / fast - 1 == pytest.approx(expected - 1, rel=4e-2)
