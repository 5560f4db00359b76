"""The command `infradot`: each command a few lines over public functions.

Importing this floor is instant: a command's module is imported when it is asked for, and imports NumPy, numba and
matplotlib only when it runs.
"""

from infradot.cli.app import main

__all__ = ["main"]
