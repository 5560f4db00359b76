"""Spectral splitting: a dichroic mirror sends each part of the sunlight to the cell that makes most of it."""

from __future__ import annotations

from dataclasses import dataclass

from infradot.devices.balance import CellLimit
from infradot.devices.kind import Kind
from infradot.devices.limits import detailed_balance
from infradot.devices.solar_cell import doubts as cell_doubts
from infradot.devices.tandem import doubts as tandem_doubts
from infradot.light.dichroic import Dichroic
from infradot.light.lamps import am15g
from infradot.light.spectrum import Spectrum
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem
from infradot.units import hc_eV

LOST = 0.3  # share of the photons that a mirror throws away or sends to the wrong side, from which it is worth a word


def doubts(split: SpectralSplit) -> tuple[str, ...]:
    """Each cell by itself, the mirror, and whether each side suits its cell."""
    found: list[str] = []
    for each in split.cells:
        own = tandem_doubts(each.cell) if isinstance(each.cell, Tandem) else cell_doubts(each.cell)
        found += [f"Cell {each.name!r}: {text}" for text in own]
    mirror = split.mirror
    kept = {
        "short": max(mirror.reflects_short, mirror.transmits_short),
        "long": max(mirror.reflects_long, mirror.transmits_long),
    }
    found += [
        f"The mirror sends no more than {share:.0%} of the {side} waves to one side; the rest is lost or on the other."
        for side, share in kept.items()
        if share < 1 - LOST
    ]
    short = "reflected" if mirror.reflects_short > mirror.transmits_short else "transmitted"
    for each in split.cells:
        gap = min(float(m.band_gap or 0.0) for device in each.devices for _, m in device.conducting())
        if each.side != short and hc_eV / gap < mirror.edge:
            found.append(
                f"Cell {each.name!r} gets the light beyond {mirror.edge * 1e9:.0f} nm, but its gap of {gap:.3g} eV is "
                f"at {hc_eV / gap * 1e9:.0f} nm."
            )
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class SplitLimit:
    """What ideal cells behind a mirror do at best, all efficiencies over the whole light.

    Parameters
    ----------
    short, long : CellLimit
        The cell that gets the photons below the mirror's edge, and the one that gets those from it on.
    efficiency : float
        Of both, on terminals of their own; a fraction.
    """

    short: CellLimit
    long: CellLimit
    efficiency: float


def split_limit(
    short_gap: float,
    long_gap: float,
    *,
    mirror: Dichroic,
    light: Spectrum | None = None,
    temperature: float = 300.0,
) -> SplitLimit:
    """The detailed-balance limit of two cells behind a dichroic mirror.

    Parameters
    ----------
    short_gap, long_gap : float
        Gaps of the cells that get the shorter and the longer waves, eV.
    mirror : Dichroic
    light : Spectrum, optional
        AM1.5G unless given; the efficiencies divide by its whole irradiance.
    temperature : float
        K.

    Returns
    -------
    SplitLimit

    Examples
    --------
    >>> found = split_limit(1.42, 0.80, mirror=Dichroic(edge=870e-9))
    >>> round(found.long.jsc / 10, 1), round(100 * found.long.efficiency, 1)
    (22.6, 10.3)
    """
    sun = am15g() if light is None else light
    ways = sun.filtered(mirror.reflected), sun.filtered(mirror.transmitted)
    if mirror.reflects_short < mirror.transmits_short:
        ways = ways[::-1]
    short, long = (
        detailed_balance(gap, light=way, temperature=temperature)
        for gap, way in zip((short_gap, long_gap), ways, strict=True)
    )
    return SplitLimit(short=short, long=long, efficiency=short.efficiency + long.efficiency)


SPECTRAL_SPLITTING = Kind(
    name="spectral-splitting",
    summary="Cells on both sides of a dichroic mirror: J-V of each, their powers together, and in series; EQE",
    measures=({"what": "jv", "light": "AM1.5G"}, {"what": "eqe"}),
    template="spectral-splitting.toml",
    doubts=doubts,
)
