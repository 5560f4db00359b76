"""The posed problems and plain devices that several tests share."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

import infradot as idt

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "transport" / "cases.json").read_text())["cases"]
VOLTAGE = np.arange(56) * 0.02


def case_device(name: str, **changes) -> idt.Device:
    """A device of tests/data/transport/cases.json."""
    layers = []
    for layer in CASES[name]["layers"]:
        material = idt.Material(
            name=layer["name"],
            band_gap=layer["Eg_eV"],
            electron_affinity=layer["chi_eV"],
            relative_permittivity=layer["eps_r"],
            effective_dos_n=layer["Nc_m3"],
            effective_dos_p=layer["Nv_m3"],
            mobility_n=layer["mu_n_m2Vs"],
            mobility_p=layer["mu_p_m2Vs"],
            donors=layer["ND_m3"],
            acceptors=layer["NA_m3"],
            recombination=(
                idt.ShockleyReadHall(
                    lifetime_n=layer["tau_n_s"], lifetime_p=layer["tau_p_s"], level=layer["Et_minus_Ei_eV"]
                ),
            ),
        )
        layers.append(idt.Layer(name=layer["name"], thickness=layer["L_m"], material=material))
    return idt.Device(
        **{"stack": idt.Stack(layers=tuple(layers)), "front": idt.Ohmic(), "back": idt.Ohmic(), **changes}
    )


def case_generation(name: str) -> idt.Generation:
    """Its uniform generation."""
    g = CASES[name]["generation"]
    return idt.Generation(position=np.array([g["x_from_m"], g["x_to_m"]]), rate=np.full(2, g["G_m3s"]))


def ink(**changes) -> idt.Material:
    """A plain semiconductor like a dot film."""
    numbers = {
        "name": "ink",
        "band_gap": 1.3,
        "electron_affinity": 4.0,
        "relative_permittivity": 20.0,
        "effective_dos_n": 1e25,
        "effective_dos_p": 1e25,
        "mobility_n": 1e-6,
        "mobility_p": 1e-6,
    }
    return idt.Material(**{**numbers, **changes})


def stacked(*layers: tuple[str, float, idt.Material], **changes) -> idt.Device:
    """A device of (name, thickness, material) layers between ohmic contacts."""
    stack = idt.Stack(layers=tuple(idt.Layer(name=n, thickness=d, material=m) for n, d, m in layers))
    return idt.Device(**{"stack": stack, "front": idt.Ohmic(), "back": idt.Ohmic(), **changes})


def _reversed(profile: idt.Profile) -> idt.Profile:
    turned = {name: getattr(profile, name)[::-1] for name in profile.names()}
    return idt.Profile(position=tuple(1 - x for x in profile.position[::-1]), **turned)


def mirrored(device: idt.Device) -> idt.Device:
    """The same device seen from behind."""
    layers = [
        layer if layer.profile is None else replace(layer, profile=_reversed(layer.profile))
        for layer in device.stack.layers[::-1]
    ]
    stack = idt.Stack(layers=tuple(layers), interfaces=device.stack.interfaces)
    return idt.Device(stack=stack, front=device.back, back=device.front, temperature=device.temperature)
