"""The files of photoconductors: read, changed, written, measured, refused."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot import files, plot
from infradot.cli.app import main
from infradot.devices import KINDS, lint
from infradot.report.kinds import perform_any

TEXT = KINDS["photoconductor"].template_text()
SANDWICH = TEXT.replace('[channel]\nlength = "5 um"', 'area = "1 mm2"\n#').replace('width = "3 mm"', "#")


@pytest.fixture(scope="module")
def run():
    return perform_any(files.loads(TEXT))


def test_the_template_is_a_lateral_photoconductor():
    detector = files.loads(TEXT).design
    assert isinstance(detector, idt.Photoconductor)
    assert (detector.distance, detector.area) == (5e-6, pytest.approx(1.5e-8))
    assert files.loads(files.dumps(detector)).design == detector
    assert lint(detector, kind=KINDS["photoconductor"]) == ()


def test_without_a_channel_it_is_a_sandwich():
    detector = files.loads(SANDWICH).design
    assert detector.channel is None and detector.distance == pytest.approx(800e-9)
    assert files.loads(files.dumps(detector)).design == detector
    assert detector.along() is detector.cell


def test_numbers_of_the_channel_and_of_the_film_have_paths():
    detector = files.loads(TEXT).design
    assert idt.get(detector, "channel.length") == 5e-6
    changed = idt.change(detector, {"channel.length": "10 um", "layer.dots.traps.0.capture_p": "1e-15 cm3/s"})
    assert changed.channel.length == pytest.approx(1e-5)
    assert changed.film[1].traps[0].capture_p == pytest.approx(1e-21, abs=0.0)
    assert "series_resistance" not in [each.path for each in idt.paths(detector)]
    assert files.loads(TEXT, {"temperature": "250 K"}).design.temperature == 250.0


def test_every_measurement_comes_out_with_tables_and_figures(run):
    assert run.complete and len(run.results()) == 3
    shown = "\n".join(table.text() for table in run.tables())
    for words in ("tau mu V/L2", "4 q I G", "Responsivity follows", "After the light is switched off"):
        assert words in shown
    assert len(run.figures()) == 3
    found = json.loads(json.dumps(run.values(), default=np.ndarray.tolist))
    (lit,) = found["photoconduction"].values()
    assert 10 < lit["gain"] < 100 and lit["textbook_gain"] == pytest.approx(lit["gain"], rel=0.02)


def test_results_are_kept_and_told(run, tmp_path):
    for name, result in run.results().items():
        result.save(tmp_path / "kept.npz")
        assert idt.load_result(tmp_path / "kept.npz").describe() == result.describe()
        result.to_csv(tmp_path / f"{name}.csv")
    (lit,) = run.lit.values()
    assert "Lifetime over transit time of the holes" in lit.describe()
    assert plot.channel_noise(lit).get_xlabel() == "Frequency (Hz)"


def test_the_command_line_knows_the_kind(tmp_path):
    runner = CliRunner()
    file = tmp_path / "detector.toml"
    file.write_text(TEXT.split("[[measure]]")[0], encoding="utf-8")
    answer = runner.invoke(main, ["check", str(file), "--json"])
    assert answer.exit_code == 0, answer.output
    assert "gain-sweep" in runner.invoke(main, ["list", "measures"]).output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('length = "5 um"', 'length = "5 m"', "expected 10 nm to 10 cm"),
        ('length = "5 um"', "", "length is missing"),
        ('what = "decay"', 'what = "decai"', "Did you mean"),
        ('voltage = "10 V"\nfactors', "factors", "voltage is missing"),
        ('light = { line = "1250 nm", irradiance = "1 uW/cm2" }', 'light = "dark"', "needs light"),
        ('kind = "ohmic"\n[back]', 'kind = "ohmic"\n[gate]', "'gate' belongs to kind"),
        ('[channel]\nlength = "5 um"', "[other]\nlength = 1", "unknown key 'other'"),
        ('width = "3 mm"', 'width = "3 mm"\ndepth = "1 um"', "unknown key 'depth'"),
    ],
)
def test_mistakes_are_told(old, new, said):
    assert old in TEXT
    with pytest.raises(idt.InputError) as caught:
        files.loads(TEXT.replace(old, new))
    assert said in " ".join(caught.value.problems)


def test_what_hardly_works_is_doubted():
    plain = TEXT[: TEXT.index("[[layer.override.traps]]")] + TEXT[TEXT.index('[[layer]]\nname = "substrate"') :]
    told = [str(finding) for finding in lint(files.loads(plain).design, kind=KINDS["photoconductor"])]
    assert any("No trap of the film holds charge" in text for text in told)
    unlike = TEXT.replace('[back]\nkind = "ohmic"', '[back]\nkind = "schottky"\nwork_function = "4.0 eV"')
    told = [str(finding) for finding in lint(files.loads(unlike).design, kind=KINDS["photoconductor"])]
    assert any("eV apart: that is a photodiode" in text for text in told)
