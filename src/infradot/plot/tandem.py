"""Several cells: their J-V beside the curve in series, and their spectra in one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import mA_cm2, nm

if TYPE_CHECKING:
    from infradot.experiments.eqe import EQESpectrum


def tandem_jv(subcells: Sequence[Any], series: Any = None, *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw the J-V of each subcell by itself, and of all in series, with open-circuit and maximum-power points.

    Parameters
    ----------
    subcells : sequence of JVCurve or TandemCurve
        Named by their devices.
    series : TandemCurve or SplitSeries, optional
        Drawn thicker.
    title : str
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Where a cell gives power, that quadrant; in the dark the size of the current on a logarithmic axis.
    """
    ax = style.axes(ax, width=6.0)
    curves = [(_name(curve), curve, style.line_colour(i), 1.6) for i, curve in enumerate(subcells)]
    if series is not None:
        curves.append(("in series", series, style.INK, 2.2))
    if all(curve.metrics.jsc is None for _, curve, _, _ in curves):
        return _dark(curves, title, ax)
    ax.axhline(0, color=style.FADED, linewidth=0.6, zorder=0)
    ax.axvline(0, color=style.FADED, linewidth=0.6, zorder=0)
    for name, curve, colour, width in curves:
        ax.plot(curve.voltage, curve.current_density / mA_cm2, color=colour, linewidth=width, label=name)
        _mark(ax, curve, colour)
    largest = max(curve.metrics.jsc or 0.0 for _, curve, _, _ in curves) / mA_cm2
    highest = max(curve.metrics.voc or 0.0 for _, curve, _, _ in curves)
    ax.set_xlim(-0.15, highest + 0.1)
    ax.set_ylim(-1.15 * largest, 0.35 * largest)
    style.label(ax, "Voltage (V)", "Current density (mA cm⁻²)", title)
    style.legend(ax, outside=True)
    return ax


def _name(curve: Any) -> str:
    """A subcell's name, or that of a whole tandem."""
    return str((curve.device if hasattr(curve, "device") else curve.tandem).name)


def _dark(curves: list[tuple[str, Any, str, float]], title: str, ax: Axes) -> Axes:
    for name, curve, colour, width in curves:
        size = style.size(curve.voltage, curve.current_density / mA_cm2)
        ax.semilogy(curve.voltage, size, color=colour, linewidth=width, label=name)
    style.label(ax, "Voltage (V)", "Current density, without sign (mA cm⁻²)", title)
    style.legend(ax, outside=True)
    return ax


def _mark(ax: Axes, curve: Any, colour: str) -> None:
    m = curve.metrics
    if m.voc is not None:
        ax.plot([m.voc], [0], "o", color=colour, markersize=4)
    if m.voltage_mpp is not None and m.current_density_mpp is not None:
        ax.plot([m.voltage_mpp], [m.current_density_mpp / mA_cm2], "s", color=colour, markersize=4)


def tandem_eqe(
    spectra: Mapping[str, EQESpectrum], *, shares: Mapping[str, Any] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the EQE of each subcell as a filled line, and what is reflected from the top down.

    Parameters
    ----------
    spectra : mapping of str to EQESpectrum
        By the names of the subcells.
    shares : mapping of str to ndarray, optional
        What a mirror sends to each cell, on its wavelengths; spectra are drawn times it, without the reflection.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    for i, (name, spectrum) in enumerate(spectra.items()):
        share = np.ones(len(spectrum.eqe)) if shares is None else shares[name]
        x, y = spectrum.wavelength / nm, 100 * spectrum.eqe * share
        ax.fill_between(x, 0, y, color=style.line_colour(i), alpha=0.18, linewidth=0)
        ax.plot(x, y, color=style.line_colour(i), linewidth=1.8, label=name)
    first = next(iter(spectra.values()))
    if shares is None:
        x, top = first.wavelength / nm, 100 * (1 - first.reflectance)
        ax.fill_between(x, top, 100, color=style.FADED, alpha=0.25, linewidth=0, label="reflected")
    ends = [(s.wavelength[0] / nm, s.wavelength[-1] / nm) for s in spectra.values()]
    ax.set_xlim(min(a for a, _ in ends), max(b for _, b in ends))
    ax.set_ylim(0, 100)
    style.label(ax, "Wavelength (nm)", "Share of the incident photons (%)", _conditions(first))
    style.legend(ax, outside=True)
    return ax


def _conditions(spectrum: EQESpectrum) -> str:
    voltage = f"{spectrum.voltage:.3g} V" if spectrum.voltage else ""
    light = f"under {spectrum.light.name or 'bias light'}" if spectrum.light is not None else ""
    return ", ".join(part for part in (voltage, light) if part)
