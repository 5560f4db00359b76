"""The tables of a material: dot film, semiconductor, override, laws, refractive index."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import Known, PageKey
from infradot.files.door import Door
from infradot.materials.film import core_names, ligand_names, named_ligand


class FilmModel(Door):
    """A film of quantum dots: core, ligand and size (exciton or diameter; both where both are measured)."""

    core: Annotated[str, Known(core_names, "core", "Compound of the dots")]
    exciton: Annotated[float | None, f.EXCITON] = None
    diameter: Annotated[float | None, f.DIAMETER] = None
    dispersity: Annotated[float | None, f.DISPERSITY] = None
    ligand: Annotated[str, Known(ligand_names, "ligand", "What covers the dots", find=named_ligand)]
    linewidth: Annotated[float | None, f.LINEWIDTH] = None
    spacing: Annotated[float | None, f.SPACING] = None
    packing: Annotated[float | None, f.PACKING] = None
    relative_permittivity: Annotated[float | None, f.PERMITTIVITY] = None
    urbach_energy: Annotated[float | None, f.URBACH_ENERGY] = None


class ShockleyReadHallModel(Door):
    """Recombination through one level, by lifetimes."""

    law: Literal["shockley-read-hall"]
    lifetime_n: Annotated[float, f.LIFETIME]
    lifetime_p: Annotated[float, f.LIFETIME]
    level: Annotated[float, f.SRH_LEVEL] = 0.0


class RadiativeModel(Door):
    """Radiative recombination, B n p."""

    law: Literal["radiative"]
    coefficient: Annotated[float, f.RADIATIVE_COEFFICIENT]
    reabsorption: Literal["internal", "recycled"] = "internal"


class AugerModel(Door):
    """Auger recombination, (C_n n + C_p p) n p."""

    law: Literal["auger"]
    coefficient_n: Annotated[float, f.AUGER_COEFFICIENT]
    coefficient_p: Annotated[float, f.AUGER_COEFFICIENT]


RecombinationModel = Annotated[ShockleyReadHallModel | RadiativeModel | AugerModel, Field(discriminator="law")]


class TrapLevelModel(Door):
    """Traps at one energy, with capture, emission and charge."""

    shape: Literal["level"] = "level"
    density: Annotated[float, f.TRAP_DENSITY]
    depth: Annotated[float, f.TRAP_DEPTH]
    kind: Literal["acceptor", "donor", "neutral"]
    capture_n: Annotated[float, f.CAPTURE]
    capture_p: Annotated[float, f.CAPTURE]


class ConstantIndexModel(Door):
    """The same n + ik at every wavelength."""

    n: Annotated[float, f.INDEX_N]
    k: Annotated[float, f.INDEX_K] = 0.0


class PageModel(Door):
    """A page of the refractive index database."""

    page: Annotated[str, PageKey()]
    extend: Annotated[
        Literal["hold"] | None, Field(description='"hold" keeps the last value outside the range of the page')
    ] = None


def _index_form(raw: Any) -> str | None:
    if isinstance(raw, str):
        return "page key"
    if isinstance(raw, dict):
        return "page" if "page" in raw or "extend" in raw else "constant"
    return None


IndexModel = Annotated[
    Annotated[Annotated[str, PageKey()], Tag("page key")]
    | Annotated[PageModel, Tag("page")]
    | Annotated[ConstantIndexModel, Tag("constant")],
    Discriminator(_index_form),
]


class OverrideModel(Door):
    """Fields of a material that replace what the film or the library says."""

    band_gap: Annotated[float | None, f.BAND_GAP] = None
    electron_affinity: Annotated[float | None, f.ELECTRON_AFFINITY] = None
    relative_permittivity: Annotated[float | None, f.PERMITTIVITY] = None
    effective_dos_n: Annotated[float | None, f.EFFECTIVE_DOS] = None
    effective_dos_p: Annotated[float | None, f.EFFECTIVE_DOS] = None
    mobility_n: Annotated[float | None, f.MOBILITY] = None
    mobility_p: Annotated[float | None, f.MOBILITY] = None
    donors: Annotated[float | None, f.DOPING] = None
    acceptors: Annotated[float | None, f.DOPING] = None
    statistics: Literal["boltzmann"] | None = None
    recombination: list[RecombinationModel] | None = None
    traps: list[TrapLevelModel] | None = None
    refractive_index: IndexModel | None = None
    work_function: Annotated[float | None, f.WORK_FUNCTION] = None


class SemiconductorModel(OverrideModel):
    """A material by its numbers; with a band gap it conducts and needs all its electronic fields."""
