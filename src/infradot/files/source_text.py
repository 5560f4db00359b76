"""A file as text, and text as TOML: every way in which that fails is one clear line."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from infradot.errors import InputError, nearest

LARGEST = 1_000_000  # bytes; a device file is a few kilobytes
_WHERE = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)
_UNQUOTED = re.compile(r"""\s*([\w-]+)\s*=\s*((?:[\d.+-][\d.eE+-]*\s+)?[A-Za-z%][^"'\[\]{}#=,]*?)\s*(?:#.*)?$""")


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a device file.

    Raises
    ------
    InputError
        Where the file is missing, a folder, too large, binary or not UTF-8: one line.
    """
    shown_path = str(path)
    try:
        file = Path(path)
        if file.is_dir():
            raise InputError(f"{shown_path} is a folder, expected a device file (TOML).")
        if not file.exists():
            raise InputError(f"{shown_path} does not exist.{_neighbours(file)}")
        if not file.is_file():
            raise InputError(f"{shown_path} is not a regular file, expected a device file (TOML).")
        size = file.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{shown_path} has {size / 1e6:.3g} MB, expected a device file below {LARGEST / 1e6:g} MB."
            )
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{shown_path!r} cannot be read: {reason}.") from None
    return decode(content, shown_path)


def decode(content: bytes, name: str) -> str:
    """UTF-8 bytes as text, or `InputError` for anything else."""
    if b"\0" in content:
        raise InputError(f"{name} is a binary file, expected a device file (TOML text).")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"line {line}: {name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None


def _neighbours(file: Path) -> str:
    try:
        others = [other.name for other in file.parent.glob("*.toml")] if file.parent.is_dir() else []
    except OSError:
        return ""
    near = nearest(file.name, others)
    return near if near.startswith(" Did") else ""


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text, or `InputError` with the line and what is wrong there."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError("Broken TOML: brackets are nested too deeply.") from None
    except ValueError as error:
        match = _WHERE.match(str(error))
        if match is None:
            raise InputError(f"Broken TOML: {error}.") from None
        if match["line"] is None:
            last = text.rstrip().count("\n") + 1
            raise InputError(f"line {last}: broken TOML at the end of the file: {match['what']}.") from None
        hint = _quotes(text.replace("\r\n", "\n").split("\n")[int(match["line"]) - 1])
        raise InputError(
            f"line {match['line']}: broken TOML at column {match['column']}: {match['what']}.{hint}"
        ) from None


def _quotes(line: str) -> str:
    """A hint where a line holds text, or a number with a unit, without quotes."""
    match = _UNQUOTED.match(line)
    if match and match[2].casefold() in ("yes", "no", "on", "off", "true", "false"):
        return f" Write {match[1]} = true or {match[1]} = false."
    return f' Text and numbers with a unit need quotes: {match[1]} = "{match[2]}".' if match else ""
