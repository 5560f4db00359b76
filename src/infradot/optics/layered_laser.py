"""Thresholds of a laser made of plane layers across its axis, by the exact transfer matrix.

The light runs at right angles to the layers: a grating drawn out as layers, mirrors around a film of dots. Each layer
is solved exactly, so that this is the yardstick of coupled modes; it knows nothing of the width of a waveguide. n + ik,
k < 0 amplifies, and waves go as exp(i k x); the textbook matrix [cos, i sin/n; i n sin, cos] belongs to n - ik and
would take gain for loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.numerics.zeros import OnTheEdge, zeros
from infradot.optics.waves import waves

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_Dual = tuple[Complex, Complex, Complex]  # a matrix (n, 2, 2) and its derivatives by wave number and by gain


@dataclass(frozen=True, kw_only=True)
class LayerBlock:
    """Layers that repeat.

    Parameters
    ----------
    index : tuple of complex
        n + ik of each layer of a period, without the laser's gain.
    thickness : tuple of float
        m.
    repeats : int
    pumped : tuple of float, optional
        Share of the laser's gain that each layer has; 1 if left out.
    """

    index: tuple[complex, ...]
    thickness: tuple[float, ...]
    repeats: int = 1
    pumped: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        shares = self.pumped if self.pumped is not None else (1.0,) * len(self.index)
        object.__setattr__(self, "pumped", tuple(shares))
        problems = []
        if not len(self.index) == len(self.thickness) == len(shares) > 0:
            problems.append("index, thickness and pumped need one value for each layer.")
        if not all(np.isfinite(n) and complex(n).real > 0.0 for n in self.index):
            problems.append("index holds values that are not finite with a real part above 0.")
        if not all(np.isfinite(d) and d > 0.0 for d in self.thickness):
            problems.append("thickness holds values that are not above 0 and finite, in m.")
        if self.repeats < 1:
            problems.append(f"repeats = {self.repeats}, expected 1 or more.")
        if problems:
            raise InputError(*(f"LayerBlock: {problem}" for problem in problems))

    @property
    def length(self) -> float:
        """m."""
        return float(sum(self.thickness) * self.repeats)

    @property
    def way(self) -> float:
        """Optical length, m."""
        return float(sum(complex(n).real * d for n, d in zip(self.index, self.thickness, strict=True)) * self.repeats)


@dataclass(frozen=True, kw_only=True)
class LayeredMode:
    """A mode at its threshold: wavelength in vacuum (m) and gain of the power in a layer with ``pumped=1`` (m^-1)."""

    wavelength: float
    gain: float


def layered_thresholds(
    blocks: Sequence[LayerBlock],
    *,
    wavelength: tuple[float, float],
    gain: tuple[float, float],
    outside: tuple[float, float] = (1.0, 1.0),
) -> tuple[LayeredMode, ...]:
    """All modes of a stack of layers within a window of wavelength and gain.

    Parameters
    ----------
    blocks : sequence of LayerBlock
        Front to back.
    wavelength : tuple of float
        Shortest and longest, m.
    gain : tuple of float
        Least and most, m^-1.
    outside : tuple of float
        Index in front and behind.

    Returns
    -------
    tuple of LayeredMode
        By rising gain; empty where there is none.

    Raises
    ------
    InputError

    Examples
    --------
    A plate of index 3 in air needs the gain that makes up for its mirrors:

    >>> plate = LayerBlock(index=(3.0,), thickness=(10e-6,))
    >>> mode = layered_thresholds([plate], wavelength=(1.45e-6, 1.52e-6), gain=(1e3, 1e6))[0]
    >>> round(mode.gain * 10e-6, 4), round(float(np.log(((3 + 1) / (3 - 1)) ** 2)), 4)
    (1.3862, 1.3863)
    """
    blocks = tuple(blocks)
    if not blocks:
        raise InputError("blocks is empty; expected one LayerBlock or more.")
    if not 0.0 < wavelength[0] < wavelength[1] or not gain[0] < gain[1]:
        raise InputError(f"wavelength = {wavelength!r} and gain = {gain!r}: expected a lower and a higher one each.")
    way, length = sum(each.way for each in blocks), sum(each.length for each in blocks)
    if min(outside) <= 0.0:
        raise InputError(f"outside = {outside!r}, expected indices above 0.")

    def plane(z: Complex) -> tuple[Complex, Complex, Complex]:
        value, by_k0, by_gain = _mismatch(blocks, outside, z.real / way, z.imag * 2.0 / length)
        return value, by_k0 / way, by_gain * 2.0 / length

    ends = [2.0 * np.pi / each * way for each in reversed(wavelength)]
    low, high = (0.5 * each * length for each in gain)
    for nudge in (0.0, 1e-4, 3.3e-4, 1e-3):
        wide = nudge * (ends[1] - ends[0])
        left, right = ends[0] + wide, ends[1]
        corners = [complex(left, low), complex(right, low), complex(right, high), complex(left, high)]
        try:
            found = zeros(plane, corners)
            break
        except OnTheEdge:
            low, high = low + wide, high + wide
    else:
        raise InputError("A threshold lies on the edge of the window; give another one.")
    modes = [
        LayeredMode(wavelength=2.0 * np.pi * way / float(z.real), gain=2.0 * float(z.imag) / length) for z in found
    ]
    return tuple(sorted(modes, key=lambda mode: mode.gain))


def _mismatch(
    blocks: tuple[LayerBlock, ...], outside: tuple[float, float], k0: Array, gain: Array
) -> tuple[Complex, Complex, Complex]:  # fmt: skip
    """The wave that must come in from behind if none comes in from the front, with its derivatives.

    Its conjugate, since the function turns clockwise around its zeros in the plane of wave number and gain.
    """
    whole: _Dual | None = None
    for block in blocks:
        part = _power(_period(block, k0, gain), block.repeats)
        whole = part if whole is None else _product(part, whole)
    assert whole is not None
    front, back = outside
    start = np.stack((np.ones_like(k0), -1j * front * k0), axis=-1)[..., None]
    moved = np.stack((np.zeros_like(k0), -1j * front * np.ones_like(k0)), axis=-1)[..., None]
    field = whole[0] @ start
    by_k0, by_gain = whole[1] @ start + whole[0] @ moved, whole[2] @ start
    out = 1j * back * k0
    value = field[:, 1, 0] - out * field[:, 0, 0]
    first = by_k0[:, 1, 0] - out * by_k0[:, 0, 0] - 1j * back * field[:, 0, 0]
    second = by_gain[:, 1, 0] - out * by_gain[:, 0, 0]
    return np.conj(value), np.conj(first), np.conj(second)


def _period(block: LayerBlock, k0: Array, gain: Array) -> _Dual:
    whole: _Dual | None = None
    assert block.pumped is not None
    for n, d, share in zip(block.index, block.thickness, block.pumped, strict=True):
        k = n * k0 - 0.5j * share * gain
        cosine, sine, product, d_cosine, d_sine, d_product = waves(k * k, d)
        matrix = _matrix(cosine, sine, -product)
        slope = _matrix(d_cosine, d_sine, -d_product) * (2.0 * k)[:, None, None]
        part = (matrix, slope * n, slope * (-0.5j * share))
        whole = part if whole is None else _product(part, whole)
    assert whole is not None
    return whole


def _matrix(a: Complex, b: Complex, c: Complex) -> Complex:
    return np.stack((np.stack((a, b), axis=-1), np.stack((c, a), axis=-1)), axis=-2)


def _product(a: _Dual, b: _Dual) -> _Dual:
    """a times b, all by one real factor at each point."""
    value = a[0] @ b[0]
    scale = 1.0 / np.max(np.abs(value), axis=(1, 2), keepdims=True)
    return value * scale, (a[1] @ b[0] + a[0] @ b[1]) * scale, (a[2] @ b[0] + a[0] @ b[2]) * scale


def _power(a: _Dual, repeats: int) -> _Dual:
    found: _Dual | None = None
    while repeats:
        if repeats & 1:
            found = a if found is None else _product(found, a)
        repeats >>= 1
        a = _product(a, a) if repeats else a
    assert found is not None
    return found
