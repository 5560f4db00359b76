"""Laws of charge: they hold for every device."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.experiments.prepare import Prepared, prepared
from infradot.units import q
from posed import VOLTAGE, case_device, case_generation, ink, mirrored, stacked

CASES = ("a_homojunction", "b_hetero_uniform")
TRAPS = (
    idt.TrapLevel(density=5e22, depth=0.4, kind="acceptor", capture_n=1e-16, capture_p=2e-16),
    idt.TrapLevel(density=3e22, depth=0.8, kind="donor", capture_n=2e-16, capture_p=1e-16),
    idt.TrapLevel(density=1e22, depth=0.65, kind="neutral", capture_n=1e-16, capture_p=1e-16),
)
LAWS = (
    idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=3e-7, level=0.1),
    idt.Radiative(coefficient=1e-16),
    idt.Auger(coefficient_n=1e-40, coefficient_p=2e-40),
)


def everything() -> idt.Device:
    """A heterojunction with every law, traps with charge, a Schottky contact."""
    oxide = ink(name="oxide", band_gap=3.3, electron_affinity=4.1, relative_permittivity=9.0, donors=1e24)
    absorber = ink(donors=1e22, recombination=LAWS, traps=TRAPS)
    hole = ink(name="hole", electron_affinity=3.9, acceptors=1e23, recombination=LAWS[:1])
    return stacked(
        ("oxide", 50e-9, oxide), ("absorber", 300e-9, absorber), ("hole", 50e-9, hole),
        back=idt.Schottky(work_function=4.9, velocity_n=1e3, velocity_p=1e4),
    )  # fmt: skip


SPREAD = (
    idt.TailTraps(edge="conduction", density=3e23, energy=0.03, capture_n=1e-16, capture_p=3e-16),
    idt.TailTraps(edge="valence", density=2e23, energy=0.04, capture_n=2e-16, capture_p=1e-16),
    idt.GaussianTraps(density=3e22, depth=0.6, width=0.05, kind="acceptor", capture_n=1e-16, capture_p=1e-16),
)
STATISTICS = {
    "boltzmann": idt.Boltzmann(),
    "fermi-dirac": idt.FermiDirac(),
    "gaussian": idt.GaussianDisorder(width_n=0.06, width_p=0.08),
}


def whole(statistics) -> idt.Device:
    """Everything that the engine knows at once, doped beyond degeneracy."""
    common = {"statistics": statistics, "mobility_law": idt.HoppingMobility(field_n=2e-4, field_p=3e-4)}
    oxide = ink(name="oxide", band_gap=2.3, electron_affinity=4.1, donors=8e24, **common)
    absorber = ink(donors=1e22, recombination=LAWS, traps=SPREAD, **common)
    hole = ink(name="hole", electron_affinity=3.9, acceptors=8e24, recombination=LAWS[:1], **common)
    layers = (
        idt.Layer(name="oxide", thickness=50e-9, material=oxide),
        idt.Layer(name="absorber", thickness=300e-9, material=absorber,
                  profile=idt.Profile(band_gap=(1.3, 1.2), electron_affinity=(4.0, 4.05), mobility_n=(1e-6, 3e-6))),
        idt.Layer(name="hole", thickness=50e-9, material=hole),
    )  # fmt: skip
    interfaces = (
        idt.Interface(between=("oxide", "absorber"), velocity_n=1e2, velocity_p=3e2, level=0.1),
        idt.Interface(between=("hole", "absorber"), velocity_n=1e1, velocity_p=1e2, emission_n=1e3, emission_p=1e4),
    )
    return idt.Device(
        stack=idt.Stack(layers=layers, interfaces=interfaces),
        front=idt.Schottky(work_function=4.4, injection=idt.FieldEnhanced(mass_n=0.1, mass_p=0.1)),
        back=idt.Schottky(work_function=4.9, velocity_n=1e3, injection=idt.ImageForce(relative_permittivity=5.0)),
    )


NAMES = ["homojunction", "heterojunction", "every law", *STATISTICS]


def diodes():
    simple = [case_device("a_homojunction"), case_device("b_hetero_uniform"), everything()]
    return simple + [whole(statistics) for statistics in STATISTICS.values()]


@pytest.mark.parametrize("device", diodes(), ids=NAMES)
@pytest.mark.parametrize("temperature", [150.0, 300.0, 420.0])
def test_no_current_and_flat_fermi_levels_in_the_dark_at_equilibrium(device, temperature):
    device = idt.Device(
        stack=device.stack, front=device.front, back=device.back, temperature=temperature, anode=device.anode
    )
    bands = idt.band_diagram(device)
    assert np.abs(bands.fermi_n).max() == 0.0
    assert np.abs(bands.fermi_p).max() == 0.0
    assert np.abs(bands.current_n).max() == 0.0
    assert np.abs(bands.current_p).max() == 0.0
    assert idt.jv(device, voltage=[0.0]).current_density[0] == 0.0
    assert all(np.abs(rate).max() == 0.0 for rate in bands.recombination.values())


@pytest.mark.parametrize("device", diodes()[:3], ids=NAMES[:3])
def test_mass_action_at_equilibrium(device):
    bands = idt.band_diagram(device)
    for (_, start, stop), (_, material) in zip(bands.layers, device.conducting(), strict=True):
        vt = 0.02585199979
        ni2 = material.effective_dos_n * material.effective_dos_p * np.exp(-material.band_gap / vt)
        assert bands.n[start:stop] * bands.p[start:stop] == pytest.approx(ni2, rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_a_device_turned_round_gives_the_same_curve_and_mirrored_profiles(case):
    device, generation = case_device(case), case_generation(case)
    total = sum(layer.thickness for layer in device.stack.layers)
    turned = idt.Generation(position=total - generation.position[::-1], rate=generation.rate[::-1])
    there = idt.jv(device, generation=generation, voltage=VOLTAGE)
    back = idt.jv(mirrored(device), generation=turned, voltage=VOLTAGE)
    assert back.device.anode != there.device.anode
    assert np.abs(there.current_density - back.current_density).max() < 1e-9 * there.metrics.jsc
    one = idt.band_diagram(device, generation=generation, voltage=0.4)
    two = idt.band_diagram(mirrored(device), generation=turned, voltage=0.4)
    for name in ("conduction_band", "fermi_n", "fermi_p"):
        assert getattr(one, name) == pytest.approx(getattr(two, name)[::-1], abs=1e-8)
    assert one.n == pytest.approx(two.n[::-1], rel=1e-7)
    assert one.current_n == pytest.approx(two.current_n[::-1], abs=1e-8 * there.metrics.jsc)


@pytest.mark.parametrize("device", diodes(), ids=NAMES)
@pytest.mark.parametrize("voltage", [-0.3, 0.0, 0.4])
def test_current_is_the_same_at_all_depths_and_at_the_terminals(device, voltage):
    total = sum(layer.thickness for layer in device.stack.layers)
    generation = idt.Generation(position=np.array([0.0, total]), rate=np.array([6e27, 2e27]))
    curve = idt.jv(device, generation=generation, voltage=[0.0, voltage])
    bands = idt.band_diagram(device, generation=generation, voltage=voltage)
    inside = bands.current_n + bands.current_p
    # nodes average the elements beside them, and generation does not change their sum
    assert np.abs(inside - curve.current_density[1]).max() < 1e-8 * curve.metrics.jsc


@pytest.mark.parametrize("device", diodes(), ids=NAMES)
def test_collection_probability_is_the_fermi_splitting_per_voltage(device):
    """Donolato's theorem, Appl. Phys. Lett. 46, 270 (1985): reciprocity in the dark at 0 V, at every node."""
    for seen in (device, mirrored(device)):
        solver = prepared(seen).steady()
        response = solver.voltage_response()
        assert np.abs(solver.collection() - (response[:, 1] - response[:, 2])).max() < 1e-8


@pytest.mark.parametrize("device", diodes(), ids=NAMES)
@pytest.mark.parametrize("voltage", [0.0, 0.3])
def test_collection_probability_is_the_derivative_of_the_current(device, voltage):
    total = sum(layer.thickness for layer in device.stack.layers)
    generation = idt.Generation(position=np.array([0.0, total]), rate=np.array([6e27, 2e27]))
    ready = Prepared(device)
    solver = ready.steady(generation=generation)
    solver.at(voltage)
    probability = solver.collection()
    base = ready.nodal(None, generation)
    for node in (40, 150, 260):
        currents = []
        for factor in (0.99, 1.01):
            changed = base.copy()
            changed[node] *= factor
            other = type(solver)(ready.problem, changed, solver.equilibrium)
            currents.append(other.at(voltage))
        slope = -(currents[1] - currents[0]) / (0.02 * q * base[node])
        assert probability[node] == pytest.approx(slope, abs=2e-6)


@pytest.mark.parametrize("device", diodes(), ids=NAMES)
def test_forward_and_reverse_sweeps_agree(device):
    generation = idt.Generation(position=np.array([0.0, 2e-7]), rate=np.full(2, 4e27))
    up = idt.jv(device, generation=generation, voltage=np.linspace(-0.3, 0.9, 25))
    down = idt.jv(device, generation=generation, voltage=np.linspace(0.9, -0.3, 25))
    assert up.report.complete and down.report.complete
    scale = np.maximum(np.abs(up.current_density), up.metrics.jsc)
    assert (np.abs(up.current_density - down.current_density[::-1]) / scale).max() < 1e-9
    assert up.metrics.voc == pytest.approx(down.metrics.voc, abs=1e-9)


def test_the_budget_of_pairs_closes():
    device = case_device("b_hetero_uniform")
    generation = case_generation("b_hetero_uniform")
    bands = idt.band_diagram(device, generation=generation, voltage=0.3)
    curve = idt.jv(device, generation=generation, voltage=[0.3])
    lost = 0.0
    for _, start, stop in bands.layers:
        x = bands.position[start:stop]
        weight = np.diff(np.concatenate(([x[0]], 0.5 * (x[1:] + x[:-1]), [x[-1]])))
        rates = sum(rate[start:stop] for rate in bands.recombination.values())
        lost += q * weight @ (rates - bands.generation[start:stop])
    surface = curve.current_density[0] - lost  # what the minority carriers take out of the contacts
    assert 0 < surface < 0.05 * abs(curve.current_density[0])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gap=st.floats(0.6, 2.0),
    donors=st.floats(19, 23.5),
    acceptors=st.floats(19, 23.5),
    mobility=st.floats(-8, -4),
    lifetime=st.floats(-9, -5),
    temperature=st.floats(200, 400),
)
def test_random_junctions_conserve_current_and_never_beat_their_light(
    gap, donors, acceptors, mobility, lifetime, temperature
):
    law = idt.ShockleyReadHall(lifetime_n=10**lifetime, lifetime_p=10**lifetime)
    common = {"band_gap": gap, "mobility_n": 10**mobility, "mobility_p": 10**mobility, "recombination": (law,)}
    device = stacked(
        ("n", 150e-9, ink(donors=10**donors, **common)),
        ("p", 150e-9, ink(acceptors=10**acceptors, **common)),
        temperature=temperature,
    )
    generation = idt.Generation(position=np.array([0.0, 3e-7]), rate=np.full(2, 4e27))
    curve = idt.jv(device, generation=generation, voltage=np.linspace(0.0, gap - 0.1, 12))
    assert curve.report.complete
    # in reverse an ohmic junction with little doping is a photoconductor and may have gain; at 0 V nothing has
    assert -curve.current_density[0] <= q * 4e27 * 3e-7 * (1 + 1e-9)
    assert (np.diff(curve.current_density) > 0).all()
    bands = idt.band_diagram(device, generation=generation, voltage=0.2)
    inside = bands.current_n + bands.current_p
    assert np.ptp(inside) < 1e-7 * np.abs(inside).max() + 1e-6
