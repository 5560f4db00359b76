"""The sources of single infrared photons that the review names: what it says of them beside what the model predicts.

The review prints no number for either, so that what can be held against it are its sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.photon_statistics import pulsed_emission
from infradot.materials.dot import Dot
from infradot.materials.dot_emission import dot_emission
from infradot.materials.single_line import dot_line
from infradot.optics.purcell import purcell_factor, spectral_overlap
from infradot.record import load_record
from infradot.report.tables import Table
from infradot.source import Source, Value, sample
from infradot.stack.cavity import COUPLING
from infradot.stack.photon_setup import PhotonCounter
from infradot.stack.single_photon_source import QUANTUM_YIELD
from infradot.units import hc_eV

NAME = "single-photons"
LEVEL = 0.8
SINGLE = 0.5  # g2(0) below which most of the light is of one emitter
NARROW = 1e6  # quality of a cavity whose mode is much narrower than any dot's line
APD = PhotonCounter(
    efficiency=Value(0.2, source="abstract of ref. 89 (arXiv:1610.09163): an InGaAs avalanche diode of 20 %"),
    dark_rate=Value(
        2000.0, std=1500.0, source=Source(reference="cooled InGaAs diodes, 1 to 5 kHz", how="assumed", confidence="C")
    ),
)
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One sentence about a source, and what the model says to it.

    Parameters
    ----------
    key : str
        Of the work in the record.
    claim : str
        What is said of it, in our words.
    quantity, unit : str
        What is predicted.
    predicted, low, high : float
        Median and the range that holds 80 % of the drawn dots, in that unit.
    verdict : {"explained", "partly", "not explained", "not testable"}
    why : str
    """

    key: str
    claim: str
    quantity: str
    unit: str
    predicted: float
    low: float
    high: float
    verdict: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PhotonWorks:
    """All claims.

    Parameters
    ----------
    claims : tuple of Claim
    draws : int
        Dots drawn for each number.
    """

    claims: tuple[Claim, ...]
    draws: int


def reproduce_photons(*, draws: int = 200, seed: int = 1230) -> PhotonWorks:
    """Predict what the review says of single-photon works, with the uncertainty of the dots.

    Parameters
    ----------
    draws : int
        Dots drawn for each number, 3 or more.
    seed : int

    Returns
    -------
    PhotonWorks

    Raises
    ------
    InputError
        For too few draws.
    """
    if draws < 3:
        raise InputError(f"draws = {draws!r}, expected 3 or more.")
    rng = np.random.default_rng(seed)
    known = {device.key for device in load_record().devices(kind="single-photon")}
    claims = [_single(rng, draws), _cavity(rng, draws), _seen(rng, draws), _purity_seen(rng, draws)]
    claims += [_coherence(rng, draws, key) for key in ("ref88", "ref89")]
    return PhotonWorks(claims=tuple(claim for claim in claims if claim.key in known), draws=draws)


def _single(rng: np.random.Generator, draws: int) -> Claim:
    def one(dot: Dot, quantum_yield: float) -> float:
        return pulsed_emission(dot_emission(dot, quantum_yield=quantum_yield), pairs=0.1, period=50e-6).g2

    g2 = _drawn(rng, draws, (1000.0, 1600.0), one)
    return _claim(
        "ref88", "one PbS dot in a silicon cavity emits single photons", "g2(0) of one dot, weak pulses", "", g2,
        verdict="explained" if np.quantile(g2, 0.9) < SINGLE else "not explained",
        why="two excitons annihilate within 100 ps and would emit within 0.5 us; size and g2(0) are not printed",
    )  # fmt: skip


def _cavity(rng: np.random.Generator, draws: int) -> Claim:
    def best(dot: Dot, quantum_yield: float) -> float:
        # whatever its quality, a mode of one cubic wavelength gives no more than a line of this width lets it
        line = dot_line(dot)
        energy = float(line.energy)
        left = spectral_overlap(line, energy=energy, width=energy / NARROW)
        return float(COUPLING) * purcell_factor(NARROW, 1.0) * left

    most = _drawn(rng, draws, (1000.0, 1600.0), best)
    return _claim(
        "ref88", "the cavity is coupled to the dot", "largest rate into a mode of 1 (lambda/n)^3 at 300 K, bare rate 1",
        "", most, verdict="not testable",
        why="quality, volume and temperature are not printed; at 300 K the line, not the cavity, sets the rate",
    )  # fmt: skip


def _seen(rng: np.random.Generator, draws: int) -> Claim:
    def needed(dot: Dot, quantum_yield: float) -> float:
        dark = sample(APD, rng).dark_rate
        return 100 * float(dark) / (float(APD.efficiency) * _saturated(dot, quantum_yield))

    share = _drawn(rng, draws, (1400.0, 1600.0), needed)
    return _claim(
        "ref89", "an antenna on a fibre lets a diode see single PbS dots in PMMA",
        "photons that must arrive for as many counts as dark ones", "%", share,
        verdict="explained" if np.median(share) < 50.0 else "not explained",
        why="some per cent have to arrive: an antenna brings them, an aperture that takes 3000 times less, as its "
        "abstract says, does not",
    )  # fmt: skip


def _purity_seen(rng: np.random.Generator, draws: int) -> Claim:
    def measured(dot: Dot, quantum_yield: float) -> float:
        signal = 0.5 * 0.1 * float(APD.efficiency) * _saturated(dot, quantum_yield)
        rho = signal / (signal + float(sample(APD, rng).dark_rate))
        return 1.0 - rho**2

    g2 = _drawn(rng, draws, (1400.0, 1600.0), measured)
    return _claim(
        "ref89", "its light is single photons", "g2(0) that two such diodes would measure, a tenth arriving", "", g2,
        verdict="not testable", why="no g2 is printed; dark counts would hide a dot's own below 0.001",
    )  # fmt: skip


def _coherence(rng: np.random.Generator, draws: int, key: str) -> Claim:
    wavelengths = (1000.0, 1600.0) if key == "ref88" else (1400.0, 1600.0)
    times = _drawn(rng, draws, wavelengths, lambda dot, quantum_yield: 1e15 * dot_line(dot).coherence_time)
    return _claim(
        key, "the degree of coherence has not been measured", "coherence time at 300 K", "fs", times,
        verdict="not testable", why="nobody measured it, as the review says",
    )  # fmt: skip


def _saturated(dot: Dot, quantum_yield: float) -> float:
    """Most photons a second that a dot emits from its exciton, which light always renews."""
    return float(dot_emission(dot, quantum_yield=quantum_yield).radiative)


def _drawn(
    rng: np.random.Generator, draws: int, wavelengths: tuple[float, float], number: Callable[[Dot, float], float]
) -> Array:
    found = []
    for _ in range(draws):
        exciton = hc_eV / (rng.uniform(*wavelengths) * 1e-9)
        dot = sample(Dot(core="PbS", exciton=exciton), rng)
        quantum_yield = float(np.clip(sample({"y": QUANTUM_YIELD}, rng)["y"], 0.01, 1.0))
        found.append(number(dot, quantum_yield))
    return np.array(found)


def _claim(key: str, claim: str, quantity: str, unit: str, values: Array, *, verdict: str, why: str) -> Claim:
    low, middle, high = np.quantile(values, [0.5 * (1 - LEVEL), 0.5, 0.5 * (1 + LEVEL)])
    return Claim(
        key=key, claim=claim, quantity=quantity, unit=unit, predicted=float(middle), low=float(low), high=float(high),
        verdict=verdict, why=why,
    )  # fmt: skip


def photon_work_tables(found: PhotonWorks) -> tuple[Table, ...]:
    """The claims with their verdicts, and why."""
    rows = tuple(
        (c.key, c.quantity, c.unit, f"{c.predicted:.2g}", f"{c.low:.2g} to {c.high:.2g}", c.verdict)
        for c in found.claims
    )
    reasons = tuple((c.key, c.claim, c.verdict, c.why) for c in found.claims)
    return (
        Table(
            title="Single-photon works of the review, none of which is printed with a number",
            columns=("", "", "", "predicted", f"{100 * LEVEL:.0f} % from to", ""), rows=rows, words=(0, 1, 2, 5),
            note=f"Medians of {found.draws} PbS dots with all uncertain inputs drawn, and sizes, which are unprinted.",
        ),
        Table(title="\nWhat is said, and why", columns=("", "", "", ""), rows=reasons, words=(0, 1, 2, 3)),
    )  # fmt: skip


def photon_work_values(found: PhotonWorks) -> dict[str, Any]:
    """The same for programs."""
    return {"table": NAME, "draws": found.draws, "claims": [vars(claim) for claim in found.claims]}
