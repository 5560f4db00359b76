"""Sensitivities as tables and as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from infradot.errors import InputError, nearest
from infradot.experiments.describe import light_words
from infradot.experiments.linearised import LIT
from infradot.experiments.sensitivity import Sensitivity
from infradot.files import Document
from infradot.light import Spectrum
from infradot.report.figure_file import figure_files, write_figure
from infradot.report.lights import lights_of
from infradot.report.tables import Table
from infradot.units import parse_unit

# unit in tables and in keys, and the factor to it from SI
UNITS = {
    "efficiency": ("%", "percent", 100.0), "fill_factor": ("%", "percent", 100.0), "voc": ("V", "V", 1.0),
    "jsc": ("mA/cm2", "mA_cm2", 0.1), "current": ("mA/cm2", "mA_cm2", 0.1),
    "maximum_power": ("mW/cm2", "mW_cm2", 0.1),
}  # fmt: skip
NAMES = {"voc": "Voc", "jsc": "Jsc"}
SHOWN = 15  # parameters and unknowns, unless more are asked for
LEAST_SHARE = 5e-4  # of the variance, below which an unknown is not worth a line


def light_for(document: Document, of: str, name: str | None) -> Spectrum | None:
    """The light of the file under which an output is read.

    Parameters
    ----------
    document : Document
    of : str
        The output.
    name : str, optional
        Of the light, or part of it; the first J-V curve that has the output unless given.

    Raises
    ------
    InputError
        Where the file has no such light.
    """
    known = {each: light for each, (light, _) in lights_of(document).items() if light is not None or of not in LIT}
    if not known:
        wanted = "under light" if of in LIT else "at all"
        raise InputError(f'The file measures no J-V {wanted}; add a [[measure]] with what = "jv".')
    if name is None:
        return next(iter(known.values()))
    alike = [each for each in known if each.casefold() == name.casefold()]
    alike = alike or [each for each in known if name.casefold() in each.casefold()]
    if not alike:
        raise InputError(f"The file measures no J-V under {name!r} that has {of}.{nearest(name, known)}")
    return known[alike[0]]


def sensitivity_tables(found: Sensitivity, top: int = SHOWN) -> tuple[Table, ...]:
    """What the output hangs on, and which unknown matters most."""
    shown, _, scale = UNITS[found.of]
    unit = f"{shown} " if shown != "%" else "% points "
    rows = []
    for i in found.ranked()[:top]:
        own, size = _written_unit(found.text[i])
        slope = f"{found.derivative[i] * scale * size:.4g}"
        rows.append((found.path[i], found.text[i], slope, own or "1", f"{found.elasticity[i]:+.4g}"))
    untold = len(found.path) - len(rows)
    where = "" if found.voltage is None else f" at {found.voltage:g} V"
    of = NAMES.get(found.of, found.of.replace("_", " "))
    first = Table(
        title=f"What the {of} of {found.value * scale:.5g} {shown}{where} {light_words(found.light)} hangs on",
        columns=("parameter", "value", f"{unit}per unit", "unit", "% per %"),
        rows=tuple(rows),
        note=f"{untold} more matter less; --top shows them." if untold else "",
        words=(0, 3),
    )
    return (first, *_unknown_table(found, top))


def _unknown_table(found: Sensitivity, top: int) -> tuple[Table, ...]:
    if not found.unknowns or found.spread == 0.0:
        return ()
    shown, _, scale = UNITS[found.of]
    told = [each for each in found.unknowns if each.share >= LEAST_SHARE][:top]
    at = {path: i for i, path in enumerate(found.path)}
    rows = []
    for each in told:
        also = f" (+{len(each.paths) - 1})" if len(each.paths) > 1 else ""
        i = at[each.paths[0]]
        own, size = _written_unit(found.text[i])
        spread = f"{found.std[i] / size:.3g} {own}".strip()
        share = f"{100 * each.share:.1f}"
        rows.append((each.paths[0] + also, found.text[i], spread, f"{each.effect * scale:+.3g}", share))
    return (
        Table(
            title="Which unknown matters most",
            columns=("parameter", "value", "uncertainty", f"effect ({shown})", "share of variance (%)"),
            rows=tuple(rows),
            note=_together(found, len(found.unknowns) - len(told)),
        ),
    )


def _together(found: Sensitivity, untold: int) -> str:
    """What all unknowns do together, and how far a first order can be trusted with that."""
    shown, _, scale = UNITS[found.of]
    count, spread = len(found.unknowns), f"{found.spread * scale:.3g} {shown}"
    text = f"All {count} stated uncertainties together: {spread} to first order."
    if untold:
        text += f" {untold} more add little."
    if found.spread > 0.2 * abs(found.value):
        text += " That is far for a straight line: infradot run --interval 90 draws whole devices."
    return text


def left_out(found: Sensitivity) -> tuple[str, ...]:
    """One sentence for each reason why parameters have no derivative."""
    reasons: dict[str, list[str]] = {}
    for path, reason in found.left_out.items():
        reasons.setdefault(reason, []).append(path)
    return tuple(f"Without a derivative: {_few(paths)} ({reason})." for reason, paths in reasons.items())


def _few(paths: list[str]) -> str:
    """The first of some paths, and how many more there are."""
    told = ", ".join(paths[:2])
    return f"{told} and {len(paths) - 2} more" if len(paths) > 2 else told


def _written_unit(text: str) -> tuple[str, float]:
    """The unit of a written value and its size in SI."""
    unit = text.partition(" ")[2]
    return unit, parse_unit(unit)[0] if unit else 1.0


def sensitivity_values(found: Sensitivity) -> dict[str, Any]:
    """Everything for programs; derivatives are of the output in SI by the parameter in SI (energies in eV)."""
    _, unit, scale = UNITS[found.of]
    numbers = zip(
        found.path, found.text, found.unit, found.parameter, found.derivative, found.elasticity, found.std, strict=True
    )
    ranked = [
        {"path": path, "value": text, "SI_unit": own, "value_SI": x, "derivative_SI": slope, "elasticity": elastic,
         "std_SI": std}
        for path, text, own, x, slope, elastic, std in numbers
    ]  # fmt: skip
    return {
        "of": found.of,
        f"{found.of}_{unit}": found.value * scale,
        "light": None if found.light is None else found.light.name,
        "voltage_V": found.voltage,
        "parameters": [ranked[i] for i in found.ranked()],
        "unknowns": [
            {"paths": list(each.paths), f"effect_{unit}": each.effect * scale, "share_of_variance": each.share}
            for each in found.unknowns
        ],
        f"spread_{unit}": found.spread * scale,
        "left_out": dict(found.left_out),
        "report": found.report.sentence(),
    }


def sensitivity_files(out: Path, formats: tuple[str, ...], *, force: bool) -> tuple[Path, ...]:
    """The names of the table and the figure, before any time is spent on them.

    Raises
    ------
    InputError
        Where one of them exists and may not be replaced.
    """
    stem, table = out.with_suffix(""), out.with_suffix(".csv")
    if table.exists() and not force:
        raise InputError(f"{table} exists. Give another name with --out, or replace it with --force.")
    return (table, *figure_files(stem, formats, force=force))


def write_sensitivity(found: Sensitivity, out: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    """Write the table and the figure, and return their names."""
    from infradot.plot import sensitivity

    table = out.with_suffix(".csv")
    table.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(table)
    return (table, *write_figure(sensitivity(found), out.with_suffix(""), formats, force=True))
