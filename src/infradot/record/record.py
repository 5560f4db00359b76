"""The record in memory: devices by kind, material, wavelength and year, and all of it through SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from infradot.errors import InputError, nearest
from infradot.record.database import select
from infradot.record.schema import Device, Measurement, Paper
from infradot.record.vocabulary import KINDS, SUBKINDS
from infradot.source import Source


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=_Keyed)
REVIEW = "review"
Ends = tuple[float | None, float | None]


@dataclass(frozen=True, kw_only=True, repr=False)
class Record:
    """What has been published about devices of infrared dots, as printed.

    Parameters
    ----------
    papers : tuple of Paper
        Works, in the order of their file.
    all_devices : tuple of Device
        Devices with their measurements, in the order of their files.
    own : frozenset of str
        Keys of the devices that come from files of one's own.
    """

    papers: tuple[Paper, ...]
    all_devices: tuple[Device, ...]
    own: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Counts only: the whole record fills many pages."""
        counts = (len(self.papers), len(self.all_devices), len(self.measurements))
        return "Record({} papers, {} devices, {} measurements)".format(*counts)

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Every measurement of every device."""
        return tuple(m for device in self.all_devices for m in device.measurements)

    def paper(self, key: str) -> Paper:
        """The work of that key, such as ``"ref43"``.

        Raises
        ------
        InputError
            For an unknown key.
        """
        return _one(key, self.papers, "paper")

    def device(self, key: str) -> Device:
        """The device of that key, such as ``"ref58-2T"``.

        Raises
        ------
        InputError
            For an unknown key.
        """
        return _one(key, self.all_devices, "device")

    def measurement(self, key: str) -> Measurement:
        """The measurement of that key, such as ``"ref104.eqe-text"``.

        Raises
        ------
        InputError
            For an unknown key.
        """
        return _one(key, self.measurements, "measurement")

    def devices(
        self,
        *,
        kind: str | None = None,
        subkind: str | None = None,
        material: str | None = None,
        wavelength: Ends | None = None,
        year: Ends | None = None,
    ) -> tuple[Device, ...]:
        """The devices that agree with everything that is asked.

        Parameters
        ----------
        kind, subkind : str, optional
            Keys of `KINDS` and `SUBKINDS`.
        material : str, optional
            Of the dots, such as ``"PbS"``.
        wavelength : tuple of two floats, optional
            Low and high end in m, either may be None. A device agrees where one of its printed wavelengths (exciton,
            emission, cut-off, range of the response, wavelength of a measurement) lies between them or overlaps.
        year : tuple of two ints, optional
            First and last year of publication, either may be None.

        Returns
        -------
        tuple of Device

        Raises
        ------
        InputError
            For an unknown kind, subkind or material, and for ends in the wrong order.

        Examples
        --------
        >>> from infradot.record import load_record
        >>> [device.key for device in load_record().devices(material="HgTe", kind="laser")]
        ['ref74']
        """
        _known("kind", kind, KINDS)
        _known("subkind", subkind, [name for names in SUBKINDS.values() for name in names])
        _known("material", material, {device.material for device in self.all_devices if device.material})
        shortest, longest = _ends("wavelength", wavelength)
        first, last = _ends("year", year)

        def agrees(device: Device) -> bool:
            return (
                kind in (None, device.kind)
                and subkind in (None, device.subkind)
                and material in (None, device.material)
                and (wavelength is None or any(low <= longest and high >= shortest for low, high in device.wavelengths))
                and (year is None or (device.paper.year is not None and first <= device.paper.year <= last))
            )

        return tuple(device for device in self.all_devices if agrees(device))

    def query(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> tuple[sqlite3.Row, ...]:
        """The rows of a SELECT over the tables that `infradot.record.database` lists.

        Parameters
        ----------
        sql : str
            One SELECT; values that come from elsewhere belong in `parameters`.
        parameters : sequence or mapping
            Values of the marks ``?`` or ``:name`` in it.

        Returns
        -------
        tuple of sqlite3.Row
            Each to be read by position or by name.

        Raises
        ------
        InputError
            For anything but one SELECT, and for what SQLite refuses.

        Examples
        --------
        >>> from infradot.record import load_record
        >>> sql = "SELECT device, si FROM flat WHERE quantity = 'threshold_fluence' AND year < ? ORDER BY si"
        >>> [tuple(row) for row in load_record().query(sql, [2007])]
        [('ref78', 1.77), ('ref77', 10.0)]
        """
        return select(self.papers, self.all_devices, sql, parameters)

    def source(self, measurement: Measurement) -> Source:
        """Where a value is printed, to travel with the number.

        Its confidence is B, whoever printed it: nobody has checked it against the work of which it tells.
        """
        work = self.device(measurement.key.partition(".")[0]).paper
        place = str(measurement.location)
        review = next((paper for paper in self.papers if paper.key == REVIEW), None)
        if review is not None and work.number is not None:  # a work of its list, read there
            place = f"as printed in doi:{review.doi}, {place}"
        reference = f"doi:{work.doi}" if work.doi else str(work)
        return Source(reference=reference, place=place, how="given", confidence="B")


def _one(key: str, found: Iterable[T], what: str) -> T:
    known = {one.key: one for one in found}
    if key not in known:
        raise InputError(f"{what} {key!r} is not in the record.{nearest(key, known)}")
    return known[key]


def _known(name: str, value: str | None, known: Iterable[str]) -> None:
    names = set(known)
    if value is not None and value not in names:
        raise InputError(f"{name} = {value!r} is not in the record.{nearest(value, names)}")


def _ends(name: str, ends: Ends | None) -> tuple[float, float]:
    low, high = ends or (None, None)
    span = (float("-inf") if low is None else low, float("inf") if high is None else high)
    if span[0] > span[1]:
        raise InputError(f"{name} = {ends!r}; expected the low end first.")
    return span
