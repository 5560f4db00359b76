"""A result, or a whole run, among published devices of the same kind and of a similar gap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infradot.errors import InputError
from infradot.experiments.archive import load_result
from infradot.experiments.eqe import EQESpectrum
from infradot.experiments.ideal_cell import smallest_gap
from infradot.experiments.jv import JVCurve
from infradot.record.compare_cells import cell_standings
from infradot.record.compare_diodes import diode_standings
from infradot.record.load import load_record
from infradot.record.record import Record
from infradot.record.standing import Comparison
from infradot.report.folder import MARK
from infradot.report.lights import AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON, same_light, standard_lights
from infradot.report.run import Run
from infradot.stack.device import Device

QUANTITY = {
    AM15G: "efficiency",
    BEHIND_PEROVSKITE: "efficiency_behind_perovskite",
    BEHIND_SILICON: "efficiency_behind_silicon",
}
KINDS = ("solar-cell", "photodiode")
UPPER_BOUND = (
    "The predicted detectivity rests on shot or thermal noise of the dark current alone, an upper bound; the published "
    "ones rest on whatever noise their works used."
)
NO_SPEED = "Response times and measured noise have nothing to stand beside yet: runs do not predict them."
Results = JVCurve | EQESpectrum | Run | str | Path


@dataclass(frozen=True, kw_only=True, eq=False)
class _Found:
    """What there is to compare."""

    name: str
    kind: str
    curves: Sequence[JVCurve] = ()
    spectra: Sequence[EQESpectrum] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def device(self) -> Device:
        return self.curves[0].device if self.curves else self.spectra[0].device


def compare(
    result: Results | Iterable[JVCurve | EQESpectrum], *, record: Record | None = None, within: float = 0.1
) -> Comparison:
    """Place a predicted device among published ones of the same kind and of a similar gap.

    Parameters
    ----------
    result : JVCurve, EQESpectrum, several of them, Run, or the folder of a run
        A cell under AM1.5G, bare or behind the ideal perovskite or silicon filter, is a solar cell; a dark curve and
        quantum efficiencies are a photodiode.
    record : Record, optional
        The published one where left out; `load_record` takes files of one's own.
    within : float
        How far the gap of a published device may be, eV.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        For what cannot be compared, or a folder that is no run.

    Examples
    --------
    >>> import infradot as idt
    >>> device = idt.load("examples/pbs_1230.toml")             # doctest: +SKIP
    >>> found = compare(idt.jv(device, light=idt.am15g()))      # doctest: +SKIP
    >>> found["efficiency"].rank                                # doctest: +SKIP
    (2, 2)
    """
    if not within > 0:
        raise InputError(f"within = {within:g} eV; expected more than 0.")
    what = _found(result)
    known = load_record() if record is None else record
    gap = smallest_gap(what.device)
    notes = list(what.notes)
    if what.kind == "solar-cell":
        named = _by_light(what.curves)
        if not named:
            raise InputError(
                "Nothing to compare: no curve under AM1.5G, bare or behind an ideal long-pass at 750 nm (perovskite) "
                "or 1100 nm (silicon), has an efficiency. The record has none under other lights."
            )
        standings, left_out = cell_standings(named, gap, known, within)
    else:
        dark = next((curve for curve in what.curves if curve.light is None and curve.generation is None), None)
        standings, left_out = diode_standings(dark, what.spectra, gap, known, within)
        if not standings:
            raise InputError("Nothing to compare: a photodiode needs a dark curve or a quantum efficiency.")
        notes += [UPPER_BOUND, NO_SPEED] if any(s.quantity == "detectivity" for s in standings) else [NO_SPEED]
    return Comparison(
        name=what.name, kind=what.kind, gap=gap, within=within, standings=standings, left_out=left_out,
        notes=tuple(notes),
    )  # fmt: skip


def _found(result: Any) -> _Found:
    if isinstance(result, (str, Path)):
        return read_folder(Path(result))
    if isinstance(result, Run):
        document = result.document
        name = document.title or document.kind
        return _checked(_Found(
            name=name, kind=document.kind, curves=tuple(result.curves.values()),
            spectra=tuple(result.spectra.values()), notes=result.failures(),
        ))  # fmt: skip
    results = [result] if isinstance(result, (JVCurve, EQESpectrum)) else list(result)
    wrong = [type(each).__name__ for each in results if not isinstance(each, (JVCurve, EQESpectrum))]
    if wrong or not results:
        raise InputError(
            f"compare takes JVCurve, EQESpectrum, a run or its folder, not {', '.join(wrong) or 'nothing'}."
        )
    curves = [each for each in results if isinstance(each, JVCurve)]
    lit = any(curve.light is not None for curve in curves)
    return _Found(
        name=results[0].device.name or "this device", kind="solar-cell" if lit else "photodiode", curves=curves,
        spectra=[each for each in results if isinstance(each, EQESpectrum)],
    )  # fmt: skip


def _checked(found: _Found) -> _Found:
    if found.kind not in KINDS:
        raise InputError(f"{found.name} is a {found.kind}; compare knows {' and '.join(KINDS)}.")
    if not found.curves and not found.spectra:
        raise InputError(f"{found.name} has neither a current-voltage curve nor a quantum efficiency to compare.")
    return found


def read_folder(folder: Path) -> _Found:
    """The curves and quantum efficiencies of a run folder.

    Raises
    ------
    InputError
        For a folder that `infradot run` did not write.
    """
    try:
        kept = json.loads((folder / MARK).read_text(encoding="utf-8"))
        kind, title, failures = (kept["result"][key] for key in ("kind", "title", "failures"))
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{folder / MARK}: {why}. compare takes a folder that infradot run wrote.") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{folder} is no run of a device; compare takes a folder that infradot run wrote.") from None
    results = [load_result(path) for path in sorted((folder / "results").glob("*.npz"))
               if path.name.startswith(("jv_", "eqe_"))]  # fmt: skip
    return _checked(_Found(
        name=title or kind, kind=kind, curves=[each for each in results if isinstance(each, JVCurve)],
        spectra=[each for each in results if isinstance(each, EQESpectrum)], notes=tuple(failures),
    ))  # fmt: skip


def _by_light(curves: Iterable[JVCurve]) -> Mapping[str, JVCurve]:
    """The curves whose light the record knows, by the quantity that is printed for it."""
    standard = standard_lights()
    found: dict[str, JVCurve] = {}
    for name, quantity in QUANTITY.items():
        for curve in curves:
            if curve.metrics.efficiency is not None and same_light(standard[name], curve.light):
                found.setdefault(quantity, curve)
    return found
