"""n and k of a dot film for any first exciton, by class of ligand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from infradot.errors import InputError, nearest
from infradot.materials.dielectric import DielectricFunction, UrbachTail
from infradot.materials.effective_medium import maxwell_garnett
from infradot.materials.oscillators import Gaussian, TaucLorentz
from infradot.materials.sourced import read_data
from infradot.units import hc_eV

CUT = 2.5  # widths below the first exciton at which the Urbach tail takes over
SPAN = (280e-9, 5e-6)
# optical permittivity of what lies between the dots: n of oleic acid is 1.46, of 1,2-ethanedithiol 1.56 (CRC Handbook);
# it only bounds films of cores whose scales carry 20 to 50 % themselves
LIGAND = 2.25
SUPPORTED = (900e-9, 1700e-9)  # excitons for which the class parameters are meant; beyond is extrapolation


@dataclass(frozen=True, kw_only=True)
class OpticalClass:
    """Dielectric function of the films of one class of ligand, tied to the first exciton E1.

    eps = constant + G(E1, s1) + G(E1 + offset_2, width_2) + TL(gap = E1 + edge_offset). The first line's strength is
    strength_1 (diameter/d)^2 (width/s1) (energy/E1): oscillator strength a dot ~ d, dots a volume ~ d^-3.

    Parameters
    ----------
    name : str
        For example ``"halide-like"``.
    constant : float
        eps_inf.
    strength_1 : float
        Height of the first exciton's eps2 at the reference `diameter` (m), `width` and `energy` (eV).
    diameter, width, energy : float
        Where `strength_1` holds.
    strength_2, offset_2, width_2 : float
        Height, distance from the first exciton (eV) and width (eV) of the second line.
    edge_strength, edge_energy, edge_width, edge_offset : float
        Tauc-Lorentz A, E0, C and gap above the first exciton, eV.
    """

    name: str
    constant: float
    strength_1: float
    diameter: float
    width: float
    energy: float
    strength_2: float
    offset_2: float
    width_2: float
    edge_strength: float
    edge_energy: float
    edge_width: float
    edge_offset: float

    @lru_cache(maxsize=256)  # noqa: B019 - the classes are a handful of tables
    def dielectric(
        self,
        *,
        exciton: float,
        diameter: float,
        width: float,
        urbach_energy: float = 0.017,
        temperature: float = 300.0,
        line: float = 1.0,
        continuum: float = 1.0,
        shell: tuple[float, float] | None = None,
        least: float = 1.0,
        name: str = "The dot film",
    ) -> DielectricFunction:
        """The dielectric function of a film.

        Parameters
        ----------
        exciton : float
            E1 of the film at this temperature, eV.
        diameter : float
            m.
        width : float
            Standard deviation s1 of the first exciton, eV.
        urbach_energy : float
            eV; used up to 0.8 kT, below E1 - 2.5 s1.
        temperature : float
            K.
        line, continuum : float
            Factors on the first exciton and on all above it, for cores other than PbS.
        shell : tuple of float, optional
            Absorption of shells that are clear at the first exciton: factor on the edge, and where it starts, eV.
        least : float
            Permittivity that the film has at least far below the exciton; what the lines leave open of it is that of
            transitions above them, and is added to the constant.
        name : str
            For messages.

        Returns
        -------
        DielectricFunction
        """
        e1, s1 = float(exciton), float(width)
        height = line * self.strength_1 * (self.diameter / diameter) ** 2 * (self.width / s1) * (self.energy / e1)
        edge_gap = e1 + self.edge_offset
        if edge_gap <= 0.05:
            raise InputError(f"{name}: the {self.name} optical model does not reach a first exciton of {e1:g} eV.")
        terms: list[Gaussian | TaucLorentz] = [
            Gaussian(strength=float(height), energy=e1, width=s1),
            Gaussian(strength=float(continuum * self.strength_2), energy=e1 + self.offset_2, width=self.width_2),
            self._edge(continuum, edge_gap),
        ]
        if shell is not None:
            terms.append(self._edge(*shell))
        tail = UrbachTail(edge=e1 - CUT * s1, energy=float(urbach_energy), temperature=float(temperature))
        bare = DielectricFunction(constant=float(self.constant), terms=tuple(terms), tail=tail, span=SPAN, name=name)
        missing = least - far_below(bare) if least > 1.0 else 0.0
        return _kept(replace(bare, constant=bare.constant + missing) if missing > 0.0 else bare)

    def filling(self, share: float, core: float, fitted: float) -> float:
        """Permittivity far below the exciton that dots of another core give a film, from that of the fitted one.

        Spheres in the ligand (Maxwell Garnett) for both cores; what the fitted film has over or under its own holds for
        the other as well.

        Parameters
        ----------
        share : float
            Of the volume that is dots.
        core, fitted : float
            Optical permittivities of the two bulk semiconductors.
        """
        usual = self.dielectric(exciton=self.energy, diameter=self.diameter, width=self.width)
        ratio = far_below(usual) / float(np.real(maxwell_garnett(fitted, LIGAND, share)))
        return max(float(np.real(maxwell_garnett(core, LIGAND, share))) * min(ratio, 1.0), 1.0)

    def _edge(self, factor: float, gap: float) -> TaucLorentz:
        """Interband absorption by this factor from a gap in eV on."""
        return TaucLorentz(
            strength=float(factor * self.edge_strength), energy=self.edge_energy, width=self.edge_width, gap=float(gap)
        )


def far_below(function: DielectricFunction) -> float:
    """Real permittivity at the long end of the span."""
    return float(function.epsilon(np.array(hc_eV / SPAN[1])).real)


@lru_cache(maxsize=256)
def _kept(function: DielectricFunction) -> DielectricFunction:
    """The one that was made before, where it is equal: films that differ in transport alone share what light knows."""
    return function


@lru_cache(maxsize=32)
def optical_class(name: str) -> OpticalClass:
    """The class of a name: "EDT-like", "halide-like" or "oleate-like".

    Examples
    --------
    >>> film = optical_class("EDT-like").dielectric(exciton=1.0332, diameter=4.142e-9, width=0.0393)
    >>> round(float(film.index(1200e-9).real), 2)
    2.33
    """
    tables = read_data("optical_classes")
    if name not in tables:
        raise InputError(f"Unknown optical class {name!r}.{nearest(name, tables)}")
    return OpticalClass(name=name, **tables[name])
