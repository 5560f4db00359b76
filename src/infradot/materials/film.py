"""A film of quantum dots: chemistry in, a `Material` out."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infradot.errors import InputError, OutOfRange, PhysicsWarning
from infradot.laws.recombination import Auger, Radiative, Recombination, ShockleyReadHall
from infradot.materials.dielectric import DielectricFunction
from infradot.materials.dot import DISPERSITY, ROOM, Core, Dot, core_names, named_core
from infradot.materials.emission import equilibrium_emission
from infradot.materials.film_optics import SUPPORTED
from infradot.materials.given import check_pair, derived, given
from infradot.materials.ligand import Ligand, ligand_names, named_ligand
from infradot.materials.material import Material
from infradot.materials.overrides import Overrides
from infradot.source import Source, Value
from infradot.units import hc_eV, thermal_voltage

__all__ = ["Core", "Dot", "Film", "Ligand", "core_names", "ligand_names", "named_core", "named_ligand"]

PACKING = Value(
    0.64,
    std=0.03,
    source=Source(reference="random close packing of spheres; 0.74 for an ordered film", how="assumed", confidence="B"),
)
PERMITTIVITY = Value(
    15.0,
    std=3.0,
    source=Source(
        reference="10 to 20 in published films; Grinolds et al., Nano Lett. 15, 21 (2015) show that mixing rules fail",
        how="assumed",
        confidence="B",
    ),
)
URBACH = Value(
    0.017,
    std=0.003,
    source=Source(
        reference="14 to 20 meV in PbS and PbSe films, order of magnitude of Erslev et al. (2012)",
        how="assumed",
        confidence="C",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film of dots of one size with one ligand, described as a chemist would.

    Parameters
    ----------
    core : Core or str
        For example ``"PbS"``.
    exciton : float, optional
        First exciton of the film at 300 K, eV; it is the film's `band_gap`. By default from the diameter.
    diameter : float, optional
        Of the dots, m. By default from the exciton: the film's shift from solution is added back, then the sizing
        curve is read. Where both are given, both count as measured.
    dispersity : float
        Relative standard deviation of the diameter.
    ligand : Ligand or str
        Name of a treatment (`ligand_names`), or a `Ligand` of your own.
    linewidth : float, optional
        Measured standard deviation of the first exciton, eV (half width at half maximum over 1.1774). By default
        from the dispersity and the homogeneous width.
    spacing : float, optional
        Gap between neighbouring dots, m; by default the ligand's length.
    packing : float
        Volume share of the dots with half the gap around each.
    relative_permittivity : float
        Static.
    urbach_energy : float
        Of the absorption below the exciton, eV; used up to 0.8 kT.
    overrides : mapping
        Fields of `Material` with measured values, which beat modelled ones.

    Raises
    ------
    InputError
        For unknown names and impossible sizes, all together; `OutOfRange` outside the sizing curve.

    Notes
    -----
    Excitons from 900 to 1700 nm are what the optical model is meant for, with about 20 % uncertainty of the
    absorption; beyond, down to the end of the sizing curve, it is extrapolated and `notes` says so.

    Examples
    --------
    >>> film = Film(core="PbS", exciton=1.008, ligand="PbX2 ink")
    >>> round(film.diameter * 1e9, 2)
    4.22
    >>> ink = film.material(300.0)
    >>> round(ink.band_gap, 3), round(ink.electron_affinity, 2)
    (1.008, 4.44)
    """

    core: Core
    exciton: float
    diameter: float
    dispersity: float
    ligand: Ligand
    linewidth: float | None
    spacing: float | None
    packing: float
    relative_permittivity: float
    urbach_energy: float
    overrides: Overrides

    def __init__(
        self,
        *,
        core: Core | str = "PbS",
        exciton: float | None = None,
        diameter: float | None = None,
        dispersity: float = DISPERSITY,
        ligand: Ligand | str = "PbX2 ink",
        linewidth: float | None = None,
        spacing: float | None = None,
        packing: float = PACKING,
        relative_permittivity: float = PERMITTIVITY,
        urbach_energy: float = URBACH,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        check_pair("Film", diameter=diameter, exciton=exciton, dispersity=dispersity)
        _check_numbers(
            linewidth=linewidth,
            spacing=spacing,
            packing=packing,
            relative_permittivity=relative_permittivity,
            urbach_energy=urbach_energy,
        )
        core = named_core(core) if isinstance(core, str) else core
        ligand = named_ligand(ligand) if isinstance(ligand, str) else ligand
        size, energy = _sizes(core, ligand, given(diameter), given(exciton))
        fields = {
            "core": core,
            "exciton": energy,
            "diameter": size,
            "dispersity": dispersity,
            "ligand": ligand,
            "linewidth": linewidth,
            "spacing": spacing,
            "packing": packing,
            "relative_permittivity": relative_permittivity,
            "urbach_energy": urbach_energy,
            "overrides": overrides if isinstance(overrides, Overrides) else Overrides(overrides),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, dot: Dot, **fields: Any) -> Film:
        """A film made of a batch of dots: its sizes come from the dots, the rest from `fields`."""
        ligand = fields.get("ligand", "PbX2 ink")
        ligand = named_ligand(ligand) if isinstance(ligand, str) else ligand
        energy = given(dot.exciton)
        if energy is not None:
            energy = energy - ligand.shift(float(dot.diameter))
        return cls(core=dot.core, diameter=given(dot.diameter), exciton=energy, dispersity=dot.dispersity, **fields)

    @property
    def dot(self) -> Dot:
        """The dots that the film is made of, as they were in solution."""
        return Dot(
            core=self.core,
            diameter=self.diameter,
            exciton=float(self.exciton) + self.ligand.shift(self.diameter),
            dispersity=self.dispersity,
        )

    @property
    def gap_between_dots(self) -> float:
        """Spacing in use, m."""
        return float(self.ligand.length if self.spacing is None else self.spacing)

    @property
    def dot_density(self) -> float:
        """Dots a volume, N = packing/[(pi/6)(d + s)^3], m^-3."""
        return float(self.packing) / (math.pi / 6 * (float(self.diameter) + self.gap_between_dots) ** 3)

    @property
    def width(self) -> float:
        """Standard deviation of the first exciton in use, eV."""
        return float(self.linewidth) if self.linewidth is not None else self.dot.linewidth

    @property
    def band_widths(self) -> tuple[float, float]:
        """Standard deviations of the conduction and the valence band's states, eV; their squares add to `width`^2."""
        share = min(max(float(self.core.valence_share), 0.0), 1.0)
        return (self.width * math.sqrt(1.0 - share), self.width * math.sqrt(share))

    def notes(self, temperature: float = ROOM) -> tuple[str, ...]:
        """Where the model is used beyond what it was made for at a temperature in K, one sentence each."""
        found = []
        wavelength = hc_eV / float(self.exciton)
        if not SUPPORTED[0] <= wavelength <= SUPPORTED[1]:
            found.append(
                f"n and k are extrapolated: the model is meant for excitons from 900 to 1700 nm, this film has its own "
                f"at {wavelength * 1e9:.0f} nm."
            )
        low, high = self.core.sizing.fitted
        if not low <= self.diameter <= high:
            found.append(
                f"The sizing curve of {self.core.name} was fitted from {low * 1e9:.3g} to {high * 1e9:.3g} nm; these "
                f"dots have {self.diameter * 1e9:.2f} nm."
            )
        tail = self.dielectric(temperature).tail
        if tail is not None and tail.capped:
            found.append(
                f"The Urbach energy of {tail.energy * 1e3:.3g} meV is capped to 0.8 kT = "
                f"{tail.slope_energy * 1e3:.3g} meV at {temperature:g} K, or the emission would not converge."
            )
        return tuple(found)

    def gap(self, temperature: float) -> float:
        """First exciton of the film at a temperature in K, eV."""
        slope = self.core.temperature_coefficient(float(self.dot.exciton))
        return float(self.exciton) + slope * (temperature - ROOM)

    def dielectric(self, temperature: float) -> DielectricFunction:
        """Dielectric function of the film at a temperature in K."""
        return self.ligand.optics.dielectric(
            exciton=self.gap(temperature),
            diameter=float(self.diameter),
            width=self.width,
            urbach_energy=self.urbach_energy,
            temperature=temperature,
            name=self.name,
        )

    @property
    def name(self) -> str:
        """For messages and figures."""
        return f"{self.core.name} {hc_eV / float(self.exciton) * 1e9:.0f} nm, {self.ligand.name}"

    def levels(self, temperature: float) -> tuple[float, float]:
        """Conduction and valence band edge against vacuum, eV (negative), at a temperature in K.

        E_v = -ionisation - f_v (E0 - 1.30 eV) with E0 the first exciton in solution, E_c = E_v + E1 with E1 that of
        the film. The transport gap is larger by a pair energy of about 0.05 eV, which belongs to the uncertainty of
        `ionisation` and is not added, so that emission stays tied to the absorption.
        """
        gap = self.gap(temperature)
        solution = gap + self.ligand.shift(self.diameter)
        core = self.core
        valence = -float(self.ligand.ionisation) - float(core.valence_share) * (solution - core.level_reference)
        return (valence + gap, valence)

    def effective_dos(self, temperature: float) -> tuple[float, float]:
        """Effective densities of states of the two bands, 8 N exp(sigma^2/2(kT)^2), m^-3.

        Band edges are spread by the size of the dots. Far from degeneracy a Gaussian of width sigma holds exactly as
        many carriers as a sharp band whose density of states is larger by exp(sigma^2/2(kT)^2): with it Boltzmann
        statistics give the intrinsic density, and so the disorder's loss of voltage, of the spread bands. It stops
        being true where the filled states lie below the Fermi level, sigma^2/kT below the edge: when
        n > 8 N exp(-sigma^2/2(kT)^2), or below about 100 K.
        """
        vt = thermal_voltage(temperature)
        states = float(self.core.states) * self.dot_density
        electrons, holes = (states * math.exp(0.5 * (width / vt) ** 2) for width in self.band_widths)
        return (electrons, holes)

    def mobilities(self, temperature: float) -> tuple[float, float]:
        """Mobilities of electrons and holes, m^2 V^-1 s^-1, at a temperature in K.

        mu = mu_ligand (d/4 nm)^a exp(-beta (s - s_ligand)) exp(-(2/3)^2 [(sigma/kT)^2 - (sigma_ref/k 300 K)^2]). The
        ligand's mobility was measured on a film of 5 % dispersity at 300 K and already holds the disorder of such a
        film, so only the difference to it counts (Baessler, phys. status solidi b 175, 15 (1993), for the factor).
        """
        core, share = self.core, min(max(float(self.core.valence_share), 0.0), 1.0)
        size = (float(self.diameter) / float(core.mobility_diameter)) ** float(core.mobility_size_exponent)
        apart = math.exp(-float(core.tunnelling_decay) * (self.gap_between_dots - float(self.ligand.length)))
        dot = self.dot
        spread = dot.size_width
        if self.linewidth is not None:
            spread = math.sqrt(max(float(self.linewidth) ** 2 - float(core.homogeneous_width) ** 2, 0.0))
        usual = abs(core.sizing.slope(self.diameter)) * float(self.diameter) * float(DISPERSITY)
        more = (spread / thermal_voltage(temperature)) ** 2 - (usual / thermal_voltage(ROOM)) ** 2
        electrons, holes = (
            float(mobility) * size * apart * math.exp(-(4.0 / 9.0) * part * more)
            for mobility, part in ((self.ligand.mobility_n, 1.0 - share), (self.ligand.mobility_p, share))
        )
        return (electrons, holes)

    def emission(self, temperature: float) -> float:
        """Radiative recombination at equilibrium R0, by reciprocity with the film's own absorption, m^-3 s^-1."""
        return equilibrium_emission(self.dielectric(temperature), temperature)

    def material(self, temperature: float) -> Material:
        """The film as numbers at a temperature in K; computed once a temperature.

        Raises
        ------
        InputError
            For a temperature that is not above 0 K.
        """
        materials: dict[float, Material] | None = self.__dict__.get("_materials")
        if materials is None:
            materials = {}
            object.__setattr__(self, "_materials", materials)
        found = materials.get(temperature)
        if found is None:
            found = materials[temperature] = self._material(temperature)
        return found

    def _material(self, temperature: float) -> Material:
        if not (math.isfinite(temperature) and temperature > 0):
            raise InputError(f"{self.name}: temperature = {temperature:g} K, expected a number above 0.")
        conduction, _ = self.levels(temperature)
        dos_n, dos_p = self.effective_dos(temperature)
        mobility_n, mobility_p = self.mobilities(temperature)
        dielectric = self.dielectric(temperature)
        fields: dict[str, Any] = {
            "name": self.name,
            "band_gap": self.gap(temperature),
            "electron_affinity": -conduction,
            "relative_permittivity": float(self.relative_permittivity),
            "effective_dos_n": dos_n,
            "effective_dos_p": dos_p,
            "mobility_n": mobility_n,
            "mobility_p": mobility_p,
            "donors": float(self.ligand.donors),
            "acceptors": float(self.ligand.acceptors),
            "refractive_index": dielectric,
            **self.overrides,
        }
        if "recombination" not in self.overrides:
            emission = equilibrium_emission(dielectric, temperature)
            fields["recombination"] = self._recombination(fields, emission, temperature)
        return Material(**fields)

    def _recombination(self, fields: dict[str, Any], emission: float, temperature: float) -> tuple[Recombination, ...]:
        """The three laws.

        B = R0/(n0 p0) with n0 p0 of the very densities of states and gap that transport computes with, so that the
        radiative current at equilibrium is that of the absorption whatever these are.
        """
        ligand = self.ligand
        thermal = fields["effective_dos_n"] * fields["effective_dos_p"]
        thermal *= math.exp(-fields["band_gap"] / thermal_voltage(temperature))
        biexciton = float(self.core.auger_lifetime) * self.dot.volume
        auger = 1.0 / (8.0 * biexciton * self.dot_density**2)
        return (
            ShockleyReadHall(
                lifetime_n=1.0 / (float(ligand.capture_n) * float(ligand.trap_density)),
                lifetime_p=1.0 / (float(ligand.capture_p) * float(ligand.trap_density)),
                level=float(ligand.trap_level),
            ),
            Radiative(coefficient=emission / thermal),
            Auger(coefficient_n=auger, coefficient_p=auger),
        )

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}


_RANGES = {
    "linewidth": (1e-3, 0.3, " eV"),
    "spacing": (0.0, 1e-8, " m"),
    "packing": (0.05, 0.9, ""),
    "urbach_energy": (1e-3, 0.1, " eV"),
    "relative_permittivity": (1.0, 1000.0, ""),
}


def _check_numbers(**numbers: float | None) -> None:
    problems = []
    for name, value in numbers.items():
        low, high, unit = _RANGES[name]
        if value is not None and not (isinstance(value, (int, float)) and low <= value <= high):
            problems.append(f"Film: {name} = {value!r}{unit}, expected {low:g} to {high:g}{unit}.")
    if problems:
        raise InputError(*problems)


def _sizes(core: Core, ligand: Ligand, diameter: float | None, exciton: float | None) -> tuple[float, float]:
    """Diameter and first exciton of the film; the one that was not given follows from the other."""
    curve = core.sizing
    if exciton is None:
        assert diameter is not None
        return diameter, derived(curve.energy(diameter) - ligand.shift(diameter), curve.source)
    follows = _diameter(core, ligand, float(exciton)) if diameter is None else None
    if follows is not None:
        return derived(follows, curve.source), exciton
    assert diameter is not None
    try:
        expected = curve.energy(diameter) - ligand.shift(diameter)
    except OutOfRange:
        return diameter, exciton
    if abs(expected - exciton) > 0.15 * exciton:
        warnings.warn(
            f"Film: dots of {diameter * 1e9:.2f} nm would have their first exciton at {expected:.3f} eV, not at "
            f"{float(exciton):.3f} eV; both are used as given. Leave one out to let it follow.",
            PhysicsWarning,
            stacklevel=4,
        )
    return diameter, exciton


def _diameter(core: Core, ligand: Ligand, exciton: float) -> float:
    """The diameter whose first exciton in solution lies one film shift above `exciton`."""
    shift = float(ligand.shift_large)
    for _ in range(60):
        diameter = core.sizing.diameter(exciton + shift)
        if (again := ligand.shift(diameter)) == shift:
            break
        shift = again
    return diameter
