"""A source of single photons: one dot, what surrounds it, what excites it and what counts its light."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infradot.errors import InputError
from infradot.materials.blinking import Charging, PowerLawBlinking
from infradot.materials.dot import SOLVENT, Dot
from infradot.source import Source, Value
from infradot.stack.cavity import Cavity
from infradot.stack.photon_setup import Collection, ContinuousExcitation, Excitation, PhotonCounter, PulsedExcitation

QUANTUM_YIELD = Value(
    0.3,
    std=0.15,
    source=Source(reference="PbS dots in solution, 20 to 60 %; less in films", how="assumed", confidence="C"),
)
USUAL_COUNTER = PhotonCounter(efficiency=0.2, dead_time=10e-6, dark_rate=1e3, jitter=200e-12)  # an InGaAs diode
USUAL_WAY = Collection()


@dataclass(frozen=True, kw_only=True)
class SinglePhotonSource:
    """One dot and the setup that makes its photons useful.

    Parameters
    ----------
    dot : Dot
    excitation : PulsedExcitation or ContinuousExcitation
    temperature : float
        K, 2 to 400.
    index : float
        Refractive index of what surrounds the dot.
    quantum_yield : float
        Of one exciton without the cavity.
    diffusion : float
        Standard deviation of the slow wandering of its line, eV.
    biexciton_shift, trion_shift : float
        Energy of these lines less that of the exciton, eV.
    blinking : Charging or PowerLawBlinking, optional
    cavity : Cavity, optional
    collection : Collection
    detector : PhotonCounter
        One of two alike behind a beam splitter.
    name : str

    Raises
    ------
    InputError
    """

    dot: Dot
    excitation: Excitation
    temperature: float = 300.0
    index: float = SOLVENT
    quantum_yield: float = QUANTUM_YIELD
    diffusion: float = 0.0
    biexciton_shift: float = 0.0
    trion_shift: float = 0.0
    blinking: Charging | PowerLawBlinking | None = None
    cavity: Cavity | None = None
    collection: Collection = USUAL_WAY
    detector: PhotonCounter = USUAL_COUNTER
    name: str = ""

    def __post_init__(self) -> None:
        problems = []
        if not isinstance(self.dot, Dot):
            problems.append(f"dot is a {type(self.dot).__name__}, expected a Dot.")
        if not isinstance(self.excitation, (PulsedExcitation, ContinuousExcitation)):
            problems.append(f"excitation is a {type(self.excitation).__name__}, expected pulses or continuous light.")
        limits = {
            "temperature": (2.0, 400.0), "index": (1.0, 5.0), "quantum_yield": (1e-6, 1.0), "diffusion": (0.0, 0.1),
            "biexciton_shift": (-0.3, 0.3), "trion_shift": (-0.3, 0.3),
        }  # fmt: skip
        for name, (low, high) in limits.items():
            if not low <= getattr(self, name) <= high:
                problems.append(f"{name} = {getattr(self, name)!r}, expected {low:g} to {high:g}.")
        if self.collection.numerical_aperture > self.index:
            problems.append(
                f"numerical_aperture = {self.collection.numerical_aperture!r} is above the index of the medium, "
                f"{self.index:g}."
            )
        if problems:
            raise InputError(*(f"Single-photon source: {problem}" for problem in problems))

    @property
    def period(self) -> float | None:
        """Between pulses, s; None under continuous light."""
        return self.excitation.period if isinstance(self.excitation, PulsedExcitation) else None

    def with_excitation(self, strength: float) -> SinglePhotonSource:
        """The same source with another number of pairs a pulse, or a second."""
        changed: Excitation
        if isinstance(self.excitation, PulsedExcitation):
            changed = replace(self.excitation, pairs=strength)
        else:
            changed = replace(self.excitation, pump=strength)
        return replace(self, excitation=changed)
