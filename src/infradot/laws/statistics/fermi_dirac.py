"""Fermi-Dirac statistics of a parabolic band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.laws.statistics.boltzmann import LOWEST
from infradot.numerics.compiled import compiled

HIGH = 36.0
# powers of t, highest first, from `docs/make_fermi_dirac.py`: F/x over x = e^eta from 0 to 1, then F over eta from 0 to
# 4, 4 to 12 and 12 to 36; t runs from -1 to 1 over each
_PIECES = np.array(
    (
        (
            4.25960996831862e-11,
            -1.8093073949656555e-10,
            4.0605173915691664e-10,
            -1.14619619927088e-09,
            4.1066606823208675e-09,
            -1.3947085927927141e-08,
            4.6256983851367175e-08,
            -1.554467962948091e-07,
            5.28764032037618e-07,
            -1.8190984954876185e-06,
            6.345322245758525e-06,
            -2.251619087983444e-05,
            8.164260295682024e-05,
            -0.0003044677992802078,
            0.0011795616852817443,
            -0.0048273466784181105,
            0.021530739964735902,
            -0.11227016719921248,
            0.8597746431611586,
        ),
        (
            -1.0611784954362922e-07,
            7.734505471975088e-07,
            -7.115415897690047e-07,
            -4.459906196965694e-06,
            1.174719398166376e-05,
            -9.858316960576426e-07,
            -4.79054995855033e-05,
            0.00010654337803779059,
            -2.797077311079755e-05,
            -0.00043187901206011444,
            0.0011735790160973506,
            -0.0006838558769451288,
            -0.004609179108647249,
            0.01642136881183268,
            -0.018166129364005603,
            -0.07078639910506558,
            0.8363027074832164,
            2.9285891781561753,
            2.8237212774015843,
        ),
        (
            1.336068828957922e-07,
            -2.1283234815335635e-07,
            -4.806852865489943e-07,
            1.4106970349793856e-06,
            -2.1080883535463263e-06,
            5.49725897805179e-06,
            -1.4154558359613701e-05,
            2.6481042929599938e-05,
            -3.419706006730512e-05,
            -5.126534013364348e-07,
            0.00020805894556126148,
            -0.0009557976980075541,
            0.0032364538700481327,
            -0.010067073654201878,
            0.03365864275016646,
            -0.1511909709902068,
            1.6338129706957027,
            12.676499025973913,
            17.355020120423223,
        ),
        (
            8.688388243802867e-07,
            -2.0777943767641306e-06,
            3.7739912840114103e-07,
            -9.677899801132261e-08,
            8.445554553858763e-06,
            -1.913314062338983e-05,
            3.276745398843561e-05,
            -7.495472349962025e-05,
            0.0001866552730516269,
            -0.00046645724051981536,
            0.0012203920822858173,
            -0.003395918194415201,
            0.010192508298029737,
            -0.03396606984618482,
            0.13297470963166913,
            -0.6986383669993154,
            8.309945384557617,
            66.28715125442464,
            88.63622935766197,
        ),
    )
)
# F/eta^1.5 in powers of 1/eta^2 above eta = 36, highest first
_HIGHEST = (
    1051156.387267058,
    8536.847488712907,
    182.79876005931536,
    7.297934288729509,
    0.8014590943683433,
    0.9280546661382362,
    0.7522527780636751,
)


@dataclass(frozen=True, kw_only=True)
class FermiDirac:
    """n = N_c F_1/2((E_Fn - E_c)/kT): a parabolic band at any filling.

    F_1/2(eta) = 2/sqrt(pi) int_0^inf sqrt(x)/(1 + exp(x - eta)) dx goes to exp(eta) far below the band and to
    4/(3 sqrt(pi)) eta^(3/2) far above its edge. Sze and Ng, Physics of Semiconductor Devices, 3rd ed., section 1.4,
    doi:10.1002/0470068329. Computed to 1e-13, its derivative to 1e-12.

    Notes
    -----
    The band of a dot film is not parabolic: its dots offer a fixed number of states, which `GaussianDisorder` fills.
    With these statistics a `Film` keeps its effective densities of states, disorder included, so that dilute carriers
    are those of `Boltzmann`.
    """

    code: ClassVar[int] = 1
    name: ClassVar[str] = "fermi_dirac"

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows of electrons and holes: empty."""
        return (), ()

    def dilute_factors(self, thermal_voltage: float) -> tuple[float, float]:
        """Dilute densities of electrons and holes over those of Boltzmann statistics: 1."""
        return (1.0, 1.0)


@compiled
def fermi_dirac(eta, dos, c):
    """Density and its derivatives with respect to eta."""
    if eta < -18.5:
        # two terms of the series in exp(eta)
        x = np.exp(LOWEST) if eta < LOWEST else np.exp(eta)
        second = 0.3535533905932738 * x
        return dos * x * (1.0 - second), dos * x * (1.0 - 2.0 * second), dos * x * (1.0 - 4.0 * second)
    if eta > HIGH:
        y = 1.0 / (eta * eta)
        root = np.sqrt(eta)
        v, d, d2 = 0.0, 0.0, 0.0
        for power in _HIGHEST:
            d2 = d2 * y + 2.0 * d
            d = d * y + v
            v = v * y + power
        return dos * root * eta * v, dos * root * (1.5 * v - 2.0 * y * d), dos / root * (0.75 * v + 4.0 * y * y * d2)
    x, piece, centre, half = eta, 0, 0.0, 0.5
    if eta < 0.0:
        x, centre = np.exp(eta), 0.5
    elif eta < 4.0:
        piece, centre, half = 1, 2.0, 2.0
    elif eta < 12.0:
        piece, centre, half = 2, 8.0, 4.0
    else:
        piece, centre, half = 3, 24.0, 12.0
    t = (x - centre) / half
    v, d, d2 = 0.0, 0.0, 0.0
    for i in range(_PIECES.shape[1]):
        d2 = d2 * t + d
        d = d * t + v
        v = v * t + _PIECES[piece, i]
    d, d2 = d / half, 2.0 * d2 / (half * half)
    if piece == 0:
        return dos * x * v, dos * x * (v + x * d), dos * x * (v + x * (3.0 * d + x * d2))
    return dos * v, dos * d, dos * d2
