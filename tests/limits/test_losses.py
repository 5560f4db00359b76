"""What a cell loses from the limit of its gap on: it adds up for any cell, and each step is what it claims to be."""

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.devices.channel_costs import Channel, channel_costs, steepness
from infradot.devices.losses import IdealCell
from infradot.units import hc_eV, nm, thermal_voltage

SUN = idt.am15g()
LIGHTS = {
    "Sun": SUN,
    "perovskite": SUN.filtered(idt.PEROVSKITE_FILTER),
    "silicon": SUN.filtered(idt.SILICON_FILTER),
    "line": idt.line(wavelength=800 * nm, irradiance=100.0),
    "dim": SUN.scaled(1e-4),
}
EXAMPLES = Path(__file__).parents[2] / "examples"
CELLS = ("pbs_1230", "pbs_950", "pin", "gradient", "inverted", "photodiode")
KT = thermal_voltage(300.0)
GAP = 1.31


def changed(device, name, **changes):
    layers = tuple(replace(layer, **changes) if layer.name == name else layer for layer in device.stack.layers)
    return replace(device, stack=replace(device.stack, layers=layers))


def loaded(name):
    return idt.load(EXAMPLES / f"{name}.toml")


def film(mobility=1e-2, lifetime=None, **changes):
    """A film whose radiative coefficient is that of its own absorption."""
    laws = {law.name: law for law in idt.Film(core="PbS", exciton=GAP).material(300.0).recombination}
    emits = idt.Radiative(coefficient=laws["radiative"].coefficient, reabsorption="recycled")
    dies = () if lifetime is None else (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    numbers = {"mobility_n": mobility, "mobility_p": mobility, "donors": 0.0, "acceptors": 0.0}
    return idt.Film(core="PbS", exciton=GAP, overrides={**numbers, "recombination": (emits, *dies), **changes})


def cell(material=None, **changes):
    """A film between contacts that each take one carrier, in front of gold."""
    material = film() if material is None else material
    top = material.material(300.0).electron_affinity
    layers = (
        idt.Layer(name="film", material=material, thickness=300e-9),
        idt.Layer(name="back", material=idt.named_material("Au"), thickness=100e-9),
    )
    fields = {
        "stack": idt.Stack(layers=layers),
        "front": idt.Schottky(work_function=top + 0.15, velocity_n=1e5, velocity_p=1e-6),
        "back": idt.Schottky(work_function=top + GAP - 0.15, velocity_n=1e-6, velocity_p=1e5),
    }
    return idt.Device(**(fields | changes))


def step(found, how, place=None):
    return next(s for s in found.steps if s.how == how and place in (None, s.place))


def check(found):
    """All that must hold of any account."""
    assert abs(found.open) < 1e-6  # what was asked
    assert abs(found.balance.open) < 1e-9
    assert found.limit.maximum_power - sum(s.power for s in found.steps) == pytest.approx(
        found.balance.output, abs=1e-9 * max(found.limit.maximum_power, found.balance.output, 1e-12)
    )
    assert sum(found.unavoidable.values()) + found.limit.maximum_power == pytest.approx(found.balance.incident)
    assert sum(found.by_kind().values()) == pytest.approx(100 * (found.limit.efficiency - found.efficiency), abs=1e-9)
    # the second law: transport, contacts, resistances and recombination turn free energy into heat, never back
    floor = -1e-9 * found.balance.incident
    for flow in found.balance.of("transport", "circuit", "light"):
        assert flow.power > floor, flow
    pairs = sum(found.balance.generation.values())
    taken = sum(f.current for f in found.balance.of("recombination", "circuit", "output"))
    assert taken == pytest.approx(pairs, rel=1e-8)
    assert all(math.isfinite(s.power) and math.isfinite(s.heat) for s in found.steps)


# --- it adds up


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("light", ["Sun", "silicon"])
def test_the_steps_of_every_example_add_up(name, light):
    found = idt.losses(loaded(name), light=LIGHTS[light])
    check(found)
    if found.metrics.efficiency is not None:
        assert found.efficiency == pytest.approx(found.metrics.efficiency, rel=1e-9)
        assert found.efficiency == pytest.approx(
            idt.jv(found.device, light=LIGHTS[light]).metrics.efficiency, rel=3e-4, abs=1e-12
        )  # to what their grids leave open


@pytest.mark.parametrize("light", ["perovskite", "line", "dim"])
def test_the_steps_add_up_under_any_light(light):
    check(idt.losses(loaded("pbs_1230"), light=LIGHTS[light]))


def test_the_schottky_cell_adds_up_too():
    found = idt.losses(loaded("schottky"), light=SUN)
    check(found)
    assert step(found, "surface", "front contact").power > 30.0  # electrons that diffuse to the wrong contact


def mixed(device):
    parts = [idt.Film(core="PbS", exciton=hc_eV / (x * nm), ligand="PbX2 ink") for x in (950, 1100)]
    return changed(device, "absorber", material=idt.MixedFilm(parts=parts, shares=(0.7, 0.3)))


def two_gaps(device):
    """A second absorber of a smaller gap behind the first."""
    absorber = device.stack["absorber"]
    narrow = replace(absorber, name="narrow", material=idt.Film(core="PbS", exciton=1.0), thickness=150e-9)
    layers = list(device.stack.layers)
    layers.insert(layers.index(absorber) + 1, narrow)
    return replace(device, stack=replace(device.stack, layers=tuple(layers)))


def stepped(device):
    """Emission over a step and recombination in its sheet, and resistances."""
    sheet = idt.Interface(
        between=("electron transport", "absorber"), velocity_n=10.0, velocity_p=10.0, emission_n=1e3, emission_p=1e3
    )
    stack = replace(device.stack, interfaces=(sheet,))
    return replace(device, stack=stack, series_resistance=3e-4, shunt_resistance=0.2)


def graded(device):
    profile = idt.Profile(band_gap=(1.35, 1.25), electron_affinity=(4.25, 4.35))
    return changed(device, "absorber", profile=profile)


VARIANTS = {
    "mixed sizes": mixed,
    "two gaps": two_gaps,
    "a step": stepped,
    "graded gap": graded,
    "scattering": lambda d: changed(d, "absorber", scattering=0.5),
    "multiple excitons": lambda d: changed(d, "absorber", multiple_excitons="staircase"),
    "a back reflector of silver": lambda d: changed(d, "back electrode", material=idt.named_material("Ag")),
    "cold": lambda d: replace(d, temperature=250.0),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_steps_add_up_for_every_kind_of_single_junction(variant):
    found = idt.losses(VARIANTS[variant](loaded("pbs_950")), light=SUN)
    check(found)
    assert found.efficiency > 0.01
    if variant == "two gaps":
        assert found.limit.band_gap == pytest.approx(1.0)
    if variant == "multiple excitons":
        assert step(found, "multiple excitons", "absorber").power < -1.0
    if variant == "a step":
        assert step(found, "step").power > 0.0 and step(found, "interface").power > 0.0
        assert step(found, "series resistance").heat == pytest.approx(3e-4 * found.balance.current_density**2)
        assert step(found, "shunt").heat == pytest.approx(found.balance.junction_voltage**2 / 0.2)


def test_a_subcell_behind_another_loses_what_that_one_absorbs():
    front, back = (idt.Film(core="PbS", exciton=gap) for gap in (1.4, 1.0))
    layers = (
        idt.Layer(name="top", material=front, thickness=250e-9),
        idt.Layer(name="joint", material=idt.named_material("ITO"), thickness=20e-9),
        idt.Layer(name="bottom", material=back, thickness=500e-9),
        idt.Layer(name="mirror", material=idt.named_material("Ag"), thickness=100e-9),
    )
    ends = [
        (m.electron_affinity + 0.1, m.electron_affinity + m.band_gap - 0.1)
        for m in (x.material(300.0) for x in (front, back))
    ]
    cells = tuple(
        idt.Subcell(
            name=name, layers=(name,), front=idt.Schottky(work_function=a, velocity_p=1e-3),
            back=idt.Schottky(work_function=b, velocity_n=1e-3),
        )
        for name, (a, b) in zip(("top", "bottom"), ends, strict=True)
    )  # fmt: skip
    tandem = idt.Tandem(stack=idt.Stack(layers=layers), subcells=cells, joints=(idt.RecombinationLayer(),))
    for name, device in zip(("top", "bottom"), tandem.devices, strict=True):
        found = idt.losses(device, light=SUN)
        check(found)
        other = "bottom" if name == "top" else "top"
        assert step(found, "absorbed", other).power > (50.0 if name == "bottom" else 0.1)


def test_a_cell_that_gives_no_power_is_told_at_short_circuit():
    device = loaded("pbs_950")
    found = idt.losses(replace(device, shunt_resistance=1e-9), light=SUN)
    check(found)
    assert found.efficiency == pytest.approx(0.0, abs=1e-6)
    turned = idt.losses(replace(device, anode="front"), light=SUN)  # the photocurrent flows the wrong way
    assert abs(turned.open) < 1e-6 and abs(turned.balance.open) < 1e-9
    assert turned.efficiency == 0.0


def test_scattering_and_a_mirror_cost_less_than_they_bring():
    flat = idt.losses(loaded("pbs_1230"), light=LIGHTS["silicon"])
    rough = idt.losses(changed(loaded("pbs_1230"), "absorber", scattering=0.5), light=LIGHTS["silicon"])
    assert rough.by_kind()["optical"] < flat.by_kind()["optical"]
    assert rough.efficiency > 1.1 * flat.efficiency
    assert step(rough, "absorbed", "front electrode").power > step(flat, "absorbed", "front electrode").power


# --- each step is what it claims to be


def test_a_series_resistance_costs_what_taking_it_away_brings():
    plain = idt.losses(cell(), light=SUN)
    for resistance in (1e-6, 1e-5, 1e-4):
        found = idt.losses(cell(series_resistance=resistance), light=SUN)
        lost = found.points(step(found, "series resistance").power)
        assert lost == pytest.approx(100 * (plain.efficiency - found.efficiency), rel=0.02)
        assert step(found, "series resistance").voltage == pytest.approx(
            -resistance * found.balance.current_density, rel=1e-9
        )


@pytest.mark.parametrize("resistance", [10.0, 1.0, 0.1, 0.02])
def test_a_shunt_costs_about_what_taking_it_away_brings(resistance):
    plain, found = (idt.losses(cell(shunt_resistance=r), light=SUN) for r in (math.inf, resistance))
    lost = found.points(step(found, "shunt").power)
    assert lost == pytest.approx(100 * (plain.efficiency - found.efficiency), rel=0.2)


def test_a_first_trace_of_traps_in_an_ideal_cell_costs_its_heat():
    # the envelope theorem; with the emission of the ideal cell alone beside it
    ideal = IdealCell(GAP, 300.0)
    _, v = ideal.at(300.0)
    for share in (1e-6, 1e-4):
        trace = Channel(current=share * 300.0, steepness=0.5 / KT)
        (cost,) = channel_costs(300.0, ideal.emission, [trace], v, ideal.open_circuit(300.0))
        assert cost == pytest.approx(v * share * 300.0, rel=30 * share + 1e-6)


def test_channels_share_what_all_of_them_cost_together():
    # against the power with and without them, found by brute force; and alike channels share by their currents
    ideal = IdealCell(GAP, 300.0)
    best, _ = ideal.at(300.0)
    worked = 0.7
    channels = [
        Channel(current=10.0, steepness=1 / KT), Channel(current=5.0, steepness=1 / KT),
        Channel(current=8.0, steepness=0.5 / KT), Channel(current=3.0, steepness=0.0, linear=True),
    ]  # fmt: skip
    costs = channel_costs(300.0, ideal.emission, channels, worked, ideal.open_circuit(300.0))
    volts = np.linspace(0.0, 1.1, 200001)
    lost = ideal.emission(volts)[0] + sum(channel.at(volts, worked)[0] for channel in channels)
    assert costs.sum() == pytest.approx(best - np.max(volts * (300.0 - lost)), rel=1e-6)
    assert costs[0] == pytest.approx(2 * costs[1], rel=1e-9)
    assert costs[0] / 10 > costs[2] / 8 > costs[3] / 3 > worked * 0.9  # the steeper, the more it holds the levels down
    turned = channel_costs(300.0, ideal.emission, channels[::-1], worked, ideal.open_circuit(300.0))
    assert turned[::-1] == pytest.approx(costs, rel=1e-12)
    assert steepness(2.0, 1.0, 0.01, 1e3) == pytest.approx(math.log(2) / 0.01)
    assert steepness(2.0, -1.0, 0.01, 1e3) == 0.0


def test_photons_cost_what_a_pair_is_worth_in_the_ideal_cell():
    found = idt.losses(cell(), light=SUN)
    lost = [s for s in found.steps if s.kind == "optical"]
    worth = {round(s.power / s.current, 9) for s in lost if abs(s.current) > 1e-9}
    assert len(worth) == 1
    pairs = sum(found.balance.generation.values())
    ideal = IdealCell(found.limit.band_gap, 300.0)
    assert worth.pop() * (found.limit.jsc - pairs) == pytest.approx(found.limit.maximum_power - ideal.at(pairs)[0])
    # between the best voltages under the light of the limit and the pairs of the cell
    assert ideal.at(pairs)[1] < found.limit.voltage_mpp < GAP
    assert sum(s.current for s in lost) == pytest.approx(found.limit.jsc - pairs, rel=1e-9)


def test_light_below_the_gap_is_a_gain_and_is_cut_at_the_edge():
    device, gap = cell(), 1.2
    found = idt.losses(device, light=SUN, band_gap=gap)
    check(found)
    edge = hc_eV / gap
    below = idt.photon_budget(device, light=SUN.between(edge, None)).absorbed["film"]
    assert -step(found, "below the gap", "film").current == pytest.approx(below, rel=2e-3)
    reflected = idt.photon_budget(device, light=SUN.between(None, edge)).reflected
    assert step(found, "reflected").current == pytest.approx(reflected, rel=2e-3)
    assert idt.losses(device, light=SUN, band_gap=1.0).limit.jsc > found.limit.jsc


def test_a_line_at_the_very_gap_counts_as_above_it():
    gap = loaded("pbs_1230").stack["absorber"].at(300.0).band_gap
    found = idt.losses(loaded("pbs_1230"), light=idt.line(wavelength=hc_eV / gap, irradiance=100.0))
    check(found)
    assert step(found, "below the gap", "absorber").current == 0.0
    assert found.unavoidable["below the gap"] == 0.0
    assert found.unavoidable["thermalisation"] == pytest.approx(0.0, abs=1e-9)


def test_a_cell_that_only_emits_loses_by_optics_and_emission_alone():
    found = idt.losses(cell(), light=SUN)
    kinds = found.by_kind()
    assert kinds["transport"] < 1e-3 and kinds["circuit"] == 0.0
    emission = found.points(step(found, "radiative", "film").power)
    assert emission == pytest.approx(kinds["recombination"], rel=0.02)
    # the tail below the gap emits: 0.13 V of voltage, as the radiative limit of the stack says
    best = idt.absorption_limit(found.device, light=SUN)
    assert found.limit.voc - best.voc > 0.1
    assert found.limit.voc - found.metrics.voc > found.limit.voc - best.voc


def test_a_cell_without_emission_beats_the_ideal_cell_and_says_why():
    dark = film(recombination=(idt.ShockleyReadHall(lifetime_n=1e-3, lifetime_p=1e-3),))
    found = idt.losses(cell(dark), light=SUN)
    check(found)
    assert step(found, "no emission").power < 0.0


def test_more_traps_cost_more_and_the_other_steps_stay_of_their_size():
    few, many = (idt.losses(cell(film(lifetime=life)), light=SUN) for life in (1e-5, 1e-7))
    assert step(many, "shockley_read_hall").power > 1.5 * step(few, "shockley_read_hall").power
    assert step(many, "reflected").power == pytest.approx(step(few, "reflected").power, rel=1e-3)
    held = [step(f, "shockley_read_hall") for f in (few, many)]
    assert held[1].voltage - held[0].voltage > 0.05


def test_low_mobility_shows_as_transport():
    quick, slow = (idt.losses(cell(film(mobility, 1e-6)), light=SUN) for mobility in (1e-3, 1e-6))
    assert quick.by_kind()["transport"] < 0.05
    assert slow.by_kind()["transport"] > 1.0
    holes = step(slow, "holes", "film")
    assert holes.heat == pytest.approx(-holes.voltage * slow.balance.current_density, rel=1e-9)


# --- the three figures of merit


def test_current_voltage_and_fill_factor_share_the_loss_without_an_order():
    found = idt.losses(loaded("pbs_1230"), light=SUN)
    merits = found.by_merit()
    assert sum(merits.values()) == pytest.approx(100 * (found.limit.efficiency - found.efficiency), rel=1e-9)
    whole = math.log(found.limit.efficiency / found.efficiency)
    assert merits["voc"] / sum(merits.values()) == pytest.approx(
        math.log(found.limit.voc / found.metrics.voc) / whole, rel=1e-6
    )
    assert idt.losses(loaded("pbs_950"), light=LIGHTS["silicon"]).by_merit() == {}  # no limit to compare with


# --- the power balance


def test_the_power_of_the_light_is_followed_to_the_end():
    balance = idt.power_balance(loaded("pbs_1230"), light=SUN)
    assert abs(balance.open) < 1e-9
    assert balance.output == balance.of("output")[0].power
    budget = idt.photon_budget(balance.device, light=SUN, voltage=balance.junction_voltage)
    assert sum(balance.generation.values()) == pytest.approx(
        budget.collected + sum(budget.recombined.values()), rel=1e-6
    )
    reflected = next(f for f in balance.of("light") if f.how == "reflected")
    assert reflected.current == pytest.approx(budget.reflected, rel=1e-12)
    # a pair cannot carry more than the gap; heat at the place where it is made is the rest
    gap = balance.device.stack["absorber"].at(300.0).band_gap
    assert 0.3 < balance.free_energy["absorber"] / balance.generation["absorber"] < gap
    assert "leave at the terminals" in balance.describe()


def test_one_colour_at_the_gap_leaves_next_to_no_heat_in_the_film():
    gap = float(film().material(300.0).band_gap)
    balance = idt.power_balance(cell(), light=idt.line(wavelength=hc_eV / gap, irradiance=100.0))
    heat = {f.how: f.power for f in balance.of("heat")}
    made = balance.generation["film"]
    assert heat["thermalisation"] == pytest.approx(0.0, abs=1e-9)
    assert heat["dilution"] == pytest.approx(made * gap - balance.free_energy["film"], rel=1e-9)
    budget = idt.photon_budget(cell(), light=idt.line(wavelength=hc_eV / gap, irradiance=100.0))
    assert made == pytest.approx(budget.absorbed["film"], rel=1e-9)
    assert budget.incident == pytest.approx(100.0 / gap, rel=1e-9)


# --- how it is told


def test_the_account_is_said_kept_and_drawn(tmp_path):
    from matplotlib.axes import Axes

    found = idt.losses(loaded("pbs_1230"), light=SUN)
    text = found.describe()
    assert "The limit of a gap of 1.01 eV is 31.60 %, the cell gives 8.80 %." in text
    assert "Shockley-Read-Hall recombination in 'absorber'" in text
    found.save(tmp_path / "losses.npz")
    again = idt.load_result(tmp_path / "losses.npz")
    assert again.steps == found.steps and again.balance.flows == found.balance.flows
    found.to_csv(tmp_path / "losses.csv")
    assert "reflected" in (tmp_path / "losses.csv").read_text(encoding="utf-8")
    ax = idt.plot.losses(found)
    assert isinstance(ax, Axes)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == "limit of 1.01 eV" and names[-1] == "cell"
    ends = [patch.get_x() + patch.get_width() for patch in ax.patches]
    assert ends[0] == pytest.approx(100 * found.limit.efficiency)
    assert ends[-1] == pytest.approx(100 * found.efficiency)
    # each bar begins where the one before ended
    starts = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches]
    for (low, high), (next_low, next_high) in pairwise(starts[1:-1]):
        assert {round(low, 9), round(high, 9)} & {round(next_low, 9), round(next_high, 9)}


def test_a_wrong_gap_is_refused():
    with pytest.raises(idt.InputError, match="band_gap = -1 eV, expected a finite number above 0"):
        idt.losses(cell(), light=SUN, band_gap=-1.0)


def test_a_device_file_asks_for_the_losses(tmp_path):
    import json

    from click.testing import CliRunner

    from infradot.cli.app import main

    head = (EXAMPLES / "pbs_1230.toml").read_text(encoding="utf-8").split("[[measure]]")[0]
    asked = '[[measure]]\nwhat = "losses"\nfilter = "silicon"\n'
    (tmp_path / "cell.toml").write_text(head + asked, encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["run", str(tmp_path / "cell.toml"), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    (account,) = json.loads((out / "result.json").read_text(encoding="utf-8"))["result"]["losses"].values()
    lost = sum(s["points"] for s in account["steps"])
    assert account["limit_percent"] - lost == pytest.approx(account["cell_percent"], rel=1e-9)
    assert account["limit_percent"] == pytest.approx(2.553, abs=1e-3)
    assert {"optical", "recombination", "transport", "circuit"} == set(account["by_kind_points"])
    text = (out / "table.txt").read_text(encoding="utf-8")
    assert "From the limit to the cell, AM1.5G, silicon filter" in text and "  holes in absorber" in text
    assert (out / "figures" / "losses.png").exists()
    assert any((out / "results").glob("losses*.npz")) and any((out / "curves").glob("losses*.csv"))


def test_losses_need_light(tmp_path):
    from infradot.files import loads

    head = (EXAMPLES / "pbs_1230.toml").read_text(encoding="utf-8").split("[[measure]]")[0]
    with pytest.raises(idt.InputError, match="an account of losses needs light"):
        loads(head + '[[measure]]\nwhat = "losses"\nlight = "dark"\n')


def test_a_layer_of_a_file_scatters_and_multiplies_and_is_written_back():
    from infradot.files import dumps, loads

    text = (EXAMPLES / "pbs_1230.toml").read_text(encoding="utf-8")
    line = 'thickness = "500 nm"'
    device = loads(text.replace(line, f'{line}\nscattering = "30 %"\nmultiple_excitons = "PbSe"', 1)).device
    layer = device.stack["absorber"]
    assert layer.scattering == 0.3 and layer.multiple_excitons is idt.named_multiplication("PbSe")
    written = dumps(device)
    assert 'scattering = "30 %"' in written and 'multiple_excitons = "PbSe"' in written
    own = idt.change(device, {"layer.absorber.multiple_excitons.efficiency": 0.25, "layer.absorber.scattering": "10 %"})
    assert own.stack["absorber"].multiple_excitons == idt.MultipleExcitons(efficiency=0.25)
    assert 'multiple_excitons = { efficiency = "25 %" }' in dumps(own)
    assert loads(dumps(own)).device == own
    ideal = changed(device, "absorber", multiple_excitons="staircase")
    assert 'multiple_excitons = "staircase"' in dumps(ideal)
    with pytest.raises(idt.InputError, match="does not limit the staircase"):
        dumps(changed(device, "absorber", multiple_excitons=idt.ExcitonStaircase(most=2)))
