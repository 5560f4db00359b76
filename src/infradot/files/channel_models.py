"""The tables of a photoconductor: its channel, and how it is measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field

from infradot.files import fields as f
from infradot.files.choices import FilterText
from infradot.files.door import Door
from infradot.files.measure_models import FactorsModel, LightModel, VoltagesModel
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, CellModel, only

MODEL = Field(description="local: the film by itself; drift-diffusion: from contact to contact")
MIXED = Field(description="false where carriers of different depths of the film do not mix")


class ChannelModel(Door):
    """The gap between two electrodes on a film."""

    length: Annotated[float, f.CHANNEL_LENGTH]
    width: Annotated[float, f.CHANNEL_WIDTH]


class _Driven(Door):
    light: LightModel
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0
    voltage: VoltagesModel
    mixed: Annotated[bool, MIXED] = True


class PhotoconductionModel(_Driven):
    """Dark current, gain, responsivity, bandwidth, noise and detectivity under one light."""

    what: Literal["photoconduction"]
    model: Annotated[Literal["local", "drift-diffusion"], MODEL] = "local"
    hooge: Annotated[float, f.HOOGE] = 0.0


class GainSweepModel(_Driven):
    """Gain, responsivity and bandwidth against the intensity of the light."""

    what: Literal["gain-sweep"]
    model: Annotated[Literal["local", "drift-diffusion"], MODEL] = "local"
    factors: FactorsModel | None = None


class DecayModel(_Driven):
    """The current after the light is switched off."""

    what: Literal["decay"]


PhotoconductorMeasure = Annotated[PhotoconductionModel | GainSweepModel | DecayModel, Discriminator("what")]


class PhotoconductorFileModel(CellModel):
    """A device file of a photoconductor."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("photoconductor")]
    title: Annotated[str, TITLE] = ""
    temperature: Annotated[float, f.TEMPERATURE] = 300.0
    channel: ChannelModel | None = None
    measure: Annotated[list[PhotoconductorMeasure] | None, MEASURES] = None
