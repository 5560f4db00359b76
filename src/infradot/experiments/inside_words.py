"""Spectra, profiles and budgets in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.describe import current, listed
from infradot.experiments.ideal_cell import smallest_gap
from infradot.light import am15g
from infradot.light.spectrum import trapezoid_weights
from infradot.units import hc_eV, nm, q

if TYPE_CHECKING:
    from infradot.experiments.bands import BandDiagram
    from infradot.experiments.budget import PhotonBudget
    from infradot.experiments.eqe import EQESpectrum
    from infradot.experiments.generation_profile import GenerationProfile

TOLD = 0.005  # share of a sum below which a part is not told
MOST = 4  # parts told of a sum
_WORDS = {"shockley_read_hall": "Shockley-Read-Hall", "auger": "Auger"}


def mechanism(name: str) -> str:
    """The name of a recombination mechanism as one writes it.

    Examples
    --------
    >>> mechanism("shockley_read_hall"), mechanism("trap_level_1")
    ('Shockley-Read-Hall', 'trap level 1')
    """
    return _WORDS.get(name, name.replace("_", " "))


def spectrum_sentences(spectrum: EQESpectrum) -> list[str]:
    """What an EQE spectrum shows: its peak, what happens at the gap, where the other photons stay."""
    x, y = spectrum.wavelength, spectrum.eqe
    if not len(x):
        return []
    best = int(np.argmax(y))
    told = [f"The external quantum efficiency is highest, {100 * y[best]:.1f} %, at {x[best] / nm:.0f} nm."]
    gap = hc_eV / smallest_gap(spectrum.device)
    if x.min() <= gap <= x.max() and len(x) > 1:
        order = np.argsort(x)
        at = float(np.interp(gap, x[order], y[order]))
        told.append(f"At the gap of {hc_eV / gap:.3g} eV ({gap / nm:.0f} nm) it is {100 * at:.1f} %.")
    conducting = {layer.name for layer, _ in spectrum.device.conducting()}
    pairs = zip(spectrum.layers, spectrum.absorptance, strict=True)
    idle = sum(row[best] for name, row in pairs if name not in conducting)
    shares = {"reflected": spectrum.reflectance[best], "transmitted": spectrum.transmittance[best]}
    shares["absorbed outside the layers that conduct"] = idle
    lost = [f"{100 * share:.1f} % {how}" for how, share in shares.items() if share > TOLD]
    if lost:
        told.append(f"Of the photons there {listed(lost)} are lost on the way.")
    if len(x) > 2 and spectrum.light is None:
        told.append(f"Under weak light of the shape of AM1.5G it stands for {current(spectrum.photocurrent(am15g()))}.")
    return told


def diagram_sentences(diagram: BandDiagram) -> list[str]:
    """What a band diagram shows: splitting of the quasi-Fermi levels, field, where most recombines."""
    told = []
    absorber = min(diagram.device.conducting(), key=lambda pair: float(pair[1].band_gap or 0.0))[0].name
    first, end = next((a, b) for name, a, b in diagram.layers if name == absorber)
    split = float(np.max(diagram.fermi_n[first:end] - diagram.fermi_p[first:end]))
    if split > 1e-6:
        told.append(f"The quasi-Fermi levels in the {absorber!r} stand {split:.3f} eV apart at most.")
    rates = {
        (name, how): q * _integral(diagram.position[a:b], rate[a:b])
        for how, rate in diagram.recombination.items()
        for name, a, b in diagram.layers
    }
    total = sum(abs(rate) for rate in rates.values())
    if total > 0 and (diagram.light is not None or diagram.voltage != 0.0):
        (name, how), most = max(rates.items(), key=lambda item: abs(item[1]))
        told.append(
            f"Of {current(sum(rates.values()))} that recombine in the layers, {100 * abs(most) / total:.0f} % do so in "
            f"the {name!r} by {mechanism(how)}."
        )
    return told


def _integral(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    return float(trapezoid_weights(x) @ y)


def budget_sentences(budget: PhotonBudget) -> list[str]:
    """What a photon budget shows: what is collected, and the largest losses."""
    total = budget.incident - budget.outside
    if total <= 0:
        return ["No photon lies in the optical range of the stack."]
    conducting = {layer.name for layer, _ in budget.device.conducting()}
    losses = {"reflected": budget.reflected, "transmitted": budget.transmitted}
    losses |= {f"absorbed in the {name!r}": x for name, x in budget.absorbed.items() if name not in conducting}
    for (place, how), x in budget.recombined.items():
        losses[f"recombined {_where(place, how, conducting)}"] = x
    worst = sorted((item for item in losses.items() if item[1] > TOLD * total), key=lambda item: -item[1])[:MOST]
    told = [
        f"Of {current(total)} of photons in the optical range, {current(budget.collected)} "
        f"({100 * budget.collected / total:.1f} %) are collected."
    ]
    more = sum(budget.multiplied.values())
    if more > TOLD * total:
        told.append(f"Multiple excitons add {current(more)} of pairs.")
    if worst:
        told.append("Most is lost as " + listed([f"{how} ({100 * x / total:.1f} %)" for how, x in worst]) + ".")
    return told


def _where(place: str, how: str, conducting: set[str]) -> str:
    if place in conducting:
        return f"in the {place!r} by {mechanism(how)}"
    return f"at the interface {place}" if how == "interface" else f"at the {place}"


def profile_sentences(profile: GenerationProfile) -> list[str]:
    """What a generation profile shows: its peak and what each layer makes."""
    best = int(np.argmax(profile.rate))
    if profile.rate[best] <= 0:
        return ["The light makes no pairs."]
    name = next(n for n, first, end in profile.layers if first <= best < end)
    made = {n: q * _integral(profile.position[a:b], profile.rate[a:b]) for n, a, b in profile.layers}
    shares = listed([f"about {current(x)} in the {n!r}" for n, x in made.items() if x > TOLD * sum(made.values())])
    return [
        f"Most pairs are made in the {name!r}, {profile.rate[best] * 1e-6:.2g} cm-3 s-1 at "
        f"{profile.position[best] / nm:.0f} nm from the front of the first conducting layer.",
        f"In all that is {shares}.",
    ]
