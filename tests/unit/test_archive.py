"""A result in a file comes back equal all through, and a file that is none is refused with a clear word."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import zipfile
from dataclasses import dataclass, is_dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.devices import demo_text
from infradot.experiments.tree import FLOORS, classes
from infradot.files import loads
from infradot.laws.contacts import FieldEnhanced, ImageForce
from infradot.light import Transmission
from infradot.materials.oscillators import Drude, Lorentz
from posed import case_device, case_generation, ink, stacked
from same import differences

REPORT = idt.SolveReport(
    complete=False,
    failures=(idt.Failure(voltage=0.3, layer="ink", residual=float("inf"), tried="halving", advice="smaller steps"),),
    points=3,
    nodes=101,
    iterations=12,
    residual=0.5,
    seconds=0.1,
    notes=("the light was turned on in steps",),
)
GIVEN = idt.Value(1e-6, std=3e-7, source=idt.Source(reference="doi:10.1/x", place="table 2", confidence="B"))


def curve_of(device, light=None, **changes):
    """A curve that nobody solved: files do not care."""
    voltage = np.array([-0.1, 0.0, 0.3])
    current = np.array([-3.0, -1e-30, np.nan])
    fields = {"voltage": voltage, "current_density": current, "report": REPORT, "device": device, "light": light}
    metrics = idt.JVMetrics(voc=0.1, reasons={"jsc": "not solved"})
    return idt.JVCurve(**{"metrics": metrics, **fields, **changes})


def there_and_back(result, folder):
    result.save(folder / "result.npz")
    back = idt.load_result(folder / "result.npz")
    assert differences(result, back) == []
    assert [str(c) for c in idt.cite(back)] == [str(c) for c in idt.cite(result)]
    return back


@pytest.fixture(scope="module")
def demo():
    return loads(demo_text()).device


def test_every_result_of_a_real_cell_comes_back_equal(demo, tmp_path):
    light = idt.am15g().filtered(idt.SILICON_FILTER)
    for result in (
        idt.jv(demo, light=light),
        idt.eqe(demo, wavelength=np.linspace(400e-9, 1500e-9, 7), light=light),
        idt.band_diagram(demo, light=light, voltage=0.1),
        idt.photon_budget(demo, light=light),
        idt.generation_profile(demo, light=light),
    ):
        there_and_back(result, tmp_path)


def test_a_device_that_comes_back_gives_the_same_curve(demo, tmp_path):
    curve = idt.jv(demo, light=idt.am15g(), voltage=[0.0, 0.2, 0.4])
    back = there_and_back(curve, tmp_path)
    again = idt.jv(back.device, light=back.light, voltage=back.voltage)
    assert again.current_density.tolist() == curve.current_density.tolist()


OPTICS = (
    idt.ConstantIndex(value=2 + 0.1j),
    idt.TabulatedIndex(wavelength=[4e-7, 8e-7], n=[2.0, 1.8], k=[0.1, 0.0], name="mine"),
    idt.RefractiveIndex(page="main/Au/Olmon-ev", extend="hold"),
    idt.JoinedIndex(
        parts=(idt.ConstantIndex(value=2.0), idt.ConstantIndex(value=1.9)), joints=((5e-7, 6e-7),), name="joined"
    ),
    idt.DielectricFunction(
        constant=3.9,
        terms=(Drude(density=4e26, mobility=33e-4, mass=0.3), Lorentz(strength=1.0, energy=5.0, width=0.2)),
    ),
    idt.named_material("ITO").refractive_index,
    idt.Film(core="PbS", exciton=1.1, ligand="EDT").dielectric(250.0),
    None,
)
LAWS = (
    idt.ShockleyReadHall(lifetime_n=GIVEN, lifetime_p=1e-7, level=-0.1),
    idt.Radiative(coefficient=1e-17, reabsorption="recycled"),
    idt.Auger(coefficient_n=1e-41, coefficient_p=0.0),
)
TRAPS = (
    idt.TrapLevel(density=1e22, depth=0.4, kind="donor", capture_n=GIVEN, capture_p=1e-16),
    idt.GaussianTraps(density=1e22, depth=0.5, width=0.05, kind="acceptor", capture_n=1e-16, capture_p=1e-16),
    idt.TailTraps(edge="valence", density=1e23, energy=0.03, capture_n=1e-16, capture_p=1e-16),
)
STATISTICS = (idt.Boltzmann(), idt.FermiDirac(), idt.GaussianDisorder(width_n=0.05, width_p=GIVEN * 3e4))
HOPPING = idt.HoppingMobility(field_n=1e-4, activation_p=GIVEN * 1e5)
PROFILE = idt.Profile(position=(0.0, 0.3, 1.0), donors=(1e22, 1e21, 0.0), mobility_n=(1e-6, GIVEN, 1e-7))
INJECTIONS = (None, ImageForce(relative_permittivity=10.0), FieldEnhanced(mass_n=0.1, mass_p=0.2))
materials = st.builds(
    lambda optics, laws, mobility, donors, traps, statistics, hops: ink(
        refractive_index=optics,
        recombination=tuple(laws),
        mobility_n=idt.Value(mobility, std=0.1 * mobility) if mobility > 1e-6 else mobility,
        donors=donors,
        traps=tuple(traps),
        statistics=statistics,
        mobility_law=HOPPING if hops else idt.ConstantMobility(),
    ),
    st.sampled_from(OPTICS),
    st.lists(st.sampled_from(LAWS), unique_by=lambda law: law.name),
    st.floats(1e-9, 1e-2),
    st.sampled_from((0.0, 1e22, GIVEN)),
    st.lists(st.sampled_from(TRAPS), max_size=3),
    st.sampled_from(STATISTICS),
    st.booleans(),
)
films = st.builds(
    lambda energy, both, ligand, measured: idt.Film(
        core="PbS", exciton=energy, diameter=4e-9 if both else None, ligand=ligand, overrides=measured
    ),
    st.floats(0.95, 1.05),
    st.booleans(),
    st.sampled_from(("PbX2 ink", "EDT")),
    st.sampled_from((None, {"mobility_p": GIVEN, "recombination": LAWS[:1]})),
)
lights = st.sampled_from(
    (
        None,
        idt.am15g(),
        idt.line(wavelength=1e-6, irradiance=10.0),
        idt.am0().filtered(Transmission(wavelength=[5e-7, 9e-7], transmittance=[0.2, 0.7])).scaled(0.3),
    )
)


@settings(max_examples=40, deadline=None)
@given(
    layers=st.lists(st.one_of(materials, films), min_size=1, max_size=3),
    light=lights,
    work_function=st.floats(4.0, 5.5),
    shunt=st.sampled_from((float("inf"), 1.0, GIVEN)),
    medium=st.sampled_from((1.0, 1.5, 3.4 + 0.01j)),
    injection=st.sampled_from(INJECTIONS),
    graded=st.booleans(),
)
@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
def test_any_device_and_light_come_back_equal(
    tmp_path_factory, layers, light, work_function, shunt, medium, injection, graded
):
    profile = PROFILE if graded else None
    made = tuple(
        idt.Layer(name=f"layer {i}", thickness=1e-7 * (i + 1), material=m, profile=profile)
        for i, m in enumerate(layers)
    )
    names = [layer.name for layer in made]
    sheets = tuple(idt.Interface(between=pair, velocity_n=GIVEN, emission_p=1e3) for pair in pairwise(names))
    stack = idt.Stack(layers=made, interfaces=sheets, back_medium=medium)
    back = idt.Schottky(work_function=work_function, injection=injection)
    device = idt.Device(stack=stack, front=idt.Ohmic(velocity_n=GIVEN), back=back, shunt_resistance=shunt, name="µ/Ω")
    there_and_back(curve_of(device, light), tmp_path_factory.mktemp("any"))


def test_what_was_one_object_is_one_object_again(tmp_path):
    film = idt.Film(core="PbS", exciton=1.0)
    back = there_and_back(curve_of(stacked(("a", 1e-7, film), ("b", 1e-7, film))), tmp_path)
    assert back.device.stack["a"].material is back.device.stack["b"].material


def test_numpy_reads_the_arrays_and_the_same_result_gives_the_same_bytes(tmp_path):
    curve = curve_of(stacked(("ink", 1e-7, ink())), idt.am15g())
    curve.save(tmp_path / "a.npz")
    curve.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        assert arrays["voltage"].tolist() == curve.voltage.tolist()
        assert arrays["light.photon_flux"].tolist() == curve.light.photon_flux.tolist()


def test_classes_that_a_file_may_name_have_names_of_their_own():
    known = classes()
    assert {"JVCurve", "Device", "Film", "Spectrum", "TrapLevel", "Source", "SolveReport", "UrbachTail"} <= set(known)
    assert all(kind.__module__.startswith(tuple(f"infradot.{floor}" for floor in FLOORS)) for kind in known.values())
    homes = {}
    for floor in FLOORS:
        package = importlib.import_module(f"infradot.{floor}")
        for info in pkgutil.walk_packages(getattr(package, "__path__", []), f"infradot.{floor}."):
            for name, kind in vars(importlib.import_module(info.name)).items():
                if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == info.name:
                    homes.setdefault(name, set()).add(info.name)
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
    assert {"Value", "Overrides", "array", "list", "mapping", "number", "complex", "same"}.isdisjoint(known)


@dataclass(frozen=True)
class Foreign:
    reach: tuple[float, float] = (1e-7, 1e-5)

    def index(self, wavelength):
        return np.full(np.shape(wavelength), 2.0 + 0j)


def test_an_object_of_someone_else_is_named_and_nothing_is_written(tmp_path):
    curve = curve_of(stacked(("ink", 1e-7, ink(refractive_index=Foreign()))))
    with pytest.raises(idt.InputError, match=r"layers\.ink\.material\.refractive_index is a Foreign"):
        curve.save(tmp_path / "x.npz")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def saved(tmp_path):
    curve_of(stacked(("ink", 1e-7, ink(refractive_index=OPTICS[4]))), idt.am15g()).save(tmp_path / "x.npz")
    return tmp_path / "x.npz"


def edited(path, change, name="result.json"):
    """The same file with one member changed."""
    with zipfile.ZipFile(path) as old:
        members = {n: old.read(n) for n in old.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(path, "w") as new:
        for n, data in members.items():
            new.writestr(n, data)
    return path


def in_json(change):
    def apply(data):
        head = json.loads(data)
        change(head)
        return json.dumps(head).encode()

    return apply


def set_index(head, fields):
    (layer,) = head["result"]["fields"]["device"]["fields"]["stack"]["fields"]["layers"]
    layer["fields"]["material"]["fields"]["refractive_index"]["fields"].update(fields)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda head: head.update(version=2, infradot="9.1"), r"format version 2, written by infradot 9\.1"),
        (lambda head: head.update(format="other"), "no result of infradot"),
        (lambda head: head["result"].update({"$": "JVCurv"}), "Did you mean 'JVCurve'"),
        (lambda head: head["result"].update({"$": "os.system"}), "no class of this infradot"),
        (lambda head: head["result"]["fields"].pop("voltage"), "was changed, or written by another"),
        (lambda head: head["result"]["fields"].update(colour=1), "was changed, or written by another"),
        (lambda head: head["result"]["fields"]["voltage"].update(name="gone"), "was changed, or written by another"),
        (lambda head: head["result"]["fields"]["device"]["fields"].update(temperature=-1), "temperature = -1 K"),
        (lambda head: head.update(result=head["result"]["fields"]["device"]), "holds a Device, which is no result"),
        (lambda head: set_index(head, {"span": []}), "was changed, or written by another"),
        (lambda head: set_index(head, {"tail": {"$": "same", "key": 99}}), "was changed, or written by another"),
        (lambda head: head.update(result=3), "holds a int, which is no result"),
        (lambda head: head.pop("result"), "holds a NoneType"),
    ],
)
def test_a_changed_file_is_refused_with_what_is_wrong(saved, change, word):
    with pytest.raises(idt.InputError, match=word) as raised:
        idt.load_result(edited(saved, in_json(change)))
    assert str(saved) in str(raised.value)


def test_objects_are_never_unpickled(saved, tmp_path):
    np.save(tmp_path / "object.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    evil = (tmp_path / "object.npy").read_bytes()
    with pytest.raises(idt.InputError, match="was changed"):
        idt.load_result(edited(saved, lambda _: evil, "voltage.npy"))


def test_a_file_cut_anywhere_or_with_a_flipped_byte_is_refused_and_never_half_read(saved, tmp_path):
    whole = saved.read_bytes()
    other = tmp_path / "y.npz"
    for end in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        other.write_bytes(whole[:end])
        with pytest.raises(idt.InputError, match=r"y\.npz"):
            idt.load_result(other)
    for place in range(40, len(whole), len(whole) // 60):
        other.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert differences(idt.load_result(saved), idt.load_result(other)) == []  # a byte that means nothing
        except idt.InputError as error:
            assert "y.npz" in str(error)


@pytest.mark.parametrize("text", [b"", b"hello", b"schema = 1\n", b"PK\x03\x04 and no more"])
def test_a_foreign_file_is_refused(tmp_path, text):
    (tmp_path / "x").write_bytes(text)
    with pytest.raises(idt.InputError, match=r"no result of infradot|damaged or cut short"):
        idt.load_result(tmp_path / "x")


def test_another_zip_and_a_folder_and_nothing_are_refused(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.zeros(3))
    for name, word in (("x.npz", "no result of infradot"), ("", "cannot be read"), ("gone", "does not exist")):
        with pytest.raises(idt.InputError, match=word):
            idt.load_result(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "is a folder"),
        ("missing/x.npz", "cannot be written"),
        ("x" * 300, "cannot be written"),
        ("a\0b", "no name of a file"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused(tmp_path, name, word):
    curve = curve_of(stacked(("ink", 1e-7, ink())))
    for write in (curve.save, curve.to_csv):
        with pytest.raises(idt.InputError, match=word):
            write(f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_keeps_what_was_there(saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr(np.lib.format, "write_array", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(idt.InputError, match="disk full"):
        curve_of(stacked(("ink", 1e-7, ink()))).save(saved)
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]


@pytest.mark.skipif(os.name != "posix", reason="links and modes of Unix")
def test_a_link_is_followed_and_a_new_file_has_the_usual_mode(saved, tmp_path):
    (tmp_path / "link").symlink_to(saved)
    curve_of(stacked(("other", 1e-7, ink(name="other")))).save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert idt.load_result(saved).device.stack.layers[0].name == "other"
    (tmp_path / "plain").write_text("")
    assert saved.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_curve_under_a_given_generation_keeps_it(tmp_path):
    generation = case_generation("b_hetero_uniform")
    curve = idt.jv(case_device("b_hetero_uniform"), generation=generation, voltage=[0.0, 0.5])
    back = there_and_back(curve, tmp_path)
    assert back.generation.rate.tolist() == generation.rate.tolist()
    assert replace(curve, generation=None).light is None
