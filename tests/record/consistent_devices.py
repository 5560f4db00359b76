"""Devices that could exist: every value follows from a few drawn numbers by physics, and is then rounded for print."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from audit_devices import device, value

from infradot.devices.background import background_photons
from infradot.devices.dark_current import radiative_dark_current
from infradot.devices.detectivity import Jones, responsivity
from infradot.devices.limits import detailed_balance
from infradot.devices.noise import Noise, generation_recombination_noise, shot_noise
from infradot.light import am0, am15d, am15g
from infradot.materials.film import Film
from infradot.record import Device
from infradot.units import hc_eV, k_B, q


def printed(rng, x: float, unit: str, factor: float = 1.0) -> str:
    """A number as an author would print it: two to four digits, sometimes "about", with its unit."""
    digits = int(rng.integers(2, 5))
    number = x / factor
    text = f"{number:.{digits}g}" if rng.random() < 0.8 or number == 0 else f"{number:.{digits - 1}e}"
    return f"{'~' if rng.random() < 0.1 else ''}{text} {unit}"


def some(rng, *values):
    """Most of the values: authors leave some out."""
    return [one for one in values if rng.random() < 0.85]


def curve(rng, edge: float, height: float, width: float) -> tuple[np.ndarray, np.ndarray]:
    """An EQE or absorptance in the infrared: a smooth edge at an energy in eV, and its tail."""
    wavelength = np.linspace(300e-9, hc_eV / (edge - 10 * width), 500)
    steep = 1 / (1 + np.exp((edge - hc_eV / wavelength) / width))
    return wavelength, height * steep


def detector(rng) -> Device:
    """A detector whose noise holds that of the dark current, of its background, of a leak and of flicker."""
    kind = rng.choice(["photodiode", "gain-photodiode", "photoconductor"])
    warm, light = rng.uniform(290, 302), rng.uniform(900e-9, 2100e-9)
    spread = rng.uniform(0.02, 0.049)
    wavelength, eqe = curve(rng, hc_eV / light - 2 * spread, rng.uniform(0.05, 0.95), spread / 2)
    at = float(np.interp(light, wavelength, eqe))
    gain = 1.0 if kind == "photodiode" else 10 ** rng.uniform(0.05, 4)
    background = background_photons(eqe=(wavelength, eqe), temperature=warm)
    dark = radiative_dark_current(eqe=(wavelength, eqe), temperature=warm) * (1 + 10 ** rng.uniform(-2, 8)) * gain
    lateral = kind == "photoconductor"
    amplified = {
        "generation_recombination" if lateral else "shot": generation_recombination_noise(dark, gain=gain)
        if lateral else shot_noise(dark, gain=gain, excess_noise=rng.uniform(1, 2)),
    }  # fmt: skip
    noise = Noise(
        **amplified, background=2 * q**2 * background * gain**2,
        thermal=4 * k_B * warm * dark / 1.0 * rng.uniform(0, 1), flicker=10 ** rng.uniform(-3, 2) * q * dark,
    )  # fmt: skip
    current = responsivity(at, wavelength=light, gain=gain)
    area, rise = 10 ** rng.uniform(-8, -5), 10 ** rng.uniform(-8, -3)
    state = {"wavelength": f"{light * 1e9:.4g} nm", "voltage": "-1 V"}
    if rng.random() < 0.7:
        state["temperature"] = f"{warm:.4g} K"
    still = {name: said for name, said in state.items() if name != "wavelength"}
    mobility = 1e-7
    length = math.sqrt(mobility * 1.0 * (rise / 2.2) / gain)  # gain is lifetime over transit time
    values = some(
        rng,
        value("exciton_wavelength", f"{light * 1e9:.4g} nm"),
        value("detectivity", printed(rng, noise.detectivity(current), "Jones", Jones), method="measured", **state),
        value("responsivity", printed(rng, current, "A/W"), **state),
        value("eqe", printed(rng, 100 * at * (1 if lateral or rng.random() < 0.5 else gain), "%"), **state),
        value("dark_current_density", printed(rng, dark, "nA/cm2", 1e-5), **still),
        value("noise_density", printed(rng, math.sqrt(noise.total * area), "A/Hz^0.5"), **still),
        value("area", printed(rng, area, "mm2", 1e-6)),
        value("rise_time", printed(rng, rise, "us", 1e-6), **still),
        value("bandwidth", printed(rng, 0.35 / rise, "kHz", 1e3), **still),
    )
    if lateral:
        values += some(rng, value("electrode_spacing", printed(rng, length, "um", 1e-6)),
                       value("mobility", printed(rng, mobility, "cm2/Vs", 1e-4)))  # fmt: skip
    return device(str(kind), *values)


def shot_noise_detector(rng) -> Device:
    """A photodiode whose detectivity was computed from the shot noise of its dark current."""
    light, at = rng.uniform(900e-9, 2000e-9), rng.uniform(0.05, 0.9)
    dark = radiative_dark_current(1.1 * light, temperature=300.0) + 10 ** rng.uniform(-5, 0)
    current = responsivity(at, wavelength=light)
    best = Noise(shot=shot_noise(dark)).detectivity(current)
    state = {"wavelength": f"{light * 1e9:.0f} nm", "voltage": "-0.5 V"}
    method = str(rng.choice(["shot", "shot and Johnson"]))
    part = 1.0 if method == "shot" else rng.uniform(0.3, 1.0)
    return device("photodiode", *some(
        rng,
        value("detectivity", printed(rng, part * best, "Jones", Jones), method=method, **state),
        value("responsivity", printed(rng, current, "A/W"), **state),
        value("eqe", printed(rng, 100 * at, "%"), **state),
        value("dark_current_density", printed(rng, dark, "nA/cm2", 1e-5), voltage="-0.5 V"),
    ))  # fmt: skip


def solar_cell(rng) -> Device:
    """A cell that absorbs as its film does, emits what it must, and loses pairs without light."""
    edge, width = rng.uniform(0.75, 1.5), rng.uniform(0.005, 0.015)
    absorptance = curve(rng, edge - rng.uniform(0, 2) * width, rng.uniform(0.3, 1.0), width)
    lost = 10 ** rng.uniform(-8, 0)
    light = {"light": "AM1.5G"}

    def limit(behind=None):
        sun = am15g() if behind is None else am15g().between(behind, None)
        return detailed_balance(absorptance=absorptance, luminescence_yield=lost, light=sun)

    cell = limit()
    behind = {"silicon": 1100e-9, "perovskite": 750e-9}
    left = {name: limit(at).efficiency for name, at in behind.items()}
    return device("solar-cell", *some(
        rng,
        value("exciton_wavelength", printed(rng, hc_eV / edge, "nm", 1e-9)),
        value("short_circuit_current_density", printed(rng, cell.jsc, "mA/cm2", 10.0), **light),
        value("open_circuit_voltage", printed(rng, cell.voc, "V"), **light),
        value("fill_factor", printed(rng, 100 * cell.fill_factor, "%"), **light),
        value("efficiency", printed(rng, 100 * cell.efficiency, "%"), **light),
        *(value(f"efficiency_behind_{name}", printed(rng, 100 * share, "%"),
                filter_wavelength=f"{behind[name] * 1e9:.0f} nm", **light) for name, share in left.items() if share),
    ))  # fmt: skip


def tandem(rng) -> Device:
    """Two cells in detailed balance, the second behind the first, each with its losses."""
    first, second = rng.uniform(1.3, 2.2), rng.uniform(0.7, 1.25)
    top = detailed_balance(first, luminescence_yield=10 ** rng.uniform(-6, 0)).efficiency
    below = am15g().between(hc_eV / first, None)
    bottom = detailed_balance(second, light=below, luminescence_yield=10 ** rng.uniform(-6, 0)).efficiency
    return device("tandem", value("efficiency", printed(rng, 100 * (top + bottom), "%"), light="AM 1.5"),
                  partner="perovskite")  # fmt: skip


def multiplying_cell(rng) -> Device:
    """A cell whose photons of twice the gap make two pairs, collected with a loss."""
    gap, loss = rng.uniform(0.65, 1.0), rng.uniform(0.5, 1.0)

    def pairs(energy):
        return np.where(energy >= 2 * gap, 1 + 0.9 * (np.floor(energy / gap) - 1), 1.0)

    cell = detailed_balance(gap, quantum_yield=pairs, luminescence_yield=10 ** rng.uniform(-6, 0))
    blue = rng.uniform(2.05 * gap, 3.4)
    made = float(pairs(np.array([blue]))[0])
    light = {"light": "AM1.5G"}
    return device("solar-cell", *some(
        rng,
        value("exciton_wavelength", printed(rng, hc_eV / gap, "nm", 1e-9)),
        value("eqe", printed(rng, 100 * loss * made, "%"), wavelength=f"{hc_eV / blue * 1e9:.0f} nm"),
        value("iqe", printed(rng, 100 * made, "%"), wavelength=f"{hc_eV / blue * 1e9:.0f} nm"),
        value("short_circuit_current_density", printed(rng, loss * cell.jsc, "mA/cm2", 10.0), **light),
        value("open_circuit_voltage", printed(rng, cell.voc, "V"), **light),
        value("efficiency", printed(rng, 100 * loss * cell.efficiency, "%"), **light),
    ))  # fmt: skip


def laser(rng) -> Device:
    """A gain that is a part of the absorption, pumped above the emission."""
    light = rng.uniform(1000e-9, 1700e-9)
    film = Film(core="PbS", exciton=hc_eV / light, ligand="PbX2 ink")
    gain = rng.uniform(0.01, 0.95) * float(film.absorption(light))
    pumped = {"pump_wavelength": f"{rng.uniform(400, 0.95 * light * 1e9):.0f} nm", "pump_mode": "pulsed"}
    return device("laser", *some(
        rng,
        value("emission_wavelength", printed(rng, light, "nm", 1e-9), **pumped),
        value("gain_coefficient", printed(rng, gain, "cm-1", 100.0), part="material gain", **pumped),
        value("threshold_fluence", printed(rng, 10 ** rng.uniform(-1, 1.5), "uJ/cm2", 1e-2), **pumped),
    ))  # fmt: skip


def image_sensor(rng) -> Device:
    """Pixels that sample what they resolve."""
    pitch = rng.uniform(1e-6, 30e-6)
    return device(
        "image-sensor", value("pixel_pitch", printed(rng, pitch, "um", 1e-6)),
        value("resolution", printed(rng, rng.uniform(0.2, 1.0) / (2 * pitch), "lp/mm", 1e3)),
        value("eqe", printed(rng, rng.uniform(5, 90), "%"), wavelength="1450 nm"),
    )  # fmt: skip


def sunlight(rng) -> Device:
    """A share of a standard spectrum, printed with its band."""
    sun = [am15g(), am15d(), am0()][int(rng.integers(0, 2))]
    short = rng.uniform(300e-9, 1500e-9)
    long = rng.uniform(short + 100e-9, 3500e-9)
    share = sun.between(short, long).power() / sun.power()
    band = f"{short * 1e9:.1f} to {long * 1e9:.1f} nm"
    return device("general", value("sunlight_share", printed(rng, 100 * share, "%"), light="AM 1.5", wavelength=band))


MAKERS = (
    detector, shot_noise_detector, solar_cell, multiplying_cell, tandem, laser, image_sensor, sunlight,
)  # fmt: skip


def consistent_devices(count: int, seed: int = 1) -> Iterator[Device]:
    """As many devices as asked for, of all makers in turn."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        yield MAKERS[i % len(MAKERS)](rng)
