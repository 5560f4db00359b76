"""What the parts of lint share: a doubt, a path, the band edges."""

from __future__ import annotations

from infradot.materials.material import Material
from infradot.stack.layers import Layer

Doubt = tuple[str, str, str]  # severity, parameter path, sentence


def quoted(name: str) -> str:
    """A name as a parameter path writes it."""
    return name if name.replace("-", "").replace("_", "").isalnum() else f'"{name}"'


def layer_path(layer: Layer, field: str) -> str:
    """Parameter path of a number of a layer."""
    return f"layer.{quoted(layer.name)}.{field}"


def edges(material: Material) -> tuple[float, float]:
    """Conduction and valence band edge below the vacuum level, eV."""
    assert material.electron_affinity is not None and material.band_gap is not None
    return float(material.electron_affinity), float(material.electron_affinity + material.band_gap)


def face(layer: Layer, material: Material, depth: float) -> Material:
    """The material at the front (0) or the back (1) of its layer."""
    return material if layer.profile is None else layer.profile.applied(material, depth)
