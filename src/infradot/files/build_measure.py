"""From the tables of a measurement to a `Measure` with its light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.files.choices import FilterText
from infradot.files.detector_models import FrequencyRange, IrradianceRange, settings_of
from infradot.files.door import given_in
from infradot.files.fields import ILLUMINANCE, IRRADIANCE
from infradot.files.measure import Measure
from infradot.files.measure_models import (
    BlackBodyModel,
    FactorRange,
    LampModel,
    LineModel,
    TemperatureRange,
    VoltageRange,
    WavelengthRange,
)
from infradot.files.receiver_models import ExcitonRange
from infradot.files.transient_models import TransientModel, checked_transient
from infradot.light import Spectrum, am0, am15d, am15g, black_body, lamp, line, long_pass
from infradot.units import hc_eV

_SUNS = {"AM1.5G": am15g, "AM1.5D": am15d, "AM0": am0}


NEED_LIGHT = (
    "light-sweep", "temperature-sweep", "losses", "power", "power-sweep", "exciton-sweep", "photoconduction",
    "gain-sweep", "decay", "photogating",
)  # fmt: skip


def build_measure(model: Any, table: Mapping[str, Any] | None = None) -> Measure:
    """The measurement that a checked table asks for; `table` is the table itself, to be kept."""
    spectrum, name = _light(getattr(model, "light", "dark"))
    if spectrum is None and model.what in NEED_LIGHT:
        raise InputError(f'light = "{name}", but {_named(model.what)} needs light, such as "AM1.5G".')
    if spectrum is not None:
        if model.filter is not None:
            spectrum = spectrum.filtered(long_pass(FilterText().edge(model.filter)))
        if model.scale != 1.0:
            spectrum = spectrum.scaled(model.scale)
    in_time = checked_transient(model) if isinstance(model, TransientModel) else {}
    bias, bias_name = _light(getattr(model, "bias_light", "dark"))
    return Measure(
        **in_time,
        bias=bias,
        bias_name=bias_name if bias is not None else "",
        what=model.what,
        light=spectrum,
        voltage=None if in_time else numbers_of(getattr(model, "voltage", None)),
        wavelength=numbers_of(getattr(model, "wavelength", None)),
        frequency=numbers_of(getattr(model, "frequency", None)),
        amplitude=numbers_of(getattr(model, "amplitude", None)),
        irradiance=numbers_of(getattr(model, "irradiance", None)),
        factors=numbers_of(getattr(model, "factors", None)),
        temperatures=numbers_of(getattr(model, "temperatures", None)),
        excitons=excitons_of(getattr(model, "excitons", None)),
        layer=getattr(model, "layer", ""),
        light_name=name,
        filter_name=(model.filter or "") if spectrum is not None else "",
        scale=float(model.scale) if spectrum is not None else 1.0,
        gate=_gate(getattr(model, "gate_voltage", None)),
        drain=numbers_of(getattr(model, "drain_voltage", None)),
        model=getattr(model, "model", "local"),
        mixed=getattr(model, "mixed", True),
        hooge=float(getattr(model, "hooge", 0.0)),
        table=table,
        settings=settings_of(model) or None,
    )


def _light(model: str | LineModel | BlackBodyModel | LampModel) -> tuple[Spectrum | None, str]:
    """The light before filters, with a name for tables."""
    if isinstance(model, LineModel):
        spectrum = line(wavelength=float(model.line), irradiance=float(model.irradiance))
        return spectrum, f"{float(model.line) * 1e9:.6g} nm, {IRRADIANCE.text(model.irradiance)}"
    if isinstance(model, BlackBodyModel):
        body = black_body(temperature=float(model.black_body))
        name = f"black body {float(model.black_body):g} K, {IRRADIANCE.text(model.irradiance)}"
        return body.scaled(float(model.irradiance) / body.power()), name
    if isinstance(model, LampModel):
        brightness = {name: float(value) for name, value in given_in(model, "lamp").items()}
        told = [{"illuminance": ILLUMINANCE, "irradiance": IRRADIANCE}[key].text(x) for key, x in brightness.items()]
        return lamp(model.lamp, **brightness), ", ".join([model.lamp, *told])
    if model == "dark":
        return None, "dark"
    return _SUNS[model](), model


def _named(what: str) -> str:
    """A measurement with its article."""
    articles = {
        "losses": "an account of losses",
        "power": "a measurement of power",
        "exciton-sweep": "an exciton-sweep",
        "photoconduction": "a measurement of photoconduction",
    }
    return articles.get(what, f"a {what}")


def excitons_of(model: Any) -> NDArray[np.float64] | None:
    """Energies in eV; a range is even in wavelength."""
    if isinstance(model, ExcitonRange):
        return hc_eV / np.linspace(hc_eV / float(model.start), hc_eV / float(model.stop), model.points)
    return numbers_of(model)


def _gate(model: Any) -> NDArray[np.float64] | None:
    """Gate voltages, or None for a gate that floats."""
    return None if isinstance(model, str) else numbers_of(model)


def numbers_of(model: Any) -> NDArray[np.float64] | None:
    """An array from a range, a list or one number; None where there is none."""
    if model is None:
        return None
    if isinstance(model, (FactorRange, FrequencyRange, IrradianceRange)):
        return np.geomspace(float(model.start), float(model.stop), model.points)
    if isinstance(model, (VoltageRange, WavelengthRange, TemperatureRange)):
        return np.linspace(float(model.start), float(model.stop), model.points)
    return np.array(model, dtype=np.float64, ndmin=1)
