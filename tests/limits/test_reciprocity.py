"""What absorbs must emit: voltage from quantum efficiency and luminescence, and the limits that absorption sets."""

import importlib.util
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.optics import (
    emission_shares,
    escape_probability,
    hemispherical_absorptance,
    radiative_rate,
    response,
    thermal_collection,
)
from infradot.units import nm, thermal_voltage

KT = thermal_voltage(300.0)
SUN = idt.am15g()
GAP = 1.31


def film(mobility=1e-3, lifetime=1e-6, reabsorption="recycled", **changes):
    """A PbS film with the radiative coefficient of its own absorption; mobility in m2/Vs."""
    laws = {law.name: law for law in idt.Film(core="PbS", exciton=GAP).material(300.0).recombination}
    emits = idt.Radiative(coefficient=laws["radiative"].coefficient, reabsorption=reabsorption)
    dies = () if lifetime is None else (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    numbers = {"mobility_n": mobility, "mobility_p": mobility, "donors": 0.0, "acceptors": 0.0}
    return idt.Film(core="PbS", exciton=GAP, overrides={**numbers, "recombination": (emits, *dies), **changes})


def cell(material, *, behind="Au", thickness=300e-9, scattering=0.0, wrong=1e-3):
    """A film between contacts that each take one carrier, above a mirror."""
    inside = material.material(300.0)
    mirror = idt.Material(name="mirror", refractive_index=idt.ConstantIndex(value=1e-5 + 300j))
    back = {"mirror": mirror, "Au": idt.named_material("Au")}.get(behind)
    layers = [idt.Layer(name="film", material=material, thickness=thickness, scattering=scattering)]
    layers += [] if back is None else [idt.Layer(name="back", material=back, thickness=100e-9)]
    top = inside.electron_affinity
    return idt.Device(
        stack=idt.Stack(layers=tuple(layers)),
        front=idt.Schottky(work_function=top + 0.15, velocity_n=1e5, velocity_p=wrong),
        back=idt.Schottky(work_function=top + GAP - 0.15, velocity_n=wrong, velocity_p=1e5),
    )


# --- Rau's relation


@pytest.mark.parametrize("mobility", [1e-3, 1e-1], ids=["10 cm2/Vs", "1000 cm2/Vs"])
@pytest.mark.parametrize("lifetime", [1e-4, 1e-6, 1e-7])
@pytest.mark.parametrize("reabsorption", ["recycled", "internal"])
def test_luminescence_tells_the_voltage_of_a_cell_that_collects_everything(mobility, lifetime, reabsorption):
    found = idt.reciprocity(cell(film(mobility, lifetime, reabsorption)), light=SUN)
    assert found.collection_kept == pytest.approx(1.0, abs=2e-3)
    # asked are 2 mV
    assert abs(found.difference) < 1e-4
    assert found.voc_reciprocal == found.voc_radiative + KT * math.log(found.luminescence_yield)
    assert found.recombined == pytest.approx(found.jsc_eqe, rel=1e-2)
    curve = idt.jv(found.device, light=SUN).metrics
    assert (found.voc, found.jsc) == pytest.approx((curve.voc, curve.jsc), rel=1e-6)


def test_a_shunt_is_one_more_way_to_lose_pairs():
    device = replace(cell(film()), shunt_resistance=4e-3)
    found = idt.reciprocity(device, light=SUN)
    assert abs(found.difference) < 1e-4
    assert found.luminescence_yield < 0.5 * idt.reciprocity(cell(film()), light=SUN).luminescence_yield


def test_a_film_of_low_mobility_tells_by_how_much_its_luminescence_misleads():
    found = idt.reciprocity(cell(film(1e-5, 1e-8)), light=SUN)
    assert found.collection_kept < 0.7
    assert 0.02 < found.difference < 0.08
    assert f"Its Voc is {found.voc:.4f} V, {1e3 * found.difference:.1f} mV below that." in found.describe()
    assert f"collects {100 * found.collection_kept:.0f} % of what it does at 0 V" in found.describe()
    assert "collects" not in idt.reciprocity(cell(film()), light=SUN).describe()


def test_a_published_cell_is_told_too():
    found = idt.reciprocity(idt.load(Path(__file__).parents[2] / "examples" / "pbs_1230.toml"), light=SUN)
    assert found.voc_radiative == pytest.approx(0.698, abs=2e-3)
    assert abs(found.difference) < 2e-3  # its collection falls at open circuit, but alike for Sun and black body
    assert found.collection_kept < 0.5


def test_what_is_saved_comes_back(tmp_path):
    found = idt.reciprocity(cell(film()), light=SUN)
    found.save(tmp_path / "r.npz")
    assert idt.load_result(tmp_path / "r.npz").voc_reciprocal == found.voc_reciprocal
    found.to_csv(tmp_path / "r.csv")
    assert "luminescence_yield" in (tmp_path / "r.csv").read_text(encoding="utf-8")


def test_a_device_that_does_not_emit_or_has_no_voltage_is_refused():
    dark = film(recombination=(idt.ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-6),))
    with pytest.raises(idt.InputError, match="no layer of the device has a Radiative law"):
        idt.reciprocity(cell(dark), light=SUN)
    plain = replace(cell(film()), front=idt.Ohmic(), back=idt.Ohmic(), anode="front")
    with pytest.raises((idt.NotConverged, idt.InputError)):
        idt.reciprocity(replace(plain, anode="front"), light=SUN)


# --- emission and absorption


def test_a_layer_emits_through_the_front_what_it_absorbs_from_there():
    device = cell(film())
    stack, boundary = device.stack, np.array([0.0, 300e-9])
    front, back, parasitic = emission_shares(stack, 300.0, "film")
    emitted = radiative_rate(stack, 300.0, "film") * 300e-9
    assert thermal_collection(stack, 300.0, "film", boundary, [1.0]) == pytest.approx(front * emitted, rel=1e-6)
    assert escape_probability(stack, 300.0, "film") == (front + back, parasitic)
    assert back < 1e-3 * front < 1e-3  # gold lets nothing through
    halves = [thermal_collection(stack, 300.0, "film", [0.0, 1e-7, 3e-7], eta) for eta in ([1.0, 0.0], [0.0, 1.0])]
    assert sum(halves) == pytest.approx(front * emitted, rel=1e-6)


def test_the_emission_of_the_optics_is_that_of_the_film():
    # two quadratures of the same integral, both from kink to kink of the tail
    for exciton in (1.0, 1.4):
        for temperature in (250.0, 300.0, 350.0):
            dots = idt.Film(core="PbS", exciton=exciton)
            stack = idt.Stack(layers=(idt.Layer(name="dots", material=dots, thickness=1e-7),))
            assert radiative_rate(stack, temperature, "dots") == pytest.approx(dots.emission(temperature), rel=3e-6)


def test_a_mirror_behind_halves_the_ways_out_and_lifts_the_limit():
    with_mirror, without = (
        idt.absorption_limit(cell(film(), behind=behind, thickness=2e-6), light=SUN) for behind in ("mirror", "air")
    )
    assert with_mirror.jsc > without.jsc and with_mirror.saturation_current < without.saturation_current
    behind = emission_shares(cell(film(), behind="air", thickness=2e-6).stack, 300.0, "film")[1]
    assert behind > 0.01


def test_the_limit_of_the_stack_is_that_of_its_absorptance():
    # light at normal incidence makes pairs, emission goes into all directions
    device = cell(film(), behind="mirror", thickness=500e-9)
    x = np.concatenate((np.linspace(300, 800, 501), np.linspace(800, 1600, 1601)[1:])) * nm
    straight = response(device.stack, 300.0, x).absorbed("film")
    around = hemispherical_absorptance(device.stack, 300.0, x)[0]
    best = idt.absorption_limit(device, light=SUN)
    light, lamp = (
        idt.detailed_balance(absorptance=(x, seen), light=SUN, boltzmann=True) for seen in (straight, around)
    )
    assert best.jsc == pytest.approx(light.jsc, rel=1e-4)
    assert best.saturation_current == pytest.approx(lamp.saturation_current, rel=1e-3)
    assert best.voc == pytest.approx(KT * math.log1p(light.jsc / lamp.saturation_current), abs=3e-5)
    assert best.fill_factor == pytest.approx(light.fill_factor, abs=1e-3)


def test_a_cell_that_loses_pairs_by_emission_alone_stands_at_its_limit():
    # above a mirror that takes nothing, and with contacts that take only their own
    device = cell(film(1e-1, None), behind="mirror", wrong=1e-9)
    front, back, parasitic = emission_shares(device.stack, 300.0, "film")
    assert parasitic < 0.02 * front
    found, best = idt.jv(device, light=SUN).metrics, idt.absorption_limit(device, light=SUN)
    assert found.jsc == pytest.approx(best.jsc, rel=1e-6)
    assert best.voc - found.voc == pytest.approx(KT * math.log1p(parasitic / (front + back)), abs=2e-5)
    assert found.efficiency < best.efficiency == pytest.approx(found.efficiency, rel=2e-3)
    assert idt.reciprocity(device, light=SUN).voc_radiative == pytest.approx(best.voc, abs=1e-4)


def test_without_light_that_is_absorbed_the_limit_is_nothing():
    best = idt.absorption_limit(cell(film()), light=idt.line(wavelength=5000 * nm, irradiance=1.0))
    assert (best.jsc, best.voc, best.efficiency) == (0.0, 0.0, 0.0)


# --- scattering


def slab(k, share, index=3.5, thickness=50e-6):
    """A slab above a mirror behind a quarter-wave coat at 1000 nm."""

    def made(name, n, d, **more):
        constant = idt.ConstantIndex(value=n)
        return idt.Layer(name=name, material=idt.Material(name=name, refractive_index=constant), thickness=d, **more)

    layers = (
        made("coat", index**0.5, 250e-9 / index**0.5),
        made("slab", index + 1j * k, thickness, scattering=share),
        made("mirror", 0.001 + 200j, 1e-6),
    )
    return idt.Stack(layers=layers)


@pytest.mark.parametrize("k", [1e-6, 1e-5, 1e-4])
def test_strong_scattering_traps_weakly_absorbed_light_as_yablonovitch_found(k):
    wavelength = np.linspace(995, 1005, 31) * nm
    found = response(slab(k, 0.99), 300.0, wavelength).absorbed("slab").mean()
    flat = response(slab(k, 0.0), 300.0, wavelength).absorbed("slab").mean()
    path = 4 * 3.5**2 * 4 * np.pi * k / 1e-6 * 50e-6
    # the coat lets less out at other angles and wavelengths than at its own: some per cent more stays
    assert found == pytest.approx(path / (1 + path), rel=0.09)
    assert found > 5 * flat


@pytest.mark.parametrize("share", [1e-6, 0.1, 0.5, 0.9, 0.999])
def test_scattered_light_is_neither_lost_nor_made(share):
    device = idt.load(Path(__file__).parents[2] / "examples" / "pbs_1230.toml")
    for name in ("absorber", "electron transport", "front electrode"):
        layers = tuple(
            replace(layer, scattering=share) if layer.name == name else layer for layer in device.stack.layers
        )
        x = np.linspace(320, 1350, 40) * nm
        seen = response(idt.Stack(layers=layers), 300.0, x)
        total = seen.reflectance + seen.transmittance + seen.absorptance.sum(axis=0)
        np.testing.assert_allclose(total, 1.0, atol=1e-12)
        assert seen.absorptance.min() > -1e-12
        z = np.linspace(0.0, 500e-9, 30)
        inside = seen.absorbed_between("absorber", z)
        np.testing.assert_allclose(inside.sum(axis=1), seen.absorbed("absorber"), atol=1e-12)
        assert inside.min() > -1e-12
        eta = np.linspace(0.2, 1.0, 29)
        np.testing.assert_allclose(seen.collect("absorber", z, eta), inside @ eta, atol=1e-12)


def test_a_trace_of_scattering_changes_a_trace():
    flat, rough = (response(slab(1e-3, share), 300.0, [1e-6]) for share in (0.0, 1e-9))
    assert rough.absorbed("slab") == pytest.approx(flat.absorbed("slab"), abs=1e-7)
    assert rough.reflectance == pytest.approx(flat.reflectance, abs=1e-7)


def test_what_is_trapped_is_emitted_too():
    # scattering opens the cone of escape for trapped light: more absorption near the gap, more emission, one balance
    flat, rough = (cell(film(), behind="mirror", scattering=share) for share in (0.0, 0.7))
    shares = [emission_shares(device.stack, 300.0, "film") for device in (flat, rough)]
    assert shares[1][0] > 2 * shares[0][0]
    best = idt.absorption_limit(rough, light=SUN)
    found = idt.jv(cell(film(1e-1, None), behind="mirror", scattering=0.7, wrong=1e-9), light=SUN).metrics
    assert found.voc < best.voc and found.efficiency < best.efficiency
    assert idt.reciprocity(rough, light=SUN).difference == pytest.approx(0.0, abs=1e-4)
    assert best.jsc > idt.absorption_limit(flat, light=SUN).jsc


def test_one_layer_scatters_at_most_and_not_all_of_the_light():
    material = idt.Material(name="m", refractive_index=idt.ConstantIndex(value=2.0))
    with pytest.raises(idt.InputError, match=r"scattering = 1.0, expected 0 to below 1"):
        idt.Layer(name="a", material=material, thickness=1e-7, scattering=1.0)
    rough = [idt.Layer(name=name, material=material, thickness=1e-7, scattering=0.1) for name in "ab"]
    with pytest.raises(idt.InputError, match="Layers 'a', 'b' scatter light; expected one"):
        idt.Stack(layers=tuple(rough))


# --- random cells


@pytest.fixture(scope="module")
def limits_random():
    path = Path(__file__).parents[2] / "benchmarks" / "limits_random.py"
    spec = importlib.util.spec_from_file_location("limits_random", path)
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.path.insert(0, str(path.parent))
    sys.modules["limits_random"] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(path.parent))
        del sys.modules["limits_random"]


def test_no_cell_drawn_at_random_beats_its_limit(limits_random):
    found = limits_random.run(8, 11, 1)
    assert all(outcome.solved for outcome in found)
    good = [outcome for outcome in found if np.isfinite(outcome.power)]
    assert len(good) >= 6
    for outcome in good:
        most = 1.0 + limits_random.ROUNDING
        assert outcome.current <= most, outcome
        assert outcome.power <= most, outcome
        assert outcome.local_power <= most, outcome
        assert outcome.local_voltage <= most, outcome


def test_a_film_that_is_lit_on_one_side_may_pass_the_voltage_of_one_splitting(limits_random):
    # blue light stays at the front of a thick film in which carriers hardly move: the back does not emit
    light = idt.line(wavelength=450 * nm, irradiance=100.0)
    still, moving = (
        cell(film(mobility, None), behind="mirror", thickness=2e-6, wrong=1e-9) for mobility in (1e-7, 1e-2)
    )
    best = idt.absorption_limit(still, light=light)
    local = idt.absorption_limit(still, light=light, splitting="local")
    found = idt.jv(still, light=light).metrics
    assert best.voc < found.voc < local.voc
    assert found.maximum_power < local.maximum_power
    assert idt.jv(moving, light=light).metrics.voc < best.voc


def test_one_splitting_for_all_and_one_for_each_agree_where_light_falls_alike_everywhere():
    # a film much thinner than the light reaches: pieces differ little
    device = cell(film(), behind="air", thickness=3e-9)
    common, local = (idt.absorption_limit(device, light=SUN, splitting=each) for each in ("common", "local"))
    assert local.jsc == pytest.approx(common.jsc, rel=1e-12)
    assert local.efficiency == pytest.approx(common.efficiency, rel=1e-6)
    assert 0.0 < local.voc - common.voc < 1e-3
    with pytest.raises(idt.InputError, match="'common' or 'local'"):
        idt.absorption_limit(device, light=SUN, splitting="own")


@pytest.mark.parametrize("statistics", [idt.GaussianDisorder(), idt.FermiDirac()], ids=["disorder", "fermi-dirac"])
def test_full_bands_emit_as_much_as_their_empty_absorption_asks(statistics):
    # a thousand suns on a film that loses pairs by emission alone: n p lags behind the splitting, the limit holds
    device = cell(film(1e-1, None, statistics=statistics), behind="mirror", wrong=1e-9)
    bright = SUN.scaled(1000.0)
    found, best = idt.jv(device, light=bright).metrics, idt.absorption_limit(device, light=bright)
    assert found.maximum_power < best.maximum_power == pytest.approx(found.maximum_power, rel=3e-3)
    assert 0.0 < best.voc - found.voc < 1e-3
