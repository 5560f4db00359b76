"""Sets of pixels with different dots: what spectrum their signals tell, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.eqe import eqe
from infradot.experiments.result import frozen
from infradot.light.spectrum import trapezoid_weights
from infradot.stack.device import Device

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class PixelSet:
    """Spectral responses of pixels that see the same light.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m, ascending.
    response : ndarray (pixels, n)
        Electrons for each photon, of each pixel at each wavelength.
    names : tuple of str

    Raises
    ------
    InputError
        For arrays that do not belong together.

    Examples
    --------
    >>> x = np.linspace(900e-9, 1500e-9, 61)
    >>> bands = np.exp(-(((x - np.array([[1.0e-6], [1.2e-6], [1.4e-6]])) / 80e-9) ** 2))
    >>> pixels = PixelSet(wavelength=x, response=bands, names=("a", "b", "c"))
    >>> round(pixels.condition, 1)
    1.1
    """

    wavelength: Floats
    response: Floats
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "response")
        object.__setattr__(self, "names", tuple(self.names))
        x, r = self.wavelength, self.response
        if x.ndim != 1 or len(x) < 2 or not (np.diff(x) > 0).all() or not (x > 0).all():
            raise InputError("PixelSet: wavelength must be lengths in m that ascend, two or more.")
        if r.shape != (len(self.names), len(x)) or not np.isfinite(r).all():
            raise InputError(
                f"PixelSet: response is of shape {r.shape}, expected ({len(self.names)}, {len(x)}) for "
                f"{len(self.names)} names and {len(x)} wavelengths, every number finite."
            )

    @property
    def condition(self) -> float:
        """How alike the pixels are: the largest over the smallest singular value of their responses, 1 for none alike.

        Each row is scaled to unit length, since a weak pixel can be given more time.
        """
        weighed = self.response * np.sqrt(trapezoid_weights(self.wavelength))
        length = np.linalg.norm(weighed, axis=1, keepdims=True)
        if not (length > 0).all():
            return float("inf")
        values = np.linalg.svd(weighed / length, compute_uv=False)
        return float(values[0] / values[-1]) if values[-1] > 0 else float("inf")

    def signals(self, photons: ArrayLike) -> Floats:
        """Electrons of each pixel (..., pixels) for spectra (..., n) of photons per metre of wavelength."""
        return np.asarray(self._spectra(photons) @ (self.response * trapezoid_weights(self.wavelength)).T)

    def reconstruction(self, examples: ArrayLike, *, noise: ArrayLike = 0.0) -> Reconstruction:
        """The best linear estimate of a spectrum from the signals, for spectra such as `examples`.

        The Wiener estimate: of all linear ones it has the smallest mean square error over the examples with the noise
        (N. Wiener 1949; for spectral imaging W. K. Pratt and C. E. Mancill, Appl. Opt. 15, 73 (1976),
        doi:10.1364/AO.15.000073).

        Parameters
        ----------
        examples : array_like (m, n)
            Spectra that may occur, photons per metre of wavelength in the exposure: two or more.
        noise : float or array_like (pixels,)
            Standard deviation of each signal, electrons; 0 leaves only what the pixels cannot tell apart.

        Raises
        ------
        InputError
            For examples of another length, fewer than two, or a noise below 0.
        """
        spectra = np.atleast_2d(self._spectra(examples))
        deviation = np.broadcast_to(np.asarray(noise, dtype=np.float64), (len(self.names),))
        if len(spectra) < 2:
            raise InputError("Reconstruction: expected two or more example spectra.")
        if not (np.isfinite(deviation).all() and (deviation >= 0).all()):
            raise InputError("Reconstruction: noise must be standard deviations in electrons, not below 0.")
        mean = spectra.mean(axis=0)
        seen = self.signals(spectra - mean)
        inverse = np.linalg.pinv(seen.T @ seen / len(spectra) + np.diag(deviation**2), hermitian=True, rcond=1e-13)
        matrix = (spectra - mean).T @ seen / len(spectra) @ inverse
        return Reconstruction(pixels=self, mean=mean, matrix=matrix, noise=deviation)

    def _spectra(self, photons: ArrayLike) -> Floats:
        found = np.asarray(photons, dtype=np.float64)
        if found.shape[-1:] != self.wavelength.shape or not np.isfinite(found).all():
            raise InputError(f"Spectra of shape {found.shape}: expected {len(self.wavelength)} finite numbers each.")
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Reconstruction:
    """A linear estimate of spectra from the signals of a pixel set.

    Parameters
    ----------
    pixels : PixelSet
    mean : ndarray (n,)
        Spectrum told where all signals are at their mean.
    matrix : ndarray (n, pixels)
    noise : ndarray (pixels,)
        Standard deviations that it was made for, electrons.
    """

    pixels: PixelSet
    mean: Floats
    matrix: Floats
    noise: Floats

    def __post_init__(self) -> None:
        frozen(self, "mean", "matrix", "noise")

    def __call__(self, signals: ArrayLike) -> Floats:
        """Spectra (..., n) from signals (..., pixels)."""
        found = np.asarray(signals, dtype=np.float64)
        return np.asarray(self.mean + (found - self.pixels.signals(self.mean)) @ self.matrix.T)

    def error(self, spectra: ArrayLike) -> Floats:
        """Expected relative error of each spectrum (m,): root mean square of the estimate less the spectrum, over it.

        Both what the pixels cannot tell apart and what the noise adds.
        """
        known = np.atleast_2d(self.pixels._spectra(spectra))
        weights = trapezoid_weights(self.pixels.wavelength)
        off = (self(self.pixels.signals(known)) - known) ** 2 @ weights
        noise = float(np.sum((self.matrix**2 * self.noise**2).T @ weights))
        return np.asarray(np.sqrt((off + noise) / (known**2 @ weights)))


def pixel_set(
    devices: Sequence[Device], *, wavelength: ArrayLike, voltage: float = 0.0, names: Sequence[str] | None = None
) -> PixelSet:
    """The spectral response matrix of pixels, each a device of its own: their quantum efficiencies.

    Parameters
    ----------
    devices : sequence of Device
    wavelength : array_like (n,)
        m, ascending.
    voltage : float
        V, of every pixel.
    names : sequence of str, optional
        By default those of the devices, numbered.

    Raises
    ------
    InputError
    NotConverged

    Examples
    --------
    >>> import infradot as idt
    >>> def pixel(exciton):
    ...     film = idt.Film(core="PbS", exciton=exciton)
    ...     return idt.Device(
    ...         stack=idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=300e-9),)),
    ...         front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> pixels = idt.pixel_set([pixel(1.3), pixel(1.0)], wavelength=np.linspace(700e-9, 1400e-9, 71), voltage=-1.0)
    >>> pixels.response.shape
    (2, 71)
    """
    if not devices:
        raise InputError("pixel_set: expected one device or more.")
    called = tuple(names) if names is not None else tuple(f"pixel {i}" for i in range(1, len(devices) + 1))
    if len(called) != len(devices):
        raise InputError(f"pixel_set: {len(called)} names for {len(devices)} devices.")
    x = np.array(wavelength, dtype=np.float64, ndmin=1)
    rows = [eqe(device, wavelength=x, voltage=voltage).eqe for device in devices]
    return PixelSet(wavelength=x, response=np.array(rows), names=called)
