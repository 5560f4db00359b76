"""Gain and saturation together, from stripes of which the longest use up their gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, NotConverged
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.variable_stripe import StripeCurve, fit_variable_stripe
from infradot.optics.stripe import stripe_intensity
from infradot.units import um

Floats = NDArray[np.float64]
per_cm = 100.0  # m^-1
_FEWEST = 6
_STEPS, _TRIES = 200, 40
_LARGEST = 1e4  # of the largest intensity, a saturation that does not show
_SMALL = 1e-5  # step of a derivative


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SaturatedStripeFit(Result):
    """Gain and saturation from stripes.

    Parameters
    ----------
    gain, gain_std : float
        Gain of the mode with little light, less the loss that was given, m^-1, and its standard uncertainty.
    source, source_std : float
        Spontaneous emission for each metre of the stripe, in the unit of the intensity.
    saturation, saturation_std : float
        Intensity at which the gain is halved, in its unit.
    scatter : float
        Root mean square of the relative residuals.
    loss : float
        That was given, m^-1.
    curve : StripeCurve
        By rising length.
    fitted : ndarray (n,)
    """

    gain: float
    gain_std: float
    source: float
    source_std: float
    saturation: float
    saturation_std: float
    scatter: float
    loss: float
    curve: StripeCurve
    fitted: Floats

    def __post_init__(self) -> None:
        frozen(self, "fitted")

    def _sentences(self) -> list[str]:
        return [
            f"Net gain {self.gain / per_cm:.4g} +- {self.gain_std / per_cm:.2g} cm-1, halved at an intensity of "
            f"{self.saturation:.3g} +- {self.saturation_std:.2g}."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        numbers = {"gain_per_cm": self.gain / per_cm, "gain_std_per_cm": self.gain_std / per_cm}
        return numbers | {"saturation": self.saturation, "saturation_std": self.saturation_std}, [
            ("length", "um", self.curve.length / um),
            ("intensity", "", self.curve.intensity),
            ("fitted", "", self.fitted),
        ]


def fit_saturated_stripe(
    length: ArrayLike, intensity: ArrayLike, *, std: ArrayLike | None = None, loss: float = 0.0
) -> SaturatedStripeFit:  # fmt: skip
    """Gain, source and saturation from the light of stripes of all lengths.

    The model is `stripe_intensity`: gain and source are divided by 1 + I / saturation, and light that runs the other
    way uses up nothing. Where the unsaturated fit of short stripes will do (`fit_variable_stripe`), trust that one.

    Parameters
    ----------
    length : array_like (n,)
        m, in any order, six or more.
    intensity : array_like (n,)
        Background subtracted, above 0, in any unit.
    std : array_like (n,), optional
        Of the intensities; if left out all have the same relative one, which is read off the residuals.
    loss : float
        Of the mode, which does not saturate, m^-1; the light of stripes hardly tells it from the gain.

    Returns
    -------
    SaturatedStripeFit

    Raises
    ------
    InputError
        Where the stripes do not saturate, so that there is nothing to fit.
    NotConverged

    Examples
    --------
    >>> from infradot.experiments.variable_stripe import variable_stripe
    >>> seen = variable_stripe(np.linspace(20e-6, 500e-6, 25), gain=26000.0, saturation=5e-3)
    >>> found = fit_saturated_stripe(seen.length, seen.intensity)
    >>> round(found.gain), round(found.saturation * 1e3, 6)
    (26000, 5.0)
    """
    if not 0.0 <= loss < np.inf:
        raise InputError(f"loss = {loss!r}, expected 0 or above, in m-1.")
    first = fit_variable_stripe(length, intensity, std=std, highest=2.0)
    curve = first.curve
    if curve.length.size < _FEWEST:
        raise InputError(f"{curve.length.size} stripes, expected {_FEWEST} or more for gain, source and saturation.")
    weight = (curve.intensity / curve.std) ** 2 if std is not None else np.ones(curve.length.size)
    start = np.array([first.gain + loss, np.log(first.source), np.log(float(np.median(curve.intensity)))])
    p, jacobian, rest = _least_squares(curve, weight, loss, start)
    if p[2] > np.log(_LARGEST * float(np.max(curve.intensity))):
        raise InputError("The stripes do not saturate; fit_variable_stripe gives their gain.")
    covariance = np.linalg.inv(jacobian.T @ jacobian)
    if std is None:
        covariance *= float(rest @ rest) / max(rest.size - 3, 1)
    spread = np.sqrt(np.diag(covariance))
    source, saturation = float(np.exp(p[1])), float(np.exp(p[2]))
    return SaturatedStripeFit(
        gain=float(p[0]) - loss, gain_std=float(spread[0]), source=source, source_std=source * float(spread[1]),
        saturation=saturation, saturation_std=saturation * float(spread[2]),
        scatter=float(np.sqrt(np.mean(rest**2 / weight))), loss=loss, curve=curve, fitted=_model(curve, loss, p),
    )  # fmt: skip


def _model(curve: StripeCurve, loss: float, p: Floats) -> Floats:
    return stripe_intensity(
        curve.length, float(p[0]), source=float(np.exp(p[1])), saturation=float(np.exp(p[2])), loss=loss
    )


def _least_squares(
    curve: StripeCurve, weight: Floats, loss: float, start: Floats
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Levenberg-Marquardt on the logarithms: parameters, Jacobian and residuals."""
    seen, root = np.log(curve.intensity), np.sqrt(weight)
    unit = np.array([1.0 / float(np.max(curve.length)), 1.0, 1.0])
    step = _SMALL * unit

    def residual(p: Floats) -> Floats:
        return np.asarray(root * (seen - np.log(_model(curve, loss, p))))

    def slopes(p: Floats) -> Floats:
        sides = [[residual(p + sign * np.where(np.arange(3) == j, step, 0.0)) for sign in (1, -1)] for j in range(3)]
        return np.stack([(down - up) / (2.0 * h) for (up, down), h in zip(sides, step, strict=True)], axis=1)

    p, rest, damping = start, residual(start), 1e-3
    for _ in range(_STEPS):
        jacobian = slopes(p)
        normal, pull = jacobian.T @ jacobian, jacobian.T @ rest
        for _ in range(_TRIES):
            move = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-300), pull)
            taken = np.clip(move, -2.0 * unit, 2.0 * unit)
            new = residual(p + taken)
            if new @ new <= rest @ rest:
                break
            damping *= 4.0
        else:
            return p, jacobian, rest
        p, rest, damping = p + taken, new, max(damping / 5.0, 1e-12)
        if np.all(np.abs(taken) < 1e-10 * unit):
            return p, slopes(p), rest
    raise NotConverged(f"The fit of gain and saturation did not settle within {_STEPS} steps.")
