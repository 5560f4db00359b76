"""Files of lasers: read, written, changed, swept, run from the command line, and what their mistakes say."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.devices import KINDS, lint
from infradot.errors import InputError
from infradot.files.document import loads, read
from infradot.files.write import dumps
from infradot.sweep.lasers import laser_numbers

TEMPLATE = KINDS["laser"].template_text()
HEAD = TEMPLATE.partition("[[measure]]")[0]
EXAMPLE = Path(__file__).parents[2] / "examples/laser.toml"


def laser():
    return loads(TEMPLATE).design


def test_a_template_is_a_laser():
    one = laser()
    assert isinstance(one, idt.Laser)
    assert one.film.ligand.name == "iodide on (100)"
    assert one.gain.electrons == 6 and one.pump.pulse == idt.GaussianPulse(duration=300e-15)
    assert one.resonator == idt.DistributedFeedback(order=2, length=300e-6, coupling=5e3)
    assert lint(one, kind=KINDS["laser"]) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"resonator": idt.Mirrors(length=2e-3, reflectivity=(0.9, 0.3))},
        {"resonator": idt.WhisperingGallery(diameter=50e-6, quality=5e3)},
        {"resonator": idt.Stripe(length=2e-3, brighter=20.0)},
        {"resonator": idt.DistributedFeedback(order=1, pitch=430e-9, quarter_wave=True, radiation_loss=500.0)},
        {"gain": idt.SharedCarriers(electrons=3.0), "decay": idt.Decay(scaling=idt.ExcitonPairs(), auger_factor=5.0)},
        {"gain": idt.StateFilling(stokes_shift=0.01, biexciton_shift=0.004, excited_absorption=0.01)},
        {"pump": idt.Pump(wavelength=1.03e-6, pulse=None, spot=1e-6, beam="gaussian")},
        {"pump": idt.Pump(pulse=idt.SquarePulse(duration=5e-9), repetition_rate=1e3)},
        {"confinement": 0.4, "polarisation": "TM", "loss": 500.0, "width": 5e-5, "temperature": 200.0},
    ],
)
def test_what_is_written_reads_back_as_the_same_laser(changed):
    one = replace(laser(), **changed)
    assert loads(dumps(one)).design == one


def test_a_sampled_pulse_cannot_be_written():
    odd = replace(laser(), pump=idt.Pump(pulse=idt.SampledPulse(time=[0.0, 1e-12], power=[1.0, 1.0])))
    with pytest.raises(InputError, match="does not hold a measured course"):
        dumps(odd)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('gain_layer = "dots"', 'gain_layer = "glas"', "is no film of dots of one kind"),
        ('model = "state-filling"', 'model = "state-filing"', "state-filling"),
        ("electrons = 6", "electrons = 9", "full dots absorb nothing"),
        ('kind = "dfb"', 'kind = "dbf"', "dfb"),
        ('coupling = "50 cm-1"', 'coupling = "50 nm"', "coupling"),
        ('wavelength = "1030 nm"', "wavelength = 1030", "1030 nm"),
        ('pulse = { duration = "300 fs" }', 'pulse = "cw"', "continuous"),
        ("order = 2", "order = 3", "order"),
    ],
)
def test_mistakes_are_told_with_their_line(old, new, told):
    assert old in TEMPLATE
    with pytest.raises(InputError) as caught:
        loads(TEMPLATE.replace(old, new, 1))
    assert any(problem.startswith("line ") and told in problem for problem in caught.value.problems), caught.value


def test_every_number_has_a_path():
    one = laser()
    known = {each.path: each for each in idt.paths(one)}
    for path in ("layer.dots.thickness", "layer.dots.film.exciton", "gain.electrons", "decay.auger_factor",
                 "resonator.coupling", "pump.wavelength", "pump.pulse.duration", "loss", "temperature"):  # fmt: skip
        assert path in known, path
        moved = idt.change(one, {path: known[path].value * 1.01 if path != "gain.electrons" else 5.0})
        assert moved != one
    with pytest.raises(InputError, match=r"gain\.electrons"):
        idt.change(one, {"gain.electron": 5.0})


def test_mirrors_are_changed_one_by_one():
    one = replace(laser(), resonator=idt.Mirrors())
    moved = idt.change(one, {"resonator.reflectivity.1": "90 %"})
    assert moved.resonator.reflectivity == (0.3, 0.9)


def test_doubts_about_a_constant_pump_and_a_grating_far_away():
    kind = KINDS["laser"]
    steady = replace(laser(), pump=idt.Pump(pulse=None))
    assert any("no film survives" in finding.message for finding in lint(steady, kind=kind))
    far = replace(laser(), resonator=idt.DistributedFeedback(pitch=1100e-9))
    assert any("full dots give" in f.message or "film gives" in f.message or "widths from" in f.message
               for f in lint(far, kind=kind))  # fmt: skip
    long = replace(laser(), pump=idt.Pump(pulse=idt.SquarePulse(duration=1e-9)))
    assert any("counts it as short" in finding.message for finding in lint(long, kind=kind))


def test_a_sweep_asks_for_thresholds():
    one = laser()
    found = idt.sweep.run(one, vary={"gain.electrons": [0.0, 6.0]}, answer=laser_numbers("threshold", "gain_lifetime"))
    threshold = np.asarray(found["threshold"])
    assert threshold[0] > 2 * threshold[1]
    with pytest.raises(InputError, match="Did you mean 'threshold'"):
        laser_numbers("treshold")
    steady = laser_numbers(continuous=True)(replace(one, pump=idt.Pump(pulse=None)))
    assert steady["intensity"] > 1e9


def test_an_example_runs_and_tells_its_threshold(tmp_path):
    text = (
        TEMPLATE.partition("[[measure]]")[0] + '[[measure]]\nwhat = "threshold"\n\n[[measure]]\nwhat = "continuous"\n'
    )
    file = tmp_path / "laser.toml"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(file), "--out", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["result"]
    assert 0.5 < found["threshold"]["occupation"] < 1.2
    assert found["continuous"]["intensity"] > 1e9
    assert (tmp_path / "out" / "results").is_dir()


def test_gain_spectra_and_maps_run_from_a_file(tmp_path):
    text = HEAD + (
        '[[measure]]\nwhat = "gain-spectra"\noccupations = [0, 4]\n\n'
        '[[measure]]\nwhat = "gain-dynamics"\nfactor = 3\n\n'
        '[[measure]]\nwhat = "threshold-map"\nexcitons = ["1400 nm", "1500 nm"]\nelectrons = [0, 6]\n'
    )
    from infradot.report.kinds import perform_any

    done = perform_any(loads(text))
    assert done.complete and set(done.results()) == {"gain_spectra", "gain_dynamics", "threshold_map"}
    spectra = done.results()["gain_spectra"]
    assert spectra.gain[0].max() < 0.0 < spectra.gain[1].max()
    assert set(done.figures()) == set(done.results())
    spectra.save(tmp_path / "spectra.npz")
    assert idt.load_result(tmp_path / "spectra.npz").gain == pytest.approx(spectra.gain)
    dynamics = done.results()["gain_dynamics"]
    dynamics.save(tmp_path / "dynamics.npz")
    assert idt.load_result(tmp_path / "dynamics.npz").gain_lifetime == pytest.approx(dynamics.gain_lifetime)


def test_the_shipped_example_is_the_template_with_a_map():
    document = read(EXAMPLE)
    assert document.design == laser()
    assert [m.what for m in document.measures][-1] == "threshold-map"
    assert document.measures[-1].excitons.size == 15
