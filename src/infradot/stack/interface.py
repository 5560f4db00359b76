"""What happens where two layers meet."""

from __future__ import annotations

from dataclasses import dataclass

from infradot.errors import InputError
from infradot.laws.checks import finite, not_negative, positive


@dataclass(frozen=True, kw_only=True)
class Interface:
    """The boundary between two neighbouring layers: a sheet of recombination, and how carriers cross it.

    R = n p [1 - exp(-(E_Fn - E_Fp)/kT)] / [(n + n1)/S_p + (p + p1)/S_n] in m^-2 s^-1: the law of Shockley, Read and
    Hall for a sheet of states. n is that of the side whose conduction band is lower, p that of the side whose valence
    band is higher: carriers meet where they gather, whichever side each is on.

    Parameters
    ----------
    between : tuple of str
        Names of the two layers, in either order.
    velocity_n, velocity_p : float
        Recombination velocities of electrons and holes, m/s; 0 in either is no recombination.
    level : float
        Energy of the states from the middle of the interface gap (the lower E_c less the higher E_v), up positive, eV.
    emission_n, emission_p : float, optional
        Thermionic emission velocities over the step of the band, m/s: A* T^2/(q N_c) for electrons. None keeps the
        quasi-Fermi level continuous, which is right for dot films; give it where a fast material (silicon, a
        perovskite) meets another, and carriers arrive faster than they are emitted over the step.
    """

    between: tuple[str, str]
    velocity_n: float = 0.0
    velocity_p: float = 0.0
    level: float = 0.0
    emission_n: float | None = None
    emission_p: float | None = None

    def __post_init__(self) -> None:
        pair = (self.between,) if isinstance(self.between, str) else tuple(self.between)
        if len(pair) != 2 or pair[0] == pair[1] or not all(isinstance(name, str) for name in pair):
            raise InputError(f"Interface: between = {self.between!r}, expected the names of two neighbouring layers.")
        object.__setattr__(self, "between", pair)
        not_negative(self, "velocity_n", "velocity_p")
        finite(self, "level")
        positive(self, *(name for name in ("emission_n", "emission_p") if getattr(self, name) is not None))

    @property
    def name(self) -> str:
        """For messages, figures and parameter paths: ``ZnO/ink``."""
        return "/".join(self.between)

    @property
    def recombines(self) -> bool:
        """Whether both velocities are above zero."""
        return self.velocity_n > 0 and self.velocity_p > 0

    @property
    def splits(self) -> bool:
        """Whether a quasi-Fermi level may jump here."""
        return self.emission_n is not None or self.emission_p is not None
