"""Block-tridiagonal systems in which the last two of three rows conserve something, factorised without cancellation.

Where a quantity can hardly leave a region, the pivot that holds its level is a tiny difference of large entries, and
plain elimination leaves only rounding of it. The columns of conserved rows sum to what leaks out; when these sums are
given, every such pivot follows from them and from the entries not yet eliminated: Grassmann, Taksar and Heyman,
Oper. Res. 33, 1107 (1985), doi:10.1287/opre.33.5.1107, here in blocks.
"""

from __future__ import annotations

from infradot.numerics.compiled import compiled


@compiled
def factor_conserving(lower, diag, upper, leak, pivot, ratio):
    """Factorise as `block_tridiagonal.factor` does, for its `solve`.

    Parameters
    ----------
    lower, diag, upper : ndarray (n, 3, 3)
        The blocks. Of `diag` only the first row is read: the others follow from `leak`.
    leak : ndarray (n, 2, 3)
        Less the sum of each column over all second rows, and over all third rows.
    pivot, ratio : ndarray (n, 3, 3), output
    """
    n = diag.shape[0]
    k10, k11, k12 = 0.0, 0.0, 0.0  # what leaks from all that is eliminated, as the node at work sees it
    k20, k21, k22 = 0.0, 0.0, 0.0
    for i in range(n):
        a00, a01, a02 = diag[i, 0, 0], diag[i, 0, 1], diag[i, 0, 2]
        b0, b1, b2 = leak[i, 0, 0], leak[i, 0, 1], leak[i, 0, 2]
        c0, c1, c2 = leak[i, 1, 0], leak[i, 1, 1], leak[i, 1, 2]
        if i > 0:
            g00, g01, g02 = ratio[i - 1, 0, 0], ratio[i - 1, 0, 1], ratio[i - 1, 0, 2]
            g10, g11, g12 = ratio[i - 1, 1, 0], ratio[i - 1, 1, 1], ratio[i - 1, 1, 2]
            g20, g21, g22 = ratio[i - 1, 2, 0], ratio[i - 1, 2, 1], ratio[i - 1, 2, 2]
            l0, l1, l2 = lower[i, 0, 0], lower[i, 0, 1], lower[i, 0, 2]
            a00 -= l0 * g00 + l1 * g10 + l2 * g20
            a01 -= l0 * g01 + l1 * g11 + l2 * g21
            a02 -= l0 * g02 + l1 * g12 + l2 * g22
            b0 -= k10 * g00 + k11 * g10 + k12 * g20
            b1 -= k10 * g01 + k11 * g11 + k12 * g21
            b2 -= k10 * g02 + k11 * g12 + k12 * g22
            c0 -= k20 * g00 + k21 * g10 + k22 * g20
            c1 -= k20 * g01 + k21 * g11 + k22 * g21
            c2 -= k20 * g02 + k21 * g12 + k22 * g22
        k10, k11, k12, k20, k21, k22 = b0, b1, b2, c0, c1, c2
        a10, a11, a12, a20, a21, a22 = -b0, -b1, -b2, -c0, -c1, -c2
        if i < n - 1:
            a10 -= lower[i + 1, 1, 0]
            a11 -= lower[i + 1, 1, 1]
            a12 -= lower[i + 1, 1, 2]
            a20 -= lower[i + 1, 2, 0]
            a21 -= lower[i + 1, 2, 1]
            a22 -= lower[i + 1, 2, 2]
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
