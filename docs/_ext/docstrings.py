"""Docstrings are plain text for terminals; on a page their powers are raised and their bars are bars."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

_POWER = re.compile(r"\^(-?\d)(?![\d.])")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LITERAL = re.compile(r"(``.*?``)")


def polish(app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Raise powers and escape bars outside of examples and literals, in place."""
    inside = False  # an example, which runs to the next empty line
    for i, line in enumerate(lines):
        inside = bool(line.strip()) and (inside or line.lstrip().startswith(">>>"))
        if inside or (line.startswith("    ") and line.lstrip().startswith("(")):
            continue
        parts = _LITERAL.split(line)
        lines[i] = "".join(part if part.startswith("``") else _plain(part) for part in parts)


def _plain(text: str) -> str:
    return _POWER.sub(lambda found: found[1].translate(_RAISED), text).replace("|", r"\|")


def setup(app: Sphinx) -> dict[str, Any]:
    """Before numpydoc reads them."""
    app.connect("autodoc-process-docstring", polish, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
