"""What a photoconductor does under one light, as a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.channel_response import ChannelResponse
from infradot.experiments.channel_words import photoconduction_sentences
from infradot.experiments.result import frozen
from infradot.stack.channel import Photoconductor
from infradot.units import q

Floats = NDArray[np.float64]
Model = Literal["local", "drift-diffusion"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Photoconduction(ChannelResponse):
    """What a photoconductor does under one light; see `ChannelResponse` for what it shares with a phototransistor.

    Parameters
    ----------
    model : {"local", "drift-diffusion"}
    lifetime_n, lifetime_p : float or None
        Change of the free carriers of the film over the pairs made, s, before any of them reaches a contact; None where
        the model has no such number.
    surviving : float or None
        Share of the excess carriers that the contacts leave in the film.
    time_constants, shares : ndarray (k,)
        Exponentials into which the conductance decays after a little less light, s, slowest first, and their shares.
    detector : Photoconductor
    """

    model: Model
    lifetime_n: float | None
    lifetime_p: float | None
    surviving: float | None
    time_constants: Floats
    shares: Floats
    detector: Photoconductor

    def __post_init__(self) -> None:
        super().__post_init__()
        frozen(self, "time_constants", "shares")

    @property
    def majority(self) -> Literal["n", "p"]:
        """The carriers whose free time counts for more of the gain."""
        film = self.detector.film[1]
        by_n, by_p = (float(x) for x in (film.mobility_n, film.mobility_p))  # type: ignore[arg-type]
        if self.lifetime_n is not None and self.lifetime_p is not None:
            by_n, by_p = by_n * self.lifetime_n, by_p * self.lifetime_p
        return "n" if by_n >= by_p else "p"

    @property
    def transit_time(self) -> float:
        """L^2/(mu V) of the majority carriers, s."""
        film = self.detector.film[1]
        mobility = float(film.mobility_n if self.majority == "n" else film.mobility_p)  # type: ignore[arg-type]
        return self.detector.distance**2 / (mobility * abs(self.voltage))

    @property
    def textbook_gain(self) -> float | None:
        """tau/t of the majority carriers, mu tau V/L^2; None where the model has no lifetime."""
        lifetime = self.lifetime_n if self.majority == "n" else self.lifetime_p
        return None if lifetime is None else lifetime / self.transit_time

    @property
    def textbook_noise(self) -> Floats | None:
        """4 q I G/(1 + (2 pi f tau)^2) with that gain and the slowest time that matters (m,), A^2 Hz^-1."""
        gain = self.textbook_gain
        if gain is None:
            return None
        slow = float(self.time_constants[int(np.argmax(np.abs(self.shares)))])
        return np.asarray(4 * q * self.current * gain / (1 + (2 * np.pi * self.frequency * slow) ** 2))

    def _sentences(self) -> list[str]:
        return photoconduction_sentences(self)

    def _header(self) -> dict[str, Any]:
        return {"model": self.model}
