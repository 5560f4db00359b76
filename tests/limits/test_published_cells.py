"""Cells in the light: photocurrent of an insulator, Voc against light, and an account of recombination that closes."""

import numpy as np
import pytest
from scipy.optimize import brentq

import infradot as idt
from infradot.units import epsilon_0, q, thermal_voltage
from posed import ink, stacked

VT = thermal_voltage(300.0)
BLOCKED = 1e-30  # m/s


def lit(rate: float, thickness: float) -> idt.Generation:
    """The same generation rate (m^-3 s^-1) at every depth."""
    return idt.Generation(position=np.array([0.0, thickness]), rate=np.full(2, rate))


def test_photocurrent_of_an_insulator_is_that_of_sokel_and_hughes():
    """J = q G L [coth(v/2) - 2/v], v = V/Vt; R. Sokel and R. C. Hughes, J. Appl. Phys. 53, 7414 (1982), eq. 49.

    SIMsalabim's test 1 (bound: 1e-4 of the decimal logarithm, 2.3e-4 of J): two mid-gap metals on a gap of 4 eV, a
    field that the few carriers leave constant. They bend it by 5e-5 of J.
    """
    cold, thickness = 295.0, 200e-9
    insulator = ink(
        band_gap=4.0, electron_affinity=2.0, relative_permittivity=22.0, effective_dos_n=2.2e24, effective_dos_p=2.2e24,
        mobility_n=1e-4, mobility_p=1e-4,
    )  # fmt: skip
    metal = idt.Schottky(work_function=4.0, velocity_n=1e9, velocity_p=1e9)
    device = stacked(("insulator", thickness, insulator), front=metal, back=metal, temperature=cold)
    voltage = np.geomspace(1e-3, 5.0, 25)
    v = voltage / thermal_voltage(cold)
    expected = q * 1e27 * thickness * (1 / np.tanh(v / 2) - 2 / v)
    found = idt.jv(device, generation=lit(1e27, thickness), voltage=voltage).current_density
    assert found == pytest.approx(expected, rel=1e-4)


RATES = np.array([1e24, 3e24, 1e25, 3e25, 1e26, 3e26, 1e27, 3e27, 1e28])  # m^-3 s^-1, of SIMsalabim's test 6


def blend(velocity: float) -> tuple[idt.Device, np.ndarray]:
    """SIMsalabim's test 6 with metals that exchange their minority carriers at a velocity, and its formula (V)."""
    langevin = 0.1 * q * (1e-7 + 1e-8) / (4 * epsilon_0)
    layer = ink(
        band_gap=2.0, electron_affinity=3.0, relative_permittivity=4.0, effective_dos_n=2.5e25, effective_dos_p=2.5e25,
        mobility_n=1e-7, mobility_p=1e-8, recombination=(idt.Radiative(coefficient=langevin),),
    )  # fmt: skip
    device = stacked(
        ("blend", 400e-9, layer),
        front=idt.Schottky(work_function=3.0, velocity_p=velocity),
        back=idt.Schottky(work_function=5.0, velocity_n=velocity),
    )
    return device, 2.0 - VT * np.log(langevin * 2.5e25**2 / RATES)


def test_open_circuit_voltage_of_bimolecular_recombination_is_exact_with_selective_contacts():
    """Voc = E_g - Vt ln(gamma N_c^2/G); L. J. A. Koster et al., Appl. Phys. Lett. 86, 123509 (2005).

    Where each metal takes one carrier only; the current changes sign there to 1e-8 V, in the tilted bands of an
    insulator as in any other.
    """
    device, expected = blend(BLOCKED)
    for rate, voc in zip(RATES, expected, strict=True):
        beside = voc + np.array([-1e-5, 1e-5])
        current = idt.jv(device, generation=lit(rate, 400e-9), voltage=beside).current_density
        assert np.interp(0.0, current, beside) == pytest.approx(voc, abs=1e-8)


def test_open_circuit_voltage_between_plain_metals_as_simsalabim_finds_it():
    """Metals that take both carriers cost 0.1 mV, and 1.4 mV in the strongest light.

    SIMsalabim's bound is 5.5e-4 of the decimal logarithm of Voc; its own curve is 0.1 to 1.1 mV off.
    """
    device, expected = blend(1e5)
    curves = [idt.jv(device, generation=lit(rate, 400e-9), voltage=[0.0, 1.8]) for rate in RATES]
    found = np.array([curve.metrics.voc for curve in curves])
    assert (found < expected).all()
    assert np.abs(found - expected).max() < 1.5e-3
    assert np.sqrt(np.mean(np.log10(found / expected) ** 2)) < 5.5e-4


EXCHANGE = 1e-3  # m/s


def closed(*laws, thickness: float = 300e-9) -> idt.Device:
    """An undoped film between mid-gap contacts that take little: flat bands and n = p in any light."""
    layer = ink(
        name="film", band_gap=1.2, mobility_n=1e-2, mobility_p=1e-2, recombination=laws,
        refractive_index=idt.ConstantIndex(value=1.0 + 0.01j),
    )  # fmt: skip
    contact = idt.Schottky(work_function=4.0 + 0.6, velocity_n=EXCHANGE, velocity_p=EXCHANGE)
    return stacked(("film", thickness, layer), front=contact, back=contact)


NI = 1e25 * np.exp(-0.6 / VT)  # m^-3, of the closed film


def rates_of(laws, n: float) -> list[float]:
    """Rate of each law (m^-3 s^-1) where n = p."""
    excess = n * n - NI * NI
    found = []
    for law in laws:
        if isinstance(law, idt.ShockleyReadHall):
            found.append(excess / ((law.lifetime_n + law.lifetime_p) * (n + NI)))
        elif isinstance(law, idt.Radiative):
            found.append(law.coefficient * excess)
        else:
            found.append((law.coefficient_n + law.coefficient_p) * n * excess)
    return found


def density(laws, rate: float, thickness: float) -> float:
    """n = p of the closed film (m^-3): light = laws + what both contacts take of either carrier."""
    contacts = 2 * EXCHANGE / thickness
    return brentq(lambda n: sum(rates_of(laws, n)) + contacts * (n - NI) - rate, NI, 1e27)


@pytest.mark.parametrize(
    ("law", "ideality"),
    [
        (idt.ShockleyReadHall(lifetime_n=1e-9, lifetime_p=3e-9), 2.0),
        (idt.Radiative(coefficient=1e-14), 1.0),
        (idt.Auger(coefficient_n=1e-38, coefficient_p=3e-38), 2 / 3),
    ],
)
def test_implied_voltage_rises_with_light_by_the_order_of_the_recombination(law, ideality):
    """E_Fn - E_Fp = 2 kT ln(n/n_i): slopes of 2 kT by mid-gap traps, kT radiatively, 2/3 kT by Auger, where n = p.

    R. A. Sinton and A. Cuevas, Appl. Phys. Lett. 69, 2510 (1996), for the implied voltage; W. Tress et al., Energy
    Environ. Sci. 11, 151 (2018). With the little that the contacts take in the account, 1e-7 V are left; without it,
    and without n_i, the slope holds to 5e-3 in the strongest light.
    """
    rates, thickness = np.array([1e26, 1e27, 1e28]), 300e-9
    films = [idt.band_diagram(closed(law), generation=lit(rate, thickness)) for rate in rates]
    split = np.array([film.fermi_n[0] - film.fermi_p[0] for film in films])
    assert split == pytest.approx([2 * VT * np.log(density((law,), g, thickness) / NI) for g in rates], abs=1e-7)
    assert (split[2] - split[1]) / VT / np.log(10) == pytest.approx(ideality, abs=5e-3)


def test_voltage_under_surface_recombination_rises_by_kt_over_q():
    """A base that loses its electrons at the back contact only: Voc = Vt ln[1 + G L/(S n0)] in low injection.

    W. Shockley, Electrons and Holes in Semiconductors (1950), for the surface velocity S. The base is so mobile that
    its electrons are even; the junction itself takes 0.015 mV.
    """
    base, speed, acceptors = 300e-9, 1.0, 1e24
    moves = {"band_gap": 1.0, "mobility_n": 1e-2, "mobility_p": 1e-2}
    device = stacked(
        ("n", 20e-9, ink(donors=1e25, **moves)),
        ("p", base, ink(acceptors=acceptors, **moves)),
        front=idt.Ohmic(velocity_p=BLOCKED),
        back=idt.Ohmic(velocity_n=speed),
    )
    minority = 1e50 * np.exp(-1.0 / VT) / acceptors
    rates = np.geomspace(1e22, 1e25, 4)
    found = np.array([surface_limited(device, rate, base) for rate in rates])
    assert found == pytest.approx(VT * np.log1p(rates * base / speed / minority), abs=5e-5)
    assert np.diff(found) / VT / np.diff(np.log(rates)) == pytest.approx(1.0, abs=1e-3)


def surface_limited(device: idt.Device, rate: float, base: float) -> float:
    light = idt.Generation(position=np.array([20e-9, 20e-9 + base]), rate=np.full(2, rate))
    return idt.jv(device, generation=light, voltage=[0.0, 0.6]).metrics.voc


LAWS = (
    idt.ShockleyReadHall(lifetime_n=2e-8, lifetime_p=1e-8),
    idt.Radiative(coefficient=q * 2e-2 / (20 * epsilon_0) * 1e-6),
    idt.Auger(coefficient_n=2e-39, coefficient_p=1e-39),
)
LIGHT = idt.line(wavelength=800e-9, irradiance=1e3)


@pytest.mark.parametrize("irradiance", [1e1, 1e3, 1e5])
def test_each_mechanism_takes_its_share_of_the_light(irradiance):
    """n/(tau_n + tau_p) + B n^2 + (C_n + C_p) n^3 and the contacts' share are the light, each a line of the account.

    So thin and mobile a film that light and carriers are even to 1e-5 of the account.
    """
    thickness = 50e-9
    device = closed(*LAWS, thickness=thickness)
    account = idt.photon_budget(device, light=idt.line(wavelength=800e-9, irradiance=irradiance), voltage=0.0)
    n = density(LAWS, account.absorbed["film"] / (q * thickness), thickness)
    for law, expected in zip(LAWS, rates_of(LAWS, n), strict=True):
        assert account.recombined["film", law.name] == pytest.approx(q * thickness * expected, rel=1e-5)


def cell(traps: tuple = ()) -> idt.Device:
    """A p-i-n cell with every loss: three laws and tails in the bulk, two contacts that take both carriers."""
    index = idt.ConstantIndex(value=2.0 + 0.2j)
    n, p = (ink(name=x, **{kind: 1e23}, refractive_index=index) for x, kind in (("n", "donors"), ("p", "acceptors")))
    absorber = ink(name="i", recombination=LAWS, traps=traps, refractive_index=index)
    return stacked(("n", 40e-9, n), ("i", 300e-9, absorber), ("p", 40e-9, p))


TAILS = (
    idt.TailTraps(edge="conduction", density=1e23, energy=0.03, capture_n=1e-16, capture_p=1e-16),
    idt.TailTraps(edge="valence", density=2e23, energy=0.05, capture_n=1e-16, capture_p=1e-16),
)


@pytest.mark.parametrize("traps", [(), TAILS], ids=["laws", "laws and tails"])
def test_collection_and_losses_add_up_to_the_light_at_every_voltage(traps):
    """W. Shockley's balance, the sum that Driftfusion and SIMsalabim print: J = q (sum of R) + contacts - q (sum of G).

    Rounding alone is left, at short circuit, maximum power, open circuit and beyond.
    """
    device = cell(traps)
    metrics = idt.jv(device, light=LIGHT, voltage=np.linspace(0.0, 1.1, 12)).metrics
    for voltage in (-0.5, 0.0, 0.8 * metrics.voc, metrics.voc, metrics.voc + 0.1):
        account = idt.photon_budget(device, light=LIGHT, voltage=voltage)
        absorbed = sum(account.absorbed.values())
        assert account.incident == pytest.approx(
            account.outside + account.reflected + account.transmitted + absorbed, rel=1e-10
        )
        losses = sum(account.recombined.values())
        assert account.collected + losses == pytest.approx(absorbed, rel=1e-9)
        if voltage == metrics.voc:
            assert losses == pytest.approx(absorbed, rel=1e-6)
