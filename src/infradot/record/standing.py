"""Where a predicted device stands among published ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from infradot.record.amount import Amount, printed_unit
from infradot.record.charts import label
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A published value beside what is predicted under the same conditions.

    Parameters
    ----------
    device, measurement : str
        Keys of the record.
    label : str
        First author and year.
    amount : Amount
        As printed.
    predicted : float
        Of the compared device where this value was measured, SI.
    wavelength : float
        By which it is compared: its first exciton, or the wavelength of its measurement, m.
    limit : float, optional
        The most that physics allows there, SI.
    conditions, place : str
        As printed, and where.
    assumed : str
        What was taken where the print is silent.
    own, contradicted : bool
        Whether it is one of the reader's own; whether another printed value excludes it.
    """

    device: str
    measurement: str
    label: str
    amount: Amount
    predicted: float
    wavelength: float
    limit: float | None = None
    conditions: str = ""
    place: str = ""
    assumed: str = ""
    own: bool = False
    contradicted: bool = False

    @property
    def value(self) -> float:
        """The printed number; the middle of a range; SI."""
        if self.amount.si is not None:
            return self.amount.si
        ends = [end for end in (self.amount.si_low, self.amount.si_high) if end is not None]
        return sum(ends) / len(ends)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One quantity of a device among those of published ones.

    Parameters
    ----------
    quantity : str
        A name of the record.
    title : str
        The quantity and its conditions in words.
    unit : str
        In which it is shown.
    peers : tuple of Peer
        The best first, as far as bounds and ranges tell.
    predicted : float, optional
        SI; None where it differs from peer to peer, as their conditions do.
    limit : float, optional
        The most that physics allows the compared device, SI.
    rising : bool
        Whether more is better.
    """

    quantity: str
    title: str
    unit: str
    peers: tuple[Peer, ...]
    predicted: float | None = None
    limit: float | None = None
    rising: bool = True

    @property
    def rank(self) -> tuple[int, int]:
        """Best and worst place among the published ones, from 1.

        Two numbers where bounds, ranges or the last printed digit leave it open.
        """
        ahead = [_ahead(peer, self.rising) for peer in self.peers]
        return 1 + sum(sure for sure, _ in ahead), 1 + sum(possible for _, possible in ahead)


def _ahead(peer: Peer, rising: bool) -> tuple[bool, bool]:
    """Whether a published value is surely, and possibly, better than the predicted one."""
    low, high, slack = peer.amount.si_low, peer.amount.si_high, _rounding(peer.amount)
    low = None if low is None else low - slack
    high = None if high is None else high + slack
    if rising:
        return low is not None and low > peer.predicted, high is None or high > peer.predicted
    return high is not None and high < peer.predicted, low is None or low < peer.predicted


def _rounding(amount: Amount) -> float:
    """Half of the last printed digit, SI; nothing where the text does not begin with the plain number.

    Examples
    --------
    >>> _rounding(Amount(text="8.87%", unit="%", value=8.87))
    5e-05
    """
    digits = re.search(r"\d+(?:\.(\d+))?", amount.text)
    if amount.value is None or digits is None or float(digits[0]) != abs(amount.value):
        return 0.0
    factor = float(printed_unit(amount.unit)[0])
    return 0.5 * 10.0 ** -len(digits[1] or "") * factor


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A predicted device among published ones of its kind and of a similar gap.

    Parameters
    ----------
    name, kind : str
        Of the compared device.
    gap : float
        Its smallest band gap, eV.
    within : float
        How far the gap of a published device may be from it, eV.
    standings : tuple of Standing
    left_out : mapping of str to str
        Key of each published device of the kind that stands in no table, to the reason.
    notes : tuple of str
        What else to know.
    """

    name: str
    kind: str
    gap: float
    within: float
    standings: tuple[Standing, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __getitem__(self, quantity: str) -> Standing:
        """The standing of a quantity, such as ``"efficiency"``."""
        return {standing.quantity: standing for standing in self.standings}[quantity]


def make_peer(
    device: Device, value: Measurement, record: Record, *, predicted: float, wavelength: float,
    limit: float | None = None, assumed: str = "",
) -> Peer:  # fmt: skip
    """A peer from a value of the record."""
    conditions = "; ".join(f"{c.name.replace('_', ' ')} {c.text}" for c in value.conditions)
    return Peer(
        device=device.key, measurement=value.key, label=label(device), amount=value.amount, predicted=predicted,
        wavelength=wavelength, limit=limit, conditions=conditions, place=str(value.location), assumed=assumed,
        own=device.key in record.own, contradicted=bool(value.contradicts),
    )  # fmt: skip
