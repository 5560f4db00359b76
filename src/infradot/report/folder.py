"""A folder that is there whole or not at all."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from infradot.errors import InputError

MARK = "result.json"  # by this file a run folder is known


def refuse_existing(folder: Path, *, force: bool = False) -> None:
    """Raise where a run may not be written, before any time is spent on it.

    Parameters
    ----------
    folder : Path
        Where the run would go.
    force : bool
        Whether an earlier run may be replaced; anything that is not a run never is.

    Raises
    ------
    InputError
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if not force:
        raise InputError(f"{folder} exists. Give another folder with --out, or replace it with --force.")
    if not folder.is_dir() or folder.is_symlink():
        raise InputError(f"{folder} is not a folder, and --force replaces run folders only.")
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(f"{folder} holds no {MARK}, so it is not a run; --force replaces run folders only.")


@contextlib.contextmanager
def whole_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """A temporary folder that gets its name when the block ends well, and vanishes when it does not.

    Parameters
    ----------
    folder : Path
        The final name; missing parents are made.
    force : bool
        Replace an earlier run.

    Yields
    ------
    Path
        Where to write. It lies beside `folder`, so that the renaming stays on one disk.

    Raises
    ------
    InputError
        Where `folder` exists and may not be replaced, or nothing can be written there.
    """
    refuse_existing(folder, force=force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror or error}).") from error
    try:
        temporary.chmod(0o755)  # mkdtemp makes it private
        yield temporary
        refuse_existing(folder, force=force)
        _put(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _put(temporary: Path, folder: Path) -> None:
    """Rename, keeping an earlier run until the new one stands in its place."""
    if not folder.exists():
        temporary.rename(folder)
        return
    old = temporary.with_name(temporary.name + "-old")
    folder.rename(old)
    try:
        temporary.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file with Unix line ends on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def file_name(kind: str, name: str) -> str:
    """A file name that every system accepts.

    Examples
    --------
    >>> file_name("jv", "behind the silicon filter")
    'jv_behind-the-silicon-filter'
    """
    return f"{kind}_{re.sub(r'[^A-Za-z0-9.+-]+', '-', name).strip('-')}"
