"""`infradot list`: the names that a device file may use, and the words of the record."""

from __future__ import annotations

from collections.abc import Callable

import click

from infradot.cli.options import command
from infradot.cli.reply import Reply

Rows = list[tuple[str, str]]


def _materials() -> Rows:
    from infradot.materials.library import material_names, named_material

    return [(name, _material_words(named_material(name))) for name in material_names()]


def _material_words(material: object) -> str:
    gap, work = getattr(material, "band_gap", None), getattr(material, "work_function", None)
    if gap is not None:
        return f"conducts, band gap {gap:.3g} eV"
    return "optical layer" if work is None else f"electrode, work function {work:.3g} eV"


def _ligands() -> Rows:
    from infradot.materials.ligand import ligand_names, named_ligand
    from infradot.units import cm2_Vs, nm, per_cm3

    rows = []
    for ligand in map(named_ligand, ligand_names()):
        doping = ligand.donors - ligand.acceptors
        side = f", {'donors' if doping > 0 else 'acceptors'} {abs(doping) / per_cm3:.0e} cm-3" if doping else ""
        mobility = f"mobility {ligand.mobility_n / cm2_Vs:.2g} cm2/Vs"
        rows.append((ligand.name, f"dots {ligand.length / nm:.2g} nm apart, {mobility}{side}"))
    return rows


def _cores() -> Rows:
    from infradot.materials.core import core_names, named_core, sizing_names, unsized_names
    from infradot.units import nm

    rows = []
    for name in core_names():
        curve = named_core(name).sizing
        others = ", ".join(sizing_names(name)[1:])
        if curve.known:
            low, high = curve.fitted
            span = f"sized from {low / nm:.2g} to {high / nm:.2g} nm by {curve.label}"
            rows.append((name, span + (f"; also {others}" if others else "")))
        else:
            why = getattr(curve, "reason", "")
            rows.append((name, f"no sizing curve, so its diameter must be given: {why}"))
    rows.append(("PbSxSe1-x", "alloys of PbS and PbSe, written as PbS0.5Se0.5"))
    rows.append(("from the bulk", f"{', '.join(unsized_names())}: sized by two bands, all else taken like known dots"))
    return rows


def _passivations() -> Rows:
    from infradot.materials.facets import named_passivation, passivation_names

    found = map(named_passivation, passivation_names())
    return [
        (p.name, f"covers {100 * p.coverage_100:.3g} % of (100), {100 * p.coverage_111:.3g} % of (111)") for p in found
    ]


def _kinds() -> Rows:
    from infradot.devices import KINDS

    return [(kind.name, kind.summary) for kind in KINDS.values()]


def _measures() -> Rows:
    return [
        ("jv", "current density against voltage, dark or under light"),
        ("eqe", "external quantum efficiency against wavelength, with bias light and voltage"),
        ("bands", "band diagram, densities, currents and recombination against depth"),
        ("light-sweep", "Voc, Jsc, fill factor, efficiency and ideality against the intensity of the light"),
        ("temperature-sweep", "the same against temperature, with the dark current and its activation energy"),
        ("power", "a power receiver at work: temperature, power, efficiency, cells in series"),
        ("power-sweep", "its efficiency and temperature against the intensity of the light"),
        ("exciton-sweep", "the same against the first exciton of the dots in a layer"),
        ("photoconduction", "a photoconductor under one light: dark current, gain, bandwidth, noise, D*"),
        ("gain-sweep", "its gain and bandwidth against the intensity of the light"),
        ("transfer", "a phototransistor in the dark or in light: drain current against gate and drain voltage"),
        ("photogating", "its gain, bandwidth, noise and D* at one working point"),
        ("decay", "its current after the light is switched off"),
        ("losses", "every step from the detailed-balance limit of the gap to the cell, as numbers that add up"),
    ]


def _devices() -> Rows:
    from infradot.record.vocabulary import KINDS, SUBKINDS

    inside = {kind: f"; one of {', '.join(names)}" for kind, names in SUBKINDS.items()}
    return [(kind, f"{meaning}{inside.get(kind, '')}") for kind, meaning in KINDS.items()]


def _quantities() -> Rows:
    from infradot.record.vocabulary import QUANTITIES

    rows = ((name, (q.unit or "no unit, or %", q.meaning)) for name, q in QUANTITIES.items())
    return [(name, "; ".join(part for part in parts if part)) for name, parts in rows]


def _columns() -> Rows:
    from infradot.record.table_columns import COLUMNS

    return list(COLUMNS.items())


def _units() -> Rows:
    from infradot.units import EXAMPLES

    return [(dimension, example) for dimension, example in EXAMPLES.items()]


def _examples() -> Rows:
    from infradot.devices import KINDS

    rows = [("infradot demo", "the published PbS-BA / PbS ink / ZnO cell")]
    return rows + [(f"infradot new {kind.name}", f"a commented file: {kind.summary}") for kind in KINDS.values()]


TOPICS: dict[str, Callable[[], Rows]] = {
    "materials": _materials,
    "ligands": _ligands,
    "cores": _cores,
    "passivations": _passivations,
    "kinds": _kinds,
    "measures": _measures,
    "units": _units,
    "examples": _examples,
    "devices": _devices,
    "quantities": _quantities,
    "columns": _columns,
}


@command("list", short_help="List the names that a device file, or the record, may use.")
@click.argument("topic", required=False)
def listing(topic: str | None) -> Reply:
    """List what a device file may use, and the words of the record.

    TOPIC is materials, ligands, cores, passivations, kinds, measures, units or examples; for the record devices,
    quantities or columns; without it they are listed.
    """
    from infradot.errors import InputError, nearest

    if topic is None:
        return Reply(result={"topics": list(TOPICS)}, show=tuple(f"infradot list {name}" for name in TOPICS))
    if topic not in TOPICS:
        raise InputError(f"Unknown topic {topic!r}.{nearest(topic, TOPICS)}")
    rows = TOPICS[topic]()
    width = max(len(name) for name, _ in rows)
    return Reply(
        result={"topic": topic, "items": [{"name": name, "about": about} for name, about in rows]},
        show=tuple(f"{name:<{width}}  {about}".rstrip() for name, about in rows),
    )
