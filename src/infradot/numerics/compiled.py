"""The one place where functions are compiled, with a cache that never serves stale machine code.

Plain ``numba.njit(cache=True)`` keeps the old machine code when a function that it calls in another file changes. Here
the cache folder carries a hash over every file that holds or may hold a kernel, so any edit starts a fresh folder.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core.event import Listener, register

KERNEL_FLOORS = ("numerics", "laws", "transport", "solvers", "optics")
_KEPT_FOLDERS = 6
_log = logging.getLogger("infradot")


def kernel_key() -> str:
    """Hash over the sources of all kernel floors and the versions of Python, numba and llvmlite."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(f"{sys.version} {numba.__version__} {llvmlite.__version__}".encode())
    for floor in KERNEL_FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _candidates() -> list[Path]:
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        return [Path(given)]
    found = []
    try:
        home = Path.home()
        if sys.platform == "win32":
            found.append(Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "infradot" / "kernels")
        elif sys.platform == "darwin":
            found.append(home / "Library" / "Caches" / "infradot" / "kernels")
        else:
            found.append(Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "infradot" / "kernels")
    except RuntimeError:  # no home folder
        pass
    user = os.getuid() if hasattr(os, "getuid") else 0
    found.append(Path(tempfile.gettempdir()) / f"infradot-kernels-{user}")
    return found


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def cache_folder() -> Path | None:
    """Folder of this version's machine code; None where no folder can be written."""
    for base in _candidates():
        folder = base / kernel_key()
        if _writable(folder):
            _prune(base, keep=folder)
            return folder
    return None


def _prune(base: Path, keep: Path) -> None:
    """Delete the folders of old versions beyond the newest few; another process may be doing the same."""
    try:
        old = sorted(
            (p for p in base.iterdir() if p.is_dir() and p != keep and len(p.name) == 16),
            key=lambda p: p.stat().st_mtime,
            reverse=True,
        )
    except OSError:
        return
    for folder in old[_KEPT_FOLDERS:]:
        shutil.rmtree(folder, ignore_errors=True)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a numerical function on its first call and keep the machine code between runs.

    Never `fastmath`: residuals near rounding decide convergence. Division by zero gives inf, as in NumPy.

    Parameters
    ----------
    function : callable
        A function of floats, integers and C-contiguous writeable arrays, always of the same types.

    Returns
    -------
    callable
        The compiled function, its original as ``py_func``.
    """
    return _compile(function, forceinline=False)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile as `compiled` does, and merge the function into every kernel that calls it.

    For the small functions of inner loops: left to itself the compiler calls them through memory, which doubles the
    time of an assembly.
    """
    return _compile(function, forceinline=True)


def _compile(function: Callable[..., Any], *, forceinline: bool) -> Callable[..., Any]:
    folder = cache_folder()
    _starts_empty()
    config: Any = numba.config  # filled at run time, so unknown to type checkers
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder) if folder else before
    try:
        options: dict[str, Any] = {
            "cache": folder is not None,
            "nogil": True,
            "error_model": "numpy",
            "forceinline": forceinline,
            # each wrapper costs compile time: no kernel is a C callback, a private one is called by kernels alone
            "no_cfunc_wrapper": True,
            "no_cpython_wrapper": function.__name__.startswith("_"),
        }
        decorate: Any = numba.njit(**options)
        made: Callable[..., Any] = decorate(function)
        return made
    finally:
        config.CACHE_DIR = before


class _PausedCollector(Listener):
    """Pauses Python's garbage collector while a kernel compiles: that makes millions of objects and drops them all."""

    def __init__(self) -> None:
        self._depth, self._running = 0, False

    def on_start(self, event: Any) -> None:
        """Pause at the outermost compile."""
        if self._depth == 0:
            self._running = gc.isenabled()
            gc.disable()
        self._depth += 1

    def on_end(self, event: Any) -> None:
        """Go on as before when it is done."""
        self._depth -= 1
        if self._depth == 0 and self._running:
            gc.enable()


register("numba:compile", _PausedCollector())  # type: ignore[no-untyped-call,unused-ignore]


@cache
def _starts_empty() -> bool:
    """Whether this process found no machine code of this version; asked when the first kernel is decorated."""
    folder = cache_folder()
    return folder is None or not any(folder.iterdir())


@cache
def announce_first_compile() -> None:
    """Say once, in one line, that kernels are being compiled; silent where the cache is warm."""
    config: Any = numba.config
    if _starts_empty() and not config.DISABLE_JIT:
        _log.warning("Compiling the numerical kernels for this machine, once (10 to 30 seconds).")
