"""What a resonator takes from the light that runs in it: the gain that has to pay for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from infradot.errors import InputError
from infradot.experiments.laser_mode import LaserMode
from infradot.numerics.roots import bracketed_root
from infradot.optics.coupled_mode import grating_laser
from infradot.optics.laser_thresholds import laser_thresholds
from infradot.stack.resonator import DistributedFeedback, Mirrors, Resonator, Stripe, WhisperingGallery


@dataclass(frozen=True, kw_only=True)
class ResonatorLoss:
    """Losses of the resonator alone, m^-1.

    Parameters
    ----------
    ends : float
        Through mirrors or the ends of the grating; of a stripe, the gain that makes it bright.
    radiated : float
        Out of the plane of the film.
    detuning : float
        Wave number of the mode less that of Bragg's condition, m^-1.
    """

    ends: float
    radiated: float = 0.0
    detuning: float = 0.0

    @property
    def total(self) -> float:
        """Both, m^-1."""
        return self.ends + self.radiated


def resonator_loss(resonator: Resonator, mode: LaserMode) -> ResonatorLoss:
    """What a resonator loses of a mode.

    Gratings: the threshold gain of coupled modes without facets (Kogelnik and Shank); mirrors: ln(1/(R1 R2))/2L;
    rings: 2 pi n_g/(Q lambda); a stripe: g with (exp(gL) - 1)/gL as its `brighter` says.

    Raises
    ------
    InputError
    """
    if isinstance(resonator, DistributedFeedback):
        gain, detuning = _grating(float(resonator.coupling), float(resonator.length), bool(resonator.quarter_wave))
        return ResonatorLoss(ends=gain, radiated=resonator.radiated, detuning=detuning)
    if isinstance(resonator, Mirrors):
        r = resonator.reflectivity
        return ResonatorLoss(ends=-math.log(r[0] * r[1]) / (2.0 * float(resonator.length)))
    if isinstance(resonator, WhisperingGallery):
        return ResonatorLoss(ends=2.0 * math.pi * mode.group_index / (float(resonator.quality) * mode.wavelength))
    if isinstance(resonator, Stripe):
        return ResonatorLoss(ends=brightening(float(resonator.brighter)) / float(resonator.length))
    raise InputError(f"Losses of a {type(resonator).__name__} are not known.")


@lru_cache(maxsize=256)
def _grating(coupling: float, length: float, quarter_wave: bool) -> tuple[float, float]:
    cavity = grating_laser(coupling, length, shift=0.5 * math.pi if quarter_wave else 0.0)
    first = laser_thresholds(cavity, modes=1)[0]
    return first.gain, first.detuning


def brightening(factor: float) -> float:
    """Gain times length that makes a stripe brighter by a factor: (exp(x) - 1)/x.

    Examples
    --------
    >>> round(brightening(10.0), 3)
    3.615
    """
    return bracketed_root(lambda x: math.expm1(x) / x - factor, 1e-9, 60.0, tolerance=1e-10)
