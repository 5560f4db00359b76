"""All zeros of a function of a complex variable inside a convex polygon, none missed.

The turns that the value makes on a walk around a polygon count the zeros inside (argument principle for an analytic
function, the degree of the map for any smooth one whose zeros all turn the same way). Newton steps find them; where
fewer are found than counted, the polygon is cut in two. The count of an analytic function is exact as long as no step
of the walk hides a turn, which the slope at both ends of each step guards against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]
# value and its derivatives along the real and the imaginary axis, all times one real number above 0 of its own a point
Plane = Callable[[Complex], tuple[Complex, Complex, Complex]]
_PER_SIDE = 8
_TURN, _SURPRISE = 1.2, 0.35  # rad a step at most, and how far from what the slopes foretell
_SHORTEST = 1e-9  # of the way around: a zero is as good as on it
_SMALLEST = 1e-7  # of the size of the first polygon: zeros as close together count as one, several times over
_CUTS = (0.53, 0.41, 0.62, 0.36)
_ITERATIONS = 30
_AT_ONCE, _POINTS = 12, 60  # zeros that are looked for before a cut, and places tried for each


class OnTheEdge(ValueError):
    """A zero lies on the edge of a polygon, so that its turns cannot be counted."""


def analytic(function: Callable[[Complex], tuple[Complex, Complex]]) -> Plane:
    """A function that returns value and complex derivative, as `zeros` wants it."""

    def plane(z: Complex) -> tuple[Complex, Complex, Complex]:
        value, slope = function(z)
        return value, slope, 1j * slope

    return plane


def zeros(function: Plane, corners: Iterable[complex], *, guesses: Iterable[complex] = ()) -> Complex:
    """Every zero of a smooth function inside a convex polygon.

    Parameters
    ----------
    function : callable
        Complex points (n,) to (value, derivative along x, derivative along y), each (n,). The three may share a real
        factor above 0 of their own at each point, against overflow. No poles inside.
    corners : iterable of complex
        Of the polygon, counter-clockwise.
    guesses : iterable of complex
        Where zeros may be; good ones save time, bad ones do no harm.

    Returns
    -------
    ndarray (m,)
        In no order; a double zero stands twice.

    Raises
    ------
    OnTheEdge
        Where a zero lies on the edge, to 1e-9 of its length.

    Examples
    --------
    >>> found = zeros(analytic(lambda z: (z**2 + 1, 2 * z)), [-2 - 2j, 2 - 2j, 2 + 2j, -2 + 2j])
    >>> sorted(float(z) for z in found.imag.round(9))
    [-1.0, 1.0]
    """
    polygon = np.array(list(corners), np.complex128)
    return np.array(_inside(function, polygon, np.array(list(guesses), np.complex128), _size(polygon)), np.complex128)


def turns(function: Plane, corners: Complex) -> int:
    """How often the value goes around 0 on a walk around a polygon.

    Parameters
    ----------
    function, corners
        As in `zeros`.

    Returns
    -------
    int
        The number of zeros inside.

    Raises
    ------
    OnTheEdge
    """
    ends = np.roll(corners, -1)
    parts = np.arange(_PER_SIDE) / _PER_SIDE
    start = (corners[:, None] + (ends - corners)[:, None] * parts).ravel()
    value, dx, dy = function(start)
    total, shortest = 0.0, _SHORTEST * float(np.sum(np.abs(ends - corners)))
    here: tuple[Complex, ...] = (start, value, dx, dy)
    there: tuple[Complex, ...] = tuple(np.roll(each, -1) for each in here)
    while here[0].size:
        step = there[0] - here[0]
        if np.any(here[1] == 0.0) or np.any(np.abs(step) < shortest):
            raise OnTheEdge(f"a zero lies on the edge near {here[0][np.argmin(np.abs(step))]:.6g}")
        turn = np.angle(there[1] * np.conj(here[1]))
        foretold = 0.5 * (_slope(here, step) + _slope(there, step))
        good = (np.abs(turn) < _TURN) & (np.abs(turn - foretold) < _SURPRISE)
        total += float(np.sum(turn[good]))
        here, there = tuple(a[~good] for a in here), tuple(a[~good] for a in there)
        if here[0].size:
            middle = 0.5 * (here[0] + there[0])
            between = (middle, *function(middle))
            here, there = (
                tuple(np.concatenate(pair) for pair in zip(here, between, strict=True)),
                tuple(np.concatenate(pair) for pair in zip(between, there, strict=True)),
            )
    return round(total / (2 * np.pi))


def _slope(at: tuple[Complex, ...], step: Complex) -> NDArray[np.float64]:
    """How far the value turns over a step if it goes on as it does here."""
    _, value, dx, dy = at
    return np.asarray(np.imag((dx * step.real + dy * step.imag) / value))


def newton(
    function: Plane, start: Complex, reach: float, enough: Callable[[Complex], bool] = lambda _: False
) -> Complex:
    """Zeros that Newton steps from some points lead to; what does not settle within `reach` of its start is left out.

    Parameters
    ----------
    function : callable
        As in `zeros`.
    start : ndarray (n,)
    reach : float
    enough : callable
        Whether the zeros so far suffice; then the others are given up.

    Returns
    -------
    ndarray (m,)
        m <= n, some of them the same.
    """
    begun, z, settled = start.copy(), start.copy(), np.zeros(start.size, bool)
    for _ in range(_ITERATIONS):
        if not z.size or np.all(settled):
            break
        value, dx, dy = function(z)
        turning = np.imag(np.conj(dx) * dy)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = (-np.imag(np.conj(value) * dy) - 1j * np.imag(np.conj(dx) * value)) / turning
        size = np.abs(step)
        step *= np.minimum(1.0, reach / np.maximum(size, 1e-300))
        z = z + np.where(value == 0.0, 0.0, step)
        # the step is taken: what is left of it is about its square
        settled = (value == 0.0) | (size <= 1e-10 * np.maximum(np.abs(z), 1e-3 * reach))
        keep = np.isfinite(z) & (np.abs(z - begun) <= 2.0 * reach)
        begun, z, settled, size = begun[keep], z[keep], settled[keep], size[keep]
        if np.any(settled) and enough(z[settled]):
            break
    else:
        settled |= size <= 1e-9 * np.maximum(np.abs(z), reach)  # rounding keeps it from coming closer
    return np.asarray(z[settled])


def _inside(function: Plane, polygon: Complex, guesses: Complex, whole: float) -> list[complex]:
    count = turns(function, polygon)
    size = _size(polygon)
    if count == 0:
        return []
    starts = guesses[_holds(polygon, guesses)] if guesses.size else guesses
    found = _apart(newton(function, starts, size), polygon, size)
    if len(found) < count <= _AT_ONCE:
        seeds = np.concatenate((np.array(found, np.complex128), _spotted(function, polygon, count)))
        found = _apart(newton(function, seeds, size, lambda z: len(_apart(z, polygon, size)) >= count), polygon, size)
    if len(found) >= count:
        return found
    if size < _SMALLEST * whole:
        centre = found[0] if found else complex(np.mean(polygon))
        return [*found, *[centre] * (count - len(found))]
    known = np.concatenate((np.array(found, np.complex128), guesses))
    for share in _CUTS:
        halves = _cut(polygon, share)
        try:
            return [z for half in halves for z in _inside(function, half, known, whole)]
        except OnTheEdge:
            continue
    raise OnTheEdge(f"zeros near {np.mean(polygon):.6g} cannot be told apart")


def _apart(found: Complex, polygon: Complex, size: float) -> list[complex]:
    """Those inside, each once."""
    kept: list[complex] = []
    for z in found[_holds(polygon, found)] if found.size else found:
        if all(abs(z - other) > 1e-9 * size for other in kept):
            kept.append(complex(z))
    return kept


def _spotted(function: Plane, polygon: Complex, count: int) -> Complex:
    """Points of a grid from which the Newton step is shorter than from all their neighbours."""
    low, high = np.min(polygon.real) + 1j * np.min(polygon.imag), np.max(polygon.real) + 1j * np.max(polygon.imag)
    width, height = (high - low).real, (high - low).imag
    columns = int(np.clip(np.sqrt(_POINTS * count * width / height), 5, _POINTS * count // 5))
    rows = int(np.clip(_POINTS * count // columns, 5, _POINTS * count // 5))
    x = low.real + width * (np.arange(columns) + 0.5) / columns
    y = low.imag + height * (np.arange(rows) + 0.5) / rows
    z = (x + 1j * y[:, None]).ravel()
    value, dx, dy = function(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        # the shorter of the two, in case the function is not analytic
        step = np.abs(value) / np.maximum(np.abs(dx), np.abs(dy))
    step = np.where(np.isfinite(step), step, np.inf).reshape(rows, columns)
    around = np.pad(step, 1, constant_values=np.inf)
    least = np.min(
        [around[i : i + rows, j : j + columns] for i in range(3) for j in range(3) if (i, j) != (1, 1)], axis=0
    )  # fmt: skip
    return np.asarray(z[(step <= least).ravel()])


def _holds(polygon: Complex, z: Complex) -> NDArray[np.bool_]:
    side = np.roll(polygon, -1) - polygon
    return np.asarray(np.all(np.imag(np.conj(side) * (z[:, None] - polygon)) >= 0.0, axis=1))


def _size(polygon: Complex) -> float:
    return float(max(np.ptp(polygon.real), np.ptp(polygon.imag)))


def _cut(polygon: Complex, share: float) -> tuple[Complex, Complex]:
    """Both parts of a polygon that is cut across its longer extent."""
    flip = 1.0 if np.ptp(polygon.real) >= np.ptp(polygon.imag) else -1.0j  # the imaginary axis turned onto the real one
    turned = polygon * flip
    low, high = float(np.min(turned.real)), float(np.max(turned.real))
    line = low + share * (high - low)
    return _clip(turned, line, 1.0) / flip, _clip(turned, line, -1.0) / flip


def _clip(polygon: Complex, line: float, sign: float) -> Complex:
    """What lies left (sign 1) or right (-1) of a vertical line."""
    kept: list[complex] = []
    for a, b in zip(polygon, np.roll(polygon, -1), strict=True):
        before, after = sign * (line - a.real), sign * (line - b.real)
        if before >= 0.0:
            kept.append(complex(a))
        if before * after < 0.0:
            kept.append(complex(a + (b - a) * before / (before - after)))
    return np.array(kept, np.complex128)
