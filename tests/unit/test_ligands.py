"""What ligands do to levels and doping of every core, and draws from all that is uncertain in a film."""

import math

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.materials.core import unsized_names


def test_there_are_nineteen_treatments():
    assert len(idt.ligand_names()) == 19


# valence band (eV) of 1.30 eV dots, doping (per cm3, electrons positive) as published order and range
LEVELS = {
    "OA": (-5.2, 0.0, 0.0),
    "EDT": (-5.1, -1e17, -1e15),
    "MPA": (-5.25, -1e16, -1e16),
    "1,2-BDT": (-5.15, -1e16, -1e16),
    "1,3-BDT": (-5.1, -1e16, -1e16),
    "1,4-BDT": (-5.2, -1e16, -1e16),
    "BT": (-5.0, -1e16, -1e16),
    "EDA": (-5.3, 0.0, 1e16),
    "SCN": (-5.45, 0.0, 0.0),
    "TBAI": (-5.6, 1e15, 1e16),
    "TBACl": (-5.7, 1e16, 1e16),
    "TBAF": (-5.75, 0.0, 1e16),
    "TBABr": (-5.9, 1e16, 1e17),
    "PbX2 ink": (-5.55, 1e15, 1e16),
    "PbX2 ink with NaAc": (-5.55, 1e15, 1e16),
    "BA": (-5.1, -1e16, -1e16),
    "Na2S": (-5.0, -1e17, -1e17),
    "metal chalcogenide complex": (-5.3, 0.0, 0.0),
    "iodide on (100)": (-5.6, 1e18, 4e19),
}


@pytest.mark.parametrize("ligand", idt.ligand_names())
def test_levels_and_doping_of_each_treatment_are_the_published_ones(ligand):
    valence, least, most = LEVELS[ligand]
    treatment = idt.named_ligand(ligand)
    film = idt.Film(exciton=1.30 - float(treatment.shift_small), ligand=ligand)
    conduction, found = film.levels(300.0)
    assert found == pytest.approx(valence, abs=1e-9)
    assert conduction == pytest.approx(valence + 1.30 - float(treatment.shift_small), abs=1e-9)
    # a level is a prior of 0.15 eV, wider where the treatment was never measured
    spread = treatment.ionisation.std
    assert spread == pytest.approx(0.15) or (
        spread > 0.15 and ligand in ("metal chalcogenide complex", "iodide on (100)")
    )
    doping = (float(treatment.donors) - float(treatment.acceptors)) * 1e-6
    assert least * (1 + 1e-9 * math.copysign(1, -least)) <= doping <= most * (1 + 1e-9 * math.copysign(1, most))
    dopants = [x for x in (treatment.donors, treatment.acceptors) if x != 0]
    assert all(x.std >= 0.5 * x and x.source.confidence in "CD" for x in dopants)


def test_the_twelve_measured_ligands_span_nine_tenths_of_an_electronvolt():
    measured = [name for name in LEVELS if name not in ("OA", "BA", "Na2S", "metal chalcogenide complex")]
    levels = {name: -float(idt.named_ligand(name).ionisation) for name in measured}
    assert max(levels, key=levels.get) == "BT"
    assert min(levels, key=levels.get) == "TBABr"
    assert levels["BT"] - levels["TBABr"] == pytest.approx(0.9, abs=1e-9)
    thiols = ("EDT", "MPA", "1,2-BDT", "1,3-BDT", "1,4-BDT", "BT")
    halides = ("TBAI", "TBACl", "TBAF", "TBABr", "PbX2 ink")
    assert min(levels[x] for x in thiols) > max(levels[x] for x in halides)
    assert 0.4 <= levels["EDT"] - levels["TBAI"] <= 0.6


def test_names_and_aliases_of_treatments():
    assert idt.named_ligand("tetrabutylammonium IODIDE") == idt.named_ligand("TBAI")
    assert idt.named_ligand("sodium acetate ink").name == "PbX2 ink with NaAc"
    with pytest.raises(InputError, match="Unknown ligand 'EDTA'"):
        idt.named_ligand("EDTA")


def typical(core, ligand):
    """A film of dots of middling size."""
    curve = idt.named_core(core).sizing
    if not curve.known:
        return idt.Film(core=core, exciton=0.945, diameter=4e-9, linewidth=0.06, ligand=ligand)
    return idt.Film(core=core, diameter=0.6 * curve.fitted[0] + 0.4 * curve.fitted[1], ligand=ligand)


CORES = (*idt.core_names(), "PbS0.5Se0.5", *unsized_names())


@pytest.mark.parametrize("core", CORES)
def test_levels_of_every_core_follow_every_ligand(core):
    # what ligands differ by does not depend on the core; what cores differ by does not depend on the ligand
    for ligand in idt.ligand_names():
        film = typical(core, ligand)
        conduction, valence = film.levels(300.0)
        own = float(film.core.valence_share) * (film.dot.exciton - 1.30) + float(film.core.ionisation_step)
        assert valence == pytest.approx(-float(film.ligand.ionisation) - own, abs=1e-12)
        assert conduction - valence == pytest.approx(film.exciton, abs=1e-12)
        material = film.material(300.0)
        assert -material.electron_affinity == pytest.approx(conduction)
        assert (material.donors, material.acceptors) == (float(film.ligand.donors), float(film.ligand.acceptors))


NUMBERS = (
    "band_gap",
    "electron_affinity",
    "relative_permittivity",
    "effective_dos_n",
    "effective_dos_p",
    "mobility_n",
    "mobility_p",
    "donors",
    "acceptors",
)
SOME_LIGANDS = ("PbX2 ink", "EDT", "TBAI", "OA", "Na2S", "iodide on (100)", "metal chalcogenide complex")


@pytest.mark.parametrize("core", CORES)
def test_draws_from_the_stated_uncertainties_are_valid_films(core):
    wavelength = np.linspace(300e-9, 2.5e-6, 25)
    for ligand in SOME_LIGANDS:
        film = typical(core, ligand)
        rng, again = np.random.default_rng(11), np.random.default_rng(11)
        drawn = [idt.sample(film, rng) for _ in range(20)]
        materials = [each.material(300.0) for each in drawn]
        table = np.array([[float(getattr(m, name)) for name in NUMBERS] for m in materials])
        assert np.isfinite(table).all()
        assert (table[:, :7] > 0).all() and (table >= 0).all()
        index = np.array([m.refractive_index.index(wavelength) for m in materials])
        assert np.isfinite(index).all()
        assert (index.imag >= 0).all() and (index.real > 1.0).all()
        assert all(law.name for m in materials for law in m.recombination)
        # the same seed, the same films
        assert [idt.sample(film, again) for _ in range(20)] == drawn
        assert idt.sample(film, np.random.default_rng(12)) != drawn[0]
        # levels scatter by at least the 0.15 eV of the ligand
        assert (table[:, 0] + table[:, 1]).std() > 0.08


@pytest.mark.parametrize(("core", "shell"), [("PbS", "PbS0.5Se0.5"), ("PbS", "CdS"), ("InAs", "InP")])
def test_draws_of_dots_in_shells_and_in_mixtures_are_valid_films(core, shell):
    coated = idt.Film(core=core, exciton=0.95, shell=idt.Shell(core=shell, thickness=0.6e-9), ligand="EDT")
    film = idt.MixedFilm(parts=(coated, idt.Film(exciton=1.2, ligand="MPA")), shares=(0.4, 0.6))
    for each in (coated, film):
        rng = np.random.default_rng(7)
        drawn = [idt.sample(each, rng) for _ in range(20)]
        table = np.array([[float(getattr(x.material(300.0), name)) for name in NUMBERS] for x in drawn])
        assert np.isfinite(table).all() and (table[:, :7] > 0).all()
        assert len({x.largest_dot for x in drawn}) == 20
        assert idt.sample(each, np.random.default_rng(7)) == drawn[0]


def test_the_spread_of_levels_and_doping_is_the_stated_one():
    film = idt.Film(exciton=1.30, ligand="TBAI")
    rng = np.random.default_rng(5)
    drawn = [idt.sample(film, rng) for _ in range(400)]
    valence = np.array([each.levels()[1] for each in drawn])
    assert valence.std() == pytest.approx(0.15, rel=0.12)
    donors = np.log([float(each.ligand.donors) for each in drawn])
    assert np.exp(np.median(donors)) == pytest.approx(5e21, rel=0.2)
    assert np.exp(donors.std()) == pytest.approx(math.exp(math.sqrt(math.log(2.0))), rel=0.12)
