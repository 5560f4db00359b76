"""The tables of a power receiver: what surrounds the cell, and how it is measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import FilterText, Title
from infradot.files.door import Door
from infradot.files.measure_models import BandsModel, EQEModel, FactorsModel, JVModel, LightModel, values_form
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, CellModel, only
from infradot.stack.receiver import ROOM


class ReceiverModel(Door):
    """Where a power receiver stands, and what is wanted of it."""

    ambient: Annotated[float, f.AMBIENT] = ROOM
    thermal_resistance: Annotated[float, f.THERMAL_RESISTANCE] = 0.0
    voltage: Annotated[float | None, f.WANTED_VOLTAGE] = None


class _Beam(Door):
    light: LightModel
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0


class PowerModel(_Beam):
    """Temperature, power and efficiency of the receiver under its light, and how many cells give the wanted voltage."""

    what: Literal["power"]


class PowerSweepModel(_Beam):
    """The same against the intensity of the light."""

    what: Literal["power-sweep"]
    factors: FactorsModel | None = None


class ExcitonRange(Door):
    """Excitons equally spaced in wavelength."""

    start: Annotated[float, f.EXCITON] = Field(alias="from")
    stop: Annotated[float, f.EXCITON] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=1000, description="Number of excitons, both ends included")] = 11


ExcitonsModel = Annotated[
    Annotated[ExcitonRange, Tag("range")]
    | Annotated[list[Annotated[float, f.EXCITON]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.EXCITON], Tag("one")],
    Discriminator(values_form),
]


class ExcitonSweepModel(_Beam):
    """The same against the first exciton of the dots in a layer."""

    what: Literal["exciton-sweep"]
    layer: Annotated[str, Title("/", "Name of the layer of dots")]
    excitons: ExcitonsModel


ReceiverMeasure = Annotated[
    PowerModel | PowerSweepModel | ExcitonSweepModel | JVModel | EQEModel | BandsModel, Discriminator("what")
]


class ReceiverFileModel(CellModel):
    """A device file of a power receiver."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("power-receiver")]
    title: Annotated[str, TITLE] = ""
    receiver: ReceiverModel = ReceiverModel()
    measure: Annotated[list[ReceiverMeasure] | None, MEASURES] = None
