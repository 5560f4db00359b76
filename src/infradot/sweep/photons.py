"""What is asked of each single-photon source of a sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infradot.errors import InputError, nearest
from infradot.experiments.photon_source import photon_source
from infradot.stack.single_photon_source import SinglePhotonSource

USUAL = ("first_lens", "g2", "g2_measured")
# unit in tables, and what a number in SI is multiplied by to get there
PHOTON_UNITS: dict[str, tuple[str, float]] = {
    "first_lens": ("s-1", 1.0), "brightness": ("percent", 100.0), "counts": ("s-1", 1.0), "g2": ("", 1.0),
    "g2_measured": ("", 1.0), "signal_share": ("percent", 100.0), "lifetime": ("ns", 1e9), "width": ("meV", 1e3),
    "enhancement": ("", 1.0), "into_mode": ("percent", 100.0), "coherence_time": ("ps", 1e12),
    "indistinguishability": ("percent", 100.0),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PhotonNumbers:
    """Numbers of a single-photon source.

    Parameters
    ----------
    names : tuple of str
        Keys of `PHOTON_UNITS`.
    """

    names: tuple[str, ...] = USUAL

    def __call__(self, source: SinglePhotonSource) -> Mapping[str, float | str | None]:
        """A number for each name, SI, or the reason why there is none."""
        found = photon_source(source)
        known: dict[str, float | str | None] = {
            "first_lens": found.at_first_lens,
            "brightness": "no pulses" if found.brightness is None else found.brightness,
            "counts": found.counts, "g2": found.g2, "g2_measured": found.g2_measured,
            "signal_share": found.signal_share, "lifetime": found.emission.lifetime, "width": found.line.width,
            "enhancement": found.enhancement, "into_mode": found.into_mode,
            "coherence_time": found.line.coherence_time, "indistinguishability": found.indistinguishability,
        }  # fmt: skip
        return {name: known[name] for name in self.names}


def photon_numbers(*names: str) -> PhotonNumbers:
    """What to ask of each source.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> photon_numbers("g2", "counts").names
    ('g2', 'counts')
    """
    unknown = [name for name in names if name not in PHOTON_UNITS]
    if unknown:
        raise InputError(*(f"Unknown number {name!r}.{nearest(name, PHOTON_UNITS)}" for name in unknown))
    return PhotonNumbers(names=tuple(dict.fromkeys(names)) or USUAL)
