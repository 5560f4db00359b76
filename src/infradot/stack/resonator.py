"""What sends light back into a film that amplifies: gratings, mirrors, rings, or nothing at all."""

from __future__ import annotations

import math
from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, Literal

from infradot.errors import InputError
from infradot.source import Source, Value

_RADIATION = Source(
    reference="gratings of second order send light out of the plane; 5 to 50 cm-1 in lasers of polymers and dots",
    how="assumed",
    confidence="D",
)
RADIATION = Value(1500.0, std=1000.0, source=_RADIATION)  # m^-1
BRIGHTER = 10.0  # how much brighter amplified light is than that of the same film without gain, where it counts as seen


class Resonator(ABC):
    """How light is fed back."""

    kind: ClassVar[str]
    length: float


@dataclass(frozen=True, kw_only=True)
class DistributedFeedback(Resonator):
    """A grating along the film.

    Parameters
    ----------
    length : float
        Of the pumped grating, m.
    order : int
        1, or 2 for light that leaves upwards.
    pitch : float, optional
        m; by default the one whose wavelength is that of the largest gain.
    coupling : float
        Between forward and backward wave, kappa, m^-1.
    quarter_wave : bool
        With a quarter-wave shift in the middle: one mode, at the Bragg wavelength.
    radiation_loss : float, optional
        What the grating sends out of the plane, m^-1; by default 15 cm^-1 in second order, none in first.
    """

    kind: ClassVar[str] = "dfb"
    length: float = 300e-6
    order: int = 2
    pitch: float | None = None
    coupling: float = 5e3
    quarter_wave: bool = False
    radiation_loss: float | None = None

    def __post_init__(self) -> None:
        problems = _length_problems("DistributedFeedback", self.length)
        if self.order not in (1, 2):
            problems.append(f"DistributedFeedback: order = {self.order!r}, expected 1 or 2.")
        if self.pitch is not None and not 50e-9 <= self.pitch <= 10e-6:
            problems.append(f"DistributedFeedback: pitch = {self.pitch!r} m, expected 5e-8 to 1e-5 m.")
        if not 1.0 <= self.coupling <= 1e7:
            problems.append(f"DistributedFeedback: coupling = {self.coupling!r} m-1, expected 1 to 1e7 m-1.")
        if self.radiation_loss is not None and not 0.0 <= self.radiation_loss <= 1e6:
            problems.append(
                f"DistributedFeedback: radiation_loss = {self.radiation_loss!r} m-1, expected 0 to 1e6 m-1."
            )
        if problems:
            raise InputError(*problems)

    @property
    def radiated(self) -> float:
        """Loss out of the plane in use, m^-1."""
        if self.radiation_loss is not None:
            return float(self.radiation_loss)
        return float(RADIATION) if self.order == 2 else 0.0


@dataclass(frozen=True, kw_only=True)
class Mirrors(Resonator):
    """Two mirrors.

    Parameters
    ----------
    length : float
        Between them, m.
    reflectivity : tuple of float
        Of the power, at both ends.
    """

    kind: ClassVar[str] = "fabry-perot"
    length: float = 1e-3
    reflectivity: tuple[float, float] = (0.3, 0.3)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reflectivity", tuple(self.reflectivity))
        problems = _length_problems("Mirrors", self.length)
        if len(self.reflectivity) != 2 or not all(0.0 < r <= 1.0 for r in self.reflectivity):
            problems.append(f"Mirrors: reflectivity = {self.reflectivity!r}, expected two numbers above 0 to 1.")
        if problems:
            raise InputError(*problems)


@dataclass(frozen=True, kw_only=True)
class WhisperingGallery(Resonator):
    """A ring, disk or capillary around which light runs.

    Parameters
    ----------
    diameter : float
        m.
    quality : float
        2 pi times the energy in it over that lost in a period of the light, without the film's absorption.
    """

    kind: ClassVar[str] = "whispering-gallery"
    diameter: float = 75e-6
    quality: float = 1e3

    def __post_init__(self) -> None:
        problems = _length_problems("WhisperingGallery", self.diameter, "diameter")
        if not 1.0 < self.quality <= 1e10:
            problems.append(f"WhisperingGallery: quality = {self.quality!r}, expected above 1 to 1e10.")
        if problems:
            raise InputError(*problems)

    @property
    def length(self) -> float:  # type: ignore[override]
        """Once around, m."""
        return math.pi * float(self.diameter)


@dataclass(frozen=True, kw_only=True)
class Stripe(Resonator):
    """No feedback: a stripe of pumped film, in which light is amplified on one pass.

    Parameters
    ----------
    length : float
        m.
    brighter : float
        Amplified spontaneous emission counts as seen where the end of the stripe is brighter by this factor than
        without gain: (exp(gL) - 1)/(gL).
    """

    kind: ClassVar[str] = "stripe"
    length: float = 1e-3
    brighter: float = BRIGHTER

    def __post_init__(self) -> None:
        problems = _length_problems("Stripe", self.length)
        if not 1.0 < self.brighter <= 1e12:
            problems.append(f"Stripe: brighter = {self.brighter!r}, expected above 1 to 1e12.")
        if problems:
            raise InputError(*problems)


Polarisation = Literal["TE", "TM"]


def _length_problems(owner: str, length: float, name: str = "length") -> list[str]:
    if isinstance(length, (int, float)) and math.isfinite(length) and 1e-7 <= length <= 1.0:
        return []
    return [f"{owner}: {name} = {length!r} m, expected 1e-7 to 1 m."]
