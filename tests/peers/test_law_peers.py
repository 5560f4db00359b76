"""Laws beside codes that share no discretisation with ours: tests/data/transport/law_cases.json has every parameter.

`boundary_value` is a collocation of first-order equations in scipy (benchmarks/peers/boundary_value.py), good to 1e-7
of Jsc; devsim solves equations of our writing, with 200 discrete levels for the tails, on two grids.
"""

import json
from itertools import pairwise

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.prepare import nodal
from infradot.solvers.steady import Steady
from infradot.transport.problem import problem
from posed import DATA

POSED = json.loads((DATA / "transport" / "law_cases.json").read_text())
CASES = POSED["cases"]
TAILS = [name for name in CASES if name.startswith("tails")]
STATISTICS = {"boltzmann": idt.Boltzmann, "fermi_dirac": idt.FermiDirac}


def statistics(law: dict):
    if law["kind"] == "gaussian":
        return idt.GaussianDisorder(width_n=law["width_n_eV"], width_p=law["width_p_eV"])
    return STATISTICS[law["kind"]]()


def tail(numbers: dict) -> idt.TailTraps:
    return idt.TailTraps(
        edge=numbers["edge"],
        density=numbers["density_m3"],
        energy=numbers["energy_eV"],
        capture_n=numbers["capture_n_m3s"],
        capture_p=numbers["capture_p_m3s"],
        kind=numbers["kind"],
    )


def material(numbers: dict) -> idt.Material:
    return idt.Material(
        name=numbers["name"],
        band_gap=numbers["Eg_eV"],
        electron_affinity=numbers["chi_eV"],
        relative_permittivity=numbers["eps_r"],
        effective_dos_n=numbers["Nc_m3"],
        effective_dos_p=numbers["Nv_m3"],
        mobility_n=numbers["mu_n_m2Vs"],
        mobility_p=numbers["mu_p_m2Vs"],
        donors=numbers["ND_m3"],
        acceptors=numbers["NA_m3"],
        statistics=statistics(numbers.get("statistics", {"kind": "boltzmann"})),
        recombination=(idt.ShockleyReadHall(lifetime_n=numbers["tau_n_s"], lifetime_p=numbers["tau_p_s"]),),
        traps=tuple(tail(given) for given in numbers.get("tails", ())),
    )


def device(case: dict) -> idt.Device:
    layers = tuple(idt.Layer(name=n["name"], thickness=n["L_m"], material=material(n)) for n in case["layers"])
    names = [layer.name for layer in layers]
    interfaces = tuple(
        idt.Interface(
            between=pair,
            velocity_n=given["velocity_n_m_s"],
            velocity_p=given["velocity_p_m_s"],
            level=given["level_eV"],
        )
        for pair, given in zip(pairwise(names), case.get("interfaces", ()), strict=False)
    )
    velocity = POSED["common"]["contacts_S_m_s"]
    contact = idt.Ohmic(velocity_n=velocity, velocity_p=velocity)
    return idt.Device(stack=idt.Stack(layers=layers, interfaces=interfaces), front=contact, back=contact)


def generation(case: dict) -> idt.Generation:
    light = case["generation"]
    return idt.Generation(position=np.array([light["x_from_m"], light["x_to_m"]]), rate=np.full(2, light["G_m3s"]))


def curves(name: str, peer: str) -> dict[str, np.ndarray]:
    path = DATA / "transport" / f"{name}__{peer}.csv"
    head, names = path.read_text().splitlines()[:2]
    columns = dict(zip(names.split(","), np.loadtxt(path, delimiter=",", skiprows=2).T, strict=True))
    return {**columns, "voc": float(head.split("Voc = ")[1].split()[0]) if "Voc" in head else np.nan}


@pytest.mark.parametrize("name", CASES)
def test_default_grid_meets_the_collocation_in_the_light(name):
    """The grid leaves 2e-5 to 6e-5 of Jsc, 1.0e-4 between layers of 1e20 cm-3; finer ones, below, leave nothing."""
    peer = curves(name, "boundary_value")
    curve = idt.jv(device(CASES[name]), generation=generation(CASES[name]), voltage=peer["V_V"])
    off, expected = curve.current_density - peer["lit_A_per_m2"], peer["lit_A_per_m2"]
    before = peer["V_V"] <= peer["voc"]
    assert np.abs(off[before]).max() < (1.2e-4 if name == "fermi_dirac" else 1e-4) * abs(expected[0])
    scale = np.maximum(np.abs(expected), abs(expected[0]))
    assert (np.abs(off) / scale)[~before].max() < 5e-4
    assert abs(curve.metrics.voc - peer["voc"]) < 0.05e-3


@pytest.mark.parametrize("name", CASES)
def test_default_grid_meets_the_collocation_in_the_dark(name):
    peer = curves(name, "boundary_value")
    forward = np.isfinite(peer["dark_A_per_m2"])
    curve = idt.jv(device(CASES[name]), voltage=peer["V_V"][forward])
    assert curve.current_density == pytest.approx(peer["dark_A_per_m2"][forward], rel=1e-3)


@pytest.mark.parametrize("name", CASES)
def test_finer_grids_lead_to_the_collocation(name):
    """Second order: extrapolated from two grids, 4e-9 to 5e-8 of Jsc are left for every law."""
    peer = curves(name, "boundary_value")
    posed, light = device(CASES[name]), generation(CASES[name])
    voltage = peer["V_V"][peer["V_V"] <= peer["voc"]]
    expected = peer["lit_A_per_m2"][: len(voltage)]
    grids = [problem(posed, refine=n) for n in (2, 4)]
    coarse, fine = (Steady(on, nodal(on, light.cells(on))).run(voltage).current_density for on in grids)
    short_circuit = abs(expected[0])
    assert np.abs(fine - expected).max() < 1e-5 * short_circuit
    assert np.abs((4 * fine - coarse) / 3 - expected).max() < 1e-7 * short_circuit


@pytest.mark.parametrize("name", TAILS)
def test_charged_tails_meet_devsim_on_two_grids(name):
    """devsim at 1203 nodes is 1e-5 to 2e-5 of Jsc off, extrapolated 4e-6 to 6e-6; ours is within 1e-4 of either."""
    peer, collocated = curves(name, "devsim"), curves(name, "boundary_value")
    before = peer["V_V"] <= collocated["voc"]
    coarse, fine = (peer[f"lit_{nodes}_nodes_A_per_m2"] for nodes in (603, 1203))
    extrapolated = (1203**2 * fine - 603**2 * coarse) / (1203**2 - 603**2)
    short_circuit = abs(extrapolated[0])
    assert np.abs(extrapolated - collocated["lit_A_per_m2"])[before].max() < 1e-5 * short_circuit
    curve = idt.jv(device(CASES[name]), generation=generation(CASES[name]), voltage=peer["V_V"])
    for grid in (fine, extrapolated):
        assert np.abs(curve.current_density - grid)[before].max() < 1e-4 * short_circuit
    dark = idt.jv(device(CASES[name]), voltage=peer["V_V"]).current_density
    strong = peer["V_V"] >= 0.5  # below, devsim's rounding shows in the dark
    assert dark[strong] == pytest.approx(peer["dark_1203_nodes_A_per_m2"][strong], rel=1e-3)
