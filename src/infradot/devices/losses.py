"""What a solar cell loses on the way from the limit of its gap, step by step, with nothing left over.

Three rules, none of which depends on an order:

1. A photon that makes no pair costs what a pair is worth in the ideal cell: the voltage at its maximum power, averaged
   from the light that the limit has to the pairs that the cell has. (dP/dJ of an ideal cell at maximum power is its
   voltage.)
2. What falls along transport, contacts and series resistance costs the heat that it makes in the cell as it works.
3. The rest belongs to recombination and the shunt: what the ideal cell would lose if it had the channels of the cell,
   each of its strength and rising with the splitting of the levels as it does here, all switched on together little by
   little (`channel_costs`). The cell does not work at quite that best splitting, because transport and resistances move
   it; what that costs belongs to them, in the ratio of their heat.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from infradot.devices.absorber import step
from infradot.devices.balance import CellLimit, Emission
from infradot.devices.channel_costs import Channel, channel_costs, steepness
from infradot.devices.limits import detailed_balance
from infradot.devices.ranges import POSITIVE, checked
from infradot.experiments.flows import Flow, recombination_flows, splitting
from infradot.experiments.ideal_cell import smallest_gap
from infradot.experiments.losses import Limit, Loss, Losses
from infradot.experiments.power_balance import SHUNT, PowerBalance, balance_at
from infradot.experiments.working_point import WorkingPoint, best_point
from infradot.laws.recombination import Radiative
from infradot.light.spectrum import Spectrum
from infradot.optics import optical_range
from infradot.stack.device import Device
from infradot.units import hc_eV, q, thermal_voltage

Floats = NDArray[np.float64]
ALIKE = 1e-9  # share of the current below which two currents are worth the same
BELOW = 2e-3  # V, to the state from which the rise of each channel is seen
_EDGE = 1e-9  # of a wavelength: a line at the very edge counts


class IdealCell:
    """A cell that absorbs all above its gap and loses pairs by emission alone, under any current.

    Parameters
    ----------
    band_gap : float
        eV.
    temperature : float
        K.
    """

    def __init__(self, band_gap: float, temperature: float) -> None:
        self._loss = Emission(step(band_gap), temperature, 1.0, None, False)
        self._kt = thermal_voltage(temperature)

    def open_circuit(self, current: float) -> float:
        """Open-circuit voltage for a photocurrent in A m^-2, V."""
        return self._loss.open_circuit(current) if current > 0.0 else 0.0

    def at(self, current: float) -> tuple[float, float]:
        """Power (W m^-2) and voltage (V) at maximum power for a photocurrent in A m^-2."""
        if current <= 0.0:
            return 0.0, 0.0
        v = self._loss.maximum_power(current, self.open_circuit(current))
        return v * (current - self._loss.current(v)), v

    def emission(self, voltage: Floats) -> tuple[Floats, Floats]:
        """Pairs lost at voltages in V, A m^-2, and the slope of that; without the -1 of Planck's law."""
        zero, above = self._loss.at_zero, np.minimum(voltage / self._kt, 600.0)
        return zero * np.expm1(above), zero / self._kt * np.exp(above)


def losses(device: Device, *, light: Spectrum, band_gap: float | None = None) -> Losses:
    """Every step from the detailed-balance limit of the absorber's gap to the cell.

    Parameters
    ----------
    device : Device
    light : Spectrum
        Behind whatever filters; efficiencies divide by its reference irradiance.
    band_gap : float, optional
        Of the limit, eV; by default the smallest gap of the layers that conduct.

    Returns
    -------
    Losses
        Reflection, what each layer absorbs in vain, what passes through, what is absorbed below the gap (a gain); each
        mechanism of recombination in each layer, at each interface and contact; transport of both carriers in each
        layer, steps, contacts; shunt and series resistance. Where the cell gives no power, at short circuit.

    Raises
    ------
    InputError
        For a gap that is not above 0.
    NotConverged

    Notes
    -----
    The heat of each step is read off the solved state, and the steps add up to rounding. Switching one channel off in
    the cell gains less than its step where others stand behind it: the steps share what all of them cost together.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.losses(device, light=idt.am15g())
    >>> abs(found.open) < 1e-6, round(100 * found.limit.efficiency, 1)
    (True, 33.3)
    """
    begun = time.perf_counter()
    gap = smallest_gap(device) if band_gap is None else float(band_gap)
    checked("Losses", ("band_gap", gap, "eV", POSITIVE))
    limit = detailed_balance(gap, light=light, temperature=device.temperature)
    point = best_point(device, light)
    balance = balance_at(device, light, point, begun)
    ideal = IdealCell(gap, device.temperature)
    pairs = sum(balance.generation.values())
    best, _ = ideal.at(pairs)
    worth = _worth(limit, best, pairs)
    optical = tuple(_optical(device, light, point, balance, gap, limit.jsc, worth))
    recombination = _recombination(point, balance, ideal, pairs)
    # what transport and resistances cost beyond their heat: they hold the levels off their best splitting
    within = sum(flow.power for flow in _consuming(balance))
    moved = best - sum(balance.free_energy.values()) + within - sum(loss.power for loss in recombination)
    return Losses(
        limit=_limit(gap, limit),
        steps=(*optical, *recombination, *_transport(balance, moved)),
        unavoidable=_unavoidable(light, gap, limit),
        balance=balance,
        metrics=point.metrics,
        device=device,
        light=light,
        report=balance.report,
    )


def _limit(gap: float, best: CellLimit) -> Limit:
    return Limit(
        band_gap=gap, jsc=best.jsc, voc=best.voc, fill_factor=best.fill_factor, efficiency=best.efficiency,
        maximum_power=best.maximum_power, voltage_mpp=best.voltage_mpp, current_density_mpp=best.current_density_mpp,
    )  # fmt: skip


def _worth(limit: CellLimit, best: float, pairs: float) -> float:
    """What a pair is worth in the ideal cell, V, between the limit's light and the pairs of the cell."""
    apart = limit.jsc - pairs
    return limit.voltage_mpp if abs(apart) <= ALIKE * limit.jsc else (limit.maximum_power - best) / apart


def _unavoidable(light: Spectrum, gap: float, limit: CellLimit) -> dict[str, float]:
    """From the power that arrives to the limit, W m^-2."""
    arriving, edge = light.power(), hc_eV / gap
    below = light.between(edge * (1 + _EDGE), None).power()
    at_gap, carried = gap * limit.jsc, limit.voltage_mpp * limit.jsc
    return {
        "below the gap": below,
        "thermalisation": arriving - below - at_gap,
        "dilution of the pairs": at_gap - carried,
        "emission": carried - limit.maximum_power,
    }


def _above(device: Device, light: Spectrum, point: WorkingPoint, gap: float) -> Floats:
    """Weights of the wavelengths in use that count only what is above the gap, m^-2 s^-1.

    Between two wavelengths the photons are linear, and so is what becomes of them.
    """
    edge = hc_eV / gap
    x, above = point.lit.wavelength, np.where(point.lit.wavelength <= edge * (1 + _EDGE), point.lit.photons, 0.0)
    inside = light.between(*optical_range(device.optical_stack, device.temperature))
    flux, count = inside.photon_flux, len(inside.wavelength)
    i = int(np.searchsorted(x[:count], edge, side="right")) - 1
    if 0 <= i < count - 1:  # the edge cuts the continuum between i and i + 1
        share = (edge - x[i]) / (x[i + 1] - x[i])
        half, at_edge = 0.5 * (edge - x[i]), flux[i] + share * (flux[i + 1] - flux[i])
        before = 0.5 * (x[i] - x[i - 1]) * flux[i] if i > 0 else 0.0
        above[i] = before + half * (flux[i] + (1.0 - share) * at_edge)
        above[i + 1] = half * share * at_edge
    return above


def _optical(
    device: Device, light: Spectrum, point: WorkingPoint, balance: PowerBalance, gap: float, jsc: float, worth: float
) -> Iterator[Loss]:
    """Photons above the gap that make no pair, and pairs that the limit does not have."""
    above = q * _above(device, light, point, gap)
    below = q * point.lit.photons - above
    seen = point.lit.response
    lost = {("", "outside"): jsc - float(np.sum(above))}
    lost["", "reflected"] = float(above @ seen.reflectance)
    lost["", "transmitted"] = float(above @ seen.transmittance)
    conducting = [layer.name for layer, _ in device.conducting()]
    for name, row in zip(seen.layers, seen.absorptance, strict=True):
        if name not in conducting:
            lost[name, "absorbed"] = float(above @ row)
    for name in conducting:
        row = seen.absorbed(name)
        lost[name, "below the gap"] = -float(below @ row)
        lost[name, "multiple excitons"] = float((above + below) @ row) - balance.generation[name]
    heat = {(f.place, f.how): f.power for f in balance.of("light")}
    for (place, how), current in lost.items():
        yield Loss(
            kind="optical", place=place, how=how, power=worth * current, heat=heat.get((place, how), 0.0),
            current=current,
        )  # fmt: skip


def _consuming(balance: PowerBalance) -> list[Flow]:
    """The flows that take pairs: recombination, and the shunt."""
    return [*balance.of("recombination"), *(flow for flow in balance.of("circuit") if flow.how == SHUNT)]


def _recombination(point: WorkingPoint, balance: PowerBalance, ideal: IdealCell, pairs: float) -> list[Loss]:
    """What each channel costs."""
    flows = _consuming(balance)
    apart = sum(balance.free_energy.values()) / pairs if pairs > 0.0 else 0.0
    if apart <= 0.0:
        return [
            Loss(kind="recombination", place=f.place, how=f.how, power=f.power, heat=f.power, current=f.current)
            for f in flows
        ]
    usual = float(ideal.emission(np.array([apart]))[0][0])  # what the ideal cell emits at this splitting
    radiative = sum(flow.current for flow in flows if flow.how == Radiative.name)
    steep = _steepness(point, balance, pairs, apart)
    channels = [
        Channel(
            current=flow.current * (1.0 - usual / radiative if flow.how == Radiative.name and radiative else 1.0),
            steepness=rise, linear=flow.how == SHUNT,
        )
        for flow, rise in zip(flows, steep, strict=True)
    ]  # fmt: skip
    if not radiative:  # nothing emits, unlike the ideal cell
        channels.append(Channel(current=-usual, steepness=1.0 / point.ready.problem.thermal_voltage))
        flows.append(Flow(kind="recombination", place="", how="no emission", power=0.0, current=0.0))
    costs = channel_costs(pairs, ideal.emission, channels, apart, ideal.open_circuit(pairs))
    return [
        Loss(
            kind="recombination", place=flow.place, how=flow.how, power=cost, heat=flow.power, current=flow.current,
            voltage=(cost - apart * channel.current) / pairs,
        )
        for flow, channel, cost in zip(flows, channels, costs.tolist(), strict=True)
    ]  # fmt: skip


def _steepness(point: WorkingPoint, balance: PowerBalance, pairs: float, apart: float) -> list[float]:
    """How each channel rises with the splitting of the levels, V^-1, from a state a little below."""
    solver = point.moved(point.junction - BELOW)
    split = splitting(solver)
    cells = zip(point.ready.problem.domains, point.lit.cells, strict=True)
    nearer = q * sum(float(made @ split[domain.start : domain.stop + 1]) for domain, made in cells) / pairs
    before = [flow.current for flow in recombination_flows(solver)]
    now = [flow.current for flow in balance.of("recombination")]
    most = 1.0 / point.ready.problem.thermal_voltage
    rises = [steepness(a, b, apart - nearer, most) for a, b in zip(now, before, strict=True)]
    return [*rises, 0.0]  # the shunt is linear


def _transport(balance: PowerBalance, moved: float) -> Iterator[Loss]:
    """What falls along the way: its heat and its part of `moved`, and the voltage over the current that flows there."""
    outside = balance.of("output")[0].current
    flows = [flow for flow in (*balance.of("transport"), *balance.of("circuit")) if flow.how != SHUNT]
    heat = sum(max(flow.power, 0.0) for flow in flows)
    if heat <= 0.0:
        yield Loss(kind="recombination", place="", how="levels", power=moved, heat=0.0)
    for flow in flows:
        leak = sum(f.current for f in balance.of("circuit")) if flow.kind == "transport" else 0.0
        through = outside + leak
        more = moved * max(flow.power, 0.0) / heat if heat > 0.0 else 0.0
        yield Loss(
            kind=flow.kind, place=flow.place, how=flow.how, power=flow.power + more, heat=flow.power,
            voltage=flow.power / through if through else None,
        )  # fmt: skip
