"""Saturation: brightness and purity of one dot against the strength of its excitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from infradot.errors import InputError
from infradot.experiments.photon_statistics import Through, continuous_emission, pulsed_emission
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.blinking import Charging
from infradot.materials.dot_emission import DotEmission
from infradot.solvers.cascade import Array


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Saturation(Result):
    """Brightness and purity of one dot against the strength of its excitation.

    Parameters
    ----------
    strength : ndarray (n,)
        Pairs a pulse, or pairs a second.
    photons : ndarray (n,)
        Seen for each pulse, or a second.
    g2 : ndarray (n,)
        g2(0).
    exciton, biexciton : ndarray (n,)
        Emitted photons of these lines, likewise.
    period : float, optional
        Between pulses, s; None under continuous light.
    half : float or None
        Strength at which the exciton emits half of the most that it does; None where the curve ends before.
    emission : DotEmission
    """

    strength: Array
    photons: Array
    g2: Array
    exciton: Array
    biexciton: Array
    period: float | None
    half: float | None
    emission: DotEmission

    def __post_init__(self) -> None:
        frozen(self, "strength", "photons", "g2", "exciton", "biexciton")

    def _sentences(self) -> list[str]:
        what = "photons a second" if self.period is None else "photons a pulse"
        return [f"Up to {self.photons.max():.4g} {what}; g2(0) from {self.g2[0]:.3g} to {self.g2[-1]:.3g}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        unit = "s-1" if self.period is None else "1"
        names = ("strength", "photons", "exciton", "biexciton")
        columns: list[Column] = [(name, unit, getattr(self, name).tolist()) for name in names]
        return {}, [*columns, ("g2", "1", self.g2.tolist())]


def saturation(
    emission: DotEmission,
    *,
    strength: ArrayLike,
    period: float | None = None,
    through: Through = 1.0,
    charging: Charging | None = None,
) -> Saturation:
    """The saturation curve of one dot, with g2(0) along it.

    Parameters
    ----------
    emission : DotEmission
    strength : array_like (n,)
        Rising: pairs a pulse where `period` is given, pairs a second under continuous light.
    period : float, optional
        Between pulses, s.
    through, charging
        As in `pulsed_emission`.

    Returns
    -------
    Saturation

    Raises
    ------
    InputError

    Examples
    --------
    >>> dot = DotEmission(radiative=1e6, auger=1e10)
    >>> found = saturation(dot, strength=[0.1, 0.5, 1.0], period=20e-6)
    >>> [round(float(x), 3) for x in found.photons]  # 1 - exp(-pairs)
    [0.095, 0.394, 0.632]
    """
    values = np.array(strength, dtype=np.float64, ndmin=1)
    if values.ndim != 1 or not (np.isfinite(values).all() and (values > 0).all() and (np.diff(values) > 0).all()):
        raise InputError("strength: expected rising numbers above 0.")
    rows = []
    for x in values.tolist():
        if period is None:
            c = continuous_emission(emission, pump=x, delay=[0.0], through=through, charging=charging)
            rows.append((c.rate, float(c.g2[0]), c.lines["exciton"], c.lines["biexciton"]))
        else:
            p = pulsed_emission(emission, pairs=x, period=period, through=through, charging=charging, peaks=1)
            rows.append((p.photons, p.g2, p.lines["exciton"], p.lines["biexciton"]))
    photons, g2, exciton, biexciton = np.array(rows).T
    return Saturation(
        strength=values, photons=photons, g2=g2, exciton=exciton, biexciton=biexciton, period=period,
        half=_half(values, exciton), emission=emission,
    )  # fmt: skip


def _half(strength: Array, exciton: Array) -> float | None:
    """Where a curve reaches half of its maximum, by straight lines between its points."""
    top = int(np.argmax(exciton))
    half = 0.5 * exciton[top]
    if exciton[0] > half or top == 0:
        return None
    return float(np.interp(half, exciton[: top + 1], strength[: top + 1]))
