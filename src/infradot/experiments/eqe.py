"""External quantum efficiency, from one adjoint solve for all wavelengths."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.generation import pairs_made
from infradot.experiments.held import held_constants
from infradot.experiments.inside_words import spectrum_sentences
from infradot.experiments.prepare import Prepared, finite_voltage, prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.optics import optical_range, response
from infradot.solvers.report import SolveReport
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.units import nm, q

FAINTEST = 1e-9  # absorptance below which there is nothing to divide by


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EQESpectrum(Result):
    """External quantum efficiency with the optics behind it.

    Parameters
    ----------
    wavelength, eqe, reflectance, transmittance : ndarray (n,)
        m; fractions of the incident photons.
    absorptance : ndarray (layers, n)
        Of each layer in stack order.
    layers : tuple of str
    collection : ndarray (nodes,)
        Collection probability at the nodes.
    position : ndarray (nodes,)
        Nodes, m from the front face of the first conducting layer.
    voltage : float
        V at the junction.
    device : Device
    light : Spectrum, optional
        Bias light.
    report : SolveReport
    """

    wavelength: NDArray[np.float64]
    eqe: NDArray[np.float64]
    reflectance: NDArray[np.float64]
    transmittance: NDArray[np.float64]
    absorptance: NDArray[np.float64]
    layers: tuple[str, ...]
    collection: NDArray[np.float64]
    position: NDArray[np.float64]
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(
            self, "wavelength", "eqe", "reflectance", "transmittance", "absorptance", "collection", "position"
        )  # fmt: skip

    @property
    def iqe(self) -> NDArray[np.float64]:
        """Internal quantum efficiency (n,): EQE over the share of the photons that neither return nor pass through.

        That is how it is measured, so what electrodes absorb counts against it; `collected` leaves that out. Zero where
        no light stays in the stack.
        """
        return _over(self.eqe, 1.0 - self.reflectance - self.transmittance)

    @property
    def collected(self) -> NDArray[np.float64]:
        """EQE over the absorptance of the layers that conduct (n,): electrons out for each photon that can make a pair.

        Above 1 where photons make multiple excitons; zero where those layers absorb nothing.
        """
        conducting = {layer.name for layer, _ in self.device.conducting()}
        rows = [row for name, row in zip(self.layers, self.absorptance, strict=True) if name in conducting]
        return _over(self.eqe, np.sum(rows, axis=0))

    def photocurrent(self, light: Spectrum) -> float:
        """Current density (A m^-2) that a weak spectrum would give: the integral of EQE times photon flux.

        The EQE is linear between its wavelengths and zero outside them.
        """
        wavelength, photons = light.weights()
        return float(q * np.sum(photons * np.interp(wavelength, self.wavelength, self.eqe, left=0.0, right=0.0)))

    def _sentences(self) -> list[str]:
        return spectrum_sentences(self)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "bias_light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        return header, [
            ("wavelength", "nm", self.wavelength * 1e9),
            ("eqe", "percent", self.eqe * 100),
            ("iqe", "percent", self.iqe * 100),
            ("reflectance", "percent", self.reflectance * 100),
            ("transmittance", "percent", self.transmittance * 100),
            *(
                (f"absorptance {name}", "percent", row * 100)
                for name, row in zip(self.layers, self.absorptance, strict=True)
            ),
        ]


def wavelengths_of(device: Device) -> NDArray[np.float64]:
    """Every 5 nm of the optical range, and its two ends."""
    low, high = optical_range(device.optical_stack, device.temperature)
    inside = np.arange(np.ceil(low / (5 * nm)), np.ceil(high / (5 * nm))) * 5 * nm
    return np.unique(np.concatenate(([low], inside[inside > low * (1 + 1e-9)], [high])))


def _over(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > FAINTEST)


def eqe(device: Device, *, wavelength: ArrayLike, voltage: float = 0.0, light: Spectrum | None = None) -> EQESpectrum:
    """Measure the external quantum efficiency with a weak probe.

    The collection probability of every node follows from one solve with the transposed Jacobian; the EQE at each
    wavelength is the sum of it times what is absorbed there. Under bias light or voltage it is the differential one,
    as with a lock-in amplifier.

    Parameters
    ----------
    device : Device
    wavelength : array_like (n,)
        m.
    voltage : float
        Of the junction (inside series and shunt resistance), V.
    light : Spectrum, optional
        Bias light.

    Returns
    -------
    EQESpectrum
        Beyond the optical range of the stack the EQE is zero and nothing is absorbed.

    Raises
    ------
    InputError
        For wavelengths that are not finite and above 0.
    NotConverged
    """
    begun = time.perf_counter()
    try:
        asked = np.array(wavelength, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    if asked.ndim != 1 or not (np.isfinite(asked).all() and (asked > 0).all()):
        raise InputError("wavelength must be a list of finite lengths above 0, in m.")
    voltage = finite_voltage(voltage)
    ready = prepared(device)
    solver, probability = _collection(ready, light, voltage)
    shortest, longest = optical_range(device.optical_stack, device.temperature)
    inside = (asked >= shortest) & (asked <= longest)
    names = tuple(layer.name for layer in device.optical_stack.layers)
    values, reflected, transmitted = (np.zeros(len(asked)) for _ in range(3))
    absorbed = np.zeros((len(names), len(asked)))
    notes = [*solver.notes, *held_constants(device)]
    if inside.any():
        seen = response(device.optical_stack, device.temperature, asked[inside])
        reflected[inside], transmitted[inside] = seen.reflectance, seen.transmittance
        absorbed[:, inside] = seen.absorptance
        values[inside] = sum(
            seen.collect(domain.name, domain.boundary, probability[domain.start : domain.stop + 1])
            * pairs_made(device, domain.name, asked[inside])
            for domain in ready.problem.domains
        )
    if not inside.all():
        notes.append(
            f"of the wavelengths {(~inside).sum()} outside the optical range of {shortest * 1e9:.0f} to "
            f"{longest * 1e9:.0f} nm have no EQE but zero"
        )
    report = SolveReport(
        complete=True, points=1, nodes=ready.problem.nodes, iterations=solver.iterations, residual=solver.residual,
        seconds=time.perf_counter() - begun, notes=tuple(notes),
    )  # fmt: skip
    return EQESpectrum(
        wavelength=asked, eqe=values, reflectance=reflected, transmittance=transmitted, absorptance=absorbed,
        layers=names, collection=probability, position=ready.problem.position, voltage=voltage, device=device,
        report=report, light=light,
    )  # fmt: skip


def _collection(ready: Prepared, light: Spectrum | None, voltage: float) -> tuple[Steady, NDArray[np.float64]]:
    solver = ready.steady(light)
    if voltage != 0.0:
        solver.at(voltage)
    return solver, solver.collection()
