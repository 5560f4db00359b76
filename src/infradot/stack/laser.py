"""A film of dots that is pumped until it lases."""

from __future__ import annotations

from dataclasses import dataclass, field

from infradot.errors import InputError, nearest
from infradot.light.pulses import GaussianPulse, Pulse
from infradot.materials.decay import Decay
from infradot.materials.film import Film
from infradot.materials.gain import GainModel
from infradot.materials.state_filling import StateFilling
from infradot.source import Source, Value
from infradot.stack.layers import Layer, Stack
from infradot.stack.resonator import Polarisation, Resonator, Stripe

_LOSS = Source(reference="scattering in films of dots, 5 to 20 cm-1", how="assumed", confidence="D")
SHORT = GaussianPulse(duration=100e-15)
LOSS = Value(1000.0, std=400.0, source=_LOSS)  # m^-1


@dataclass(frozen=True, kw_only=True)
class Pump:
    """The light that pumps.

    Parameters
    ----------
    wavelength : float
        m.
    pulse : Pulse, optional
        Its course in time; None for a continuous pump.
    spot : float, optional
        Area of the spot, m^2; for what is told as a power.
    repetition_rate : float, optional
        Pulses a second, s^-1; likewise.
    beam : {"flat", "gaussian"}
        Whether the spot is even, or a round Gaussian beam whose fluence is its energy over pi w^2.
    """

    wavelength: float = 800e-9
    pulse: Pulse | None = SHORT
    spot: float | None = None
    repetition_rate: float | None = None
    beam: str = "flat"

    def __post_init__(self) -> None:
        problems = []
        if not 2e-7 <= self.wavelength <= 1e-5:
            problems.append(f"Pump: wavelength = {self.wavelength!r} m, expected 2e-7 to 1e-5 m.")
        if self.pulse is not None and not isinstance(self.pulse, Pulse):
            problems.append(f"Pump: pulse is a {type(self.pulse).__name__}, expected a Pulse, or None if continuous.")
        if self.spot is not None and not 1e-14 <= self.spot <= 1.0:
            problems.append(f"Pump: spot = {self.spot!r} m2, expected 1e-14 to 1 m2.")
        if self.repetition_rate is not None and not 0.0 < self.repetition_rate <= 1e12:
            problems.append(f"Pump: repetition_rate = {self.repetition_rate!r} s-1, expected above 0 to 1e12 s-1.")
        if self.beam not in ("flat", "gaussian"):
            problems.append(f"Pump: beam = {self.beam!r}, expected 'flat' or 'gaussian'.")
        if problems:
            raise InputError(*problems)


@dataclass(frozen=True, kw_only=True)
class Laser:
    """A stack with a film of dots that amplifies, what feeds light back, and what pumps it.

    Parameters
    ----------
    stack : Stack
        Pump light enters at its front. A thick plate (``coherent=False``) at either end, or else the medium outside,
        bounds the waveguide.
    gain_layer : str
        Name of the layer that amplifies, a `Film` of dots of one size.
    resonator : Resonator
        `DistributedFeedback`, `Mirrors`, `WhisperingGallery`, or `Stripe` for amplified spontaneous emission.
    pump : Pump
    gain : GainModel
        What light in its dots makes of the film.
    decay : Decay
        How the dots lose their excitons.
    loss : float
        What the guided light loses besides the layers' own absorption, m^-1.
    temperature : float
        K.
    confinement : float, optional
        Gain of the mode over that of the film, where it is known or the stack does not guide by itself; by default that
        of the stack's lowest mode.
    polarisation : {"TE", "TM"}
        Of that mode.
    width : float
        Of the pumped stripe or the mode across the film, m.
    name : str
        Title for tables and figures.

    Raises
    ------
    InputError
    """

    stack: Stack
    gain_layer: str
    resonator: Resonator = field(default_factory=Stripe)
    pump: Pump = field(default_factory=Pump)
    gain: GainModel = field(default_factory=StateFilling)
    decay: Decay = field(default_factory=Decay)
    loss: float = LOSS
    temperature: float = 300.0
    confinement: float | None = None
    polarisation: Polarisation = "TE"
    width: float = 100e-6
    name: str = ""

    def __post_init__(self) -> None:
        problems = []
        names = [layer.name for layer in self.stack]
        if self.gain_layer not in names:
            problems.append(f"gain_layer: no layer is named {self.gain_layer!r}.{nearest(self.gain_layer, names)}")
        elif not isinstance(self.stack[self.gain_layer].material, Film):
            problems.append(f"Layer {self.gain_layer!r} amplifies, so it has to be a film of dots of one size.")
        for name, kind in (("resonator", Resonator), ("pump", Pump), ("gain", GainModel), ("decay", Decay)):
            if not isinstance(getattr(self, name), kind):
                problems.append(f"{name} is a {type(getattr(self, name)).__name__}, expected a {kind.__name__}.")
        if not 0.0 <= self.loss <= 1e6:
            problems.append(f"loss = {self.loss!r} m-1, expected 0 to 1e6 m-1.")
        if not 10 <= self.temperature <= 1000:
            problems.append(f"temperature = {self.temperature:g} K, expected 10 to 1000 K.")
        if self.confinement is not None and not 0.0 < self.confinement <= 2.0:
            problems.append(f"confinement = {self.confinement!r}, expected above 0 to 2.")
        if self.polarisation not in ("TE", "TM"):
            problems.append(f"polarisation = {self.polarisation!r}, expected 'TE' or 'TM'.")
        if not 1e-7 <= self.width <= 0.1:
            problems.append(f"width = {self.width!r} m, expected 1e-7 to 0.1 m.")
        if problems:
            raise InputError(*(f"Laser: {problem}" for problem in problems))

    @property
    def layer(self) -> Layer:
        """The layer that amplifies."""
        return self.stack[self.gain_layer]

    @property
    def film(self) -> Film:
        """Its film of dots."""
        found = self.layer.material
        assert isinstance(found, Film)
        return found
