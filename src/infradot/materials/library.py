"""Materials by name, from the text files in ``data/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from infradot.errors import InputError, nearest
from infradot.laws.recombination import ShockleyReadHall
from infradot.materials.dielectric import DielectricFunction
from infradot.materials.joined import JoinedIndex
from infradot.materials.material import Material
from infradot.materials.oscillators import Drude, Gaussian, Lorentz, TaucLorentz, Term
from infradot.materials.refraction import ConstantIndex, Refraction, RefractiveIndex
from infradot.materials.sourced import read_data

SUBJECTS = ("semiconductors", "electrodes", "dielectrics")
_TERMS: dict[str, Callable[..., Term]] = {
    "drude": Drude,
    "gaussian": Gaussian,
    "lorentz": Lorentz,
    "tauc-lorentz": TaucLorentz,
}


def material_names() -> tuple[str, ...]:
    """Names of the materials of the library, as a device file writes them.

    Examples
    --------
    >>> "ZnO" in material_names(), "ITO" in material_names()
    (True, True)
    """
    return tuple(name for subject in SUBJECTS for name in read_data(subject))


@lru_cache(maxsize=256)
def named_material(name: str) -> Material:
    """A material of the library, or one that is only a page of refractiveindex.info.

    Parameters
    ----------
    name : str
        A name or alias whatever its case, or ``"shelf/book/page"``.

    Returns
    -------
    Material

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> affinity = named_material("zno").electron_affinity
    >>> float(affinity), affinity.std
    (4.4, 0.15)
    >>> named_material("main/SiO2/Malitson").refractive_index.index([550e-9]).round(2)
    array([1.46+0.j])
    """
    if name.count("/") == 2:
        return Material(name=name, refractive_index=RefractiveIndex(page=name))
    known = _known()
    if name.casefold() not in known:
        raise InputError(
            f"Unknown material {name!r}.{nearest(name, material_names())} "
            "A page of refractiveindex.info is written 'shelf/book/page'."
        )
    subject, key = known[name.casefold()]
    return _material(key, read_data(subject)[key])


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, str]]:
    """{name or alias without case: (file, name)}."""
    return {
        alias.casefold(): (subject, key)
        for subject in SUBJECTS
        for key, table in read_data(subject).items()
        for alias in (key, *table["aliases"])
    }


def _material(name: str, table: dict[str, Any]) -> Material:
    numbers = {key: value for key, value in table.items() if key not in ("aliases", "optics", "lifetime")}
    if "lifetime" in table:
        numbers["recombination"] = (ShockleyReadHall(lifetime_n=table["lifetime"], lifetime_p=table["lifetime"]),)
    return Material(name=name, refractive_index=_optics(name, table["optics"]), **numbers)


def _optics(name: str, table: dict[str, Any]) -> Refraction:
    if "page" in table:
        return RefractiveIndex(page=table["page"])
    if "pages" in table:
        parts: list[Refraction] = [RefractiveIndex(page=page) for page in table["pages"]]
        if "beyond" in table:
            parts.append(ConstantIndex(value=complex(table["beyond"])))
        return JoinedIndex(parts=tuple(parts), joints=table["joints"], name=name)
    if "index" in table:
        return ConstantIndex(value=complex(table["index"]))
    return DielectricFunction(
        constant=table["constant"], terms=tuple(map(_term, table["terms"])), span=table["reach"], name=name
    )


def _term(table: dict[str, Any]) -> Term:
    numbers = {key: value for key, value in table.items() if key != "kind"}
    return _TERMS[table["kind"]](**numbers)
