"""The answers to a device file of whatever kind: what is shown, kept and drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from infradot.experiments.result import Result
from infradot.files import Document
from infradot.report.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Answers(ABC):
    """Answers to a file that describes more than one cell; those to one cell are a `Run`.

    Parameters
    ----------
    document : Document
        What was asked.
    lost : tuple of str
        What did not converge at all, a sentence each.
    """

    def __init__(self, document: Document, lost: tuple[str, ...]) -> None:
        self.document = document
        self.lost = lost

    @abstractmethod
    def results(self) -> dict[str, Result]:
        """Every result by the name of its file."""

    @abstractmethod
    def tables(self) -> tuple[Table, ...]:
        """What is shown."""

    @abstractmethod
    def found(self) -> dict[str, Any]:
        """The numbers for programs."""

    @abstractmethod
    def figures(self) -> dict[str, Axes]:
        """Drawn results by the name of their file."""

    def sentences(self) -> tuple[str, ...]:
        """What to say below the tables, beyond notes and failures."""
        return ()

    @property
    def complete(self) -> bool:
        """Whether every asked point converged."""
        return not self.failures()

    def failures(self) -> tuple[str, ...]:
        """One sentence for each result that lacks a point, and for each that is lost."""
        lacking = [(name, report) for name, report in self._reports() if not report.complete]
        return self.lost + tuple(f"{name}: {report.sentence()}" for name, report in lacking)

    def notes(self) -> tuple[str, ...]:
        """What helped a solve, or what else to know of it, each once with the results that it is about."""
        told: dict[str, list[str]] = {}
        for name, report in self._reports():
            for note in report.notes if report.complete else ():
                told.setdefault(note.rstrip("."), []).append(name)
        return tuple(f"{'; '.join(names)}: {note}." for note, names in told.items())

    def told(self) -> tuple[str, ...]:
        """What stands below the tables."""
        return (*self.sentences(), *self.notes(), *self.failures())

    def values(self) -> dict[str, Any]:
        """Everything for programs."""
        return {
            "title": self.document.title,
            "kind": self.document.kind,
            "complete": self.complete,
            "failures": list(self.failures()),
            "notes": list(self.notes()),
            **self.found(),
        }

    def _reports(self) -> list[tuple[str, Any]]:
        named = ((name, getattr(result, "report", None)) for name, result in self.results().items())
        return [(name.replace("_", " "), report) for name, report in named if report is not None]
