"""Materials by name."""

from __future__ import annotations

from infradot.errors import InputError, nearest
from infradot.materials.material import Material
from infradot.materials.refraction import ConstantIndex

_ELECTRODES = {
    "ITO": (1.6 + 0.05j, 4.7), "AZO": (1.7 + 0.04j, 4.4), "MoO3": (2.0 + 0j, 5.7), "Au": (0.2 + 8j, 5.0),
    "Ag": (0.2 + 8j, 4.3), "Al": (1.4 + 11j, 4.2), "soda-lime glass": (1.51 + 0j, None), "MgF2": (1.38 + 0j, None),
    "air": (1.0 + 0j, None),
}  # fmt: skip
_OXIDES = {"ZnO": (4.4, 3.4, 1.6 + 0j), "TiO2": (4.2, 3.2, 2.3 + 0j), "SnO2": (4.5, 3.6, 1.9 + 0j)}


def material_names() -> tuple[str, ...]:
    """Names that `named_material` knows."""
    return (*_OXIDES, *_ELECTRODES)


def named_material(name: str) -> Material:
    """The material of a name, whatever its case."""
    known = {key.casefold(): key for key in material_names()}
    key = known.get(name.casefold())
    if key is None:
        raise InputError(f"Unknown material {name!r}.{nearest(name, material_names())}")
    if key in _OXIDES:
        affinity, gap, index = _OXIDES[key]
        return Material(
            name=key, band_gap=gap, electron_affinity=affinity, relative_permittivity=8.5, effective_dos_n=2.9e24,
            effective_dos_p=1e25, mobility_n=1e-5, mobility_p=1e-6, donors=1e23,
            refractive_index=ConstantIndex(value=index),
        )  # fmt: skip
    value, work = _ELECTRODES[key]
    return Material(name=key, work_function=work, refractive_index=ConstantIndex(value=value))
