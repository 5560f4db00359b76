"""What the light in a device is worth, and how that follows a small change of a layer: no stack is solved again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.generation import pairs_made
from infradot.experiments.prepare import ROUNDING, Illumination
from infradot.light.spectrum import Spectrum
from infradot.materials.dielectric import DielectricFunction, UrbachTail
from infradot.materials.material import OpticalConstants
from infradot.optics import optical_range, split_light
from infradot.optics.adjoint import AbsorptionAdjoint, Weights, absorption_adjoint, can_follow
from infradot.optics.light_range import LONGEST, absorption_edge
from infradot.optics.rays import geometry
from infradot.optics.response import layer_index, stack_index
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.transport.problem import Problem

Floats = NDArray[np.float64]
Complex = NDArray[np.complex128]
SMALL = 1e-7  # share of a number of a dielectric function, or eV, by which it is moved
NEAR = 1e-7  # share of a wavelength
UNCAPPED = 1e6  # K, at which no Urbach energy is cut


class LightAdjoint:
    """The worth of the pairs that a light makes, with its derivatives by everything that light sees.

    Parameters
    ----------
    device : Device
        `followable` must hold.
    posed : Problem
    light : Spectrum
    lit : Illumination
        What they make of each other.
    worth : ndarray (nodes,)
        What a pair made at each node is worth.
    """

    def __init__(self, device: Device, posed: Problem, light: Spectrum, lit: Illumination, worth: Floats) -> None:
        self._device, self._light, self._lit = device, light, lit
        self._stack = device.optical_stack
        self._names = [layer.name for layer in self._stack]
        noise = ROUNDING * float(np.sum(lit.photons))
        self._weights = {
            self._names.index(domain.name): Weights(
                faces=domain.boundary,
                worth=np.where(cells > noise, worth[domain.start : domain.stop + 1], 0.0),
                pairs=pairs_made(device, domain.name, lit.wavelength),
            )
            for domain, cells in zip(posed.domains, lit.cells, strict=True)
        }
        self._found = self._solve(lit.wavelength, lit.photons)
        self._by_number: dict[tuple[int, int], float] = {}
        self._edge: tuple[dict[int, float], float] | None = None

    def _solve(self, wavelength: Floats, photons: Floats) -> AbsorptionAdjoint:
        index = stack_index(self._stack, self._device.temperature, wavelength)
        weights = self._weights
        if wavelength is not self._lit.wavelength:
            weights = {
                place: replace(each, pairs=pairs_made(self._device, self._names[place], wavelength))
                for place, each in weights.items()
            }
        return absorption_adjoint(index, *geometry(self._stack), wavelength, photons, weights)

    def by_medium(self, side: int) -> float:
        """Derivative by the index of the medium in front (0) or behind (1)."""
        return float(self._found.by_index[-side].real.sum())

    def change(self, old: Layer, new: Layer, temperature: float) -> float | None:
        """Change of the worth for a small change of a layer, or of its temperature (K); None where it is not known."""
        before, after = old.at(self._device.temperature), new.at(temperature)
        if (old.coherent, old.scattering) != (new.coherent, new.scattering):
            return None
        place = self._names.index(old.name)
        change = float(self._found.by_thickness[place]) * (float(new.thickness) - float(old.thickness))
        if new.multiple_excitons is not None and (
            new.multiple_excitons != old.multiple_excitons or after.band_gap != before.band_gap
        ):
            return None
        one, two = before.refractive_index, after.refractive_index
        if one is two:
            return change
        if one is None or two is None:
            return None
        return change + self._constants(place, one, two)

    def _constants(self, place: int, old: OpticalConstants, new: OpticalConstants) -> float:
        """Change of the worth for other optical constants of a layer."""
        alike = _alike(old, new)
        if not alike:
            return self._seen(place, old, new)
        assert isinstance(old, DielectricFunction) and isinstance(new, DielectricFunction)
        total = 0.0
        for at, (x, y) in enumerate(zip(_numbers(old), _numbers(new), strict=True)):
            if x != y:
                key = (place, at)
                if key not in self._by_number:
                    step = SMALL * (abs(x) or 1.0)
                    self._by_number[key] = self._seen(place, old, _with(old, at, x + step)) / step
                total += self._by_number[key] * (y - x)
        return total

    def _seen(self, place: int, old: OpticalConstants, new: OpticalConstants) -> float:
        """The same, from n and k at all wavelengths."""
        wavelength = self._lit.wavelength
        change = np.asarray(new.index(wavelength)) - layer_index(old, wavelength)
        found = self._found.along(place + 1, change)
        ends, by_range = self._longest()
        return found + by_range * ends.get(place, 0.0) * float(change[-1].imag)

    def _longest(self) -> tuple[dict[int, float], float]:
        """Layers that set where light ends, with how it moves with k there (m), and the worth with the end (m^-1)."""
        if self._edge is None:
            self._edge = self._find_longest()
        return self._edge

    def _find_longest(self) -> tuple[dict[int, float], float]:
        temperature, ends = self._device.temperature, dict[int, float]()
        low, high = optical_range(self._stack, temperature)
        if self._lit.wavelength[-1] != high:  # the light ends before, or has lines
            return ends, 0.0
        for place in self._weights:
            constants = self._stack.layers[place].at(temperature).refractive_index
            assert constants is not None
            if absorption_edge(constants) == high < min(constants.reach[1], LONGEST):
                around = high * np.array([1.0 - NEAR, 1.0 + NEAR])
                absorption = np.asarray(constants.index(around)).imag / around
                ends[place] = -2.0 * NEAR / float(absorption[1] - absorption[0])
        if len(ends) > 1:  # the range follows each of them one way only: the mean of both sides
            ends = {place: 0.5 * end for place, end in ends.items()}
        return ends, self._by_end(low, high) if ends else 0.0

    def _by_end(self, low: float, high: float) -> float:
        """Derivative of the worth by where the range of light ends, m^-1."""
        ends = []
        for end in (high * (1.0 - NEAR), high * (1.0 + NEAR)):
            wavelength, photons, _ = split_light(self._light, (low, end))
            if len(wavelength) != len(self._lit.wavelength):
                return 0.0
            last = self._solve(wavelength[-1:].copy(), photons[-1:].copy()).value[0]
            ends.append(float(photons[:-1] @ self._found.value[:-1] + photons[-1] * last))
        return (ends[1] - ends[0]) / (2.0 * NEAR * high)


def followable(device: Device, lit: Illumination) -> bool:
    """Whether `LightAdjoint` holds: nothing scatters, and thick layers are passed."""
    stack = device.optical_stack
    if any(layer.scattering > 0.0 for layer in stack):
        return False
    return can_follow(stack_index(stack, device.temperature, lit.wavelength), geometry(stack)[1])


def _alike(old: OpticalConstants, new: OpticalConstants) -> bool:
    """Whether two dielectric functions differ in their numbers alone."""
    if not (isinstance(old, DielectricFunction) and isinstance(new, DielectricFunction)):
        return False
    return (old.span, [type(term) for term in old.terms], old.tail is None) == (
        new.span, [type(term) for term in new.terms], new.tail is None
    )  # fmt: skip


def _numbers(function: DielectricFunction) -> list[float]:
    """What a dielectric function is made of, of its tail the edge and the energy in use."""
    tail = function.tail
    parts = [float(getattr(term, each)) for term in function.terms for each in _names(type(term))]  # type: ignore[arg-type]
    return [float(function.constant), *parts, *(() if tail is None else (float(tail.edge), tail.slope_energy))]


def _with(function: DielectricFunction, at: int, value: float) -> DielectricFunction:
    """The function with another of its `_numbers`."""
    terms, tail, first = list(function.terms), function.tail, 1
    if at == 0:
        return replace(function, constant=value)
    for i, term in enumerate(terms):
        names = _names(type(term))  # type: ignore[arg-type]
        if at < first + len(names):
            terms[i] = replace(term, **{names[at - first]: value})  # type: ignore[arg-type]
            return replace(function, terms=tuple(terms))
        first += len(names)
    assert tail is not None
    edge, energy = (value, tail.slope_energy) if at == first else (float(tail.edge), value)
    return replace(function, tail=UrbachTail(edge=edge, energy=energy, temperature=UNCAPPED))


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))  # type: ignore[arg-type]
