"""What a device answers to small alternating voltages, and its noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.capacitance import CapacitanceVoltage, MottSchottky
    from infradot.experiments.impedance import Impedance
    from infradot.experiments.noise import NoiseSpectrum

NANO_CM2, OHM_CM2 = 1e5, 1e4  # F m^-2 to nF cm^-2, ohm m^2 to ohm cm^2
NOISE_CM2 = 1e24 * 1e-4  # A^2 Hz^-1 m^-2 to pA^2 Hz^-1 cm^-2
LEADING = 5  # mechanisms that have a line of their own


def impedance(result: Impedance, *, ax: Axes | None = None) -> Axes:
    """Draw capacitance against frequency, and the conductance over the angular frequency with it.

    A step of the first is a process that stops answering, with a peak of the second where it does.

    Parameters
    ----------
    result : Impedance
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    loss = result.conductance / (2 * np.pi * result.frequency)
    ax.plot(result.frequency, result.capacitance * NANO_CM2, color=style.line_colour(0), label="capacitance")
    ax.plot(result.frequency, loss * NANO_CM2, color=style.line_colour(1), linestyle="--", label="conductance / ω")
    ax.set_xscale("log")
    ax.set_ylim(0, 1.3 * float(np.max(result.capacitance)) * NANO_CM2)
    style.label(ax, "Frequency (Hz)", "Capacitance (nF cm⁻²)", f"{result.voltage:.3g} V")
    style.legend(ax)
    return ax


def nyquist(result: Impedance, *, ax: Axes | None = None) -> Axes:
    """Draw the impedance in the complex plane, with its frequencies in decades.

    Parameters
    ----------
    result : Impedance
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    z = result.impedance * OHM_CM2
    ax.plot(z.real, -z.imag, color=style.line_colour(0))
    decades = np.arange(np.ceil(np.log10(result.frequency.min())), np.floor(np.log10(result.frequency.max())) + 1)
    largest = float(np.abs(z).max())
    for decade in decades:
        k = int(np.argmin(np.abs(np.log10(result.frequency) - decade)))
        if abs(z[k].imag) > 0.02 * largest:
            ax.plot(z[k].real, -z[k].imag, "o", color=style.line_colour(0), markersize=4)
            ax.annotate(f"10$^{{{decade:.0f}}}$ Hz", (z[k].real, -z[k].imag), xytext=(5, 5),
                        textcoords="offset points", fontsize=8.5, color=style.INK)  # fmt: skip
    ax.set_aspect("equal", adjustable="datalim")
    style.label(ax, "Real part of Z (Ω cm²)", "−Imaginary part of Z (Ω cm²)", f"{result.voltage:.3g} V")
    return ax


def mott_schottky(curve: CapacitanceVoltage, read: MottSchottky | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw 1/C² against voltage, and the straight line that was read off it.

    Parameters
    ----------
    curve : CapacitanceVoltage
    read : MottSchottky, optional
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    inverse = (curve.capacitance * NANO_CM2) ** -2.0 * 1e6
    ax.plot(curve.voltage, inverse, "o", color=style.line_colour(0), markersize=4, label=f"{curve.frequency:g} Hz")
    if read is not None:
        slope, start = np.polyfit(curve.voltage, inverse, 1)
        ends = np.array([curve.voltage.min(), -start / slope])
        told = f"{read.doping * 1e-6:.2e} cm⁻³, {read.built_in_voltage:.2f} V"
        ax.plot(ends, start + slope * ends, color=style.FADED, linewidth=1.0, label=told)
    ax.set_ylim(bottom=0)
    style.label(ax, "Voltage (V)", "1/C² (10⁻⁶ nF⁻² cm⁴)")
    style.legend(ax)
    return ax


def noise(result: NoiseSpectrum, *, ax: Axes | None = None) -> Axes:
    """Draw the noise of the current against frequency, its largest mechanisms, and what is often assumed instead.

    Parameters
    ----------
    result : NoiseSpectrum
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    ax.plot(result.frequency, result.density * NOISE_CM2, color=style.INK, linewidth=2.0, label="noise")
    largest = float(result.density.max()) * NOISE_CM2
    for i, (name, part) in enumerate(list(result.by_mechanism().items())[:LEADING]):
        ax.plot(result.frequency, part * NOISE_CM2, color=style.line_colour(i), linewidth=1.2,
                label=name.replace("_", " "))  # fmt: skip
    ends = result.frequency[[0, -1]]
    if result.shot > 0:
        ax.plot(ends, [result.shot * NOISE_CM2] * 2, ":", color=style.FADED, label="2 q |J|")
    ax.plot(result.frequency, result.thermal * NOISE_CM2, "--", color=style.FADED, linewidth=1.0, label="4 k T Re Y")
    ax.set_xscale("log")
    ax.set_yscale("log")
    lowest = min(float(result.density.min()), float(result.thermal.min())) * NOISE_CM2
    ax.set_ylim(1e-2 * lowest, 3 * largest)
    style.label(ax, "Frequency (Hz)", "Current noise (pA² Hz⁻¹ cm⁻²)", f"{result.voltage:.3g} V")
    style.legend(ax, outside=True)
    return ax
