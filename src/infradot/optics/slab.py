"""Guided modes of a planar stack with complex indices: n_eff, where the light is, what gain and loss make of it.

n + ik with k > 0 absorbs and k < 0 amplifies; a mode goes as exp(i n_eff k0 z), so that its power falls by
2 k0 Im n_eff. The field is E_y for TE and H_y for TM.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.optics.slab_equation import Polarisation, SlabEquation
from infradot.optics.slab_field import SlabField, slab_field
from infradot.optics.slab_search import find_modes, guides

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False)
class SlabMode:
    """One guided mode of a stack.

    Parameters
    ----------
    polarisation : {"TE", "TM"}
    order : int
        0 has the largest Re n_eff of its polarisation.
    wavelength : float
        In vacuum, m.
    effective_index : complex
    index : ndarray (n_layers + 2,), complex
        n + ik of the front medium, each layer, and the back medium.
    thickness : ndarray (n_layers,)
        m.
    field_fraction : ndarray (n_layers + 2,)
        Share of the integral of |E|^2 in each medium.
    energy_fraction : ndarray (n_layers + 2,)
        The same of Re(n^2) |E|^2, the energy of the electric field where nothing is dispersive.
    index_factor : ndarray (n_layers + 2,), complex
        d n_eff / d n of each medium, exact.
    group_index : float
        c over the group velocity, with the dispersion that the media were given.
    solution : SlabField
        What `profile` and `intensity` are read off.
    norm : complex
        Of the field: integral of E_y^2 (TE) or H_y^2 / n^2 (TM), times k0.
    total : float
        Integral of |E|^2, times k0.
    """

    polarisation: Polarisation
    order: int
    wavelength: float
    effective_index: complex
    index: Complex
    thickness: Array
    field_fraction: Array
    energy_fraction: Array
    index_factor: Complex
    group_index: float
    solution: SlabField = field(repr=False)
    norm: complex = field(repr=False)
    total: float = field(repr=False)

    @property
    def name(self) -> str:
        """``TE0``, ``TM1``."""
        return f"{self.polarisation}{self.order}"

    @property
    def k0(self) -> float:
        """2 pi / wavelength, m^-1."""
        return 2.0 * np.pi / self.wavelength

    @property
    def gain(self) -> float:
        """Growth of the power along the stack, m^-1; below 0 where the mode is absorbed."""
        return -2.0 * self.k0 * self.effective_index.imag

    @property
    def gain_factor(self) -> Array:
        """Gain of the mode for each gain of a medium, shape (n_layers + 2,).

        For TE this is the share of E^2 in the medium times n / n_eff, which is more than the share alone: light that
        zigzags through the medium stays longer in it. For TM, E_x^2 + |E_z|^2 takes the place of E^2.
        """
        return np.asarray(self.index_factor.real)

    def gain_factor_between(self, layer: int, z: ArrayLike) -> Array:
        """The gain factor of a layer, cell by cell: for a gain that changes with depth.

        Parameters
        ----------
        layer : int
            Place in the stack, 0 is the first between the outer media.
        z : array_like (m + 1,)
            Faces of the cells, m from the layer's front face.

        Returns
        -------
        ndarray (m,)
            Over the whole layer they add up to ``gain_factor[layer + 1]``.
        """
        phi, psi, _, _ = self.solution.squares(layer, np.asarray(z, np.float64) * self.k0)
        n = complex(self.index[layer + 1])
        return np.asarray((_pulled(self.solution, phi, psi, n**2) / self.norm * n / self.effective_index).real)

    def profile(self, x: ArrayLike) -> Complex:
        """The field at places x (n,) in m from the front face of the first layer, about 1 at its peak."""
        phi, _, _ = self.solution.at(np.asarray(x, np.float64) * self.k0)
        return phi

    def intensity(self, x: ArrayLike) -> Array:
        """Share of |E|^2 for each metre at places x (n,) in m from the front face of the first layer, m^-1."""
        phi, psi, medium = self.solution.at(np.asarray(x, np.float64) * self.k0)
        square = _squared(self.solution, np.abs(phi) ** 2, np.abs(psi) ** 2, self.index[medium] ** 2)
        return square * self.k0 / self.total


def solve_slab(
    *,
    index: ArrayLike,
    thickness: ArrayLike,
    wavelength: float,
    polarisation: Polarisation | None = None,
    media_group_index: ArrayLike | None = None,
) -> tuple[SlabMode, ...]:
    """All guided modes of a stack at one wavelength.

    Parameters
    ----------
    index : array_like (n_layers + 2,), complex
        n + ik of the front medium, each layer, and the back medium.
    thickness : array_like (n_layers,)
        m.
    wavelength : float
        In vacuum, m.
    polarisation : {"TE", "TM"}, optional
        Both if left out.
    media_group_index : array_like (n_layers + 2,), optional
        n - wavelength dn/dwavelength of each medium; without dispersion if left out.

    Returns
    -------
    tuple of SlabMode
        Of each polarisation by falling Re n_eff, TE first; empty below cut-off. A mode counts as guided where
        Re n_eff^2 is above that of both outer media.

    Raises
    ------
    InputError
        For shapes or values that do not fit, or where no layer can guide because an outer medium has the largest
        index.

    Examples
    --------
    >>> te, tm = solve_slab(index=[1.5, 2.6, 1.0], thickness=[300e-9], wavelength=1.65e-6)
    >>> te.name, round(te.effective_index.real, 6), round(float(te.gain_factor[1]), 6)
    ('TE0', 2.13311, 0.943646)
    """
    n, d, own = _checked(index, thickness, wavelength, media_group_index)
    if polarisation not in (None, "TE", "TM"):
        raise InputError(f"polarisation = {polarisation!r}, expected 'TE', 'TM' or None for both.")
    kinds: tuple[Polarisation, ...] = ("TE", "TM") if polarisation is None else (polarisation,)
    scaled = 2.0 * np.pi / wavelength * d
    equations = [SlabEquation(permittivity=n * n, thickness=scaled, polarisation=kind) for kind in kinds]
    if not any(guides(each) for each in equations):
        raise InputError(_leaks(n))
    return tuple(
        _mode(equation, complex(g), order, wavelength, n, d, own)
        for equation in equations
        for order, g in enumerate(find_modes(equation))
    )


def _checked(
    index: ArrayLike, thickness: ArrayLike, wavelength: float, group: ArrayLike | None
) -> tuple[Complex, Array, Complex]:  # fmt: skip
    n, d = np.array(index, np.complex128, ndmin=1), np.array(thickness, np.float64, ndmin=1)
    own = n if group is None else np.array(group, np.complex128, ndmin=1)
    problems = []
    if n.shape != (d.size + 2,) or not d.size:
        problems.append(
            f"index has {n.size} media, expected {d.size + 2}: one for each thickness and one on each side."
        )
    if own.shape != n.shape:
        problems.append(f"media_group_index has {own.size} media, expected {n.size} as index has.")
    if not (np.all(np.isfinite(n)) and np.all(n.real > 0.0)):
        problems.append("index holds values that are not finite with a real part above 0.")
    if not (np.all(np.isfinite(d)) and np.all(d > 0.0)):
        problems.append("thickness holds values that are not above 0 and finite, in m.")
    if not (np.isfinite(wavelength) and wavelength > 0.0):
        problems.append(f"wavelength = {wavelength!r}, expected a finite number above 0, in m.")
    if problems:
        raise InputError(*problems)
    return n, d, own


def _leaks(n: Complex) -> str:
    side = "front" if n[0].real >= n[-1].real else "back"
    return (
        f"Nothing guides: the {side} medium has the index {max(n[0].real, n[-1].real):.4g}, no layer more than "
        f"{np.max(n[1:-1].real):.4g}, so that light leaks out. Put a medium of lower index there (a thick layer of it "
        "can be given as the outer medium)."
    )


def _mode(
    equation: SlabEquation, g: complex, order: int, wavelength: float, n: Complex, d: Array, own: Complex
) -> SlabMode:  # fmt: skip
    found = slab_field(equation, g)
    n_eff = complex(np.sqrt(found.u))
    phi, psi, phi_size, psi_size = found.all_squares()
    pulled = _pulled(found, phi, psi, n * n)
    norm = complex(np.sum(phi if equation.polarisation == "TE" else phi / n**2))
    square = _squared(found, phi_size, psi_size, n * n)
    energy = (n * n).real * square
    # n_eff n_g: the field keeps its place to first order, so that only k0 and the permittivities change
    still = np.sum(phi * (n * n if equation.polarisation == "TE" else 1.0))
    moved = np.sum(pulled * n * (own - n))
    return SlabMode(
        polarisation=equation.polarisation, order=order, wavelength=wavelength, effective_index=n_eff, index=n,
        thickness=d, field_fraction=square / np.sum(square), energy_fraction=energy / np.sum(energy),
        index_factor=pulled / norm * n / n_eff, group_index=float(((still + moved) / norm / n_eff).real),
        solution=found, norm=norm, total=float(np.sum(square)),
    )  # fmt: skip


def _pulled(found: SlabField, phi: Complex, psi: Complex, eps: Complex | complex) -> Complex:
    """What d(n_eff^2) / d eps is made of: E_y^2, or E_x^2 + |E_z|^2 over H_y^2, without a conjugate."""
    return phi if found.equation.polarisation == "TE" else found.u * phi / eps**2 + psi


def _squared(found: SlabField, phi: Array, psi: Array, eps: Complex) -> Array:
    """|E|^2 from |phi|^2 and |psi|^2."""
    return phi if found.equation.polarisation == "TE" else abs(found.u) * phi / np.abs(eps) ** 2 + psi
