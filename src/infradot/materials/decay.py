"""How dots lose their excitons: Auger recombination, light, and traps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.laws.recombination import ShockleyReadHall
from infradot.materials.auger_scaling import AugerScaling, CarrierTriples
from infradot.materials.filling import Filling

if TYPE_CHECKING:
    from infradot.materials.film import Film
    from infradot.materials.gain import Gain

Array = NDArray[np.float64]
CARRIERS = CarrierTriples()


@dataclass(frozen=True, kw_only=True)
class DecayRates:
    """What dots with 0, 1, ... excitons lose, excitons a second; arrays of one length.

    Parameters
    ----------
    radiative, auger, trapped : ndarray (n,)
    """

    radiative: Array
    auger: Array
    trapped: Array

    @property
    def total(self) -> Array:
        """All of them."""
        return self.radiative + self.auger + self.trapped


@dataclass(frozen=True, kw_only=True)
class Decay:
    """How the excitons of a film's dots are lost.

    Parameters
    ----------
    scaling : AugerScaling
        How Auger recombination grows with the carriers of a dot.
    auger_lifetime : float, optional
        Of two excitons in a dot, s; by default by the volume of the dots, with the factor of their shell.
    auger_factor : float
        On that lifetime, for what slows Auger recombination from outside the dot: 5 was seen in blends with ZnO.
    trap_lifetime : float, optional
        Of an exciton until a trap or the surface takes it, s; by default that of the film's own traps when many
        excitons are there, the sum of the lifetimes of electrons and holes. Infinite without traps.

    Examples
    --------
    >>> from infradot.materials.film import Film
    >>> film = Film(core="PbS", diameter=6.2e-9, ligand="PbX2 ink")
    >>> round(Decay().biexciton_lifetime(film) * 1e12, 1), round(Decay(auger_factor=5).biexciton_lifetime(film) * 1e12)
    (124.8, 624)
    """

    scaling: AugerScaling = CARRIERS
    auger_lifetime: float | None = None
    auger_factor: float = 1.0
    trap_lifetime: float | None = None

    def __post_init__(self) -> None:
        problems = []
        if not isinstance(self.scaling, AugerScaling):
            problems.append(f"Decay: scaling is a {type(self.scaling).__name__}, expected an AugerScaling.")
        if self.auger_lifetime is not None and not 1e-15 <= self.auger_lifetime <= 1.0:
            problems.append(f"Decay: auger_lifetime = {self.auger_lifetime!r} s, expected 1e-15 to 1 s.")
        if not (math.isfinite(self.auger_factor) and self.auger_factor > 0.0):
            problems.append(f"Decay: auger_factor = {self.auger_factor!r}, expected above 0.")
        if self.trap_lifetime is not None and not self.trap_lifetime > 0.0:
            problems.append(f"Decay: trap_lifetime = {self.trap_lifetime!r} s, expected above 0.")
        if problems:
            raise InputError(*problems)

    def biexciton_lifetime(self, film: Film) -> float:
        """Of two excitons in a dot of a film, s."""
        own = film.dot.auger_lifetime if self.auger_lifetime is None else float(self.auger_lifetime)
        return own * float(self.auger_factor)

    def exciton_lifetime(self, film: Film, temperature: float = 300.0) -> float:
        """Of an exciton until a trap takes it, s."""
        if self.trap_lifetime is not None:
            return float(self.trap_lifetime)
        laws = film.material(temperature).recombination
        traps = [law for law in laws if isinstance(law, ShockleyReadHall)]
        rate = sum(1.0 / (float(law.lifetime_n) + float(law.lifetime_p)) for law in traps)
        return 1.0 / rate if rate > 0.0 else math.inf

    def rates(self, gain: Gain, filling: Filling, top: int) -> DecayRates:
        """What dots of one filling lose with 0 to `top` excitons.

        Radiative recombination takes every pair of an electron and a hole at the band edge alike; carriers that wait in
        higher states count in Auger recombination as well.

        Parameters
        ----------
        gain : Gain
            Of the film: its emission fixes the radiative lifetime.
        filling : Filling
            Of dots with whole numbers of permanent carriers.
        top : int
        """
        n = np.arange(top + 1, dtype=np.float64)
        electrons = max(filling.electrons, 0.0) + n
        holes = max(-filling.electrons, 0.0) + n
        edge_n, edge_p = filling.carriers(n)
        trap = self.exciton_lifetime(gain.film, gain.temperature)
        relative = np.where(n > 0, self.scaling.relative(electrons, holes), 0.0)
        return DecayRates(
            radiative=edge_n * edge_p * (n > 0) / gain.radiative_lifetime,
            auger=relative / self.biexciton_lifetime(gain.film),
            trapped=n / trap if math.isfinite(trap) else np.zeros_like(n),
        )
