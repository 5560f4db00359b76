"""Block-tridiagonal systems with 3 x 3 blocks, factorised once and solved many times.

``A x = b`` with rows ``lower[i] x[i-1] + diag[i] x[i] + upper[i] x[i+1] = b[i]`` is written as (block lower) times
(unit block upper). The 3 x 3 pivots are eliminated in their natural order without row exchange: the systems of this
package are diagonally dominant in the variables that they are posed in, and the order keeps every operation local.
"""

from __future__ import annotations

from infradot.numerics.compiled import compiled


@compiled
def factor(lower, diag, upper, pivot, ratio):
    """Factorise in place of `pivot` and `ratio`.

    Parameters
    ----------
    lower, diag, upper : ndarray (n, 3, 3)
        The blocks; ``lower[0]`` and ``upper[-1]`` are not used.
    pivot : ndarray (n, 3, 3), output
        LU factors of the diagonal blocks after elimination, reciprocal pivots on their diagonal.
    ratio : ndarray (n, 3, 3), output
        Unit upper blocks.
    """
    n = diag.shape[0]
    for i in range(n):
        a00, a01, a02 = diag[i, 0, 0], diag[i, 0, 1], diag[i, 0, 2]
        a10, a11, a12 = diag[i, 1, 0], diag[i, 1, 1], diag[i, 1, 2]
        a20, a21, a22 = diag[i, 2, 0], diag[i, 2, 1], diag[i, 2, 2]
        if i > 0:
            g00, g01, g02 = ratio[i - 1, 0, 0], ratio[i - 1, 0, 1], ratio[i - 1, 0, 2]
            g10, g11, g12 = ratio[i - 1, 1, 0], ratio[i - 1, 1, 1], ratio[i - 1, 1, 2]
            g20, g21, g22 = ratio[i - 1, 2, 0], ratio[i - 1, 2, 1], ratio[i - 1, 2, 2]
            l0, l1, l2 = lower[i, 0, 0], lower[i, 0, 1], lower[i, 0, 2]
            a00 -= l0 * g00 + l1 * g10 + l2 * g20
            a01 -= l0 * g01 + l1 * g11 + l2 * g21
            a02 -= l0 * g02 + l1 * g12 + l2 * g22
            l0, l1, l2 = lower[i, 1, 0], lower[i, 1, 1], lower[i, 1, 2]
            a10 -= l0 * g00 + l1 * g10 + l2 * g20
            a11 -= l0 * g01 + l1 * g11 + l2 * g21
            a12 -= l0 * g02 + l1 * g12 + l2 * g22
            l0, l1, l2 = lower[i, 2, 0], lower[i, 2, 1], lower[i, 2, 2]
            a20 -= l0 * g00 + l1 * g10 + l2 * g20
            a21 -= l0 * g01 + l1 * g11 + l2 * g21
            a22 -= l0 * g02 + l1 * g12 + l2 * g22
        p0 = 1.0 / a00
        a10 *= p0
        a20 *= p0
        a11 -= a10 * a01
        a12 -= a10 * a02
        p1 = 1.0 / a11
        a21 = (a21 - a20 * a01) * p1
        a22 -= a20 * a02 + a21 * a12
        p2 = 1.0 / a22
        pivot[i, 0, 0], pivot[i, 0, 1], pivot[i, 0, 2] = p0, a01, a02
        pivot[i, 1, 0], pivot[i, 1, 1], pivot[i, 1, 2] = a10, p1, a12
        pivot[i, 2, 0], pivot[i, 2, 1], pivot[i, 2, 2] = a20, a21, p2
        for j in range(3):
            y0 = upper[i, 0, j]
            y1 = upper[i, 1, j] - a10 * y0
            y2 = (upper[i, 2, j] - a20 * y0 - a21 * y1) * p2
            y1 = (y1 - a12 * y2) * p1
            ratio[i, 2, j] = y2
            ratio[i, 1, j] = y1
            ratio[i, 0, j] = (y0 - a01 * y1 - a02 * y2) * p0


@compiled
def solve(lower, pivot, ratio, x):
    """Solve A x = b with the factors; `x` (n, 3) holds b on entry and the solution on return."""
    n = x.shape[0]
    for i in range(n):
        y0, y1, y2 = x[i, 0], x[i, 1], x[i, 2]
        if i > 0:
            b0, b1, b2 = x[i - 1, 0], x[i - 1, 1], x[i - 1, 2]
            y0 -= lower[i, 0, 0] * b0 + lower[i, 0, 1] * b1 + lower[i, 0, 2] * b2
            y1 -= lower[i, 1, 0] * b0 + lower[i, 1, 1] * b1 + lower[i, 1, 2] * b2
            y2 -= lower[i, 2, 0] * b0 + lower[i, 2, 1] * b1 + lower[i, 2, 2] * b2
        y1 -= pivot[i, 1, 0] * y0
        y2 -= pivot[i, 2, 0] * y0 + pivot[i, 2, 1] * y1
        y2 *= pivot[i, 2, 2]
        y1 = (y1 - pivot[i, 1, 2] * y2) * pivot[i, 1, 1]
        x[i, 2] = y2
        x[i, 1] = y1
        x[i, 0] = (y0 - pivot[i, 0, 1] * y1 - pivot[i, 0, 2] * y2) * pivot[i, 0, 0]
    for i in range(n - 2, -1, -1):
        b0, b1, b2 = x[i + 1, 0], x[i + 1, 1], x[i + 1, 2]
        for j in range(3):
            x[i, j] -= ratio[i, j, 0] * b0 + ratio[i, j, 1] * b1 + ratio[i, j, 2] * b2


@compiled
def solve_transposed(lower, pivot, ratio, x):
    """Solve A^T x = b with the same factors; `x` (n, 3) holds b on entry and the solution on return."""
    n = x.shape[0]
    for i in range(1, n):
        b0, b1, b2 = x[i - 1, 0], x[i - 1, 1], x[i - 1, 2]
        for j in range(3):
            x[i, j] -= ratio[i - 1, 0, j] * b0 + ratio[i - 1, 1, j] * b1 + ratio[i - 1, 2, j] * b2
    for i in range(n - 1, -1, -1):
        y0, y1, y2 = x[i, 0], x[i, 1], x[i, 2]
        if i < n - 1:
            b0, b1, b2 = x[i + 1, 0], x[i + 1, 1], x[i + 1, 2]
            y0 -= lower[i + 1, 0, 0] * b0 + lower[i + 1, 1, 0] * b1 + lower[i + 1, 2, 0] * b2
            y1 -= lower[i + 1, 0, 1] * b0 + lower[i + 1, 1, 1] * b1 + lower[i + 1, 2, 1] * b2
            y2 -= lower[i + 1, 0, 2] * b0 + lower[i + 1, 1, 2] * b1 + lower[i + 1, 2, 2] * b2
        y0 *= pivot[i, 0, 0]
        y1 = (y1 - pivot[i, 0, 1] * y0) * pivot[i, 1, 1]
        y2 = (y2 - pivot[i, 0, 2] * y0 - pivot[i, 1, 2] * y1) * pivot[i, 2, 2]
        y1 -= pivot[i, 2, 1] * y2
        x[i, 2] = y2
        x[i, 1] = y1
        x[i, 0] = y0 - pivot[i, 1, 0] * y1 - pivot[i, 2, 0] * y2
