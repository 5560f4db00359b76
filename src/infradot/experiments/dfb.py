"""A laser of a stack with a grating: its wavelengths, and the gain that the film must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.bragg import GratedMode, grated_mode
from infradot.experiments.result import Column, Result
from infradot.experiments.waveguide import Guided, Layered, stack_name
from infradot.optics.coupled_mode import GratingSection, LaserCavity
from infradot.optics.grating import Grating, stop_band
from infradot.optics.laser_thresholds import ThresholdMode, laser_thresholds
from infradot.optics.slab_equation import Polarisation
from infradot.stack.laser import Laser
from infradot.units import nm

Floats = NDArray[np.float64]
per_cm = 100.0  # m^-1


@dataclass(frozen=True, kw_only=True, eq=False)
class DFBMode:
    """One mode of a laser with a grating, at its threshold.

    Parameters
    ----------
    wavelength : float
        m.
    modal_gain : float
        What the pumped film gives the mode, m^-1.
    material_gain : float
        Gain that the film itself must have, m^-1.
    shares : mapping of str to float
        Where the light goes that the film makes: ``"front end"``, ``"back end"`` (of the grating), ``"front medium"``,
        ``"back medium"`` (through the surface), ``"absorbed"`` (layers without gain, and scattering). They add up to 1.
    threshold : ThresholdMode
    """

    wavelength: float
    modal_gain: float
    material_gain: float
    shares: Mapping[str, float]
    threshold: ThresholdMode


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DFBLaser(Result):
    """A laser with a grating.

    Parameters
    ----------
    modes : tuple of DFBMode
        By rising gain; both sides of a stop band are there.
    grated : GratedMode
        The guided mode at the Bragg wavelength and what the grating does to it.
    cavity : LaserCavity
        Its coupled modes.
    grating : Grating
    length : float
        m.
    name : str
    """

    modes: tuple[DFBMode, ...]
    grated: GratedMode
    cavity: LaserCavity
    grating: Grating
    length: float
    name: str = ""

    @property
    def bragg_wavelength(self) -> float:
        """m."""
        return self.grated.wavelength

    @property
    def stop_band(self) -> float:
        """Width of the stop band of a long grating, m."""
        return stop_band(self.grated.wavelength, self.grated.coupling.kappa, self.grated.mode.group_index)

    @property
    def coupling_strength(self) -> float:
        """|kappa| L."""
        return self.cavity.coupling_strength

    def _sentences(self) -> list[str]:
        kappa, first = self.grated.coupling.kappa, self.modes[0]
        name = self.name or "The stack"
        told = [
            f"{name} with a grating of order {self.grating.order} and {self.grating.pitch / nm:.5g} nm: "
            f"Bragg wavelength {self.bragg_wavelength / nm:.6g} nm, kappa {abs(kappa) / per_cm:.3g} cm-1, kappa L "
            f"{self.coupling_strength:.3g}.",
            f"The first mode lases at {first.wavelength / nm:.6g} nm with {first.modal_gain / per_cm:.3g} cm-1 of the "
            f"mode, {first.material_gain / per_cm:.4g} cm-1 of the film.",
        ]
        lost = sum(self.grated.coupling.radiated)
        return [*told, f"A single wave loses {lost / per_cm:.3g} cm-1 through the surface."] if lost > 0.0 else told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "stack": self.name,
            "pitch_nm": self.grating.pitch / nm,
            "order": self.grating.order,
            "bragg_wavelength_nm": self.bragg_wavelength / nm,
            "kappa_per_cm": self.grated.coupling.kappa / per_cm,
            "length_um": self.length * 1e6,
        }
        names = self.modes[0].shares
        return header, [
            ("wavelength", "nm", [mode.wavelength / nm for mode in self.modes]),
            ("modal_gain", "cm-1", [mode.modal_gain / per_cm for mode in self.modes]),
            ("material_gain", "cm-1", [mode.material_gain / per_cm for mode in self.modes]),
            *((f"share of {name}", "", [mode.shares[name] for mode in self.modes]) for name in names),
        ]


def dfb_laser(
    stack: Layered | None = None,
    *,
    grating: Grating,
    length: float,
    gain_layer: str | None = None,
    polarisation: Polarisation = "TE",
    order: int = 0,
    shift: float = 0.0,
    facets: Sequence[complex] = (0.0, 0.0),
    modes: int = 2,
    loss: float = 0.0,
    temperature: float | None = None,
    index: ArrayLike | None = None,
    thickness: ArrayLike | None = None,
) -> DFBLaser:
    """Wavelengths and thresholds of a stack with a grating.

    The guided mode is solved at its own Bragg wavelength, with dispersion; the grating's feedback, its radiation and
    (where the film fills grooves or ridges) its grating of gain go into coupled modes; the thresholds of these, with
    all losses, are divided by the gain factor of the film.

    Parameters
    ----------
    stack : Device, Stack or Laser
    grating : Grating
    length : float
        Of the pumped grating, m.
    gain_layer : str
        Its absorption is replaced by the gain that is looked for; that of a `Laser` if left out.
    polarisation : {"TE", "TM"}
    order : int
        Of the guided mode.
    shift : float
        Of the field in the middle of the grating, rad; pi/2 is a quarter-wave shift.
    facets : sequence of two complex
        Reflectivity of the field at both ends, with the phase of the grating there.
    modes : int
        How many thresholds.
    loss : float
        Of the mode by scattering, m^-1.
    temperature, index, thickness
        As in `slab_modes`.

    Returns
    -------
    DFBLaser

    Raises
    ------
    InputError
        Where the mode is not guided at its Bragg wavelength, the gain layer does not help it, or no mode of the cavity
        reaches a threshold.
    OutOfRange
        Where a layer has no constants at the Bragg wavelength.

    Examples
    --------
    Dots that fill grooves in glass, second order:

    >>> import infradot as idt
    >>> grating = idt.Grating(between=("front medium", "layer 1"), pitch=780e-9, depth=40e-9, order=2, duty=0.4)
    >>> laser = idt.dfb_laser(
    ...     index=[1.5, 2.6, 1.0], thickness=[300e-9], grating=grating, length=400e-6, gain_layer="layer 1")
    >>> round(laser.bragg_wavelength * 1e9), round(laser.modes[0].wavelength * 1e9)
    (1684, 1687)
    """
    if not (np.isfinite(length) and length > 0.0):
        raise InputError(f"length = {length!r}, expected a finite number above 0, in m.")
    if not 0.0 <= loss < np.inf:
        raise InputError(f"loss = {loss!r}, expected 0 or above, in m-1.")
    if gain_layer is None:
        if not isinstance(stack, Laser):
            raise InputError("gain_layer is needed: the name of the layer that amplifies.")
        gain_layer = stack.gain_layer
    guided = Guided(stack=stack, temperature=temperature, index=index, thickness=thickness)
    grated = grated_mode(guided, grating, gain_layer=gain_layer, polarisation=polarisation, order=order)
    cavity = _cavity(grated, length, shift, facets, loss)
    found = tuple(_mode(grated, each) for each in laser_thresholds(cavity, modes=modes))
    return DFBLaser(
        modes=found, grated=grated, cavity=cavity, grating=grating, length=float(length), name=stack_name(stack)
    )


def _cavity(
    grated: GratedMode, length: float, shift: float, facets: Sequence[complex], loss: float
) -> LaserCavity:  # fmt: skip
    coupling = grated.coupling
    section = GratingSection(
        length=length, coupling=coupling.kappa, coupling_per_gain=grated.coupling_per_gain,
        gain=grated.mode.gain - loss - 2.0 * coupling.self_shift.imag, detuning=coupling.self_shift.real,
    )  # fmt: skip
    ends = (complex(facets[0]), complex(facets[1]))
    if shift == 0.0:
        return LaserCavity(sections=(section,), facets=ends)
    half = replace(section, length=0.5 * length)
    return LaserCavity(sections=(replace(half, phase=shift), half), facets=ends)


def _mode(grated: GratedMode, found: ThresholdMode) -> DFBMode:
    stored, crossed = found.integrals()
    made = found.pumped()
    front, back = found.outputs()
    coupling = grated.coupling
    # both waves drive the same partial wave, so that it is bright or dark as they add up
    surface = 2.0 * (coupling.self_shift.imag * stored + 2.0 * coupling.by_radiation.imag * crossed.real)
    radiated = sum(coupling.radiated)
    parts = [surface * each / radiated if radiated > 0.0 else 0.0 for each in coupling.radiated]
    shares = {"front end": front, "back end": back, "front medium": parts[0], "back medium": parts[1]}
    shares = {name: float(value / made) for name, value in shares.items()}
    shares["absorbed"] = 1.0 - sum(shares.values())
    return DFBMode(
        wavelength=float(grated.wavelength_at(found.detuning)), modal_gain=found.gain,
        material_gain=found.gain / grated.gain_factor, shares=shares, threshold=found,
    )  # fmt: skip
