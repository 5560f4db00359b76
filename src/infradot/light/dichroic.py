"""A mirror that parts light by its wavelength."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from infradot.errors import InputError
from infradot.light.spectrum import Spectrum


@dataclass(frozen=True, kw_only=True)
class Shares:
    """A filter that passes one share of the photons below an edge and another from it on.

    Parameters
    ----------
    edge : float
        m; photons of just this wavelength count as beyond it.
    short, long : float
        Shares passed below the edge and from it on, 0 to 1.
    name : str
        For tables and figures.
    """

    edge: float
    short: float
    long: float
    name: str = ""

    def apply(self, spectrum: Spectrum) -> Spectrum:
        """The spectrum times the shares, cut exactly at the edge."""
        low, high = spectrum.between(None, self.edge), spectrum.between(self.edge, None)
        line = np.where(spectrum.line_wavelength < self.edge, self.short, self.long)
        return replace(
            spectrum,
            wavelength=np.concatenate([low.wavelength, high.wavelength]),
            photon_flux=np.concatenate([low.photon_flux * self.short, high.photon_flux * self.long]),
            line_flux=spectrum.line_flux * line,
            name=f"{spectrum.name}, {self.name}" if self.name else spectrum.name,
        )


@dataclass(frozen=True, kw_only=True)
class Dichroic:
    """A dichroic mirror: what it reflects goes to one cell, what it lets through to another.

    What is neither reflected nor let through is lost in it.

    Parameters
    ----------
    edge : float
        Wavelength at which it turns over, m.
    reflects_short, reflects_long : float
        Shares of the photons reflected below the edge and from it on.
    transmits_short, transmits_long : float
        Shares let through.

    Raises
    ------
    InputError
        For shares outside 0 to 1, or that add up to more than 1.

    Examples
    --------
    >>> from infradot.light.lamps import am15g
    >>> mirror = Dichroic(edge=870e-9)
    >>> short, long = am15g().filtered(mirror.reflected), am15g().filtered(mirror.transmitted)
    >>> round(long.photon_current(None, 1550e-9) / 10, 1)  # mA cm^-2
    22.6
    >>> abs(short.photon_current() + long.photon_current() - am15g().photon_current()) < 1e-9
    True
    """

    edge: float
    reflects_short: float = 1.0
    reflects_long: float = 0.0
    transmits_short: float = 0.0
    transmits_long: float = 1.0

    def __post_init__(self) -> None:
        problems = []
        if not (math.isfinite(self.edge) and self.edge > 0):
            problems.append(f"Dichroic mirror: edge = {self.edge:g} m, expected a wavelength above 0.")
        for name in ("reflects_short", "reflects_long", "transmits_short", "transmits_long"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                problems.append(f"Dichroic mirror: {name} = {share:g}, expected 0 to 1.")
        for side in ("short", "long"):
            total = getattr(self, f"reflects_{side}") + getattr(self, f"transmits_{side}")
            if total > 1 + 1e-12:
                problems.append(
                    f"Dichroic mirror: reflects_{side} and transmits_{side} add up to {total:g}, expected at most 1."
                )
        if problems:
            raise InputError(*problems)

    @property
    def reflected(self) -> Shares:
        """What the mirror does to the light that it reflects."""
        return Shares(edge=self.edge, short=self.reflects_short, long=self.reflects_long, name="reflected")

    @property
    def transmitted(self) -> Shares:
        """What the mirror does to the light that it lets through."""
        return Shares(edge=self.edge, short=self.transmits_short, long=self.transmits_long, name="transmitted")
