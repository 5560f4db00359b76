"""Derivatives without differences: kernels run as plain Python on numbers that carry an imaginary step.

f'(x) = Im f(x + ih)/h has no subtraction, so h can be 1e-30 and the derivative is exact to rounding (Squire and Trapp,
SIAM Review 40, 110 (1998)). `Step` adds to complex numbers what kernels ask of real ones: an order and an absolute
value, both by the real part.
"""

from __future__ import annotations

import types

import numpy as np

H = 1e-30


class Step:
    """x + ih with the order of its real part; NumPy's functions of an object call its methods of the same name."""

    __array_priority__ = 1000.0
    __slots__ = ("z",)

    def __init__(self, z):
        self.z = complex(z)

    def __add__(self, other):
        return Step(self.z + _number(other))

    def __radd__(self, other):
        return Step(_number(other) + self.z)

    def __sub__(self, other):
        return Step(self.z - _number(other))

    def __rsub__(self, other):
        return Step(_number(other) - self.z)

    def __mul__(self, other):
        return Step(self.z * _number(other))

    def __rmul__(self, other):
        return Step(_number(other) * self.z)

    def __truediv__(self, other):
        return Step(self.z / _number(other))

    def __rtruediv__(self, other):
        return Step(_number(other) / self.z)

    def __neg__(self):
        return Step(-self.z)

    def __abs__(self):
        return Step(-self.z) if self.z.real < 0 else self

    def __lt__(self, other):
        return self.z.real < _number(other).real

    def __le__(self, other):
        return self.z.real <= _number(other).real

    def __gt__(self, other):
        return self.z.real > _number(other).real

    def __ge__(self, other):
        return self.z.real >= _number(other).real

    def __eq__(self, other):
        return self.z.real == _number(other).real

    def __hash__(self):
        return hash(self.z)

    def exp(self):
        return Step(np.exp(self.z))

    def expm1(self):
        return Step(np.expm1(self.z))

    def log(self):
        return Step(np.log(self.z))

    def log1p(self):
        return Step(np.log1p(self.z))

    def sqrt(self):
        return Step(np.sqrt(self.z))

    @property
    def slope(self) -> float:
        return self.z.imag / H


def _number(x):
    return x.z if isinstance(x, Step) else complex(x)


def plain(kernel, _made=None):
    """A kernel as plain Python, and every kernel that it calls as well."""
    made = {} if _made is None else _made
    function = getattr(kernel, "py_func", kernel)
    if function not in made:
        names = dict(function.__globals__)
        made[function] = types.FunctionType(function.__code__, names, function.__name__, function.__defaults__)
        for name in function.__code__.co_names:
            called = names.get(name)
            inner = getattr(called, "py_func", called)
            if isinstance(inner, types.FunctionType) and inner.__module__.startswith("infradot."):
                names[name] = plain(called, made)
    return made[function]


def partials(kernel, arguments, which):
    """Derivatives of every output of `kernel` by the arguments numbered `which`: (outputs, len(which))."""
    function = plain(kernel)
    columns = []
    for i in which:
        moved = [Step(complex(x, H)) if j == i else x for j, x in enumerate(arguments)]
        outputs = function(*moved)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        columns.append([x.slope if isinstance(x, Step) else 0.0 for x in outputs])
    return np.array(columns).T


def moved(values, index):
    """An array of numbers as an array of steps, moved at `index` alone; None moves nothing."""
    steps = np.array([Step(x) for x in np.ravel(values)], dtype=object).reshape(np.shape(values))
    if index is not None:
        steps[index] = Step(complex(values[index], H))
    return steps


def slopes(values):
    """The derivatives that an array of steps and plain numbers carries."""
    return np.array([x.slope if isinstance(x, Step) else 0.0 for x in np.ravel(values)]).reshape(np.shape(values))
