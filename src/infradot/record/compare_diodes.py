"""A predicted photodiode among published ones, as far as a dark current and a quantum efficiency tell.

Its detectivity is that of shot noise (at 0 V of thermal noise) of its dark current alone, an upper bound: flicker noise
comes on top in every real device. A published value is compared at its own wavelength and, where the results reach it,
at its own voltage.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import responsivity
from infradot.devices.noise import Noise, shot_noise, thermal_noise
from infradot.experiments.eqe import EQESpectrum
from infradot.experiments.jv import JVCurve
from infradot.record.amount import Amount
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.record.standing import Peer, Standing, make_peer
from infradot.units import hc_eV, nm

ZERO = 1e-3  # V; below, the noise is thermal
FAINT = 1e-3  # EQE below which a wavelength is not answered
Ends = tuple[float, float]


def diode_standings(
    dark: JVCurve | None, spectra: Sequence[EQESpectrum], gap: float, record: Record, within: float
) -> tuple[tuple[Standing, ...], dict[str, str]]:
    """Quantum efficiency, dark current and detectivity of a photodiode among the printed ones.

    Parameters
    ----------
    dark : JVCurve, optional
    spectra : sequence of EQESpectrum
        Each at its voltage.
    gap : float
        Of the device, eV.
    record : Record
    within : float
        How far the gap of a published device may be from it, eV. Few papers print the exciton of a detector: there the
        wavelength of its detectivity stands for it.

    Returns
    -------
    standings : tuple of Standing
    left_out : dict of str to str
        Published photodiodes that stand in none of them, with the reason.
    """
    near, left_out = _near(record, gap, within)
    found = []
    if spectra:
        found.append(_efficiency(spectra, near, record))
    if dark is not None:
        found.append(_dark_current(dark, near, record))
        if spectra:
            found.append(_detectivity(dark, spectra, near, record))
    standings = tuple(found)
    shown = {peer.device for standing in standings for peer in standing.peers}
    left_out |= {
        device.key: "nothing that these results reach is printed" for device in near if device.key not in shown
    }
    return standings, left_out


def _near(record: Record, gap: float, within: float) -> tuple[tuple[Device, ...], dict[str, str]]:
    near: list[Device] = []
    left_out: dict[str, str] = {}
    for device in record.devices(kind="photodetector"):
        ends = _gap(device)
        if device.subkind != "photodiode":
            left_out[device.key] = f"is a {device.subkind or 'photodetector of unknown kind'}, not a photodiode"
        elif ends is None:
            left_out[device.key] = "neither an exciton nor a wavelength is printed"
        elif ends[0] > gap + within or ends[1] < gap - within:
            away = min(abs(end - gap) for end in ends)
            left_out[device.key] = f"at {hc_eV / ends[1] / nm:.0f} nm it is {away:.2f} eV away"
        else:
            near.append(device)
    return tuple(near), left_out


def _gap(device: Device) -> Ends | None:
    """Lowest and highest energy that may be the gap of a detector, eV."""
    amounts = [m.amount for name in ("exciton_wavelength", "cutoff_wavelength") for m in device.of(name)]
    amounts = amounts or [at for m in device.of("detectivity") if (at := _amount_at(m)) is not None]
    for amount in amounts:
        if amount.si_low and amount.si_high:
            return hc_eV / amount.si_high, hc_eV / amount.si_low
    return None


def _amount_at(value: Measurement, name: str = "wavelength") -> Amount | None:
    condition = value.condition(name)
    return None if condition is None else condition.amount


def _wavelength(device: Device, value: Measurement) -> tuple[float, str] | None:
    """Where a value was measured, and what was taken where the print is silent."""
    amount = _amount_at(value)
    if amount is not None and amount.si is not None:
        return amount.si, ""
    others = (_amount_at(m) for m in device.of("detectivity"))
    found = next((each.si for each in others if each is not None and each.si is not None), None)
    if found is None or value.condition("band") is not None:
        return None
    return found, "wavelength taken from its detectivity"


def _at_its_voltage(value: Measurement, spectra: Sequence[EQESpectrum]) -> EQESpectrum:
    """The spectrum whose voltage is nearest to the printed ones; the most negative of those among them."""
    amount = _amount_at(value, "voltage")
    low, high = (amount.si_low, amount.si_high) if amount is not None else (None, None)

    def away(spectrum: EQESpectrum) -> tuple[float, float]:
        v = spectrum.voltage
        outside = max((low if low is not None else v) - v, v - (high if high is not None else v), 0.0)
        return outside, v

    return min(spectra, key=away)


def _efficiency(spectra: Sequence[EQESpectrum], near: Iterable[Device], record: Record) -> Standing:
    peers = []
    for device in near:
        for value in device.of("eqe")[:1]:
            at = _wavelength(device, value)
            spectrum = _at_its_voltage(value, spectra)
            here = None if at is None else _eqe(spectrum, at[0])
            if at is not None and here is not None:
                assumed = _joined(f"here at {spectrum.voltage:g} V", at[1])
                peers.append(make_peer(device, value, record, predicted=here, wavelength=at[0], assumed=assumed))
    return _ordered("eqe", "External quantum efficiency", "%", peers)


def _eqe(spectrum: EQESpectrum, wavelength: float) -> float | None:
    order = np.argsort(spectrum.wavelength)
    x, y = spectrum.wavelength[order], spectrum.eqe[order]
    here = float(np.interp(wavelength, x, y, left=0.0, right=0.0))
    return here if here >= FAINT else None


def _dark_current(dark: JVCurve, near: Iterable[Device], record: Record) -> Standing:
    peers = []
    for device in near:
        for value in device.of("dark_current_density")[:1]:
            amount, gap = _amount_at(value, "voltage"), _gap(device)
            at = None if amount is None else amount.si
            here = None if at is None else _current(dark, at)
            if here is not None and gap is not None:
                peers.append(make_peer(device, value, record, predicted=here, wavelength=hc_eV / gap[0]))
    return _ordered("dark_current_density", "Dark current density", "nA cm⁻²", peers, rising=False)


def _current(dark: JVCurve, voltage: float) -> float | None:
    """Size of the dark current density at a voltage of the sweep, A m^-2."""
    good = np.isfinite(dark.current_density) & (np.sign(dark.voltage) == np.sign(voltage))
    order = np.argsort(dark.voltage[good])
    v, j = dark.voltage[good][order], np.abs(dark.current_density[good][order])
    if voltage == 0.0 or not v.size or not v[0] <= voltage <= v[-1] or np.any(j == 0.0):
        return None
    return float(np.exp(np.interp(voltage, v, np.log(j))))


def _detectivity(dark: JVCurve, spectra: Sequence[EQESpectrum], near: Iterable[Device], record: Record) -> Standing:
    peers = []
    for device in near:
        for value in device.of("detectivity")[:1]:
            at = _wavelength(device, value)
            spectrum = _at_its_voltage(value, spectra)
            noise = _noise(dark, spectrum.voltage)
            here = None if at is None else _eqe(spectrum, at[0])
            if at is None or here is None or noise is None:
                continue
            predicted = noise.detectivity(responsivity(here, wavelength=at[0]))
            peers.append(make_peer(
                device, value, record, predicted=predicted, wavelength=at[0],
                limit=background_limited_detectivity(at[0]), assumed=f"here at {spectrum.voltage:g} V",
            ))  # fmt: skip
    return _ordered("detectivity", "Specific detectivity", "Jones", peers)


def _noise(dark: JVCurve, voltage: float) -> Noise | None:
    """Shot noise of the dark current under voltage; at 0 V the thermal noise of the resistance there."""
    if abs(voltage) >= ZERO:
        current = _current(dark, voltage)
        return None if current is None else Noise(shot=shot_noise(current))
    conductance = _conductance(dark)
    if conductance is None:
        return None
    return Noise(thermal=thermal_noise(1 / conductance, temperature=dark.device.temperature))


def _conductance(dark: JVCurve) -> float | None:
    """dJ/dV at 0 V, A V^-1 m^-2: the smooth J/V, led through the two nearest voltages on either side."""
    v, j = dark.voltage, dark.current_density
    good = np.isfinite(j) & (np.abs(v) >= ZERO)
    sides = [np.sort(np.abs(v[good & (np.sign(v) == sign)]))[:2] * sign for sign in (-1, 1)]
    x = np.concatenate(sides)
    if any(len(side) < 2 for side in sides) or np.max(np.abs(x)) > 0.1:
        return None
    ratio = np.array([float(j[v == each][0]) / each for each in x])
    weights = [math.prod(-other / (each - other) for other in x if other != each) for each in x]
    found = float(np.dot(weights, ratio))
    return found if found > 0 else None


def _ordered(quantity: str, title: str, unit: str, peers: list[Peer], *, rising: bool = True) -> Standing:
    """The best first, each against what is predicted under its conditions."""
    ahead = sorted(peers, key=lambda peer: peer.value / peer.predicted, reverse=rising)
    return Standing(quantity=quantity, title=title, unit=unit, peers=tuple(ahead), rising=rising)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
