"""The table of a measurement in time: how light and voltage change, for how long, and through what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator, Field, Tag

from infradot.errors import InputError
from infradot.experiments.time_shape import Shape, shape_of
from infradot.experiments.time_shapes import Exponential, GaussianShape, Ramp, Samples, Sine, Square, Step
from infradot.files import fields as f
from infradot.files.choices import FilterText
from infradot.files.door import Door
from infradot.files.measure_models import LightModel, values_form

Seconds = Annotated[float, f.MOMENT]
Duration = Annotated[float, f.DURATION]
Factor = Annotated[float, f.BRIGHTNESS]
Volts = Annotated[float, f.VOLTAGE]


class _StepModel(Door):
    shape: Literal["step"]
    at: Seconds = 0.0


class StepOfLight(_StepModel):
    """A jump of the light; on at 0 s unless told otherwise."""

    start: Factor = Field(default=0.0, alias="from")
    stop: Factor = Field(default=1.0, alias="to")


class StepOfVoltage(_StepModel):
    """A jump of the voltage."""

    start: Volts = Field(alias="from")
    stop: Volts = Field(alias="to")


class _SquareModel(Door):
    shape: Literal["square"]
    width: Duration
    at: Seconds = 0.0
    period: Seconds = 0.0
    count: Annotated[int, Field(ge=1, le=10_000, description="Number of pulses")] = 1


class SquareOfLight(_SquareModel):
    """One square pulse of light, or a train of them."""

    low: Factor = 0.0
    high: Factor = 1.0


class SquareOfVoltage(_SquareModel):
    """One square pulse of voltage, or a train of them."""

    low: Volts = 0.0
    high: Volts


class _GaussianModel(Door):
    shape: Literal["gaussian"]
    fwhm: Duration
    centre: Duration


class GaussianOfLight(_GaussianModel):
    """A smooth pulse of light."""

    base: Factor = 0.0
    peak: Factor = 1.0


class GaussianOfVoltage(_GaussianModel):
    """A smooth pulse of voltage."""

    base: Volts = 0.0
    peak: Volts


class _ExponentialModel(Door):
    shape: Literal["exponential"]
    time_constant: Duration
    at: Seconds = 0.0


class ExponentialOfLight(_ExponentialModel):
    """A jump of the light and its decay; with `jump` equal to `from` an exponential rise."""

    start: Factor = Field(default=0.0, alias="from")
    jump: Factor = 1.0
    stop: Factor = Field(default=0.0, alias="to")


class ExponentialOfVoltage(_ExponentialModel):
    """A jump of the voltage and the exponential way to its last value."""

    start: Volts = Field(alias="from")
    jump: Volts
    stop: Volts = Field(alias="to")


class _RampModel(Door):
    shape: Literal["ramp"]
    duration: Duration
    at: Seconds = 0.0


class RampOfLight(_RampModel):
    """A straight way from one brightness to another."""

    start: Factor = Field(default=0.0, alias="from")
    stop: Factor = Field(default=1.0, alias="to")


class RampOfVoltage(_RampModel):
    """A straight way from one voltage to another."""

    start: Volts = Field(default=0.0, alias="from")
    stop: Volts = Field(alias="to")


class _SineModel(Door):
    shape: Literal["sine"]
    frequency: Annotated[float, f.FREQUENCY]


class SineOfLight(_SineModel):
    """Light that swings around a mean from 0 s on."""

    mean: Factor = 1.0
    amplitude: Factor


class SineOfVoltage(_SineModel):
    """A voltage that swings around a mean from 0 s on."""

    mean: Volts = 0.0
    amplitude: Volts


class _SamplesModel(Door):
    shape: Literal["samples"]
    time: Annotated[list[Seconds], Field(min_length=2)]


class SamplesOfLight(_SamplesModel):
    """A trace of the light, straight between its samples; the same time twice is a jump."""

    value: Annotated[list[Factor], Field(min_length=2)]


class SamplesOfVoltage(_SamplesModel):
    """A trace of the voltage, straight between its samples; the same time twice is a jump."""

    value: Annotated[list[Volts], Field(min_length=2)]


def _shape_form(raw: Any) -> str:
    return "shape" if isinstance(raw, dict) else "one"


LightShape = Annotated[
    StepOfLight | SquareOfLight | GaussianOfLight | ExponentialOfLight | RampOfLight | SineOfLight | SamplesOfLight,
    Field(discriminator="shape"),
]
VoltageShape = Annotated[
    StepOfVoltage
    | SquareOfVoltage
    | GaussianOfVoltage
    | ExponentialOfVoltage
    | RampOfVoltage
    | SineOfVoltage
    | SamplesOfVoltage,
    Field(discriminator="shape"),
]
BrightnessModel = Annotated[
    Annotated[LightShape, Tag("shape")] | Annotated[Factor, Tag("one")], Discriminator(_shape_form)
]
VoltageCourse = Annotated[
    Annotated[VoltageShape, Tag("shape")] | Annotated[Volts, Tag("one")], Discriminator(_shape_form)
]


class TimeRange(Door):
    """Times from one to another by equal ratios."""

    start: Duration = Field(alias="from")
    stop: Duration = Field(alias="to")
    points: Annotated[int, Field(ge=2, le=100_000, description="Number of times, both ends included")] = 121


TimesModel = Annotated[
    Annotated[TimeRange, Tag("range")]
    | Annotated[list[Seconds], Tag("list"), Field(min_length=1)]
    | Annotated[Duration, Tag("one")],
    Discriminator(values_form),
]


class TransientModel(Door):
    """Current and voltage against time after light or voltage has changed."""

    what: Literal["transient"]
    light: LightModel = "dark"
    filter: Annotated[str | None, FilterText()] = None
    scale: Annotated[float, f.SCALE] = 1.0
    brightness: BrightnessModel | None = None
    bias_light: LightModel = "dark"
    voltage: VoltageCourse | None = None
    until: Duration | None = None
    time: TimesModel | None = None
    load: Annotated[float, f.LOAD] = 0.0
    open_circuit: bool = False


_SHAPES: dict[str, type[Shape]] = {
    "step": Step, "square": Square, "gaussian": GaussianShape, "exponential": Exponential, "ramp": Ramp, "sine": Sine,
    "samples": Samples,
}  # fmt: skip


def course_of(model: Any, name: str) -> Shape | None:
    """The shape that a table describes, or one value for all times; None where there is none.

    Raises
    ------
    InputError
        For numbers that do not fit together, such as a pulse longer than its period.
    """
    if model is None:
        return None
    if not isinstance(model, Door):
        return shape_of(float(model), name)
    given = model.model_dump(exclude={"shape"})
    numbers = {key: x if isinstance(x, int) else _plain(x) for key, x in given.items()}
    try:
        return _SHAPES[model.shape](**numbers)  # type: ignore[attr-defined]
    except InputError as error:
        raise InputError(*(f"{name}: {problem}" for problem in error.problems)) from None


def _plain(value: Any) -> float | list[float]:
    return [float(x) for x in value] if isinstance(value, list) else float(value)


def times_of(model: Any) -> NDArray[np.float64] | None:
    """Times to be told, s; None where every step is."""
    if model is None:
        return None
    if isinstance(model, TimeRange):
        return np.geomspace(float(model.start), float(model.stop), model.points)
    return np.array(model, dtype=np.float64, ndmin=1)


def checked_transient(model: TransientModel) -> Mapping[str, Any]:
    """What `Measure` keeps of a measurement in time beside light, voltage and load.

    Raises
    ------
    InputError
        Where nothing changes, nothing says for how long, or an open circuit is given a load or a voltage.
    """
    problems = []
    if (model.until is None) == (model.time is None):
        problems.append('until or time is needed, one of them: until = "1 ms" tells every step up to there.')
    if model.open_circuit and (model.load > 0.0 or model.voltage is not None):
        problems.append("open_circuit = true has neither a load nor a voltage: nothing is connected.")
    if model.light == "dark" and not isinstance(model.voltage, Door):
        problems.append(
            'nothing changes: give light = "AM1.5G", or voltage = { shape = "step", from = "0 V", to = "-1 V" }.'
        )
    if model.light == "dark" and model.brightness is not None:
        problems.append("brightness is a factor on light, and there is none.")
    if problems:
        raise InputError(*problems)
    return {
        "brightness": course_of(model.brightness, "brightness"), "course": course_of(model.voltage, "voltage"),
        "until": None if model.until is None else float(model.until), "time": times_of(model.time),
        "open_circuit": model.open_circuit,
    }  # fmt: skip
