"""Doping against depth, by the size of the swing and by the voltage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.experiments.response_speed import hertz
from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.drive_level import DriveLevel

CM3, NM = 1e-6, 1e9  # m^-3 to cm^-3, m to nm
WIDE = 8.0  # ratio of the densities from which on their axis is logarithmic


def drive_level(result: DriveLevel, layer: str | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw the drive-level density against depth, and the profile of the C-V curve with it.

    Where the C-V profile lies higher, slow levels or charge at a boundary move with the steady voltage.

    Parameters
    ----------
    result : DriveLevel
    layer : str, optional
        Whose permittivity counts; by default the thickest layer that conducts.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    read = result.profile(layer)
    drawn = [(read.depth, read.density, f"drive level, {hertz(result.frequency)}", "o-")]
    curve = result.capacitance_voltage()
    if len(set(curve.voltage.tolist())) == len(curve.voltage) >= 3 and (curve.capacitance > 0).all():
        other = curve.mott_schottky(layer)
        drawn.append((other.depth, other.profile, "C-V", "s--"))
    told = np.concatenate([density for _, density, _, _ in drawn])
    told = told[np.isfinite(told) & (told > 0)] * CM3
    for i, (depth, density, name, look) in enumerate(drawn):
        ax.plot(depth * NM, density * CM3, look, color=style.line_colour(i), markersize=4, label=name)
    if len(told) and told.max() > WIDE * told.min():
        ax.set_yscale("log")
    elif len(told):
        ax.set_ylim(0, 1.25 * told.max())
    style.label(ax, "Depth ε/C (nm)", "Density (cm⁻³)")
    style.legend(ax)
    return ax
