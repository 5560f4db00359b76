"""The block-tridiagonal kernels for complex numbers: the same code, compiled for the one other type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infradot.numerics import block_tridiagonal, conserving
from infradot.numerics.compiled import compiled


def _for_complex(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel of its own, so that each keeps one signature."""
    return compiled(getattr(kernel, "py_func", kernel))


factor = _for_complex(conserving.factor_conserving)
solve = _for_complex(block_tridiagonal.solve)
solve_transposed = _for_complex(block_tridiagonal.solve_transposed)
