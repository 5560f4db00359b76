"""Single-photon sources: one dot, what it needs around it, and whether counters will see that it is one."""

from __future__ import annotations

from collections.abc import Iterator

from infradot.devices.kind import Kind
from infradot.experiments.photon_source import PhotonSource, photon_source
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.units import meV

SINGLE = 0.5  # g2(0) below which no two equal emitters can be
OVERLAP = 5.0  # lifetimes between pulses below which peaks run into each other
ENOUGH = 1000.0  # coincidences in a side peak for an error of a few per cent
LONG = 24 * 3600.0  # s
COLD = 100.0  # K, below which dark states may slow the emission


def doubts(source: SinglePhotonSource) -> tuple[str, ...]:
    """What keeps a source from being seen as one, with numbers."""
    found = photon_source(source)
    return (*_purity(found), *_timing(found), *_line(found))


def _purity(found: PhotonSource) -> Iterator[str]:
    if found.g2 > SINGLE:
        yield (
            f"g2(0) of the dot itself is {found.g2:.2g}: two excitons are {found.emission.yield_ratio:.2g} times as "
            "likely to shine as one, so that this is no single-photon source; faster Auger recombination, or a filter "
            "on the exciton, makes it one."
        )
    elif found.g2_measured > SINGLE:
        yield (
            f"Only {found.signal_share:.1%} of the counts are photons of the dot, so that a measured g2(0) is "
            f"{found.g2_measured:.2g} although that of the dot is {found.g2:.2g}: {found.at_splitter:.3g} photons a "
            f"second reach the beam splitter, and each detector has {float(found.source.detector.dark_rate):.3g} dark "
            "counts."
        )


def _timing(found: PhotonSource) -> Iterator[str]:
    period, lifetime = found.source.period, found.emission.lifetime
    if period is not None and period < OVERLAP * lifetime:
        yield (
            f"The pulses come every {period * 1e9:.3g} ns and the dot lives for {lifetime * 1e9:.3g} ns: the peaks of "
            f"the histogram overlap; at most {1 / (OVERLAP * lifetime):.2g} pulses a second keep them apart."
        )
    if float(found.source.detector.jitter) > lifetime:
        yield (
            f"The detectors blur times by {float(found.source.detector.jitter) * 1e9:.3g} ns, more than the lifetime "
            f"of {lifetime * 1e9:.3g} ns."
        )
    rate = found.side_peak_rate
    if rate is not None and rate * LONG < ENOUGH:
        yield f"A side peak collects {rate:.2g} coincidences a second: {ENOUGH:.0f} of them take longer than a day."


def _line(found: PhotonSource) -> Iterator[str]:
    cavity = found.source.cavity
    if cavity is not None and found.enhancement < 0.1 * found.ideal_enhancement * float(cavity.coupling):
        width = float(found.line.energy) / float(cavity.quality)
        yield (
            f"The Purcell factor of {found.ideal_enhancement:.3g} is left as {found.enhancement:.2g}: the line is "
            f"{found.line.width / meV:.3g} meV wide and the mode {width / meV:.2g} meV."
        )
    if found.source.temperature < COLD:
        yield (
            f"At {found.source.temperature:g} K dark states below the bright one may slow the emission; the rates are "
            "those at room temperature."
        )


SINGLE_PHOTON_SOURCE = Kind(
    name="single-photon-source",
    summary="One dot as a source of single photons: brightness, g2, saturation, line against temperature, histogram",
    measures=({"what": "photons"}, {"what": "saturation"}, {"what": "line"}, {"what": "histogram"}),
    template="single-photon-source.toml",
    doubts=doubts,
)
