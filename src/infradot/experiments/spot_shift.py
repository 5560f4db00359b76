"""Loss of a waveguide from an excitation spot that moves away from its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.local_fit import straight_line
from infradot.experiments.result import Column, Result, frozen
from infradot.units import um

Floats = NDArray[np.float64]
per_cm = 100.0  # m^-1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SpotLoss(Result):
    """Loss of guided light where the film is not pumped.

    Parameters
    ----------
    loss, loss_std : float
        m^-1, and its standard uncertainty.
    level : float
        Intensity at distance 0.
    distance, intensity, fitted : ndarray (n,)
        m; in any unit.
    """

    loss: float
    loss_std: float
    level: float
    distance: Floats
    intensity: Floats
    fitted: Floats

    def __post_init__(self) -> None:
        frozen(self, "distance", "intensity", "fitted")

    def _sentences(self) -> list[str]:
        return [f"Loss {self.loss / per_cm:.4g} +- {self.loss_std / per_cm:.2g} cm-1."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"loss_per_cm": self.loss / per_cm, "loss_std_per_cm": self.loss_std / per_cm}, [
            ("distance", "um", self.distance / um),
            ("intensity", "", self.intensity),
            ("fitted", "", self.fitted),
        ]


def spot_shift_loss(distance: ArrayLike, intensity: ArrayLike) -> SpotLoss:
    """Loss from the light at the end of a waveguide while a spot of constant size moves away from it.

    I = I0 exp(-loss x), by a straight line through the logarithms. Needs light that comes from one guided mode; several
    modes of different loss give a bent line and a small loss.

    Parameters
    ----------
    distance : array_like (n,)
        Of the spot from the end, m.
    intensity : array_like (n,)
        Background subtracted, above 0, in any unit.

    Returns
    -------
    SpotLoss

    Raises
    ------
    InputError
        For fewer than three distances, or an intensity that is not above 0.

    Examples
    --------
    >>> x = np.linspace(0, 2e-3, 9)
    >>> round(spot_shift_loss(x, 5.0 * np.exp(-1500 * x)).loss / 100, 6)
    15.0
    """
    x, y = (np.atleast_1d(np.asarray(each, np.float64)) for each in (distance, intensity))
    if x.shape != y.shape or np.unique(x).size < 3:
        raise InputError(f"distance and intensity hold {x.size} and {y.size} values, expected as many, three or more.")
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y)) and np.all(y > 0.0)):
        raise InputError("intensity holds values that are not above 0 and finite; leave those out.")
    line = straight_line(x, np.log(y))
    assert line is not None
    offset, slope, _, std = line
    return SpotLoss(
        loss=-slope, loss_std=std, level=float(np.exp(offset)), distance=x, intensity=y,
        fitted=np.exp(offset + slope * x),
    )  # fmt: skip
