"""Optical constants n + ik over a range of wavelengths; k > 0 absorbs.

Everything here is an `OpticalConstants`: it knows its `reach` and raises `OutOfRange` beyond it.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, OutOfRange
from infradot.materials.pages import Page, read_page
from infradot.source import Source

Wavelength = NDArray[np.float64]
Index = NDArray[np.complex128]
_KEPT_GRIDS = 4  # a run asks one object for the same few wavelength grids again and again


class Refraction(ABC):
    """Optical constants that check their reach and remember the last grids they were asked for."""

    @property
    @abstractmethod
    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength that is answered, m."""

    @property
    @abstractmethod
    def label(self) -> str:
        """What to call it in a message."""

    @abstractmethod
    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik without any check; `wavelength` in m lies inside `reach`."""

    def index(self, wavelength: ArrayLike) -> Index:
        """n + ik at wavelengths in m.

        Parameters
        ----------
        wavelength : array_like
            m, any shape.

        Returns
        -------
        ndarray of complex
            Shape of `wavelength`; a new array every time.

        Raises
        ------
        OutOfRange
            Where a wavelength lies outside `reach`.
        """
        asked = np.asarray(wavelength, dtype=np.float64)
        grids: dict[tuple[Any, ...], Index] = self.__dict__.setdefault("_grids", {})
        key = (asked.shape, asked.tobytes())
        found = grids.get(key)
        if found is None:
            self._check(asked)
            found = np.asarray(self.compute(asked), dtype=np.complex128)
            if len(grids) >= _KEPT_GRIDS:
                grids.pop(next(iter(grids)), None)
            grids[key] = found
        return found.copy()

    def _check(self, asked: Wavelength) -> None:
        low, high = self.reach
        # one part in 1e9 forgives the rounding of hc/E and of 300 * 1e-9
        bad = asked[~((asked >= low * (1 - 1e-9)) & (asked <= high * (1 + 1e-9)))]
        if bad.size:
            raise OutOfRange(
                f"{self.label} holds from {low * 1e9:.5g} to {high * 1e9:.5g} nm and was asked for "
                f"{bad.flat[0] * 1e9:.5g} nm. {self._advice()}"
            )

    def _advice(self) -> str:
        return "Stay inside, or give the layer other optical constants."

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "_grids"}


@dataclass(frozen=True, kw_only=True)
class ConstantIndex(Refraction):
    """The same n + ik at every wavelength.

    Parameters
    ----------
    value : complex
        n + ik, with n > 0; k < 0 is gain.

    Examples
    --------
    >>> ConstantIndex(value=1.5).index([500e-9])
    array([1.5+0.j])
    """

    value: complex

    def __post_init__(self) -> None:
        if not np.isfinite(self.value) or complex(self.value).real <= 0:
            raise InputError(f"ConstantIndex: value = {self.value!r}, expected a finite n + ik with n above 0.")

    @property
    def reach(self) -> tuple[float, float]:
        """Every wavelength, m."""
        return (0.0, math.inf)

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return f"The constant index {self.value}"

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        return np.full(wavelength.shape, complex(self.value), dtype=np.complex128)


@dataclass(frozen=True, kw_only=True, eq=False)
class TabulatedIndex(Refraction):
    """Optical constants from a table, linear between its rows.

    Parameters
    ----------
    wavelength : array_like (m,)
        m, ascending.
    n : array_like (m,)
        Real part.
    k : array_like (m,), optional
        Imaginary part; 0 where left out.
    name : str
        For messages.

    Examples
    --------
    >>> table = TabulatedIndex(wavelength=[400e-9, 800e-9], n=[2.0, 1.8], k=[0.1, 0.0])
    >>> table.index(600e-9)
    array(1.9+0.05j)
    """

    wavelength: Wavelength
    n: NDArray[np.float64]
    k: NDArray[np.float64] | None = None
    name: str = "The table of n and k"

    def __post_init__(self) -> None:
        n = np.array(self.n, dtype=np.float64)
        given = {"wavelength": self.wavelength, "n": n, "k": np.zeros_like(n) if self.k is None else self.k}
        for field, values in given.items():
            column = np.array(values, dtype=np.float64)
            column.flags.writeable = False
            object.__setattr__(self, field, column)
        self._check_columns()

    def _check_columns(self) -> None:
        assert self.k is not None
        if self.wavelength.ndim != 1 or self.wavelength.size < 2 or len({a.shape for a in self._columns()}) != 1:
            raise InputError(f"{self.name}: wavelength, n and k must be lists of one length, two rows or more.")
        if not all(np.isfinite(column).all() for column in self._columns()):
            raise InputError(f"{self.name}: every wavelength, n and k must be a finite number.")
        if not (np.diff(self.wavelength) > 0).all() or self.wavelength[0] <= 0:
            raise InputError(f"{self.name}: wavelengths (m) must be above 0 and ascend.")
        if self.wavelength[-1] > 1.0:
            raise InputError(f"{self.name}: wavelengths reach {self.wavelength[-1]:g} m. Were they meant in nm?")

    def _columns(self) -> tuple[NDArray[np.float64], ...]:
        assert self.k is not None
        return (self.wavelength, self.n, self.k)

    @property
    def reach(self) -> tuple[float, float]:
        """First and last wavelength of the table, m."""
        return (float(self.wavelength[0]), float(self.wavelength[-1]))

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        assert self.k is not None
        real = np.interp(wavelength, self.wavelength, self.n)
        return np.asarray(real + 1j * np.interp(wavelength, self.wavelength, self.k))


@dataclass(frozen=True, kw_only=True)
class RefractiveIndex(Refraction):
    """A page of refractiveindex.info.

    Parameters
    ----------
    page : str
        ``"shelf/book/page"`` as in the address of the page, for example ``"main/Ag/Yang"``.
    extend : {None, "hold"}
        "hold" answers beyond the page with its first or last value, which the report then lists.

    Raises
    ------
    InputError
        For a page that is not in the database, or holds no n.

    Examples
    --------
    >>> gold = RefractiveIndex(page="main/Au/Olmon-ev")
    >>> gold.index([1300e-9]).round(2)
    array([0.24+8.86j])
    """

    page: str
    extend: Literal["hold"] | None = None

    def __post_init__(self) -> None:
        if self.extend not in (None, "hold"):
            raise InputError(f"RefractiveIndex: extend = {self.extend!r}, expected None or 'hold'.")
        _ = self.data  # a wrong name fails here, not in the middle of a run

    @cached_property
    def data(self) -> Page:
        """The page as read: ranges, reference, comments."""
        return read_page(self.page)

    @property
    def reach(self) -> tuple[float, float]:
        """Range of the page, m; everything where `extend` is "hold"."""
        return self.data.reach if self.extend is None else (0.0, math.inf)

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return f"The page {self.page}"

    @property
    def reference(self) -> str:
        """The work that the page is from."""
        return self.data.reference

    @property
    def source(self) -> Source:
        """The same with the page's address, for `cite`."""
        return Source(reference=self.reference, place=f"refractiveindex.info page {self.page}")

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        low, high = self.data.reach
        return self.data.index(np.clip(wavelength, low, high))

    def _advice(self) -> str:
        return "Take another page, or say extend = 'hold' to keep its last value."
