"""The tables of a tandem: its subcells, and what joins them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field

from infradot.files import fields as f
from infradot.files.choices import Title
from infradot.files.door import Door
from infradot.files.measure_models import BandsModel, EQEModel, JVModel
from infradot.files.models import (
    ANODE,
    KIND,
    MEASURES,
    SHUNT,
    TITLE,
    VERSION,
    ContactModel,
    LayerModel,
    OhmicModel,
    only,
)
from infradot.files.stack_models import InterfaceModel
from infradot.stack.tandem import CONTACT_RESISTANCE

TandemMeasure = Annotated[JVModel | EQEModel | BandsModel, Discriminator("what")]


class SubcellModel(Door):
    """One cell of a tandem: neighbouring layers between two contacts of its own."""

    name: Annotated[str, Title("", "What you call the subcell; unique in the file")]
    layers: Annotated[
        list[Annotated[str, Title("/", "Name of a layer")]],
        Field(min_length=1, description="Names of its first and its last layer, or of all of them"),
    ]
    front: ContactModel = OhmicModel()
    back: ContactModel = OhmicModel()
    series_resistance: Annotated[float, f.SERIES_RESISTANCE] = 0.0
    shunt_resistance: Annotated[float, f.SHUNT_RESISTANCE, SHUNT] = float("inf")
    anode: Annotated[Literal["auto", "front", "back"], ANODE] = "auto"


class RecombinationModel(Door):
    """What joins two neighbouring subcells in series, and what it costs; its layers are those between them."""

    resistance: Annotated[float, f.JOINT_RESISTANCE] = CONTACT_RESISTANCE
    barrier: Annotated[float | None, f.JOINT_BARRIER] = None


class TandemModel(Door):
    """Cells behind one another."""

    terminals: Annotated[
        Literal[2, 4], Field(description="2: subcells in series, one current; 4: each on terminals of its own")
    ] = 2
    area: Annotated[float | None, f.AREA] = None
    temperature: Annotated[float, f.TEMPERATURE] = 300.0
    series_resistance: Annotated[float, f.SERIES_RESISTANCE] = 0.0
    front_medium: Annotated[float, f.MEDIUM] = 1.0
    back_medium: Annotated[float, f.MEDIUM] = 1.0
    layer: Annotated[list[LayerModel], Field(min_length=1)]
    interface: list[InterfaceModel] | None = None
    subcell: Annotated[list[SubcellModel], Field(min_length=2)]
    recombination: Annotated[
        list[RecombinationModel] | None,
        Field(description="One for all joints, or one for each; of two terminals only"),
    ] = None


class TandemFileModel(TandemModel):
    """A device file of a tandem."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("tandem")]
    title: Annotated[str, TITLE] = ""
    measure: Annotated[list[TandemMeasure] | None, MEASURES] = None
