"""The files of phototransistors: read, changed, written, measured, refused."""

import json

import numpy as np
import pytest

import infradot as idt
from infradot import files, plot
from infradot.devices import KINDS, lint
from infradot.report.kinds import perform_any

TEXT = KINDS["phototransistor"].template_text()
JUNCTION = (
    TEXT[: TEXT.index("[gate]")]
    + '[gate]\nkind = "junction"\nside = "front"\nwork_function = "5.2 eV"\n\n'
    + '[[layer]]\nname = "dots"\nthickness = "400 nm"\nfilm = { core = "PbS", exciton = "950 nm", ligand = "TBAI" }\n'
    + '[layer.override]\ndonors = "2e16 cm-3"\n'
    + '[[measure]]\nwhat = "transfer"\ngate_voltage = ["-2 V", "-1 V", "0 V"]\n'
    + 'drain_voltage = { from = "0 V", to = "2 V", points = 5 }\n'
    + '[[measure]]\nwhat = "photogating"\nlight = { line = "950 nm", irradiance = "1 uW/cm2" }\n'
    + 'gate_voltage = "floating"\ndrain_voltage = "0.1 V"\n'
)


@pytest.fixture(scope="module")
def run():
    return perform_any(files.loads(TEXT))


def test_the_template_is_graphene_under_dots():
    design = files.loads(TEXT).design
    assert isinstance(design, idt.Phototransistor) and design.sheet is not None
    assert design.gate.capacitance == pytest.approx(1.21e-4, rel=2e-3)
    assert files.loads(files.dumps(design)).design == design
    assert lint(design, kind=KINDS["phototransistor"]) == ()


def test_a_junction_gate_is_read_written_and_measured():
    design = files.loads(JUNCTION).design
    assert isinstance(design.gate, idt.JunctionGate) and design.carrier == "n" and design.sheet is None
    assert files.loads(files.dumps(design)).design == design
    answers = perform_any(files.loads(JUNCTION))
    assert answers.complete and "output_dark" in answers.figures()
    (found,) = answers.lit.values()
    assert found.gate_voltage > 0 and "floating gate" in next(iter(answers.lit))


def test_numbers_of_channel_gate_and_graphene_have_paths():
    design = files.loads(TEXT).design
    changed = idt.change(design, {"gate.thickness": "90 nm", "graphene.mobility": "2000 cm2/Vs"})
    assert changed.gate.thickness == pytest.approx(90e-9, abs=0.0) and changed.sheet.mobility == pytest.approx(0.2)
    assert not any(path.startswith(("front.", "back.", "series")) for path in (each.path for each in idt.paths(design)))
    assert idt.get(idt.change(design, {"channel.length": "8 um"}), "channel.length") == pytest.approx(8e-6, abs=0.0)


def test_every_measurement_comes_out_with_tables_and_figures(run):
    assert run.complete and len(run.results()) == 4
    shown = "\n".join(table.text() for table in run.tables())
    for words in ("threshold, or neutral", "as much as (V)", "D* (Jones)", "Responsivity follows"):
        assert words in shown
    assert len(run.figures()) == 3
    found = json.loads(json.dumps(run.values(), default=np.ndarray.tolist))
    (lit,) = found["photogating"].values()
    assert lit["gain"] > 1e6 and lit["dirac_shift_V"] > 0


def test_results_are_kept_and_told(run, tmp_path):
    for name, result in run.results().items():
        result.save(tmp_path / "kept.npz")
        assert idt.load_result(tmp_path / "kept.npz").describe() == result.describe()
        result.to_csv(tmp_path / f"{name}.csv")
    (lit,) = run.lit.values()
    assert "graphene is neutral moves by" in lit.describe()
    assert plot.transfer(run.curves).get_xlabel() == "Gate voltage (V)"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('thickness = "285 nm"', "", "thickness is missing"),
        ('kind = "insulated"', 'kind = "isolated"', "Did you mean"),
        ('side = "back"', 'side = "top"', "side"),
        ("\n[graphene]\n", '\n[front]\nkind = "ohmic"\n[graphene]\n', "none of the electrodes of a phototransistor"),
        ('gate_voltage = "-20 V"', 'gate_voltage = "floating"', ""),
        ('mobility = "1000 cm2/Vs"', 'mobility = "1000 cm2"', "cm2/Vs"),
        ('what = "photogating"\nlight = { line = "950 nm", irradiance = "1 nW/cm2" }', 'what = "photogating"', "light"),
    ],
)
def test_mistakes_are_told(old, new, said):
    assert old in TEXT
    if not said:  # a value that is right for another gate is told where it is measured
        with pytest.raises(idt.InputError, match="only a junction gate can float"):
            perform_any(files.loads(TEXT.replace(old, new)))
        return
    with pytest.raises(idt.InputError) as caught:
        files.loads(TEXT.replace(old, new))
    assert said in " ".join(caught.value.problems)


def test_what_hardly_works_is_doubted():
    short = TEXT.replace('length = "5 um"', 'length = "0.5 um"')
    told = [str(finding) for finding in lint(files.loads(short).design, kind=KINDS["phototransistor"])]
    assert any("not long beside insulator and layers" in text for text in told)
    wrong = JUNCTION.replace('work_function = "5.2 eV"', 'work_function = "4.0 eV"')
    told = [str(finding) for finding in lint(files.loads(wrong).design, kind=KINDS["phototransistor"])]
    assert any("it depletes nothing" in text for text in told)
