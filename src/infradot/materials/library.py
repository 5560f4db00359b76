"""Materials by name, from the text files in ``data/``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from infradot.errors import InputError, nearest
from infradot.laws.recombination import Auger, Radiative, Recombination, ShockleyReadHall
from infradot.laws.traps import TailTraps, TrapLevel, Traps
from infradot.materials.dielectric import DielectricFunction, UrbachTail
from infradot.materials.edge import EdgedIndex, TunedFunction
from infradot.materials.joined import JoinedIndex
from infradot.materials.material import Material
from infradot.materials.oscillators import Drude, Gaussian, Lorentz, TaucLorentz, Term
from infradot.materials.own_emission import with_own_emission
from infradot.materials.refraction import ConstantIndex, Refraction, RefractiveIndex
from infradot.materials.sourced import read_data

ROOM = 300.0  # K, at which the numbers of the library hold
SUBJECTS = ("absorbers", "semiconductors", "transport", "electrodes", "dielectrics", "two_dimensional")
_TERMS: dict[str, Callable[..., Term]] = {
    "drude": Drude,
    "gaussian": Gaussian,
    "lorentz": Lorentz,
    "tauc-lorentz": TaucLorentz,
}


_TRAPS: dict[str, Callable[..., Traps]] = {"tail": TailTraps, "level": TrapLevel}
_NUMBERS = {field.name for field in fields(Material)} - {"name", "refractive_index", "recombination", "traps"}


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
    numbers = {key: value for key, value in table.items() if key in _NUMBERS}
    made = Material(name=name, refractive_index=_optics(name, table), recombination=_laws(table), **numbers)
    if "traps" in table:
        made = replace(made, traps=tuple(map(_trap, table["traps"])))
    return with_own_emission(made, table.get("emission_from")) if "emits" in table else made


def _laws(table: dict[str, Any]) -> tuple[Recombination, ...]:
    """What the table says of recombination; emission follows from the absorption."""
    laws: list[Recombination] = []
    for names in (("lifetime", "lifetime"), ("lifetime_n", "lifetime_p")):
        if names[0] in table:
            laws.append(ShockleyReadHall(lifetime_n=table[names[0]], lifetime_p=table[names[1]]))
    if "bimolecular" in table:
        laws.append(Radiative(coefficient=table["bimolecular"]))
    if "auger_n" in table:
        laws.append(Auger(coefficient_n=table["auger_n"], coefficient_p=table["auger_p"]))
    return tuple(laws)


def _optics(name: str, material: dict[str, Any]) -> Refraction:
    table = material["optics"]
    tail = _tail(table["tail"]) if "tail" in table else None
    if "terms" not in table:
        base = _measured(name, table)
        if tail is None:
            return base
        return EdgedIndex(base=base, tail=tail, plateau=table["tail"].get("plateau"), name=name)
    terms = tuple(map(_term, table["terms"]))
    made = DielectricFunction(constant=table["constant"], terms=terms, tail=tail, span=table["reach"], name=name)
    if "tuning" not in material:
        return made
    gap = material["band_gap"]
    return TunedFunction(fitted=made, reference_gap=float(gap), gap=float(gap), name=name, **material["tuning"])


def _measured(name: str, table: dict[str, Any]) -> Refraction:
    if "page" in table:
        return RefractiveIndex(page=table["page"])
    if "index" in table:
        return ConstantIndex(value=complex(table["index"]))
    parts: list[Refraction] = [RefractiveIndex(page=page) for page in table["pages"]]
    if "held_below" in table:  # the light that counts begins at 300 nm, some pages a little later
        parts[0] = RefractiveIndex(page=table["pages"][0], extend="hold")
    if "beyond" in table:
        parts.append(ConstantIndex(value=complex(table["beyond"])))
    return JoinedIndex(parts=tuple(parts), joints=table["joints"], name=name)


def _tail(table: dict[str, Any]) -> UrbachTail:
    return UrbachTail(edge=table["edge"], energy=table["energy"], temperature=ROOM)


def _trap(table: dict[str, Any]) -> Traps:
    numbers = {key: value for key, value in table.items() if key != "law"}
    return _TRAPS[table["law"]](**numbers)


def _term(table: dict[str, Any]) -> Term:
    numbers = {key: value for key, value in table.items() if key != "kind"}
    return _TERMS[table["kind"]](**numbers)
