"""One number that there is to say of a dot film, and the inputs that such numbers rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infradot.materials.core import ROOM
from infradot.materials.film import Film
from infradot.materials.given import given
from infradot.materials.material import Material
from infradot.units import parse_unit

MOLAR = "M-1 cm-1"  # of extinction, which is not an SI unit


@dataclass(frozen=True)
class FilmNumber:
    """One number of a film.

    Parameters
    ----------
    key : str
        For programs.
    words : str
        What it is.
    unit : str
        Unit in which it is written; empty for a pure number.
    of : callable
        (film, material, temperature) to the number in SI (energies in eV).
    rests : tuple of str
        Beginnings of the paths, as `infradot.cite` names them, of what it is worked out from.
    fields : tuple of str
        Fields of `Material` that replace it where they are overridden.
    group : str
        Where it stands in a table.
    """

    key: str
    words: str
    unit: str
    of: Callable[[Film, Material, float], float]
    rests: tuple[str, ...]
    fields: tuple[str, ...] = ()
    group: str = ""

    @property
    def scale(self) -> float:
        """The unit in SI (energies in eV)."""
        return 1.0 if self.unit in ("", MOLAR) else parse_unit(self.unit)[0]


class Rests:
    """Which inputs of a film its numbers rest on, as beginnings of the paths of `infradot.cite`."""

    def __init__(self, film: Film, temperature: float) -> None:
        curve = ("core.sizing", "shell.core.sizing", "shell.thickness")
        shift = ("ligand.shift_large", "ligand.shift_small")
        self.diameter = ("diameter",) if given(film.diameter) is not None else ("exciton", *shift, *curve)
        self.exciton = ("exciton",) if given(film.exciton) is not None else ("diameter", *shift, *curve)
        self.solution = (*self.exciton, *shift)
        self.warming = () if temperature == ROOM else ("core.temperature",)
        self.single = ("core.homogeneous_width", "core.cold_width_share", "core.phonon")
        self.size_width = ("dispersity", *self.diameter, *curve)
        self.width = ("linewidth",) if film.linewidth is not None else (*self.size_width, *self.single)
        self.spacing = ("spacing",) if film.spacing is not None else ("ligand.length",)
        self.pitch = (*self.spacing, "shell.thickness", *self.diameter)
        self.density = ("packing", *self.pitch)
        self.optics = ("ligand.optics", "core.line_scale", "core.continuum_scale", "urbach_energy", *self.width)
        self.oscillator = ("core.oscillator_slope", "core.permittivity_at_gap", "core.states", *self.diameter)
        self.square = ("facets",) if film.facets is not None else ("core.square", *self.diameter)
        bare = ("passivation", *self.square, *self.density)
        self.traps = ("ligand.trap_density",) if film.passivation is None else bare
        hops = ("core.mobility", "core.tunnelling_decay", "core.hopping_crossover")
        self.hopping = (*hops, *self.pitch, *self.width)
