"""`infradot metrology noise` and `detectivity`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.metrology_options import amounts, answered, writing
from infradot.cli.options import Function, command
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.devices.metrology.noise_floor import NoiseFloor
    from infradot.report.metrology import Report

QUANTITY = "NUMBER UNIT"


def tracing(function: Function) -> Function:
    """Options of a trace."""
    for option in (
        click.option("--exponent", type=float, help="Of the 1/f noise, where it is known; fitted unless given."),
        click.option("--band", nargs=2, metavar="FROM TO", help='Frequencies to use, such as --band "10 Hz" "5 kHz".'),
        click.option("--resolution", metavar=QUANTITY, help="Between frequencies; that of 40 segments unless given."),
        click.option("--interval", metavar=QUANTITY, help="Between samples, where the file's times have few digits."),
        click.option("--transimpedance", metavar=QUANTITY, help='Of the amplifier, such as "1e8 V/A", for a voltage.'),
    ):
        function = option(function)
    return function


@command("noise", short_help="White floor, 1/f corner and lines of a trace.")
@click.argument("file", type=click.Path(path_type=Path))
@tracing
@writing
def noise(
    file: Path, transimpedance: str | None, interval: str | None, resolution: str | None,
    band: tuple[str, str] | None, exponent: float | None, **where: Any,
) -> Reply:  # fmt: skip
    """Turn the trace in FILE, time and current or voltage, into a one-sided noise density (Welch's method).

    Its white floor and its 1/f corner are found with their uncertainties; lines of the mains are left out and told.
    """
    trace = _trace(file, transimpedance, interval, resolution, band, exponent)

    def make() -> Report:
        from infradot.report.metrology_tables import noise_report

        return noise_report(*_floor(trace))

    return answered(make, "noise", file, trace, **where)


@command("detectivity", short_help="D* from responsivity, noise, area and conditions.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@tracing
@click.option("--responsivity", metavar=QUANTITY, help='At the wavelength, such as "0.5 A/W". Needed.')
@click.option("--area", metavar=QUANTITY, help="That collects light. Needed.")
@click.option("--wavelength", metavar=QUANTITY, help="Of the light. Needed.")
@click.option("--frequency", metavar=QUANTITY, help="At which the noise is taken. Needed.")
@click.option("--voltage", metavar=QUANTITY, help="Across the device. Needed.")
@click.option("--noise", "noise_density", metavar=QUANTITY, help='Without FILE: its density, such as "1e-13 A/Hz^0.5".')
@click.option("--noise-current", metavar=QUANTITY, help="Or its root mean square in a band, with --bandwidth.")
@click.option("--bandwidth", metavar=QUANTITY, help="Width of that band.")
@click.option("--noise-method", default="measured", show_default=True, help="measured, shot, Johnson, ...")
@click.option("--instrument", default="amplifier", show_default=True, help="lock-in, source meter, ...")
@click.option("--instrument-noise", metavar=QUANTITY, help="Density of the same measurement without the device.")
@click.option("--instrument-trace", type=click.Path(path_type=Path), help="Or its trace, recorded like FILE.")
@click.option("--responsivity-frequency", metavar=QUANTITY, help='Modulation of the light; "0 Hz" if steady.')
@click.option("--response-bandwidth", metavar=QUANTITY, help="3 dB bandwidth of the device.")
@click.option("--corner", metavar=QUANTITY, help="1/f corner of the noise, with a calculated noise.")
@click.option("--dark-current", metavar=QUANTITY, help="At that voltage.")
@click.option("--resistance", metavar=QUANTITY, help="Shunt of the device.")
@click.option("--temperature", metavar=QUANTITY, help="Of the device; 300 K unless given.")
@click.option("--gain", type=float, default=1.0, show_default=True, help="Electrons for each pair that light makes.")
@click.option("--eqe", metavar=QUANTITY, help="Measured as well; held against the responsivity.")
@click.option("--beam-area", metavar=QUANTITY, help="Of the light.")
@click.option("--power", metavar=QUANTITY, help="Of the light at which the responsivity holds.")
@click.option("--power-range", nargs=2, metavar="FROM TO", help="Lowest and highest power at which it was measured.")
@click.option("--background-temperature", metavar=QUANTITY, help="Of the surroundings; 300 K unless given.")
@writing
def detectivity(
    file: Path | None, transimpedance: str | None, interval: str | None, resolution: str | None,
    band: tuple[str, str] | None, exponent: float | None, instrument_trace: Path | None, noise_method: str,
    instrument: str, gain: float, power_range: tuple[str, str] | None,
    out: Path | None, force: bool, formats: str, no_figures: bool, **texts: str | None,
) -> Reply:  # fmt: skip
    """Detectivity of a measured device, with everything that makes it doubtful.

    FILE is a trace in the dark, at the voltage that is stated; its fit gives the noise at --frequency. Without FILE the
    noise is --noise, or --noise-current with --bandwidth. Refused without wavelength, frequency, voltage and area, and
    above the background limit.
    """
    given: dict[str, Any] = amounts(**{name: (text, DIMENSION[name]) for name, text in texts.items()})
    if power_range:
        low, high = (amounts(power_range=(end, "power"))["power_range"] for end in power_range)
        given["power_range"] = (low, high)
    given |= {"noise_method": noise_method, "instrument": instrument, "gain": gain}
    trace = None if file is None else _trace(file, transimpedance, interval, resolution, band, exponent)

    def make() -> Report:
        from infradot.devices.metrology.specific_detectivity import measured_detectivity
        from infradot.report.metrology_tables import detectivity_report

        floor, read = (None, ()) if trace is None else _floor(trace)
        numbers = dict(given)
        if floor is not None:
            numbers = _with_trace(numbers, floor, given.get("frequency"))
        if instrument_trace is not None:
            numbers["instrument_noise"] = _own(instrument_trace, trace, numbers)
        return detectivity_report(measured_detectivity(**numbers), floor, read)

    asked = given | {"trace": trace, "instrument_trace": None if instrument_trace is None else str(instrument_trace)}
    return answered(
        make, "detectivity", file, asked, out=out, force=force, formats=formats, no_figures=no_figures
    )  # fmt: skip


DIMENSION = {
    "responsivity": "responsivity", "area": "area", "wavelength": "length", "frequency": "frequency",
    "voltage": "voltage", "noise_density": "noise density", "noise_current": "current", "bandwidth": "frequency",
    "instrument_noise": "noise density", "responsivity_frequency": "frequency", "response_bandwidth": "frequency",
    "corner": "frequency", "dark_current": "current", "resistance": "resistance", "temperature": "temperature",
    "eqe": "number", "beam_area": "area", "power": "power", "background_temperature": "temperature",
}  # fmt: skip


def _trace(
    file: Path, transimpedance: str | None, interval: str | None, resolution: str | None,
    band: tuple[str, str] | None, exponent: float | None,
) -> dict[str, Any]:  # fmt: skip
    """What is asked of a trace, in SI."""
    found: dict[str, Any] = amounts(
        transimpedance=(transimpedance, "resistance"), interval=(interval, "time"),
        resolution=(resolution, "frequency"),
    )  # fmt: skip
    if band:
        ends = [amounts(band=(end, "frequency"))["band"] for end in band]
        found["band"] = (ends[0], ends[1])
    return found | {"trace": str(file), "exponent": exponent}


def _floor(trace: dict[str, Any]) -> tuple[NoiseFloor, tuple[str, ...]]:
    from infradot.devices.metrology.noise_floor import noise_floor
    from infradot.report.metrology import read_noise

    settings = {name: trace.get(name) for name in ("interval", "transimpedance", "resolution")}
    density, read = read_noise(Path(trace["trace"]), **settings)
    return noise_floor(density, exponent=trace["exponent"], band=trace.get("band")), read


def _with_trace(numbers: dict[str, Any], floor: NoiseFloor, frequency: float | None) -> dict[str, Any]:
    """The noise, and what else a dark trace tells."""
    from infradot.errors import InputError

    for name in ("noise_density", "noise_current"):
        if name in numbers:
            option = "--noise" if name == "noise_density" else "--noise-current"
            raise InputError(f"{option} is given, and the noise of FILE too: expected one of them.")
    if floor.density.quantity != "current":
        raise InputError("The trace is a voltage: give the amplifier's --transimpedance, such as '1e8 V/A'.")
    if frequency is None:
        raise InputError("No --frequency: expected the one at which the noise of FILE is taken.")
    told = {"noise_density": floor.at(frequency) ** 0.5, "dark_current": floor.density.mean}
    if floor.corner is not None:
        told |= {"corner": floor.corner, "exponent": float(floor.exponent or 1.0)}
    return told | numbers


def _own(file: Path, trace: dict[str, Any] | None, numbers: dict[str, Any]) -> float:
    """Noise of the set-up without the device, read like the trace with it."""
    from infradot.errors import InputError

    if trace is None or "frequency" not in numbers:
        raise InputError("--instrument-trace goes with a FILE and a --frequency.")
    return float(_floor(trace | {"trace": str(file)})[0].at(numbers["frequency"]) ** 0.5)
