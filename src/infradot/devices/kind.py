"""What a kind of device brings along: its usual measurements, its template, its doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of device.

    Parameters
    ----------
    name : str
        As a file writes it: ``kind = "solar-cell"``.
    summary : str
        One sentence for lists.
    measures : tuple of mappings
        The ``[[measure]]`` tables of a file that has none, as TOML would give them.
    template : str
        Name of the file in ``devices/data`` that `new` starts from.
    doubts : callable
        Why a device (tandem, ...) will hardly work as this kind, one sentence each; `lint` reports them.
    """

    name: str
    summary: str
    measures: tuple[Mapping[str, Any], ...]
    template: str
    doubts: Callable[[Any], tuple[str, ...]]

    def template_text(self) -> str:
        """The commented device file that `new` writes."""
        return data_text(self.template)


def data_text(name: str) -> str:
    """A text of ``devices/data``."""
    return (files("infradot.devices") / "data" / name).read_text(encoding="utf-8")
