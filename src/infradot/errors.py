"""The error family: what was wrong, its value, the range, the next step."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InfradotError(Exception):
    """Base of every error that infradot raises on purpose."""


class InputError(InfradotError, ValueError):
    """One or more mistakes in what the user gave, each one message.

    Parameters
    ----------
    *problems : str
        One clear sentence for each mistake.
    """

    def __init__(self, *problems: str) -> None:
        self.problems: tuple[str, ...] = problems
        super().__init__("\n".join(problems))


class OutOfRange(InputError):
    """A quantity was asked for outside the range in which its source holds."""


class UnitError(InputError):
    """A value without a unit, or with a unit of the wrong dimension."""


class NotConverged(InfradotError):
    """A solve did not reach its residual bound; the message says how far it came."""


class ConvergenceWarning(UserWarning):
    """Some asked points of a sweep did not converge; the report names them."""


class PhysicsWarning(UserWarning):
    """The input is valid, but a physicist would look at it twice."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a message that names the nearest known names.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        What would have been understood.

    Returns
    -------
    str
        ``" Did you mean 'x'?"``, or the list of known names where none is near.

    Examples
    --------
    >>> nearest("thicknes", ["thickness", "name"])
    " Did you mean 'thickness'?"
    >>> nearest("gold", ["Ag", "ITO, heavily doped"])
    " Known: 'Ag', 'ITO, heavily doped'."
    """
    names = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.55)
    if close:
        return f" Did you mean {folded[close[0]]!r}?"
    if not names:
        return ""
    shown = ", ".join(map(repr, names[:20])) + (", ..." if len(names) > 20 else "")
    return f" Known: {shown}."
