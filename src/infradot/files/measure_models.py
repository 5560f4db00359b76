"""The tables of a measurement: light, filter, voltage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.choices import FilterText, Known
from infradot.files.door import Door
from infradot.files.shown import shown
from infradot.light import lamp_names

LIGHTS = ("AM1.5G", "AM1.5D", "AM0", "dark")


class LineModel(Door):
    """Light of one wavelength."""

    line: Annotated[float, f.WAVELENGTH]
    irradiance: Annotated[float, f.IRRADIANCE]


class BlackBodyModel(Door):
    """Light of a black body, scaled to an irradiance."""

    black_body: Annotated[float, f.BLACK_BODY]
    irradiance: Annotated[float, f.IRRADIANCE]


class LampModel(Door):
    """Light of a lamp of the CIE, as bright as the eye sees it or by its power."""

    lamp: Annotated[str, Known(lamp_names, "lamp", "Standard lamp of the CIE, or incandescent with its infrared")]
    illuminance: Annotated[float | None, f.ILLUMINANCE] = None
    irradiance: Annotated[float | None, f.IRRADIANCE] = None


def _light_form(raw: Any) -> str | None:
    if isinstance(raw, str):
        return "spectrum"
    if isinstance(raw, dict):
        return "black body" if "black_body" in raw else "lamp" if "lamp" in raw or "illuminance" in raw else "line"
    return None


@dataclass(frozen=True, eq=False)
class StandardLight(Known):
    """A spectrum that has its brightness by itself; a lamp has none."""

    def read(self, raw: Any) -> str:
        """The name as it is listed, or `InputError`, for a lamp with the table that it needs."""
        lamps = {name.casefold(): name for name in lamp_names()}
        if isinstance(raw, str) and raw.casefold() in lamps:
            table = f'{{ lamp = "{lamps[raw.casefold()]}", illuminance = "{f.ILLUMINANCE.sample}" }}'
            raise InputError(f"= {shown(raw)} is a lamp, expected its brightness too: write {table}.")
        return super().read(raw)


LightModel = Annotated[
    Annotated[
        Annotated[str, StandardLight(lambda: LIGHTS, "spectrum", "A standard spectrum, or no light")], Tag("spectrum")
    ]
    | Annotated[LineModel, Tag("line")]
    | Annotated[BlackBodyModel, Tag("black body")]
    | Annotated[LampModel, Tag("lamp")],
    Discriminator(_light_form),
]


class VoltageRange(Door):
    """Equally spaced voltages, in the direction given."""

    start: Annotated[float, f.VOLTAGE] = Field(alias="from")
    stop: Annotated[float, f.VOLTAGE] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=100_000, description="Number of points, both ends included")] = 101


class WavelengthRange(Door):
    """Equally spaced wavelengths."""

    start: Annotated[float, f.WAVELENGTH] = Field(alias="from")
    stop: Annotated[float, f.WAVELENGTH] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=100_000, description="Number of points, both ends included")] = 300


class FactorRange(Door):
    """Factors on the light from one to another by equal ratios."""

    start: Annotated[float, f.SCALE] = Field(alias="from")
    stop: Annotated[float, f.SCALE] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=1000, description="Number of factors, both ends included")] = 16


class TemperatureRange(Door):
    """Equally spaced temperatures."""

    start: Annotated[float, f.TEMPERATURE] = Field(alias="from")
    stop: Annotated[float, f.TEMPERATURE] = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=1000, description="Number of temperatures, both ends included")] = 13


def values_form(raw: Any) -> str | None:
    """Whether values are given as a range, a list or one."""
    return "range" if isinstance(raw, dict) else "list" if isinstance(raw, list) else "one"


VoltagesModel = Annotated[
    Annotated[VoltageRange, Tag("range")]
    | Annotated[list[Annotated[float, f.VOLTAGE]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.VOLTAGE], Tag("one")],
    Discriminator(values_form),
]
WavelengthsModel = Annotated[
    Annotated[WavelengthRange, Tag("range")]
    | Annotated[list[Annotated[float, f.WAVELENGTH]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.WAVELENGTH], Tag("one")],
    Discriminator(values_form),
]

FactorsModel = Annotated[
    Annotated[FactorRange, Tag("range")]
    | Annotated[list[Annotated[float, f.SCALE]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.SCALE], Tag("one")],
    Discriminator(values_form),
]
TemperaturesModel = Annotated[
    Annotated[TemperatureRange, Tag("range")]
    | Annotated[list[Annotated[float, f.TEMPERATURE]], Tag("list"), Field(min_length=1)]
    | Annotated[Annotated[float, f.TEMPERATURE], Tag("one")],
    Discriminator(values_form),
]


class _Lit(Door):
    light: LightModel = "dark"
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0


class JVModel(_Lit):
    """Current against voltage."""

    what: Literal["jv"]
    light: LightModel = "AM1.5G"
    voltage: VoltagesModel | None = None


class EQEModel(_Lit):
    """External quantum efficiency against wavelength; `light` is a bias light."""

    what: Literal["eqe"]
    voltage: VoltagesModel = 0.0
    wavelength: WavelengthsModel | None = None


class BandsModel(_Lit):
    """Band diagram, densities, currents and recombination against depth."""

    what: Literal["bands"]
    voltage: VoltagesModel = 0.0


class LightSweepModel(_Lit):
    """Voc, Jsc, fill factor and efficiency against the intensity of the light."""

    what: Literal["light-sweep"]
    light: LightModel = "AM1.5G"
    factors: FactorsModel | None = None


class TemperatureSweepModel(_Lit):
    """Voc, Jsc, fill factor, efficiency and dark current against temperature."""

    what: Literal["temperature-sweep"]
    light: LightModel = "AM1.5G"
    temperatures: TemperaturesModel | None = None


class LossesModel(_Lit):
    """Every step from the detailed-balance limit of the absorber's gap to the cell."""

    what: Literal["losses"]
    light: LightModel = "AM1.5G"


AnyMeasure = JVModel | EQEModel | BandsModel | LightSweepModel | TemperatureSweepModel | LossesModel
