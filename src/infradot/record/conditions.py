"""Read the conditions of a value: those printed with it, in its row, and in the head of its column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from infradot.record.amount import Amount
from infradot.record.fields import Spec, Table, built, checked
from infradot.record.schema import Condition, Stated
from infradot.record.vocabulary import CONDITIONS, WORDS
from infradot.units import split

ORDER = {name: i for i, name in enumerate([*CONDITIONS, *WORDS])}
AMOUNT: Spec = {"text": str, "unit": str, "bound": str, "value": float, "first": float, "last": float}


def read_amount(table: Table, where: str, problems: list[str]) -> Amount | None:
    """The number of a table that may hold other fields; they are left alone."""
    values = {name: table[name] for name in AMOUNT if name in table}
    for name in ("value", "first", "last"):
        if name in values:
            values[name] = float(values[name])
    return built(Amount, where, problems, **values)


def read_conditions(table: Table, stated: Stated, where: str, problems: list[str]) -> tuple[Condition, ...]:
    """The conditions of one table by name.

    A number is a text such as ``"1300 nm"``, or a table where the print has more than that; a word is a text. Where a
    number is expected and a word is printed, the table holds nothing but the text.
    """
    found = (_condition(name, raw, stated, f"{where}: {name}", problems) for name, raw in table.items())
    return in_order(condition for condition in found if condition is not None)


def in_order(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions in the order of the vocabulary, however they were written down."""
    return tuple(sorted(conditions, key=lambda condition: ORDER[condition.name]))


def _condition(name: str, raw: Any, stated: Stated, where: str, problems: list[str]) -> Condition | None:
    amount: Amount | None = None
    if isinstance(raw, str):
        text = raw
        if name in CONDITIONS:
            parts = split(raw)
            if parts is None or not parts[1]:
                problems.append(
                    f"{where} = {raw!r}; expected a number with a unit, or {{ text = {raw!r} }} for a word."
                )
                return None
            amount = built(Amount, where, problems, text=raw, value=float(parts[0]), unit=parts[1])
    elif not isinstance(raw, dict):
        problems.append(f"{where} = {raw!r}; expected a table, or a text such as '-1 V'.")
        return None
    elif checked(raw, AMOUNT, ("text",), where, problems):
        text = raw["text"]
        if len(raw) > 1:
            amount = read_amount(raw, where, problems)
    else:
        return None
    if amount is None and name in CONDITIONS and (isinstance(raw, str) or len(raw) > 1):
        return None  # the reason stands in `problems`
    return built(Condition, where, problems, name=name, text=text, amount=amount, stated=stated)


def merged(*layers: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Conditions of several layers, each name once: what an earlier layer states, a later one cannot change."""
    found: dict[str, Condition] = {}
    for layer in layers:
        for condition in layer:
            found.setdefault(condition.name, condition)
    return in_order(found.values())
