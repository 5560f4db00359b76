"""Time tags of photons from files: text with channels and times, and the PTU files of PicoQuant."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, UnitError
from infradot.experiments.time_tags import TICK, TimeTags
from infradot.units import DIMENSIONS, parse_unit

Array = NDArray[np.float64]
Channels = tuple[int, int]
_NAME = re.compile(r"^(?P<name>.*?)\s*[\(\[](?P<unit>[^\(\)\[\]]*)[\)\]]\s*$")
_TOLD = re.compile(r"^#\s*(?P<what>duration_s|period_s)\s*:\s*(?P<value>\S+)\s*$")
_EXAMPLE = "'Channel, Time (ps)'"
_INSTALL = "pip install 'infradot[photons]'"


def read_time_tags(
    path: Path, *, channels: Channels | None = None, period: float | None = None
) -> tuple[TimeTags, tuple[str, ...]]:
    """Time tags of a file, and how it was read.

    Parameters
    ----------
    path : Path
        ``.ptu`` of PicoQuant (T2 or T3), or text with a column of channels and one of times.
    channels : tuple of int, optional
        The two to be correlated, as the file numbers them; the only two unless given.
    period : float, optional
        Between pulses, s, where the file does not say.

    Returns
    -------
    TimeTags
    tuple of str

    Raises
    ------
    InputError
    """
    if not path.is_file():
        raise InputError(f"{path} does not exist, or is no file.")
    if path.suffix.casefold() == ".ptu":
        channel, time, tick, duration, known, read = _ptu(path)
    else:
        channel, time, tick, duration, known, read = _text(path)
    pair = _pair(path, channel, channels)
    first, second = (np.sort(time[channel == c]) for c in pair)
    start = min(int(x[0]) for x in (first, second)) if duration is None else 0
    last = max(int(x[-1]) for x in (first, second))
    span = last - start + 1 if duration is None else max(duration, last + 1)
    tags = TimeTags(
        first=first - start, second=second - start, duration=span, tick=tick, period=known if period is None else period
    )
    return tags, (*read, f"channels {pair[0]} and {pair[1]}")


Read = tuple[NDArray[np.int64], NDArray[np.int64], float, int | None, float | None, tuple[str, ...]]


def _text(path: Path) -> Read:
    """Channels and times in ps, with what comments say of duration and period."""
    told: dict[str, float] = {}
    skip, header = 0, ""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                skip += 1
                found = _TOLD.match(line)
                if found:
                    told[found["what"]] = _number(found["value"], path.name)
                if line.strip() and not line.startswith("#"):
                    header = line.strip()
                    break
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as text ({error}).") from None
    separator = next((s for s in ("\t", ";", ",") if s in header), None)
    names = [name.strip() for name in header.split(separator)] if separator else []
    c, t, factor = _columns(path.name, names)
    try:
        table = np.loadtxt(path, delimiter=separator, skiprows=skip, usecols=(c, t), ndmin=2, encoding="utf-8-sig")
    except ValueError as error:
        raise InputError(f"{path.name}: {error}.") from None
    if not len(table) or not np.isfinite(table).all():
        raise InputError(f"{path.name}: expected rows of a channel and a time.")
    times = np.rint(table[:, 1] * (factor / TICK)).astype(np.int64)
    duration = round(told["duration_s"] / TICK) if "duration_s" in told else None
    if duration is not None and times.min() < 0:
        raise InputError(f"{path.name}: a time is below 0.")
    read = (f"{len(table)} counts, times from {names[t]!r}",)
    return table[:, 0].astype(np.int64), times, TICK, duration, told.get("period_s"), read


def _columns(file: str, names: list[str]) -> tuple[int, int, float]:
    """Places of channel and time, and the unit of the times in s."""
    fix = f"Write names and units into the first line, for example {_EXAMPLE}."
    channels = [i for i, name in enumerate(names) if re.search(r"chan|det", name, re.IGNORECASE)]
    times = [i for i, name in enumerate(names) if re.search(r"time|^t\b", name, re.IGNORECASE)]
    if len(channels) != 1 or len(times) != 1:
        raise InputError(f"{file}: no column for the channel and one for the time among {names}. {fix}")
    match = _NAME.match(names[times[0]])
    if match is None:
        raise InputError(f"{file}: the column {names[times[0]]!r} has no unit. {fix}")
    try:
        factor, dimension = parse_unit(match["unit"])
    except UnitError as error:
        raise InputError(f"{file}: column {names[times[0]]!r}: {error}") from None
    if dimension != DIMENSIONS["time"]:
        raise InputError(f"{file}: column {names[times[0]]!r} is in {match['unit']!r}, expected a time.")
    return channels[0], times[0], factor


def _number(text: str, file: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{file}: {text!r} in a comment is no number.") from None


def _ptu(path: Path) -> Read:
    """Photons of a PTU file: in T3 mode the times are those of the pulse before and the delay behind it."""
    try:
        ptufile: Any = importlib.import_module("ptufile")
    except ModuleNotFoundError:
        raise InputError(f"{path.name}: PTU files are read with the package ptufile: {_INSTALL}.") from None
    try:
        with ptufile.PtuFile(path) as file:
            records = file.decode_records()
            pulse, step = float(file.global_resolution), float(file.tcspc_resolution)
            by_pulse = bool(file.is_t3)
    except Exception as error:  # whatever the package finds wrong with the file
        raise InputError(f"{path.name} cannot be read as a PTU file ({error}).") from None
    photons = records[records["channel"] >= 0]
    channel, time = photons["channel"].astype(np.int64), photons["time"].astype(np.int64)
    if not len(channel):
        raise InputError(f"{path.name}: the file has no photons.")
    if not by_pulse:
        return channel, time, pulse, None, None, (f"{len(channel)} photons, T2 mode, ticks of {pulse:.4g} s",)
    delay = photons["dtime"].astype(np.float64) * step
    ticks = np.rint((time * pulse + delay) / TICK).astype(np.int64)
    read = f"{len(channel)} photons, T3 mode, pulses every {pulse:.4g} s"
    return channel, ticks, TICK, None, pulse, (read,)


def _pair(path: Path, channel: NDArray[np.int64], wanted: Channels | None) -> Channels:
    known = np.unique(channel).tolist()
    if wanted is None:
        if len(known) != 2:
            raise InputError(f"{path.name}: channels {known}, expected two: say which, such as --channels 1 2.")
        return known[0], known[1]
    missing = [c for c in wanted if c not in known]
    if missing or wanted[0] == wanted[1]:
        why = f"there is no channel {missing[0]}" if missing else "two different channels are needed"
        raise InputError(f"{path.name}: {why}; known: {', '.join(map(str, known))}.")
    return wanted
