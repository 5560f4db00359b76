"""Guided modes of a stack at a wavelength, by layer name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from infradot.errors import InputError, nearest
from infradot.experiments.result import Column, Result
from infradot.experiments.waveguide import Guided, Layered, Waveguide, stack_name
from infradot.optics.slab import SlabMode, solve_slab
from infradot.optics.slab_cutoff import cutoff_thickness, guided_count
from infradot.optics.slab_equation import Polarisation
from infradot.units import nm

per_cm = 100.0  # m^-1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SlabModes(Result):
    """The guided modes of a stack.

    Parameters
    ----------
    modes : tuple of SlabMode
        Each polarisation by falling n_eff, TE first; empty below cut-off.
    guide : Waveguide
        The media that light saw, front to back, the two outer ones included.
    wavelength : float
        In vacuum, m.
    name : str
        Title for tables and figures.
    """

    modes: tuple[SlabMode, ...]
    guide: Waveguide
    wavelength: float
    name: str = ""

    def __getitem__(self, name: str) -> SlabMode:
        """One mode by its name, ``modes["TE0"]``."""
        for mode in self.modes:
            if mode.name == name:
                return mode
        known = [mode.name for mode in self.modes]
        said = nearest(name, known) if known else " The stack guides nothing here: it is below cut-off."
        raise InputError(f"No mode {name!r} at {self.wavelength / nm:.5g} nm.{said}")

    def fraction(self, mode: str, layer: str) -> float:
        """Share of |E|^2 of a mode in a layer."""
        return float(self[mode].field_fraction[self.guide.place(layer)])

    def gain_factor(self, mode: str, layer: str) -> float:
        """Gain of a mode for each gain of a layer: the share of the field times n / n_eff (TE)."""
        return float(self[mode].gain_factor[self.guide.place(layer)])

    def _sentences(self) -> list[str]:
        told = f"{self.name or 'The stack'} at {self.wavelength / nm:.5g} nm"
        if not self.modes:
            return [f"{told} guides nothing: it is below cut-off."]
        parts = [
            f"{each.name} with n_eff {each.effective_index.real:.4f} and {each.gain / per_cm:.3g} cm-1 of gain"
            if each.gain > 0
            else f"{each.name} with n_eff {each.effective_index.real:.4f} and {-each.gain / per_cm:.3g} cm-1 of loss"
            for each in self.modes[:4]
        ]
        rest = f", and {len(self.modes) - 4} more" if len(self.modes) > 4 else ""
        return [f"{told} guides {', '.join(parts)}{rest}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "stack": self.name,
            "wavelength_nm": self.wavelength / nm,
            "modes": " ".join(mode.name for mode in self.modes),
        }
        columns: list[Column] = [
            ("order", "", [float(mode.order) for mode in self.modes]),
            ("effective_index", "", [mode.effective_index.real for mode in self.modes]),
            ("gain", "cm-1", [mode.gain / per_cm for mode in self.modes]),
            ("group_index", "", [mode.group_index for mode in self.modes]),
        ]
        for i, medium in enumerate(self.guide.names):
            columns.append((f"field in {medium}", "", [float(mode.field_fraction[i]) for mode in self.modes]))
            columns.append((f"gain factor of {medium}", "", [float(mode.gain_factor[i]) for mode in self.modes]))
        return header, columns


def slab_modes(
    stack: Layered | None = None,
    *,
    wavelength: float,
    polarisation: Polarisation | None = None,
    gain: Mapping[str, float] | None = None,
    temperature: float | None = None,
    index: ArrayLike | None = None,
    thickness: ArrayLike | None = None,
) -> SlabModes:
    """Guided modes of a stack at a wavelength.

    Parameters
    ----------
    stack : Device, Stack or Laser
        Its layers with their optical constants and their dispersion. A thick layer in which light loses its phase
        (glass) is the outer medium; what lies beyond it is not seen.
    wavelength : float
        In vacuum, m.
    polarisation : {"TE", "TM"}, optional
        Both if left out.
    gain : mapping of str to float, optional
        Gain of layers by name, m^-1, in place of their absorption; 0 for a transparent one.
    temperature : float, optional
        K, of the films of a `Stack`; 300 if left out. A `Device` or a `Laser` has its own.
    index : array_like (n_layers + 2,), complex
        Instead of a stack: n + ik of the front medium, each layer, and the back medium; without dispersion.
    thickness : array_like (n_layers,)
        With `index`: m.

    Returns
    -------
    SlabModes
        Every mode with Re n_eff above both outer indices; none below cut-off.

    Raises
    ------
    InputError
        Where the stack cannot guide because an outer medium has the largest index (light leaks into it), for a layer
        that has no optical constants, or a name that the stack lacks.
    OutOfRange
        Where the constants of a layer end before the wavelength.

    Examples
    --------
    >>> import infradot as idt
    >>> modes = idt.slab_modes(index=[1.5, 2.6, 1.0], thickness=[300e-9], wavelength=1.65e-6)
    >>> [(mode.name, round(mode.effective_index.real, 4)) for mode in modes.modes]
    [('TE0', 2.1331), ('TM0', 1.7001)]
    >>> round(modes.gain_factor("TE0", "layer 1"), 4)
    0.9436
    """
    guide = Guided(stack=stack, temperature=temperature, index=index, thickness=thickness).at(wavelength)
    guide = guide.with_gain(gain or {}, wavelength)
    modes = solve_slab(
        index=guide.index, thickness=guide.thickness, wavelength=wavelength, polarisation=polarisation,
        media_group_index=guide.group_index,
    )  # fmt: skip
    return SlabModes(modes=modes, guide=guide, wavelength=float(wavelength), name=stack_name(stack))


def slab_cutoff(
    stack: Layered | None = None,
    *,
    layer: str,
    wavelength: float,
    polarisation: Polarisation = "TE",
    order: int = 0,
    temperature: float | None = None,
    index: ArrayLike | None = None,
    thickness: ArrayLike | None = None,
) -> float:
    """Thickness of a layer at which a mode appears, all others kept.

    Parameters
    ----------
    stack, wavelength, temperature, index, thickness
        As in `slab_modes`.
    layer : str
        Its name; of arrays ``"layer 1"``, ``"layer 2"``, ...
    polarisation : {"TE", "TM"}
    order : int

    Returns
    -------
    float
        m; 0 for a mode that the other layers guide by themselves.

    Raises
    ------
    InputError

    Examples
    --------
    >>> import infradot as idt
    >>> given = {"index": [1.5, 2.6, 1.0], "thickness": [300e-9], "wavelength": 1.65e-6}
    >>> round(idt.slab_cutoff(layer="layer 1", **given) * 1e9, 2)
    59.92
    """
    guide = Guided(stack=stack, temperature=temperature, index=index, thickness=thickness).at(wavelength)
    return cutoff_thickness(
        index=guide.index, thickness=guide.thickness, wavelength=wavelength, layer=guide.place(layer) - 1,
        polarisation=polarisation, order=order,
    )  # fmt: skip


def slab_cutoff_wavelength(
    stack: Layered | None = None,
    *,
    within: tuple[float, float],
    polarisation: Polarisation = "TE",
    order: int = 0,
    temperature: float | None = None,
    index: ArrayLike | None = None,
    thickness: ArrayLike | None = None,
) -> float:
    """Longest wavelength at which a stack guides a mode.

    Parameters
    ----------
    stack, temperature, index, thickness
        As in `slab_modes`.
    within : tuple of float
        A wavelength at which the mode is guided and one at which it is not, m.
    polarisation : {"TE", "TM"}
    order : int

    Returns
    -------
    float
        m, with the dispersion of the layers and without their losses.

    Raises
    ------
    InputError
        Where the mode is guided at both ends of the window or at none.

    Examples
    --------
    >>> import infradot as idt
    >>> given = {"index": [1.5, 2.6, 1.0], "thickness": [100e-9]}
    >>> round(idt.slab_cutoff_wavelength(within=(1e-6, 4e-6), **given) * 1e9)
    2754
    """
    guided = Guided(stack=stack, temperature=temperature, index=index, thickness=thickness)

    def has_it(wavelength: float) -> bool:
        guide = guided.at(wavelength)
        found = guided_count(
            index=guide.index, thickness=guide.thickness, wavelength=wavelength, polarisation=polarisation
        )  # fmt: skip
        return found > order

    low, high = float(within[0]), float(within[1])
    ends = has_it(low), has_it(high)
    if ends != (True, False):
        told = "at both" if all(ends) else "at none" if not any(ends) else "at the second alone"
        raise InputError(
            f"{polarisation}{order} is guided {told} of {low / nm:.5g} and {high / nm:.5g} nm, expected at the first "
            "alone."
        )
    while high - low > 1e-9 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if has_it(middle) else (low, middle)
    return 0.5 * (low + high)
