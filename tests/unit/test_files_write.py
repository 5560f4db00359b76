"""A device as text, and back: nothing is lost on the way."""

import dataclasses
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot import files
from infradot.devices import KINDS
from infradot.errors import InputError
from infradot.files import fields as quantities
from infradot.files.law_models import MODEL_OF
from infradot.files.toml_text import render, with_unit
from infradot.laws.contacts import FieldEnhanced, ImageForce
from infradot.laws.mobility import ConstantMobility, HoppingMobility
from infradot.laws.statistics import FermiDirac, GaussianDisorder
from infradot.laws.traps import GaussianTraps, TailTraps
from infradot.materials.core import named_core
from infradot.materials.library import named_material
from infradot.materials.ligand import named_ligand
from infradot.materials.refraction import ConstantIndex, RefractiveIndex, TabulatedIndex
from infradot.source import Source, Value
from infradot.stack.interface import Interface
from infradot.stack.profile import Profile
from infradot.units import photon_energy

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))


def between(low, high):
    """Floats whose logarithm is even, with all their digits; some carry an uncertainty or a source."""
    plain = st.floats(math.log(low), math.log(high)).map(lambda x: min(max(math.exp(x), low), high))
    sources = st.none() | st.sampled_from(["doi:10.1021/nn900863a", 'a "quoted" \\ page']).map(
        lambda reference: Source(reference=reference, how="given")
    )
    return plain | st.builds(lambda x, share, source: Value(x, std=share * x, source=source), plain,
                             st.sampled_from([0.0, 0.1, 1 / 3]), sources)  # fmt: skip


def zero_or(low, high):
    return st.just(0.0) | between(low, high)


NAMES = st.text("abc XYZ-_.:\"'\\é\t", min_size=1, max_size=8).map(str.strip).filter(bool)
KIND = st.sampled_from(["acceptor", "donor", "neutral"])
LEVEL = {"density": zero_or(1e18, 1e25), "capture_n": between(1e-20, 1e-12), "capture_p": between(1e-20, 1e-12)}
STATISTICS = (
    st.sampled_from([idt.Boltzmann(), FermiDirac()])
    | st.builds(GaussianDisorder, width_n=zero_or(1e-3, 0.2), width_p=zero_or(1e-3, 0.2))
)  # fmt: skip
MOBILITY = st.just(ConstantMobility()) | st.builds(
    HoppingMobility,
    field_n=zero_or(1e-6, 1e-3),
    field_p=zero_or(1e-6, 1e-3).map(lambda x: -x),
    activation_n=zero_or(1e-3, 0.3),
    activation_p=zero_or(1e-3, 0.3),
    reference_temperature=st.just(300.0) | between(200.0, 350.0),
)
TRAPS = (
    st.builds(idt.TrapLevel, depth=between(0.1, 0.9), kind=KIND, **LEVEL)
    | st.builds(GaussianTraps, depth=between(0.1, 0.9), width=zero_or(1e-3, 0.2), kind=KIND, **LEVEL)
    | st.builds(TailTraps, edge=st.sampled_from(["conduction", "valence"]), energy=between(0.01, 0.2),
                kind=st.none() | KIND, **LEVEL)
)  # fmt: skip
SRH = st.builds(idt.ShockleyReadHall, lifetime_n=between(1e-11, 1e-4), lifetime_p=between(1e-11, 1e-4),
                level=zero_or(1e-3, 0.4).map(lambda x: -x))  # fmt: skip
RADIATIVE = st.builds(idt.Radiative, coefficient=zero_or(1e-20, 1e-14),
                      reabsorption=st.sampled_from(["internal", "recycled"]))  # fmt: skip
AUGER = st.builds(idt.Auger, coefficient_n=zero_or(1e-45, 1e-38), coefficient_p=zero_or(1e-45, 1e-38))
RECOMBINATION = st.tuples(st.none() | SRH, st.none() | RADIATIVE, st.none() | AUGER).map(
    lambda laws: tuple(law for law in laws if law is not None)
)
INDEX = (
    st.none()
    | st.builds(lambda n, k: ConstantIndex(value=complex(n, k)), st.floats(0.1, 5.0), st.floats(0.0, 3.0))
    | st.builds(RefractiveIndex, page=st.sampled_from(["main/Au/Johnson", "main/ZnO/Stelling"]),
                extend=st.sampled_from([None, "hold"]))
)  # fmt: skip
LAWS = {"statistics": STATISTICS, "mobility_law": MOBILITY, "recombination": RECOMBINATION,
        "traps": st.lists(TRAPS, max_size=3).map(tuple)}  # fmt: skip
NUMBERS = {
    "band_gap": between(0.5, 3.4),
    "electron_affinity": zero_or(3.5, 4.5),
    "relative_permittivity": between(2.0, 100.0),
    "effective_dos_n": between(1e24, 1e26),
    "effective_dos_p": between(1e24, 1e26),
    "mobility_n": between(1e-10, 1e-3),
    "mobility_p": between(1e-10, 1e-3),
    "donors": zero_or(1e18, 1e25),
    "acceptors": zero_or(1e18, 1e25),
}
RAW = st.builds(idt.Material, name=NAMES, refractive_index=INDEX, **NUMBERS, **LAWS)
CHANGES = st.fixed_dictionaries({}, optional={**NUMBERS, **LAWS})
LIBRARY = st.builds(lambda name, changes: dataclasses.replace(named_material(name), **changes),
                    st.sampled_from(["ZnO", "TiO2", "SnO2"]), CHANGES)  # fmt: skip
LIGANDS = st.sampled_from(["PbX2 ink", "EDT", "BA"]) | st.builds(
    lambda name, density, length: dataclasses.replace(named_ligand(name), trap_density=density, length=length),
    st.sampled_from(["PbX2 ink", "TBAI"]), between(1e20, 1e23), between(1e-10, 1e-9),
)  # fmt: skip
FILMS = st.builds(
    lambda size, **fields: idt.Film(**size, **fields),
    size=st.one_of(
        between(0.75, 1.3).map(lambda x: {"exciton": x}),
        between(3e-9, 6e-9).map(lambda x: {"diameter": x}),
        st.tuples(between(0.9, 1.1), between(3.8e-9, 4.4e-9)).map(lambda x: {"exciton": x[0], "diameter": x[1]}),
        st.sampled_from([950e-9, 1230e-9, 1550e-9]).map(lambda x: {"exciton": photon_energy(f"{x * 1e9:.0f} nm")}),
    ),
    ligand=LIGANDS,
    dispersity=st.sampled_from([0.05, 0.04, 1 / 30]),
    linewidth=st.none() | between(0.02, 0.05),
    packing=st.sampled_from([0.64, 0.6123456789]),
    overrides=st.fixed_dictionaries({}, optional={key: NUMBERS[key] for key in NUMBERS if key != "band_gap"} | LAWS),
)  # fmt: skip


@st.composite
def profiles(draw):
    inner = sorted(draw(st.sets(st.floats(0.01, 0.99), max_size=2)))
    position = (0.0, *inner, 1.0)
    fields = draw(st.sets(st.sampled_from(["band_gap", "donors", "acceptors", "mobility_n"]), min_size=1))
    columns = {name: tuple(draw(NUMBERS[name]) for _ in position) for name in sorted(fields)}
    return Profile(position=position, **columns)


@st.composite
def devices(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    layers = tuple(
        idt.Layer(
            name=name,
            thickness=draw(between(1e-9, 1e-5)),
            material=draw(RAW | LIBRARY | FILMS),
            profile=draw(st.none() | profiles()),
        )
        for name in names
    )
    glass = (idt.Layer(name="a glass", thickness=1.1e-3, material=named_material("soda-lime glass"), coherent=False),)
    pairs = [draw(st.permutations(pair)) for pair in pairwise(names) if draw(st.booleans())]
    interfaces = tuple(
        Interface(
            between=tuple(pair),
            velocity_n=draw(zero_or(1e-3, 1e5)),
            velocity_p=draw(zero_or(1e-3, 1e5)),
            level=draw(zero_or(0.01, 0.3)),
            emission_n=draw(st.none() | between(1e3, 1e6)),
            emission_p=draw(st.none() | between(1e3, 1e6)),
        )
        for pair in pairs
    )
    contacts = st.builds(idt.Ohmic, velocity_n=between(1e-2, 1e5), velocity_p=st.just(1e5)) | st.builds(
        idt.Schottky,
        work_function=between(3.8, 5.5),
        velocity_p=between(1e-2, 1e5),
        injection=st.none()
        | st.builds(ImageForce, relative_permittivity=between(1.0, 30.0))
        | st.builds(FieldEnhanced, mass_n=between(0.01, 1.0), mass_p=between(0.01, 1.0)),
    )
    device = idt.Device(
        stack=idt.Stack(
            layers=(*(glass if draw(st.booleans()) else ()), *layers),
            interfaces=interfaces,
            front_medium=draw(st.sampled_from([1.0, 1.5])),
            back_medium=draw(st.sampled_from([1.0, 1.33])),
        ),
        front=draw(contacts),
        back=draw(contacts),
        temperature=draw(st.just(300.0) | between(250.0, 350.0)),
        area=draw(st.none() | between(1e-12, 1e-3)),
        series_resistance=draw(zero_or(1e-6, 1e-2)),
        shunt_resistance=draw(st.just(math.inf) | between(1e-2, 1e4)),
        anode=draw(st.sampled_from(["front", "back"])),
        name=draw(st.just("") | NAMES),
    )
    try:  # more doping than a disordered band has states: nothing makes the layer neutral
        device.work_functions()
    except InputError:
        assume(False)
    return dataclasses.replace(device, anode="auto") if draw(st.booleans()) else device


def stds(device):
    return {p.path: (getattr(p.value, "std", 0.0), getattr(p.value, "source", None)) for p in files.paths(device)}


@pytest.mark.filterwarnings("ignore::infradot.errors.PhysicsWarning")  # sizes that contradict each other
@settings(
    max_examples=50,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a whole device takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(devices())
def test_any_device_with_any_laws_is_written_and_read_back_equal(device):
    text = files.dumps(device, kind="photodiode")
    document = files.loads(text)
    assert document.device == device
    assert document.kind == "photodiode"
    assert {p.path: p.value for p in files.paths(document.device)} == {p.path: p.value for p in files.paths(device)}
    assert files.dumps(document.device, kind="photodiode") == text
    assert max(map(len, text.splitlines())) < 400


def test_every_law_that_a_file_knows_is_in_the_property_test():
    for law in MODEL_OF:
        assert law.__name__ in Path(__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_written_and_read_back(path):
    document = files.read(path)
    text = files.dumps(document.design, kind=document.kind, measures=document.measures)
    again = files.loads(text)
    assert again.design == document.design
    assert [(m.what, m.label) for m in again.measures] == [(m.what, m.label) for m in document.measures]
    for m, other in zip(document.measures, again.measures, strict=True):
        assert np.array_equal(m.voltage, other.voltage) if m.voltage is not None else other.voltage is None


def test_a_written_file_reads_like_one_by_hand():
    text = files.dumps(files.read(EXAMPLES[0].parent / "pbs_1230.toml").device)
    assert 'film = { core = "PbS", exciton = "1230 nm", dispersity = "5 %", ligand = "PbX2 ink" }' in text
    assert 'material = "soda-lime glass"' in text
    assert '[layer.override]\nacceptors = "1e17 cm-3"' in text
    assert 'area = "0.049 cm2"' in text
    assert "statistics" not in text


def test_uncertainties_and_sources_are_kept():
    source = Source(reference="doi:10.1021/nn900863a", how="given")
    film = idt.Film(exciton=Value(1.0, std=0.02))
    layer = idt.Layer(name="x", thickness=Value(3e-7, std=1e-8, source=source), material=film)
    back = idt.Schottky(work_function=Value(5.1, std=0.1))
    device = idt.Device(stack=idt.Stack(layers=(layer,)), front=idt.Ohmic(), back=back)
    again = files.loads(files.dumps(device)).device
    assert stds(again) == stds(device)
    assert again.stack["x"].thickness.source == source


def one(material, **fields):
    layer = idt.Layer(name="x", thickness=1e-7, material=material)
    return idt.Device(stack=idt.Stack(layers=(layer,), **fields), front=idt.Ohmic(), back=idt.Ohmic())


TABLE = TabulatedIndex(wavelength=[400e-9, 800e-9], n=[2.0, 1.8])
INK = named_material("ZnO")
WRONG = [
    (one(dataclasses.replace(INK, refractive_index=TABLE)), "Layer 'x': refractive_index is a TabulatedIndex, which "),
    (one(dataclasses.replace(INK, name="y")), "Layer 'x': refractive_index is a DielectricFunction, whic"),
    (one(idt.Film(exciton=1.0, overrides={"refractive_index": None})), "Layer 'x': refractive_index is taken away, wh"),
    (one(idt.Film(exciton=1.0, ligand=dataclasses.replace(named_ligand("EDT"), name="mine"))),
     "Layer 'x': the ligand 'mine' is of your own, and a device file knows those of the library."),
    (one(idt.Film(exciton=1.0, core=dataclasses.replace(named_core("PbS"), auger_lifetime=9.0))),
     "Layer 'x': the core's auger_lifetime cannot be given in a device file."),
    (one(dataclasses.replace(INK, mobility_n=1e9)),
     "Layer 'x': override.mobility_n = \"1e13 cm2/Vs\", expected 1e-14 cm2/Vs to 1e6 cm2/Vs."),
    (one(INK, back_medium=1.0 + 3j), "back_medium: a device file holds a real index."),
    (one(dataclasses.replace(INK, name="y", refractive_index=ConstantIndex(value=1.5 - 0.1j))),
     "Layer 'x': semiconductor.refractive_index.k = -0.1, expected 0 to 20."),
]  # fmt: skip


@pytest.mark.parametrize(("device", "start"), WRONG, ids=[start[:40] for _, start in WRONG])
def test_what_a_file_cannot_say_is_refused_with_its_layer(device, start):
    with pytest.raises(InputError) as caught:
        files.dumps(device)
    assert caught.value.problems[0].startswith(start)


def test_a_name_that_a_file_would_trim_is_refused():
    material = idt.Material(name=" ink ", **{**{key: getattr(INK, key) for key in NUMBERS}, "donors": 0.0})
    with pytest.raises(InputError, match="Layer 'x': holds what a device file cannot say"):
        files.dumps(one(material))


def test_measures_may_be_read_ones_or_tables_or_made_in_python():
    device = one(idt.Film(exciton=1.0))
    made = files.Measure(what="jv", light=idt.am15g(), voltage=np.linspace(-0.2, 0.8, 11), light_name="AM1.5G")
    table = {"what": "eqe", "voltage": ["0 V", "-1 V"]}
    measures = files.loads(files.dumps(device, measures=(made, table))).measures
    assert [m.what for m in measures] == ["jv", "eqe"]
    assert np.array_equal(measures[0].voltage, made.voltage)
    assert measures[1].voltage.tolist() == [0.0, -1.0]
    line = files.Measure(what="jv", light=idt.am15g(), light_name="my lamp")
    with pytest.raises(InputError, match="Measure 1: light 'my lamp' cannot be written"):
        files.dumps(device, measures=(line,))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written(kind):
    design = files.loads(KINDS[kind].template_text()).design
    again = files.loads(files.dumps(design, kind=kind))
    assert again.kind == kind
    assert again.design == design


NUMBER = st.floats(1e-30, 1e30)
QUANTITIES = [quantities.THICKNESS, quantities.DOPING, quantities.FIELD_COEFFICIENT, quantities.AREA]


@settings(deadline=None)
@given(NUMBER, st.sampled_from(QUANTITIES))
def test_a_number_is_written_with_the_digits_that_give_it_back(value, quantity):
    assert quantity.to_si(with_unit(quantity, value)) == value


def test_numbers_are_written_as_people_do():
    f = quantities
    for quantity, value, text in (
        (f.THICKNESS, 350e-9, "350 nm"),
        (f.THICKNESS, 1.1e-3, "1.1 mm"),
        (f.DOPING, 1e22, "1e16 cm-3"),
        (f.LIFETIME, 1e-6, "1 us"),
        (f.BAND_GAP, 0.4, "0.4 eV"),
        (f.TRAP_WIDTH, 5e-3, "5 meV"),
        (f.FIELD_COEFFICIENT, 3e-4, "0.003 (cm/V)^0.5"),
        (f.DOPING, 0.0, "0 cm-3"),
        (f.SRH_LEVEL, -0.05, "-0.05 eV"),
    ):
        assert with_unit(quantity, value) == text


def test_tables_are_rendered_as_toml():
    text = render({"schema": 1, "a": {"b": True, "c": ['x"y', 2.5]}, "list": [{"x": 1, "override": {"y": "\u007f\n"}}]})
    assert text == (
        'schema = 1\n\n[a]\nb = true\nc = ["x\\"y", 2.5]\n\n[[list]]\nx = 1\n[list.override]\ny = "\\u007f\\n"\n'
    )
