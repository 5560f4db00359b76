"""Charge that a lit device holds: light off and voltage down at once, and what comes out is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.course_words import empty_capacitance, lit_by, table_of, told_of
from infradot.experiments.generation import Generation
from infradot.experiments.jv import jv
from infradot.experiments.result import Column, Result
from infradot.experiments.time_shapes import Step
from infradot.experiments.transient import transient
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import q

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChargeExtraction(Result):
    """What comes out of a device after its light has gone.

    Parameters
    ----------
    course : Transient
    start, stop : float
        Voltage in the light and afterwards, V.
    electrode_charge : float
        What the wires take back for the empty device: its capacitance times the fall of the voltage, C m^-2.
    """

    course: Transient
    start: float
    stop: float
    electrode_charge: float

    @property
    def flowed(self) -> float:
        """Charge through the outer circuit, C m^-2, positive in the direction of a photocurrent."""
        good = np.isfinite(self.course.charge)
        return -float(self.course.charge[good][-1])

    @property
    def extracted(self) -> float:
        """That charge less the electrodes' own, C m^-2."""
        return self.flowed - self.electrode_charge

    @property
    def stored(self) -> float:
        """q times the holes that the device held in the light beyond those at the end, C m^-2: solved, not measured."""
        good = np.isfinite(self.course.holes)
        return q * float(self.course.holes[0] - self.course.holes[good][-1])

    @property
    def recombined(self) -> float:
        """q times the pairs that recombined on the way out, C m^-2."""
        good = np.isfinite(self.course.recombined)
        return q * float(self.course.recombined[good][-1] - self.course.generated[good][-1])

    @property
    def density(self) -> float:
        """Extracted carriers for each volume of the layers that conduct, m^-3."""
        return self.extracted / (q * sum(layer.thickness for layer, _ in self.course.device.conducting()))

    def _sentences(self) -> list[str]:
        nC, last = 1e5, f"{self.start:.4g} V in the light to {self.stop:.4g} V in the dark"
        return told_of(self.course, [
            f"From {last} {self.flowed * nC:.4g} nC/cm2 flow, of which {self.electrode_charge * nC:.4g} charge the "
            f"electrodes; {self.extracted * nC:.4g} are extracted, where {self.stored * nC:.4g} were stored and "
            f"{self.recombined * nC:.4g} recombined on the way."
        ])  # fmt: skip

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        numbers = {
            "start_V": self.start, "stop_V": self.stop, "flowed_C_m2": self.flowed, "extracted_C_m2": self.extracted,
            "stored_C_m2": self.stored, "recombined_C_m2": self.recombined,
        }  # fmt: skip
        return table_of(self.course, numbers, [])


def charge_extraction(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    voltage: float | None = None,
    stop: float = 0.0,
    until: float = 1.0,
    load: float = 0.0,
) -> ChargeExtraction:
    """Let light shine for ever, switch it off and the voltage down at the same time, and count what flows.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
    generation : Generation, optional
        Instead of light.
    voltage : float, optional
        V in the light; the open-circuit voltage unless given.
    stop : float, optional
        V at which carriers are extracted; below 0 they come out faster and fewer recombine.
    until : float, optional
        s.
    load : float, optional
        Resistance of the circuit, ohm m^2.

    Returns
    -------
    ChargeExtraction

    Raises
    ------
    InputError
        Without light, or where there is no open-circuit voltage.
    NotConverged

    Notes
    -----
    A pair whose electron and hole leave at opposite contacts counts as one charge, wherever it was. Carriers that a
    contact holds by itself move with the voltage too: they are in `flowed` and `extracted`, as in a measurement.
    """
    lit_by(light, generation)
    start = voltage
    if start is None:
        start = jv(device, light=light, generation=generation).metrics.voc
    if start is None:
        raise InputError("The device has no open-circuit voltage in this light: give voltage=...")
    course = transient(
        device, light=light, generation=generation, brightness=Step(start=1.0, stop=0.0),
        voltage=Step(start=float(start), stop=float(stop)), until=until, load=load,
    )  # fmt: skip
    return ChargeExtraction(
        course=course, start=float(start), stop=float(stop),
        electrode_charge=empty_capacitance(device) * (float(start) - float(stop)),
    )  # fmt: skip
