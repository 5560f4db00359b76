"""Bandwidth and rise time of a device, from its answer to modulated light, with the usual formulas beside."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.own_detectivity import wanted_wavelengths
from infradot.devices.ranges import NOT_NEGATIVE, checked
from infradot.devices.speed import diffusion_time, rc_rise_time, transit_time
from infradot.errors import InputError
from infradot.experiments.held import held_constants
from infradot.experiments.impedance import small_signal_report, working_state
from infradot.experiments.modulated import bandwidth_of, modulated_eqe
from infradot.experiments.response_speed import ResponseSpeed, SpeedEstimate
from infradot.experiments.step_from_frequency import rise
from infradot.light.spectrum import Spectrum
from infradot.materials.material import Material
from infradot.solvers.small_signal import small_signal
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.transport.arrays import PSI
from infradot.units import hc_eV, nm, thermal_voltage

Floats = NDArray[np.float64]
A_DECADE = 12
SLOWEST, FASTEST = 1e-4, 1e12  # Hz
MARGIN = 1e-3, 1e3  # of the bandwidths: how far below and above them the answer is asked for


def response_speed(
    device: Device,
    *,
    wavelength: ArrayLike | None = None,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    load: float = 0.0,
) -> ResponseSpeed:
    """Measure how fast the photocurrent follows faint light, at each wavelength.

    Bandwidth from the answer to modulated light, rise time from the answer to a small step that this means; drift, RC,
    diffusion and traps are in both as the equations have them.

    Parameters
    ----------
    device : Device
    wavelength : array_like (n,), optional
        m, inside the optical range; that of the absorber's gap unless given.
    voltage : float, optional
        V at the terminals of the device.
    light : Spectrum, optional
        Bias light.
    load : float, optional
        Resistance through which the current is measured, times the area, ohm m^2, beside the series resistance of the
        device.

    Returns
    -------
    ResponseSpeed

    Raises
    ------
    InputError
        For a negative load, or a wavelength outside the optical range or without an answer.
    NotConverged

    Notes
    -----
    For faint light: traps that strong light fills answer faster under it, so give it as bias light.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=4.8), area=1e-6)
    >>> slow, fast = (idt.response_speed(device, voltage=v) for v in (0.0, -2.0))
    >>> bool(fast.bandwidth[0] > slow.bandwidth[0])
    True
    """
    begun, outside = time.perf_counter(), float(load)
    checked("Speed", ("load", outside, "ohm m2", NOT_NEGATIVE))
    colours = wanted_wavelengths(device, gap_wavelength(device) if wavelength is None else wavelength)
    solver, outer, _, notes = working_state(device, light, None, voltage)
    found = _answers(device, solver, np.geomspace(SLOWEST, FASTEST, 97), colours, outside)[0]
    steady = found[0].real
    if not (np.abs(steady) > 0).all():
        raise InputError(f"The device does not answer to {colours[steady == 0][0] / nm:g} nm at {outer:g} V.")
    rough = [bandwidth_of(np.geomspace(SLOWEST, FASTEST, 97), np.abs(each[1:]), abs(each[0])) for each in found.T]
    asked = _frequencies([each for each in rough if each is not None])
    found, admittance = _answers(device, solver, asked, colours, outside)
    widths = [bandwidth_of(asked, np.abs(each[1:]), abs(each[0])) for each in found.T]
    edges = [rise(asked, each[1:].real, float(each[0].real)) for each in found.T]
    rises = np.array([edge[0] for edge in edges])
    reasons = {}
    for x, width, edge in zip(colours, widths, rises, strict=True):
        if width is None:
            reasons[f"bandwidth at {x / nm:.4g} nm"] = f"the answer has not fallen at {asked[-1]:.3g} Hz"
        if not math.isfinite(edge):
            reasons[f"rise time at {x / nm:.4g} nm"] = f"the step is not over after {10 / (2 * np.pi * asked[0]):.3g} s"
    fastest = max((width for width in widths if width is not None), default=float(asked[-1]))
    k = int(np.argmin(np.abs(np.log(asked / fastest))))
    capacitance = float(admittance[k + 1].imag) / (2 * np.pi * float(asked[k]))
    return ResponseSpeed(
        wavelength=colours, eqe=np.abs(steady),
        bandwidth=np.array([np.nan if width is None else width for width in widths]), rise_time=rises,
        frequency=asked, response=np.abs(found[1:]) / np.abs(steady), time=edges[0][1],
        step=np.array([edge[2] for edge in edges]).T, estimate=speed_estimate(device, solver, capacitance, outside),
        load=outside, voltage=outer, device=device, light=light, reasons=reasons,
        report=small_signal_report(solver, 1, begun, (*notes, *held_constants(device))),
    )  # fmt: skip


def gap_wavelength(device: Device) -> float:
    """Wavelength of the smallest gap of the layers that conduct, m."""
    return hc_eV / min(float(material.band_gap or math.inf) for _, material in device.conducting())


def absorbing_layer(device: Device) -> tuple[Layer, Material]:
    """The layer with the smallest gap; of several within kT of it, as in a homojunction, the thickest."""
    layers, kt = device.conducting(), thermal_voltage(device.temperature)
    least = min(float(material.band_gap or math.inf) for _, material in layers)
    near = [pair for pair in layers if float(pair[1].band_gap or math.inf) <= least + kt]
    return max(near, key=lambda pair: pair[0].thickness)


def _answers(
    device: Device, solver: Steady, frequency: Floats, wavelength: Floats, load: float
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Quantum efficiency (m + 1, n) and admittance of the junction (m + 1,), first at frequency 0."""
    answers = small_signal(solver, np.concatenate(([0.0], frequency)))
    return modulated_eqe(device, solver, answers, wavelength, load), answers.admittance


def _frequencies(bandwidths: list[float]) -> Floats:
    """Where the answer turns, and well below and above."""
    low = max(min(bandwidths, default=FASTEST) * MARGIN[0], SLOWEST)
    high = min(max(bandwidths, default=FASTEST) * MARGIN[1], FASTEST)
    # slow parts that are less than all of it may lie far below the bandwidth
    low = min(low, 1.0)
    return np.geomspace(low, high, max(2, round(A_DECADE * math.log10(high / low)) + 1))


def speed_estimate(device: Device, solver: Steady, capacitance: float, load: float) -> SpeedEstimate:
    """The usual formulas for the absorber in the solved state."""
    posed, kt = solver.problem, solver.problem.thermal_voltage
    absorber, material = absorbing_layer(device)
    name, domain = absorber.name, next(each for each in posed.domains if each.name == absorber.name)
    width = np.diff(domain.position)
    falls = np.diff(solver.state[domain.start : domain.stop + 1, PSI]) * kt
    driven = np.abs(falls) / width * float(domain.position[-1]) > kt
    mobility = min(float(material.mobility_n or 0.0), float(material.mobility_p or 0.0))
    drift, neutral = float(width[driven].sum()), float(width[~driven].sum())
    drop, resistance = abs(float(falls[driven].sum())), float(device.series_resistance) + load
    diffusion = mobility * kt
    return SpeedEstimate(
        layer=name, drift_width=drift, drop=drop, neutral_width=neutral, mobility=mobility, diffusion=diffusion,
        resistance=resistance, capacitance=capacitance,
        drift_time=transit_time(drift, mobility=mobility, voltage=drop) if drop > 0 else 0.0,
        rc_time=rc_rise_time(resistance=resistance, capacitance=capacitance) if resistance * capacitance > 0 else 0.0,
        diffusion_time=diffusion_time(neutral, diffusion=diffusion) if neutral > 0 else 0.0,
    )  # fmt: skip
