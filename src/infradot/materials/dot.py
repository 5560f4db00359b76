"""Dots in solution: core, size, shell, and the first exciton that goes with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from infradot.errors import InputError
from infradot.materials.core import ROOM, Core, named_core
from infradot.materials.dot_optics import exciton_cross_section, law_at, local_field, radiative_rate
from infradot.materials.given import check_pair, derived, given
from infradot.materials.shell import Shell
from infradot.materials.sizing import SizingCurve
from infradot.source import Source, Value
from infradot.units import hc_eV

_DISPERSITY = Source(reference="usual size spread of PbS syntheses, 4 to 6 %", how="assumed", confidence="C")
DISPERSITY = Value(0.05, std=0.01, source=_DISPERSITY)
SOLVENT = 1.5  # refractive index of tetrachloroethylene, toluene and their like
HALF_WIDTH = math.sqrt(2.0 * math.log(2.0))  # half width at half maximum over standard deviation, 1.1774


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Dots of one batch in solution.

    Give the diameter or the first exciton; the other follows by the sizing curve. Give both where both are measured,
    or where the core has no sizing curve.

    Parameters
    ----------
    core : Core or str
        For example ``"PbS"``, ``"PbS0.5Se0.5"``.
    diameter : float, optional
        Of the core, m. None only for a core without a sizing curve.
    exciton : float, optional
        First absorption peak in solution at 300 K, eV.
    dispersity : float
        Relative standard deviation of the diameter.
    shell : Shell, optional
        A second semiconductor around the core.

    Examples
    --------
    >>> dot = Dot(core="PbS", diameter=5e-9)
    >>> round(dot.exciton, 4), round(dot.size_width * 1e3, 1)
    (0.899, 32.0)
    >>> round(dot.radiative_lifetime() * 1e6, 2)
    1.51
    """

    core: Core
    diameter: float | None
    exciton: float
    dispersity: float
    shell: Shell | None

    def __init__(
        self,
        *,
        core: Core | str = "PbS",
        diameter: float | None = None,
        exciton: float | None = None,
        dispersity: float = DISPERSITY,
        shell: Shell | None = None,
    ) -> None:
        core = named_core(core) if isinstance(core, str) else core
        check_pair("Dot", diameter=diameter, exciton=exciton, dispersity=dispersity)
        curve = core.sizing if shell is None else shell.curve(core)
        size, energy = given(diameter), given(exciton)
        if size is None and curve.known:
            assert energy is not None
            size = derived(curve.diameter(energy), curve.source)
        if energy is None:
            assert size is not None
            energy = derived(curve.energy(size), curve.source)
        fields = {"core": core, "diameter": size, "exciton": energy, "dispersity": dispersity, "shell": shell}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @cached_property
    def curve(self) -> SizingCurve:
        """Sizing curve in use, against the diameter of the core."""
        return self.core.sizing if self.shell is None else self.shell.curve(self.core)

    @property
    def size(self) -> float:
        """Diameter of the core as a plain number, m.

        Raises
        ------
        InputError
            Where it is not known.
        """
        if self.diameter is None:
            raise InputError(f"Dot: how large these {self.core.name} dots are is not known; give their diameter.")
        return float(self.diameter)

    @property
    def outer_diameter(self) -> float:
        """Of core and shell, m."""
        return self.size + (0.0 if self.shell is None else 2.0 * float(self.shell.thickness))

    @property
    def exciton_diameter(self) -> float:
        """Of the part that the first exciton fills, m: core and shell, or the core alone in a shell that confines."""
        confined = self.shell is not None and self.shell.confines(self.core)
        return self.size if confined else self.outer_diameter

    @property
    def volume(self) -> float:
        """Of the core, m^3."""
        return math.pi / 6 * self.size**3

    @property
    def outer_volume(self) -> float:
        """Of core and shell, m^3."""
        return math.pi / 6 * self.outer_diameter**3

    @property
    def size_width(self) -> float:
        """Spread of the first exciton from the spread of sizes, |dE0/dd| d dispersity, eV (standard deviation)."""
        return abs(self.curve.slope(self.size)) * self.size * float(self.dispersity)

    def linewidth(self, temperature: float = ROOM) -> float:
        """Standard deviation of the first exciton at a temperature in K, single dots and size spread together, eV.

        Half widths at half maximum are 1.1774 times larger.
        """
        return self._room_width if temperature == ROOM else self._linewidth(temperature)

    @cached_property
    def _room_width(self) -> float:
        return self._linewidth(ROOM)

    def _linewidth(self, temperature: float) -> float:
        return math.hypot(self.core.single_width(temperature), self.size_width)

    @property
    def stokes_shift(self) -> float:
        """How far the emission lies below the first exciton at 300 K, eV: it grows with the width of the ensemble."""
        return float(self.core.stokes_floor) + float(self.core.stokes_ratio) * self.linewidth()

    def at(self, temperature: float) -> float:
        """First exciton in solution at a temperature in K, eV."""
        return float(self.exciton) + self.core.temperature_coefficient(float(self.exciton)) * (temperature - ROOM)

    # --- absorption and emission of single dots ----------------------------------------------------------------------

    @property
    def oscillator_strength(self) -> float:
        """Of the first exciton, all its transitions together; linear in the diameter that it fills."""
        return float(self.core.oscillator_slope) * self.exciton_diameter

    def cross_section(self, wavelength: float | None = None) -> float:
        """Absorption cross-section in solution by a published law of the core, m^2.

        What a shell that confines the exciton absorbs by itself is not in it.

        Parameters
        ----------
        wavelength : float, optional
            m, one that a law is for (400 nm for PbS); None for the peak of the first exciton.

        Raises
        ------
        InputError
            Where no law is known there.
        """
        law = law_at(self.core, wavelength)
        return law.cross_section(self.exciton_diameter, self.linewidth() if wavelength is None else None)

    def extinction(self, wavelength: float | None = None) -> float:
        """Molar extinction coefficient (decadic), M^-1 cm^-1; arguments as in `cross_section`."""
        law = law_at(self.core, wavelength)
        return law.extinction(self.exciton_diameter, self.linewidth() if wavelength is None else None)

    def intrinsic_absorption(self, wavelength: float) -> float:
        """Absorption coefficient of the dots' own volume in dilute solution, m^-1, at a wavelength in m with a law."""
        return law_at(self.core, wavelength).cross_section(self.exciton_diameter) / self.outer_volume

    def exciton_cross_section(self, index: float = SOLVENT) -> float:
        """Peak cross-section of the first exciton by its oscillator strength, m^2, in a medium of an index."""
        return exciton_cross_section(
            self.oscillator_strength, self.linewidth(), index, float(self.core.permittivity_at_gap)
        )

    def local_field(self, index: float = SOLVENT) -> float:
        """Square of the field inside the dot over that outside, in a medium of an index."""
        return local_field(float(self.core.permittivity_at_gap), index)

    def radiative_lifetime(self, index: float = SOLVENT) -> float:
        """Radiative lifetime of one exciton at room temperature in a medium of an index, s.

        All pairs of band-edge states take part alike.
        """
        pairs = float(self.core.states_n) * float(self.core.states_p)
        rate = radiative_rate(
            self.oscillator_strength, float(self.exciton), index, float(self.core.permittivity_at_gap)
        )
        return pairs / rate

    @property
    def auger_lifetime(self) -> float:
        """Of two excitons in one dot, s: proportional to the volume, longer in a shell."""
        bare = float(self.core.auger_lifetime) * self.outer_volume
        return bare if self.shell is None else bare * float(self.shell.auger_factor)

    @property
    def name(self) -> str:
        """For messages and figures."""
        shell = "" if self.shell is None else f" in {self.shell}"
        return f"{self.core.name} {hc_eV / float(self.exciton) * 1e9:.0f} nm{shell}"

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("curve", "_room_width")}
