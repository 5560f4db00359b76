"""Draw the figures of photodiodes: thickness, voltage and area; gain; dots on silicon. `make figures` calls this."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infradot import plot
from infradot.devices.own_detectivity import detectivity
from infradot.devices.own_linearity import linearity
from infradot.devices.own_speed import response_speed
from infradot.experiments.eqe import eqe
from infradot.experiments.modulated import modulated_response
from infradot.experiments.noise import noise
from infradot.files import change, load
from infradot.plot import style
from infradot.stack.device import Device

HERE = Path(__file__).parent
EXAMPLES, FIGURES = HERE.parent / "examples", HERE / "figures"
JONES = 1e-2


def main() -> None:
    """Three figures."""
    plot.save(trades(), FIGURES / "photodiodes")
    plot.save(gain(), FIGURES / "gain_photodiode")
    plot.save(silicon(), FIGURES / "silicon_dots")


def trades() -> Axes:
    """EQE, detectivity and bandwidth of the p-i-n example against thickness, voltage and area."""
    figure = Figure(figsize=(9.6, 8.4), layout="constrained")
    axes = figure.subplots(3, 3, sharey="row", sharex="col")
    base = load(EXAMPLES / "pin_photodiode.toml")
    thickness = np.linspace(100e-9, 1e-6, 46)
    voltage = -np.append(0.0, np.geomspace(0.02, 5.0, 20))
    area = np.logspace(-10, -5, 16)
    for number, at in enumerate((-0.5, -3.0)):
        found = [told(change(base, {"layer.i.thickness": size}), at) for size in thickness]
        draw(axes[:, 0], thickness * 1e9, found, number, f"{at:g} V")
        found = [told(change(base, {"area": size}), at) for size in area]
        draw(axes[:, 2], area * 1e6, found, number, f"{at:g} V")
    for number, size in enumerate((200e-9, 400e-9)):
        found = [told(change(base, {"layer.i.thickness": size}), at) for at in voltage]
        draw(axes[:, 1], voltage, found, number, f"{size * 1e9:.0f} nm")
    for row, name in zip(axes, ("EQE at 1300 nm (%)", "D* at 1 kHz (Jones)", "Bandwidth (Hz)"), strict=True):
        row[0].set_ylabel(name)
    for ax, name in zip(axes[2], ("Thickness of the middle (nm)", "Voltage (V)", "Area (mm²)"), strict=True):
        ax.set_xlabel(name)
    for ax in axes[1:].flat:
        ax.set_yscale("log")
    for ax in axes[0]:
        ax.set_ylim(0, 100)
        style.legend(ax)
    for ax in axes[:, 2]:
        ax.set_xscale("log")
    first: Axes = axes[0, 0]
    return first


def told(device: Device, voltage: float) -> tuple[float, float, float]:
    """EQE and detectivity at 1300 nm, and bandwidth behind 50 ohm."""
    seen = detectivity(device, wavelength=[1300e-9], frequency=[1e3], voltage=voltage)
    load = 50.0 * float(device.area or 0.0)
    speed = response_speed(device, wavelength=[1300e-9], voltage=voltage, load=load)
    return 100 * float(seen.eqe[0]), float(seen.detectivity[0, 0]) / JONES, float(speed.bandwidth[0])


def draw(axes: np.ndarray, x: np.ndarray, found: list[tuple[float, float, float]], number: int, name: str) -> None:
    """One line in each panel of a column."""
    for ax, y in zip(axes, np.array(found).T, strict=True):
        style.axes(ax)
        ax.plot(x, y, color=style.line_colour(number), linewidth=1.8, label=name)


def gain() -> Axes:
    """Electrons per photon against light and against frequency, and the noise."""
    figure = Figure(figsize=(11.4, 3.7), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    device = load(EXAMPLES / "gain_photodiode.toml")
    frequency = np.logspace(-3, 5, 81)
    for number, voltage in enumerate((-1.0, -4.0)):
        colour, name = style.line_colour(number), f"{voltage:g} V"
        light = linearity(
            device, wavelength=940e-9, voltage=voltage, irradiance=np.logspace(-7, 2, 37), frequency=1e-3
        )  # fmt: skip
        left.loglog(light.irradiance / 10, light.eqe, color=colour, linewidth=1.8, label=name)
        swing = modulated_response(device, wavelength=940e-9, frequency=frequency, voltage=voltage)
        middle.loglog(frequency, np.abs(swing.eqe), color=colour, linewidth=1.8, label=name)
        heard = noise(device, frequency=frequency, voltage=voltage)
        right.loglog(frequency, heard.density / heard.shot, color=colour, linewidth=1.8, label=name)
    for ax in (left, middle):
        ax.axhline(1.0, color=style.FADED, linestyle=":", linewidth=1.2)
        ax.set_ylim(0.1, 2e3)
    style.label(style.axes(left), "Irradiance at 940 nm (mW cm⁻²)", "Electrons per photon", "")
    style.label(style.axes(middle), "Frequency of faint light (Hz)", "Electrons per photon", "")
    style.label(style.axes(right), "Frequency (Hz)", "Noise in the dark over 2 q J", "")
    for ax in (left, middle, right):
        style.legend(ax)
    first: Axes = left
    return first


def silicon() -> Axes:
    """EQE of dots on silicon at two voltages, and with a poor boundary."""
    ax = style.axes(None, width=6.4)
    device = load(EXAMPLES / "silicon_dots.toml")
    poor = change(device, {f'interface."buffer/silicon".velocity_{carrier}': 100.0 for carrier in "np"})
    wavelength = np.linspace(400e-9, 1500e-9, 221)
    cases = (
        ("0 V", device, 0.0, "-"),
        ("-1 V", device, -1.0, "-"),
        ("-1 V, a hundred times the states", poor, -1.0, "--"),
    )
    for number, (name, each, voltage, dash) in enumerate(cases):
        found = eqe(each, wavelength=wavelength, voltage=voltage)
        ax.plot(wavelength * 1e9, 100 * found.eqe, dash, color=style.line_colour(number), linewidth=1.8, label=name)
    share = dict(zip(found.layers, found.absorptance, strict=True))
    ax.fill_between(
        wavelength * 1e9, 100 * share["silicon"], color=style.FADED, alpha=0.25, label="absorbed in silicon"
    )
    ax.set_ylim(0, 100)
    style.label(ax, "Wavelength (nm)", "External quantum efficiency (%)", "")
    style.legend(ax)
    return ax


if __name__ == "__main__":
    main()
