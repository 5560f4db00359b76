"""`infradot doctor`: is this installation well?"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from infradot.cli.options import command, setting
from infradot.cli.reply import DONE, NOT_CONVERGED, Reply


@command("doctor", short_help="Test the installation, or make a failing device small.")
@click.option(
    "--case", type=click.Path(path_type=Path), metavar="FILE", help="Find the smallest failing device of FILE."
)
@click.option("--out", type=click.Path(path_type=Path), default="case.toml", help="Where --case writes it; case.toml.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@setting
def doctor(case: Path | None, out: Path, force: bool, settings: tuple[str, ...]) -> Reply:
    """Show versions, cores and the compile cache, and time a small solve as a self test.

    With --case, measure FILE instead; where something does not converge, leave out layers, laws, voltages and light as
    long as the same failure stays, and write what is left as a device file to send along with a question. Exit code 3
    where there is such a case, 0 where all converges.
    """
    if case is not None:
        from infradot.cli.doctor_case import failing_case

        return failing_case(case, out, settings, force)
    from infradot.report.write import versions

    found: dict[str, Any] = {
        "versions": versions(),
        "python": sys.executable,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "cache": cache_state(),
        "self_test": self_test(),
    }
    well = bool(found["self_test"]["well"])
    lines = [f"{name:<18}{version}" for name, version in found["versions"].items()]
    lines += [f"{'interpreter':<18}{found['python']}", f"{'cores':<18}{found['cores']}"]
    lines += [f"{'compile cache':<18}{_cache_words(found['cache'])}"]
    lines += [f"{'self test':<18}{found['self_test']['sentence']}"]
    return Reply(result=found, show=tuple(lines), code=DONE if well else NOT_CONVERGED)


def cache_state() -> dict[str, Any]:
    """Where machine code is kept, how many kernels lie there, and their size."""
    from infradot.numerics.compiled import cache_folder

    folder = cache_folder()
    if folder is None:
        return {"folder": None, "kernels": 0, "size_MB": 0.0}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        "folder": str(folder),
        "kernels": sum(path.suffix == ".nbi" for path in files),
        "size_MB": round(sum(path.stat().st_size for path in files) / 1e6, 2),
    }


def _cache_words(state: dict[str, Any]) -> str:
    if state["folder"] is None:
        return "no folder can be written; everything is compiled anew each time. Set NUMBA_CACHE_DIR."
    return f"{state['folder']} ({state['kernels']} kernels, {state['size_MB']} MB)"


def self_test() -> dict[str, Any]:
    """Solve the J-V of the demo cell twice: the first includes compiling, or reading the cache."""
    from infradot.devices import demo_text
    from infradot.experiments.jv import jv
    from infradot.files import loads
    from infradot.light import am15g

    seconds = []
    for _ in range(2):
        device = loads(demo_text()).device  # a new device: nothing of the first solve is reused
        begun = time.perf_counter()
        curve = jv(device, light=am15g())
        seconds.append(time.perf_counter() - begun)
    voc = curve.metrics.voc
    well = curve.report.complete and voc is not None and 0.1 < voc < 1.0
    sentence = f"{'well' if well else 'NOT well'}: {curve.report.points} points of a J-V in {1e3 * seconds[1]:.1f} ms"
    return {
        "well": well,
        "first_s": round(seconds[0], 3),
        "second_s": round(seconds[1], 4),
        "sentence": f"{sentence} (first time {seconds[0]:.2f} s)",
    }
