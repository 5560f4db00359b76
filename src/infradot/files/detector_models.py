"""The tables of measurements of a detector: capacitance, impedance, noise, detectivity, dark current, range, speed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import FilterText
from infradot.files.door import Door
from infradot.files.measure_models import (
    LightModel,
    TemperaturesModel,
    VoltagesModel,
    WavelengthsModel,
    values_form,
)


class FrequencyRange(Door):
    """Frequencies from one to another by equal ratios."""

    start: Annotated[float, f.FREQUENCY] = Field(alias="from")
    stop: Annotated[float, f.FREQUENCY] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=10_000, description="Number of frequencies, both ends included")] = 61


class IrradianceRange(Door):
    """Irradiances from one to another by equal ratios."""

    start: Annotated[float, f.IRRADIANCE] = Field(alias="from")
    stop: Annotated[float, f.IRRADIANCE] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=1000, description="Number of irradiances, both ends included")] = 25


FrequenciesModel = Annotated[
    Annotated[FrequencyRange, Tag("range")]
    | Annotated[list[Annotated[float, f.FREQUENCY]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.FREQUENCY], Tag("one")],
    Discriminator(values_form),
]
IrradiancesModel = Annotated[
    Annotated[IrradianceRange, Tag("range")]
    | Annotated[list[Annotated[float, f.IRRADIANCE]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.IRRADIANCE], Tag("one")],
    Discriminator(values_form),
]


class BackgroundModel(Door):
    """What the detector sees beside its signal: surroundings of a temperature, through a lens or all around."""

    temperature: Annotated[float, f.SURROUNDINGS] = 300.0
    f_number: Annotated[float | None, f.F_NUMBER] = None


class _Biased(Door):
    light: LightModel = "dark"
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0


class CapacitanceModel(_Biased):
    """Capacitance against voltage at one frequency, with the doping that it tells."""

    what: Literal["cv"]
    voltage: VoltagesModel | None = None
    frequency: Annotated[float, f.FREQUENCY] = 1e4


class DriveLevelModel(_Biased):
    """Doping against depth, from capacitances under swings of several sizes; C-V beside."""

    what: Literal["drive-level"]
    voltage: VoltagesModel | None = None
    amplitude: Annotated[list[Annotated[float, f.SWING]], Field(min_length=3)] | None = None
    frequency: Annotated[float, f.FREQUENCY] = 1e4
    settled: Annotated[bool, Field(description="Whether each swing lasts until slow levels change no more")] = False


class ImpedanceModel(_Biased):
    """Impedance against frequency."""

    what: Literal["impedance"]
    voltage: VoltagesModel = 0.0
    frequency: FrequenciesModel | None = None


class NoiseModel(_Biased):
    """Noise of the current against frequency, source by source."""

    what: Literal["noise"]
    voltage: VoltagesModel = 0.0
    frequency: FrequenciesModel | None = None
    hooge: Annotated[float, f.HOOGE] = 0.0


class DetectivityModel(_Biased):
    """Detectivity against wavelength and frequency, with the background limit beside."""

    what: Literal["detectivity"]
    voltage: VoltagesModel = 0.0
    wavelength: WavelengthsModel | None = None
    frequency: FrequenciesModel | None = None
    hooge: Annotated[float, f.HOOGE] = 0.0
    background: BackgroundModel | None = None


class DarkCurrentModel(Door):
    """Dark current by mechanism, and its activation with temperature at the lowest voltage."""

    what: Literal["dark-current"]
    voltage: VoltagesModel | None = None
    temperatures: TemperaturesModel | None = None


class LinearityModel(Door):
    """Photocurrent against irradiance, and the linear dynamic range."""

    what: Literal["linearity"]
    voltage: VoltagesModel = 0.0
    wavelength: Annotated[float | None, f.WAVELENGTH] = None
    irradiance: IrradiancesModel | None = None
    frequency: Annotated[float, f.FREQUENCY] = 1e3
    bandwidth: Annotated[float, f.BANDWIDTH] = 1.0
    compression: Annotated[float, f.COMPRESSION] = 1.0
    hooge: Annotated[float, f.HOOGE] = 0.0


class BandwidthModel(_Biased):
    """Bandwidth and rise time at each wavelength, with the usual formulas beside."""

    what: Literal["bandwidth"]
    voltage: VoltagesModel = 0.0
    wavelength: WavelengthsModel | None = None
    load: Annotated[float, f.LOAD] = 0.0


class FiguresModel(Door):
    """What a detector is judged by, on one sheet at each voltage."""

    what: Literal["figures-of-merit"]
    voltage: VoltagesModel = 0.0
    wavelength: Annotated[float | None, f.WAVELENGTH] = None
    irradiance: Annotated[float, f.IRRADIANCE] = 1.0
    frequency: Annotated[float, f.FREQUENCY] = 1e3
    bandwidth: Annotated[float, f.BANDWIDTH] = 1.0
    compression: Annotated[float, f.COMPRESSION] = 1.0
    load: Annotated[float, f.LOAD] = 0.0
    hooge: Annotated[float, f.HOOGE] = 0.0
    background: BackgroundModel | None = None


DetectorMeasure = (
    CapacitanceModel
    | DriveLevelModel
    | ImpedanceModel
    | NoiseModel
    | DetectivityModel
    | DarkCurrentModel
    | LinearityModel
    | BandwidthModel
    | FiguresModel
)
SCALARS = ("hooge", "bandwidth", "compression", "load")
# measurements whose signal is light, whatever else shines
PROBED = ("eqe", "detectivity", "linearity", "bandwidth", "figures-of-merit")


def settings_of(model: Any) -> Mapping[str, float | None]:
    """The single numbers of a measurement of a detector, SI, by the names that its function takes.

    Of a load the resistance in ohm: it is that of the device times its area that counts.
    """
    found: dict[str, float | None] = {
        name: float(value) for name in SCALARS if (value := getattr(model, name, None)) is not None
    }
    if getattr(model, "settled", False):
        found["periods"] = None
    background = getattr(model, "background", None)
    if background is not None:
        wide = background.f_number is None
        found["background_temperature"] = float(background.temperature)
        # a lens of focal length f and diameter f/N shows a cone of atan(1/2N)
        found["half_angle"] = math.pi / 2 if wide else math.atan(0.5 / float(background.f_number))
    return found
