"""Every guided mode of a stack: estimates from the stack without loss, Newton steps, and a count that misses none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.zeros import OnTheEdge, analytic, newton, turns, zeros
from infradot.optics.slab_equation import SlabEquation

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_NEAREST = 1e-7  # of the region, how close to cut-off a mode still counts
_ROUNDS, _GRID = 4, 9
_STEEP = 1.2  # rad, spread of the permittivities' phases beyond which their bound on TM modes is of no use


def find_modes(equation: SlabEquation) -> Complex:
    """Zeros g of all guided modes of a stack, the largest Re n_eff first; empty where there are none."""
    widest = _reach(equation)
    if widest is None:
        return np.array([], np.complex128)
    along, across = widest
    guesses = _estimates(equation, along)
    if equation.polarisation == "TM" and not _plain(equation):
        along = across = _far_enough(equation, along)
    function = analytic(equation.mismatch)
    found = guesses
    for nudge in (1.0, 1.017, 1.043, 1.09):
        try:
            found = zeros(function, _wedge(along * nudge, across * nudge), guesses=guesses)
            break
        except OnTheEdge:
            continue
    return np.asarray(found[np.argsort(-np.sqrt(equation.u(found)).real)])


def guides(equation: SlabEquation) -> bool:
    """Whether a layer has a larger index than both outer media, or a metal could carry a wave of its own."""
    return _reach(equation) is not None


def _plain(equation: SlabEquation) -> bool:
    """Whether TM modes are bounded by the permittivities: none of them is that of a metal."""
    return bool(np.ptp(np.angle(equation.permittivity)) < _STEEP and np.all(equation.permittivity.real > 0.0))


def _reach(equation: SlabEquation) -> tuple[float, float] | None:
    """Largest Re g and |Im g| of any guided mode; None where the stack cannot guide.

    TE: u is the mean of eps less a positive number, so that Re u < max Re eps and Im u lies among the Im eps. TM: u
    is (a - b)/c with a > 0, and b, c within the cone of the phases of 1/eps.
    """
    eps, outer = equation.permittivity, equation.outer
    if equation.polarisation == "TE" or _plain(equation):
        largest, sideways = float(np.max(eps.real)), float(np.max(np.abs(eps.imag - outer.imag)))
        if largest <= outer.real:
            return None
        if equation.polarisation == "TM":
            phases = np.angle(eps)
            spread = float(np.ptp(phases))
            largest = float(np.max(np.abs(eps))) / np.cos(spread)
            sideways = largest * (float(np.max(np.abs(np.sin(phases)))) + np.tan(spread)) + abs(outer.imag)
        room = complex(largest - outer.real, sideways)
        along = 1.02 * float(np.sqrt(room).real)
        return along, max(1.05 * np.sqrt(0.5 * sideways), 0.1 * along)
    if np.max(eps.real) <= outer.real and np.min(eps.real) > 0.0:
        return None
    along = _metal_reach(equation)
    return along, along


def _metal_reach(equation: SlabEquation) -> float:
    """A first guess of the largest Re g of waves on metals and in gaps between them."""
    eps, outer = equation.permittivity, equation.outer
    below, above = eps[:-1], eps[1:]
    alone = below * above / (below + above)  # the wave on one interface
    bound = max(float(np.max(np.abs(alone))), float(np.max(eps.real)))
    echo = np.abs((below - above) / (below + above))
    # a thin layer between two echoes above 1 holds a wave as long as they outlast the way through it
    gap = float(np.max(np.log(np.maximum(echo[:-1] * echo[1:], 1.0)) / (2.0 * equation.thickness), initial=0.0))
    return 1.3 * float(np.sqrt(max(bound - outer.real, 0.0))) + 1.5 * gap + 0.3


def _far_enough(equation: SlabEquation, along: float) -> float:
    """A region beyond which a larger one holds no more modes."""
    function = analytic(equation.mismatch)
    counts: dict[int, int] = {}
    for i in range(12):
        try:
            counts[i] = turns(function, _wedge(along * 1.5**i, along * 1.5**i))
        except OnTheEdge:
            continue
        if counts.get(i - 1) == counts[i]:
            return along * 1.5 ** (i - 1)
    return along


def _wedge(along: float, across: float) -> Complex:
    """The region in which modes are guided, Re u above that outside, cut where no mode can be."""
    tip = _NEAREST * along
    across = min(across, along)
    lower = [complex(tip + across, -across), complex(along + tip, -across)]
    if along - across < 1e-3 * along:
        lower = [complex(along + tip, -along)]
    return np.array([complex(tip), *lower, *np.conj(lower[::-1])], np.complex128)


def _estimates(equation: SlabEquation, along: float) -> Complex:
    """Modes of the stack without its imaginary parts, to a part in 1e4 of the region, then Newton steps."""
    if equation.polarisation == "TM" and np.any(equation.permittivity.real <= 0.0):
        return np.array([], np.complex128)
    grid = along * np.linspace(0.0, 1.0, 33)
    grid[0] = _NEAREST * along
    above = equation.count(grid)
    wanted = np.arange(int(above[0]))
    first = np.searchsorted(-above, -wanted, side="left") - 1  # the last place with more than `wanted` modes above
    low, high = grid[first], grid[np.minimum(first + 1, grid.size - 1)]
    for _ in range(_ROUNDS if wanted.size else 0):
        parts = low[:, None] + (high - low)[:, None] * np.arange(1, _GRID) / _GRID
        more = (equation.count(parts.ravel()).reshape(parts.shape) > wanted[:, None]).sum(axis=1)
        width = (high - low) / _GRID
        low = low + more * width
        high = low + width
    real = 0.5 * (low + high)
    u = equation.outer.real + real * real
    return newton(analytic(equation.mismatch), np.sqrt(u - equation.outer + 0j), along)
