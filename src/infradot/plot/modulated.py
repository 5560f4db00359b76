"""Answers to light or voltage that swings: amplitude and phase, the complex plane, bandwidth against wavelength."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.impedance import Impedance
    from infradot.experiments.modulated import ModulatedResponse
    from infradot.experiments.modulated_spectrum import ModulatedSpectrum
    from infradot.experiments.noise_curve import NoiseCurve
    from infradot.experiments.photovoltage import ModulatedPhotovoltage

OHM_CM2 = 1e4  # ohm m^2 to ohm cm^2
MILLIVOLT = 1e4  # V/(W m^-2) to mV/(mW cm^-2)
NOISE_CM2 = 1e24 * 1e-4  # A^2 Hz^-1 m^-2 to pA^2 Hz^-1 cm^-2
LEADING = 4  # mechanisms that have a line of their own


def _with_phase(ax: Axes, frequency: NDArray[np.float64], phase: NDArray[np.float64]) -> None:
    """Phase on an axis at the right."""
    right = ax.twinx()
    right.plot(frequency, phase, color=style.line_colour(1), linestyle="--")
    right.set_ylabel("Phase (degrees)", color=style.line_colour(1))
    right.spines["right"].set_visible(True)
    right.spines["top"].set_visible(False)
    low, high = float(np.min(phase)), float(np.max(phase))
    right.set_ylim(min(-90.0, 45.0 * np.floor(low / 45.0)), max(0.0, 45.0 * np.ceil(high / 45.0)) + 5.0)


def bode(result: Impedance, *, ax: Axes | None = None) -> Axes:
    """Draw the size of an impedance and its phase, at the right, against frequency.

    Parameters
    ----------
    result : Impedance
    ax : Axes, optional

    Returns
    -------
    Axes
        That of the size.
    """
    ax = style.axes(ax)
    ax.loglog(result.frequency, np.abs(result.impedance) * OHM_CM2, color=style.line_colour(0))
    style.label(ax, "Frequency (Hz)", "Size of Z (Ω cm²)", f"{result.voltage:.3g} V")
    _with_phase(ax, result.frequency, np.degrees(np.unwrap(np.angle(result.impedance))))
    return ax


def modulated_response(result: ModulatedResponse | ModulatedPhotovoltage, *, ax: Axes | None = None) -> Axes:
    """Draw the amplitude over the steady one in decibels and the phase, at the right, against frequency.

    A mark stands at the bandwidth, where the amplitude is down by 3 dB.

    Parameters
    ----------
    result : ModulatedResponse or ModulatedPhotovoltage
    ax : Axes, optional

    Returns
    -------
    Axes
        That of the amplitude.
    """
    ax = style.axes(ax)
    level = 20 * np.log10(np.abs(_complex(result)) / abs(result.steady))
    ax.plot(result.frequency, level, color=style.line_colour(0))
    if result.bandwidth is not None:
        ax.plot([result.bandwidth], [-20 * np.log10(np.sqrt(2.0))], "o", color=style.line_colour(0), markersize=5)
    ax.set_xscale("log")
    ax.set_ylim(max(-60.0, float(level.min()) - 3), float(level.max()) + 3)
    style.label(ax, "Frequency (Hz)", "Amplitude (dB)", f"{result.wavelength * 1e9:.4g} nm, {result.voltage:.3g} V")
    _with_phase(ax, result.frequency, result.phase)
    return ax


def modulated_plane(result: ModulatedResponse | ModulatedPhotovoltage, *, ax: Axes | None = None) -> Axes:
    """Draw modulated photocurrent or photovoltage in the complex plane, with a mark where it lags most.

    Parameters
    ----------
    result : ModulatedResponse or ModulatedPhotovoltage
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    current = hasattr(result, "eqe")
    z = _complex(result) * (100.0 if current else MILLIVOLT)
    ax.plot(z.real, -z.imag, color=style.line_colour(0))
    late = result.time_constant
    if late is not None:
        k = int(np.argmax(-z.imag))
        ax.plot([z[k].real], [-z[k].imag], "o", color=style.line_colour(0), markersize=5)
        name, size = _hertz(1 / (2 * np.pi * late))
        ax.annotate(f"{1 / (2 * np.pi * late) / size:.3g} {name}", (z[k].real, -z[k].imag), xytext=(0, 6), ha="center",
                    textcoords="offset points", fontsize=8.5, color=style.INK)  # fmt: skip
    ax.set_aspect("equal", adjustable="datalim")
    unit = "EQE, %" if current else "mV/(mW cm⁻²)"
    style.label(ax, f"In phase ({unit})", f"Lag ({unit})", f"{result.wavelength * 1e9:.4g} nm, {result.voltage:.3g} V")
    return ax


def _hertz(frequency: float) -> tuple[str, float]:
    """A unit that suits a frequency, and its size in Hz."""
    return next(((n, x) for n, x in (("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3)) if frequency >= x), ("Hz", 1.0))


def _complex(result: ModulatedResponse | ModulatedPhotovoltage) -> NDArray[np.complex128]:
    return result.in_phase + 1j * result.quadrature


def bandwidth(result: ModulatedSpectrum, *, ax: Axes | None = None) -> Axes:
    """Draw the bandwidth against the wavelength of the light, where it lies within the frequencies asked.

    Parameters
    ----------
    result : ModulatedSpectrum
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    found = [(w * 1e9, f) for w, f in zip(result.wavelength, result.bandwidth, strict=True) if f is not None]
    name, size = _hertz(max((f for _, f in found), default=1.0))
    ax.plot([w for w, _ in found], [f / size for _, f in found], color=style.line_colour(0))
    ax.set_ylim(bottom=0)
    style.label(ax, "Wavelength (nm)", f"Bandwidth ({name})", f"{result.voltage:.3g} V")
    return ax


def noise_voltage(result: NoiseCurve, *, ax: Axes | None = None) -> Axes:
    """Draw the noise of the current against voltage, its largest mechanisms, and what is often assumed instead.

    Parameters
    ----------
    result : NoiseCurve
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    ax.plot(result.voltage, result.density * NOISE_CM2, color=style.INK, linewidth=2.0, label="noise")
    for i, (name, part) in enumerate(list(result.by_mechanism().items())[:LEADING]):
        ax.plot(result.voltage, part * NOISE_CM2, color=style.line_colour(i), linewidth=1.2,
                label=name.replace("_", " "))  # fmt: skip
    ax.plot(result.voltage, result.shot * NOISE_CM2, ":", color=style.FADED, label="2 q |J|")
    ax.plot(result.voltage, result.thermal * NOISE_CM2, "--", color=style.FADED, linewidth=1.0, label="4 k T Re Y")
    ax.set_yscale("log")
    ax.set_ylim(0.03 * float(result.density.min()) * NOISE_CM2, 3 * float(result.density.max()) * NOISE_CM2)
    style.label(ax, "Voltage (V)", "Current noise (pA² Hz⁻¹ cm⁻²)", f"{result.frequency:.3g} Hz")
    style.legend(ax, outside=True)
    return ax
