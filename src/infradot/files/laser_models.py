"""The tables of a laser: how its film amplifies and decays, what feeds light back, what pumps it, what is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import Known, Title
from infradot.files.door import Door, named_or_table
from infradot.files.measure_models import FactorsModel
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, LayerModel, only
from infradot.files.receiver_models import ExcitonsModel


class StateFillingModel(Door):
    """Dots that keep their carriers while the gain lasts."""

    model: Literal["state-filling"]
    electrons: Annotated[float | None, f.ELECTRONS] = None
    stokes_shift: Annotated[float | None, f.DOT_STOKES] = None
    biexciton_shift: Annotated[float, f.BIEXCITON] = 0.0
    excited_absorption: Annotated[float, f.EXCITED] = 0.0


class SharedCarriersModel(Door):
    """Dots that exchange their carriers: one quasi-Fermi level each for electrons and holes."""

    model: Literal["shared-carriers"]
    electrons: Annotated[float | None, f.ELECTRONS] = None


class DecayModel(Door):
    """How the dots lose their excitons."""

    scaling: Annotated[
        Literal["carriers", "excitons"], Field(description="Auger rate as N^2 (N - 1) or as N (N - 1) for N excitons")
    ] = "carriers"
    auger_lifetime: Annotated[float | None, f.AUGER_LIFETIME] = None
    auger_factor: Annotated[float, f.AUGER_SLOWER] = 1.0
    trap_lifetime: Annotated[float | None, f.TRAP_LIFETIME] = None


class GratingModel(Door):
    """A grating along the film."""

    kind: Literal["dfb"]
    length: Annotated[float, f.RESONATOR_LENGTH] = 300e-6
    order: Annotated[Literal[1, 2], Field(description="Of the grating; 2 sends light upwards")] = 2
    pitch: Annotated[float | None, f.PITCH] = None
    coupling: Annotated[float, f.COUPLING_CONSTANT] = 5e3
    quarter_wave: Annotated[bool, Field(description="Whether a quarter-wave shift lies in the middle")] = False
    radiation_loss: Annotated[float | None, f.GUIDE_LOSS] = None


class MirrorsModel(Door):
    """Two mirrors."""

    kind: Literal["fabry-perot"]
    length: Annotated[float, f.RESONATOR_LENGTH] = 1e-3
    reflectivity: Annotated[
        list[Annotated[float, f.REFLECTIVITY]],
        Field(min_length=2, max_length=2, description="Of the power, at both ends"),
    ] = [0.3, 0.3]  # noqa: RUF012


class RingModel(Door):
    """A ring, disk or capillary."""

    kind: Literal["whispering-gallery"]
    diameter: Annotated[float, f.RESONATOR_LENGTH] = 75e-6
    quality: Annotated[float, f.QUALITY] = 1e3


class StripeModel(Door):
    """No feedback: amplified spontaneous emission of a pumped stripe."""

    kind: Literal["stripe"]
    length: Annotated[float, f.RESONATOR_LENGTH] = 1e-3
    brighter: Annotated[float, f.BRIGHTER] = 10.0


class PulseModel(Door):
    """The course of one pulse."""

    shape: Annotated[Literal["gaussian", "square"], Field(description="Of the power in time")] = "gaussian"
    duration: Annotated[float, f.PULSE_DURATION]


CONTINUOUS = Known(lambda: ("continuous",), "pump beside a table of its pulse", "A pump that shines all the time")
PulseChoice = Annotated[
    Annotated[Annotated[str, CONTINUOUS], Tag("name")] | Annotated[PulseModel, Tag("table")],
    Discriminator(named_or_table),
]


class PumpModel(Door):
    """The light that pumps."""

    wavelength: Annotated[float, f.WAVELENGTH] = 800e-9
    pulse: PulseChoice = PulseModel.model_construct(shape="gaussian", duration=100e-15)
    spot: Annotated[float | None, f.SPOT] = None
    repetition_rate: Annotated[float | None, f.REPETITION] = None
    beam: Annotated[Literal["flat", "gaussian"], Field(description="How the light is spread over the spot")] = "flat"


class ThresholdModel(Door):
    """Threshold: losses, gain, excitons a dot, pump."""

    what: Literal["threshold"]


class GainSpectraModel(Door):
    """Gain of the film against wavelength for numbers of excitons a dot."""

    what: Literal["gain-spectra"]
    occupations: Annotated[
        list[Annotated[float, f.OCCUPATION]] | None,
        Field(min_length=1, description="Mean excitons a dot; default: around the threshold"),
    ] = None


class InputOutputModel(Door):
    """Output against pump, followed in time."""

    what: Literal["input-output"]
    factors: FactorsModel | None = None


class GainDynamicsModel(Door):
    """Gain of the film after a pulse."""

    what: Literal["gain-dynamics"]
    factor: Annotated[float, f.SCALE] = 2.0


class ContinuousModel(Door):
    """What lasing without pulses, and by a current, would take."""

    what: Literal["continuous"]


class ThresholdMapModel(Door):
    """Threshold against the first exciton and the permanent electrons of the dots."""

    what: Literal["threshold-map"]
    excitons: ExcitonsModel
    electrons: Annotated[
        list[Annotated[float, f.ELECTRONS]], Field(min_length=1, description="Permanent electrons a dot")
    ]


GainChoice = Annotated[StateFillingModel | SharedCarriersModel, Field(discriminator="model")]
ResonatorModel = Annotated[GratingModel | MirrorsModel | RingModel | StripeModel, Field(discriminator="kind")]
LaserMeasure = Annotated[
    ThresholdModel | GainSpectraModel | InputOutputModel | GainDynamicsModel | ContinuousModel | ThresholdMapModel,
    Discriminator("what"),
]


class LaserFileModel(Door):
    """A device file of a laser."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("laser")]
    title: Annotated[str, TITLE] = ""
    temperature: Annotated[float, f.TEMPERATURE] = 300.0
    gain_layer: Annotated[str, Title("/", "Name of the layer that amplifies")]
    loss: Annotated[float | None, f.GUIDE_LOSS] = None
    confinement: Annotated[float | None, f.CONFINEMENT] = None
    polarisation: Annotated[Literal["TE", "TM"], Field(description="Of the guided mode")] = "TE"
    width: Annotated[float, f.STRIPE_WIDTH] = 100e-6
    front_medium: Annotated[float, f.MEDIUM] = 1.0
    back_medium: Annotated[float, f.MEDIUM] = 1.0
    layer: Annotated[list[LayerModel], Field(min_length=1)]
    gain: GainChoice = StateFillingModel(model="state-filling")
    decay: DecayModel = DecayModel()
    resonator: ResonatorModel = StripeModel(kind="stripe")
    pump: PumpModel = PumpModel()
    measure: Annotated[list[LaserMeasure] | None, MEASURES] = None
