"""Rise and fall of a device whose light is switched, with the usual formulas of its own layers beside."""

from __future__ import annotations

import numpy as np

from infradot.devices.own_speed import speed_estimate
from infradot.experiments.course_words import lit_by, positive
from infradot.experiments.generation import Generation
from infradot.experiments.impedance import working_state
from infradot.experiments.switched_light import SwitchedLight
from infradot.experiments.time_shapes import Step
from infradot.experiments.transient import transient
from infradot.light.spectrum import Spectrum
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device

TIGHT = 1e-5  # tolerance of the solve: short steps, from which times between them are read well


def switch_light(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    background: Spectrum | None = None,
    voltage: float = 0.0,
    load: float = 0.0,
    until: float = 1.0,
    tolerance: float = TIGHT,
) -> SwitchedLight:
    """Switch light on and, after it has shone for ever, off; the voltage stands.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
    generation : Generation, optional
        Instead of light.
    background : Spectrum, optional
        Light that shines all the time.
    voltage : float, optional
        Of the source, V.
    load : float, optional
        Resistance through which the current is measured, times the area, ohm m^2.
    until : float, optional
        For which each is followed, s.
    tolerance : float, optional
        As for `transient`; a faint tail asks for a smaller one.

    Returns
    -------
    SwitchedLight

    Raises
    ------
    InputError
        Without light.
    NotConverged

    Notes
    -----
    Strong light fills traps and bends the bands: rise and fall then differ from each other and from `response_speed`,
    which is for faint light.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=4.8))
    >>> found = idt.switch_light(device, light=idt.line(wavelength=900e-9, irradiance=1.0), voltage=-1.0)
    >>> found.rise_time < 1e-6
    True
    """
    lit_by(light, generation)
    last = positive("until", until, "s")
    on, off = (
        transient(
            device, light=light, generation=generation, background=background, brightness=step, voltage=float(voltage),
            load=load, until=last, tolerance=tolerance,
        )
        for step in (Step(), Step(start=1.0, stop=0.0))
    )  # fmt: skip
    solver, _, _, _ = working_state(device, background, None, float(voltage))
    frequency = 0.35 / on.rise_time()
    admittance = complex(small_signal(solver, np.array([frequency])).admittance[0])
    estimate = speed_estimate(device, solver, admittance.imag / (2 * np.pi * frequency), float(load))
    return SwitchedLight(on=on, off=off, estimate=estimate)
