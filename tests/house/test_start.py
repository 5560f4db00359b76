"""Starting is instant: help asks for no numerics, importing the package neither."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("numpy", "scipy", "numba", "matplotlib", "pydantic", "rich")


def heavy_after(code):
    probe = f"import sys\n{code}\nprint([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["list", "--help"], []])
def test_help_imports_nothing_heavy(arguments):
    code = f"""
from infradot.cli import main
try:
    main({arguments!r})
except SystemExit as end:
    assert end.code == 0
"""
    assert heavy_after(code) == "[]"


def test_importing_the_package_imports_nothing_heavy():
    assert heavy_after("import infradot") == "[]"
