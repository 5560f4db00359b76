"""Space-charge-limited currents as other simulators and the literature pose them.

The public test suite of SIMsalabim (github.com/kostergroup/SIMsalabim, Tests/tests.md) supplies devices and its own
bounds (root mean square of the decimal logarithm); where theory has a closed answer with diffusion, we hold to that.
"""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import airy

import infradot as idt
from infradot.units import epsilon_0, q, thermal_voltage
from posed import stacked

COLD = 295.0  # K, of SIMsalabim's devices
VT = thermal_voltage(COLD)
FIRST_ZERO, FIRST_MAXIMUM = -2.338107410459767, -1.018792971647471  # of Airy's function Ai


def injecting(thickness=200e-9, *, barrier=0.0, temperature=COLD, **changes) -> idt.Device:
    """An insulator between two equal metals that inject electrons: tests 2 and 4 of SIMsalabim without changes."""
    numbers = {
        "name": "insulator",
        "band_gap": 4.0,
        "electron_affinity": 2.0,
        "relative_permittivity": 22.0,
        "effective_dos_n": 1e26,
        "effective_dos_p": 1e26,
        "mobility_n": 1e-7,
        "mobility_p": 1e-7,
    }
    metal = idt.Schottky(work_function=2.0 + barrier)
    layer = idt.Material(**{**numbers, **changes})
    return stacked(("insulator", thickness, layer), front=metal, back=metal, temperature=temperature)


def mott_gurney(voltage, thickness=200e-9, mobility=1e-7, permittivity=22.0):
    """J = 9/8 eps mu V^2/L^3; N. F. Mott and R. W. Gurney, Electronic Processes in Ionic Crystals (Oxford, 1940)."""
    return 9 / 8 * permittivity * epsilon_0 * mobility * voltage**2 / thickness**3


def current(device, voltage):
    return idt.jv(device, voltage=voltage).current_density


def spread(a, b) -> float:
    """SIMsalabim's measure: root mean square of the difference of decimal logarithms."""
    return float(np.sqrt(np.mean(np.log10(a / b) ** 2)))


def voltage_with_diffusion(j: float, n0: float, permittivity: float, mobility: float, thickness: float) -> float:
    """Voltage that drives `j` between two metals that hold the density n0 at their faces; drift, diffusion, Poisson.

    G. T. Wright, Solid-State Electronics 2, 165 (1961): with E = 2 Vt w'/w the equations turn into Airy's,
    w'' = xi w, xi = k x + c, k^3 = J/(2 eps mu Vt^2), and V = -2 Vt ln[w(L)/w(0)]. The metals demand
    (w'/w)^2 - xi = n0 q/(2 eps Vt k^2).
    """
    k = np.cbrt(j / (2 * permittivity * mobility * VT**2))
    held = n0 * q / (2 * permittivity * VT * k**2)

    def solution(c):
        ai, ai_slope, bi, bi_slope = airy(c + k * thickness)
        root = np.sqrt(c + k * thickness + held)
        share = -(ai_slope + root * ai) / (bi_slope + root * bi)
        a, a_slope, b, b_slope = airy(c)
        w = a + share * b
        return a_slope + share * b_slope - np.sqrt(c + held) * w, w, ai + share * bi

    c = brentq(lambda c: solution(c)[0], max(FIRST_ZERO, -held), FIRST_MAXIMUM, xtol=1e-15)
    _, front, back = solution(c)
    return -2 * VT * np.log(back / front)


def test_current_and_voltage_between_two_metals_obey_the_exact_solution():
    """At 20 to 200 kT, where diffusion adds half to the law of Mott and Gurney; the grid leaves 4e-4 of V at 5 V."""
    voltage = np.array([0.5, 1.0, 2.0, 5.0])
    exact = [
        voltage_with_diffusion(j, 1e26, 22 * epsilon_0, 1e-7, 200e-9) for j in current(injecting(), voltage)
    ]  # fmt: skip
    assert exact == pytest.approx(voltage, rel=5e-4)


def test_current_runs_from_the_moving_electrode_into_mott_gurney():
    """SIMsalabim's test 4 with its bounds: J = 4 pi^2 (kT/q) eps mu V/L^3 below 0.2 V, Mott and Gurney above 4 V.

    J. A. Roehr, T. Kirchartz and J. Nelson, J. Phys.: Condens. Matter 29, 205901 (2017).
    """
    voltage = np.geomspace(0.01, 100.0, 50)  # its own list
    found = current(injecting(), voltage)
    low, high = voltage < 0.2, voltage > 4.0
    moving_electrode = 4 * np.pi**2 * VT * 22 * epsilon_0 * 1e-7 * voltage / 200e-9**3
    assert spread(found[low], moving_electrode[low]) < 1.6e-2
    assert spread(found[high], mott_gurney(voltage)[high]) < 6e-2


@pytest.mark.parametrize("barrier", [0.0, 0.1, 0.2])
def test_conductance_at_low_field_is_that_of_the_charge_from_the_metals(barrier):
    """J/V = q mu/integral dx/n with n = n_m/cos^2(a(x - L/2)), a^2 = q n_m/(2 eps Vt): the 4 pi^2 law before n0 -> inf.

    The grid leaves 2e-4.
    """
    thickness, n0 = 200e-9, 1e26 * np.exp(-barrier / VT)

    def density(half_angle):  # in the middle
        return 2 * 22 * epsilon_0 * VT * (2 * half_angle / thickness) ** 2 / q

    angle = brentq(lambda y: np.log(density(y) / np.cos(y) ** 2 / n0), 1e-6, np.pi / 2 - 1e-9)
    resistance = thickness * (0.5 + np.sin(2 * angle) / (4 * angle)) / (q * 1e-7 * density(angle))
    assert current(injecting(barrier=barrier), [1e-3])[0] * resistance / 1e-3 == pytest.approx(1.0, rel=5e-4)


@pytest.mark.parametrize(("trapped_per_free", "depth"), [(4.0, 0.05), (20.0, 0.0)])
def test_shallow_traps_divide_the_current_by_what_they_hold(trapped_per_free, depth):
    """theta = n/(n + n_t); M. A. Lampert, Phys. Rev. 103, 1648 (1956).

    While the traps are nearly empty (here below 1e-3 but at the very metals) they act as a permittivity
    eps theta, in the exact solution too; 5e-4 of V is the grid's.
    """
    thickness, barrier = 2e-6, 0.2
    traps = idt.TrapLevel(
        density=trapped_per_free * 1e26 * np.exp(-depth / VT), depth=depth, kind="acceptor",
        capture_n=1e-14, capture_p=1e-14,
    )  # fmt: skip
    theta = 1 / (1 + trapped_per_free)
    voltage = np.array([0.5, 1.0, 2.0, 5.0])
    found = current(injecting(thickness, barrier=barrier, traps=(traps,)), voltage)
    n0 = 1e26 * np.exp(-barrier / VT)
    exact = [voltage_with_diffusion(j, n0, 22 * epsilon_0 * theta, 1e-7, thickness) for j in found]
    assert exact == pytest.approx(voltage, rel=5e-4)
    # and the law itself, theta times Mott and Gurney, from above and ever closer
    ratio = found / mott_gurney(voltage, thickness) / theta
    assert (np.diff(ratio) < 0).all()
    assert 1 < ratio[-1] < 1.3


@pytest.mark.parametrize("order", [2, 3])
def test_exponential_traps_raise_the_power_of_the_voltage(order):
    """J = q^(1-l) mu N_c [eps l/(N_t (l+1))]^l [(2l+1)/(l+1)]^(l+1) V^(l+1)/L^(2l+1), l = E_tail/kT.

    P. Mark and W. Helfrich, J. Appl. Phys. 33, 205 (1962), who fill the traps up to a sharp level; the thermal
    occupancy of an exponential tail multiplies their N_t by (pi/l)/sin(pi/l). The formula lacks diffusion, whose share
    falls as V^(-2/3): dJ^(1/(l+1))/dV, extrapolated in it from 40 and 80 V, comes within 1.5 %, half of it the grid's.
    """
    thickness, dos, states, vt = 2e-6, 1e25, 1e25, thermal_voltage(300.0)
    tail = idt.TailTraps(edge="conduction", density=states, energy=order * vt, capture_n=1e-14, capture_p=1e-14)
    device = injecting(
        thickness, temperature=300.0, band_gap=2.5, relative_permittivity=4.0, effective_dos_n=dos,
        effective_dos_p=dos, mobility_n=1e-6, traps=(tail,),
    )  # fmt: skip
    voltage = np.array([40.0, 40.04, 80.0, 80.08])
    root = current(device, voltage) ** (1 / (order + 1))
    slope = (np.diff(root) / np.diff(voltage))[::2]
    held = states * (np.pi / order) / np.sin(np.pi / order)
    law = (
        q ** (1 - order) * 1e-6 * dos * (4 * epsilon_0 * order / (held * (order + 1))) ** order
        * ((2 * order + 1) / (order + 1)) ** (order + 1) / thickness ** (2 * order + 1)
    )  # fmt: skip
    ratio = slope ** (order + 1) / law
    assert (ratio > 1).all()
    assert ratio[1] + (ratio[1] - ratio[0]) / (2 ** (2 / 3) - 1) == pytest.approx(1.0, abs=0.02)


def with_deep_traps(thickness: float, density: float) -> idt.Device:
    """SIMsalabim's test 5: acceptors at mid-gap, full of electrons once these are injected."""
    traps = idt.TrapLevel(density=density, depth=1.0, kind="acceptor", capture_n=1e-13, capture_p=1e-13)
    return injecting(
        thickness, band_gap=2.0, electron_affinity=3.0, barrier=1.0, relative_permittivity=4.0, effective_dos_n=1e25,
        effective_dos_p=1e25, mobility_n=1e-4, mobility_p=1e-4, traps=(traps,) if density else (),
    )  # fmt: skip


def test_current_jumps_at_the_trap_filled_limit_as_simsalabim_finds_it():
    """Its test 5 (V_TFL = q N_t L^2/(2 eps) = 1.0 V) with its bounds, and its crossing of two tangents at 1.2 V.

    V. M. Le Corre et al., ACS Energy Lett. 6, 1087 (2021).
    """
    voltage = np.geomspace(0.01, 100.0, 81)
    trapped, free = (current(with_deep_traps(1e-6, density), voltage) for density in (4.42e20, 0.0))
    assert spread(trapped[voltage > 3], free[voltage > 3]) < 7e-2
    assert spread(trapped[voltage < 0.1], free[voltage < 0.1]) > 0.5
    x, y = np.log(voltage), np.log(trapped)
    power = np.gradient(y, x)
    steep, square = int(np.argmax(power)), int(np.argmin(np.abs(voltage - 20.0)))
    crossing = (y[square] - power[square] * x[square] - y[steep] + power[steep] * x[steep]) / (
        power[steep] - power[square]
    )
    assert np.exp(crossing) == pytest.approx(1.2, abs=0.03)


def test_trap_filled_limit_gives_back_the_density_of_traps():
    """V_TFL = q N_t L^2/(2 eps); M. A. Lampert, Phys. Rev. 103, 1648 (1956).

    Charge that spills from the metal thins the layer by the same length at the same current, so that the slope of the
    root of the voltage by the thickness, between 2 and 3 um, holds to 0.5 % over three decades of current.
    """
    density, currents, roots = 1e22, np.array([10.0, 100.0, 1e3, 1e4]), []
    for thickness in (2e-6, 3e-6):
        limit = q * density * thickness**2 / (2 * 4 * epsilon_0)
        voltage = limit * np.linspace(0.86, 1.0, 22)
        found = current(with_deep_traps(thickness, density), voltage)
        seen = found > 0.1
        roots.append(np.sqrt(CubicSpline(np.log(found[seen]), voltage[seen])(np.log(currents))))
    slope = (roots[1] - roots[0]) / 1e-6
    assert slope**2 * 2 * 4 * epsilon_0 / q == pytest.approx(density, rel=5e-3)


def field_gain(mean_field: float, gamma: float) -> float:
    """How much a mobility mu exp(gamma sqrt(E)) raises the drift current under space charge at V/L, exactly.

    L = (eps mu/J) integral of E exp(gamma sqrt(E)), V = (eps mu/J) integral of E^2 exp(gamma sqrt(E)), up to the field
    at the far metal.
    """

    def moment(far, power):
        return quad(lambda field: field**power * np.exp(gamma * np.sqrt(field)), 0, far)[0]

    far = brentq(lambda field: moment(field, 2) / moment(field, 1) - mean_field, mean_field, 2 * mean_field)
    return moment(far, 1) / (9 / 8 * mean_field**2)


def test_field_raised_mobility_raises_the_current_as_murgatroyd_found():
    """P. N. Murgatroyd, J. Phys. D 3, 151 (1970): J = J_MG exp(0.891 gamma sqrt(V/L)), which fits his exact integral.

    SIMsalabim's test 2 with its bound for the fit; 0.5 % for the integral, beside our own current without gamma, which
    has the same diffusion.
    """
    gamma, thickness = 1e-4, 200e-9
    voltage = np.array([5.0, 10.0, 20.0, 50.0, 100.0])
    raised = current(injecting(mobility_law=idt.HoppingMobility(field_n=gamma)), voltage)
    closed_form = mott_gurney(voltage) * np.exp(0.891 * gamma * np.sqrt(voltage / thickness))
    assert spread(raised, closed_form) < 6e-2
    moderate = voltage[:3]
    gain = raised[:3] / current(injecting(), moderate)
    assert gain == pytest.approx([field_gain(v / thickness, gamma) for v in moderate], rel=5e-3)


@pytest.mark.parametrize("activation", [0.0, 0.08])
def test_doped_slab_conducts_by_ohm_at_low_field(activation):
    """J = q n mu V/L, the mobility activated between 250 and 300 K; contacts of 1e7 m/s cost 2e-8 of it."""
    mobility = 1e-6 * np.exp(-activation * (1 / thermal_voltage(250.0) - 1 / thermal_voltage(300.0)))
    material = idt.Material(
        name="slab", band_gap=1.3, electron_affinity=4.0, relative_permittivity=20.0, effective_dos_n=1e25,
        effective_dos_p=1e25, mobility_n=1e-6, mobility_p=1e-6, donors=1e22,
        mobility_law=idt.HoppingMobility(field_n=1e-4, activation_n=activation),
    )  # fmt: skip
    contact = idt.Ohmic(velocity_n=1e7, velocity_p=1e7)
    slab = stacked(("slab", 300e-9, material), front=contact, back=contact, temperature=250.0)
    low = 1e-7  # V: the field leaves 1e-7 of the mobility
    expected = q * 1e22 * mobility * low / 300e-9
    assert current(slab, [low])[0] == pytest.approx(expected, rel=1e-6)
