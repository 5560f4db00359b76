"""A device as arrays, and the residual of its transport equations over its elements."""
