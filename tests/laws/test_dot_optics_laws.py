"""Causality, passivity, sum rules and a convergent emission for films of every core, of two sizes, and in shells.

All integrals are those of this file: Gauss-Legendre panels that crowd where the absorption bends.
"""

import math

import numpy as np
import pytest

import infradot as idt
from infradot.units import c, epsilon_0, h, hbar, hc_eV, m_e, q, thermal_voltage

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(10)
TOP = 3e4  # eV


def panels(edges):
    """Nodes and weights of an integral over panels."""
    edges = np.unique(edges)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (1 + POINTS)).ravel(), (half * WEIGHTS).ravel()


def marks(dielectric, below=0.3):
    """Where the absorption of a film bends: Urbach edges and gaps, with panels that crowd towards them."""
    parts = getattr(dielectric, "parts", (dielectric,))
    bends = [part.tail.edge for part in parts]
    bends += [term.gap for part in parts for term in part.terms if hasattr(term, "gap")]
    lines = np.linspace(0.05, 6.0, 240)
    near = [b + sign * np.geomspace(1e-5, below, 30) for b in bends for sign in (-1, 1)]
    found = np.concatenate([lines, np.geomspace(1e-4, TOP, 160), bends, *near])
    return found[(found > 1e-5) & (found <= TOP)]


def kramers_kronig(dielectric, energies, infinity):
    """eps1 at some energies from eps2 alone, the pole subtracted and given back exactly."""
    x, w = panels(np.concatenate((marks(dielectric), energies)))
    absorbed = dielectric.epsilon(x).imag
    found = []
    for e in energies:
        here = float(dielectric.epsilon(np.array([e])).imag[0])
        integral = w @ ((x * absorbed - e * here) / (x**2 - e**2))
        pole = here / 2 * math.log((TOP - e) / (TOP + e))
        found.append(infinity + 2 / math.pi * (integral + pole))
    return np.array(found)


def infinity(dielectric):
    """eps1 far above all transitions."""
    if hasattr(dielectric, "parts"):
        return sum(x * part.constant for x, part in zip(dielectric.shares, dielectric.parts, strict=True))
    return dielectric.constant


def edges_of(film):
    parts = getattr(film, "parts", (film,))
    return [part.gap(300.0) for part in parts]


def ev(wavelength):
    return hc_eV / (wavelength * 1e-9)


def middle(core, ligand="EDT"):
    low, high = idt.named_core(core).sizing.fitted
    return idt.Film(core=core, diameter=0.6 * low + 0.4 * high, ligand=ligand)


SIZES = (900, 1050, 1200, 1400, 1550, 1700)  # nm
FILMS = {
    f"PbS {wavelength} nm, {ligand}": idt.Film(exciton=ev(wavelength), ligand=ligand)
    for wavelength in SIZES
    for ligand in ("EDT", "PbX2 ink")
}
OTHERS = {core: middle(core) for core in idt.core_names() if core not in ("PbS", "Ag2Se")}
OTHERS |= {
    "Ag2Se": idt.Film(core="Ag2Se", exciton=0.945, diameter=4e-9, linewidth=0.06),
    "PbS0.5Se0.5": idt.Film(core="PbS0.5Se0.5", exciton=0.9, ligand="TBAI"),
    "PbTe": idt.Film(core="PbTe", diameter=6e-9),
    "PbSe, OA": idt.Film(core="PbSe", exciton=0.62, ligand="OA"),
    "PbS, OA": idt.Film(exciton=1.0, ligand="OA"),
    "PbS in PbSe": idt.Film(exciton=0.9, shell=idt.Shell(core="PbSe", thickness=0.5e-9)),
    "PbS in CdS": idt.Film(exciton=1.0, shell=idt.Shell(core="CdS", thickness=0.7e-9)),
}
MIXTURES = {
    f"{first} and {second} nm, {ligand}, {share:g}": idt.MixedFilm(
        parts=(idt.Film(exciton=ev(first), ligand=ligand), idt.Film(exciton=ev(second), ligand=ligand)),
        shares=(share, 1 - share),
    )
    for first, second, ligand, share in (
        (1550, 950, "PbX2 ink", 0.2),
        (1550, 950, "EDT", 0.5),
        (1250, 1200, "PbX2 ink", 0.5),
        (1700, 900, "PbX2 ink", 0.02),
    )
}
MIXTURES["two cores"] = idt.MixedFilm(
    parts=(idt.Film(core="PbSe", exciton=0.7), idt.Film(exciton=1.1, ligand="EDT")), shares=(0.3, 0.7)
)
ALL = FILMS | OTHERS | MIXTURES
every = pytest.mark.parametrize("film", ALL.values(), ids=ALL)


@pytest.mark.parametrize("temperature", [80.0, 300.0])
@every
def test_index_and_absorption_are_one_causal_response(film, temperature):
    dielectric = film.dielectric(temperature)
    lines = np.array([part.gap(temperature) for part in getattr(film, "parts", (film,))])
    cuts = np.array(dielectric.edges)
    asked = np.unique(np.concatenate((lines, lines + 0.32, cuts - 0.1, cuts - 0.004, cuts + 0.004, [0.6, 1.55, 3.1])))
    asked = asked[asked > 0.03]
    real = kramers_kronig(dielectric, asked, infinity(dielectric))
    epsilon = dielectric.epsilon(asked)
    np.testing.assert_allclose(np.sqrt(real + 1j * epsilon.imag).real, np.sqrt(epsilon).real, atol=1e-3)
    # and the correction is needed: without it the real part would be that of the uncut lines
    tail = getattr(dielectric, "parts", (dielectric,))[0]
    assert np.abs(tail.correction(np.array([tail.tail.edge]))).max() > 0


@every
def test_no_film_amplifies_light(film):
    wavelength = np.linspace(300e-9, 5e-6, 1500)
    for temperature in (80.0, 200.0, 300.0, 380.0):
        index = film.material(temperature).refractive_index.index(wavelength) if temperature > 190 else None
        epsilon = film.dielectric(temperature).epsilon(hc_eV / wavelength)
        assert (epsilon.imag >= 0).all()
        assert (epsilon.real > 1).all()
        if index is not None:
            assert (index.imag >= 0).all()
            assert (np.abs(index**2 - epsilon) < 1e-12 * np.abs(epsilon)).all()


@every
def test_strength_below_and_above_obeys_the_sum_rules(film):
    dielectric = film.dielectric(300.0)
    x, w = panels(np.concatenate((marks(dielectric), np.geomspace(10, TOP, 100))))
    absorbed = dielectric.epsilon(x).imag
    # what all transitions add to the static constant
    static = float(dielectric.epsilon(np.array([2e-3])).real[0])
    assert static - infinity(dielectric) == pytest.approx(2 / math.pi * (w @ (absorbed / x)), rel=1e-3)
    # far above them all the electrons answer as free ones: E^2 (eps_inf - eps1) -> (2/pi) integral of E eps2
    far = 3000.0
    free = far**2 * (infinity(dielectric) - float(dielectric.epsilon(np.array([far])).real[0]))
    assert free == pytest.approx(2 / math.pi * (w @ (x * absorbed)), rel=5e-3)


@pytest.mark.parametrize("core", ["PbS", "PbSe", "HgTe", "InAs", "InP", "CdTe"])
@pytest.mark.parametrize("ligand", ["EDT", "PbX2 ink"])
def test_fewer_electrons_answer_to_light_than_the_dots_have(core, ligand):
    # valence electrons of a formula unit (10 in lead salts, 8 elsewhere), 4 units a cubic cell, in the dots' volume
    film = middle(core, ligand)
    dielectric = film.dielectric(300.0)
    x, w = panels(marks(dielectric)[marks(dielectric) < 4.4])
    answering = 2 / math.pi * (w @ (x * dielectric.epsilon(x).imag)) * epsilon_0 * m_e / hbar**2
    valence = 4 * (10 if core.startswith("Pb") else 8) / float(film.core.bulk.lattice) ** 3 * film.dot_share
    assert 0.02 < answering / valence < 0.5


@every
def test_no_film_is_denser_to_light_than_its_dots_allow(film):
    """Below the first exciton eps lies under Wiener's bound, dots and ligands side by side along the field."""
    parts = getattr(film, "parts", (film,))
    bound = sum(
        x * (part.dot_share * float(part.core.bulk.permittivity_fast) + (1 - part.dot_share) * 2.3)
        for x, part in zip(getattr(film, "fractions", (1.0,)), parts, strict=True)
    )
    energy = np.linspace(0.02, min(edges_of(film)) - 0.1, 50)
    found = film.dielectric(300.0).epsilon(energy).real
    assert (found < bound).all()
    assert (found > 1.5).all()


# emission -------------------------------------------------------------------------------------------------------


def emission(film, temperature, lowest):
    """R0 by this file's own quadrature of n^2 alpha over Planck's law, m^-3 s^-1."""
    vt = thermal_voltage(temperature)
    dielectric = film.dielectric(temperature)
    edges = np.concatenate((marks(dielectric), np.linspace(lowest, max(dielectric.edges) + 40 * vt, 80), [lowest]))
    x, w = panels(edges[(edges >= lowest) & (edges <= max(dielectric.edges) + 40 * vt)])
    index = np.sqrt(dielectric.epsilon(x))
    alpha = 4 * math.pi * index.imag * x / hc_eV
    planck = x**2 / np.expm1(x / vt)
    return 8 * math.pi * q**3 / (h**3 * c**2) * float(w @ (index.real**2 * alpha * planck))


@pytest.mark.parametrize("temperature", [80.0, 300.0])
@every
def test_emission_does_not_depend_on_how_far_down_it_is_integrated(film, temperature):
    lowest = film.gap(temperature) - 0.35
    high, low = (emission(film, temperature, max(start, 1e-3)) for start in (lowest, lowest - 0.3))
    assert high == pytest.approx(low, rel=0.01)
    assert film.emission(temperature) == pytest.approx(low, rel=1e-3)


@pytest.mark.parametrize("urbach", [0.014, 0.020, 0.040])
@pytest.mark.parametrize("wavelength", [900, 1300, 1700])
def test_a_wide_urbach_tail_is_capped_so_that_emission_converges(urbach, wavelength):
    film = idt.Film(exciton=ev(wavelength), urbach_energy=urbach)
    for temperature in (80.0, 300.0):
        vt = thermal_voltage(temperature)
        tail = film.dielectric(temperature).tail
        assert tail.slope_energy == pytest.approx(min(urbach, 0.8 * vt), rel=1e-12)
        assert any("capped" in note for note in film.notes(temperature)) == (urbach > 0.8 * vt)
        assert film.emission(temperature) == pytest.approx(emission(film, temperature, 1e-2), rel=1e-3)


def test_uncut_lines_would_emit_a_hundred_times_too_much():
    # the EDT film of the fit: from 0.6 eV on its bare lines give 1.8e13 cm-3 s-1, its first line alone 6.8e10
    film = idt.Film(exciton=1.0032, linewidth=0.0393, diameter=4.142e-9, ligand="EDT")
    terms = film.dielectric(300.0).terms
    bare = idt.DielectricFunction(constant=film.dielectric(300.0).constant, terms=terms)
    x, w = panels(np.linspace(0.6, 2.0, 400))
    index = np.sqrt(bare.epsilon(x)).real
    thermal = 8 * math.pi * q**3 / (h**3 * c**2) * x**2 / np.expm1(x / thermal_voltage(300.0))
    uncut, line = (
        float(w @ (index * absorbed * 2 * math.pi * x / hc_eV * thermal)) * 1e-6
        for absorbed in (bare.epsilon(x).imag, terms[0].epsilon(x).imag)
    )
    assert uncut == pytest.approx(1.8e13, rel=0.03)
    assert line == pytest.approx(6.8e10, rel=0.03)
    # the film with its Urbach tail stays near the line; the rest is the foot of the second line above the cut
    assert 1.0 < film.emission(300.0) * 1e-6 / line < 2.5
