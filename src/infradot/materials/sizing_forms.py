"""The forms that sizing curves have, each with its inverse and its slope."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from infradot.errors import InputError
from infradot.materials.bulk import Bulk
from infradot.materials.sizing import CLOSE, NoSizingCurve, SizingCurve
from infradot.numerics.roots import bracketed_root
from infradot.source import Source, Value
from infradot.units import epsilon_0, hbar, hc_eV, m_e, q

HC = hc_eV * 1e9  # eV nm
KINETIC = hbar**2 / (m_e * q) * 1e18  # hbar^2/m0, eV nm^2
COULOMB = 1.786 * q / (4 * math.pi * epsilon_0) * 1e9  # 1.786 e^2/(4 pi eps0), eV nm


@dataclass(frozen=True, kw_only=True)
class InverseQuadratic(SizingCurve):
    """E0 = Eg + 1/(a d^2 + b d + c), d in nm: the form of Moreels et al., ACS Nano 3, 3023 (2009).

    Parameters
    ----------
    bulk_gap : float
        Eg, eV.
    a, b, c : float
        eV^-1 nm^-2, eV^-1 nm^-1, eV^-1.
    """

    bulk_gap: float
    a: float
    b: float
    c: float = 0.0

    def _energy(self, nanometres: float) -> float:
        d = nanometres
        return float(self.bulk_gap) + 1.0 / (float(self.a) * d * d + float(self.b) * d + float(self.c))

    def _slope(self, nanometres: float) -> float:
        a, b, d = float(self.a), float(self.b), nanometres
        return -(2 * a * d + b) / (a * d * d + b * d + float(self.c)) ** 2

    def _diameter(self, energy: float) -> float:
        a, b = float(self.a), float(self.b)
        inverse = 1.0 / (energy - float(self.bulk_gap)) - float(self.c)
        # the form that does not cancel when a is small
        return 2.0 * inverse / (b + math.sqrt(b * b + 4 * a * inverse))


@dataclass(frozen=True, kw_only=True)
class InversePower(SizingCurve):
    """E0 = E_inf + k/d^m, d in nm.

    Parameters
    ----------
    limit : float
        E_inf, eV.
    strength : float
        k, eV nm^m.
    power : float
        m.
    """

    limit: float
    strength: float
    power: float = 1.0

    def _energy(self, nanometres: float) -> float:
        return float(self.limit) + float(self.strength) * math.pow(nanometres, -float(self.power))

    def _slope(self, nanometres: float) -> float:
        m = float(self.power)
        return -m * float(self.strength) * math.pow(nanometres, -m - 1.0)

    def _diameter(self, energy: float) -> float:
        return float((float(self.strength) / (energy - float(self.limit))) ** (1.0 / float(self.power)))


@dataclass(frozen=True, kw_only=True)
class WavelengthPolynomial(SizingCurve):
    """d = sum of c_i lambda^i, both in nm, as the curves of Yu et al., Chem. Mater. 15, 2854 (2003) are printed.

    Parameters
    ----------
    coefficients : tuple of float
        c_0, c_1, ..., nm^(1 - i).
    wavelengths : tuple of float
        First excitons in which the curve is used, m; `valid` are the diameters that belong to them.
    """

    coefficients: tuple[float, ...]
    wavelengths: tuple[float, float]

    def __post_init__(self) -> None:
        for field in ("coefficients", "wavelengths"):
            object.__setattr__(self, field, tuple(float(x) for x in getattr(self, field)))
        super().__post_init__()

    def _polynomial(self, wavelength: float) -> float:
        return diameter_of(self.coefficients, wavelength)

    def _diameter(self, energy: float) -> float:
        return self._polynomial(HC / energy)

    def _energy(self, nanometres: float) -> float:
        return HC / self._root(nanometres)

    def _slope(self, nanometres: float) -> float:
        wavelength = self._root(nanometres)
        steep = sum(i * c * wavelength ** (i - 1) for i, c in enumerate(self.coefficients) if i)
        return -HC / wavelength**2 / steep

    def _root(self, nanometres: float) -> float:
        """The wavelength in nm of a diameter inside the range."""
        low, high = (1e9 * end for end in self.wavelengths)
        if self._polynomial(low) >= nanometres or self._polynomial(high) <= nanometres:  # an end, to rounding
            return low if self._polynomial(low) >= nanometres else high
        return bracketed_root(lambda x: self._polynomial(x) - nanometres, low, high, tolerance=CLOSE)


def diameter_of(coefficients: tuple[float, ...], wavelength: float) -> float:
    """The polynomial of `WavelengthPolynomial`, nm for a wavelength in nm."""
    total = 0.0
    for c in reversed(coefficients):
        total = total * wavelength + c
    return total


@dataclass(frozen=True, kw_only=True)
class Hyperbolic(SizingCurve):
    """E0 = sqrt(Eg^2 + C/d^2), two bands that repel: Wang et al., J. Chem. Phys. 87, 7315 (1987).

    Parameters
    ----------
    bulk_gap : float
        Eg, eV.
    strength : float
        C, eV^2 nm^2.
    """

    bulk_gap: float
    strength: float

    def _energy(self, nanometres: float) -> float:
        return math.sqrt(float(self.bulk_gap) ** 2 + float(self.strength) / nanometres**2)

    def _slope(self, nanometres: float) -> float:
        return -float(self.strength) / nanometres**3 / self._energy(nanometres)

    def _diameter(self, energy: float) -> float:
        return math.sqrt(float(self.strength) / (energy**2 - float(self.bulk_gap) ** 2))


@dataclass(frozen=True, kw_only=True)
class Brus(SizingCurve):
    """E0 = Eg + (hbar^2 pi^2/2 R^2)(1/m_n + 1/m_p) - 1.786 e^2/(4 pi eps0 eps R), R the radius.

    The effective-mass form of Brus, J. Chem. Phys. 80, 4403 (1984). It overestimates small dots.

    Parameters
    ----------
    bulk_gap : float
        Eg, eV.
    mass_n, mass_p : float
        In electron masses.
    permittivity : float
        eps.
    """

    bulk_gap: float
    mass_n: float
    mass_p: float
    permittivity: float

    def _terms(self, nanometres: float) -> tuple[float, float]:
        radius = nanometres / 2
        inverse = 1.0 / float(self.mass_n) + 1.0 / float(self.mass_p)
        return KINETIC * math.pi**2 / 2 * inverse / radius**2, COULOMB / (float(self.permittivity) * radius)

    def _energy(self, nanometres: float) -> float:
        kinetic, coulomb = self._terms(nanometres)
        return float(self.bulk_gap) + kinetic - coulomb

    def _slope(self, nanometres: float) -> float:
        kinetic, coulomb = self._terms(nanometres)
        return (coulomb - 2.0 * kinetic) / nanometres


@dataclass(frozen=True, kw_only=True)
class Blend(SizingCurve):
    """E0 of an alloy: the mean of two curves at the same diameter, without bowing.

    The doubt of it is its own `scale`; that of the two curves is not counted again.

    Parameters
    ----------
    first, second : SizingCurve
    share : float
        Of the first.
    """

    first: SizingCurve
    second: SizingCurve
    share: float

    def _energy(self, nanometres: float) -> float:
        x = float(self.share)
        return x * self.first._energy(nanometres) + (1.0 - x) * self.second._energy(nanometres)

    def _slope(self, nanometres: float) -> float:
        x = float(self.share)
        return x * self.first._slope(nanometres) + (1.0 - x) * self.second._slope(nanometres)


@dataclass(frozen=True, kw_only=True)
class Shelled(SizingCurve):
    """A core in a shell of another semiconductor, against the diameter of the core.

    Where the bands of both lie close, electron and hole spread over the whole dot: its exciton is the mean of the two
    curves at the outer diameter, by volume. A shell of a much wider gap leaves the exciton where the core has it. The
    doubt of it is its own `scale`.

    Parameters
    ----------
    core : SizingCurve
    shell : SizingCurve, optional
        None for a wide gap.
    thickness : float
        Of the shell, m.
    """

    core: SizingCurve
    shell: SizingCurve | None
    thickness: float

    def _energy(self, nanometres: float) -> float:
        if self.shell is None:
            return self.core._energy(nanometres)
        outer = nanometres + 2e9 * float(self.thickness)
        inside = (nanometres / outer) ** 3
        return inside * self.core._energy(outer) + (1.0 - inside) * self.shell._energy(outer)

    def _slope(self, nanometres: float) -> float:
        if self.shell is None:
            return self.core._slope(nanometres)
        outer = nanometres + 2e9 * float(self.thickness)
        inside = (nanometres / outer) ** 3
        moved = inside * self.core._slope(outer) + (1.0 - inside) * self.shell._slope(outer)
        step = self.core._energy(outer) - self.shell._energy(outer)
        return moved + 3.0 * inside * (1.0 / nanometres - 1.0 / outer) * step


_FORMS: dict[str, type[SizingCurve]] = {
    "inverse-quadratic": InverseQuadratic,
    "inverse-power": InversePower,
    "wavelength-polynomial": WavelengthPolynomial,
    "hyperbolic": Hyperbolic,
    "brus": Brus,
    "none": NoSizingCurve,
}
TWO_BANDS = Source(
    reference="two-band model with the bulk gap and masses, Wang et al., J. Chem. Phys. 87, 7315 (1987); for PbS it is "
    "28 % too high at 5 nm with the textbook mass",
    how="derived",
    confidence="C",
)
LEAST_GAP = 0.05  # eV


def curve_of(name: str, label: str, table: dict[str, Any]) -> SizingCurve:
    """The curve that a table of the data describes; `form` says which."""
    numbers = dict(table)
    form = _FORMS[numbers.pop("form")]
    source = Source(reference=numbers.pop("reference"), how=numbers.pop("how"), confidence=numbers.pop("confidence"))
    if form is NoSizingCurve:
        numbers |= {"valid": (1e-9, 1e-7), "fitted": (1e-9, 1e-7)}
    if form is WavelengthPolynomial:
        ends = tuple(1e-9 * diameter_of(numbers["coefficients"], 1e9 * x) for x in numbers["wavelengths"])
        numbers = {"fitted": ends} | numbers | {"valid": ends}
    return form(name=name, label=label, source=source, **numbers)


def two_band_curve(bulk: Bulk, *, valid: tuple[float, float] = (3e-9, 10e-9)) -> Hyperbolic:
    """A curve for dots of which only the bulk is known, C = 8 pi^2 (hbar^2/m0) Eg/m.

    m is twice the reduced mass. Good to some 15 % of the diameter for narrow gaps; use it where there is nothing else.

    Parameters
    ----------
    bulk : Bulk
        With a gap above 0.05 eV: inverted bands do not repel in this way.
    valid : tuple of float
        Diameters, m.

    Returns
    -------
    Hyperbolic

    Raises
    ------
    InputError
        For a bulk without a gap.

    Examples
    --------
    >>> from infradot.materials.bulk import named_bulk
    >>> round(two_band_curve(named_bulk("PbS")).energy(5e-9), 3)
    1.153
    """
    if float(bulk.gap) < LEAST_GAP:
        raise InputError(
            f"{bulk.name} has a bulk gap of {float(bulk.gap):g} eV; the two-band model needs one above {LEAST_GAP} eV."
        )
    strength = 8 * math.pi**2 * KINETIC * float(bulk.gap) / (2.0 * bulk.reduced_mass)
    return Hyperbolic(
        name=bulk.name,
        label="two-band",
        valid=valid,
        fitted=valid,
        source=TWO_BANDS,
        scale=Value(1.0, std=0.15, source=TWO_BANDS),
        bulk_gap=bulk.gap,
        strength=strength,
    )
