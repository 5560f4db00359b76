"""All figures of merit of a photodetector at one working point."""

from __future__ import annotations

import math
import time

import numpy as np

from infradot.devices.own_background import collected_background
from infradot.devices.own_detectivity import detectivity
from infradot.devices.own_linearity import USUAL_IRRADIANCE, linearity
from infradot.devices.own_speed import gap_wavelength, response_speed
from infradot.devices.ranges import POSITIVE, checked
from infradot.experiments.dark_activation import dark_activation
from infradot.experiments.dark_current import dark_current
from infradot.experiments.figures_of_merit import FiguresOfMerit
from infradot.experiments.impedance import small_signal_report, working_state
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import q


def figures_of_merit(
    device: Device,
    *,
    wavelength: float | None = None,
    voltage: float = -0.5,
    frequency: float = 1e3,
    bandwidth: float = 1.0,
    irradiance: float = 1.0,
    compression: float = 1.0,
    load: float = 0.0,
    area: float | None = None,
    hooge: float = 0.0,
    background_temperature: float = 300.0,
    half_angle: float = math.pi / 2,
) -> FiguresOfMerit:
    """Work out what a photodetector is judged by, all at one wavelength, voltage and frequency.

    Parameters
    ----------
    device : Device
    wavelength : float, optional
        m; that of the smallest gap unless given.
    voltage : float, optional
        V at the terminals.
    frequency, bandwidth : float, optional
        Of light and noise, and how wide the band is, Hz.
    irradiance : float, optional
        Of the large-signal quantum efficiency, W m^-2; 0.1 mW/cm2 unless given.
    compression : float, optional
        End of the linear range, dB by 20 log.
    load : float, optional
        Resistance of the circuit times the area, ohm m^2.
    area : float, optional
        m^2; by default that of the device. Without one what needs it has a reason instead of a number.
    hooge : float, optional
        Hooge's parameter of 1/f noise.
    background_temperature, half_angle : float, optional
        K and rad.

    Returns
    -------
    FiguresOfMerit

    Raises
    ------
    InputError, NotConverged

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=4.8))
    >>> found = idt.figures_of_merit(device, voltage=-0.2)
    >>> found.value("detectivity") < found.value("background_limit"), found.value("nep") is None
    (True, True)
    """
    begun = time.perf_counter()
    checked("Figures of merit", ("irradiance", irradiance, "W m-2", POSITIVE))
    colour = gap_wavelength(device) if wavelength is None else float(wavelength)
    found = detectivity(
        device, wavelength=[colour], frequency=[frequency], voltage=voltage, hooge=hooge,
        background_temperature=background_temperature, half_angle=half_angle,
    )  # fmt: skip
    solver, outer, _, notes = working_state(device, None, None, voltage)
    collection = np.ascontiguousarray(small_signal(solver, np.zeros(1)).collection[0].real)
    photons = collected_background(
        device, solver.problem, collection, temperature=device.temperature, half_angle=math.pi / 2
    )
    light = np.unique(np.append(USUAL_IRRADIANCE, irradiance))
    return FiguresOfMerit(
        detectivity=found,
        dark=dark_current(device, voltage=[outer]),
        activation=dark_activation(device, voltage=outer) if outer != 0.0 else None,
        linearity=linearity(
            device, wavelength=colour, voltage=outer, irradiance=light, compression=compression, frequency=frequency,
            bandwidth=bandwidth, area=area, hooge=hooge,
        ),
        speed=response_speed(device, wavelength=[colour], voltage=outer, load=load),
        irradiance=float(irradiance), bandwidth=float(bandwidth), background_current=q * photons, device=device,
        report=small_signal_report(solver, 1, begun, notes),
    )  # fmt: skip
