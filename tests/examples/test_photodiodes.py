"""The photodiodes among the examples: each is run as its file asks, and does what its file says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot import files
from infradot.report.run import perform

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PLAIN = ("photodiode", "schottky_photodiode", "blocking_layers", "pin_photodiode", "hgte_homojunction",
         "inas_homojunction", "narrow_band", "silicon_dots")  # fmt: skip
nA_cm2 = 1e-5  # A m^-2


def device(name: str, **changes) -> idt.Device:
    return idt.change(idt.load(EXAMPLES / f"{name}.toml"), changes)


@pytest.fixture(scope="module", params=(*PLAIN, "gain_photodiode"))
def run(request):
    return request.param, perform(files.read(EXAMPLES / f"{request.param}.toml"))


def test_every_measurement_is_complete_and_only_the_device_with_gain_has_more_electrons_than_photons(run):
    name, found = run
    assert found.complete, found.failures()
    lowest, highest = (2.0, np.inf) if name == "gain_photodiode" else (0.05, 1.0)
    assert lowest < max(spectrum.eqe.max() for spectrum in found.spectra.values()) < highest
    for sheet in found.detector["figures-of-merit"].values():
        assert lowest < sheet.value("eqe") < highest
        assert sheet.value("detectivity") < sheet.value("background_limit")


def test_every_photodiode_of_the_examples_is_looked_at_here():
    told = {path.stem for path in EXAMPLES.glob("*.toml") if 'kind = "photodiode"' in path.read_text(encoding="utf-8")}
    assert told == {*PLAIN, "gain_photodiode", "transient"}


def test_a_photodiode_in_time_answers_all_that_its_file_asks():
    found = perform(files.read(EXAMPLES / "transient.toml"))
    assert found.complete, found.failures()


def test_the_thin_schottky_diode_comes_near_the_published_one():
    # reference 99: 25 % at 1450 nm, above 1 uA/cm2 and 1.5 MHz at -0.5 V; the last is put in
    diode = device("schottky_photodiode")
    assert 0.18 < idt.eqe(diode, wavelength=[1450e-9], voltage=-0.5).eqe[0] < 0.35
    dark = idt.dark_current(diode, voltage=[-0.5])
    assert 1000 < abs(dark.current_density[0]) / nA_cm2 < 10_000
    assert next(iter(dark.at(-0.5))) == "electrons at the front contact"
    assert idt.response_speed(diode, voltage=-0.5).bandwidth[0] == pytest.approx(1.5e6, rel=0.25)


def test_two_blocking_layers_leave_what_is_generated_inside():
    # reference 101: below 20 nA/cm2 at -0.5 V, 24 % at 1130 nm and -1 V
    diode = device("blocking_layers")
    dark = idt.dark_current(diode, voltage=[-0.5])
    assert 2 < abs(dark.current_density[0]) / nA_cm2 < 20
    assert dark.by_kind()["generation-recombination"][0] / dark.current_density[0] > 0.99
    assert 0.24 / 2 < idt.eqe(diode, wavelength=[1130e-9], voltage=-1.0).eqe[0] < 0.24 * 2


def test_a_pin_diode_is_as_fast_as_the_transit_through_its_middle_and_as_dark_as_that_is_thin():
    thin, thick = (device("pin_photodiode", **{"layer.i.thickness": size}) for size in (400e-9, 800e-9))
    for diode in (thin, thick):
        found = idt.response_speed(diode, voltage=-3.0)
        assert found.estimate.layer == "i"  # not one of its ends, that have the same gap
        assert found.bandwidth[0] == pytest.approx(found.estimate.drift_bandwidth, rel=0.4)
    dark = [abs(idt.dark_current(diode, voltage=[-1.0]).current_density[0]) for diode in (thin, thick)]
    assert dark[1] / dark[0] == pytest.approx(2.0, rel=0.05)


def test_a_small_gap_is_dark_only_when_it_is_cold():
    warm, cold = (
        idt.detectivity(device("hgte_homojunction", temperature=t), wavelength=[2100e-9], frequency=[1e3], voltage=-0.5,
                        background_temperature=t)
        for t in (300.0, 200.0)
    )  # fmt: skip
    assert 1e10 < warm.detectivity[0, 0] / idt.Jones < 2e11
    assert 3e11 < cold.detectivity[0, 0] / idt.Jones < 3e12
    for found in (warm, cold):
        assert found.detectivity[0, 0] < found.background_limit[0]


def test_indium_arsenide_collects_by_its_mobility():
    slow = {"layer.i.mobility_n": 1e-7, "layer.i.mobility_p": 1e-7}
    good, poor = (
        idt.eqe(device("inas_homojunction", **c), wavelength=[1400e-9], voltage=0.0).eqe[0] for c in ({}, slow)
    )
    assert 0.1 < good < 0.3 and poor < 0.5 * good


def test_a_thick_diode_sees_one_band_and_nothing_visible():
    diode, wavelength = device("narrow_band"), np.linspace(450e-9, 1200e-9, 151)
    peaks = []
    for voltage in (-1.0, -7.0):
        eqe = idt.eqe(diode, wavelength=wavelength, voltage=voltage).eqe
        peaks.append(eqe.max())
        half = wavelength[eqe > 0.5 * eqe.max()]
        assert half[0] > 1000e-9 and half[-1] < 1100e-9 and np.ptp(half) < 100e-9
        assert eqe[wavelength < 700e-9].max() < 0.01 * eqe.max()
    assert peaks[1] > 2 * peaks[0]  # the depleted part is wider
    thin = device("narrow_band", **{"layer.absorber.thickness": 500e-9})
    assert idt.eqe(thin, wavelength=[500e-9], voltage=-1.0).eqe[0] > 0.5


# --- gain


def trapping(**changes) -> idt.Device:
    """The gain photodiode with changes to the film beside the silver."""
    diode = device("gain_photodiode")
    layers = tuple(
        replace(layer, material=replace(layer.material, overrides={**layer.material.overrides, **changes}))
        if layer.name == "trapping film" else layer
        for layer in diode.stack.layers
    )  # fmt: skip
    return replace(diode, stack=replace(diode.stack, layers=layers))


def electrons(diode: idt.Device, irradiance: float, voltage: float) -> float:
    """(J_light - J_dark)/(q photons) at 940 nm."""
    light = idt.line(wavelength=940e-9, irradiance=irradiance)
    lit, dark = (idt.jv(diode, light=each, voltage=[voltage]).current_density[0] for each in (light, None))
    return float(abs(lit - dark) / irradiance / idt.responsivity(1.0, wavelength=940e-9))


@pytest.mark.parametrize("voltage", [-1.0, -4.0])
def test_gain_comes_from_the_trapped_charge(voltage):
    with_traps = idt.eqe(trapping(), wavelength=[940e-9], voltage=voltage).eqe[0]
    without = idt.eqe(trapping(traps=()), wavelength=[940e-9], voltage=voltage).eqe[0]
    fewer = idt.eqe(trapping(traps=(replace(level(), density=level().density / 10),)), wavelength=[940e-9],
                    voltage=voltage).eqe[0]  # fmt: skip
    assert with_traps > 100
    assert without < 1.0
    assert without < fewer < 0.3 * with_traps
    # the barrier that lets electrons in is needed as well
    blocked = replace(trapping(), back=replace(trapping().back, work_function=5.2))
    assert idt.eqe(blocked, wavelength=[940e-9], voltage=voltage).eqe[0] < 0.1 * with_traps


def level() -> idt.TrapLevel:
    (found,) = device("gain_photodiode").stack["trapping film"].material.overrides["traps"]
    return found


def test_gain_falls_with_the_light_as_the_states_fill():
    found = [electrons(trapping(), irradiance, -4.0) for irradiance in (1e-6, 1e-4, 1e-2, 10.0)]
    assert found[0] == pytest.approx(idt.eqe(trapping(), wavelength=[940e-9], voltage=-4.0).eqe[0], rel=0.02)
    assert np.all(np.diff(found) < 0)
    assert found[-1] < 1.0 < 30 < found[2]


def test_gain_is_paid_with_speed_and_noise():
    frequency = np.logspace(-3, 9, 121)
    products = []
    for density in (3e23, 1e24):
        diode = trapping(traps=(replace(level(), density=density),))
        swing = idt.modulated_response(diode, wavelength=940e-9, frequency=frequency, voltage=-1.0)
        products.append(abs(swing.eqe[0]) * swing.bandwidth)
        assert abs(swing.eqe[80]) < 1.0 < abs(swing.eqe[0])  # 100 kHz: no gain
        noise = idt.noise(diode, frequency=[1e-3, 1e3], voltage=-1.0)
        assert noise.density[0] > 10 * noise.shot  # every trapped hole is amplified, wherever it came from
        assert noise.density[1] == pytest.approx(noise.shot, rel=0.1)
    assert products[0] == pytest.approx(products[1], rel=0.1)  # three times the states: three times gain and time


def test_shot_noise_alone_flatters_a_device_with_gain():
    slow = idt.detectivity(trapping(), wavelength=[940e-9], frequency=[1e-3, 1e3], voltage=-1.0)
    assert slow.inflation[0] > 5 and slow.inflation[1] == pytest.approx(1.0, rel=0.05)
    assert (slow.detectivity < slow.background_limit).all()
    assert slow.detectivity[1, 0] < 0.02 * slow.detectivity[0, 0]  # the gain is gone at 1 kHz


# --- on silicon


def test_silicon_is_seen_only_in_reverse_and_the_dots_always():
    diode, wavelength = device("silicon_dots"), np.array([800e-9, 1280e-9])
    steady, reverse = (idt.eqe(diode, wavelength=wavelength, voltage=v).eqe for v in (0.0, -1.0))
    assert reverse[1] == pytest.approx(steady[1], rel=0.02)
    assert reverse[0] > 1.3 * steady[0]


def test_the_wafer_absorbs_what_the_dots_let_through():
    spectrum = idt.eqe(device("silicon_dots"), wavelength=[800e-9, 1280e-9], voltage=-1.0)
    share = dict(zip(spectrum.layers, spectrum.absorptance, strict=True))
    dots, silicon = share["absorber"], share["silicon"]
    assert silicon[0] > 0.1 and silicon[1] < 1e-3 < dots[1]
    assert spectrum.eqe[0] > dots[0] + 0.3 * silicon[0]


def test_states_at_the_boundary_make_the_dark_current():
    clean, poor = (
        device("silicon_dots", **{f'interface."buffer/silicon".velocity_{c}': v for c in "np"}) for v in (1.0, 100.0)
    )
    dark = [idt.dark_current(each, voltage=[-1.0]) for each in (clean, poor)]
    assert next(iter(dark[0].at(-1.0))) == "interface buffer/silicon"
    assert 3 < dark[1].current_density[0] / dark[0].current_density[0] < 100
    seen = [idt.eqe(each, wavelength=[1280e-9], voltage=-1.0).eqe[0] for each in (clean, poor)]
    assert 0.5 < seen[1] / seen[0] < 0.9


def test_carriers_cross_to_silicon_by_heat():
    diode = device("silicon_dots")
    sheet = diode.stack.interfaces[0]
    seen = []
    for emission in (
        None,
        float(sheet.emission_n),
        100.0,
    ):  # no step of the Fermi level; silicon; five hundred times slower
        changed = replace(sheet, emission_n=emission, emission_p=emission)
        stack = replace(diode.stack, interfaces=(changed,))
        seen.append(idt.eqe(replace(diode, stack=stack), wavelength=[800e-9], voltage=-1.0).eqe[0])
    assert seen[0] > seen[1] > 0.99 * seen[0]
    assert seen[2] < 0.75 * seen[1]


def test_floating_dots_on_silicon_gate_it_by_their_photovoltage():
    # reference 107: 125 A/W at -0.4 V and 1550 nm, 50 us
    triode, light = idt.load(EXAMPLES / "photovoltage_triode.toml"), idt.line(wavelength=1550e-9, irradiance=0.01)
    floating, held = (
        idt.photogating(triode, light=light, gate_voltage=gate, drain_voltage=0.4) for gate in (None, 0.0)
    )
    assert floating.gain > 100 > 2 > held.gain
    assert 125 / 3 < floating.responsivity < 125 * 3
    assert 0.35 / floating.bandwidth < 50e-6
