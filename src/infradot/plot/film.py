"""A dot film: where it lies on its sizing curve, n and k, levels, and what it takes of the sun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infradot.plot import style
from infradot.units import hc_eV, nm

if TYPE_CHECKING:
    from infradot.experiments.characterise import Characterisation

# nm, along the right side of the sizing curve
_TICKS = (300, 350, 400, 450, 500, 550, 600, 700, 800, 900, 1000, 1200, 1500, 2000, 2500, 3000, 4000, 6000, 10000)
_HALF = 0.32  # of the width of a bar
_LOWEST = 10.0  # cm^-1, of the absorption that is shown


def characterisation(found: Characterisation) -> Figure:
    """Draw sizing curve, n and k, levels and absorption of a film, two by two.

    Parameters
    ----------
    found : Characterisation

    Returns
    -------
    Figure
        Of its own; `save` takes any of its axes.
    """
    figure = Figure(figsize=(10.4, 7.6), layout="constrained")
    (first, second), (third, fourth) = figure.subplots(2, 2)
    sizing_curve(found, ax=first)
    optical_constants(found, ax=second)
    levels(found, ax=third)
    absorption(found, ax=fourth)
    figure.suptitle(f"{found.film.name}, {found.temperature:g} K", fontsize=11, color=style.INK)
    return figure


def sizing_curve(found: Characterisation, *, ax: Axes | None = None) -> Axes:
    """Draw the sizing curve of the core in solution, with this dot on it and its range of diameters.

    Parameters
    ----------
    found : Characterisation
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    dot, core = found.film.dot, found.film.core
    colour = style.line_colour(0)
    style.label(ax, "Diameter of the core (nm)", "First exciton in solution (eV)", "At 300 K")
    number = found["diameter"]
    here = (number.value / nm, float(dot.exciton))
    if len(found.sizing_diameter):
        x, y = found.sizing_diameter / nm, found.sizing_exciton
        ax.plot(x, y, color=colour, linewidth=1.8, label=f"{core.name}, {dot.curve.label}")
        if dot.curve.source.how != "derived":  # a curve made of others was fitted nowhere
            low, high = (end / nm for end in dot.curve.fitted)
            fitted = (x >= low) & (x <= high)
            wide: dict[str, Any] = {"linewidth": 5, "alpha": 0.25, "solid_capstyle": "butt", "label": "fitted there"}
            ax.plot(x[fitted], y[fitted], color=colour, **wide)
        ends = [number.value if end is None else end for end in (number.low, number.high)]
        ax.set_xlim(min(float(x[0]), 0.97 * ends[0] / nm), max(float(x[-1]), 1.03 * ends[1] / nm))
        ax.set_ylim(min(0.9 * float(y.min()), 0.97 * here[1]), 1.03 * max(float(y.max()), here[1]))
    else:
        ax.set_xlim(0.5 * here[0], 1.5 * here[0])
        ax.set_ylim(0.7 * here[1], 1.4 * here[1])
        text = f"{core.name} has no sizing curve: both sizes were given"
        ax.text(0.5, 0.25, text, transform=ax.transAxes, ha="center", fontsize=9, color=style.FADED)
    colour = style.line_colour(1)
    ax.plot(*here, "o", color=colour, markersize=6, label=f"this dot, {here[0]:.2f} nm", zorder=5)
    bar: dict[str, Any] = {"fmt": "none", "color": colour, "capsize": 3, "linewidth": 1.2, "zorder": 5}
    if number.low is not None and number.high is not None:
        middle, half = (number.low + number.high) / 2 / nm, (number.high - number.low) / 2 / nm
        ax.errorbar(middle, here[1], xerr=half, **bar)
    exciton = found["solution_exciton"]
    if exciton.value == here[1] and exciton.low is not None and exciton.high is not None:  # at 300 K, as the curve is
        middle, half = (exciton.low + exciton.high) / 2, (exciton.high - exciton.low) / 2
        ax.errorbar(here[0], middle, yerr=half, **bar)
        bottom, top = ax.get_ylim()
        ax.set_ylim(min(bottom, 0.97 * exciton.low), max(top, 1.03 * exciton.high))
    _wavelengths(ax)
    style.legend(ax, loc="upper right")
    return ax


def _wavelengths(ax: Axes) -> None:
    """The same scale in wavelengths, along the right side."""

    def swap(x: Any) -> Any:
        return hc_eV / nm / np.maximum(x, 1e-9)  # matplotlib asks for 0 as well

    right = ax.secondary_yaxis("right", functions=(swap, swap))
    low, high = ax.get_ylim()
    right.set_yticks([tick for tick in _TICKS if low <= hc_eV / (tick * nm) <= high])
    right.minorticks_off()
    right.tick_params(labelsize=9, colors=style.INK, length=3)
    right.set_ylabel("Wavelength (nm)", fontsize=10, color=style.INK)


def optical_constants(found: Characterisation, *, ax: Axes | None = None) -> Axes:
    """Draw n and k of the film, with its first exciton.

    Parameters
    ----------
    found : Characterisation
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    x = found.wavelength / nm
    ax.plot(x, found.index.real, color=style.line_colour(0), linewidth=1.8, label="n")
    ax.plot(x, found.index.imag, color=style.line_colour(1), linewidth=1.8, label="k")
    _mark_exciton(ax, found)
    ax.set_xlim(float(x[0]), float(x[-1]))
    ax.set_ylim(0, 1.12 * float(found.index.real.max()))
    style.label(ax, "Wavelength (nm)", "Refractive index n + ik")
    style.legend(ax, loc="center right")
    return ax


def levels(found: Characterisation, *, ax: Axes | None = None) -> Axes:
    """Draw the band edges against vacuum, between those of usual neighbours; a metal is a line.

    Parameters
    ----------
    found : Characterisation
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        The error bars of the film's edges are the intervals of `found`.
    """
    ax = style.axes(ax)
    for i, (name, (upper, lower)) in enumerate(found.levels.items()):
        film = name == found.film.name
        colour = style.line_colour(1) if film else style.FADED
        if upper == lower:
            ax.plot([i - _HALF, i + _HALF], [upper, upper], color=style.INK, linewidth=2)
        else:
            ax.bar(i, upper - lower, 2 * _HALF, bottom=lower, color=colour, alpha=0.35, edgecolor=colour, linewidth=1)
        for edge, up in {lower: -1, upper: 1}.items():
            ax.annotate(
                f"{edge:.2f}".replace("-", "−"), (i - (_HALF if film else 0.0), edge), xytext=(0, 4 * up),
                textcoords="offset points", ha="left" if film else "center", va="bottom" if up > 0 else "top",
                fontsize=8.5, color=style.INK,
            )  # fmt: skip
    ends = [edge for pair in found.levels.values() for edge in pair]
    ends += _film_levels(found, ax)
    names = ["the film" if name == found.film.name else _subscript(name) for name in found.levels]
    ax.set_xticks(range(len(names)), names)
    ax.set_ylim(min(ends) - 0.45, max(ends) + 0.45)
    style.label(ax, "", "Energy against vacuum (eV)")
    style.legend(ax, loc="lower right")
    return ax


def _film_levels(found: Characterisation, ax: Axes) -> list[float]:
    """The film's Fermi level and the intervals of its edges, side by side; the ends of all of them."""
    i = list(found.levels).index(found.film.name)
    fermi = found["fermi_level"].value
    ax.plot([i - _HALF, i + _HALF], [fermi, fermi], color=style.INK, linewidth=1.2, linestyle="--", label="Fermi level")
    ends = [fermi]
    for key, place in (("conduction_edge", 0.4), ("valence_edge", 0.8)):
        number = found[key]
        if number.low is not None and number.high is not None:
            x, middle, half = i + place * _HALF, (number.low + number.high) / 2, (number.high - number.low) / 2
            ax.errorbar(x, middle, yerr=half, fmt="none", color=style.line_colour(1), capsize=4, linewidth=1.2)
            ax.plot(x, number.value, "o", color=style.line_colour(1), markersize=3.5)
            ends += [number.low, number.high]
    return ends


def absorption(found: Characterisation, *, ax: Axes | None = None) -> Axes:
    """Draw the absorption coefficient of the film over the photons of the sun.

    Parameters
    ----------
    found : Characterisation
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    x = found.wavelength / nm
    sun = ax.twinx()
    sun.fill_between(x, 0, found.sun * nm / 1e18, color="#E69F00", alpha=0.3, linewidth=0, label="photons of AM1.5G")
    sun.set_ylabel("Photons (10¹⁸ m⁻² s⁻¹ nm⁻¹)", fontsize=10, color=style.INK)
    sun.tick_params(labelsize=9, colors=style.INK, length=3)
    sun.spines["top"].set_visible(False)
    sun.set_ylim(0, 1.15 * float(found.sun.max()) * nm / 1e18)
    ax.set_zorder(sun.get_zorder() + 1)
    ax.patch.set_visible(False)
    absorbed = found.absorption * 1e-2
    ax.semilogy(x, absorbed, color=style.INK, linewidth=1.8, label="absorption of the film")
    _mark_exciton(ax, found)
    ax.set_xlim(float(x[0]), float(x[-1]))
    ax.set_ylim(_LOWEST, 3 * float(absorbed.max()))
    style.label(ax, "Wavelength (nm)", "Absorption coefficient (cm⁻¹)")
    handles = [*ax.get_legend_handles_labels()[0], *sun.get_legend_handles_labels()[0]]
    style.legend(ax, loc="upper right", handles=handles)
    return ax


def _mark_exciton(ax: Axes, found: Characterisation) -> None:
    wavelength = found["wavelength"].value / nm
    ax.axvline(wavelength, color=style.FADED, linewidth=0.8, linestyle=":", zorder=0)
    ax.annotate(
        f"first exciton, {wavelength:.0f} nm", (wavelength, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 3),
        textcoords="offset points", ha="center", va="bottom", fontsize=8.5, color=style.FADED,
    )  # fmt: skip


def _subscript(formula: str) -> str:
    return formula.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
