"""Power receivers: cells that turn a beam, or the light of a room, into power where no wire goes."""

from __future__ import annotations

from infradot.devices.balance import CellLimit
from infradot.devices.kind import Kind
from infradot.devices.limits import detailed_balance
from infradot.devices.solar_cell import doubts as cell_doubts
from infradot.errors import InputError
from infradot.light.spectrum import Spectrum
from infradot.stack.receiver import PowerReceiver
from infradot.units import hc_eV


def doubts(receiver: PowerReceiver) -> tuple[str, ...]:
    """What holds for a solar cell."""
    return cell_doubts(receiver.cell)


def receiver_limit(light: Spectrum, *, edge: float | None = None, temperature: float = 300.0) -> CellLimit:
    """The detailed-balance limit of a cell that takes power out of a light.

    Parameters
    ----------
    light : Spectrum
        Its own irradiance is what the efficiency divides by.
    edge : float, optional
        Absorption edge, eV; by default that of the longest line of the light, which the cell then just absorbs.
    temperature : float
        K.

    Returns
    -------
    CellLimit

    Examples
    --------
    >>> from infradot.light.lamps import line
    >>> round(100 * receiver_limit(line(wavelength=1550e-9, irradiance=1000.0)).efficiency, 2)
    62.13
    """
    if edge is None:
        edge = longest_photon(light)
    return detailed_balance(edge, light=light, temperature=temperature)


def longest_photon(light: Spectrum) -> float:
    """Energy of the photons of the longest wavelength of a light, eV.

    Raises
    ------
    InputError
        For a light without lines.
    """
    if not light.line_wavelength.size or light.wavelength.size:
        raise InputError(f"{light.name or 'The light'} is no single line; give an edge in eV.")
    return hc_eV / float(light.line_wavelength.max())


POWER_RECEIVER = Kind(
    name="power-receiver",
    summary="A receiver of wireless power or indoor light: efficiency, temperature, cells in series; intensity; EQE",
    measures=(
        {"what": "power", "light": {"line": "1550 nm", "irradiance": "100 mW/cm2"}},
        {"what": "power-sweep", "light": {"line": "1550 nm", "irradiance": "100 mW/cm2"}},
        {"what": "eqe"},
    ),
    template="power-receiver.toml",
    doubts=doubts,
)
