"""The tables of a phototransistor: its channel, its gate, its graphene, and how it is measured."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.channel_models import ChannelModel
from infradot.files.choices import FilterText
from infradot.files.door import Door
from infradot.files.measure_models import FactorsModel, LightModel, VoltagesModel
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, CellModel, only

SIDE = Field(description="Of the layers that conduct")
CARRIER = Field(description="What source and drain exchange; auto: the majority of the layer that they touch")
FLOATING = Field(description="A voltage against the source; floating: a junction gate that is not connected")


class TransistorChannelModel(ChannelModel):
    """The gap between source and drain."""

    carrier: Annotated[Literal["auto", "n", "p"], CARRIER] = "auto"


class InsulatedGateModel(Door):
    """A gate behind an insulator."""

    kind: Literal["insulated"] = "insulated"
    side: Annotated[Literal["back", "front"], SIDE] = "back"
    thickness: Annotated[float, f.INSULATOR]
    relative_permittivity: Annotated[float, f.PERMITTIVITY] = 3.9
    work_function: Annotated[float, f.WORK_FUNCTION] = 4.05


class JunctionGateModel(Door):
    """A gate that touches the film and depletes it."""

    kind: Literal["junction"]
    side: Annotated[Literal["back", "front"], SIDE] = "back"
    work_function: Annotated[float, f.WORK_FUNCTION]
    velocity_n: Annotated[float, f.VELOCITY] = 1e5
    velocity_p: Annotated[float, f.VELOCITY] = 1e5


GateModel = Annotated[InsulatedGateModel | JunctionGateModel, Field(discriminator="kind")]


class GrapheneModel(Door):
    """A sheet of graphene between the gate's insulator and the layers."""

    mobility: Annotated[float | None, f.MOBILITY] = None
    work_function: Annotated[float | None, f.WORK_FUNCTION] = None
    residual: Annotated[float | None, f.RESIDUAL] = None


def _gate_form(raw: Any) -> str:
    return "floating" if isinstance(raw, str) and raw.casefold() == "floating" else "voltage"


GateVoltage = Annotated[
    Annotated[Literal["floating"], Tag("floating")] | Annotated[Annotated[float, f.VOLTAGE], Tag("voltage")],
    Discriminator(_gate_form),
]


class TransferModel(Door):
    """Drain current against gate and drain voltage, in the dark or under light."""

    what: Literal["transfer"]
    light: LightModel = "dark"
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0
    gate_voltage: VoltagesModel
    drain_voltage: VoltagesModel


class _Lit(Door):
    light: LightModel
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0
    gate_voltage: Annotated[GateVoltage, FLOATING]
    drain_voltage: Annotated[float, f.VOLTAGE]


class PhotogatingModel(_Lit):
    """Gain, shift of the gate voltage, bandwidth, noise and detectivity at one working point."""

    what: Literal["photogating"]
    hooge: Annotated[float, f.HOOGE] = 0.0


class TransistorSweepModel(_Lit):
    """Gain, responsivity and bandwidth against the intensity of the light."""

    what: Literal["gain-sweep"]
    factors: FactorsModel | None = None


TransistorMeasure = Annotated[TransferModel | PhotogatingModel | TransistorSweepModel, Discriminator("what")]


class PhototransistorFileModel(CellModel):
    """A device file of a phototransistor."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("phototransistor")]
    title: Annotated[str, TITLE] = ""
    temperature: Annotated[float, f.TEMPERATURE] = 300.0
    channel: TransistorChannelModel
    gate: GateModel
    graphene: GrapheneModel | None = None
    measure: Annotated[list[TransistorMeasure] | None, MEASURES] = None
