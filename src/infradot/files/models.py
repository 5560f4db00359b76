"""The door: what a device file may hold, table by table.

These models check text and turn it into numbers; `build` makes the frozen dataclasses of the house out of them. Their
descriptions are what `schema` prints.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from infradot.devices import KINDS
from infradot.files import fields as f
from infradot.files.any_measure import MeasureModel
from infradot.files.choices import Known, Title
from infradot.files.door import Door
from infradot.files.law_models import InjectionModel
from infradot.files.material_models import FilmModel, MaterialChoice, OverrideModel, SemiconductorModel
from infradot.files.stack_models import InterfaceModel, MultiplicationChoice, ProfileModel


def _no_default(schema: dict[str, Any]) -> None:
    """Leave out a default that JSON cannot write: it knows no infinity."""
    schema.pop("default", None)


class LayerModel(Door):
    """One layer, from the front: with exactly one of material, film and semiconductor."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [source]} for source in ("material", "film", "semiconductor")]}
    )

    name: Annotated[str, Title("/", "What you call the layer; unique in the file")]
    thickness: Annotated[float, f.THICKNESS]
    coherent: Annotated[bool, Field(description="false for a thick plate in which light does not interfere")] = True
    scattering: Annotated[float, f.SCATTERING] = 0.0
    multiple_excitons: MultiplicationChoice | None = None
    material: MaterialChoice | None = None
    film: FilmModel | None = None
    semiconductor: SemiconductorModel | None = None
    override: OverrideModel | None = None
    profile: ProfileModel | None = None


class OhmicModel(Door):
    """A contact pinned at charge neutrality."""

    kind: Literal["ohmic"] = "ohmic"
    velocity_n: Annotated[float, f.VELOCITY] = 1e5
    velocity_p: Annotated[float, f.VELOCITY] = 1e5


class SchottkyModel(Door):
    """A contact pinned by a work function; without one, that of the electrode beside it."""

    kind: Literal["schottky"]
    work_function: Annotated[float | None, f.WORK_FUNCTION] = None
    velocity_n: Annotated[float, f.VELOCITY] = 1e5
    velocity_p: Annotated[float, f.VELOCITY] = 1e5
    injection: InjectionModel | None = None


ContactModel = Annotated[OhmicModel | SchottkyModel, Field(discriminator="kind")]


SEVERAL = (
    "tandem",
    "spectral-splitting",
    "power-receiver",
    "single-photon-source",
    "photoconductor",
    "laser",
    "phototransistor",
)  # kinds whose files are not those of one cell
KIND = Known(lambda: tuple(KINDS), "kind of device", "Kind of device")
VERSION = Field(alias="schema", description="Version of the file format")
TITLE = Field(description="For tables and figures")
SHUNT = Field(json_schema_extra=_no_default)
ANODE = Field(description="Contact that is positive when V > 0; auto: larger work function")
MEASURES = Field(description="Default: what is usual for the kind")


def only(*kinds: str) -> Any:
    """What the JSON Schema lists where a file can be of these kinds only."""
    return Field(json_schema_extra={"enum": list(kinds)})


class CellModel(Door):
    """A cell: layers between two contacts."""

    area: Annotated[float | None, f.AREA] = None
    series_resistance: Annotated[float, f.SERIES_RESISTANCE] = 0.0
    shunt_resistance: Annotated[float, f.SHUNT_RESISTANCE, SHUNT] = float("inf")
    anode: Annotated[Literal["auto", "front", "back"], ANODE] = "auto"
    front_medium: Annotated[float, f.MEDIUM] = 1.0
    back_medium: Annotated[float, f.MEDIUM] = 1.0
    layer: Annotated[list[LayerModel], Field(min_length=1)]
    interface: list[InterfaceModel] | None = None
    front: ContactModel = OhmicModel()
    back: ContactModel = OhmicModel()


class FileModel(CellModel):
    """A device file of infradot."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only(*(kind for kind in KINDS if kind not in SEVERAL))]
    title: Annotated[str, TITLE] = ""
    temperature: Annotated[float, f.TEMPERATURE] = 300.0
    measure: Annotated[list[MeasureModel] | None, MEASURES] = None
