"""Results with the fields of the real ones, for tests of plots and tables that need no solve."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

LAYERS = ("glass", "front electrode", "electron transport", "absorber", "hole transport", "back electrode")


def device():
    layers = tuple(SimpleNamespace(name=name) for name in LAYERS)
    return SimpleNamespace(
        stack=SimpleNamespace(layers=layers),
        optical_stack=SimpleNamespace(layers=layers),
        conducting=lambda: tuple((layer, None) for layer in layers[2:5]),
        name="fake",
    )


def jv_curve(jsc=300.0, voc=0.45):
    voltage = np.linspace(-0.2, voc + 0.2, 81)
    current = jsc * (np.expm1(voltage / 0.05) / np.expm1(voc / 0.05) - 1)
    metrics = SimpleNamespace(
        voc=voc,
        jsc=jsc,
        fill_factor=0.6,
        efficiency=0.08,
        maximum_power=80.0,
        voltage_mpp=0.33,
        current_density_mpp=float(np.interp(0.33, voltage, current)),
        reasons={},
    )
    return SimpleNamespace(voltage=voltage, current_density=current, metrics=metrics, device=device(), light=None)


def eqe_spectrum():
    wavelength = np.linspace(300e-9, 1700e-9, 281)
    x = wavelength * 1e9
    absorber = 0.75 / (1 + np.exp((x - 1250) / 40)) * (0.85 + 0.1 * np.cos(x / 60)) + 0.12 * np.exp(
        -(((x - 1230) / 50) ** 2)
    )
    shares = [
        0.02 + 0 * x,
        0.05 + 0.1 * np.exp(-(x - 300) / 80),
        0.15 * np.exp(-(x - 300) / 30),
        absorber,
        0.05 / (1 + np.exp((x - 850) / 20)),
        0.05 * x / 1700,
    ]
    absorptance = np.array(shares) * 0.8
    return SimpleNamespace(
        wavelength=wavelength,
        eqe=0.9 * absorptance[3] + 0.3 * absorptance[4],
        absorptance=absorptance,
        reflectance=1 - absorptance.sum(axis=0),
        layers=LAYERS,
        voltage=0.0,
        light=None,
        device=device(),
    )


def _points(spans):
    return tuple((name, 60 * i, 60 * i + 60) for i, (name, _, _) in enumerate(spans))


def band_diagram():
    spans = (("electron transport", 0.0, 60e-9), ("absorber", 60e-9, 560e-9), ("hole transport", 560e-9, 600e-9))
    x = np.concatenate([np.linspace(a, b, 60) for _, a, b in spans])
    affinity = np.repeat([4.1, 4.2, 3.9], 60)
    gap = np.repeat([3.4, 1.0, 1.4], 60)
    bend = 0.5 * (x / 600e-9) ** 0.5
    return SimpleNamespace(
        position=x,
        conduction_band=-affinity + bend,
        valence_band=-affinity - gap + bend,
        fermi_n=-4.35 + 0 * x,
        fermi_p=-4.6 + 0 * x,
        vacuum=bend,
        layers=_points(spans),
        device=device(),
        voltage=0.0,
        light=None,
    )


def generation_profile():
    diagram = band_diagram()
    x = diagram.position
    rate = 6e27 * np.exp(-x / 250e-9) * (1 + 0.2 * np.cos(x / 30e-9))
    rate[:60] *= 0.1
    return SimpleNamespace(
        position=x, rate=rate, layers=diagram.layers, device=device(), light=SimpleNamespace(name="AM1.5G")
    )
