"""A predicted solar cell among published ones."""

from __future__ import annotations

from collections.abc import Mapping

from infradot.devices.limits import detailed_balance
from infradot.experiments.jv import JVCurve
from infradot.record.chart_cells import LIGHTS
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.record.standing import Peer, Standing, make_peer
from infradot.units import hc_eV, nm


def cell_standings(
    curves: Mapping[str, JVCurve], gap: float, record: Record, within: float
) -> tuple[tuple[Standing, ...], dict[str, str]]:
    """The efficiencies of a cell under each light among those printed for the same light.

    Parameters
    ----------
    curves : mapping of str to JVCurve
        By the quantity of the record that tells their light: a key of `chart_cells.LIGHTS`.
    gap : float
        Of the cell, eV.
    record : Record
    within : float
        How far the first exciton of a published cell may be from the gap, eV.

    Returns
    -------
    standings : tuple of Standing
    left_out : dict of str to str
        Published cells that stand in none of them, with the reason.
    """
    cells = record.devices(kind="solar-cell")
    near: dict[str, Measurement] = {}
    left_out: dict[str, str] = {}
    for device in cells:
        exciton = _longest(device)
        if exciton is None or exciton.amount.si is None:
            left_out[device.key] = "no exciton is printed"
            continue
        away = abs(hc_eV / exciton.amount.si - gap)
        if away > within:
            left_out[device.key] = f"its exciton, {exciton.amount.shown}, is {away:.2f} eV away"
        else:
            near[device.key] = exciton
    standings = tuple(
        _standing(quantity, curve, gap, record, {d: near[d.key] for d in cells if d.key in near})
        for quantity, curve in curves.items()
        if curve.metrics.efficiency is not None
    )
    shown = {peer.device for standing in standings for peer in standing.peers}
    left_out |= {key: "no efficiency under these lights is printed" for key in near if key not in shown}
    return standings, left_out


def _longest(device: Device) -> Measurement | None:
    """The exciton of the smallest gap that is printed in the first place that has one."""
    found = [m for m in device.of("exciton_wavelength") if m.amount.si is not None]
    here = [m for m in found if m.location == found[0].location]
    return max(here, key=lambda m: m.amount.si or 0.0, default=None)


def _standing(
    quantity: str, curve: JVCurve, gap: float, record: Record, near: Mapping[Device, Measurement]
) -> Standing:
    light, behind = LIGHTS[quantity]
    predicted = float(curve.metrics.efficiency or 0.0)
    peers: list[Peer] = []
    for device, exciton in near.items():
        value = next(iter(device.of(quantity)), None)
        if value is None or value.condition("wavelength") is not None:
            continue
        edge = hc_eV / float(exciton.amount.si or 0.0)
        peers.append(make_peer(
            device, value, record, predicted=predicted, wavelength=hc_eV / edge,
            limit=detailed_balance(edge, filter=behind).efficiency,
        ))  # fmt: skip
    return Standing(
        quantity=quantity,
        title=f"Efficiency under {light}",
        unit="%",
        peers=tuple(sorted(peers, key=lambda peer: -peer.value)),
        predicted=predicted,
        limit=detailed_balance(gap, filter=behind, temperature=curve.device.temperature).efficiency,
    )


def gap_words(gap: float) -> str:
    """A gap as energy and wavelength.

    Examples
    --------
    >>> gap_words(1.008)
    '1.008 eV (1230 nm)'
    """
    return f"{gap:.3f} eV ({hc_eV / gap / nm:.0f} nm)"
