"""Devices whose answer is known: each test names the formula."""

import numpy as np
import pytest
from scipy.integrate import quad

import infradot as idt
from infradot.experiments.prepare import Prepared, prepared
from infradot.units import epsilon_0, h, hc_eV, q, thermal_voltage
from posed import ink, stacked

VT = thermal_voltage(300.0)


def ideality(device, voltages):
    current = idt.jv(device, voltage=voltages).current_density
    return np.diff(voltages) / VT / np.diff(np.log(current))


def test_ideality_one_where_minority_carriers_diffuse_to_the_contacts():
    """No recombination inside: J = J0 (exp(V/Vt) - 1)."""
    device = stacked(("n", 300e-9, ink(band_gap=1.0, donors=1e23)), ("p", 300e-9, ink(band_gap=1.0, acceptors=1e23)))
    assert ideality(device, np.linspace(0.2, 0.4, 5)) == pytest.approx(1.0, abs=0.01)


def test_ideality_two_where_carriers_recombine_at_mid_gap_in_the_depletion_layer():
    """Sah, Noyce and Shockley, Proc. IRE 45, 1228 (1957): J = q pi Vt n_i exp(V/2Vt)/(2 tau F) in the field F.

    The field itself falls with voltage, so the ideality of exp(V/n Vt) is that of J F.
    """
    lifetime = 1e-9
    law = (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    device = stacked(
        ("n", 50e-9, ink(donors=1e24, mobility_n=1e-2, mobility_p=1e-12)),
        ("i", 1e-6, ink(mobility_n=1e-2, mobility_p=1e-2, recombination=law)),
        ("p", 50e-9, ink(acceptors=1e24, mobility_n=1e-12, mobility_p=1e-2)),
    )
    voltages, splitting, products = np.array([0.30, 0.35]), [], []
    for voltage, current in zip(voltages, idt.jv(device, voltage=voltages).current_density, strict=True):
        bands = idt.band_diagram(device, voltage=voltage)
        _, start, stop = bands.layers[1]
        middle = (start + stop) // 2
        rise = np.diff(bands.vacuum[middle - 1 : middle + 2 : 2])[0]
        splitting.append((bands.fermi_n - bands.fermi_p)[middle])  # a little below V: the ends cost something
        products.append(current * abs(rise) / np.diff(bands.position[middle - 1 : middle + 2 : 2])[0])
    assert np.diff(splitting) / VT / np.diff(np.log(products)) == pytest.approx(2.0, abs=0.01)
    intrinsic = 1e25 * np.exp(-1.3 / (2 * VT))
    expected = q * np.pi * VT * intrinsic * np.exp(np.array(splitting) / (2 * VT)) / (2 * lifetime)
    assert np.array(products) == pytest.approx(expected, rel=0.01)


def test_depletion_width_of_a_one_sided_junction():
    """W = sqrt(2 eps (V_bi - V - 2 Vt)/(q N)); the field falls linearly over it."""
    donors = 1e22
    device = stacked(
        ("p", 100e-9, ink(acceptors=1e25, effective_dos_n=1e26, effective_dos_p=1e26)),
        ("n", 2.5e-6, ink(donors=donors, effective_dos_n=1e26, effective_dos_p=1e26)),
    )
    bands = idt.band_diagram(device, voltage=-5.0)
    _, start, stop = bands.layers[1]
    x, n = bands.position[start:stop], bands.n[start:stop]
    charge = np.trapezoid(donors - n, x)  # the depleted charge over the doping is the width
    front, back = device.work_functions()
    built_in = abs(front - back)
    eps = 20.0 * epsilon_0
    assert charge / donors == pytest.approx(np.sqrt(2 * eps * (built_in + 5.0 - VT) / (q * donors)), rel=0.01)


def test_debye_length_of_a_weakly_bent_band():
    """A small step of potential at a contact decays as exp(-x/L_D), L_D = sqrt(eps Vt/(q N))."""
    donors = 1e22
    length = np.sqrt(20.0 * epsilon_0 * VT / (q * donors))
    layer = ink(donors=donors)
    neutral = stacked(("n", 10 * length, layer)).work_functions()[0]
    device = stacked(("n", 10 * length, layer), front=idt.Schottky(work_function=neutral + 1e-4))
    bands = idt.band_diagram(device)
    bending = bands.vacuum - bands.vacuum[-1]
    inside = (bands.position > 0.5 * length) & (bands.position < 4 * length)
    slope = np.polyfit(bands.position[inside], np.log(np.abs(bending[inside])), 1)[0]
    assert -1 / slope == pytest.approx(length, rel=0.01)


def test_diffusion_length_of_minority_carriers():
    """Collection from a neutral layer falls as exp(-x/L), L = sqrt(mu Vt tau)."""
    lifetime, mobility = 1e-7, 1e-5
    length = np.sqrt(mobility * VT * lifetime)
    law = (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    device = stacked(
        ("p", 20e-9, ink(acceptors=1e25, effective_dos_p=1e26)),
        ("n", 12 * length, ink(donors=1e23, mobility_p=mobility, recombination=law)),
    )
    solver = prepared(device).steady()
    eta, x = solver.collection(), solver.problem.position
    inside = (x > 4 * length) & (x < 8 * length)  # beyond the depletion layer, before the contact
    slope = np.polyfit(x[inside], np.log(eta[inside]), 1)[0]
    assert -1 / slope == pytest.approx(length, rel=0.01)


def test_mott_gurney_space_charge_limit():
    """J = 9/8 eps mu V^2/L^3 with low-barrier contacts far above kT; Mott and Gurney (1940).

    Diffusion and the finite density at the injecting contact keep the current above the law, less and less so.
    """
    thickness, mobility = 200e-9, 1e-8
    layer = ink(band_gap=2.0, electron_affinity=4.0, relative_permittivity=3.0, effective_dos_n=1e27,
                effective_dos_p=1e27, mobility_n=mobility, mobility_p=1e-20)  # fmt: skip
    contact = idt.Schottky(work_function=4.0, velocity_n=1e7)
    device = stacked(("i", thickness, layer), front=contact, back=contact)
    voltages = np.array([100.0, 200.0, 400.0])
    current = idt.jv(device, voltage=voltages).current_density
    ratio = current / (9 / 8 * 3.0 * epsilon_0 * mobility * voltages**2 / thickness**3)
    assert (np.diff(ratio) < 0).all()
    assert (ratio > 1).all()
    assert ratio[2] == pytest.approx(1.0, abs=0.02)
    assert 2 * ratio[2] - ratio[1] == pytest.approx(1.0, abs=0.02)  # extrapolated in 1/V


def test_everything_is_collected_where_nothing_recombines():
    """Collection probability 1 where selective contacts take every carrier."""
    device = stacked(
        ("i", 300e-9, ink(band_gap=1.3)),
        front=idt.Schottky(work_function=4.2, velocity_p=1e-30),
        back=idt.Schottky(work_function=5.1, velocity_n=1e-30),
    )
    generation = idt.Generation(position=np.array([0.0, 3e-7]), rate=np.full(2, 1e20))
    solver = prepared(device).steady()
    assert np.abs(solver.collection() - 1.0).max() < 1e-6
    curve = idt.jv(device, generation=generation, voltage=[0.0])
    assert -curve.current_density[0] == pytest.approx(q * 1e20 * 3e-7, rel=1e-6)


def test_minority_current_of_a_short_diode():
    """J0 = q D n_p0/(w) at an infinitely fast contact: the Shockley diode with a short base."""
    base, mobility = 200e-9, 1e-6
    device = stacked(
        ("n", 100e-9, ink(band_gap=1.0, donors=1e24, mobility_p=1e-12)),
        ("p", base, ink(band_gap=1.0, acceptors=1e24, mobility_n=mobility)),
        back=idt.Ohmic(velocity_n=1e9),
    )
    current = idt.jv(device, voltage=[0.25]).current_density[0]
    depleted = np.sqrt(2 * 20 * epsilon_0 * (0.75 - 0.25) / (q * 1e24) / 2)
    minority = 1e50 * np.exp(-1.0 / VT) / 1e24
    expected = q * mobility * VT * minority / (base - depleted) * np.expm1(0.25 / VT)
    assert current == pytest.approx(expected, rel=0.05)


class StepAbsorber:
    """n + ik of an index-matched absorber that takes every photon above its gap in one pass and none below."""

    def __init__(self, gap: float, alpha: float) -> None:
        self.gap, self.alpha = gap, alpha

    @property
    def reach(self):
        return 200e-9, 5e-6

    def index(self, wavelength):
        k = np.where(hc_eV / wavelength >= self.gap, self.alpha * wavelength / (4 * np.pi), 0.0)
        return 1.0 + 1j * k


def test_radiative_limit_of_the_open_circuit_voltage():
    """Detailed balance: recycled radiative recombination only, a perfect absorber, a mirror behind.

    Emission leaves through the front alone: J0 = q * integral of absorptance times the photon flux of a black body at
    300 K into the front half-space, and Voc = Vt ln(J_sc/J0 + 1); Shockley and Queisser, J. Appl. Phys. 32, 510 (1961).
    """
    from infradot.optics import hemispherical_absorptance

    gap, thickness = 1.3, 1e-6
    constants = StepAbsorber(gap, 3e7)
    dos = 1e25
    ni2 = dos**2 * np.exp(-gap / VT)

    def emitted(energy: float) -> float:
        """Internal emission of van Roosbroeck and Shockley, Phys. Rev. 94, 1558 (1954), n = 1; m^-3 s^-1 eV^-1."""
        e = energy * q
        return 8 * np.pi * constants.alpha * e**2 / (h**3 * 299792458.0**2) * np.exp(-energy / VT) * q

    rate, _ = quad(emitted, gap, gap + 1.0)
    absorber = ink(
        band_gap=gap, effective_dos_n=dos, effective_dos_p=dos, mobility_n=1e-1, mobility_p=1e-1,
        recombination=(idt.Radiative(coefficient=rate / ni2, reabsorption="recycled"),),
        refractive_index=constants,
    )  # fmt: skip
    mirror = idt.Material(name="mirror", refractive_index=idt.ConstantIndex(value=1e-3 + 1e4j))
    device = idt.Device(
        stack=idt.Stack(
            layers=(
                idt.Layer(name="absorber", thickness=thickness, material=absorber),
                idt.Layer(name="mirror", thickness=1e-6, material=mirror),
            )
        ),
        front=idt.Schottky(work_function=4.2, velocity_p=1e-30),
        back=idt.Schottky(work_function=5.1, velocity_n=1e-30),
    )
    light = idt.am15g()
    curve = idt.jv(device, light=light, voltage=np.linspace(0.0, 1.1, 23))
    energy = np.linspace(gap, gap + 0.8, 1601)
    wavelength = (hc_eV / energy)[::-1]
    absorbed = hemispherical_absorptance(device.stack, 300.0, wavelength, "front")[0][::-1]
    e = energy * q
    flux = 2 * np.pi * e**2 / (h**3 * 299792458.0**2) * np.exp(-energy / VT) * q
    dark = q * np.trapezoid(absorbed * flux, energy)
    limit = VT * np.log(curve.metrics.jsc / dark + 1)
    assert curve.metrics.voc == pytest.approx(limit, abs=1e-4)


def test_series_and_shunt_resistance_do_what_ohm_says():
    from posed import case_device, case_generation

    device, generation = case_device("b_hetero_uniform"), case_generation("b_hetero_uniform")
    bare = idt.jv(device, generation=generation, voltage=np.linspace(-0.1, 1.1, 61))
    with_both = case_device("b_hetero_uniform", series_resistance=2e-4, shunt_resistance=0.05)
    curve = idt.jv(with_both, generation=generation, voltage=np.linspace(-0.1, 1.1, 13))
    junction = curve.voltage - 2e-4 * curve.current_density
    exact = Prepared(device).steady(generation=generation)
    inner = np.array([exact.at(float(voltage)) for voltage in junction])
    assert curve.current_density == pytest.approx(inner + junction / 0.05, abs=1e-5)
    assert curve.metrics.voc < bare.metrics.voc
    assert curve.metrics.fill_factor < bare.metrics.fill_factor
    powers = -curve.voltage * curve.current_density
    assert curve.metrics.maximum_power >= powers.max()
