"""What a grating in a stack does to a guided mode: feedback, and from the second order on light out of the surface.

First-order perturbation of a mode that is solved with the mean permittivity in the grating layer. A rectangular grating
has the Fourier components eps_m = (eps_ridge - eps_groove) sin(pi m duty) / (pi m), its origin in the middle of a
ridge. TE: kappa = k0 / (2 n_eff) times eps_m and the share of E^2 in the layer. TM: in a grating that is shallow beside
its pitch E_z goes on from ridge to groove and sees eps, while D_x goes on into the ridges and sees 1/eps; E_z turns
with the direction of the mode, so that its part is subtracted. Errors are of second order in the depth: about 1 % of
kappa for depths of a twentieth of the pitch, more for the light that leaves.

A partial wave n = 1 ... m - 1 of a grating of order m has beta - n K along the stack and leaves it where that is short
enough (n = 1 of the second order at right angles). It is driven by the mode through eps_n, solved with outgoing waves
in the whole stack, and acts back: Kazarinov and Henry, IEEE J. Quantum Electron. 21, 144 (1985).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.optics.slab import SlabMode
from infradot.optics.waves import waves

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)


@dataclass(frozen=True, kw_only=True)
class Grating:
    """A rectangular grating between two neighbours of a stack.

    The ridges are of the one that lies in front, the grooves of the one behind. The grating is a layer of its own: its
    neighbours keep their thickness.

    Parameters
    ----------
    between : tuple of str
        Names of both neighbours, front to back: ``("glass", "dots")`` for dots that fill grooves in glass.
    pitch : float
        m.
    depth : float
        m.
    duty : float
        Share of a period that is ridge.
    order : int
        Of the feedback: Bragg wavelength 2 n_eff pitch / order.
    """

    between: tuple[str, str]
    pitch: float
    depth: float
    duty: float = 0.5
    order: int = 1

    def __post_init__(self) -> None:
        problems = [
            f"{name} = {getattr(self, name)!r}, expected a finite number above 0, in m."
            for name in ("pitch", "depth")
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) > 0.0)
        ]
        if len(self.between) != 2 or self.between[0] == self.between[1]:
            problems.append(f"between = {self.between!r}, expected the names of two neighbours.")
        if not 0.0 < self.duty < 1.0:
            problems.append(f"duty = {self.duty!r}, expected above 0 and below 1.")
        if self.order < 1:
            problems.append(f"order = {self.order!r}, expected 1 or above.")
        if problems:
            raise InputError(*(f"Grating: {problem}" for problem in problems))

    def component(self, order: int) -> float:
        """Fourier component of the ridges, 1 in a ridge and 0 in a groove."""
        return float(np.sin(np.pi * order * self.duty) / (np.pi * order)) if order else self.duty


@dataclass(frozen=True, kw_only=True)
class GratingCoupling:
    """What a grating does to a mode; all m^-1 unless said otherwise.

    Parameters
    ----------
    feedback : complex
        kappa by the direct way, from the Fourier component of the order.
    by_radiation : complex
        What the partial waves add to kappa.
    self_shift : complex
        What they add to beta of a single wave: Re shifts it, Im is its loss of field.
    radiated : tuple of float
        Loss of power of a single wave into the front and into the back medium.
    index_shift : complex
        To be added to the n_eff of the mode; 0 for TE.
    """

    feedback: complex
    by_radiation: complex = 0.0
    self_shift: complex = 0.0
    radiated: tuple[float, float] = (0.0, 0.0)
    index_shift: complex = 0.0

    @property
    def kappa(self) -> complex:
        """Both ways together."""
        return self.feedback + self.by_radiation


def bragg_wavelength(effective_index: float, pitch: float, order: int = 1) -> float:
    """Wavelength in vacuum that a grating sends back, 2 n_eff pitch / order, m.

    Examples
    --------
    >>> round(bragg_wavelength(1.8, 916.7e-9, order=2) * 1e9)
    1650
    """
    return 2.0 * effective_index * pitch / order


def stop_band(wavelength: float, kappa: complex, group_index: float) -> float:
    """Width of the stop band of a long grating of index, |delta| < kappa, m.

    Parameters
    ----------
    wavelength : float
        Of its middle, m.
    kappa : complex
        m^-1; the imaginary part, of gain, opens none.
    group_index : float
    """
    return wavelength**2 * abs(complex(kappa).real) / (np.pi * group_index)


def mean_permittivity(ridge: complex, groove: complex, duty: float) -> complex:
    """Of a period, from the permittivities of ridges and grooves."""
    return duty * ridge + (1.0 - duty) * groove


def grating_coupling(
    mode: SlabMode, layer: int, *, ridge: complex, groove: complex, grating: Grating
) -> GratingCoupling:  # fmt: skip
    """Feedback and radiation of a grating.

    Parameters
    ----------
    mode : SlabMode
        Solved with the mean permittivity in the grating layer.
    layer : int
        Place of the grating, 0 is the first layer between the outer media.
    ridge, groove : complex
        n + ik.
    grating : Grating
        Its duty and order; depth and pitch are not asked again, the mode is taken to stand at its Bragg wavelength.

    Returns
    -------
    GratingCoupling
    """
    order, k0, n_eff = grating.order, mode.k0, mode.effective_index
    found = [_contrast(mode, layer, ridge, groove, grating.component(n)) for n in range(order + 1)]
    feedback = k0 / (2.0 * n_eff) * _direct(mode, layer, *found[order])
    by_radiation, self_shift, radiated = 0.0 + 0.0j, 0.0 + 0.0j, np.zeros(2)
    for n in range(1, order):
        tangential = n_eff.real * (1.0 - 2.0 * n / order)
        there = _driven(mode, layer, tangential, found[n], 1.0)
        back = _driven(mode, layer, tangential, found[order - n], -1.0)
        scale = -k0 / (2.0 * n_eff * mode.norm)
        self_shift += scale * there.acting_on(there)
        by_radiation += scale * there.acting_on(back)
        radiated += k0 * np.array(there.leaving()) / (n_eff * mode.norm).real
    return GratingCoupling(
        feedback=complex(feedback), by_radiation=complex(by_radiation), self_shift=complex(self_shift),
        radiated=(float(radiated[0]), float(radiated[1])),
        index_shift=_mean_shift(mode, layer, ridge, groove, grating.duty),
    )  # fmt: skip


def _contrast(mode: SlabMode, layer: int, ridge: complex, groove: complex, share: float) -> tuple[complex, complex]:
    """Fourier components of eps, and of -1/eps times the square of the mean."""
    mean = complex(mode.index[layer + 1]) ** 2
    return share * (ridge**2 - groove**2), -share * (1.0 / ridge**2 - 1.0 / groove**2) * mean**2


def _direct(mode: SlabMode, layer: int, along: complex, across: complex) -> complex:
    """Share of the mode in the layer times its contrasts for fields along and across it."""
    phi, psi, _, _ = mode.solution.squares(layer, np.array([0.0, mode.solution.equation.thickness[layer]]))
    if mode.polarisation == "TE":
        return complex(along * phi[0] / mode.norm)
    eps, u = complex(mode.index[layer + 1]) ** 2, mode.effective_index**2
    return complex((across * u * phi[0] / eps**2 - along * psi[0]) / mode.norm)


def _mean_shift(mode: SlabMode, layer: int, ridge: complex, groove: complex, duty: float) -> complex:
    """How far n_eff lies off because D_x sees the mean of 1/eps, not that of eps."""
    if mode.polarisation == "TE":
        return 0.0
    phi, *_ = mode.solution.squares(layer, np.array([0.0, mode.solution.equation.thickness[layer]]))
    excess = duty / ridge**2 + (1.0 - duty) / groove**2 - 1.0 / complex(mode.index[layer + 1]) ** 2
    return complex(-0.5 * mode.effective_index * excess * phi[0] / mode.norm)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Driven:
    """A partial wave that the mode drives from the grating layer, at points and at inner points up to each of them.

    `left` and `right` are what the source makes of the waves that go out to the front and to the back.
    """

    left: Complex
    right: Complex
    left_inside: Complex
    weights: Array
    inner_weights: Array
    wronskian: complex
    outside: tuple[complex, complex]  # how much power a wave of unit field takes out, front and back

    def acting_on(self, other: _Driven) -> complex:
        """The double integral of this source, Green's function, and another source."""
        up_to = np.sum(other.left_inside * self.inner_weights, axis=1)
        own = np.sum(self.left_inside * self.inner_weights, axis=1)
        both = self.right * up_to + other.right * own
        return complex(np.sum(both * self.weights) / self.wronskian)

    def leaving(self) -> tuple[float, float]:
        """Power into the front and the back medium."""
        field = [np.sum(each * self.weights) / self.wronskian for each in (self.right, self.left)]
        front, back = (float(abs(f) ** 2 * y.real) for f, y in zip(field, self.outside, strict=True))
        return front, back


def _driven(mode: SlabMode, layer: int, tangential: float, contrast: tuple[complex, complex], way: float) -> _Driven:
    """The partial wave with n sin(theta) = `tangential` that the mode drives, forward (way 1) or backward (-1)."""
    equation = mode.solution.equation
    eps, w, d = equation.permittivity, equation.weight, equation.thickness
    outer = np.sqrt(eps[[0, -1]] - tangential**2 + 0j)
    outer = np.where(outer.imag < 0.0, -outer, outer)
    # from each outer medium to the faces of the grating layer
    left = np.array([1.0, -1j * outer[0] / w[0]])
    for j in range(layer):
        left = _step(eps[j + 1] - tangential**2, w[j + 1], d[j]) @ left
    right = np.array([1.0, 1j * outer[1] / w[-1]])
    for j in range(d.size - 1, layer, -1):
        right = _step(eps[j + 1] - tangential**2, w[j + 1], -d[j]) @ right
    depth, q, weight = float(d[layer]), complex(eps[layer + 1] - tangential**2), complex(w[layer + 1])
    panels = 1 + int(abs(np.sqrt(q)) * depth / 4.0)
    x = ((np.arange(panels)[:, None] + 0.5 * (_NODES + 1.0)) / panels * depth).ravel()
    weights = np.tile(_WEIGHTS, panels) * 0.5 * depth / panels
    inner = x[:, None] / depth * x  # points up to each x
    sources = (mode, layer, tangential, contrast, way)
    made_left = _source(*sources, x, _inside(q, weight, left, x))
    made_right = _source(*sources, x, _inside(q, weight, right, x - depth))
    made_inside = _source(*sources, inner.ravel(), _inside(q, weight, left, inner.ravel()))
    at_back = _step(q, weight, depth) @ left
    return _Driven(
        left=made_left, right=made_right, left_inside=made_inside.reshape(inner.shape), weights=weights,
        inner_weights=x[:, None] / depth * weights, wronskian=complex(at_back[0] * right[1] - at_back[1] * right[0]),
        outside=(complex(outer[0] / w[0]), complex(outer[1] / w[-1])),
    )  # fmt: skip


def _step(q: complex, w: complex, x: float) -> Complex:
    """phi, psi over a distance that may be below 0, to be applied to a column."""
    cosine, sine, product, *_ = (complex(each[0]) for each in waves(np.array([q + 0j]), abs(x)))
    grown = np.exp(abs(np.sqrt(q + 0j).imag) * abs(x))
    sign = 1.0 if x >= 0.0 else -1.0
    matrix = np.array([[cosine, sign * w * sine], [-sign * product / w, cosine]]) * grown
    return np.asarray(matrix, np.complex128)


def _inside(q: complex, w: complex, at: Complex, x: Array) -> tuple[Complex, Complex]:
    """phi and psi at distances x from a face where they are `at`."""
    k = np.sqrt(q + 0j)
    cosine, sine = np.cos(k * x), x * np.sinc(k * x / np.pi)
    return cosine * at[0] + w * sine * at[1], cosine * at[1] - q / w * sine * at[0]


def _source(
    mode: SlabMode, layer: int, tangential: float, contrast: tuple[complex, complex], way: float, x: Array,
    wave: tuple[Complex, Complex],
) -> Complex:  # fmt: skip
    """What mode and outgoing wave make together at places of the grating."""
    phi, psi = mode.solution.inside(layer, x)
    along, across = contrast
    if mode.polarisation == "TE":
        return along * phi * wave[0]
    eps = complex(mode.index[layer + 1]) ** 2
    drawn = across * tangential * way * mode.effective_index * phi / eps**2
    return -(along * psi * wave[1] + drawn * wave[0])
