"""Docstrings are plain text for terminals; on a page their powers are raised and their bars are bars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_POWER = re.compile(r"\^(-?\d)(?![\d.])")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_GLUED = re.compile(r"(`[\w.]+`)(?=\w)")
_LITERAL = re.compile(r"(``.*?``)")


def polish(app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Make the lines of a docstring fit for a page, in place."""
    lines[:] = polished(lines)


def polished(lines: list[str]) -> list[str]:
    """Lines of a docstring as a page needs them; examples and literals stay as they are."""
    done = []
    inside = block = False  # an example runs to the next empty line, a literal block to the next line at the margin
    for line in lines:
        inside = bool(line.strip()) and (inside or line.lstrip().startswith(">>>"))
        block = block and (not line.strip() or line.startswith(" "))
        parts = _LITERAL.split(line)
        said = "".join(part if part.startswith("``") else plain(part) for part in parts)
        done.append(line if inside or block else said)
        block = block or line.rstrip().endswith("::")
    return done


def plain(text: str) -> str:
    """One line with its powers raised, its bars escaped, and a joint where a letter follows a name in backticks."""
    text = _POWER.sub(lambda found: found[1].translate(_RAISED), text).replace("|", r"\|")
    return _GLUED.sub(r"\1\ ", text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Before numpydoc reads them."""
    app.connect("autodoc-process-docstring", polish, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
