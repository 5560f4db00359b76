"""Forty digits: kernels run as plain Python on mpmath's numbers, for what double precision cannot hold.

`complex_step.plain` turns a kernel into plain Python; `Wide` is the number that it is then fed with.
"""

from __future__ import annotations

import mpmath
import numpy as np

mpmath.mp.dps = 40


class Wide:
    """A number of forty digits; NumPy's functions of an object call its methods of the same name."""

    __array_priority__ = 1000.0
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x.x if isinstance(x, Wide) else mpmath.mpf(float(x)) if not isinstance(x, mpmath.mpf) else x

    def __add__(self, other):
        return Wide(self.x + _number(other))

    __radd__ = __add__

    def __sub__(self, other):
        return Wide(self.x - _number(other))

    def __rsub__(self, other):
        return Wide(_number(other) - self.x)

    def __mul__(self, other):
        return Wide(self.x * _number(other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return Wide(self.x / _number(other))

    def __rtruediv__(self, other):
        return Wide(_number(other) / self.x)

    def __neg__(self):
        return Wide(-self.x)

    def __abs__(self):
        return Wide(abs(self.x))

    def __float__(self):
        return float(self.x)

    def __lt__(self, other):
        return self.x < _number(other)

    def __le__(self, other):
        return self.x <= _number(other)

    def __gt__(self, other):
        return self.x > _number(other)

    def __ge__(self, other):
        return self.x >= _number(other)

    def __eq__(self, other):
        return self.x == _number(other)

    def __hash__(self):
        return hash(self.x)

    def exp(self):
        return Wide(mpmath.exp(self.x))

    def expm1(self):
        return Wide(mpmath.expm1(self.x))

    def log(self):
        return Wide(mpmath.log(self.x))

    def log1p(self):
        return Wide(mpmath.log1p(self.x))

    def sqrt(self):
        return Wide(mpmath.sqrt(self.x))

    def isfinite(self):
        return bool(mpmath.isfinite(self.x))


def _number(x):
    return x.x if isinstance(x, Wide) else mpmath.mpf(float(x))


def wide(values) -> np.ndarray:
    """An array of numbers as an array of wide ones."""
    return np.array([Wide(x) for x in np.ravel(values)], dtype=object).reshape(np.shape(values))


def narrow(values) -> np.ndarray:
    """And back, rounded."""
    return np.array([float(x) for x in np.ravel(values)]).reshape(np.shape(values))
