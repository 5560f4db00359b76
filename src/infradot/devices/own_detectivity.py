"""Detectivity of a device from the noise that its own equations give."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.own_background import collected_background
from infradot.devices.ranges import HALF_ANGLE, POSITIVE, checked
from infradot.errors import InputError, PhysicsWarning
from infradot.experiments.detectivity import Detectivity
from infradot.experiments.eqe import wavelengths_of
from infradot.experiments.held import held_constants
from infradot.experiments.impedance import small_signal_report, wanted_frequencies, working_state
from infradot.experiments.modulated import modulated_eqe
from infradot.experiments.noise import noise
from infradot.light.spectrum import Spectrum
from infradot.optics import optical_range
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import c, h, nm, q

USUAL_FREQUENCIES = np.logspace(0, 6, 7)


def detectivity(
    device: Device,
    *,
    wavelength: ArrayLike | None = None,
    frequency: ArrayLike | None = None,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    hooge: float = 0.0,
    background_temperature: float = 300.0,
    half_angle: float = math.pi / 2,
) -> Detectivity:
    """Work out the detectivity of a photodetector, with responsivity and noise from the same solved state.

    D* = R / sqrt(S), R the responsivity to faint light that swings at a frequency and S the noise of the current at
    that frequency for each area. No noise is assumed: shot, thermal, generation-recombination noise with its gain come
    out of the rates inside (`infradot.noise`).

    Parameters
    ----------
    device : Device
    wavelength : array_like (n,), optional
        m, inside the optical range of the device; every 5 nm of it unless given.
    frequency : array_like (m,), optional
        Hz, above 0; 1 Hz to 1 MHz in decades unless given.
    voltage : float, optional
        The steady voltage at the terminals, V.
    light : Spectrum, optional
        Bias light; None is darkness, but for the warmth of the device's own temperature.
    hooge : float, optional
        Hooge's parameter: 1/f noise as an empirical addition.
    background_temperature, half_angle : float, optional
        Of the background limit that stands beside: surroundings in K, and the cone in which they are seen in rad.

    Returns
    -------
    Detectivity

    Raises
    ------
    InputError
        For wavelengths outside the optical range, or numbers out of range.
    NotConverged

    Warns
    -----
    PhysicsWarning
        Where the detectivity passes the background limit of the device's own quantum efficiency.

    Notes
    -----
    The dark current of a device with recycled radiative recombination holds the thermal photons of surroundings at its
    own temperature, so that with these its detectivity cannot pass the limit. Left out: the amplifier, fluctuations of
    the light source, 1/f noise other than by `hooge`. A gain raises the limit beside by its root, since only the
    electrons out are known.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=4.8))
    >>> found = idt.detectivity(device, wavelength=[1300e-9], frequency=[100.0], voltage=-0.5)
    >>> bool(found.detectivity[0, 0] < found.background_limit[0])
    True
    """
    begun = time.perf_counter()
    checked(
        "Detectivity", ("background_temperature", background_temperature, "K", POSITIVE),
        ("half_angle", half_angle, "rad", HALF_ANGLE),
    )  # fmt: skip
    asked = wanted_frequencies(USUAL_FREQUENCIES if frequency is None else frequency)
    colours = wanted_wavelengths(device, wavelength)
    quiet = noise(device, frequency=asked, voltage=voltage, light=light, hooge=hooge)
    solver, outer, _, notes = working_state(device, light, None, voltage)
    answers = small_signal(solver, np.concatenate(([0.0], asked)))
    efficiency = modulated_eqe(device, solver, answers, colours)
    whole = float(abs(1.0 / _divided(device, answers.admittance[0])))
    photons = collected_background(
        device, solver.problem, np.ascontiguousarray(answers.collection[0].real) * whole,
        temperature=float(background_temperature), half_angle=float(half_angle),
    )  # fmt: skip
    found = Detectivity(
        wavelength=colours, frequency=asked, eqe=np.abs(efficiency[0]),
        responsivity=np.abs(efficiency[1:]) * (q / (h * c)) * colours, noise=quiet, background_photons=photons,
        background_temperature=float(background_temperature), half_angle=float(half_angle), voltage=outer,
        device=device, light=light,
        report=small_signal_report(solver, 1, begun, (*notes, *held_constants(device))),
    )  # fmt: skip
    if found.above_background:
        warnings.warn(
            "The detectivity is above the background limit of the device's own quantum efficiency: what absorbs emits, "
            "and its laws leave that out. Give the absorber Radiative(reabsorption='recycled').",
            PhysicsWarning, stacklevel=2,
        )  # fmt: skip
    return found


def _divided(device: Device, junction: complex) -> complex:
    """What the current of the junction divides by on its way to the terminals."""
    return complex(1.0 + float(device.series_resistance) * (junction + 1.0 / float(device.shunt_resistance)))


def wanted_wavelengths(device: Device, wavelength: ArrayLike | None) -> NDArray[np.float64]:
    """Wavelengths (n,) inside the optical range of a device, m; every 5 nm of it unless given.

    Raises
    ------
    InputError
        For anything else.
    """
    if wavelength is None:
        return wavelengths_of(device)
    try:
        asked = np.array(wavelength, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    shortest, longest = optical_range(device.optical_stack, device.temperature)
    inside = np.isfinite(asked) & (asked >= shortest) & (asked <= longest)
    if asked.ndim != 1 or not len(asked) or not inside.all():
        shown = f"{asked[~inside].ravel()[0] / nm:g} nm" if asked.ndim == 1 and len(asked) else repr(wavelength)
        raise InputError(f"wavelength = {shown}, expected {shortest / nm:.0f} to {longest / nm:.0f} nm: the device "
                         "makes no pairs outside.")  # fmt: skip
    return asked
