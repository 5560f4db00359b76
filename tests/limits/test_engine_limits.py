"""Limits of what lies beyond plain drift and diffusion: statistics, steps, profiles, eased injection."""

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.prepare import prepared
from infradot.units import epsilon_0, q, thermal_voltage
from posed import ink, stacked

VT = thermal_voltage(300.0)


def conductance(device: idt.Device) -> float:
    """dJ/dV in the dark at 0 V, S m^-2."""
    return prepared(device).steady().slope()


@pytest.mark.parametrize("donors", [1e22, 1e25, 6e25])
@pytest.mark.parametrize("statistics", [idt.FermiDirac(), idt.GaussianDisorder(width_n=0.08, width_p=0.08)])
def test_a_doped_slab_conducts_as_its_dopants_say_however_degenerate(statistics, donors):
    """q mu N/L: the generalised flux keeps Einstein's relation, whatever D/mu is."""
    slab = ink(donors=donors, effective_dos_n=7e25, effective_dos_p=7e25, statistics=statistics)
    device = stacked(("n", 100e-9, slab), front=idt.Ohmic(velocity_n=1e9), back=idt.Ohmic(velocity_n=1e9))
    assert conductance(device) == pytest.approx(q * 1e-6 * donors / 100e-9, rel=1e-6)


@pytest.mark.parametrize("width", [0.03, 0.07])
def test_few_carriers_in_a_gaussian_band_are_boltzmanns_with_more_states(width):
    """n = N exp(eta + sigma^2/2(kT)^2), so the whole curve is that of a larger density of states."""
    more = np.exp(0.5 * (width / VT) ** 2)
    law = (idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=1e-7, level=0.0),)

    def curve(dos, statistics):
        material = ink(effective_dos_n=dos, effective_dos_p=dos, statistics=statistics, recombination=law)
        device = stacked(
            ("i", 200e-9, material), front=idt.Schottky(work_function=4.62), back=idt.Schottky(work_function=4.68)
        )
        generation = idt.Generation(position=[0.0, 2e-7], rate=[1e25, 1e25])
        return idt.jv(device, generation=generation, voltage=np.linspace(-0.2, 0.3, 6)).current_density

    disordered = curve(1e26, idt.GaussianDisorder(width_n=width, width_p=width))
    plain = curve(1e26 * more, idt.Boltzmann())
    # SRH at mid-gap holds n1 with the same states, so nothing else changes
    assert disordered == pytest.approx(plain, rel=2e-5, abs=1e-5 * np.abs(plain).max())


def test_a_step_is_a_resistance_beside_the_bulk():
    """kT/q/(q v n) of a step without a barrier, L/(q mu n) of the layers: to first order nothing else resists."""
    donors, velocity, thickness = 1e23, 2.0, 80e-9
    layer = ink(donors=donors)
    stack = idt.Stack(
        layers=(
            idt.Layer(name="a", thickness=thickness, material=layer),
            idt.Layer(name="b", thickness=thickness, material=layer),
        ),
        interfaces=(idt.Interface(between=("a", "b"), emission_n=velocity),),
    )
    device = idt.Device(stack=stack, front=idt.Ohmic(velocity_n=1e9), back=idt.Ohmic(velocity_n=1e9))
    resistance = VT / (q * velocity * donors) + 2 * thickness / (q * 1e-6 * donors)
    assert 1 / conductance(device) == pytest.approx(resistance, rel=1e-6)


def test_emission_over_a_step_limits_the_current_to_its_velocity():
    """Far in the direction over the barrier J = q v n_top: no more arrives than is emitted."""
    low, high = ink(donors=1e23), ink(donors=1e23, electron_affinity=3.8, band_gap=1.5)
    stack = idt.Stack(
        layers=(
            idt.Layer(name="low", thickness=60e-9, material=low),
            idt.Layer(name="high", thickness=60e-9, material=high),
        ),
        interfaces=(idt.Interface(between=("low", "high"), emission_n=1e-3),),
    )
    device = idt.Device(stack=stack, front=idt.Ohmic(), back=idt.Ohmic(), anode="back")
    bands = idt.band_diagram(device, voltage=0.3)  # electrons go from "low" over the step into "high"
    _, start, stop = bands.layers[0]
    bottom, split = bands.n[stop - 1], (bands.fermi_n[stop - 1] - bands.fermi_n[stop]) / VT
    assert split > 8
    current = idt.jv(device, voltage=[0.3]).current_density[0]
    top = bottom * np.exp(-0.2 / VT)  # what of the lower side reaches over a barrier of 0.2 eV
    assert current == pytest.approx(q * 1e-3 * top, rel=2e-3)
    assert start == 0


def test_interface_states_hold_the_voltage_where_only_they_recombine():
    """n-doped, lit, selective contacts: every pair ends in the sheet, S_p p = G L, and np gives the splitting."""
    donors, velocity, rate, thickness = 1e22, 10.0, 1e24, 100e-9
    half = ink(donors=donors, mobility_n=1e-2, mobility_p=1e-2)
    stack = idt.Stack(
        layers=(
            idt.Layer(name="a", thickness=thickness / 2, material=half),
            idt.Layer(name="b", thickness=thickness / 2, material=half),
        ),
        interfaces=(idt.Interface(between=("b", "a"), velocity_n=1e5, velocity_p=velocity),),
    )
    contact = idt.Ohmic(velocity_p=1e-30)
    device = idt.Device(stack=stack, front=contact, back=contact)
    generation = idt.Generation(position=[0.0, thickness], rate=[rate, rate])
    bands = idt.band_diagram(device, generation=generation)
    _, start, stop = bands.layers[0]
    holes = rate * thickness / velocity
    assert bands.p[stop - 1] == pytest.approx(holes, rel=1e-3)
    splitting = bands.fermi_n[stop - 1] - bands.fermi_p[stop - 1]
    assert splitting == pytest.approx(VT * np.log(holes * donors / (1e50 * np.exp(-1.3 / VT))), abs=1e-4)
    assert start == 0


def test_a_graded_gap_drives_minority_carriers_like_a_field():
    """In a p-doped layer with a flat valence band, collection decays with the length of drift and diffusion.

    1/L_x = sqrt((F/2Vt)^2 + 1/L^2) - F/2Vt downhill, F the slope of the conduction band.
    """
    lifetime, mobility, field, thickness = 2e-9, 1e-5, 2e5, 1e-6
    law = (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    base = ink(acceptors=1e24, mobility_n=mobility, recombination=law)
    drop = field * thickness
    profile = idt.Profile(band_gap=(1.3, 1.3 + drop), electron_affinity=(4.0, 4.0 - drop))
    stack = idt.Stack(
        layers=(
            idt.Layer(name="n", thickness=20e-9, material=ink(donors=1e25, effective_dos_n=1e26)),
            idt.Layer(name="p", thickness=thickness, material=base, profile=profile),
        )
    )
    solver = prepared(idt.Device(stack=stack, front=idt.Ohmic(), back=idt.Ohmic())).steady()
    eta, x = solver.collection(), solver.problem.position
    inside = (x > 0.3e-6) & (x < 0.6e-6)
    diffusion = np.sqrt(mobility * VT * lifetime)
    half = field / (2 * VT)
    expected = np.sqrt(half**2 + 1 / diffusion**2) - half
    assert -np.polyfit(x[inside], np.log(eta[inside]), 1)[0] == pytest.approx(expected, rel=0.01)


def test_image_force_multiplies_the_emission_of_a_contact():
    """Reverse current q S n0 exp(lowering/kT), the lowering sqrt(q F/(4 pi eps)) at the field of the contact."""
    layer = ink(relative_permittivity=4.0, mobility_n=1e-2)

    def device(injection):
        contact = idt.Schottky(work_function=4.5, velocity_n=1.0, injection=injection)
        return stacked(("i", 100e-9, layer), front=contact, back=idt.Schottky(work_function=4.5), anode="back")

    eased = device(idt.ImageForce(relative_permittivity=4.0))
    voltage = 2.0
    plain = idt.jv(device(None), voltage=[voltage]).current_density[0]
    assert plain == pytest.approx(q * 1.0 * 1e25 * np.exp(-0.5 / VT), rel=1e-3)
    bands = idt.band_diagram(eased, voltage=voltage)
    field = abs(bands.vacuum[1] - bands.vacuum[0]) / (bands.position[1] - bands.position[0])
    lowering = np.sqrt(q * field / (4 * np.pi * 4.0 * epsilon_0))
    assert lowering > 3 * VT
    current = idt.jv(eased, voltage=[voltage]).current_density[0]
    assert np.log(current / plain) == pytest.approx(lowering / VT, abs=0.01)


def test_a_narrow_spread_of_traps_is_a_level():
    common = {"density": 5e22, "depth": 0.5, "kind": "acceptor", "capture_n": 1e-16, "capture_p": 1e-16}
    generation = idt.Generation(position=[0.0, 3e-7], rate=[3e27, 3e27])

    def voc(trap):
        device = stacked(
            ("n", 50e-9, ink(donors=1e24)), ("i", 300e-9, ink(traps=(trap,))), ("p", 50e-9, ink(acceptors=1e24))
        )
        return idt.jv(device, generation=generation, voltage=np.linspace(0.0, 1.0, 11)).metrics.voc

    one = voc(idt.TrapLevel(**common))
    assert voc(idt.GaussianTraps(width=1e-4, **common)) == pytest.approx(one, abs=1e-6)
    assert abs(voc(idt.GaussianTraps(width=0.1, **common)) - one) > 5e-5
