"""A photoconductor at one voltage under one light: gain, speed and noise."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.finite_channel import ambipolar, surviving
from infradot.experiments.generation import Generation
from infradot.experiments.impedance import wanted_frequencies, working_state
from infradot.experiments.local_film import LocalFilm, LocalState
from infradot.experiments.noise import noise
from infradot.experiments.photoconduction_result import Model, Photoconduction
from infradot.experiments.prepare import finite_voltage, prepared
from infradot.light.spectrum import Spectrum
from infradot.numerics.roots import bracketed_root
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.channel import Photoconductor
from infradot.units import epsilon_0, k_B, q

Floats = NDArray[np.float64]
SHORTEST = 1e-30  # s
LEAST = -60.0  # logarithm of the smallest share that contacts leave
FEW = 1e-3  # of the dark current
SLICES = 24  # of a film whose depths do not exchange carriers
DECADES = np.logspace(-2.0, 7.0, 55)  # Hz


def photoconduction(
    detector: Photoconductor,
    *,
    light: Spectrum,
    voltage: float,
    frequency: ArrayLike | None = None,
    model: Model = "local",
    mixed: bool = True,
    hooge: float = 0.0,
) -> Photoconduction:
    """Measure a photoconductor at one voltage under one light.

    Parameters
    ----------
    detector : Photoconductor
    light : Spectrum
        On the front; what flows without it is the dark current.
    voltage : float
        V, above 0.
    frequency : array_like (m,), optional
        Hz, above 0; by default 0.01 Hz to 10 MHz.
    model : {"local", "drift-diffusion"}
        "local" solves the rate equations of the film alone, in a field of V/L, and takes off what contacts at the two
        ends take out of it. "drift-diffusion" solves potential and carriers from contact to contact, and everything
        follows from that; slower by a factor of a hundred.
    mixed : bool
        Of the local model: whether carriers of all depths of the film are one (as where they diffuse through it
        within their lifetime), or each depth keeps what light makes there.
    hooge : float
        Hooge's parameter for 1/f noise, an empirical addition; the default has none.

    Returns
    -------
    Photoconduction

    Raises
    ------
    InputError
        For no light that the film absorbs, or a voltage of 0 or below.
    NotConverged

    Notes
    -----
    The local model holds while the dark current is that of the film (contacts that neither block nor inject), the
    channel is long beside the Debye length, and frequencies are below the dielectric relaxation.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="EDT")
    >>> detector = idt.Photoconductor(
    ...     cell=idt.Device(stack=idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=300e-9),)),
    ...                     front=idt.Ohmic(), back=idt.Ohmic()),
    ...     channel=idt.Channel(length=5e-6, width=3e-3))
    >>> found = idt.photoconduction(detector, light=idt.line(wavelength=1300e-9, irradiance=1e-3), voltage=10.0)
    >>> round(found.gain / found.textbook_gain, 1)  # electrons and holes live equally long in this film
    2.0
    """
    begun = time.perf_counter()
    applied = finite_voltage(voltage)
    if not applied > 0:
        raise InputError(f"voltage = {voltage!r} V, expected above 0: a photoconductor gives nothing without.")
    asked = DECADES if frequency is None else wanted_frequencies(frequency)
    lit = prepared(detector.cell).lit(light)
    pairs = float(sum(cells.sum() for cells in lit.cells))
    if not pairs > 0:
        raise InputError("The film absorbs nothing of this light.")
    common: dict[str, Any] = {
        "voltage": applied, "irradiance": light.power(), "pairs": pairs, "frequency": asked,
        "photons": float(np.sum(lit.photons)) + lit.outside / q, "hooge": float(hooge), "detector": detector,
        "light": light, "model": model,
    }  # fmt: skip
    if model == "drift-diffusion":
        return _from_contact_to_contact(common, begun)
    if model != "local":
        raise InputError(f"model = {model!r}, expected 'local' or 'drift-diffusion'.")
    return _of_the_film(common, mixed, begun)


# --- the film alone --------------------------------------------------------------------------------------------------


def local_film(detector: Photoconductor, voltage: float) -> LocalFilm:
    """The rate equations of its film in the field of a voltage."""
    _, material = detector.film
    return LocalFilm(material, prepared(detector.cell).problem, detector.temperature, voltage / detector.distance)


def depths(detector: Photoconductor, light: Spectrum, mixed: bool) -> tuple[Floats, Floats]:
    """Shares of the thickness, and what is made in them, m^-3 s^-1."""
    ready = prepared(detector.cell)
    made, boundary = ready.lit(light).cells[0], ready.problem.domains[0].boundary
    thickness = float(boundary[-1])
    if mixed:
        return np.ones(1), np.array([made.sum() / thickness])
    edges = np.linspace(0.0, thickness, SLICES + 1)
    running = np.interp(edges, boundary, np.concatenate(([0.0], np.cumsum(made))))
    return np.full(SLICES, 1.0 / SLICES), np.diff(running) * SLICES / thickness


def _of_the_film(common: dict[str, Any], mixed: bool, begun: float) -> Photoconduction:
    detector, voltage, asked = common["detector"], common["voltage"], common["frequency"]
    film = local_film(detector, voltage)
    shares, made = depths(detector, common["light"], mixed)
    found = [between_contacts(detector, film, float(g), voltage) for g in made]
    states, kept = [state for state, _ in found], np.array([left for _, left in found])
    conducts = detector.cross_section / detector.distance  # conductivity to conductance
    dark = film.conductivity(film.dark)
    free = np.array([film.excess(state) for state in states])
    rise = q * float(shares @ free @ np.array([film.mobility_n, film.mobility_p]))
    lit = dark + rise
    # what the contacts take shortens every life: the film answers as one that forgets faster by that factor
    answers = [
        left * g * state.response(left * np.concatenate(([0.0], asked)))
        for state, left, g in zip(states, kept, made, strict=True)
    ]
    by_power = voltage * conducts / (common["irradiance"] * detector.area)
    answer = by_power * (shares @ np.array(answers))
    volume = detector.cross_section * detector.distance
    spread = [
        left**2 * state.fluctuation(left * asked, 2 * (1 - left) * g)
        for state, left, g in zip(states, kept, made, strict=True)
    ]
    current = voltage * conducts * lit
    times, parts = _modes(states, kept, shares * np.array([part[0].real for part in answers]))
    report = SolveReport(
        complete=True, points=len(states) + 1, nodes=len(states), iterations=0, residual=0.0,
        seconds=time.perf_counter() - begun, notes=tuple(_doubts(detector, film, states[0], kept, mixed, voltage)),
    )  # fmt: skip
    remaining = float(np.sum(shares * kept * made))
    lifetimes = (shares @ free) / remaining
    held = float(shares @ np.array([state.n + state.p for state in states]))
    return Photoconduction(
        dark_current=voltage * conducts * dark, photocurrent=voltage * conducts * rise,
        in_phase=answer[1:].real, quadrature=answer[1:].imag,
        thermal=np.full(len(asked), 4 * k_B * detector.temperature * conducts * lit),
        pairing=(voltage * conducts) ** 2 * (shares @ np.array(spread)) / volume,
        flicker=float(common["hooge"]) * current**2 / (volume * held * asked),
        steady=float(answer[0].real), lifetime_n=float(lifetimes[0]), lifetime_p=float(lifetimes[1]),
        surviving=remaining / float(np.sum(shares * made)), time_constants=times, shares=parts, report=report, **common,
    )  # fmt: skip


def between_contacts(
    detector: Photoconductor, film: LocalFilm, generation: float, voltage: float
) -> tuple[LocalState, float]:
    """The film under a generation (m^-3 s^-1) of which contacts take a share, and the share that they leave."""

    def left(state: LocalState) -> float:
        free = max(min(state.lifetimes()), SHORTEST)
        return surviving(detector.distance, voltage, free, *ambipolar(film, state))

    def excess(x: float) -> float:
        return math.log(left(film.under(generation * math.exp(x)))) - x

    share = 1.0 if excess(0.0) == 0.0 else math.exp(bracketed_root(excess, LEAST, 0.0, tolerance=1e-12))
    state = film.under(generation * share)
    return state, share


def _modes(states: list[LocalState], kept: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Time constants of all depths and their shares, slowest first; the negligible are left out."""
    found = [state.modes() for state in states]
    times = np.concatenate([left * each for left, (each, _) in zip(kept, found, strict=True)])
    parts = np.concatenate([part * weight for (_, part), weight in zip(found, weights, strict=True)])
    parts = parts / parts.sum()
    told = np.flatnonzero(np.abs(parts) > 1e-9)
    order = told[np.argsort(times[told])[::-1]]
    return times[order], parts[order]


def _doubts(
    detector: Photoconductor, film: LocalFilm, state: LocalState, kept: Floats, mixed: bool, voltage: float
) -> list[str]:
    """Where the picture of a film by itself ends."""
    layer, material = detector.film
    told = []
    if kept.min() < 0.9:
        told.append(
            "contacts take more than a tenth of the excess carriers out of the channel before they recombine "
            "(surviving); that is told for a uniform field, and drift-diffusion knows better"
        )
    screening = float(material.relative_permittivity) * epsilon_0 * film.vt / (q * (state.n + state.p))  # type: ignore[arg-type]
    if screening**0.5 > 0.1 * detector.distance:
        told.append(
            "the Debye length is no longer small beside the channel; space charge decides, and drift-diffusion tells"
        )
    reach = layer_at_contact(detector, film.dark, voltage) / detector.distance
    if reach > 0.05:
        told.append(
            f"over {reach:.0%} of the channel carriers drift on before the field can follow them: contacts that hold "
            "their density lower the gain of trapped carriers by up to that share, which drift-diffusion tells"
        )
    _, diffusion = ambipolar(film, state)
    if mixed and float(layer.thickness) ** 2 > diffusion * min(state.lifetimes()) * 10:
        told.append("carriers hardly diffuse through the thickness within their free time; compare with mixed=False")
    return told


def layer_at_contact(detector: Photoconductor, dark: LocalState, voltage: float) -> float:
    """Drift of the majority carriers within their dielectric relaxation time, eps V/(q n L), m.

    Behind an injecting contact that holds its density in the dark, carriers that answer to trapped charge build up
    over this length l only. Of faint light the contacts leave 1 - (l/L)[1 - exp(-L/l)] of the gain.
    """
    permittivity = float(detector.film[1].relative_permittivity) * epsilon_0  # type: ignore[arg-type]
    return permittivity * voltage / (q * (dark.n + dark.p) * detector.distance)


# --- from contact to contact -----------------------------------------------------------------------------------------


def _from_contact_to_contact(common: dict[str, Any], begun: float) -> Photoconduction:
    detector, voltage, asked = common["detector"], common["voltage"], common["frequency"]
    device = detector.along()
    if detector.channel is None:
        lighting: dict[str, Any] = {"light": common["light"], "generation": None}
    else:
        made = np.full(2, common["pairs"] / float(detector.film[0].thickness))
        end = np.array([0.0, detector.distance])
        lighting = {"light": None, "generation": Generation(position=end, rate=made)}
    unlit, _, dark, _ = working_state(device, None, None, voltage)
    solver, _, current, notes = working_state(device, lighting["light"], lighting["generation"], voltage)
    # a photocurrent along the applied one is what collection counts as negative
    along = -detector.cross_section * q
    answer = along * (small_signal(solver, np.concatenate(([0.0], asked))).collection @ solver.generation)
    rise = detector.cross_section * (abs(current) - abs(dark))
    if abs(rise) < FEW * detector.cross_section * abs(dark):  # the mean of two slopes knows more digits
        first = along * float(small_signal(unlit, np.zeros(1)).collection[0].real @ solver.generation)
        rise = 0.5 * (first + float(answer[0].real))
    answer = answer / (common["irradiance"] * detector.area)
    seen = noise(device, frequency=asked, voltage=voltage, hooge=common["hooge"], **lighting)
    parts = seen.by_mechanism()
    # Moving carriers are taken by 4 k T Re Y: on a grid whose elements drop more than kT their own sources turn into
    # the shot noise of each element, which hangs on the grid.
    moving = sum((parts[name] for name in _MOVING if name in parts), np.zeros(len(asked)))
    flicker = parts.get("mobility (1/f)", np.zeros(len(asked)))
    report = SolveReport(
        complete=True, points=2, nodes=solver.problem.nodes, iterations=solver.iterations, residual=solver.residual,
        seconds=time.perf_counter() - begun, notes=notes,
    )  # fmt: skip
    area = detector.cross_section
    return Photoconduction(
        dark_current=area * abs(dark), photocurrent=rise, in_phase=answer[1:].real,
        quadrature=answer[1:].imag, thermal=area * seen.thermal, pairing=area * (seen.density - moving - flicker),
        flicker=area * flicker, steady=float(answer[0].real), lifetime_n=None, lifetime_p=None, surviving=None,
        time_constants=np.empty(0), shares=np.empty(0), report=report, **common,
    )  # fmt: skip


_MOVING = ("electrons moving", "holes moving", "electrons at a contact", "holes at a contact")
