"""An objection to a measured number, with the certainty of the record's audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["certain", "likely", "look"]
CERTAINTIES: tuple[Certainty, ...] = ("certain", "likely", "look")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One objection to a measured number.

    Parameters
    ----------
    certainty : {"certain", "likely", "look"}
        Certain: the number is not what it is called. Likely: it is not unless something was left out. Look: it can be
        right, and a physicist would check.
    rule : str
        Name of the guard.
    sentence : str
        The objection with its numbers and units.
    """

    certainty: Certainty
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.certainty}: {self.sentence} ({self.rule})"


def sorted_remarks(remarks: list[Remark]) -> tuple[Remark, ...]:
    """The gravest first."""
    return tuple(sorted(remarks, key=lambda remark: CERTAINTIES.index(remark.certainty)))
