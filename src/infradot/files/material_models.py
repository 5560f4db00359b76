"""The tables of a material: dot film, semiconductor, override, refractive index."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import Known, KnownMaterial, PageKey, Title
from infradot.files.door import Door, named_or_table
from infradot.files.law_models import MobilityModel, RecombinationModel, StatisticsModel, TrapsModel
from infradot.materials.core import core_names, named_core, sizing_names
from infradot.materials.facets import named_passivation, passivation_names
from infradot.materials.library import material_names, named_material
from infradot.materials.ligand import ligand_names, named_ligand

CORE = Known(
    core_names,
    "core",
    "Compound of the dots; also an alloy such as PbS0.5Se0.5, or a bulk semiconductor",
    closed=False,
    find=named_core,
)
LIGAND = Known(ligand_names, "ligand", "What covers the dots", closed=False, find=named_ligand)
PASSIVATION = Known(passivation_names, "passivation", "What covers the facets", closed=False, find=named_passivation)
SIZING = Known(
    lambda: dict.fromkeys(label for core in core_names() for label in sizing_names(core)),
    "sizing curve",
    "Another sizing curve of the core than its usual one",
)


class LigandModel(Door):
    """A ligand of the library with numbers of your own."""

    name: Annotated[str, LIGAND]
    length: Annotated[float | None, f.SPACING] = None
    ionisation: Annotated[float | None, f.IONISATION] = None
    mobility_n: Annotated[float | None, f.MOBILITY] = None
    mobility_p: Annotated[float | None, f.MOBILITY] = None
    donors: Annotated[float | None, f.DOPING] = None
    acceptors: Annotated[float | None, f.DOPING] = None
    trap_density: Annotated[float | None, f.TRAP_DENSITY] = None
    capture_n: Annotated[float | None, f.CAPTURE] = None
    capture_p: Annotated[float | None, f.CAPTURE] = None
    trap_depth: Annotated[float | None, f.TRAP_DEPTH] = None
    shift_large: Annotated[float | None, f.SHIFT] = None
    shift_small: Annotated[float | None, f.SHIFT] = None


class CoreModel(Door):
    """A core of the library with numbers of your own."""

    name: Annotated[str, CORE]
    sizing: Annotated[str | None, SIZING] = None
    homogeneous_width: Annotated[float | None, f.HOMOGENEOUS_WIDTH] = None
    cold_width_share: Annotated[float | None, f.COLD_SHARE] = None
    phonon: Annotated[float | None, f.PHONON] = None
    stokes_floor: Annotated[float | None, f.STOKES] = None
    stokes_ratio: Annotated[float | None, f.STOKES_RATIO] = None
    valence_share: Annotated[float | None, f.VALENCE_SHARE] = None
    ionisation_step: Annotated[float | None, f.IONISATION_STEP] = None
    states_n: Annotated[float | None, f.STATES] = None
    states_p: Annotated[float | None, f.STATES] = None
    oscillator_slope: Annotated[float | None, f.OSCILLATOR_SLOPE] = None
    permittivity_at_gap: Annotated[float | None, f.PERMITTIVITY_AT_GAP] = None
    line_scale: Annotated[float | None, f.ABSORPTION_SCALE] = None
    continuum_scale: Annotated[float | None, f.ABSORPTION_SCALE] = None
    tunnelling_decay: Annotated[float | None, f.TUNNELLING] = None
    mobility_size_exponent: Annotated[float | None, f.SIZE_EXPONENT] = None
    mobility_activation: Annotated[float | None, f.ACTIVATION] = None
    hopping_crossover: Annotated[float | None, f.CROSSOVER] = None
    square_diameter: Annotated[float | None, f.SQUARE_DIAMETER] = None
    square_steepness: Annotated[float | None, f.SQUARE_STEEPNESS] = None


class ShellModel(Door):
    """A second semiconductor around the core of each dot."""

    core: Annotated[str, CORE]
    thickness: Annotated[float, f.SHELL]
    auger_factor: Annotated[float | None, f.AUGER_FACTOR] = None


class PassivationModel(Door):
    """How much of each facet is covered: a treatment of the library with numbers of your own, or all of your own."""

    name: Annotated[str | None, PASSIVATION] = None
    coverage_100: Annotated[float | None, f.COVERAGE] = None
    coverage_111: Annotated[float | None, f.COVERAGE] = None
    defects_100: Annotated[float | None, f.DEFECTS] = None
    defects_111: Annotated[float | None, f.DEFECTS] = None


CoreChoice = Annotated[
    Annotated[Annotated[str, CORE], Tag("name")] | Annotated[CoreModel, Tag("table")], Discriminator(named_or_table)
]
LigandChoice = Annotated[
    Annotated[Annotated[str, LIGAND], Tag("name")] | Annotated[LigandModel, Tag("table")], Discriminator(named_or_table)
]
PassivationChoice = Annotated[
    Annotated[Annotated[str, PASSIVATION], Tag("name")] | Annotated[PassivationModel, Tag("table")],
    Discriminator(named_or_table),
]


class DotFilmModel(Door):
    """What a film and a part of a mixed film may say of their dots."""

    core: CoreChoice | None = None
    exciton: Annotated[float | None, f.EXCITON] = None
    diameter: Annotated[float | None, f.DIAMETER] = None
    dispersity: Annotated[float | None, f.DISPERSITY] = None
    ligand: LigandChoice | None = None
    linewidth: Annotated[float | None, f.LINEWIDTH] = None
    spacing: Annotated[float | None, f.SPACING] = None
    packing: Annotated[float | None, f.PACKING] = None
    relative_permittivity: Annotated[float | None, f.PERMITTIVITY] = None
    urbach_energy: Annotated[float | None, f.URBACH_ENERGY] = None
    shell: ShellModel | None = None
    passivation: PassivationChoice | None = None
    facets: Annotated[float | None, f.FACETS] = None


class MixModel(DotFilmModel):
    """One kind of dots in a mixed film; what it does not say is taken from the film."""

    share: Annotated[float, f.SHARE]


class FilmModel(DotFilmModel):
    """A film of quantum dots: core, ligand and size (exciton or diameter; both where both are measured).

    Dots of several kinds stand in `mix`, each with its share and its size.
    """

    core: CoreChoice
    ligand: LigandChoice
    mix: Annotated[list[MixModel] | None, Field(min_length=2, description="The kinds of dots in a mixed film")] = None


MATERIAL = KnownMaterial(
    material_names, "material", "Name from the library, or shelf/book/page", closed=False, find=named_material
)


class MaterialModel(Door):
    """A material of the library with carriers or a gap of your choice.

    A transparent electrode takes two of sheet_resistance, density and mobility, or one; a mixed-halide perovskite takes
    a band_gap.
    """

    name: Annotated[str, MATERIAL]
    sheet_resistance: Annotated[float | None, f.SHEET_RESISTANCE] = None
    density: Annotated[float | None, f.CARRIERS] = None
    mobility: Annotated[float | None, f.CARRIER_MOBILITY] = None
    band_gap: Annotated[float | None, f.BAND_GAP] = None


MaterialChoice = Annotated[
    Annotated[Annotated[str, MATERIAL], Tag("name")] | Annotated[MaterialModel, Tag("table")],
    Discriminator(named_or_table),
]


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
    statistics: StatisticsModel | None = None
    mobility_law: MobilityModel | None = None
    recombination: list[RecombinationModel] | None = None
    traps: list[TrapsModel] | None = None
    refractive_index: IndexModel | None = None
    work_function: Annotated[float | None, f.WORK_FUNCTION] = None


class SemiconductorModel(OverrideModel):
    """A material by its numbers; with a band gap it conducts and needs all its electronic fields."""

    name: Annotated[str | None, Title("", "For messages and figures; the layer's name where left out")] = None
