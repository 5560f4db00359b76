"""From what pump on a laser lases: losses of the resonator, gain of the film, excitons a dot, fluence."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.laser_mode import LaserMode, laser_mode
from infradot.experiments.pumped_film import PumpedFilm
from infradot.experiments.resonator_loss import ResonatorLoss, resonator_loss
from infradot.experiments.result import Column, Result
from infradot.materials.filling import TOP, poisson
from infradot.materials.pump_cross_section import PumpCrossSection, pump_cross_section
from infradot.solvers.dot_equations import steady_populations
from infradot.stack.laser import Laser
from infradot.stack.resonator import DistributedFeedback
from infradot.units import hc_eV, q

Array = NDArray[np.float64]
COARSE, POINTS, STAGES = 48, 33, 3
ROUNDS = 4  # of finding the wavelength and the mode there
SAME = 1e-3  # relative change of wavelength over which a mode stays what it is


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LasingThreshold(Result):
    """Where a laser begins to lase.

    Parameters
    ----------
    laser : Laser
    wavelength : float
        Of the light that lases, m.
    mode : LaserMode
        The guided mode there.
    resonator : ResonatorLoss
        What the resonator loses.
    pump : float
        Threshold, J m^-2 of a pulse or W m^-2 of a continuous pump, with what a dot absorbs in the film.
    pump_solution : float, optional
        With what it absorbs in solution; None where that is not known.
    occupation : float
        Excitons that a dot gets from such a pulse, or holds under a continuous pump; mean over the mode.
    gain_lifetime : float
        How long excitons last at threshold: their number over the rate at which they go, s.
    cross_section : PumpCrossSection
        What a dot absorbs of the pump.
    absorbed : float
        Share of the pump light that the film absorbs.
    """

    laser: Laser
    wavelength: float
    mode: LaserMode
    resonator: ResonatorLoss
    pump: float
    pump_solution: float | None
    occupation: float
    gain_lifetime: float
    cross_section: PumpCrossSection
    absorbed: float

    @property
    def continuous(self) -> bool:
        """Whether `pump` is a power for each area."""
        return self.laser.pump.pulse is None

    @property
    def modal_gain(self) -> float:
        """Gain of the mode at threshold: all that it loses, m^-1."""
        return self.resonator.total + float(self.laser.loss) + self.mode.loss

    @property
    def material_gain(self) -> float:
        """Gain of the film at threshold, mean over the mode, m^-1."""
        return self.modal_gain / self.mode.confinement

    @property
    def pitch(self) -> float | None:
        """Of a grating, m; None for other resonators."""
        grating = self.laser.resonator
        if not isinstance(grating, DistributedFeedback):
            return None
        return grating.order * self.wavelength / (2.0 * self.mode.effective_index)

    @property
    def interval(self) -> tuple[float, float]:
        """The pump from the cross-section in the film to that in solution, rising."""
        ends = (self.pump, self.pump if self.pump_solution is None else self.pump_solution)
        return min(ends), max(ends)

    @property
    def continuous_equivalent(self) -> float:
        """Constant power that would keep up the threshold of a pulse, its fluence over the gain lifetime, W m^-2."""
        return self.pump if self.continuous else self.pump / self.gain_lifetime

    def _sentences(self) -> list[str]:
        unit = "W/cm2" if self.continuous else "uJ/cm2"
        low, high = (x * (1e-4 if self.continuous else 100.0) for x in self.interval)
        return [
            f"It lases at {self.wavelength * 1e9:.0f} nm from {low:.3g} {unit} on with the cross-section of the "
            f"{'film' if self.pump == min(self.interval) else 'solution'}, {high:.3g} {unit} with the other."
            if self.pump_solution is not None
            else f"It lases at {self.wavelength * 1e9:.0f} nm from {low:.3g} {unit} on.",
            f"Its mode needs {self.modal_gain / 100:.3g} cm-1, the film {self.material_gain / 100:.3g} cm-1, with "
            f"{self.occupation:.3g} excitons a dot, which last {self.gain_lifetime * 1e12:.3g} ps.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        power = self.continuous
        unit, factor = ("W cm-2", 1e-4) if power else ("uJ cm-2", 100.0)
        name = "intensity" if power else "fluence"
        solution = math.nan if self.pump_solution is None else self.pump_solution
        return {"laser": self.laser.name, "model": self.laser.gain.name, "temperature_K": self.laser.temperature}, [
            ("wavelength", "nm", [self.wavelength * 1e9]),
            (f"{name}_film", unit, [self.pump * factor]),
            (f"{name}_solution", unit, [solution * factor]),
            ("occupation", "", [self.occupation]),
            ("modal_gain", "cm-1", [self.modal_gain / 100]),
            ("material_gain", "cm-1", [self.material_gain / 100]),
            ("confinement", "", [self.mode.confinement]),
            ("gain_lifetime", "ps", [self.gain_lifetime * 1e12]),
        ]


def lasing_threshold(laser: Laser, *, cells: int = 10) -> LasingThreshold:
    """The threshold of a laser: what its pump has to bring.

    The resonator and the layers say what the mode loses; the film has to give as much, slice by slice as deep as the
    pump reaches, at the wavelength of its grating or where it gives most. A pulse counts as shorter than all decays;
    `pulse_threshold` follows one that is not. A continuous pump is held against everything that dots lose.

    Parameters
    ----------
    laser : Laser
    cells : int
        Slices of the film.

    Returns
    -------
    LasingThreshold

    Raises
    ------
    InputError
        Where the stack guides no light or the film cannot give enough gain.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.81, ligand="PbX2 ink")
    >>> layers = (idt.Layer(name="dots", material=film, thickness=300e-9),)
    >>> laser = idt.Laser(stack=idt.Stack(layers=layers, back_medium=1.5), gain_layer="dots")
    >>> found = lasing_threshold(laser)
    >>> round(found.wavelength * 1e9, -1), round(found.occupation, 1), round(found.modal_gain / 100)
    (1710.0, 2.9, 46)
    """
    pumped = PumpedFilm(laser, cells=cells)
    mode, losses, energy, light = find(laser, pumped, lambda wavelength: laser_mode(laser, wavelength, cells))
    photon = q * hc_eV / float(laser.pump.wavelength)
    cross = pump_cross_section(laser.film, float(laser.pump.wavelength), laser.temperature)
    solution = None
    if cross.solution is not None:
        other = PumpedFilm(laser, scale=1.0 / cross.ratio, cells=cells)
        needed = losses.total + float(laser.loss) + mode.loss
        solution = photon * _light(_gains(other, mode, np.array([energy])), needed, _most(other), laser)[0]
    occupation, lifetime = _dots(laser, pumped, mode, light)
    thickness = float(laser.layer.thickness) / cells
    return LasingThreshold(
        laser=laser,
        wavelength=hc_eV / energy,
        mode=mode,
        resonator=losses,
        pump=photon * light,
        pump_solution=solution,
        occupation=occupation,
        gain_lifetime=lifetime,
        cross_section=cross,
        absorbed=float(pumped.per_dot.sum()) * thickness * laser.film.dot_density,
    )


def _gains(pumped: PumpedFilm, mode: LaserMode, energies: Array) -> Callable[[Array], Array]:
    of = pumped.pulsed if pumped.laser.pump.pulse is not None else pumped.steady
    return lambda light: of(mode, energies, light)


def find(
    laser: Laser, pumped: PumpedFilm, modes: Callable[[float], LaserMode], near: float | None = None
) -> tuple[LaserMode, ResonatorLoss, float, float]:
    """Mode, losses, photon energy (eV) and light (m^-2 or m^-2 s^-1) at threshold.

    Parameters
    ----------
    laser : Laser
    pumped : PumpedFilm
    modes : callable
        The mode at a wavelength in m.
    near : float, optional
        A wavelength to begin with, m.
    """
    gain = pumped.gain
    wavelength = hc_eV / gain.exciton if near is None else near
    for _ in range(ROUNDS):
        mode = modes(wavelength)
        losses = resonator_loss(laser.resonator, mode)
        fixed = _prescribed(laser, mode, losses)
        energies = gain.energies if fixed is None else np.array([hc_eV / fixed])
        needed = losses.total + float(laser.loss) + mode.loss
        light, energy = _light(_gains(pumped, mode, energies), needed, _most(pumped), laser, energies)
        if abs(hc_eV / energy / wavelength - 1.0) < SAME:
            break
        wavelength = hc_eV / energy
    return mode, losses, energy, light


def _most(pumped: PumpedFilm) -> float:
    """Light up to which a threshold is looked for, m^-2 of a pulse or m^-2 s^-1."""
    if pumped.laser.pump.pulse is not None:
        return pumped.brightest
    return pumped.brightest * max(float(part.rates.total[-1]) / TOP for part in pumped.parts)


def _prescribed(laser: Laser, mode: LaserMode, losses: ResonatorLoss) -> float | None:
    """Wavelength that a grating of given pitch prescribes, m."""
    grating = laser.resonator
    if not isinstance(grating, DistributedFeedback) or grating.pitch is None:
        return None
    wave = 2.0 * math.pi * mode.effective_index / mode.wavelength
    bragg = math.pi * grating.order / float(grating.pitch)
    # the wave number at a wavelength nearby, by the group index; the mode of larger wavelength of the two lases
    step = (bragg - abs(losses.detuning) - wave) / (2.0 * math.pi * mode.group_index)
    return 1.0 / (1.0 / mode.wavelength + step)


def _light(
    gains: Callable[[Array], Array], needed: float, most: float, laser: Laser, energies: Array | None = None
) -> tuple[float, float]:
    """Light at which the best gain reaches what is needed, and the photon energy (eV) of that."""
    low, high = 0.0, most
    for stage in range(STAGES):
        light = (
            np.linspace(low, high, POINTS) if stage else np.concatenate(([0.0], most * np.geomspace(1e-4, 1, COARSE)))
        )
        found = gains(light)
        best = found.max(axis=1)
        enough = np.flatnonzero(best >= needed)
        if not enough.size or enough[0] == 0:
            raise InputError(
                f"{laser.name or 'The laser'} needs a gain of the mode of {needed / 100:.4g} cm-1, and its film gives "
                f"{float(best.max()) / 100:.4g} cm-1 at most; lower its losses, or take a thicker or stronger film."
            )
        i = int(enough[0])
        low, high = float(light[i - 1]), float(light[i])
    share = (needed - best[i - 1]) / (best[i] - best[i - 1])
    at = 0.0 if energies is None else _peak(energies, found[i])
    return low + float(share) * (high - low), at


def _peak(energies: Array, gain: Array) -> float:
    """Photon energy of the largest gain, between the points by a parabola."""
    if energies.size < 3:
        return float(energies[int(np.argmax(gain))])
    i = int(np.clip(np.argmax(gain), 1, energies.size - 2))
    left, middle, right = gain[i - 1 : i + 2]
    bend = left - 2 * middle + right
    step = 0.0 if bend >= 0 else float(np.clip(0.5 * (left - right) / bend, -1.0, 1.0))
    return float(energies[i] + step * (energies[1] - energies[0]))


def _dots(laser: Laser, pumped: PumpedFilm, mode: LaserMode, light: float) -> tuple[float, float]:
    """Excitons a dot, mean over the mode, and how long they last, s."""
    numbers = np.arange(TOP + 1)
    weights = mode.factors / mode.factors.sum()
    given = light * pumped.per_dot
    held, lost = 0.0, 0.0
    for part in pumped.parts:
        if laser.pump.pulse is None:
            shares = steady_populations(given, part.rates.total)
        else:
            shares = poisson(given)
        held += part.share * float(weights @ (shares @ numbers))
        lost += part.share * float(weights @ (shares @ part.rates.total))
    return (held if laser.pump.pulse is None else pumped.occupation(mode, light)), held / lost
