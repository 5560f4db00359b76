"""The tables of the laws: statistics, recombination, traps, mobility, injection at a contact.

A law is a table that names it, ``{ law = "gaussian-disorder", width_n = "50 meV", ... }``; a law without numbers may be
written by its name alone. `MODEL_OF` leads from a law of the house to its table.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import LawName
from infradot.files.door import Door, named_or_table
from infradot.laws.contacts import FieldEnhanced, ImageForce
from infradot.laws.mobility import ConstantMobility, HoppingMobility
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.laws.statistics import Boltzmann, FermiDirac, GaussianDisorder
from infradot.laws.traps import GaussianTraps, TailTraps, TrapLevel

# --- statistics -----------------------------------------------------------------------------------------------------


class BoltzmannModel(Door):
    """Boltzmann statistics: for Fermi levels 3 kT and more away from the bands."""

    law: Literal["boltzmann"]


class FermiDiracModel(Door):
    """Fermi-Dirac statistics of parabolic bands."""

    law: Literal["fermi-dirac"]


class GaussianDisorderModel(Door):
    """A Gaussian density of states; the effective density of states counts all states of the band.

    Without widths, those of the dot film.
    """

    law: Literal["gaussian-disorder"]
    width_n: Annotated[float | None, f.DISORDER] = None
    width_p: Annotated[float | None, f.DISORDER] = None


STATISTICS = LawName(
    ("boltzmann", "fermi-dirac", "gaussian-disorder"),
    '{ law = "gaussian-disorder", width_n = "50 meV", width_p = "50 meV" }',
)
StatisticsModel = Annotated[
    Annotated[Annotated[str, STATISTICS], Tag("name")]
    | Annotated[
        Annotated[BoltzmannModel | FermiDiracModel | GaussianDisorderModel, Field(discriminator="law")], Tag("table")
    ],
    Discriminator(named_or_table),
]

# --- mobility -------------------------------------------------------------------------------------------------------


class ConstantMobilityModel(Door):
    """The mobilities of the material at every field and temperature."""

    law: Literal["constant"]


class HoppingMobilityModel(Door):
    """Mobility times exp(field sqrt(F) - activation (1/kT - 1/kT_ref)), of Poole-Frenkel form."""

    law: Literal["hopping"]
    field_n: Annotated[float, f.FIELD_COEFFICIENT] = 0.0
    field_p: Annotated[float, f.FIELD_COEFFICIENT] = 0.0
    activation_n: Annotated[float, f.ACTIVATION] = 0.0
    activation_p: Annotated[float, f.ACTIVATION] = 0.0
    reference_temperature: Annotated[float, f.REFERENCE_TEMPERATURE] = 300.0


MOBILITY_LAW = LawName(("constant",), '{ law = "hopping", field_n = "3e-3 (cm/V)^0.5" }')
MobilityModel = Annotated[
    Annotated[Annotated[str, MOBILITY_LAW], Tag("name")]
    | Annotated[Annotated[ConstantMobilityModel | HoppingMobilityModel, Field(discriminator="law")], Tag("table")],
    Discriminator(named_or_table),
]

# --- recombination --------------------------------------------------------------------------------------------------


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

# --- traps ----------------------------------------------------------------------------------------------------------


class TrapLevelModel(Door):
    """Traps at one energy, with capture, emission and charge."""

    shape: Literal["level"] = "level"
    density: Annotated[float, f.TRAP_DENSITY]
    depth: Annotated[float, f.TRAP_DEPTH]
    kind: Literal["acceptor", "donor", "neutral"]
    capture_n: Annotated[float, f.CAPTURE]
    capture_p: Annotated[float, f.CAPTURE]


class GaussianTrapsModel(Door):
    """Traps spread over energy by a normal distribution."""

    shape: Literal["gaussian"]
    density: Annotated[float, f.TRAP_DENSITY]
    depth: Annotated[float, f.TRAP_DEPTH]
    width: Annotated[float, f.TRAP_WIDTH]
    kind: Literal["acceptor", "donor", "neutral"]
    capture_n: Annotated[float, f.CAPTURE]
    capture_p: Annotated[float, f.CAPTURE]


class TailTrapsModel(Door):
    """An exponential tail of a band into the gap; `kind` is acceptor for the conduction, donor for the valence band."""

    shape: Literal["tail"]
    edge: Literal["conduction", "valence"]
    density: Annotated[float, f.TRAP_DENSITY]
    energy: Annotated[float, f.TAIL_ENERGY]
    kind: Literal["acceptor", "donor", "neutral"] | None = None
    capture_n: Annotated[float, f.CAPTURE]
    capture_p: Annotated[float, f.CAPTURE]


def _shaped(raw: Any) -> Any:
    """A trap that does not say its shape is a level."""
    return {"shape": "level", **raw} if isinstance(raw, dict) else raw


TrapsModel = Annotated[
    TrapLevelModel | GaussianTrapsModel | TailTrapsModel, Field(discriminator="shape"), BeforeValidator(_shaped)
]

# --- injection at a Schottky contact --------------------------------------------------------------------------------


class ImageForceModel(Door):
    """The barrier is lowered by the image force."""

    law: Literal["image-force"]
    relative_permittivity: Annotated[float, f.IMAGE_PERMITTIVITY]


class FieldEnhancedModel(Door):
    """Carriers also tunnel through the tip of the barrier."""

    law: Literal["field-enhanced"]
    mass_n: Annotated[float, f.TUNNEL_MASS]
    mass_p: Annotated[float, f.TUNNEL_MASS]


InjectionModel = Annotated[ImageForceModel | FieldEnhancedModel, Field(discriminator="law")]

LawModel = (
    BoltzmannModel
    | FermiDiracModel
    | GaussianDisorderModel
    | ConstantMobilityModel
    | HoppingMobilityModel
    | ShockleyReadHallModel
    | RadiativeModel
    | AugerModel
    | TrapLevelModel
    | GaussianTrapsModel
    | TailTrapsModel
    | ImageForceModel
    | FieldEnhancedModel
)
MODEL_OF: dict[type[Any], type[LawModel]] = {
    Boltzmann: BoltzmannModel,
    FermiDirac: FermiDiracModel,
    GaussianDisorder: GaussianDisorderModel,
    ConstantMobility: ConstantMobilityModel,
    HoppingMobility: HoppingMobilityModel,
    ShockleyReadHall: ShockleyReadHallModel,
    Radiative: RadiativeModel,
    Auger: AugerModel,
    TrapLevel: TrapLevelModel,
    GaussianTraps: GaussianTrapsModel,
    TailTraps: TailTrapsModel,
    ImageForce: ImageForceModel,
    FieldEnhanced: FieldEnhancedModel,
}
LAW_OF: dict[type[LawModel], type[Any]] = {model: law for law, model in MODEL_OF.items()}


def build_law(model: LawModel | str) -> Any:
    """The law of the house that a table, or a name, stands for."""
    if isinstance(model, str):
        return next(LAW_OF[item] for item in LAW_OF if word_of(item) == model)()
    given = {name: getattr(model, name) for name in model.model_fields_set if name not in ("law", "shape")}
    return LAW_OF[type(model)](**given)


def word_of(model: type[LawModel]) -> str:
    """What a file calls the law of a model: ``"gaussian-disorder"``."""
    return str(get_args(model.model_fields[tag_of(model)].annotation)[0])


def tag_of(model: type[LawModel]) -> str:
    """The key that tells the laws of a family apart."""
    return "law" if "law" in model.model_fields else "shape"
