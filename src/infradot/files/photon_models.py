"""The tables of a single-photon source: the dot, its cavity, what excites it, and what counts its photons."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.door import Door
from infradot.files.material_models import CoreChoice, ShellModel
from infradot.files.measure_models import FactorsModel, TemperatureRange, values_form
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, only


class DotModel(Door):
    """One dot and what surrounds it."""

    core: CoreChoice | None = None
    exciton: Annotated[float | None, f.SOLUTION_EXCITON] = None
    diameter: Annotated[float | None, f.DIAMETER] = None
    shell: ShellModel | None = None
    index: Annotated[float, f.DOT_INDEX] = 1.5
    quantum_yield: Annotated[float | None, f.QUANTUM_YIELD] = None
    diffusion: Annotated[float, f.DIFFUSION] = 0.0
    biexciton_shift: Annotated[float, f.LINE_SHIFT] = 0.0
    trion_shift: Annotated[float, f.LINE_SHIFT] = 0.0


class ChargingModel(Door):
    """The dot blinks because Auger recombination throws a carrier out."""

    law: Literal["charging"]
    ejection: Annotated[float, f.EJECTION]
    recovery: Annotated[float, f.RECOVERY]


class PowerLawModel(Door):
    """On and off times follow a power law."""

    law: Literal["power-law"]
    on_exponent: Annotated[float | None, f.BLINK_EXPONENT] = None
    off_exponent: Annotated[float | None, f.BLINK_EXPONENT] = None
    shortest: Annotated[float, f.BLINK_TIME] = 1e-3
    longest: Annotated[float, f.BLINK_TIME] = 10.0


class CavityModel(Door):
    """One mode of a cavity or antenna."""

    quality: Annotated[float, f.QUALITY]
    volume: Annotated[float, f.MODE_VOLUME]
    energy: Annotated[float | None, f.MODE] = None
    coupling: Annotated[float | None, f.COUPLING] = None
    leak: Annotated[float, f.LEAK] = 1.0
    extraction: Annotated[float, f.EXTRACTION] = 0.5


class PulsedModel(Door):
    """Short pulses."""

    kind: Literal["pulsed"]
    pairs: Annotated[float, f.PAIRS]
    repetition: Annotated[float, f.REPETITION]


class ContinuousModel(Door):
    """Light that shines all the time."""

    kind: Literal["continuous"]
    pump: Annotated[float, f.PUMP]


class CollectionModel(Door):
    """From the dot to the beam splitter."""

    numerical_aperture: Annotated[float, f.APERTURE] = 0.9
    transmission: Annotated[float, f.TRANSMISSION] = 0.3
    shortest: Annotated[float | None, f.FILTER_END] = None
    longest: Annotated[float | None, f.FILTER_END] = None
    background: Annotated[float, f.BACKGROUND_RATE] = 0.0


class DetectorModel(Door):
    """One of two alike detectors of single photons."""

    efficiency: Annotated[float, f.COUNTER_EFFICIENCY]
    dead_time: Annotated[float, f.DEAD_TIME] = 0.0
    dark_rate: Annotated[float, f.DARK_RATE] = 0.0
    jitter: Annotated[float, f.JITTER] = 0.0
    afterpulsing: Annotated[float, f.AFTERPULSING] = 0.0
    afterpulse_time: Annotated[float, f.AFTERPULSE_TIME] = 1e-6


class PhotonsModel(Door):
    """Brightness, purity and coherence, without chance."""

    what: Literal["photons"]


class SaturationModel(Door):
    """Photons and g2(0) against the strength of the excitation; `factors` multiply that of the file."""

    what: Literal["saturation"]
    factors: FactorsModel | None = None


class ColdRange(TemperatureRange):
    """Equally spaced temperatures of a dot, which may be colder than a cell."""

    start: Annotated[float, f.COLD] = Field(alias="from")
    stop: Annotated[float, f.COLD] = Field(alias="to")


DotTemperatures = Annotated[
    Annotated[ColdRange, Tag("range")]
    | Annotated[list[Annotated[float, f.COLD]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.COLD], Tag("one")],
    Discriminator(values_form),
]


class DotLineModel(Door):
    """Width and coherence of the line against temperature."""

    what: Literal["line"]
    temperatures: DotTemperatures | None = None


class HistogramModel(Door):
    """A simulated experiment after Hanbury Brown and Twiss, photon by photon."""

    what: Literal["histogram"]
    duration: Annotated[float, f.COUNTING_TIME] = 100.0
    reach: Annotated[float | None, f.DELAY] = None
    width: Annotated[float | None, f.DELAY] = None
    seed: Annotated[int, Field(ge=0, description="Of the random numbers")] = 0


BlinkingModel = Annotated[ChargingModel | PowerLawModel, Field(discriminator="law")]
ExcitationModel = Annotated[PulsedModel | ContinuousModel, Field(discriminator="kind")]
PhotonMeasure = Annotated[PhotonsModel | SaturationModel | DotLineModel | HistogramModel, Discriminator("what")]


class PhotonFileModel(Door):
    """A device file of a single-photon source."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("single-photon-source")]
    title: Annotated[str, TITLE] = ""
    temperature: Annotated[float, f.COLD] = 300.0
    dot: DotModel
    blinking: BlinkingModel | None = None
    cavity: CavityModel | None = None
    excitation: ExcitationModel
    collection: CollectionModel = CollectionModel()
    detector: DetectorModel | None = None
    measure: Annotated[list[PhotonMeasure] | None, MEASURES] = None
