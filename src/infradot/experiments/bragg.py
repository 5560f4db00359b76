"""A guided mode at the Bragg wavelength of a grating in its stack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.waveguide import Guided, Waveguide
from infradot.optics.grating import Grating, GratingCoupling, bragg_wavelength, grating_coupling
from infradot.optics.slab import SlabMode, solve_slab
from infradot.optics.slab_equation import Polarisation
from infradot.units import nm

Floats = NDArray[np.float64]
_PROBE = 100.0  # m^-1, a gain so small that all is linear in it
_TOLERANCE, _STEPS = 1e-10, 40  # of the wavelength
_START = 1.05  # the Bragg wavelength if n_eff were this much above the index outside


@dataclass(frozen=True, kw_only=True, eq=False)
class GratedMode:
    """A mode, its Bragg wavelength, and what the grating does to it.

    Parameters
    ----------
    wavelength : float
        Bragg wavelength in vacuum, m.
    mode : SlabMode
        Where the gain layer is transparent; its loss is that of all other layers.
    guide : Waveguide
        The stack with the grating as a layer.
    coupling : GratingCoupling
    gain_layer : str
    gain_factor : float
        Gain of the mode for each gain of the gain layer, its part in the grating included.
    coupling_per_gain : complex
        Change of kappa for each field gain of the mode.
    """

    wavelength: float
    mode: SlabMode
    guide: Waveguide
    coupling: GratingCoupling
    gain_layer: str
    gain_factor: float
    coupling_per_gain: complex

    def wavelength_at(self, detuning: ArrayLike) -> Floats:
        """Wavelength (m) of a detuning beta - beta0 (m^-1), to first order in what is small beside beta."""
        moved = np.asarray(detuning, np.float64) * self.wavelength / (2.0 * np.pi * self.mode.group_index)
        return np.asarray(self.wavelength / (1.0 + moved))

    @property
    def effective_index(self) -> complex:
        """Of the mode, with what the grating adds on average."""
        return self.mode.effective_index + self.coupling.index_shift


def grated_mode(
    guided: Guided, grating: Grating, *, gain_layer: str, polarisation: Polarisation = "TE", order: int = 0
) -> GratedMode:  # fmt: skip
    """Solve a mode at its own Bragg wavelength.

    Parameters
    ----------
    guided : Guided
        The stack without the grating.
    grating : Grating
    gain_layer : str
    polarisation : {"TE", "TM"}
    order : int
        Of the guided mode.

    Returns
    -------
    GratedMode

    Raises
    ------
    InputError
        Where the mode is below cut-off at its Bragg wavelength, or the gain layer does not help it.
    """
    wavelength = _first(guided, grating)
    for _ in range(_STEPS):
        found = _solved(guided, grating, gain_layer, polarisation, order, wavelength)
        n_eff = found.effective_index.real
        target = bragg_wavelength(n_eff, grating.pitch, grating.order)
        step = (target - wavelength) * n_eff / found.mode.group_index
        # no more than half way to where the index outside would have it: there every mode ends
        wavelength = max(wavelength + step, 0.5 * (wavelength + _outside(guided, grating, wavelength)))
        if abs(step) < _TOLERANCE * wavelength:
            break
    else:
        raise InputError(
            f"The Bragg wavelength of {polarisation}{order} does not settle near {wavelength / nm:.5g} nm."
        )
    found = _solved(guided, grating, gain_layer, polarisation, order, wavelength)
    if not found.gain_factor > 0.0:
        raise InputError(f"Gain of {gain_layer!r} does not help {polarisation}{order}: the mode hardly reaches it.")
    return found


def _outside(guided: Guided, grating: Grating, wavelength: float) -> float:
    """Bragg wavelength of light in the outer medium, below which no guided mode has its own."""
    index = guided.at(wavelength).index
    return bragg_wavelength(float(max(index[0].real, index[-1].real)), grating.pitch, grating.order)


def _first(guided: Guided, grating: Grating) -> float:
    """A wavelength a little above that of light outside, inside the reach of all layers."""
    low, high = guided.reach()
    usual = float(np.clip(bragg_wavelength(1.5, grating.pitch, grating.order), low, high))
    return float(np.clip(_START * _outside(guided, grating, usual), low, high))


def _solved(
    guided: Guided, grating: Grating, gain_layer: str, polarisation: Polarisation, order: int, wavelength: float
) -> GratedMode:  # fmt: skip
    plain = guided.at(wavelength).with_gain({gain_layer: 0.0}, wavelength)
    guide = plain.with_grating(grating)
    modes = solve_slab(
        index=guide.index, thickness=guide.thickness, wavelength=wavelength, polarisation=polarisation,
        media_group_index=guide.group_index,
    )  # fmt: skip
    if order >= len(modes):
        raise InputError(
            f"The stack with its grating guides {len(modes)} {polarisation} modes at {wavelength / nm:.5g} nm, and no "
            f"{polarisation}{order}. A thicker film or a shorter pitch would guide it."
        )
    mode, layer = modes[order], guide.place("grating") - 1
    media = [complex(plain.index[plain.place(name)]) for name in grating.between]
    coupling = grating_coupling(mode, layer, ridge=media[0], groove=media[1], grating=grating)
    factor = float(mode.gain_factor[guide.place(gain_layer)])
    per_gain = 0.0 + 0.0j
    if gain_layer in grating.between:
        side = grating.between.index(gain_layer)
        share = (grating.duty, 1.0 - grating.duty)[side]
        factor += float((mode.index_factor[layer + 1] * share * media[side] / guide.index[layer + 1]).real)
        pumped = list(media)
        pumped[side] -= 0.5j * _PROBE / mode.k0
        moved = grating_coupling(mode, layer, ridge=pumped[0], groove=pumped[1], grating=grating)
        per_gain = (moved.feedback - coupling.feedback) / _PROBE * 2.0 / factor if factor > 0.0 else 0.0j
    return GratedMode(
        wavelength=wavelength, mode=mode, guide=guide, coupling=coupling, gain_layer=gain_layer, gain_factor=factor,
        coupling_per_gain=complex(per_gain),
    )  # fmt: skip
