"""A single-photon source as a whole: how bright, how pure, how coherent, and what its counters will show."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from infradot.experiments.photon_correlation import with_background
from infradot.experiments.photon_statistics import (
    ContinuousEmission,
    PulsedEmission,
    continuous_emission,
    pulsed_emission,
)
from infradot.experiments.photon_stream import photon_times, split_and_count
from infradot.experiments.result import Column, Result
from infradot.experiments.saturation import Saturation, saturation
from infradot.experiments.time_tags import TimeTags
from infradot.materials.blinking import Charging, PowerLawBlinking
from infradot.materials.dot_emission import DotEmission, dot_emission
from infradot.materials.single_line import DotLine, dot_line
from infradot.optics.purcell import aperture_share, enhancement, purcell_factor
from infradot.solvers.cascade import LINES
from infradot.stack.photon_setup import ContinuousExcitation
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.units import c, hc_eV

STRENGTHS = np.geomspace(0.01, 10.0, 25)  # pairs a pulse, or a lifetime


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhotonSource(Result):
    """What a single-photon source does.

    Parameters
    ----------
    line : DotLine
        Of its exciton.
    emission : DotEmission
        Its rates, in the cavity.
    enhancement : float
        Rate into the mode of the cavity over that without cavity; 0 without one.
    ideal_enhancement : float
        The same for a line much narrower than the mode, in tune, at the best place and direction.
    into_mode : float
        Share of the photons that go into the mode, beta.
    collected : float
        Share of the photons that reach the first lens.
    through : dict
        Share of the photons of each line that reaches the beam splitter.
    light : PulsedEmission or ContinuousEmission
        At the beam splitter, without background.
    bright : float
        Share of the time in which a dot with power-law blinking is on; 1 for others.
    signal_share : float
        Share of the counts that are photons of the dot.
    source : SinglePhotonSource
    """

    line: DotLine
    emission: DotEmission
    enhancement: float
    ideal_enhancement: float
    into_mode: float
    collected: float
    through: dict[str, float]
    light: PulsedEmission | ContinuousEmission
    bright: float
    signal_share: float
    source: SinglePhotonSource

    @property
    def wavelength(self) -> float:
        """Of the middle of the line, m."""
        return hc_eV / float(self.line.energy)

    @property
    def emitted(self) -> float:
        """Photons a second that the dot emits."""
        lines = sum(self.light.lines.values())
        period = self.source.period
        return self.bright * (lines if period is None else lines / period)

    @property
    def at_first_lens(self) -> float:
        """Photons a second at the first lens."""
        return self.emitted * self.collected

    @property
    def brightness(self) -> float | None:
        """Photons at the first lens for each pulse; None under continuous light."""
        period = self.source.period
        return None if period is None else self.at_first_lens * period

    @property
    def at_splitter(self) -> float:
        """Photons of the dot a second at the beam splitter."""
        return self.bright * self.light.rate

    @property
    def counts(self) -> float:
        """Counts a second of each of the two detectors, dark and background in."""
        return self.source.detector.rate(0.5 * (self.at_splitter + float(self.source.collection.background)))

    @property
    def g2(self) -> float:
        """g2(0) of the light of the dot: under pulses the central peak over its neighbours."""
        return self.light.g2_beside if isinstance(self.light, PulsedEmission) else float(self.light.g2[0])

    @property
    def g2_measured(self) -> float:
        """The same with background and dark counts in the histogram."""
        if isinstance(self.light, ContinuousEmission):
            return with_background(self.g2, self.signal_share)
        peaks = np.asarray(self.light.peaks) / self.bright  # over chance in the whole time, dark periods in
        centre, beside = (with_background(float(x), self.signal_share) for x in peaks[:2])
        return centre / beside

    @property
    def side_peak_rate(self) -> float | None:
        """Coincidences a second in each side peak: the time that a histogram needs; None under continuous light."""
        period = self.source.period
        return None if period is None else self.counts**2 * period

    @property
    def coherence_length(self) -> float:
        """Coherence time times the speed of light, m."""
        return c * self.line.coherence_time

    @property
    def indistinguishability(self) -> float:
        """Chance that two of its photons interfere as one."""
        return self.line.indistinguishability(self.emission.decay_rate(1, 1))

    def _sentences(self) -> list[str]:
        return [
            f"{self.at_first_lens:.3g} photons a second at the first lens near {self.wavelength * 1e9:.0f} nm, "
            f"g2(0) = {self.g2:.3g}, measured {self.g2_measured:.3g}.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return self.light._table()


def photon_source(source: SinglePhotonSource) -> PhotonSource:
    """Everything that the rates of a source tell, without chance.

    Parameters
    ----------
    source : SinglePhotonSource

    Returns
    -------
    PhotonSource

    Notes
    -----
    The cavity speeds up all lines of the dot alike and the filter sees the line of the dot, not that of the mode: right
    for dots whose line is much broader or much narrower than both. Radiative rates are those at room temperature.

    Examples
    --------
    >>> from infradot.materials.dot import Dot
    >>> from infradot.stack.photon_setup import PulsedExcitation
    >>> pulses = PulsedExcitation(pairs=0.1, repetition=1e5)
    >>> found = photon_source(SinglePhotonSource(dot=Dot(core="PbS", exciton=1.03), excitation=pulses))
    >>> f"{found.g2:.1e}", found.g2_measured > 100 * found.g2
    ('3.8e-04', True)
    """
    line = dot_line(source.dot, temperature=source.temperature, diffusion=float(source.diffusion))
    emission, faster, leak = source_rates(source, line)
    into_mode = faster / (faster + leak)
    apart = aperture_share(float(source.collection.numerical_aperture), float(source.index))
    extracted = 0.0 if source.cavity is None else float(source.cavity.extraction)
    collected = into_mode * extracted + (1.0 - into_mode) * apart
    through = {name: collected * share for name, share in line_shares(source, line).items()}
    bright = source.blinking.on_share if isinstance(source.blinking, PowerLawBlinking) else 1.0
    light = _light(source, emission, through)
    return PhotonSource(
        line=line, emission=emission, enhancement=faster, into_mode=into_mode, collected=collected, through=through,
        ideal_enhancement=0.0 if source.cavity is None else purcell_factor(source.cavity.quality, source.cavity.volume),
        light=light, bright=bright, signal_share=_signal_share(source, bright * light.rate), source=source,
    )  # fmt: skip


def source_rates(source: SinglePhotonSource, line: DotLine) -> tuple[DotEmission, float, float]:
    """Rates in the cavity, and those into its mode and into everything else over that without cavity."""
    faster = enhancement(line, source.cavity)
    leak = 1.0 if source.cavity is None else float(source.cavity.leak)
    whole = dot_emission(
        source.dot, quantum_yield=float(source.quantum_yield), index=float(source.index), enhancement=faster + leak
    )
    return whole, faster, leak


def line_shares(source: SinglePhotonSource, line: DotLine) -> dict[str, float]:
    """Share of the photons of each line that comes through lenses and filter, of those at the first lens."""
    way = source.collection
    low = 0.0 if way.longest is None else hc_eV / float(way.longest)
    high = math.inf if way.shortest is None else hc_eV / float(way.shortest)
    shifts = {
        "exciton": 0.0, "biexciton": source.biexciton_shift, "higher": source.biexciton_shift,
        "trion": source.trion_shift, "charged": source.biexciton_shift,
    }  # fmt: skip
    if low == 0.0 and high == math.inf:
        return dict.fromkeys(LINES, float(way.transmission))
    moved = {name: replace(line, energy=float(line.energy) + float(shift)) for name, shift in shifts.items()}
    return {name: float(way.transmission) * moved[name].share(low, high) for name in LINES}


def _light(
    source: SinglePhotonSource, emission: DotEmission, through: dict[str, float]
) -> PulsedEmission | ContinuousEmission:
    charging = source.blinking if isinstance(source.blinking, Charging) else None
    if isinstance(source.excitation, ContinuousExcitation):
        return continuous_emission(emission, pump=source.excitation.pump, through=through, charging=charging)
    return pulsed_emission(
        emission, pairs=source.excitation.pairs, period=source.excitation.period, through=through, charging=charging
    )


def _signal_share(source: SinglePhotonSource, photons: float) -> float:
    counter = source.detector
    signal = 0.5 * float(counter.efficiency) * photons
    stray = 0.5 * float(counter.efficiency) * float(source.collection.background) + float(counter.dark_rate)
    return signal / (signal + stray)


def source_saturation(source: SinglePhotonSource, *, strength: ArrayLike | None = None) -> Saturation:
    """Photons at the beam splitter and g2(0) against the strength of the excitation.

    Parameters
    ----------
    source : SinglePhotonSource
    strength : array_like (n,), optional
        Pairs a pulse, or a second; by default from 0.01 to 10 a pulse, or a lifetime.

    Returns
    -------
    Saturation
    """
    found = photon_source(source)
    if strength is None:
        strength = STRENGTHS if source.period is not None else STRENGTHS * found.emission.decay_rate(1, 1)
    charging = source.blinking if isinstance(source.blinking, Charging) else None
    return saturation(found.emission, strength=strength, period=source.period, through=found.through, charging=charging)


def hanbury_brown_twiss(source: SinglePhotonSource, *, duration: float, seed: int = 0) -> TimeTags:
    """Counts of two detectors behind a beam splitter, photon by photon.

    Parameters
    ----------
    source : SinglePhotonSource
    duration : float
        s.
    seed : int
        Of the random numbers; the same seed gives the same counts.

    Returns
    -------
    TimeTags

    Raises
    ------
    InputError
        For more jumps of the dot than can be followed.
    """
    rng = np.random.default_rng(seed)
    found = photon_source(source)
    times = photon_times(
        found.emission, excitation=source.excitation, duration=duration, through=found.through,
        blinking=source.blinking, rng=rng,
    )  # fmt: skip
    return split_and_count(
        times, source.detector, duration=duration, background=float(source.collection.background),
        period=source.period, rng=rng,
    )  # fmt: skip
