"""Measurements of a detector for programs: single numbers; whole curves are in the files of the run."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.capacitance import CapacitanceVoltage
from infradot.experiments.dark_activation import DarkActivation
from infradot.experiments.dark_current import DarkCurrent
from infradot.experiments.detectivity import JONES, Detectivity
from infradot.experiments.drive_level import DriveLevel
from infradot.experiments.figures_of_merit import FiguresOfMerit
from infradot.experiments.linearity import Linearity
from infradot.experiments.noise import NoiseSpectrum
from infradot.experiments.response_speed import ResponseSpeed
from infradot.experiments.result import Result
from infradot.experiments.transient_result import Transient


def detector_values(families: dict[str, dict[str, Result]]) -> dict[str, Any]:
    """By the kind of measurement and the name of the result."""
    found: dict[str, Any] = {}
    for kind, results in families.items():
        told = {name: _values(result) for name, result in results.items()}
        found[kind.replace("-", "_")] = {name: values for name, values in told.items() if values}
    return {kind: told for kind, told in found.items() if told}


def _values(found: Result) -> dict[str, Any]:
    if isinstance(found, FiguresOfMerit):
        numbers = {m.name: {"value": m.value, "unit": m.unit, "text": m.text} for m in found.merits()}
        return {"conditions": found.conditions(), "merits": numbers}
    if isinstance(found, Detectivity):
        value, wavelength, frequency = found.best()
        return {
            "voltage_V": found.voltage, "best_Jones": value / JONES, "at_wavelength_nm": wavelength * 1e9,
            "at_frequency_Hz": frequency, "frequency_Hz": found.frequency, "inflation": found.inflation,
            "background_limit_Jones": None if found.background_limit is None else found.background_limit.max() / JONES,
            "above_background": found.above_background,
        }  # fmt: skip
    if isinstance(found, DarkCurrent):
        k = int(np.nanargmin(np.where(np.isfinite(found.current_density), found.voltage, np.nan)))
        at = float(found.voltage[k])
        return {"voltage_V": at, "current_density_A_m2": found.current_density[k], "parts_A_m2": found.at(at)}
    if isinstance(found, DarkActivation):
        return {
            "voltage_V": found.voltage, "activation_eV": found.activation, "by_kind_eV": dict(found.by_kind),
            "by_part_eV": dict(found.by_part), "reasons": dict(found.reasons),
        }  # fmt: skip
    if isinstance(found, Linearity):
        return {
            "wavelength_nm": found.wavelength * 1e9, "voltage_V": found.voltage, "lowest_W_m2": found.lowest,
            "highest_W_m2": found.highest, "range_dB_20log": found.range_20log, "range_dB_10log": found.range_10log,
            "noise_frequency_Hz": found.frequency, "noise_bandwidth_Hz": found.bandwidth,
            "compression_dB_20log": found.compression, "reasons": dict(found.reasons),
        }  # fmt: skip
    if isinstance(found, ResponseSpeed):
        by = found.estimate
        return {
            "voltage_V": found.voltage, "wavelength_nm": found.wavelength * 1e9, "bandwidth_Hz": found.bandwidth,
            "rise_time_s": found.rise_time, "load_ohm_m2": found.load, "formula_rise_time_s": by.rise_time,
            "formula_drift_s": by.drift_time, "formula_rc_s": by.rc_time, "formula_diffusion_s": by.diffusion_time,
            "reasons": dict(found.reasons),
        }  # fmt: skip
    if isinstance(found, NoiseSpectrum):
        return {"voltage_V": found.voltage, "frequency_Hz": found.frequency, "density_A2_Hz_m2": found.density}
    if isinstance(found, CapacitanceVoltage):
        return {"voltage_V": found.voltage, "capacitance_F_m2": found.capacitance, "frequency_Hz": found.frequency}
    if isinstance(found, DriveLevel):
        read = found.profile()
        return {
            "voltage_V": found.voltage, "frequency_Hz": found.frequency, "amplitude_V": found.amplitude,
            "capacitance_F_m2": found.capacitance, "depth_nm": read.depth * 1e9, "density_cm3": read.density * 1e-6,
        }  # fmt: skip
    if isinstance(found, Transient):
        rise, fall = found.edges()
        shown = found.shown
        return {
            "until_s": float(found.time[-1]), "rise_time_s": rise, "fall_time_s": fall, "quantity": found.quantity,
            "start": float(shown[0]), "end": found.last, "least": float(np.nanmin(shown)),
            "most": float(np.nanmax(shown)), "charge_C_m2": float(found.charge[-1]),
        }  # fmt: skip
    return {}
