"""How one dot with a few electrons and holes in it loses them: light, traps, Auger recombination."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.errors import InputError
from infradot.materials.auger_scaling import AugerScaling, CarrierTriples
from infradot.materials.dot import SOLVENT, Dot

TRIPLES = CarrierTriples()
MOST = 16  # pairs in one dot that are followed


@dataclass(frozen=True, kw_only=True)
class DotEmission:
    """Rates of one dot by the carriers in it.

    Every electron can meet every hole: two excitons shine four times as fast as one, a trion twice, and Auger
    recombination of a trion takes four times as long as that of two excitons.

    Parameters
    ----------
    radiative : float
        Rate at which one electron and one hole emit, s^-1.
    auger : float
        Auger rate of two excitons, s^-1.
    nonradiative : float
        Rate at which one exciton is lost in traps and to its surroundings, s^-1.
    states : int
        Pairs that the band edges hold, 1 to 16.
    scaling : AugerScaling
        Auger rate of more carriers over that of two excitons.

    Raises
    ------
    InputError
        For rates below 0, or a dot that never emits.

    Examples
    --------
    >>> dot = DotEmission(radiative=1e6, auger=1e10)
    >>> dot.quantum_yield(1, 1), round(dot.quantum_yield(2, 2) * 1e4, 3)
    (1.0, 3.998)
    """

    radiative: float
    auger: float
    nonradiative: float = 0.0
    states: int = 8
    scaling: AugerScaling = TRIPLES

    def __post_init__(self) -> None:
        problems = [
            f"{name} = {value!r} s^-1, expected a rate of 0 or above."
            for name in ("radiative", "auger", "nonradiative")
            if not (isinstance(value := getattr(self, name), (int, float)) and 0 <= value < math.inf)
        ]
        if not problems and self.radiative == 0:
            problems.append("radiative = 0 s^-1: this dot emits nothing.")
        if not (isinstance(self.states, int) and 1 <= self.states <= MOST):
            problems.append(f"states = {self.states!r}, expected a whole number from 1 to {MOST}.")
        if problems:
            raise InputError(*(f"Emission of a dot: {problem}" for problem in problems))

    def radiative_rate(self, electrons: int, holes: int) -> float:
        """Photons a second from a dot with these carriers."""
        return float(self.radiative) * electrons * holes

    def nonradiative_rate(self, electrons: int, holes: int) -> float:
        """Pairs a second that traps take."""
        return float(self.nonradiative) * min(electrons, holes)

    def auger_rate(self, electrons: int, holes: int) -> float:
        """Pairs a second lost to a third carrier."""
        return float(self.auger) * float(self.scaling.relative(electrons, holes))

    def decay_rate(self, electrons: int, holes: int) -> float:
        """Pairs a second lost in all, s^-1."""
        return (
            self.radiative_rate(electrons, holes)
            + self.nonradiative_rate(electrons, holes)
            + self.auger_rate(electrons, holes)
        )

    def quantum_yield(self, electrons: int = 1, holes: int = 1) -> float:
        """Share of the next loss that is a photon."""
        return self.radiative_rate(electrons, holes) / self.decay_rate(electrons, holes)

    @property
    def lifetime(self) -> float:
        """Of one exciton, s."""
        return 1.0 / self.decay_rate(1, 1)

    @property
    def yield_ratio(self) -> float:
        """Quantum yield of two excitons over that of one: g2(0) under weak excitation.

        G. Nair, J. Zhao and M. G. Bawendi, Nano Lett. 11, 1136 (2011), doi:10.1021/nl104054t.

        Examples
        --------
        >>> round(DotEmission(radiative=1e6, auger=3.6e7).yield_ratio, 12)
        0.1
        """
        return self.quantum_yield(2, 2) / self.quantum_yield(1, 1)


def dot_emission(
    dot: Dot,
    *,
    quantum_yield: float = 1.0,
    index: float = SOLVENT,
    enhancement: float = 1.0,
    nonradiative: float | None = None,
) -> DotEmission:
    """Rates of one dot at room temperature, from its core, size and shell.

    Parameters
    ----------
    dot : Dot
    quantum_yield : float
        Of one exciton without a cavity, above 0 to 1; what it lacks is lost in traps.
    index : float
        Refractive index of what surrounds the dot.
    enhancement : float
        Factor on every radiative rate, from a cavity or an antenna.
    nonradiative : float, optional
        Rate of traps, s^-1, instead of `quantum_yield`.

    Returns
    -------
    DotEmission

    Raises
    ------
    InputError

    Notes
    -----
    The radiative lifetime is that of `Dot.radiative_lifetime` and the Auger lifetime that of `Dot.auger_lifetime`,
    within a factor of 2 each. Dark states below the bright one, which slow the emission of cold dots, are not in it.

    Examples
    --------
    >>> found = dot_emission(Dot(core="PbS", exciton=1.03))
    >>> round(found.lifetime * 1e6, 1), f"{found.yield_ratio:.1e}"
    (1.4, '1.1e-04')
    """
    if not 0.0 < quantum_yield <= 1.0:
        raise InputError(f"Emission of a dot: quantum_yield = {quantum_yield!r}, expected above 0 to 1.")
    if not (math.isfinite(enhancement) and enhancement > 0):
        raise InputError(f"Emission of a dot: enhancement = {enhancement!r}, expected above 0.")
    bare = 1.0 / dot.radiative_lifetime(index)
    lost = bare * (1.0 / quantum_yield - 1.0) if nonradiative is None else nonradiative
    held = int(min(round(float(dot.core.states_n)), round(float(dot.core.states_p)), MOST))
    return DotEmission(
        radiative=bare * enhancement, auger=1.0 / dot.auger_lifetime, nonradiative=lost, states=max(held, 1)
    )
