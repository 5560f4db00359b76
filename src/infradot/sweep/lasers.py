"""What is asked of each laser of a sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infradot.errors import InputError, nearest
from infradot.experiments.lasing_threshold import lasing_threshold
from infradot.stack.laser import Laser

USUAL = ("threshold", "occupation", "wavelength")  # of a pulse
STEADY = ("intensity", "occupation", "wavelength")
# unit in tables, and what a number in SI is multiplied by to get there
LASER_UNITS: dict[str, tuple[str, float]] = {
    "threshold": ("uJ/cm2", 100.0), "intensity": ("W/cm2", 1e-4), "threshold_solution": ("uJ/cm2", 100.0),
    "occupation": ("", 1.0),
    "wavelength": ("nm", 1e9), "modal_gain": ("cm-1", 0.01), "material_gain": ("cm-1", 0.01),
    "confinement": ("", 1.0), "gain_lifetime": ("ps", 1e12),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LaserNumbers:
    """Numbers of a laser at its threshold.

    Parameters
    ----------
    names : tuple of str
        Keys of `LASER_UNITS`.
    """

    names: tuple[str, ...] = USUAL

    def __call__(self, laser: Laser) -> Mapping[str, float | str | None]:
        """A number for each name, SI, or the reason why there is none."""
        found = lasing_threshold(laser)
        solution = found.pump_solution
        known: dict[str, float | str | None] = {
            "threshold": "the pump is continuous; ask for its intensity" if found.continuous else found.pump,
            "intensity": found.continuous_equivalent,
            "threshold_solution": "absorption in solution is not known" if solution is None else solution,
            "occupation": found.occupation, "wavelength": found.wavelength, "modal_gain": found.modal_gain,
            "material_gain": found.material_gain, "confinement": found.mode.confinement,
            "gain_lifetime": found.gain_lifetime,
        }  # fmt: skip
        return {name: known[name] for name in self.names}


def laser_numbers(*names: str, continuous: bool = False) -> LaserNumbers:
    """What to ask of each laser; usual ones of pulsed or `continuous` lasers unless named.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> laser_numbers("threshold", "gain_lifetime").names
    ('threshold', 'gain_lifetime')
    """
    unknown = [name for name in names if name not in LASER_UNITS]
    if unknown:
        raise InputError(*(f"Unknown number {name!r}.{nearest(name, LASER_UNITS)}" for name in unknown))
    return LaserNumbers(names=tuple(dict.fromkeys(names)) or (STEADY if continuous else USUAL))
