"""A finer grid for a device whose default grid is not fine enough: elements cut into equal pieces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PHI_N, PHI_P, PSI
from infradot.transport.problem import Domain, Problem

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MOST_PIECES = 16


def subdivided(problem: Problem, pieces: Integers) -> Problem:
    """The same equations with each element cut into equal pieces.

    Parameters
    ----------
    problem : Problem
    pieces : ndarray (elements,) int64
        1 or more; 1 at a step between layers, which has no width.

    Returns
    -------
    Problem
    """
    new = np.concatenate(([0], np.cumsum(pieces)))  # where each node has gone
    domains = tuple(_cut(old, pieces[old.start : old.stop], int(new[old.start])) for old in problem.domains)
    arrays = problem.arrays
    width = np.repeat(arrays.width / pieces, pieces)
    for domain in domains:
        width[domain.start : domain.stop] = np.diff(domain.position)
    joint_at = np.full(int(new[-1]) + 1, -1)
    joint_at[new] = arrays.joint_at
    return replace(
        problem,
        arrays=arrays._replace(width=width, region=np.repeat(arrays.region, pieces), joint_at=joint_at),
        domains=domains,
        joints=tuple((interface, int(new[node])) for interface, node in problem.joints),
        guess=prolonged(problem.guess, pieces),
    )


def _cut(domain: Domain, pieces: Integers, start: int) -> Domain:
    first, share = _places(pieces)
    step = np.diff(domain.position)
    x = np.append(domain.position[first] + share * step[first], domain.position[-1])
    rows = np.repeat(domain.rows, pieces)
    node_rows = np.append(np.where(share == 0.0, domain.node_rows[first], rows), domain.node_rows[-1])
    middle = 0.5 * (x[1:] + x[:-1])
    return replace(
        domain,
        start=start,
        stop=start + len(rows),
        position=x,
        boundary=np.concatenate(([0.0], middle, [x[-1]])),
        rows=rows,
        node_rows=node_rows,
    )


def _places(pieces: Integers) -> tuple[Integers, Floats]:
    """Element in which each new node but the last lies, and how far along it."""
    first = np.repeat(np.arange(len(pieces)), pieces)
    begins = np.cumsum(pieces) - pieces
    return first, (np.arange(len(first)) - begins[first]) / pieces[first]


def prolonged(state: Floats, pieces: Integers) -> Floats:
    """A state on the finer grid: inside an element the potential is linear and both currents are constant.

    phi(t) = phi_L + ln[1 + (exp(d phi) - 1) w(t)], w = (1 - exp(-u t))/(1 - exp(-u)), for Boltzmann statistics; near
    enough for others, where it is only a start.

    Parameters
    ----------
    state : ndarray (nodes, 6)
    pieces : ndarray (elements,) int64

    Returns
    -------
    ndarray (more nodes, 6)
    """
    first, share = _places(pieces)
    left, right = state[first], state[first + 1]
    step = right - left
    fine = np.concatenate((left, state[-1:]))
    inner = share > 0.0
    u, t = step[inner, PSI], share[inner]
    high = fine[:-1]
    high[inner, PSI] += u * t + t * step[inner, LOW_PSI]
    for level, low, sign in ((PHI_N, LOW_N, 1.0), (PHI_P, LOW_P, -1.0)):
        rise = sign * (step[inner, level] + step[inner, low])
        share_of_density = np.expm1(np.clip(rise, -600.0, 600.0)) * _weight(sign * u, t)
        climb = sign * np.log1p(np.maximum(share_of_density, -1 + 1e-16))
        total = high[inner, level] + climb
        high[inner, low] += climb - (total - high[inner, level])
        high[inner, level] = total
    return fine


def _weight(u: Floats, t: Floats) -> Floats:
    """(1 - exp(-u t))/(1 - exp(-u)), t where u vanishes."""
    u = np.clip(np.where(np.abs(u) < 1e-9, 1e-9, u), -600.0, 600.0)
    weight: Floats = np.expm1(-u * t) / np.expm1(-u)
    return weight


def enough_pieces(errors: Floats, tolerance: float) -> Integers:
    """Into how many pieces to cut each element so that the errors of all of them sum to a tolerance.

    An element's error falls with the third power of its width, so s pieces leave 1/s^2 of it, and the fewest pieces in
    all are those in proportion to its cube root.

    Parameters
    ----------
    errors : ndarray (elements,)
        Their sizes, over what they are compared with.
    tolerance : float

    Returns
    -------
    ndarray (elements,) int64
        1 to `MOST_PIECES`.
    """
    root = np.cbrt(errors)
    pieces = np.ceil(root * np.sqrt(root.sum() / tolerance) - 0.3)
    cut: Integers = np.clip(pieces, 1, MOST_PIECES).astype(np.int64)
    return cut
