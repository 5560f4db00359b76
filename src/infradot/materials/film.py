"""A film of quantum dots: chemistry in, a `Material` out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.laws.statistics import GaussianDisorder
from infradot.materials.core import ROOM, Core, named_core, unsized_names
from infradot.materials.dielectric import DielectricFunction
from infradot.materials.dot import DISPERSITY, Dot
from infradot.materials.dot_film import DotFilm
from infradot.materials.emission import equilibrium_emission
from infradot.materials.facets import Passivation, named_passivation, shape_share, square_share
from infradot.materials.film_inputs import PACKING, PERMITTIVITY, URBACH, check_numbers, check_surface, sizes
from infradot.materials.film_optics import SUPPORTED
from infradot.materials.film_transport import effective_dos, levels, mobilities, recombination, statistics
from infradot.materials.given import check_pair, given
from infradot.materials.ligand import Ligand, named_ligand
from infradot.materials.material import Material
from infradot.materials.overrides import Overrides
from infradot.materials.shell import Shell
from infradot.numerics.roots import bracketed_root
from infradot.units import hc_eV, thermal_voltage

WIDEST = 10.0  # kT: spread of the band edges beyond which effective densities of states lose their meaning
COLDEST = 0.01  # K, that is looked at
FEWEST_TRAPS = 1e16  # m^-3
FITTED_CORE = "PbS"  # whose films the optical classes were fitted to


@dataclass(frozen=True, kw_only=True)
class Film(DotFilm):
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
        Fields of `Material` with measured values, which beat modelled ones; also the laws to use, for example
        ``{"statistics": GaussianDisorder()}`` to fill the film's own spread bands state by state.
    shell : Shell, optional
        A second semiconductor around the core of each dot.
    passivation : Passivation or str, optional
        What covers the facets (`passivation_names`); the traps of the film then follow from the bare surface, instead
        of from the ligand. For rock-salt cores.
    facets : float or str, optional
        Share of the surface that is (100), or the name of a shape; by default that of the size.
    dot : Dot, optional
        The batch that the film is made of, instead of `core`, `exciton`, `diameter`, `dispersity` and `shell`.

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
    shell: Shell | None
    passivation: Passivation | None
    facets: float | None
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
        shell: Shell | None = None,
        passivation: Passivation | str | None = None,
        facets: float | str | None = None,
        overrides: Mapping[str, Any] | None = None,
        dot: Dot | None = None,
    ) -> None:
        ligand = named_ligand(ligand) if isinstance(ligand, str) else ligand
        if dot is not None:
            if given(exciton) is not None or given(diameter) is not None:
                raise InputError("Film: give the dot, or the exciton or diameter, not both.")
            core, dispersity, diameter, shell = dot.core, dot.dispersity, given(dot.diameter), dot.shell
            exciton = given(dot.exciton)
            exciton = None if exciton is None else float(exciton) - ligand.shift(dot.size)
        check_pair("Film", diameter=diameter, exciton=exciton, dispersity=dispersity)
        check_numbers(
            linewidth=linewidth,
            spacing=spacing,
            packing=packing,
            relative_permittivity=relative_permittivity,
            urbach_energy=urbach_energy,
        )
        core = named_core(core) if isinstance(core, str) else core
        passivation = named_passivation(passivation) if isinstance(passivation, str) else passivation
        share = shape_share(facets) if isinstance(facets, str) else facets
        curve = core.sizing if shell is None else shell.curve(core)
        check_surface(core, curve, passivation, share, diameter=given(diameter), linewidth=linewidth)
        size, energy = sizes(curve, ligand, given(diameter), given(exciton))
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
            "shell": shell,
            "passivation": passivation,
            "facets": share,
            "overrides": overrides if isinstance(overrides, Overrides) else Overrides(overrides),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def dot(self) -> Dot:
        """The dots that the film is made of, as they were in solution."""
        found: Dot | None = self.__dict__.get("_dot")
        if found is None:
            found = Dot(
                core=self.core,
                diameter=self.diameter,
                exciton=float(self.exciton) + self.ligand.shift(self.diameter),
                dispersity=self.dispersity,
                shell=self.shell,
            )
            object.__setattr__(self, "_dot", found)
        return found

    @property
    def largest_dot(self) -> float:
        """Outer diameter of the dots, m."""
        return self.dot.outer_diameter

    @property
    def gap_between_dots(self) -> float:
        """Spacing in use between the surfaces of neighbours, m."""
        return float(self.ligand.length if self.spacing is None else self.spacing)

    @property
    def gap_between_cores(self) -> float:
        """Distance that carriers tunnel, m: the spacing, and shells whose gap is too wide for them."""
        shell = self.shell
        return self.gap_between_dots + (
            2.0 * float(shell.thickness) if shell is not None and shell.confines(self.core) else 0.0
        )

    @property
    def pitch(self) -> float:
        """Distance between the centres of neighbours, m."""
        return self.dot.outer_diameter + self.gap_between_dots

    @property
    def dot_density(self) -> float:
        """Dots a volume, N = packing/[(pi/6)(d + s)^3], m^-3."""
        return float(self.packing) / (math.pi / 6 * self.pitch**3)

    @property
    def dot_share(self) -> float:
        """Share of the volume that the dots fill, shells included, ligands not."""
        return self.dot_density * self.dot.outer_volume

    @property
    def width(self) -> float:
        """Standard deviation of the first exciton in use at 300 K, eV."""
        return float(self.linewidth) if self.linewidth is not None else self.dot.linewidth()

    @property
    def static_width(self) -> float:
        """The part of it that sizes and surroundings make, eV: what is left of the width beside that of single dots."""
        found: float | None = self.__dict__.get("_static_width")
        if found is None:
            found = math.sqrt(max(self.width**2 - self.core.single_width() ** 2, 0.0))
            self.__dict__["_static_width"] = found
        return found

    def width_at(self, temperature: float) -> float:
        """Standard deviation of the first exciton at a temperature in K, eV: single dots narrow in the cold."""
        known: dict[float, float] = self.__dict__.setdefault("_widths", {})
        found = known.get(temperature)
        if found is None:
            own = min(self.core.single_width(temperature), self.width)
            found = known[temperature] = math.hypot(self.static_width, own)
        return found

    @property
    def band_shares(self) -> tuple[float, float]:
        """Widths of the conduction and the valence band over that of the gap; their squares add to 1."""
        share = min(max(float(self.core.valence_share), 0.0), 1.0)
        return (math.sqrt(1.0 - share), math.sqrt(share))

    def band_widths(self, temperature: float = ROOM) -> tuple[float, float]:
        """Standard deviations of the conduction and the valence band's states at a temperature in K, eV."""
        electrons, holes = self.band_shares
        width = self.width_at(temperature)
        return (width * electrons, width * holes)

    @property
    def share_100(self) -> float:
        """Share of the dots' surface that is (100)."""
        if self.facets is not None:
            return min(max(float(self.facets), 0.0), 1.0)  # a draw may leave the shares that there are
        middle, steepness = self.core.square_diameter, self.core.square_steepness
        if middle is None or steepness is None:
            raise InputError(f"{self.name}: which facets dots of {self.core.name} have is not known; give facets.")
        return square_share(self.dot.outer_diameter, middle, steepness)

    @property
    def trap_density(self) -> float:
        """Recombination centres in use, m^-3: of the ligand, or of the bare surface where a passivation is given.

        A surface that is covered wholly counts with 1e10 cm^-3, so that the lifetimes stay finite, about 1 s.
        """
        if self.passivation is None:
            return float(self.ligand.trap_density)
        bare = self.passivation.trap_density(self.dot.outer_diameter, self.dot_density, self.share_100)
        return max(bare, FEWEST_TRAPS)

    def notes(self, temperature: float = ROOM) -> tuple[str, ...]:
        """Where the model is used beyond what it was made for at a temperature in K, one sentence each."""
        found = []
        wavelength = hc_eV / float(self.exciton)
        if not SUPPORTED[0] <= wavelength <= SUPPORTED[1]:
            found.append(
                f"n and k are extrapolated: the model is meant for excitons from 900 to 1700 nm, this film has its own "
                f"at {wavelength * 1e9:.0f} nm."
            )
        curve = self.dot.curve
        low, high = curve.fitted
        if curve.known and not low <= self.diameter <= high:
            found.append(
                f"The sizing curve of {curve.name} was fitted from {low * 1e9:.3g} to {high * 1e9:.3g} nm; these "
                f"dots have {self.diameter * 1e9:.2f} nm."
            )
        if self.core.name in unsized_names():
            found.append(
                f"No dots of {self.core.name} are known: their size follows from two bands of the bulk, and all else "
                "is taken like that of known dots."
            )
        if self.core.name != FITTED_CORE:
            found.append(
                f"n and k of {self.core.name} films are those of {FITTED_CORE} films, scaled by "
                f"{self.core.line_scale:.2g} at the first exciton and {self.core.continuum_scale:.2g} above."
            )
        if self.shell is not None and self.shell.confines(self.core):
            found.append(
                f"The shells count as clear up to the bulk gap of {self.shell.core.name}, "
                f"{self.shell.core.bulk.gap:.2f} eV, and dilute what the cores absorb."
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
        dot, shell = self.dot, self.shell
        filled = dot.exciton_diameter / dot.outer_diameter  # 1 but for a shell that confines
        clear = None
        if shell is not None and filled < 1.0:
            clear = ((1.0 - filled**3) * float(shell.core.continuum_scale), float(shell.core.bulk.gap))
        return self.ligand.optics.dielectric(
            exciton=self.gap(temperature),
            diameter=dot.outer_diameter,
            width=self.width_at(temperature),
            urbach_energy=self.urbach_energy,
            temperature=temperature,
            line=float(self.core.line_scale) * filled,
            continuum=float(self.core.continuum_scale) * filled**3,
            shell=clear,
            least=self._filling(),
            name=self.name,
        )

    def _filling(self) -> float:
        """Permittivity that the film has at least far below its exciton; 1 where it was fitted."""
        if self.core.name == FITTED_CORE:
            return 1.0
        core, fitted = (float(each.bulk.permittivity_fast) for each in (self.core, named_core(FITTED_CORE)))
        return self.ligand.optics.filling(min(self.dot_share, 0.9), core, fitted)

    def radiative_lifetime(self, temperature: float = ROOM) -> float:
        """Of one exciton in the film, s, with the film's own index around the dot."""
        index = math.sqrt(float(self.dielectric(temperature).epsilon(np.asarray(self.gap(temperature))).real))
        return self.dot.radiative_lifetime(index)

    @property
    def name(self) -> str:
        """For messages and figures."""
        shell = "" if self.shell is None else f" in {self.shell}"
        return f"{self.core.name} {hc_eV / float(self.exciton) * 1e9:.0f} nm{shell}, {self.ligand.name}"

    def levels(self, temperature: float = ROOM) -> tuple[float, float]:
        """Conduction and valence band edge against vacuum at a temperature in K, eV (negative)."""
        return levels(self, temperature)

    def _material(self, temperature: float) -> Material:
        self._check(temperature)
        conduction, _ = levels(self, temperature)
        dos_n, dos_p = effective_dos(self, temperature)
        mobility_n, mobility_p = mobilities(self, temperature)
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
            "statistics": statistics(self, temperature),
        }
        if "recombination" not in self.overrides:
            fields["recombination"] = recombination(
                self,
                temperature,
                emission=equilibrium_emission(dielectric, temperature),
                gap=fields["band_gap"],
                dos_n=fields["effective_dos_n"],
                dos_p=fields["effective_dos_p"],
            )
        return Material(**fields)

    def _check(self, temperature: float) -> None:
        own = statistics(self, temperature)
        if isinstance(own, GaussianDisorder):
            own.coefficients(thermal_voltage(temperature))  # says itself where it ends
            return

        def margin(t: float) -> float:
            return WIDEST * thermal_voltage(t) - max(self.band_widths(t))

        if margin(temperature) < 0.0:
            coldest = bracketed_root(margin, COLDEST, 1e4, tolerance=0.1)
            raise InputError(
                f"{self.name}: at {temperature:g} K the spread of its band edges is above {WIDEST:g} kT, where "
                f"effective densities of states no longer describe it; this film can be used from {coldest:.0f} K, or "
                f"below with GaussianDisorder() as its statistics."
            )
