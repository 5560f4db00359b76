"""Measurements of a detector as tables and as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.experiments.capacitance import CapacitanceVoltage
from infradot.experiments.dark_activation import DarkActivation
from infradot.experiments.dark_current import DarkCurrent, dark, part_name
from infradot.experiments.detectivity import JONES, Detectivity
from infradot.experiments.drive_level import DriveLevel
from infradot.experiments.figures_of_merit import FiguresOfMerit
from infradot.experiments.impedance import Impedance
from infradot.experiments.inside_words import mechanism
from infradot.experiments.linearity import Linearity
from infradot.experiments.noise import NoiseSpectrum
from infradot.experiments.response_speed import ResponseSpeed, hertz, seconds
from infradot.experiments.result import Result
from infradot.experiments.transient_result import Transient
from infradot.report.tables import Table
from infradot.units import nm

nF_cm2, pA_cm2, mW_cm2 = 1e-5, 1e-10, 10.0  # F m^-2, A m^-1 (of a root of a density), W m^-2
LISTED = 1e-3  # share of a dark current, or of a noise, below which a part is not listed
Families = dict[str, dict[str, Result]]


def detector_tables(families: Families) -> tuple[Table, ...]:
    """A table for each kind of measurement, the sheet first."""
    made: list[Table] = []
    for kind, results in families.items():
        if kind in _TABLES:
            made += _TABLES[kind](results)
    return tuple(sorted(made, key=lambda table: not table.title.startswith(SHEET)))


SHEET = "Figures of merit"


def _sheets(results: dict[str, Any]) -> Iterator[Table]:
    """Sheets of one wavelength side by side, one column a voltage."""
    groups: dict[tuple[str, ...], list[FiguresOfMerit]] = {}
    for found in results.values():
        assert isinstance(found, FiguresOfMerit)
        parts = found.conditions().split(", ")
        groups.setdefault((parts[0], *parts[2:]), []).append(found)
    for told, sheets in groups.items():
        texts = [{m.name: (m.words, m.text) for m in sheet.merits()} for sheet in sheets]
        # what has no number tells why below the table
        missing = dict.fromkeys(
            f"{m.words} at {sheet.voltage:.4g} V: {m.text}" for sheet in sheets for m in sheet.merits()
            if m.value is None
        )  # fmt: skip
        lacking = [{m.name for m in sheet.merits() if m.value is None} for sheet in sheets]
        rows = [
            (_row_name(name, texts), *("-" if name in gone or name not in text else text[name][1]
                                       for text, gone in zip(texts, lacking, strict=True)))
            for name in dict.fromkeys(name for text in texts for name in text)
            if name != "dark_share"
        ]  # fmt: skip
        yield Table(
            title=f"{SHEET}, {', '.join(told)}", columns=("", *(f"{sheet.voltage:.4g} V" for sheet in sheets)),
            rows=tuple(rows), note="\n".join(f"{text}." for text in missing),
        )  # fmt: skip


def _row_name(name: str, texts: list[dict[str, tuple[str, str]]]) -> str:
    return next(text[name][0] for text in texts if name in text)


def _dark_tables(results: dict[str, Any]) -> Iterator[Table]:
    for found in results.values():
        assert isinstance(found, DarkCurrent)
        k = int(np.nanargmin(np.where(np.isfinite(found.current_density), found.voltage, np.nan)))
        at, total = float(found.voltage[k]), float(found.current_density[k])
        rows = [(name, dark(part), f"{part / total:.1%}") for name, part in found.at(at).items()
                if total != 0 and abs(part) > LISTED * abs(total)]  # fmt: skip
        yield Table(
            title=f"Dark current at {at:.3g} V", columns=("", "current", "share"),
            rows=(*rows, ("all", dark(total), "100.0%")),
            note=f"Not listed: below {LISTED:.1%}. The parts add up to {found.open:.0e}.",
        )  # fmt: skip


def _activation_tables(results: dict[str, Any]) -> Iterator[Table]:
    for found in results.values():
        assert isinstance(found, DarkActivation)
        largest = np.nanmax(np.abs(found.parts), axis=1, initial=0.0)
        whole = float(np.nanmax(np.abs(found.current_density), initial=0.0))
        size = {
            part_name(part): each / whole if whole > 0 else 0.0
            for part, each in zip(
                zip(found.kinds, found.mechanisms, found.places, strict=True), largest.tolist(), strict=True
            )
        }
        rows = [(name, f"{float(energy):.3f}") for name, energy in found.by_part.items() if size[name] > LISTED]
        if found.activation is not None:
            rows.append(("all", f"{float(found.activation):.3f}"))
        yield Table(
            title=f"Activation of the dark current at {found.voltage:.3g} V, {found.temperature.min():.4g} to "
            f"{found.temperature.max():.4g} K",
            columns=("", "energy (eV)"), rows=tuple(rows),
        )  # fmt: skip


def _detectivity_tables(results: dict[str, Any]) -> Iterator[Table]:
    """At the wavelength where each is best, one row a frequency."""
    rows: list[tuple[str, ...]] = []
    for name, found in results.items():
        assert isinstance(found, Detectivity)
        i = int(np.argmax(found.detectivity.max(axis=0)))
        shot, limit, times = found.shot_detectivity, found.background_limit, found.inflation
        for k in np.argsort(found.frequency).tolist():
            rows.append((
                f"{name}, {found.wavelength[i] / nm:.4g} nm", hertz(float(found.frequency[k])),
                f"{found.responsivity[k, i]:.3g}", f"{found.detectivity[k, i] / JONES:.3g}",
                "-" if shot is None else f"{shot[k, i] / JONES:.3g}", "-" if times is None else f"{times[k]:.3g}",
                "-" if limit is None else f"{limit[i] / JONES:.3g}",
            ))  # fmt: skip
    yield Table(
        title="Detectivity at its best wavelength",
        columns=("", "frequency", "A/W", "D* (Jones)", "by shot noise alone", "times D*", "background limit"),
        rows=tuple(rows), note="With all noise of the device; amplifier and light source are left out.",
    )  # fmt: skip


def _linearity_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows, notes = [], list[str]()
    for name, found in results.items():
        assert isinstance(found, Linearity)
        ends = [None if x is None else x / mW_cm2 for x in (found.lowest, found.highest)]
        numbers = (*ends, found.range_20log, found.range_10log)
        colour = "" if " nm" in name else f", {found.wavelength / nm:.4g} nm"
        rows.append((f"{name}{colour}", f"{found.faint_responsivity:.3g}",
                     *("-" if x is None else f"{x:.3g}" for x in numbers)))  # fmt: skip
        notes += [f"{name}, no {end}: {why}." for end, why in found.reasons.items()]
        band = f"{found.bandwidth:g} Hz at {found.frequency:g} Hz"
        told = f"From the noise in {band} to {found.compression:g} dB (20 log) off."
    yield Table(
        title="Linear dynamic range", note="\n".join([told, *notes]), rows=tuple(rows),
        columns=("", "A/W", "from (mW/cm2)", "to (mW/cm2)", "dB, 20 log", "dB, 10 log"),
    )  # fmt: skip


def _speed_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows = []
    for name, found in results.items():
        assert isinstance(found, ResponseSpeed)
        by = found.estimate
        for x, f, t in zip(found.wavelength, found.bandwidth, found.rise_time, strict=True):
            rows.append((f"{name}, {x / nm:.4g} nm", hertz(float(f)), seconds(float(t)), seconds(by.rise_time),
                         seconds(by.drift_time), seconds(by.rc_time), seconds(by.diffusion_time)))  # fmt: skip
    yield Table(
        title="Speed", rows=tuple(rows),
        columns=("", "bandwidth", "rise, 10-90 %", "by formula", "drift", "RC", "diffusion"),
        note="By formula: root of the squares' sum of drift through the absorber, 2.2 RC and diffusion.",
    )  # fmt: skip


def _noise_tables(results: dict[str, Any]) -> Iterator[Table]:
    for name, found in results.items():
        assert isinstance(found, NoiseSpectrum)
        k = int(np.argmin(found.frequency))
        whole = float(found.density[k])
        rows = [(mechanism(what), f"{part[k] / whole:.1%}") for what, part in found.by_mechanism().items()
                if part[k] > LISTED * whole]  # fmt: skip
        shot = f", {whole / found.shot:.3g} times 2 q |J|" if found.shot > 0 else ", no current"
        yield Table(
            title=f"Noise, {name}, {found.frequency[k]:.4g} Hz", columns=("", "share"), rows=tuple(rows),
            note=f"In all {math.sqrt(whole) / pA_cm2:.3g} pA/Hz^0.5 for 1 cm2{shot}.",
        )  # fmt: skip


def _capacitance_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows = []
    for name, found in results.items():
        assert isinstance(found, CapacitanceVoltage)
        ends = (int(np.argmin(found.voltage)), int(np.argmax(found.voltage)))
        told = [f"{found.capacitance[k] / nF_cm2:.4g} at {found.voltage[k]:.3g} V" for k in ends]
        try:
            read = found.mott_schottky()
            rows.append((name, *told, f"{read.doping * 1e-6:.2e}", f"{read.built_in_voltage:.3f}",
                         f"{read.deviation:.1%}"))  # fmt: skip
        except InputError:
            rows.append((name, *told, "-", "-", "-"))
    yield Table(
        title="Capacitance", rows=tuple(rows), note="Doping and built-in voltage hold where the plot is straight.",
        columns=("", "nF/cm2", "nF/cm2", "doping (cm-3)", "built in (V)", "off straight"),
    )  # fmt: skip


def _drive_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows = []
    for name, found in results.items():
        assert isinstance(found, DriveLevel)
        read = found.profile()
        for k in np.argsort(found.voltage).tolist():
            rows.append((name, f"{found.voltage[k]:.3g}", f"{found.coefficients[0][k] / nF_cm2:.4g}",
                         f"{read.depth[k] / nm:.4g}", f"{read.density[k] * 1e-6:.2e}",
                         f"{read.deviation[k]:.1%}"))  # fmt: skip
    yield Table(
        title="Drive level", rows=tuple(rows),
        note="Doping with the levels that follow; only where a layer is neither empty throughout nor injected into.",
        columns=("", "top (V)", "nF/cm2", "depth (nm)", "density (cm-3)", "off a parabola"),
    )  # fmt: skip


def _impedance_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows = []
    for name, found in results.items():
        assert isinstance(found, Impedance)
        for k in (int(np.argmin(found.frequency)), int(np.argmax(found.frequency))):
            z = complex(found.impedance[k]) * 1e4
            rows.append((name, hertz(float(found.frequency[k])), f"{found.capacitance[k] / nF_cm2:.4g}",
                         f"{z.real:.4g}", f"{z.imag:.4g}"))  # fmt: skip
    yield Table(title="Impedance", rows=tuple(rows),
                columns=("", "frequency", "nF/cm2", "Re Z (ohm cm2)", "Im Z (ohm cm2)"))  # fmt: skip


def _transient_tables(results: dict[str, Any]) -> Iterator[Table]:
    rows = []
    for name, found in results.items():
        assert isinstance(found, Transient)
        shown = found.shown * (1.0 if found.at_open_circuit else 0.1)
        ends = (shown[0], shown[np.isfinite(shown)][-1], np.nanmin(shown), np.nanmax(shown))
        edges = ("-" if t is None else seconds(t) for t in found.edges())
        rows.append((name, seconds(float(found.time[-1])), "V" if found.at_open_circuit else "mA/cm2", *edges,
                     *(f"{x:.4g}" for x in ends)))  # fmt: skip
    yield Table(
        title="In time", rows=tuple(rows), note="Rise and fall from 10 to 90 % of the way, out and back.",
        columns=("", "until", "of", "rise", "fall", "start", "end", "least", "most"),
    )  # fmt: skip


_TABLES: dict[str, Any] = {
    "figures-of-merit": _sheets, "detectivity": _detectivity_tables, "dark-current": _dark_tables,
    "dark-activation": _activation_tables, "linearity": _linearity_tables, "bandwidth": _speed_tables,
    "noise": _noise_tables, "cv": _capacitance_tables, "drive-level": _drive_tables, "impedance": _impedance_tables,
    "transient": _transient_tables,
}  # fmt: skip
