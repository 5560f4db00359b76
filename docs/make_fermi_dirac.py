"""Computes the table of `laws/statistics/fermi_dirac.py` with mpmath (`pip install mpmath`) and prints it.

The polynomials interpolate at Chebyshev points. Those below `HIGH` interpolate the derivative F_-1/2 and are
integrated, so that slopes are nearly as good as values; the second derivative loses two digits more.
"""

from itertools import pairwise

import mpmath as mp

mp.mp.dps = 40
EDGES, HIGH, DEGREE, HIGH_DEGREE = (0, 4, 12, 36), 36, 18, 6


def integral(order, eta):
    """F_order(eta) = -Li_(order+1)(-e^eta), normalised so that it tends to e^eta far below the band."""
    return -mp.polylog(mp.mpf(order) + 1, -mp.exp(mp.mpf(eta))).real


def powers(f, low, high, degree):
    """Coefficients of powers of t = -1 .. 1 over low .. high, constant first."""
    count = degree + 1
    angles = [mp.pi * (k + mp.mpf(1) / 2) / count for k in range(count)]
    values = [f((low + high) / mp.mpf(2) + (high - low) / mp.mpf(2) * mp.cos(angle)) for angle in angles]
    found = [mp.mpf(0)] * count
    last, this = [mp.mpf(0)], [mp.mpf(1)]
    for j in range(count):
        weight = (2 if j else 1) * mp.fsum(v * mp.cos(j * a) for v, a in zip(values, angles, strict=True)) / count
        for i, term in enumerate(this):
            found[i] += weight * term
        following = [mp.mpf(0), *((2 if j else 1) * term for term in this)]
        for i, term in enumerate(last):
            following[i] -= term if j else 0
        last, this = this, following
    return found


def moved(coefficients, centre, half):
    """Coefficients of powers of t = (x - centre)/half from those of powers of x."""
    found = [mp.mpf(0)] * len(coefficients)
    for k, c in enumerate(coefficients):
        for i in range(k + 1):
            found[i] += c * mp.binomial(k, i) * mp.mpf(half) ** i * mp.mpf(centre) ** (k - i)
    return found


def lowest_row():
    """F/x over x = e^eta from 0 to 1, in t = 2x - 1: F_-1/2 = x Q(x) gives F_1/2 = x P(x) with P_k = Q_k/(k + 1)."""
    q = powers(lambda x: integral(-0.5, mp.log(x)) / x, mp.mpf(0), mp.mpf(1), DEGREE)
    in_x = moved(q, -1, 2)
    return moved([c / (k + 1) for k, c in enumerate(in_x)], mp.mpf(1) / 2, mp.mpf(1) / 2)


def middle_row(low, high):
    """F over eta = low .. high."""
    half, centre = mp.mpf(high - low) / 2, mp.mpf(high + low) / 2
    slope = powers(lambda eta: integral(-0.5, eta), low, high, DEGREE - 1)
    return [integral(0.5, centre), *(half * c / (k + 1) for k, c in enumerate(slope))]


def highest_row():
    """F/eta^1.5 in powers of 1/eta^2, below 1/HIGH^2."""
    end = mp.mpf(1) / HIGH**2
    limit = 4 / (3 * mp.sqrt(mp.pi))
    in_t = powers(lambda y: integral(0.5, 1 / mp.sqrt(y)) * y ** mp.mpf("0.75") if y else limit, 0, end, HIGH_DEGREE)
    return moved(in_t, -1, 2 / end)


def show(name, row):
    """One row as Python, highest power first."""
    print(f"{name} = (")
    for start in range(0, len(row), 4):
        print("    " + " ".join(f"{float(c)!r}," for c in row[::-1][start : start + 4]))
    print(")")


if __name__ == "__main__":
    show("row 0", lowest_row())
    for i, (low, high) in enumerate(pairwise(EDGES)):
        show(f"row {i + 1}", middle_row(low, high))
    show("highest", highest_row())
