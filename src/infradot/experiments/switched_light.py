"""Light on and light off: rise and fall of the photocurrent, what persists, and the usual formulas beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.course_words import crossing, table_of, told_of
from infradot.experiments.response_speed import SpeedEstimate
from infradot.experiments.result import Column, Result
from infradot.experiments.transient_result import Transient

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SwitchedLight(Result):
    """A device while its light is switched on, and after it has been switched off.

    Parameters
    ----------
    on : Transient
        From the steady state without the light.
    off : Transient
        From the steady state in the light.
    estimate : SpeedEstimate
        By the usual formulas, in the state without the light.
    """

    on: Transient
    off: Transient
    estimate: SpeedEstimate

    @property
    def rise_time(self) -> float:
        """From 10 to 90 % of the way, s.

        Raises
        ------
        InputError
            Where the light changes nothing.
        """
        return self.on.rise_time()

    @property
    def fall_time(self) -> float:
        """From 90 to 10 % of the photocurrent, s; `InputError` as for the rise."""
        return self.off.rise_time()

    @property
    def left(self) -> Floats:
        """Share of the photocurrent that is left (m,) at `off.time`.

        The light's steady state against what the device carries without light.
        """
        dark, lit = float(self.on.current_density[0]), float(self.off.current_density[0])
        return np.asarray((self.off.current_density - dark) / (lit - dark))

    def time_to(self, share: float) -> float | None:
        """When a share of the photocurrent is left, s; None where that takes longer than was followed."""
        return crossing(self.off.time, self.left, float(share))

    @property
    def time_constant(self) -> Floats:
        """Local time constant of the decay, -1 / (d ln left / dt) (m,) at `off.time`, s; NaN where nothing falls.

        One value for one exponential; a tail that persists, out of traps, has one that grows with time.
        """
        left = np.maximum(self.left, 1e-300)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = -1.0 / np.gradient(np.log(left), self.off.time)
        return np.where((found > 0) & (self.left > 0), found, np.nan)

    @property
    def persistence(self) -> float | None:
        """Time until 1 % is left over the fall time from 90 to 10 %: 2 for one exponential, more where a tail persists.

        None where more than 1 % persists to the end.
        """
        last = self.time_to(0.01)
        return None if last is None else last / self.fall_time

    def _sentences(self) -> list[str]:
        told = f"Its current rises in {self.rise_time:.3g} s and falls in {self.fall_time:.3g} s (10 to 90 %)"
        formula = f"the usual formulas give {self.estimate.rise_time:.3g} s"
        last = self.time_to(0.01)
        rest = "more than 1 % is left in the end" if last is None else f"1 % is left after {last:.3g} s"
        return told_of(self.off, [f"{told}; {formula}; {rest}."])

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        """The decay; the rise is in `on.to_csv`."""
        numbers = {
            "rise_time_s": self.rise_time, "fall_time_s": self.fall_time, "formula_s": self.estimate.rise_time,
        }  # fmt: skip
        return table_of(self.off, numbers, [("left", "", self.left), ("time_constant", "s", self.time_constant)])
