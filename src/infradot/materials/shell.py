"""Shells: a second semiconductor grown around the core."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.errors import InputError
from infradot.materials.core import Core, named_core
from infradot.materials.sizing import SizingCurve
from infradot.materials.sizing_forms import Shelled
from infradot.source import Source, Value

WIDE = 0.5  # eV of bulk gap above the core's, from which a shell confines
SMALLEST_CORE = 1e-9  # m
AUGER_FACTOR = Value(
    5.0,
    std=3.0,
    source=Source(reference="shells slow Auger recombination 3 to 10 times", how="assumed", confidence="D"),
)
SIZING_SCALE = Value(
    1.0,
    std=0.08,
    source=Source(
        reference="the curves of core and shell taken together: no dots in shells were measured here",
        how="assumed",
        confidence="D",
    ),
)
_MEAN = Source(
    reference="mean of the sizing curves of core and shell at the outer diameter, by volume",
    how="derived",
    confidence="D",
)
_CONFINED = Source(reference="exciton of the core alone: the shell's gap is much wider", how="assumed", confidence="D")


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A shell around the core of a dot.

    Parameters
    ----------
    core : Core or str
        Semiconductor of the shell, for example ``"PbS0.5Se0.5"`` or ``"CdS"``.
    thickness : float
        m.
    auger_factor : float
        Auger lifetime over that of a bare dot of the same volume.
    sizing_scale : float
        Diameter over the one of the curve of core and shell, 1 with an uncertainty.

    Examples
    --------
    >>> shell = Shell(core="PbS0.5Se0.5", thickness=1e-9)
    >>> round(shell.curve(named_core("PbS")).energy(4e-9), 3)
    0.767
    """

    core: Core
    thickness: float
    auger_factor: float
    sizing_scale: float

    def __init__(
        self,
        *,
        core: Core | str,
        thickness: float,
        auger_factor: float = AUGER_FACTOR,
        sizing_scale: float = SIZING_SCALE,
    ) -> None:
        core = named_core(core) if isinstance(core, str) else core
        problems = []
        if not (isinstance(thickness, (int, float)) and math.isfinite(thickness) and 0.0 < thickness <= 1e-8):
            hint = " Was it meant in nm?" if isinstance(thickness, (int, float)) and 0.05 <= thickness <= 20 else ""
            problems.append(f"Shell: thickness = {thickness!r} m, expected above 0 to 1e-8 m.{hint}")
        factors = {"auger_factor": auger_factor, "sizing_scale": sizing_scale}
        for name, factor in factors.items():
            if not (math.isfinite(factor) and factor > 0):
                problems.append(f"Shell: {name} = {factor!r}, expected a number above 0.")
        if problems:
            raise InputError(*problems)
        for name, value in {"core": core, "thickness": thickness, **factors}.items():
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        return f"{self.core.name} {float(self.thickness) * 1e9:.2g} nm"

    def confines(self, core: Core) -> bool:
        """Whether the shell's gap is so wide that the exciton stays in the core."""
        return float(self.core.bulk.gap) > float(core.bulk.gap) + WIDE

    def curve(self, core: Core) -> SizingCurve:
        """Sizing curve of the whole dot against the diameter of its core.

        Raises
        ------
        InputError
            Where the curves of core and shell have no outer diameter in common.
        """
        inner, outer = core.sizing, self.core.sizing
        if self.confines(core):
            return self._shelled(inner, None, inner.valid)
        ends = max(inner.valid[0], outer.valid[0]), min(inner.valid[1], outer.valid[1])
        low, high = (end - 2.0 * float(self.thickness) for end in ends)
        if high <= max(low, SMALLEST_CORE):
            raise InputError(
                f"A {core.name} dot in a shell of {self} is larger than the sizing curves of both reach "
                f"({ends[1] * 1e9:.3g} nm)."
            )
        return self._shelled(inner, outer, (max(low, SMALLEST_CORE), high))

    def _shelled(self, core: SizingCurve, shell: SizingCurve | None, valid: tuple[float, float]) -> SizingCurve:
        return Shelled(
            name=core.name if shell is None else f"{core.name}/{shell.name}",
            label="shelled",
            valid=valid,
            fitted=core.fitted if shell is None else valid,
            source=_CONFINED if shell is None else _MEAN,
            scale=self.sizing_scale,
            core=core,
            shell=shell,
            thickness=float(self.thickness),
        )
