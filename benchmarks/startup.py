"""How long the command line lets one wait: ``python benchmarks/startup.py``.

Runs the installed command in fresh processes: help, a whole run with a warm and with an empty compile cache, beside
what importing numba costs in the same minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMAND = (sys.executable, "-m", "infradot")
REPEATS = 5


def seconds(*command: str, **environment: str) -> tuple[float, str]:
    """Wall time of a fresh process, and what it wrote to the standard error."""
    start = time.perf_counter()
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    spent = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return spent, done.stderr


def median(*command: str, **environment: str) -> float:
    """Median wall time after one run for warm-up."""
    seconds(*command, **environment)
    return float(np.median([seconds(*command, **environment)[0] for _ in range(REPEATS)]))


def row(what: str, spent: float, beside: float) -> None:
    """One line of the table."""
    print(f"{what:58s}{spent:10.2f}{spent / beside:10.1f}")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        cache = {"NUMBA_CACHE_DIR": str(Path(folder) / "cache")}
        beside = median(sys.executable, "-c", "import numba")
        print(f"{'median of fresh processes':58s}{'s':>10s}{'import numba':>14s}")
        row("import numba", beside, beside)
        row("infradot --help", median(*COMMAND, "--help"), beside)
        row("import infradot", median(sys.executable, "-c", "import infradot"), beside)
        run = (*COMMAND, "run", "--force", "--out", str(Path(folder) / "run"))
        first, said = seconds(*run, str(EXAMPLES / "pbs_1230.toml"), **cache)
        row("infradot run pbs_1230.toml, first ever compile", first, beside)
        lines = [line for line in said.splitlines() if "ompil" in line]
        print(f"  it says so in {len(lines)} line{'s' if len(lines) != 1 else ''}: {' / '.join(lines)}")
        for file in sorted(EXAMPLES.glob("*.toml")):
            warm = median(*run, str(file), **cache)
            row(f"infradot run {file.name}, warm cache", warm, beside)
        bare = median(*run, "--no-figures", str(EXAMPLES / "pbs_1230.toml"), **cache)
        row("infradot run pbs_1230.toml --no-figures, warm cache", bare, beside)


if __name__ == "__main__":
    main()
