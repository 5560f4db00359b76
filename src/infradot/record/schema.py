"""What the record is made of: paper -> device -> measurement, each value with the place where it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from infradot.errors import InputError, nearest
from infradot.record.amount import Amount
from infradot.record.vocabulary import CONDITIONS, KINDS, METHODS, QUANTITIES, SUBKINDS, WORDS
from infradot.units import parse_unit

Stated = Literal["value", "row", "column"]


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The credit of a figure: which work, which year and which publisher a caption names.

    Parameters
    ----------
    figure : str
        Number and panel, such as ``"8a"``.
    year : int, optional
        Year of the copyright as printed.
    holder : str
        Publisher as printed.
    note : str
        What is odd about it.
    """

    figure: str
    year: int | None = None
    holder: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A published work.

    Parameters
    ----------
    key : str
        ``"ref43"`` for number 43 of the review's list, ``"review"`` for the review itself.
    number : int, optional
        Its number in that list; None for works from elsewhere.
    authors : tuple of str
        As printed.
    others : bool
        Whether the list of authors ends in "et al.".
    title, journal, volume, pages : str
        As printed; empty where not printed.
    year : int, optional
        As printed in the list of references.
    doi, url : str
        Empty where not printed.
    captions : tuple of Caption
        Where the review shows a figure of this work.
    note : str
        What is odd about the entry.
    """

    key: str
    number: int | None = None
    authors: tuple[str, ...] = ()
    others: bool = False
    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    captions: tuple[Caption, ...] = ()
    note: str = ""

    @property
    def first_author(self) -> str:
        """Family name of the first author; empty for a page without one."""
        if not self.authors:
            return ""
        words = self.authors[0].split()
        if not any(word.endswith(".") for word in words):  # names in full: the family's comes last
            return words[-1]
        while len(words) > 1 and words[0].endswith("."):
            words = words[1:]
        return " ".join(words)

    def __str__(self) -> str:
        who = self.first_author + (" et al." if self.others or len(self.authors) > 1 else "")
        work = ", ".join(part for part in (self.journal, self.volume, self.pages) if part)
        return ", ".join(part for part in (who, work or self.url, str(self.year or "")) if part)


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where a value is printed: a cell of a table, a few words of a paragraph, or a place said freely.

    Parameters
    ----------
    table : int, optional
        Number of the table.
    column : str
        Head of the column, as printed.
    section : str
        Section, the caption of a figure, or any other place.
    begins : str
        First words of the paragraph.
    snippet : str
        The words around the value, as printed.
    """

    table: int | None = None
    column: str = ""
    section: str = ""
    begins: str = ""
    snippet: str = ""

    def __str__(self) -> str:
        if self.table is not None:
            return f"table {self.table}, column {self.column}"
        if not self.begins:
            return self.section
        return f"{self.section}, paragraph beginning {self.begins!r}: {self.snippet!r}"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Under what a value was measured.

    Parameters
    ----------
    name : str
        A key of `CONDITIONS` (numbers) or of `WORDS`.
    text : str
        As printed.
    amount : Amount, optional
        The number; None for a word, also where a number was expected (``"RT"``).
    stated : {"value", "row", "column"}
        Printed with the value itself, elsewhere in the row of the table, or in the head of the column.
    """

    name: str
    text: str
    amount: Amount | None = None
    stated: Stated = "value"

    def __post_init__(self) -> None:
        if self.name not in CONDITIONS and self.name not in WORDS:
            raise InputError(f"unknown condition {self.name!r}.{nearest(self.name, [*CONDITIONS, *WORDS])}")
        if self.amount is None:
            return
        unit = CONDITIONS.get(self.name)
        if unit is None:
            raise InputError(f"{self.name} = {self.text!r} is a number; expected words.")
        if self.amount.dimension != parse_unit(unit)[1]:
            raise InputError(
                f"{self.name} = {self.text!r} has the unit {self.amount.unit!r}; expected one like {unit}."
            )


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One printed value of one device.

    Parameters
    ----------
    key : str
        Key of the device, a dot, and a name of its own: ``"ref104.eqe-text"``.
    quantity : str
        A key of `QUANTITIES`.
    amount : Amount
        The number as printed.
    location : Location
        Where it is printed.
    conditions : tuple of Condition
        Each at most once.
    method : str
        A key of `METHODS`; for a detectivity, the noise behind it.
    contradicts : tuple of str
        Keys of measurements that cannot be right together with this one as they are printed, by the print alone and
        without any physics; each of the two names the other.
    cites : str
        Key of the work that is cited at that place, where it is another one than the device's.
    note : str
        Suspected misprints, and how an ambiguous sentence was read.
    """

    key: str
    quantity: str
    amount: Amount
    location: Location
    conditions: tuple[Condition, ...] = ()
    method: str = "unspecified"
    contradicts: tuple[str, ...] = ()
    cites: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s.;]+\.[^\s.;]+", self.key):
            raise InputError(f"key = {self.key!r}; expected the device, a full stop, and a word without ; and space.")
        if self.quantity not in QUANTITIES:
            raise InputError(f"quantity = {self.quantity!r} is unknown.{nearest(self.quantity, QUANTITIES)}")
        if self.method not in METHODS:
            raise InputError(f"method = {self.method!r} is unknown.{nearest(self.method, METHODS)}")
        wanted = QUANTITIES[self.quantity]
        if self.amount.bound != "absent" and self.amount.dimension != wanted.dimension:
            expected = wanted.unit or "%, or none"
            raise InputError(f"unit = {self.amount.unit!r} does not fit {self.quantity}; expected one like {expected}.")

    def condition(self, name: str) -> Condition | None:
        """The condition of that name; None where none is printed."""
        return next((condition for condition in self.conditions if condition.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A device that a paper describes, with everything that is printed about it.

    Parameters
    ----------
    key : str
        Unique; begins with the key of the paper where it stands for one work.
    paper : Paper
        The work that describes it.
    kind, subkind : str
        Keys of `KINDS` and `SUBKINDS`.
    material : str
        Of the dots: ``"PbS"``; empty where the review does not say.
    shell : str
        Of core-shell dots.
    partner : str
        What works beside the dots: the other cell of a tandem, the channel of a phototransistor, the matrix.
    stack : str
        Layers or type as printed.
    table : int, optional
        The table of the review that has a row for it.
    row : tuple of Condition
        What that row states for all its values, such as a voltage; each of them has it among its conditions.
    also : tuple of Paper
        Other works cited for the same statement.
    measurements : tuple of Measurement
        In the order of print, the table before the text.
    note : str
        What the review says without a number, and what is odd.
    """

    key: str
    paper: Paper
    kind: str
    subkind: str = ""
    material: str = ""
    shell: str = ""
    partner: str = ""
    stack: str = ""
    table: int | None = None
    row: tuple[Condition, ...] = ()
    also: tuple[Paper, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s.;]+", self.key):
            raise InputError(f"key = {self.key!r}; expected a word without full stop, semicolon and space.")
        if self.kind not in KINDS:
            raise InputError(f"kind = {self.kind!r} is unknown.{nearest(self.kind, KINDS)}")
        known = SUBKINDS.get(self.kind, ())
        if self.subkind and self.subkind not in known:
            raise InputError(
                f"subkind = {self.subkind!r} of kind {self.kind!r} is unknown.{nearest(self.subkind, known)}"
            )

    def of(self, quantity: str) -> tuple[Measurement, ...]:
        """Measurements of one quantity that hold a number, the table's before the text's.

        Raises
        ------
        InputError
            For an unknown quantity.
        """
        if quantity not in QUANTITIES:
            raise InputError(f"quantity = {quantity!r} is unknown.{nearest(quantity, QUANTITIES)}")
        return tuple(m for m in self.measurements if m.quantity == quantity and m.amount.bound != "absent")

    @property
    def exciton_wavelength(self) -> float | None:
        """First exciton of the film in m as printed first; None where none is printed."""
        return next((m.amount.si for m in self.of("exciton_wavelength") if m.amount.si is not None), None)

    @property
    def wavelengths(self) -> tuple[tuple[float, float], ...]:
        """Every printed wavelength of the device as (low, high) in m.

        Excitons, emission, cut-offs and ranges of the response, and the wavelengths at which something was measured;
        not those of pumps and filters.
        """
        amounts = [m.amount for m in self.measurements if m.quantity in WAVELENGTHS]
        amounts += [c.amount for m in self.measurements for c in m.conditions if c.name == "wavelength" and c.amount]
        ends = [(a.si_low, a.si_high) for a in amounts if a.bound != "absent"]
        return tuple((low or 0.0, float("inf") if high is None else high) for low, high in ends)


WAVELENGTHS = ("exciton_wavelength", "emission_wavelength", "cutoff_wavelength", "spectral_range")
