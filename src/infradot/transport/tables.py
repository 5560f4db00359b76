"""Materials, contacts and boundaries as the rows that the kernels read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.laws.contacts import Contact, Schottky
from infradot.laws.recombination import Radiative, Recycled
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps import TrapLevel
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level
from infradot.numerics.table import WIDTH, padded
from infradot.stack.interface import Interface
from infradot.transport.arrays import PINNED
from infradot.units import epsilon_0, q, thermal_voltage

ENDLESS = 1e9  # m/s: emission over a step at which a quasi-Fermi level is meant to be continuous
STEP_WIDTH = 1e-13  # m: dielectric thickness of a step, over which the potential hardly falls


def rows_of(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Rows of coefficients, one at least, zero where a row is short."""
    table = np.zeros((max(len(rows), 1), WIDTH))
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table


def material_tables(materials: Sequence[Material], temperature: float) -> dict[str, Any]:
    """The tables of `Arrays` that hold one row, or a run of rows, for each material.

    Parameters
    ----------
    materials : sequence of Material
    temperature : float
        K.
    """
    vt = thermal_voltage(temperature)
    numbers, codes, statistics, mobilities = [], [], [], []
    laws: list[tuple[int, Sequence[float]]] = []
    traps: list[tuple[int, int, int]] = []
    levels: list[Sequence[float]] = []
    # slices of a graded layer share their runs of rows where the gap is the same
    law_runs: dict[tuple, tuple[int, int]] = {}
    trap_runs: dict[tuple, tuple[int, int]] = {}
    for material in materials:
        gap = float(material.band_gap)  # type: ignore[arg-type]
        numbers.append(material_row(material, temperature))
        if (material.recombination, gap) not in law_runs:
            first = len(laws)
            laws += law_rows(material, vt)
            law_runs[material.recombination, gap] = (first, len(laws))
        if (material.traps, gap) not in trap_runs:
            first = len(traps)
            for trap in trap_rows(material, vt):
                begin = len(levels)
                levels += trap
                traps.append((TrapLevel.code, begin, len(levels)))
            trap_runs[material.traps, gap] = (first, len(traps))
        codes.append(
            (
                material.statistics.code,
                *law_runs[material.recombination, gap],
                *trap_runs[material.traps, gap],
                material.mobility_law.code,
            )
        )
        statistics += list(material.statistics.coefficients(vt))
        mobilities += list(material.mobility_law.coefficients(vt))
    return {
        "material": np.array(numbers, dtype=np.float64),
        "code": np.array(codes, dtype=np.int64),
        "statistics_row": rows_of(statistics),
        "mobility_row": rows_of(mobilities),
        "law_code": np.array([code for code, _ in laws] or [0], dtype=np.int64),
        "law_row": rows_of([row for _, row in laws]),
        "trap_run": np.array(traps or [(0, 0, 0)], dtype=np.int64),
        "trap_row": rows_of(levels),
    }


def material_row(material: Material, temperature: float) -> tuple[float, ...]:
    """The row of a material in `Arrays.material`."""
    vt = thermal_voltage(temperature)
    gap = float(material.band_gap)  # type: ignore[arg-type]
    faster_n, faster_p = material.mobility_law.temperature_factor(temperature)
    return (
        material.relative_permittivity * epsilon_0 * vt / q,  # type: ignore[operator]
        material.electron_affinity / vt,  # type: ignore[operator]
        gap / vt,
        material.effective_dos_n,  # type: ignore[return-value]
        material.effective_dos_p,
        material.mobility_n * faster_n * vt,  # type: ignore[operator]
        material.mobility_p * faster_p * vt,  # type: ignore[operator]
        material.donors - material.acceptors,
        math.exp(-gap / vt),
    )


def law_rows(material: Material, vt: float) -> list[tuple[int, Sequence[float]]]:
    """Code and coefficients of each law of recombination of a material, vt = kT/q in V."""
    gap = float(material.band_gap)  # type: ignore[arg-type]
    return [(law.code, law.coefficients(vt, gap)) for law in material.recombination]


def trap_rows(material: Material, vt: float) -> list[list[Sequence[float]]]:
    """Coefficients of the levels of each trap of a material."""
    gap = float(material.band_gap)  # type: ignore[arg-type]
    return [[level.coefficients(vt, gap) for level in trap.levels(vt, gap)] for trap in material.traps]


def mechanisms(material: Material) -> tuple[str, ...]:
    """Names of the laws and traps of a material, in the kernels' order."""
    several = len(material.traps) > 1
    traps = (f"{trap.name}_{i}" if several else trap.name for i, trap in enumerate(material.traps))
    laws = (Radiative.name if isinstance(law, Recycled) else law.name for law in material.recombination)
    return (*laws, *traps)  # one name for emission, recycled or not


def contact_tables(contacts: Sequence[tuple[Contact, Material]], temperature: float) -> dict[str, Any]:
    """The tables of `Arrays` that hold the contacts: front, back."""
    rows, codes = [], []
    injections: list[tuple[float, ...]] = []
    for contact, material in contacts:
        rows.append(contact_row(contact, material, temperature))
        law = contact.injection if isinstance(contact, Schottky) else None
        codes.append(-1 if law is None else law.code)
        injections += injection_rows(contact, material, temperature)
    return {
        "contact": np.array(rows),
        "injection_code": np.array(codes, dtype=np.int64),
        "injection_row": rows_of(injections),
    }


def injection_rows(contact: Contact, material: Material, temperature: float) -> list[tuple[float, ...]]:
    """Coefficients of the injection of electrons and of holes at a contact; empty without a law of injection."""
    law = contact.injection if isinstance(contact, Schottky) else None
    if law is None:
        return [(), ()]
    affinity, gap = float(material.electron_affinity), float(material.band_gap)  # type: ignore[arg-type]
    barrier = float(contact.work_function) - affinity  # type: ignore[union-attr]
    return list(law.coefficients(thermal_voltage(temperature), barrier, gap - barrier))


def contact_row(contact: Contact, material: Material, temperature: float) -> tuple[float, ...]:
    """Potential, n0, p0 and velocities of a contact in equilibrium; the potential counts from the Fermi level."""
    vt = thermal_voltage(temperature)
    affinity, gap = float(material.electron_affinity), float(material.band_gap)  # type: ignore[arg-type]
    if isinstance(contact, Schottky):
        fermi = affinity - float(contact.work_function)
    else:
        fermi = neutral_fermi_level(material, temperature)
    row_n, row_p = (padded(row) for row in material.statistics.coefficients(vt))
    code = material.statistics.code
    n0 = density(code, fermi / vt, float(material.effective_dos_n), row_n)[0]  # type: ignore[arg-type]
    p0 = density(code, -(gap + fermi) / vt, float(material.effective_dos_p), row_p)[0]  # type: ignore[arg-type]
    return ((fermi - affinity) / vt, n0, p0, float(contact.velocity_n), float(contact.velocity_p), PINNED)


def joint_tables(
    joints: Sequence[tuple[Interface, int, int]], materials: Sequence[Material], temperature: float
) -> dict[str, Any]:
    """The tables of `Arrays` that hold the named boundaries: (interface, row in front, row behind) of each."""
    rows, codes = [], []
    for interface, front, back in joints:
        row, sides = joint_row(interface, (materials[front], materials[back]), temperature)
        rows.append(row)
        codes.append((front, back, *sides))
    return {"joint": rows_of(rows), "joint_code": np.array(codes or [(0, 0, 0, 0, 0)], dtype=np.int64)}


def joint_row(
    interface: Interface, pair: Sequence[Material], temperature: float
) -> tuple[tuple[float, ...], tuple[int, int, int]]:
    """The row of a boundary between two materials in `Arrays.joint`, and the last three columns of its code."""
    vt = thermal_voltage(temperature)
    affinity = [float(material.electron_affinity) for material in pair]  # type: ignore[arg-type]
    valence = [x + float(material.band_gap) for x, material in zip(affinity, pair, strict=True)]  # type: ignore[arg-type]
    lower_n = int(affinity[1] > affinity[0])  # the deeper conduction band holds the electrons
    higher_p = int(valence[1] < valence[0])
    gap = valence[higher_p] - affinity[lower_n]
    screening = min(float(material.relative_permittivity) for material in pair)  # type: ignore[arg-type]
    slow = (interface.velocity_n, interface.velocity_p) if interface.recombines else (1.0, 1.0)
    row = (
        1.0 / slow[0],
        1.0 / slow[1],
        math.exp((interface.level - gap / 2) / vt),
        math.exp((-interface.level - gap / 2) / vt),
        math.exp(-gap / vt),
        ENDLESS if interface.emission_n is None else float(interface.emission_n),
        ENDLESS if interface.emission_p is None else float(interface.emission_p),
        screening * epsilon_0 * vt / q / STEP_WIDTH,
    )
    return row, (lower_n, higher_p, int(interface.recombines))
