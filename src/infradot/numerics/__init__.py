"""Mathematics that knows no physics: compiled functions, grids, block-tridiagonal systems."""
