"""The study of the best size and the best ligand: tables and figures of docs/figures, drawn by `make figures`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import infradot as idt
from infradot import plot
from infradot.devices.limits import detailed_balance
from infradot.plot import style
from infradot.record import load_record
from infradot.units import hc_eV, mA_cm2, nm

EXAMPLE = Path(__file__).parent.parent / "examples" / "pbs_1230.toml"
FIGURES = Path(__file__).parent / "figures"
EXCITONS = (750, 800, 850, *range(900, 1601, 50))  # nm; three below the asked range show where the optimum goes
LIGAND_EXCITONS = (950, 1230)  # nm
THICKNESSES = (200, 250, 300, 400, 500, 700)  # nm
LIGAND_THICKNESSES = (75, 150, 250, 400, 500)  # nm
FILM = "layer.absorber.film."
SUN = idt.am15g()
LIGHTS = {
    "AM1.5G": SUN,
    "behind perovskite": SUN.filtered(idt.PEROVSKITE_FILTER),
    "behind silicon": SUN.filtered(idt.SILICON_FILTER),
}
PRINTED = {
    "AM1.5G": "efficiency",
    "behind perovskite": "efficiency_behind_perovskite",
    "behind silicon": "efficiency_behind_silicon",
}
CONDUCTION_SHARE = 0.65  # of the confinement, as in the levels of a film
LEVEL, DRAWS = 0.68, 40


@dataclass(frozen=True, kw_only=True)
class SizePoint:
    """A cell of dots of one size under one light; percentages, mA cm^-2, V and nm, as in the table."""

    exciton_nm: float
    light: str
    case: str
    thickness_nm: float
    jsc_mA_cm2: float
    voc_V: float
    fill_factor_percent: float
    efficiency_percent: float
    limit_percent: float


@dataclass(frozen=True, kw_only=True)
class LigandPoint:
    """A cell with one treatment of its absorber under AM1.5G; `low` to `high` hold 68 % of its drawn efficiencies."""

    ligand: str
    exciton_nm: float
    thickness_nm: float
    jsc_mA_cm2: float
    voc_V: float
    fill_factor_percent: float
    efficiency_percent: float
    low_percent: float
    high_percent: float


def with_exciton(device: idt.Device, exciton: float, *, fixed_level: bool = False) -> idt.Device:
    """The example with another exciton (nm); `fixed_level` keeps its trap where it is against vacuum."""
    changes: dict[str, object] = {FILM + "exciton": exciton_eV(exciton)}
    if fixed_level:
        moved = CONDUCTION_SHARE * (exciton_eV(exciton) - float(idt.get(device, FILM + "exciton")))
        changes[FILM + "ligand.trap_depth"] = float(idt.get(device, FILM + "ligand.trap_depth")) + moved
    return idt.change(device, changes)


def exciton_eV(exciton: float) -> float:
    """Photon energy in eV of an exciton in nm."""
    return hc_eV / (exciton * nm)


def figures_of_merit(device: idt.Device, light: str) -> dict[str, float]:
    """What a table lists of a J-V curve; zero where the light makes no power."""
    found = idt.jv(device, light=LIGHTS[light]).metrics
    return {
        "jsc_mA_cm2": (found.jsc or 0.0) / mA_cm2,
        "voc_V": found.voc or 0.0,
        "fill_factor_percent": 100 * (found.fill_factor or 0.0),
        "efficiency_percent": 100 * (found.efficiency or 0.0),
    }


def sizes(device: idt.Device) -> Iterable[SizePoint]:
    """Each size under each light: as the example is, at its best thickness, and with a trap at one level."""
    for exciton in EXCITONS:
        usual, moved = with_exciton(device, exciton), with_exciton(device, exciton, fixed_level=True)
        for light in LIGHTS:
            limit = 100 * detailed_balance(exciton_eV(exciton), light=LIGHTS[light]).efficiency
            cells = {
                "as the example": [usual],
                "best thickness": with_thicknesses(usual, THICKNESSES),
                "trap at one level": [moved],
            }
            for case, tried in cells.items():
                found = [
                    SizePoint(
                        exciton_nm=exciton,
                        light=light,
                        case=case,
                        thickness_nm=round(one.stack["absorber"].thickness / nm),
                        limit_percent=limit,
                        **figures_of_merit(one, light),
                    )
                    for one in tried
                ]
                yield max(found, key=lambda each: each.efficiency_percent)


def with_thicknesses(device: idt.Device, thicknesses: Iterable[float]) -> list[idt.Device]:
    """One cell for each thickness (nm) of the absorber."""
    return [idt.change(device, {"layer.absorber.thickness": t * nm}) for t in thicknesses]


def with_ligand(device: idt.Device, name: str) -> idt.Device:
    """The example with another treatment of its absorber."""
    layers = [
        replace(layer, material=replace(layer.material, ligand=name)) if layer.name == "absorber" else layer
        for layer in device.stack
    ]
    return replace(device, stack=replace(device.stack, layers=layers))


def ligands(device: idt.Device) -> Iterable[LigandPoint]:
    """Each treatment at two sizes, with the range that its stated spreads leave."""
    for name in idt.ligand_names():
        for exciton in LIGAND_EXCITONS:
            cells = with_thicknesses(with_ligand(with_exciton(device, exciton), name), LIGAND_THICKNESSES)
            tried = [
                (figures_of_merit(one, "AM1.5G"), one, t) for one, t in zip(cells, LIGAND_THICKNESSES, strict=True)
            ]
            found, one, thickness = max(tried, key=lambda each: each[0]["efficiency_percent"])
            low, high = _range(one)
            yield LigandPoint(
                ligand=name,
                exciton_nm=exciton,
                thickness_nm=thickness,
                low_percent=100 * low,
                high_percent=100 * high,
                **found,
            )


def _range(device: idt.Device) -> tuple[float, float]:
    def answer(one: idt.Device) -> Mapping[str, float]:
        return {"efficiency": idt.jv(one, light=SUN).metrics.efficiency or 0.0}

    ends = idt.intervals(device, answer, level=LEVEL, draws=DRAWS).of("efficiency")
    assert ends is not None
    return ends


def write(points: Iterable[SizePoint | LigandPoint], path: Path) -> None:
    """A table as CSV, four digits a number."""
    rows = [asdict(point) for point in points]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows({key: f"{x:.4g}" if isinstance(x, float) else x for key, x in row.items()} for row in rows)


def size_figure(points: Iterable[SizePoint]) -> Axes:
    """Current, voltage and the efficiency under each light against the exciton, beside what has been published."""
    all_ = list(points)
    figure = Figure(figsize=(10.2, 7.4), layout="constrained")
    panels = figure.subplots(2, 2)
    (current, voltage), (whole, behind) = panels
    for ax, light in ((whole, "AM1.5G"), (behind, "behind silicon")):
        _efficiencies(ax, [p for p in all_ if p.light == light], light)
    sunny = [p for p in all_ if p.light == "AM1.5G"]
    for i, case in enumerate(dict.fromkeys(p.case for p in sunny)):
        mine = [p for p in sunny if p.case == case]
        x = [p.exciton_nm for p in mine]
        style.axes(current).plot(x, [p.jsc_mA_cm2 for p in mine], color=style.line_colour(i), label=case)
        style.axes(voltage).plot(x, [p.voc_V for p in mine], color=style.line_colour(i), label=case)
    gaps = [exciton_eV(x) for x in EXCITONS]
    voltage.plot(EXCITONS, gaps, color=style.FADED, linestyle="--", linewidth=1, label="gap / q")
    style.label(current, "First exciton (nm)", "Short-circuit current density (mA cm⁻²)", "AM1.5G")
    style.label(voltage, "First exciton (nm)", "Open-circuit voltage (V)", "AM1.5G")
    current.set_ylim(0)
    voltage.set_ylim(0)
    for ax in (current, voltage, whole, behind):
        style.legend(ax)
    return whole


def _efficiencies(ax: Axes, points: list[SizePoint], light: str) -> None:
    style.axes(ax)
    for i, case in enumerate(dict.fromkeys(p.case for p in points)):
        mine = [p for p in points if p.case == case]
        x = [p.exciton_nm for p in mine]
        ax.plot(x, [p.efficiency_percent for p in mine], color=style.line_colour(i), label=case)
    limit = {p.exciton_nm: p.limit_percent for p in points}
    ax.plot(limit.keys(), limit.values(), color=style.FADED, linestyle="--", linewidth=1, label="limit of a step there")
    published = [
        (device.exciton_wavelength / nm, 100 * m.amount.si)
        for device in load_record().devices(kind="solar-cell")
        for m in device.of(PRINTED[light])[:1]
        if device.exciton_wavelength is not None and m.amount.si is not None and m.condition("wavelength") is None
    ]
    ax.plot(*zip(*published, strict=True), "o", color=style.INK, markerfacecolor="none", label="published")
    ax.set_ylim(0)
    style.label(ax, "First exciton (nm)", "Efficiency (%)", light)


def ligand_figure(points: Iterable[LigandPoint]) -> Axes:
    """Efficiency of each treatment with its range, and the current and voltage behind it."""
    all_ = list(points)
    order = sorted(
        {p.ligand for p in all_}, key=lambda name: max(p.efficiency_percent for p in all_ if p.ligand == name)
    )
    figure = Figure(figsize=(10.2, 6.2), layout="constrained")
    panels = figure.subplots(1, 3, sharey=True, width_ratios=(1.6, 1, 1))
    for i, exciton in enumerate(LIGAND_EXCITONS):
        mine = {p.ligand: p for p in all_ if p.exciton_nm == exciton}
        y = np.arange(len(order)) + 0.36 * (i - 0.5)
        found = [mine[name] for name in order]
        colour = style.line_colour(i)
        middle = [p.efficiency_percent for p in found]
        panels[0].hlines(
            y, [p.low_percent for p in found], [p.high_percent for p in found], color=colour, alpha=0.4, linewidth=5
        )
        for ax, x in zip(panels, (middle, [p.jsc_mA_cm2 for p in found], [p.voc_V for p in found]), strict=True):
            ax.plot(x, y, "o", color=colour, markersize=5, label=f"{exciton} nm")
    panels[0].set_yticks(np.arange(len(order)), order)
    for ax, name in zip(panels, ("Efficiency (%)", "Jsc (mA cm⁻²)", "Voc (V)"), strict=True):
        style.axes(ax).set_xlim(0)
        ax.grid(axis="y", color="#EEEEEE")
        ax.set_axisbelow(True)
        style.label(ax, name, "")
    style.legend(panels[0], loc="lower right")
    return panels[0]


def main() -> None:
    """Both studies: a table and a figure each."""
    device = idt.load(EXAMPLE)
    by_size, by_ligand = list(sizes(device)), list(ligands(device))
    write(by_size, FIGURES / "size.csv")
    write(by_ligand, FIGURES / "ligand.csv")
    plot.save(size_figure(by_size), FIGURES / "size")
    plot.save(ligand_figure(by_ligand), FIGURES / "ligand")


if __name__ == "__main__":
    main()
