"""A comparison as tables, as plain values and as a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infradot.record.amount import printed_unit
from infradot.record.compare_cells import gap_words
from infradot.record.standing import Comparison, Peer, Standing
from infradot.report.answer_folder import answer_folder, save_figure
from infradot.report.tables import Table
from infradot.units import hc_eV, nm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

THIS = "this device"


def comparison_tables(found: Comparison) -> tuple[Table, ...]:
    """A table for each quantity, the best first."""
    return tuple(_ranked(s, found.gap) if s.predicted is not None else _side_by_side(s) for s in found.standings)


def _ranked(standing: Standing, gap: float) -> Table:
    """Peers with the compared device among them, and the share of its limit that each reaches."""
    rows = [(peer.value, _peer_cells(peer, standing)) for peer in standing.peers]
    mine = standing.predicted or 0.0
    own = (THIS, f"{_in_unit(mine, standing)}%", f"{hc_eV / gap / nm:.0f}", _in_unit(standing.limit, standing))
    rows.append((mine, (*own, _share(mine, standing.limit), "predicted", "")))
    rows.sort(key=lambda row: -row[0])
    return Table(
        title=f"{standing.title}: {place_words(standing)}",
        columns=(
            "",
            "device",
            "efficiency",
            "exciton (nm)",
            "limit there (%)",
            "share of it (%)",
            "conditions",
            "where",
        ),
        rows=tuple((str(i + 1), *cells) for i, (_, cells) in enumerate(rows)),
        words=(1, 6, 7),
        note="Limit: detailed balance of a step at the exciton. A bound stands at its number, a range at its middle.",
    )


def _peer_cells(peer: Peer, standing: Standing) -> tuple[str, ...]:
    return (
        _name(peer), peer.amount.shown, f"{peer.wavelength / nm:.0f}", _in_unit(peer.limit, standing),
        _share(peer.value, peer.limit), peer.conditions, peer.place,
    )  # fmt: skip


def _side_by_side(standing: Standing) -> Table:
    """Each printed value beside what is predicted under its conditions."""
    limited = any(peer.limit is not None for peer in standing.peers)
    columns = ("device", "printed", f"here ({standing.unit})", "at (nm)", *(["limit there"] if limited else []),
               "conditions", "where", "taken")  # fmt: skip
    rows = tuple(
        (
            _name(peer), peer.amount.shown, _in_unit(peer.predicted, standing), f"{peer.wavelength / nm:.0f}",
            *([_in_unit(peer.limit, standing)] if limited else []), peer.conditions, peer.place, peer.assumed,
        )
        for peer in standing.peers
    )  # fmt: skip
    words = tuple(i for i, name in enumerate(columns) if name in ("device", "conditions", "where", "taken"))
    return Table(title=f"{standing.title}: {place_words(standing)}", columns=columns, rows=rows, words=words)


def _name(peer: Peer) -> str:
    mark = " *" if peer.own else ""
    return f"{peer.label} ({peer.device}){mark}"


def place_words(standing: Standing) -> str:
    """Where the compared device stands, in words.

    Examples
    --------
    >>> place_words(Standing(quantity="eqe", title="", unit="%", peers=()))
    'no published value to compare with'
    """
    if not standing.peers:
        return "no published value to compare with"
    best, worst = standing.rank
    place = f"place {best}" if best == worst else f"place {best} to {worst}"
    return f"{place} of {len(standing.peers) + 1}"


def _scaled(x: float, standing: Standing) -> float:
    return float(Fraction(repr(float(x))) / printed_unit(standing.unit)[0])


def _in_unit(x: float | None, standing: Standing) -> str:
    return "" if x is None else f"{_scaled(x, standing):.3g}"


def _share(x: float, limit: float | None) -> str:
    return "" if not limit else f"{100 * x / limit:.0f}"


def told(found: Comparison) -> tuple[str, ...]:
    """What stands around the tables: what was compared, what was left out and why."""
    where = f"{found.name}, gap {gap_words(found.gap)}; published devices within {found.within:g} eV of it."
    reasons: dict[str, list[str]] = {}
    for device, reason in found.left_out.items():
        reasons.setdefault(reason, []).append(device)
    left = tuple(f"Left out, {reason}: {', '.join(devices)}" for reason, devices in reasons.items())
    return (where, *found.notes, *left)


def comparison_values(found: Comparison) -> dict[str, Any]:
    """The same for programs; numbers in SI beside what is printed."""
    return {
        "name": found.name,
        "kind": found.kind,
        "gap_eV": found.gap,
        "within_eV": found.within,
        "standings": [_standing_values(standing) for standing in found.standings],
        "left_out": dict(found.left_out),
        "notes": list(found.notes),
    }


def _standing_values(standing: Standing) -> dict[str, Any]:
    best, worst = standing.rank
    return {
        "quantity": standing.quantity, "title": standing.title, "predicted_SI": standing.predicted,
        "limit_SI": standing.limit, "best_place": best, "worst_place": worst, "of": len(standing.peers) + 1,
        "published": [_peer_values(peer) for peer in standing.peers],
    }  # fmt: skip


def _peer_values(peer: Peer) -> dict[str, Any]:
    amount = peer.amount
    return {
        "device": peer.device, "label": peer.label, "measurement": peer.measurement, "printed": amount.shown,
        "bound": amount.bound, "value_SI": peer.value, "low_SI": amount.si_low, "high_SI": amount.si_high,
        "predicted_SI": peer.predicted, "limit_SI": peer.limit, "wavelength_nm": peer.wavelength / nm,
        "conditions": peer.conditions, "place": peer.place, "taken": peer.assumed, "own": peer.own,
        "contradicted": peer.contradicted,
    }  # fmt: skip


def write_comparison(
    found: Comparison,
    folder: Path,
    *,
    asked: Mapping[str, Any],
    formats: Iterable[str] = ("png",),
    figures: bool = True,
    force: bool = False,
) -> Path:
    """Write a folder with the tables, the figure and everything for programs, whole or not at all.

    Parameters
    ----------
    found : Comparison
    folder : Path
        Final name.
    asked : mapping
        What was asked for, kept in `result.json`; the same question may replace its own answer.
    formats : iterable of {"png", "svg", "pdf"}
    figures : bool
        False leaves the figure out.
    force : bool
        Replace an earlier folder.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or cannot be written.
    """
    text = "\n\n".join([*(table.text() for table in comparison_tables(found)), "\n".join(told(found))])
    with answer_folder(folder, asked=asked, result=comparison_values(found), text=text, force=force) as place:
        if figures and any(standing.peers for standing in found.standings):
            save_figure(partial(_figure, found), place / "comparison", formats)
    return folder


def _figure(found: Comparison) -> Axes:
    from infradot.plot import comparison

    return comparison(found).axes[0]
