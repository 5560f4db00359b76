"""Photoconductors and phototransistors in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from infradot.experiments.photoconduction_result import Photoconduction
    from infradot.experiments.photogating import Photogating


def seconds(time: float) -> str:
    """A time with a unit that a person would choose.

    Examples
    --------
    >>> seconds(2.3e-3), seconds(4.0e-8), seconds(12.0)
    ('2.3 ms', '40 ns', '12 s')
    """
    for scale, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
        if time >= scale:
            return f"{time / scale:.3g} {unit}"
    return f"{time / 1e-12:.3g} ps"


def amperes(current: float) -> str:
    """A current with a unit that a person would choose.

    Examples
    --------
    >>> amperes(2.5e-9)
    '2.5 nA'
    """
    for scale, unit in ((1.0, "A"), (1e-3, "mA"), (1e-6, "uA"), (1e-9, "nA")):
        if abs(current) >= scale:
            return f"{current / scale:.3g} {unit}"
    return f"{current / 1e-12:.3g} pA"


def photoconduction_sentences(found: Photoconduction) -> list[str]:
    """Gain beside the formula, speed, noise."""
    told = [
        f"At {found.voltage:.3g} V under {found.irradiance / 10:.3g} mW/cm2 it carries {amperes(found.current)}, "
        f"{amperes(found.dark_current)} of it in the dark: {found.responsivity:.3g} A/W, "
        f"{found.gain:.3g} electrons for each pair."
    ]
    formula = found.textbook_gain
    if formula is not None:
        told.append(
            f"Lifetime over transit time of the {'electrons' if found.majority == 'n' else 'holes'} is {formula:.3g}."
        )
    width = found.bandwidth
    if width is not None:
        limit = 1 / (2 * np.pi * found.transit_time)
        told.append(
            f"Its bandwidth is {width:.3g} Hz; gain times bandwidth is {found.small_gain * width:.3g} Hz, "
            f"and 1/(2 pi) over the transit time {limit:.3g} Hz."
        )
    best = int(np.argmax(found.detectivity))
    told.append(
        f"With the noise of this state its detectivity is highest at {found.frequency[best]:.3g} Hz, "
        f"{100 * found.detectivity[best]:.3g} Jones."
    )
    return told


def photogating_sentences(found: Photogating) -> list[str]:
    """Gain, shift, speed, noise."""
    told = [
        f"At {found.gate_voltage:.3g} V on the gate and {found.voltage:.3g} V on the drain under "
        f"{found.irradiance / 10:.3g} mW/cm2 it carries {amperes(found.current)}, {amperes(found.dark_current)} of it "
        f"in the dark: {found.responsivity:.3g} A/W, {found.gain:.3g} electrons for each pair."
    ]
    told.append(f"In the dark it would take {found.shift:.3g} V more on the gate.")
    if found.dirac_shift is not None:
        told.append(f"The gate voltage at which graphene is neutral moves by {found.dirac_shift:.3g} V.")
    width = found.bandwidth
    if width is not None:
        told.append(
            f"Its bandwidth is {width:.3g} Hz; gain times bandwidth is {abs(found.small_gain) * width:.3g} Hz, "
            f"and 1/(2 pi) over the transit time {1 / (2 * np.pi * found.transit_time):.3g} Hz."
        )
    best = int(np.argmax(found.detectivity))
    told.append(
        f"With the noise of this state its detectivity is highest at {found.frequency[best]:.3g} Hz, "
        f"{100 * found.detectivity[best]:.3g} Jones."
    )
    return told
