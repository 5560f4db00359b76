"""Device files of several cells: read, changed, written, checked and run; one message for each mistake."""

import json
import math
from dataclasses import replace

import pytest
from click.testing import CliRunner

import infradot as idt
from infradot import files
from infradot.cli.app import main
from infradot.devices import KINDS, lint
from infradot.files.scanner import scan

SEVERAL = ("tandem", "spectral-splitting", "power-receiver")
TEXTS = {kind: KINDS[kind].template_text() for kind in SEVERAL}
TYPES = {"tandem": idt.Tandem, "spectral-splitting": idt.SpectralSplit, "power-receiver": idt.PowerReceiver}


def design(kind, **changes):
    text = TEXTS[kind]
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new, 1)
    return files.loads(text).design


def problems(text):
    with pytest.raises(idt.InputError) as caught:
        files.loads(text)
    return list(caught.value.problems)


def answer(*arguments):
    """What a command prints with --json."""
    done = CliRunner().invoke(main, [*arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize("kind", SEVERAL)
def test_the_kind_decides_what_is_loaded(kind, tmp_path):
    path = tmp_path / "file.toml"
    path.write_text(TEXTS[kind], encoding="utf-8")
    loaded = idt.load(path)
    assert type(loaded) is TYPES[kind]
    assert loaded.name and files.read(path).measures
    with pytest.raises(idt.InputError, match=f"kind = '{kind}' is more"):
        _ = files.read(path).device


@pytest.mark.parametrize("kind", SEVERAL)
def test_every_listed_number_can_be_read_and_put_back(kind):
    whole = design(kind)
    listed = idt.paths(whole)
    assert len({item.path for item in listed}) == len(listed) > 60
    for item in listed[:: 1 if kind != "spectral-splitting" else 3]:
        assert idt.get(whole, item.path) == item.value
        if item.path.endswith(("sheet_resistance", "diameter")):  # rounding on the way through a density, or a size
            continue
        assert idt.get(idt.change(whole, {item.path: item.value}), item.path) == item.value


CHANGES = {
    "tandem": {
        "layer.dots.film.exciton": ("1250 nm", 1239.841984 / 1250),
        "layer.perovskite.band_gap": ("1.65 eV", 1.65),
        "layer.perovskite.thickness": ("500 nm", 500e-9),
        "subcell.perovskite.back.work_function": ("5.05 eV", 5.05),
        "subcell.dots.front.velocity_n": ("1e3 m/s", 1e3),
        "subcell.dots.shunt_resistance": ("1e3 ohm cm2", 0.1),
        "recombination.0.resistance": ("1 ohm cm2", 1e-4),
        "recombination.0.barrier": ("0.4 eV", 0.4),
        'interface."dots/hole transport".velocity_n': ("10 m/s", 10.0),
        "temperature": ("290 K", 290.0),
        "series_resistance": ("2 ohm cm2", 2e-4),
    },
    "spectral-splitting": {
        "dichroic.edge": ("900 nm", 900e-9),
        "dichroic.reflects_long": ("1 %", 0.01),
        "cell.PbS.layer.dots.film.exciton": ("1500 nm", 1239.841984 / 1500),
        'cell."InGaP/GaAs".subcell.GaAs.front.velocity_p': ("1e3 m/s", 1e3),
        'cell."InGaP/GaAs".recombination.0.resistance': ("1 ohm cm2", 1e-4),
        "cell.PbS.back.work_function": ("5.1 eV", 5.1),
    },
    "power-receiver": {
        "receiver.thermal_resistance": ("100 K cm2/W", 0.01),
        "receiver.ambient": ("310 K", 310.0),
        "receiver.voltage": ("3.3 V", 3.3),
        "layer.dots.thickness": ("400 nm", 400e-9),
        "back.work_function": ("5.1 eV", 5.1),
    },
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_numbers_are_changed_by_their_paths_and_all_come_back_from_a_file(kind):
    before = design(kind)
    changed = idt.change(before, {path: text for path, (text, _) in CHANGES[kind].items()})
    for path, (_, value) in CHANGES[kind].items():
        assert idt.get(changed, path) == pytest.approx(value, rel=1e-9)
    assert before == design(kind) and changed != before
    again = files.loads(files.dumps(changed)).design
    assert again == changed
    assert files.loads(files.dumps(before, measures=files.loads(TEXTS[kind]).measures)).design == before


def test_a_number_that_is_not_there_has_its_nearest_path():
    for path, words in {
        "subcell.dot.back.work_function": "subcell",
        "recombination.1.resistance": "recombination",
        "subcell.dots.back.workfunction": "Did you mean 'subcell.dots.back.work_function'?",
    }.items():
        with pytest.raises(idt.InputError, match=words):
            idt.get(design("tandem"), path)
    four = design("tandem", a=("terminals = 2", "terminals = 4"), b=("[[recombination]]", "[[measure]]\nwhat='eqe'\n#"),
                  c=('resistance = "0.3 ohm cm2"', ""))  # fmt: skip
    assert not [item for item in idt.paths(four) if item.path.startswith(("recombination", "series"))]
    assert files.loads(files.dumps(four)).design == four


def test_a_schottky_contact_takes_the_work_function_of_the_electrode_beside_its_subcell():
    whole = design(
        "tandem", a=('back = { kind = "schottky", work_function = "5.0 eV" }', 'back = { kind = "schottky" }')
    )
    top, bottom = whole.subcells
    assert top.back.work_function == whole.stack["joint"].material.work_function
    assert bottom.back.work_function == whole.stack["back electrode"].material.work_function
    front = design("tandem", a=('layers = ["ZnO", "hole transport"]',
                                'layers = ["ZnO", "hole transport"]\nfront = { kind = "schottky" }'))  # fmt: skip
    assert front.subcells[1].front.work_function == front.stack["joint"].material.work_function


def test_anodes_are_kept_in_a_file_where_they_are_not_what_the_contacts_say():
    whole = design("tandem")
    forced = replace(whole, terminals=4, subcells=(replace(whole.subcells[0], anode="front"), whole.subcells[1]))
    text = files.dumps(forced)
    assert text.count("anode") == 1
    assert files.loads(text).design == forced


def test_what_a_file_cannot_say_is_refused():
    joint = replace(design("tandem"), joints=(idt.RecombinationLayer(richardson=1e5),))
    with pytest.raises(idt.InputError, match="holds what a device file cannot say"):
        files.dumps(joint)
    with pytest.raises(idt.InputError, match="is a subcell; write the whole tandem"):
        files.dumps(design("tandem").devices[0])


MISTAKES = [
    ("tandem", 'layers = ["TiO2", "spiro"]', 'layers = ["TiO", "spiro"]',
     '''subcell 'perovskite': layers: no layer has the name "TiO". Did you mean 'TiO2'?'''),
    ("tandem", 'layers = ["TiO2", "spiro"]', 'layers = ["spiro", "TiO2"]',
     '''subcell 'perovskite': layers = ["spiro", "TiO2"], expected neighbours in the order of the file'''),
    ("tandem", 'layers = ["ZnO", "hole transport"]', 'layers = ["spiro", "hole transport"]',
     'the subcell in front ends only at "spiro".'),
    ("tandem", 'layers = ["ZnO", "hole transport"]', "layers = []", "layers = [], expected at least one."),
    ("tandem", 'layers = ["ZnO", "hole transport"]', "", 'layers is missing, such as ["ZnO", "absorber"].'),
    ("tandem", 'name = "dots"\nlayers', 'name = "perovskite"\nlayers', "is already that of subcell 1"),
    ("tandem", "terminals = 2", "terminals = 3", "terminals = 3, expected 2 or 4."),
    ("tandem", "terminals = 2", "terminals = 4", "recombination joins subcells in series, but terminals = 4"),
    ("tandem", 'resistance = "0.3 ohm cm2"', "resistance = 0.3", 'recombination.0.resistance = 0.3 has no unit'),
    ("tandem", 'resistance = "0.3 ohm cm2"', 'barrier = "3 eV"', 'recombination.0.barrier = "3 eV", expected 0 eV'),
    ("tandem", "[[recombination]]", "[[recombination]]\n[[recombination]]", "2 [[recombination]] tables for 2"),
    ("tandem", "[[recombination]]", "[recombination]", "expected one [[recombination]] table for each"),
    ("tandem", 'back = { kind = "schottky" }', 'back = { kind = "schotky" }',
     '''subcell 'dots', back contact: kind = "schotky", expected "ohmic" or "schottky". Did you mean 'schottky'?'''),
    ("tandem", 'work_function = "5.0 eV"', 'work_function = "50 eV"',
     '''subcell 'perovskite', back contact: work_function = "50 eV", expected 1 eV to 10 eV.'''),
    ("tandem", 'work_function = "5.0 eV"', 'work_function = "2.0 eV"',
     "line 13: Two-terminal tandem: the anodes lie on different sides ('perovskite' at its front, 'dots' at its back)"),
    ("tandem", 'material = "Au"', 'material = "air"', "layer 'back electrode' beside it has no work function"),
    ("tandem", "schema = 1", 'schema = 1\nanode = "back"', "'anode' belongs in a [[subcell]]."),
    ("tandem", "schema = 1", "schema = 1\ndichroic = {}", '''\'dichroic' belongs to kind = "spectral-splitting".'''),
    ("tandem", 'kind = "tandem"', 'kind = "tandme"', "is no known kind of device. Did you mean 'tandem'?"),
    ("tandem", "# What to measure", '[[measure]]\nwhat = "light-sweep"\n#', 'expected "jv", "eqe" or "bands".'),
    ("tandem", "# What to measure", '[[interface]]\nbetween = ["TiO2", "dots"]\n#', "the two layers do not touch"),
    ("spectral-splitting", 'edge = "870 nm"', 'edge = "870"', '''dichroic.edge = "870" has no unit'''),
    ("spectral-splitting", 'reflects_short = "98 %"', 'reflects_short = "99.5 %"',
     "reflects_short and transmits_short add up to 1.005, expected at most 1."),
    ("spectral-splitting", 'side = "reflected"', 'side = "transmitted"',
     "cell 'PbS': Spectral splitting needs two cells, one on the reflected and one on the transmitted side."),
    ("spectral-splitting", 'side = "reflected"\n', "", 'side is missing, expected "reflected" or "transmitted".'),
    ("spectral-splitting", 'name = "PbS"\n', 'name = "InGaP/GaAs"\n', "is already that of cell 1; names are unique."),
    ("spectral-splitting", 'layers = ["GaAs emitter", "GaAs base"]', 'layers = ["GaAs emiter", "GaAs base"]',
     "cell 'InGaP/GaAs', subcell 'GaAs': layers: no layer has the name"),
    ("spectral-splitting", 'thickness = "3 um"', "thickness = 3", "layer 'GaAs base': thickness = 3 has no unit"),
    ("spectral-splitting", 'exciton = "1550 nm"', 'exciton = "15 nm"', "cell 'PbS', layer 'dots': film.exciton"),
    ("spectral-splitting", 'work_function = "5.0 eV"', 'work_function = "5.0"', "cell 'PbS', back contact: work_funct"),
    ("spectral-splitting", "schema = 1", "schema = 1\nlayer = []", "'layer' belongs in a [[cell]]"),
    ("spectral-splitting", "# What to measure", '[[measure]]\nwhat = "jv"\nvoltage = "0.1 V"\n#',
     "four terminals have no voltage in common"),
    ("power-receiver", 'ambient = "298 K"', 'ambient = "298 C"', "receiver.ambient"),
    ("power-receiver", '"20 K cm2/W"', '"20 K/W"', 'Did you mean "20 K cm2/W"?'),
    ("power-receiver", 'layer = "dots"', 'layer = "dot"', "is no film of dots of one kind. Did you mean 'dots'?"),
    ("power-receiver", '{ line = "1550 nm", irradiance = "100 mW/cm2" }', '"dark"', "a measurement of power needs"),
    ("power-receiver", "[receiver]", 'temperature = "300 K"\n[receiver]', "write ambient in [receiver]."),
    ("power-receiver", 'to = "1700 nm"', 'to = "1450 nm"', 'excitons: from and to are both "1450 nm".'),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[0]}: {m[2]}"[:60])
def test_each_mistake_has_one_message_with_its_line(mistake):
    kind, old, new, words = mistake
    assert old in TEXTS[kind]
    found = problems(TEXTS[kind].replace(old, new, 1))
    told = [text for text in found if words in text]
    assert told, found
    assert told[0].startswith("line ")
    # what hangs on the misspelt kind is told as well
    assert len(found) == 1 or "kind of device" in found[0]


def test_mistakes_in_several_cells_are_told_together_in_the_order_of_the_file():
    text = TEXTS["spectral-splitting"].replace('"870 nm"', '"870"').replace('"550 nm"', '"550"')
    found = problems(text.replace('"1550 nm"', '"9 m"'))
    assert [problem.split(":")[0].split(", ", 1)[1:] for problem in found] == [
        [],
        ["cell 'InGaP/GaAs', layer 'InGaP base'"],
        ["cell 'PbS', layer 'dots'"],
    ]
    lines = [int(problem.split(":")[0].split(",")[0].removeprefix("line ")) for problem in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize("kind", SEVERAL)
def test_the_template_checks_without_warnings_and_is_explained(kind, tmp_path):
    path = tmp_path / "new.toml"
    assert answer("new", kind, str(path))[0] == 0
    assert path.read_text(encoding="utf-8") == TEXTS[kind]
    code, found = answer("check", str(path))
    assert code == 0 and not [each for each in found["result"]["findings"] if each["severity"] == "warning"]
    code, found = answer("explain", str(path), next(iter(CHANGES[kind])))
    assert code == 0 and found["result"]["description"]
    assert answer("check", str(path), "--set", "x=1")[0] == 2
    schema = json.dumps(files.schema())
    for key in scan(TEXTS[kind]):
        assert f'"{next(part for part in reversed(key) if isinstance(part, str))}"' in schema


def test_doubts_about_a_tandem_are_told():
    def words(changed):
        return " ".join(str(each) for each in lint(changed, kind=KINDS[kind_of[type(changed)]]))

    kind_of = {TYPES[kind]: kind for kind in SEVERAL}
    whole = design("tandem")
    swapped = idt.change(whole, {"layer.dots.film.exciton": 1.25, "layer.perovskite.band_gap": 1.6})
    assert "wider gap belongs in front" not in words(swapped)
    narrow = replace(whole, stack=replace(whole.stack, layers=_exchanged(whole.stack.layers)))
    assert "Subcell 'dots' has a gap of" in words(narrow)
    assert "subcell.dots.back.velocity_n" in words(idt.change(whole, {"subcell.dots.back.velocity_n": 1e8}))
    split = design("spectral-splitting")
    assert "cell.PbS.back.velocity_n" in words(idt.change(split, {"cell.PbS.back.velocity_n": 1e8}))
    assert "gets the light beyond 1600 nm" in words(idt.change(split, {"dichroic.edge": 1600e-9}))
    assert "the rest is lost" in words(idt.change(split, {"dichroic.transmits_long": 0.5}))


def _exchanged(layers):
    """The same stack with a narrow gap in front."""
    film = idt.Film(core="PbS", exciton=0.8, ligand="PbX2 ink")
    return tuple(replace(layer, material=film) if layer.name == "perovskite" else layer for layer in layers)


def test_a_tandem_runs_as_a_folder_with_both_counts_of_terminals(tmp_path):
    path, out = tmp_path / "tandem.toml", tmp_path / "run"
    path.write_text(TEXTS["tandem"], encoding="utf-8")
    code, found = answer("run", str(path), "--out", str(out))
    assert code == 0
    jv = found["result"]["jv"]["AM1.5G"]
    own = [cell["efficiency"] for cell in jv["subcells"].values()]
    assert jv["efficiency_apart"] == pytest.approx(sum(own), rel=1e-12)
    assert 0.15 < jv["series"]["efficiency"] < jv["efficiency_apart"]
    assert jv["limiting"] == "dots"
    files_there = {str(each.relative_to(out)) for each in out.rglob("*") if each.is_file()}
    for name in ("figures/jv.png", "figures/eqe.png", "curves/jv_AM1.5G.csv", "curves/jv_AM1.5G-dots.csv",
                 "figures/bands_AM1.5G-0-V-dots.png", "results/jv_AM1.5G.npz", "table.txt", "input.toml"):  # fmt: skip
        assert name in files_there
    series = idt.load_result(out / "results" / "jv_AM1.5G.npz")
    assert isinstance(series, idt.TandemCurve) and series.tandem == design("tandem")
    table = (out / "table.txt").read_text(encoding="utf-8")
    assert "in series, two terminals" in table and "apart, four terminals" in table
    assert "dots limits the current in series" in table
    photons = found["result"]["photons"]["AM1.5G, maximum power"]
    rows = {(row["group"], row["what"]): row["current_mA_cm2"] for row in photons["rows"]}
    assert sum(rows.values()) == pytest.approx(photons["incident_mA_cm2"] - photons["outside_mA_cm2"], rel=1e-6)
    currents = [rows["collected by", name] for name in ("perovskite", "dots")]
    assert currents[0] == pytest.approx(currents[1], rel=2e-3)  # on grids of their own


def test_a_four_terminal_tandem_runs_with_the_count_in_series_beside_it(tmp_path):
    text = TEXTS["tandem"].replace("terminals = 2", "terminals = 4").split("[[recombination]]")[0]
    path, out = tmp_path / "four.toml", tmp_path / "run"
    path.write_text(
        text + '[[measure]]\nwhat = "jv"\nlight = "AM1.5G"\n[[measure]]\nwhat = "jv"\nlight = "dark"\n', "utf-8"
    )
    code, found = answer("run", str(path), "--out", str(out), "--no-figures")
    assert code == 0
    jv = found["result"]["jv"]["AM1.5G"]
    assert jv["series"]["efficiency"] < jv["efficiency_apart"]
    dark = found["result"]["jv"]["dark"]
    assert dark["efficiency_apart"] is None and dark["series"]["voc_V"] is None
    assert not (out / "figures").exists()


def test_what_is_measured_of_one_cell_only_says_so(tmp_path):
    path = tmp_path / "tandem.toml"
    path.write_text(TEXTS["tandem"], encoding="utf-8")
    code, found = answer("run", str(path), "--out", str(tmp_path / "run"), "--interval", "68")
    assert code == 2 and "the file of one cell" in found["error"]["messages"][0]


def test_a_recombination_layer_out_of_range_is_refused_in_python():
    for changes in ({"resistance": -1.0}, {"barrier": 3.0}, {"richardson": math.inf}):
        with pytest.raises(idt.InputError, match="Recombination layer"):
            idt.RecombinationLayer(**changes)
