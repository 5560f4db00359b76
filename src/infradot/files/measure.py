"""What a device file asks to be measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.time_shape import Shape
from infradot.light import Spectrum

What = Literal[
    "jv", "eqe", "bands", "light-sweep", "temperature-sweep", "losses", "power", "power-sweep", "exciton-sweep",
    "photons", "saturation", "line", "histogram",
    "photoconduction", "gain-sweep", "decay", "transfer", "photogating",
    "threshold", "gain-spectra", "input-output", "gain-dynamics", "continuous", "threshold-map",
    "cv", "drive-level", "impedance", "noise", "detectivity", "dark-current", "linearity", "bandwidth",
    "figures-of-merit", "transient",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """One ``[[measure]]`` table: an experiment with its light and its points.

    Parameters
    ----------
    what : str
        The experiment: "jv", "eqe", "bands", "light-sweep", "temperature-sweep", "losses"; of a power receiver also
        "power", "power-sweep" and "exciton-sweep"; of a single-photon source "photons", "saturation", "line" and
        "histogram"; of a photoconductor "photoconduction", "gain-sweep" and "decay"; of a cell or a detector also "cv",
        "drive-level", "impedance", "noise", "detectivity", "dark-current", "linearity", "bandwidth",
        "figures-of-merit" and "transient"; of a phototransistor "transfer", "photogating" and "gain-sweep".
    light : Spectrum, optional
        The light that reaches the device, after filter and scale; None is dark. For "eqe" a bias light.
    voltage : ndarray (n,), optional
        V. None (only for "jv") leaves the range to the experiment; all others are taken at each voltage.
    wavelength : ndarray (n,), optional
        m, for "eqe"; None leaves it to the experiment.
    frequency : ndarray (n,), optional
        Hz, of a small signal or of noise.
    amplitude : ndarray (n,), optional
        V from top to bottom of an alternating voltage, for "drive-level".
    irradiance : ndarray (n,), optional
        W m^-2, of one wavelength.
    factors : ndarray (n,), optional
        On the light, for "light-sweep"; None leaves them to the experiment.
    temperatures : ndarray (n,), optional
        K, for "temperature-sweep"; None leaves them to the experiment.
    excitons : ndarray (n,), optional
        eV, for "exciton-sweep".
    layer : str
        Layer of the dots, for "exciton-sweep".
    light_name : str
        ``"AM1.5G"``, ``"dark"``, ``"1550 nm, 100 mW/cm2"``.
    filter_name : str
        As the file writes it, empty where there is none.
    scale : float
        Factor on the light, already in `light`.
    gate, drain : ndarray (n,), optional
        Gate and drain voltages of a phototransistor, V; a `gate` of None floats.
    model : str
        Of a photoconductor: "local" or "drift-diffusion".
    mixed : bool
        Of a photoconductor: whether carriers of all depths are one.
    hooge : float
        Hooge's parameter, for "photoconduction".
    table : mapping, optional
        The table of the file that it was read from.
    settings : mapping, optional
        Numbers of an experiment that no other has, SI.
    brightness, course : Shape, optional
        Of a "transient": factor on the light and voltage of the source (V) against time.
    until : float, optional
        s, up to which every step is told.
    time : ndarray (n,), optional
        s, to be told instead.
    open_circuit : bool
        Of a "transient".
    bias : Spectrum, optional
        Light that shines all the time.
    bias_name : str
        Its name.
    """

    what: What
    light: Spectrum | None = None
    voltage: NDArray[np.float64] | None = None
    wavelength: NDArray[np.float64] | None = None
    frequency: NDArray[np.float64] | None = None
    amplitude: NDArray[np.float64] | None = None
    irradiance: NDArray[np.float64] | None = None
    factors: NDArray[np.float64] | None = None
    temperatures: NDArray[np.float64] | None = None
    excitons: NDArray[np.float64] | None = None
    layer: str = ""
    light_name: str = "dark"
    filter_name: str = ""
    scale: float = 1.0
    gate: NDArray[np.float64] | None = None
    drain: NDArray[np.float64] | None = None
    model: Literal["local", "drift-diffusion"] = "local"
    mixed: bool = True
    hooge: float = 0.0
    table: Mapping[str, Any] | None = None
    settings: Mapping[str, float | None] | None = None
    brightness: Shape | None = None
    course: Shape | None = None
    until: float | None = None
    time: NDArray[np.float64] | None = None
    open_circuit: bool = False
    bias: Spectrum | None = None
    bias_name: str = ""

    def __post_init__(self) -> None:
        for name in (
            "voltage", "wavelength", "frequency", "amplitude", "irradiance", "factors", "temperatures", "excitons",
            "gate", "drain", "time",
        ):  # fmt: skip
            given = getattr(self, name)
            if given is not None:
                values = np.array(given, dtype=np.float64, ndmin=1)
                values.setflags(write=False)
                object.__setattr__(self, name, values)

    @property
    def label(self) -> str:
        """For tables and legends: ``AM1.5G, silicon filter``."""
        parts = [self.light_name]
        if self.filter_name:
            parts.append(self.filter_name if "pass" in self.filter_name else f"{self.filter_name} filter")
        if self.scale != 1.0:
            parts.append(f"times {self.scale:g}")
        return ", ".join(parts)
