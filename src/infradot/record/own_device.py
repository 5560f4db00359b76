"""A device in a file of one's own: what goes without saying there is filled in before it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from infradot.record.amount import written
from infradot.record.conditions import AMOUNT
from infradot.record.fields import Table
from infradot.units import split

_BOUND = re.compile(r"\s*(?P<bound><=|>=|[<>~≤≥])?\s*(?P<number>.*)", re.DOTALL)
_RANGE = re.compile(r"(?P<first>\S+)\s+to\s+(?P<last>.*)", re.DOTALL)
_SIGNS = {"≤": "<=", "≥": ">=", None: "="}


def completed(device: Any, *, works: Collection[str], file: str) -> Any:
    """The device with all that the reader asks for; what has another shape is left to it.

    Parameters
    ----------
    device : object
        What stands in the file.
    works : collection of str
        Keys of the works of that file: where there is one, it is that of a device which names none.
    file : str
        Name of the file, which is the place of a value that names none.
    """
    if not isinstance(device, dict):
        return device
    if "paper" not in device and len(works) == 1:
        device = {"paper": next(iter(works)), **device}
    measurements = device.get("measurement")
    if not isinstance(measurements, list):
        return device
    seen: Counter[str] = Counter()
    return device | {"measurement": [_completed(one, file, seen) if isinstance(one, dict) else one
                                     for one in measurements]}  # fmt: skip


def _completed(measurement: Table, file: str, seen: Counter[str]) -> Table:
    quantity = measurement.get("quantity")
    made: Table = {}
    if "key" not in measurement and isinstance(quantity, str) and quantity:
        seen[quantity] += 1
        made["key"] = quantity if seen[quantity] == 1 else f"{quantity}-{seen[quantity]}"
    if not any(name in measurement for name in ("place", "column", "paragraph")):
        made["place"] = file
    value = measurement.get("value")
    amount = {name: measurement[name] for name in AMOUNT if name in measurement}
    if isinstance(value, str):
        made["text"] = value
        if not amount.keys() - {"value", "text"}:
            return made | {name: one for name, one in measurement.items() if name != "value"} | amount_of(value)
    elif "text" not in amount and all(isinstance(amount.get(x, 0), (int, float)) for x in ("value", "first", "last")):
        text = written(**amount)
        made |= {"text": text} if text else {}
    return made | measurement


def amount_of(text: str) -> Table:
    """The fields of a number that is written in one text with its bound and its unit.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict
        Fields of `Amount`; of a text that is no number the text alone, as `value`.

    Examples
    --------
    >>> amount_of("< 20 nA/cm2")
    {'value': 20.0, 'unit': 'nA/cm2', 'bound': '<'}
    >>> amount_of("5 to 20 %")
    {'bound': 'range', 'first': 5.0, 'last': 20.0, 'unit': '%'}
    """
    found = _BOUND.fullmatch(text)
    sign, number = (found["bound"], found["number"]) if found else (None, text)
    ends = _RANGE.fullmatch(number) if sign is None else None
    parts = split(ends["last"] if ends else number)
    if parts is None:
        return {"value": text}
    value, unit = float(parts[0]), parts[1]
    if ends is None:
        return {"value": value, "unit": unit, "bound": _SIGNS.get(sign, sign)}
    first = split(ends["first"])
    if first is None or first[1] not in ("", unit):
        return {"value": text}
    return {"bound": "range", "first": float(first[0]), "last": value, "unit": unit}
