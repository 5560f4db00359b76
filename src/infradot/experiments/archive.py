"""A result in one file, and back.

The file is a zip. ``result.json`` holds ``{format, version, infradot, result}`` with the tree of
`infradot.experiments.tree`; every array is a ``.npy`` beside it, under its place in the result. Nothing is pickled, and
the same result gives the same bytes. `VERSION` changes when an older reader could misread the file.
"""

from __future__ import annotations

import json
import os
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot._version import __version__
from infradot.errors import InputError, PhysicsWarning
from infradot.experiments.result import Result, replacing
from infradot.experiments.tree import Reader, Writer

FORMAT, VERSION = "infradot result", 1
HEAD = "result.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no time of writing in the file
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, MemoryError, NotImplementedError, RuntimeError,
    UnicodeDecodeError, json.JSONDecodeError,
)  # fmt: skip

_CHANGED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError, RecursionError)


def save_result(result: Result, path: str | os.PathLike[str]) -> None:
    """Write a result whole or not at all; `infradot.experiments.result.Result.save` says more."""
    writer = Writer()
    tree = writer.write(result, "")
    head = {"format": FORMAT, "version": VERSION, "infradot": __version__, "result": tree}
    text = json.dumps(head, ensure_ascii=False, allow_nan=False, indent=1)
    with replacing(Path(path), binary=True) as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_entry(HEAD), text.encode("utf-8"))
        for name, array in writer.arrays.items():
            with archive.open(_entry(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def load_result(path: str | os.PathLike[str]) -> Any:
    """Bring back a result that was saved.

    Parameters
    ----------
    path : str or Path
        A file written by the result's `save`.

    Returns
    -------
    Result
        Of the class that was saved: `JVCurve`, `EQESpectrum`, ...; equal in every field, device and light included.

    Raises
    ------
    InputError
        For a file that is missing, foreign, damaged, of another format version, or that holds what this infradot does
        not know.

    Examples
    --------
    >>> import tempfile, pathlib, infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "dark.npz"
    ...     idt.jv(device, voltage=[0.0, 0.1]).save(file)
    ...     back = idt.load_result(file)
    >>> type(back).__name__, back.device == device
    ('JVCurve', True)
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except (IsADirectoryError, PermissionError) as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    except _BROKEN as error:
        if isinstance(error, zipfile.BadZipFile) and not _starts_as_zip(path):
            raise InputError(f"{path} is no result of infradot; those are written by its save().") from error
        raise InputError(f"{path} is damaged or cut short ({error or type(error).__name__}).") from error


def _starts_as_zip(path: str | os.PathLike[str]) -> bool:
    with Path(path).open("rb") as file:
        return file.read(2) == b"PK"


def _read(archive: zipfile.ZipFile, path: str | os.PathLike[str]) -> Result:
    head = json.loads(archive.read(HEAD).decode("utf-8")) if HEAD in archive.namelist() else None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise InputError(f"{path} is no result of infradot; those are written by its save().")
    writer = f"infradot {head.get('infradot')}"
    if head.get("version") != VERSION:
        raise InputError(
            f"{path} is a result in format version {head.get('version')!r}, written by {writer}; "
            f"infradot {__version__} reads version {VERSION}."
        )
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore", PhysicsWarning)  # said when the device was made
            found = Reader(lambda name: _array(archive, name)).read(head.get("result"))
    except InputError as error:
        raise InputError(*(f"{path}: {problem}" for problem in error.problems)) from error
    except _CHANGED as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        raise InputError(f"{path} was changed, or written by another version ({writer}): {error}.") from error
    if not isinstance(found, Result):
        raise InputError(f"{path} holds a {type(found).__name__}, which is no result.")
    return found


def _array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as member:
        array = np.lib.format.read_array(member, allow_pickle=False)
        member.read(1)  # the end of the member, where its checksum is compared
    array.setflags(write=False)
    return np.asarray(array)
