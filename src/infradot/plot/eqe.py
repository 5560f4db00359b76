"""External quantum efficiency over where the photons were absorbed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import nm

if TYPE_CHECKING:
    from infradot.experiments.eqe import EQESpectrum

GAIN = 3.0  # electrons for each photon, above which the shares of the photons cannot be seen


def eqe(
    spectrum: EQESpectrum, *, range_: tuple[Any, Any] | None = None, internal: bool = False, ax: Axes | None = None
) -> Axes:
    """Draw EQE as a line over the absorptance of each layer as stacked areas; reflection closes the sum at 100 %.

    The layers that conduct lie at the bottom, so the gap between the line and their top is what recombines. Where there
    is gain, more than three electrons for a photon, the scale is logarithmic and a line tells what these layers absorb.

    Parameters
    ----------
    spectrum : EQESpectrum
    range_ : pair of arrays, optional
        Lower and upper end of the EQE at each wavelength; drawn as thin lines.
    internal : bool
        Whether to draw the internal quantum efficiency as well, dashed.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    if float(np.max(spectrum.eqe)) > GAIN:
        return _with_gain(spectrum, range_ or (), ax)
    wavelength = spectrum.wavelength / nm
    colours = style.layer_colours(spectrum.layers)
    order = [i for i in _stacking(spectrum) if np.max(spectrum.absorptance[i]) > 1e-3]
    bands = [100 * spectrum.absorptance[i] for i in order]
    names = [spectrum.layers[i] for i in order]
    areas = ax.stackplot(
        wavelength,
        *bands,
        100 * spectrum.reflectance,
        colors=[*(colours[name] for name in names), style.REFLECTED],
        labels=[*names, "reflected"],
        edgecolor="white",
        linewidth=0.6,
    )
    (line,) = ax.plot(wavelength, 100 * spectrum.eqe, color=style.INK, linewidth=1.8, label="EQE")
    for end in range_ or ():
        ax.plot(wavelength, 100 * end, color=style.INK, linewidth=0.9, linestyle=":")
    lines, highest = [line], float(np.max(spectrum.eqe))
    if internal:
        lines += ax.plot(wavelength, 100 * spectrum.iqe, color=style.INK, linewidth=1.4, linestyle="--", label="IQE")
        highest = max(highest, float(np.max(spectrum.iqe)))
    ax.set_xlim(wavelength[0], wavelength[-1])
    ax.set_ylim(0, max(100.0, 105 * highest))
    style.label(ax, "Wavelength (nm)", "Share of the incident photons (%)", _conditions(spectrum))
    style.legend(ax, outside=True, handles=[*lines, *reversed(areas)])
    return ax


def _with_gain(spectrum: EQESpectrum, range_: tuple[Any, ...], ax: Axes) -> Axes:
    """Electrons for each photon on a logarithmic scale, over what the layers that conduct absorb."""
    wavelength = spectrum.wavelength / nm
    conducting = {layer.name for layer, _ in spectrum.device.conducting()}
    index = [i for i, name in enumerate(spectrum.layers) if name in conducting]
    ax.semilogy(wavelength, 100 * spectrum.eqe, color=style.INK, linewidth=1.8, label="EQE")
    for end in range_:
        ax.semilogy(wavelength, 100 * end, color=style.INK, linewidth=0.9, linestyle=":")
    ax.semilogy(wavelength, 100 * spectrum.absorptance[index].sum(axis=0), color=style.FADED, linewidth=1.4,
                linestyle="--", label="absorbed in layers that conduct")  # fmt: skip
    ax.set_xlim(wavelength[0], wavelength[-1])
    ax.set_ylim(1.0, 300 * float(np.max(spectrum.eqe)))
    style.label(ax, "Wavelength (nm)", "Electrons for each photon (%)", _conditions(spectrum))
    style.legend(ax, outside=True)
    return ax


def _conditions(spectrum: EQESpectrum) -> str:
    """What is not usual: a voltage, a bias light."""
    voltage = f"{spectrum.voltage:.3g} V" if spectrum.voltage else ""
    light = f"under {spectrum.light.name or 'bias light'}" if spectrum.light is not None else ""
    return ", ".join(part for part in (voltage, light) if part)


def _stacking(spectrum: EQESpectrum) -> list[int]:
    """Layers from the bottom: those that conduct, most absorbing first, then the others in stack order."""
    conducting = {layer.name for layer, _ in spectrum.device.conducting()}
    index = {name: i for i, name in enumerate(spectrum.layers)}
    active = sorted(
        (i for name, i in index.items() if name in conducting), key=lambda i: -spectrum.absorptance[i].sum()
    )
    return active + [i for name, i in index.items() if name not in conducting]
