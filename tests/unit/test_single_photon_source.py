"""Single-photon sources: their lines and cavities, their files, their commands."""

import json
import math
import struct
import sys

import numpy as np
import pytest

import infradot as idt
from infradot import files
from infradot.cli.app import main, run
from infradot.devices import KINDS
from infradot.devices.single_photon_source import doubts
from infradot.materials.core import named_core
from infradot.report.kinds import perform_any
from infradot.report.photon_files import read_time_tags
from infradot.sweep.answer import measured_by

DOT = idt.Dot(core="PbS", exciton=1.0332)
PULSES = idt.PulsedExcitation(pairs=0.1, repetition=1e5)
TEXT = KINDS["single-photon-source"].template_text()


# --- line, cavity, collection ---------------------------------------------------------------------------------------


def test_the_purcell_factor_is_the_printed_one():  # qed.purcell
    assert idt.purcell_factor(500.0, 1.0) == pytest.approx(38.0, abs=0.1)


def test_a_broad_line_leaves_little_of_a_narrow_mode():
    line = idt.DotLine(energy=1.0, homogeneous=0.067)  # the 50 to 100 meV of PbS at 300 K
    width = 1.0 / 500
    assert idt.spectral_overlap(line, energy=1.0, width=width) == pytest.approx(width / (width + 0.067), rel=1e-12)
    assert 38.0 * idt.spectral_overlap(line, energy=1.0, width=width) == pytest.approx(1.1, abs=0.1)


def test_overlap_is_the_integral_of_line_times_mode():
    line = idt.DotLine(energy=1.0, homogeneous=0.01, diffusion=0.008)
    energy = np.linspace(0.0, 2.0, 400_001)
    mode = 0.006**2 / 4 / ((energy - 1.005) ** 2 + 0.006**2 / 4)
    known = float(np.sum(line.profile(energy) * mode) * (energy[1] - energy[0]))
    assert idt.spectral_overlap(line, energy=1.005, width=0.006) == pytest.approx(known, rel=1e-4)


def test_the_line_of_pbs_narrows_in_the_cold_as_its_phonons_say():
    line, core = idt.phonon_line(named_core("PbS")), named_core("PbS")
    for temperature in (4.0, 77.0, 150.0, 300.0):
        full = 2 * math.sqrt(2 * math.log(2)) * core.single_width(temperature)
        assert line.width(temperature) == pytest.approx(full, rel=1e-9)
    assert 1e3 * line.width(300.0) == pytest.approx(47.1, abs=0.1)
    assert line.cold.std > 0
    with pytest.raises(idt.InputError, match="above 0 K"):
        line.width(0.0)


@pytest.mark.parametrize(("homogeneous", "diffusion"), [(0.047, 0.0), (0.01, 0.02), (0.0, 0.005)])
def test_g1_is_the_transform_of_the_line(homogeneous, diffusion):
    line = idt.DotLine(energy=1.0, homogeneous=homogeneous, diffusion=diffusion)
    offset = np.linspace(-3.0, 3.0, 600_001)
    profile, step = line.profile(1.0 + offset), offset[1] - offset[0]
    for delay in (5e-15, 20e-15, 60e-15):
        phase = offset * delay * 1.602176634e-19 / 1.054571817e-34
        known = abs(np.sum(profile * np.exp(1j * phase)) * step)
        assert line.coherence(delay) == pytest.approx(known, abs=6e-3)  # its Lorentzian wings reach beyond
    delays = np.linspace(-3e-12, 3e-12, 300_001)
    known = float(np.sum(line.coherence(delays) ** 2) * (delays[1] - delays[0]))
    assert line.coherence_time == pytest.approx(known, rel=1e-4)


@pytest.mark.parametrize(("homogeneous", "diffusion"), [(0.02, 0.0), (0.01, 0.01)])
def test_a_measured_spectrum_gives_the_fringes_of_its_line(homogeneous, diffusion):
    line = idt.DotLine(energy=1.0, homogeneous=homogeneous, diffusion=diffusion)
    energy = np.linspace(0.0, 2.0, 4001)
    measured = idt.coherence_of_spectrum(energy, 3e4 * line.profile(energy))
    known = idt.coherence(line, delay=measured.delay)
    assert measured.coherence_time == pytest.approx(known.coherence_time, rel=0.02)
    np.testing.assert_allclose(measured.visibility, known.visibility, rtol=0, atol=0.02)
    assert measured.decay == pytest.approx(known.decay, rel=0.03)


def test_fringes_of_unequal_arms_are_paler_and_a_wavelength_apart():
    found = idt.coherence(idt.DotLine(energy=1.0, homogeneous=0.01), balance=0.25)
    assert found.contrast == pytest.approx(0.8)
    period = 4.135667696e-15
    delay = np.linspace(0.0, 2 * period, 2001)
    fringes = found.fringes(delay)
    assert fringes.max() == pytest.approx(1.8, abs=0.01)
    assert fringes[np.argmin(np.abs(delay - period / 2))] == pytest.approx(0.2, abs=0.05)
    with pytest.raises(idt.InputError, match="tell more"):
        idt.coherence_of_spectrum([0.9, 1.0, 1.1], [0.0, 1.0, 0.0], delay=[0.0, 1e-12])


def test_photons_interfere_as_far_as_dephasing_lets_them():
    ideal = idt.DotLine(energy=1.0, homogeneous=1e-9)
    decay = 1e-9 * 1.602176634e-19 / 1.054571817e-34  # as wide as its lifetime makes it
    assert ideal.indistinguishability(decay) == pytest.approx(1.0, rel=1e-9)
    assert idt.DotLine(energy=1.0, homogeneous=2e-9).indistinguishability(decay) == pytest.approx(0.5, rel=1e-9)
    assert idt.DotLine(energy=1.0, homogeneous=1e-9, diffusion=1e-8).indistinguishability(decay) < 0.1


def test_a_lens_takes_half_of_the_directions_at_most():
    assert idt.aperture_share(1.5, 1.5) == 0.5
    with pytest.raises(idt.InputError, match="0 to the index"):
        idt.aperture_share(1.6, 1.5)


def test_a_narrow_filter_passes_half_of_a_line_at_its_middle():
    line = idt.dot_line(DOT)
    assert line.share(0.0, float(line.energy)) == pytest.approx(0.5, abs=0.02)
    source = idt.SinglePhotonSource(
        dot=DOT, excitation=PULSES, biexciton_shift=-0.05, temperature=4.0,
        collection=idt.Collection(longest=1.239842e-6 / (idt.dot_line(DOT, temperature=4.0).energy - 0.02)),
    )  # fmt: skip
    found = idt.photon_source(source)
    assert found.through["biexciton"] < 0.1 * found.through["exciton"]
    open_ = idt.photon_source(idt.SinglePhotonSource(dot=DOT, excitation=PULSES, temperature=4.0))
    assert found.g2 < 0.2 * open_.g2


def test_absorbed_pairs_are_cross_section_times_photons():
    pairs = idt.pulse_pairs(DOT, fluence=0.1, wavelength=800e-9)
    again = idt.pump_rate(DOT, irradiance=0.1, wavelength=800e-9)
    assert pairs == again
    assert pairs.std > 0.2 * pairs


# --- the source as a whole ------------------------------------------------------------------------------------------


def test_brightness_is_what_is_emitted_times_what_is_collected():
    source = idt.SinglePhotonSource(
        dot=DOT, excitation=PULSES, cavity=idt.Cavity(quality=20, volume=0.05, extraction=0.4), quantum_yield=0.3
    )
    found = idt.photon_source(source)
    assert found.into_mode == pytest.approx(found.enhancement / (1 + found.enhancement), rel=1e-12)
    apart = idt.aperture_share(0.9, 1.5)
    assert found.collected == pytest.approx(0.4 * found.into_mode + apart * (1 - found.into_mode), rel=1e-12)
    assert found.brightness == pytest.approx(found.emitted * found.collected / 1e5, rel=1e-12)
    bare = idt.photon_source(idt.SinglePhotonSource(dot=DOT, excitation=PULSES, quantum_yield=0.3))
    assert found.emission.nonradiative == bare.emission.nonradiative  # traps know nothing of the cavity
    assert found.emission.quantum_yield(1, 1) > bare.emission.quantum_yield(1, 1)


def test_dark_counts_hide_a_weak_source_and_the_kind_says_so():
    source = idt.SinglePhotonSource(dot=DOT, excitation=PULSES)
    told = " ".join(doubts(source))
    assert "of the counts are photons of the dot" in told
    quiet = idt.SinglePhotonSource(
        dot=DOT, excitation=PULSES, detector=idt.PhotonCounter(efficiency=0.8, dark_rate=1.0)
    )
    assert not doubts(quiet)
    assert idt.photon_source(quiet).g2_measured < 0.1 < idt.photon_source(source).g2_measured
    fast = idt.SinglePhotonSource(dot=DOT, excitation=idt.PulsedExcitation(pairs=0.1, repetition=5e6))
    assert "peaks of the histogram overlap" in " ".join(doubts(fast))


def test_blinking_dims_the_source():
    steady, dim = (
        idt.photon_source(idt.SinglePhotonSource(dot=DOT, excitation=PULSES, blinking=blinking))
        for blinking in (None, idt.PowerLawBlinking())
    )
    assert dim.emitted == pytest.approx(0.5 * steady.emitted, rel=1e-12)
    assert dim.g2 == steady.g2


def test_a_source_against_temperature_and_excitation():
    source = idt.SinglePhotonSource(dot=DOT, excitation=PULSES, cavity=idt.Cavity(quality=500, volume=1.0))
    line = idt.line_sweep(source, temperatures=[4.0, 300.0])
    assert line.enhancement[0] > 4 * line.enhancement[1]
    curve = idt.source_saturation(source)
    assert curve.half == pytest.approx(math.log(2), rel=0.05)
    continuous = idt.SinglePhotonSource(dot=DOT, excitation=idt.ContinuousExcitation(pump=1e5))
    assert idt.photon_source(continuous).brightness is None
    assert len(idt.source_saturation(continuous).strength) == 25


def test_results_are_kept(tmp_path):
    source = idt.SinglePhotonSource(dot=DOT, excitation=PULSES)
    for i, result in enumerate((idt.photon_source(source), idt.line_sweep(source), idt.source_saturation(source))):
        result.save(tmp_path / f"{i}.npz")
        again = idt.load_result(tmp_path / f"{i}.npz")
        assert type(again) is type(result)
        assert again.describe() == result.describe()
        result.to_csv(tmp_path / f"{i}.csv")


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_source_survives_the_way_through_a_file():
    source = files.loads(TEXT).design
    assert files.loads(files.dumps(source)).design == source
    rich = idt.SinglePhotonSource(
        dot=idt.Dot(core="PbS", diameter=4e-9, shell=idt.Shell(core="CdS", thickness=1e-9)),
        excitation=idt.ContinuousExcitation(pump=1e5), temperature=10.0, index=1.7, quantum_yield=0.9, diffusion=0.005,
        biexciton_shift=-0.01, trion_shift=-0.005, blinking=idt.Charging(ejection=0.01, recovery=100.0),
        cavity=idt.Cavity(quality=100, volume=0.3, energy=0.95, coupling=0.5, leak=0.8, extraction=0.7),
        collection=idt.Collection(shortest=1.2e-6, longest=1.4e-6, background=10.0),
        detector=idt.PhotonCounter(efficiency=0.5, afterpulsing=0.02), name="rich",
    )  # fmt: skip
    assert files.loads(files.dumps(rich)).design == rich


def test_every_number_of_a_source_has_a_path():
    source = files.loads(TEXT).design
    names = [parameter.path for parameter in files.paths(source)]
    assert {"dot.exciton", "excitation.pairs", "detector.dark_rate", "collection.transmission"} <= set(names)
    changed = files.change(source, {"dot.exciton": "1400 nm", "detector.jitter": "1 ns", "excitation.pairs": 0.5})
    assert float(changed.dot.exciton) == pytest.approx(1.239842e3 / 1400, rel=1e-6)
    assert changed.dot.size > source.dot.size
    assert changed.detector.jitter == 1e-9
    assert changed.excitation.pairs == 0.5


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('exciton = "1200 nm"', "", "its size is missing"),
        ('kind = "pulsed"', 'kind = "plused"', "excitation"),
        ("pairs = 0.3", 'pairs = "-1"', "pairs"),
        ('repetition = "100 kHz"', 'repetition = "100"', "repetition"),
        ("numerical_aperture = 1.3", "numerical_aperture = 1.6", "above the index"),
        ('what = "saturation"', 'what = "jv"', "measure"),
        ("[detector]", "[detectr]", "Did you mean 'detector'"),
    ],
)
def test_mistakes_of_files_are_told(old, new, words):
    assert old in TEXT
    with pytest.raises(idt.InputError, match=words):
        files.loads(TEXT.replace(old, new, 1))


def test_a_run_of_the_template_answers_everything():
    answers = perform_any(files.loads(TEXT.replace('duration = "600 s"', 'duration = "20 s"')))
    assert {"photons", "saturation", "line", "histogram"} <= set(answers.results())
    assert len(answers.tables()) == 4
    assert set(answers.figures()) == {"histogram", "saturation", "line"}
    values = answers.values()
    assert values["source"]["photons"]["g2"] < 1e-3
    json.dumps(values["source"])


def test_a_sweep_asks_a_source_for_its_own_numbers():
    document = files.loads(TEXT)
    answer = measured_by(document, ["g2", "counts"])
    assert set(answer(document.design)) == {"g2", "counts"}
    with pytest.raises(idt.InputError, match="brightness"):
        measured_by(document, ["brightnes"])


# --- measured data --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tags():
    source = idt.SinglePhotonSource(
        dot=DOT, excitation=idt.PulsedExcitation(pairs=0.5, repetition=1e5), quantum_yield=0.5,
        collection=idt.Collection(transmission=0.9, numerical_aperture=1.4, background=2000.0),
        detector=idt.PhotonCounter(efficiency=0.8, dark_rate=10.0),
    )  # fmt: skip
    return idt.hanbury_brown_twiss(source, duration=10.0, seed=2)


def test_time_tags_come_back_from_text(tags, tmp_path):
    tags.to_csv(tmp_path / "tags.csv")
    again, read = read_time_tags(tmp_path / "tags.csv")
    assert again.first.tolist() == tags.first.tolist()
    assert again.second.tolist() == tags.second.tolist()
    assert (again.duration, again.period) == (tags.duration, tags.period)
    assert any("channels 1 and 2" in text for text in read)


def test_the_command_finds_one_emitter(tags, tmp_path, capsys):
    tags.to_csv(tmp_path / "tags.csv")
    assert run(main, ["metrology", "g2", str(tmp_path / "tags.csv"), "--json", "--out", str(tmp_path / "out")]) == 0
    found = json.loads(capsys.readouterr().out)["result"]
    assert found["g2_fit"] < 0.05
    assert found["g2_areas"] == pytest.approx(found["floor"], abs=0.08)
    assert {"table.txt", "curve.csv", "figure.png", "result.json"} <= {p.name for p in (tmp_path / "out").iterdir()}


def test_continuous_light_is_fitted_as_a_dip(tmp_path, capsys):
    source = idt.SinglePhotonSource(
        dot=DOT, excitation=idt.ContinuousExcitation(pump=2e5), quantum_yield=0.5,
        collection=idt.Collection(transmission=0.9, numerical_aperture=1.4),
        detector=idt.PhotonCounter(efficiency=0.8, dark_rate=10.0),
    )  # fmt: skip
    idt.hanbury_brown_twiss(source, duration=5.0, seed=3).to_csv(tmp_path / "dip.csv")
    words = ["metrology", "g2", str(tmp_path / "dip.csv"), "--reach", "5 us", "--width", "100 ns", "--json"]
    assert run(main, [*words, "--no-figures"]) == 0
    found = json.loads(capsys.readouterr().out)["result"]
    assert found["period_ns"] is None
    assert found["g2_fit"] < 0.05 + 2 * found["g2_fit_std"]
    decay = idt.photon_source(source).emission.decay_rate(1, 1)
    assert found["time_ns"] == pytest.approx(1e9 / (decay + 2e5), rel=0.1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Channel,Time\n1,5\n2,7\n", "has no unit"),
        ("Channel,Time (V)\n1,5\n2,7\n", "expected a time"),
        ("A,B\n1,5\n", "no column for the channel"),
        ("Channel,Time (ps)\n1,5\n2,x\n", "tags.csv"),
        ("Channel,Time (ps)\n1,5\n2,7\n3,9\n", "expected two"),
    ],
)
def test_mistakes_of_time_tags_are_told(tmp_path, text, words):
    (tmp_path / "tags.csv").write_text(text)
    with pytest.raises(idt.InputError, match=words):
        read_time_tags(tmp_path / "tags.csv")


def test_a_missing_reader_of_ptu_files_is_named(tmp_path, monkeypatch):
    (tmp_path / "x.ptu").write_bytes(b"PQTTTR")
    monkeypatch.setitem(sys.modules, "ptufile", None)
    with pytest.raises(idt.InputError, match=r"pip install 'infradot\[photons\]'"):
        read_time_tags(tmp_path / "x.ptu")


def _tag(name: str, kind: int, value: bytes) -> bytes:
    return name.encode().ljust(32, b"\0") + struct.pack("<iI", -1, kind) + value


def _ptu(records: list[int], record_type: int, pulse: float, step: float) -> bytes:
    """A small file as PicoQuant's own description of the format has it."""
    whole, real, empty = 0x10000008, 0x20000008, 0xFFFF0008
    head = b"PQTTTR\0\0" + b"00.0.1\0\0"
    for name, value in (
        ("Measurement_Mode", 2 if record_type & 0xFF00 == 0x0200 else 3), ("Measurement_SubMode", 0),
        ("TTResultFormat_TTTRRecType", record_type), ("TTResult_NumberOfRecords", len(records)),
        ("HW_InpChannels", 4), ("TTResult_StopAfter", 1000), ("TTResultFormat_BitsPerRecord", 32),
    ):  # fmt: skip
        head += _tag(name, whole, struct.pack("<q", value))
    for name, value in (("MeasDesc_GlobalResolution", pulse), ("MeasDesc_Resolution", step)):
        head += _tag(name, real, struct.pack("<d", value))
    head += _tag("Header_End", empty, b"\0" * 8)
    return head + np.array(records, dtype="<u4").tobytes()


def test_ptu_files_of_both_modes_are_read(tmp_path):
    pytest.importorskip("ptufile")
    # generic T2: channel in 6 bits over a time in 25; T3: channel, delay in 15 bits, number of the pulse in 10
    events = [(0, 100), (1, 250), (0, 900), (1, 1000)]
    (tmp_path / "t2.ptu").write_bytes(_ptu([c << 25 | t for c, t in events], 0x00010207, 1e-12, 1e-12))
    tags, _ = read_time_tags(tmp_path / "t2.ptu")
    assert np.diff(tags.first).tolist() == [800]
    assert np.diff(tags.second).tolist() == [750]
    assert tags.second[0] - tags.first[0] == 150
    pulses = [(0, 40, 1), (1, 10, 2), (0, 4, 5), (1, 8, 5)]
    records = [c << 25 | d << 10 | n for c, d, n in pulses]
    (tmp_path / "t3.ptu").write_bytes(_ptu(records, 0x00010307, 1e-6, 1e-9))
    tags, _ = read_time_tags(tmp_path / "t3.ptu")
    assert tags.period == 1e-6
    assert tags.second[1] - tags.first[1] == 4000
    assert tags.second[0] - tags.first[0] == 1_000_000 - 30_000


# --- what was published -----------------------------------------------------------------------------------------------


def test_the_works_of_the_review_are_held_against_the_model(capsys):
    assert run(main, ["reproduce", "single-photons", "--draws", "9", "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["result"]["claims"]
    assert {claim["key"] for claim in claims} == {"ref88", "ref89"}
    purity = next(claim for claim in claims if claim["quantity"].startswith("g2(0) of one dot"))
    assert purity["verdict"] == "explained"
    assert purity["high"] < 1e-2
    assert all(claim["verdict"] != "not explained" for claim in claims)


def test_new_check_and_list_know_the_kind(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(main, ["new", "single-photon-source"]) == 0
    assert run(main, ["check", "single-photon-source.toml"]) == 0
    assert "Nothing that a physicist would look at twice" in capsys.readouterr().out
