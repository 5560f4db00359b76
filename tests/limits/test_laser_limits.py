"""Lasers where the answer is known: resonators, thresholds, balances of photons, relaxation, width of the line."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.experiments.laser_mode import laser_mode, pump_per_dot
from infradot.experiments.resonator_loss import brightening, resonator_loss
from infradot.materials.filling import TOP
from infradot.numerics.rosenbrock import integrate
from infradot.solvers.dot_equations import DotEquations, steady_populations
from infradot.solvers.dot_populations import follow, jacobian
from infradot.solvers.dot_relaxation import relaxation
from infradot.units import c, h, hc_eV, k_B, q

CHECKS = Path(__file__).parents[1] / "data/lasers/check_values.csv"
FILM = idt.Film(core="PbS", exciton=hc_eV / 1530e-9, ligand="iodide on (100)")


def check(model, inputs):
    with CHECKS.open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if (row["model"], row["inputs"]) == (model, inputs))
    return pytest.approx(float(row["value"]), rel=0.0, abs=float(row["abs_tolerance"]))


def laser(thickness=150e-9, electrons=6.0, **fields):
    stack = idt.Stack(layers=(idt.Layer(name="dots", material=FILM, thickness=thickness),), back_medium=1.5)
    given = {"resonator": idt.DistributedFeedback(), "gain": idt.StateFilling(electrons=electrons), **fields}
    return idt.Laser(stack=stack, gain_layer="dots", **given)


# resonators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_gratings_lose_what_kogelnik_and_shank_found(strength):
    mode = laser_mode(laser(), 1650e-9)
    grating = idt.DistributedFeedback(length=1e-3, coupling=strength * 1e3, order=1)
    found = resonator_loss(grating, mode)
    assert found.radiated == 0.0
    assert found.total * 1e-3 / 2 == check("laser.DFB", f"kL={strength}")
    assert resonator_loss(replace(grating, order=2, radiation_loss=500.0), mode).total == pytest.approx(
        found.total + 500.0
    )


def test_a_quarter_wave_shift_lets_a_grating_lase_at_braggs_wavelength():
    mode = laser_mode(laser(), 1650e-9)
    found = resonator_loss(idt.DistributedFeedback(length=1e-3, coupling=2e3, quarter_wave=True, order=1), mode)
    assert found.total * 1e-3 / 2 == pytest.approx(0.697135, abs=1e-5)
    assert found.detuning == pytest.approx(0.0, abs=1e-3)


def test_mirrors_rings_and_stripes_lose_what_they_must():
    mode = laser_mode(laser(), 1650e-9)
    assert resonator_loss(idt.Mirrors(length=1e-3, reflectivity=(0.25, 1.0)), mode).total == pytest.approx(
        math.log(4.0) / 2e-3
    )
    ring = resonator_loss(idt.WhisperingGallery(quality=1000.0), mode).total
    lifetime = 1000.0 / (2 * math.pi * c / 1650e-9)  # Q over the angular frequency
    assert ring == pytest.approx(mode.group_index / (c * lifetime), rel=1e-12)
    assert math.expm1(brightening(50.0)) / brightening(50.0) == pytest.approx(50.0)


def test_a_pitch_prescribes_the_wavelength():
    found = idt.lasing_threshold(laser(resonator=idt.DistributedFeedback(order=2, pitch=870e-9)))
    expected = 2 * found.mode.effective_index * 870e-9 / 2
    assert found.wavelength == pytest.approx(expected, rel=5e-3)  # half a stop band off
    longer = idt.lasing_threshold(laser(resonator=idt.DistributedFeedback(order=2, pitch=880e-9)))
    assert longer.wavelength > found.wavelength
    assert longer.pitch == pytest.approx(880e-9, rel=5e-3)


def test_what_does_not_guide_is_refused():
    with pytest.raises(InputError, match="guides no TE light"):
        idt.lasing_threshold(laser(thickness=20e-9))
    given = idt.lasing_threshold(laser(thickness=20e-9, confinement=0.3))
    assert given.mode.confinement == pytest.approx(0.3)


# threshold -------------------------------------------------------------------------------------------------------


def test_every_dot_gets_its_share_of_what_the_film_absorbs():
    one = laser(thickness=400e-9)
    per_dot = pump_per_dot(one)
    found = idt.lasing_threshold(one)
    absorbed = float(per_dot.sum()) * 40e-9 * FILM.dot_density
    assert found.absorbed == pytest.approx(absorbed)
    assert 0.3 < absorbed < 0.9
    assert per_dot[0] > per_dot[-2]  # light comes from the front


def test_a_film_far_thinner_than_the_light_needs_what_its_cross_section_says():
    # between media of its own index there is neither reflection nor depth
    index = FILM.dielectric(300.0)
    n = float(np.sqrt(index.epsilon(np.array(hc_eV / 800e-9))).real)
    layers = (idt.Layer(name="dots", material=FILM, thickness=1e-9),)
    thin = replace(laser(confinement=0.5), stack=idt.Stack(layers=layers, front_medium=n, back_medium=n))
    assert pump_per_dot(thin) == pytest.approx(np.full(10, float(FILM.dot_cross_section(800e-9))), rel=0.02)


def test_the_threshold_gain_is_all_that_is_lost():
    found = idt.lasing_threshold(laser())
    gain = found.laser.gain.of(FILM)
    pumped = found.mode.factors @ gain.at(
        hc_eV / found.wavelength, pump_per_dot(found.laser) * found.pump / (q * hc_eV / 800e-9)
    )
    assert float(pumped) == pytest.approx(found.modal_gain, rel=0.02)
    assert found.modal_gain == pytest.approx(found.resonator.total + 1000.0 + found.mode.loss)


def test_doping_lowers_the_threshold_and_shortens_the_gain():
    bare, doped = (idt.lasing_threshold(laser(electrons=e)) for e in (0.0, 6.0))
    assert doped.pump < 0.4 * bare.pump
    assert doped.gain_lifetime < bare.gain_lifetime
    assert doped.interval[0] < doped.interval[1]


def test_a_constant_pump_needs_the_fluence_in_a_gain_lifetime():
    pulsed = idt.lasing_threshold(laser())
    steady = idt.lasing_threshold(laser(pump=idt.Pump(pulse=None)))
    assert steady.pump == pytest.approx(pulsed.continuous_equivalent, rel=0.5)
    assert 1e9 < steady.pump < 1e12  # W m-2: megawatts for each cm2


def test_the_map_holds_the_thresholds_of_single_lasers():
    found = idt.threshold_map(laser(), exciton=[0.78, 0.85], electrons=[0.0, 5.0])
    for i, electrons in enumerate((0.0, 5.0)):
        for j, exciton in enumerate((0.78, 0.85)):
            film = replace(FILM, exciton=exciton)
            stack = idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=150e-9),), back_medium=1.5)
            single = idt.lasing_threshold(replace(laser(electrons=electrons), stack=stack))
            assert found.pump[i, j] == pytest.approx(single.pump, rel=0.01)
    assert "electrons a dot" in found.describe()


def test_a_gaussian_beam_changes_little():
    flat, round_ = (idt.lasing_threshold(laser(pump=idt.Pump(beam=beam))) for beam in ("flat", "gaussian"))
    assert round_.pump == pytest.approx(flat.pump, rel=0.4)
    assert round_.pump != flat.pump


# dots and photons in time ----------------------------------------------------------------------------------------


def test_the_integrator_is_of_third_order():
    def rate(t, y):
        return np.array([-(y[0] ** 2) + math.sin(3 * t), -5 * y[1] + y[0] * math.cos(t)])

    def by_time(t, y):
        return np.array([3 * math.cos(3 * t), -y[0] * math.sin(t)])

    def factor(t, y, shift):
        matrix = shift * np.eye(2) - np.array([[-2 * y[0], 0.0], [math.cos(t), -5.0]])
        return lambda r: np.linalg.solve(matrix, r)

    def end(relative):
        _, y = integrate(rate, factor, by_time, np.array([1.0, 0.5]), (0.0, 2.0), relative=relative, absolute=1e-14)
        return y[-1]

    exact = end(1e-11)
    for relative in (1e-3, 1e-5, 1e-7):
        assert end(relative) == pytest.approx(exact, rel=30 * relative)


def dots(decay=None, **fields):
    gain = idt.StateFilling(electrons=0).of(FILM)
    rates = (decay or idt.Decay()).rates(gain, gain.filling, TOP)
    none = np.zeros((1, TOP + 1))
    given = {"emission": none, "absorption": none, "passive": none, **fields}
    return DotEquations(
        dots=np.array([1e18]), pump=np.array([1e-19]), radiative=rates.radiative[None], auger=rates.auger[None],
        trapped=rates.trapped[None], **given,
    )  # fmt: skip


def test_a_short_pulse_fills_dots_as_poisson_says():
    pulse = idt.GaussianPulse(duration=2e-15)
    found = follow(dots(), pulse.span, flux=lambda t: 2.5e19 * float(pulse.rate(t)))
    assert found.populations[-1, 0] == pytest.approx(idt.poisson(2.5, TOP), abs=5e-4)


@pytest.mark.parametrize(
    "pulse",
    [
        idt.GaussianPulse(duration=5e-12),
        idt.SquarePulse(duration=1e-9),
        idt.SampledPulse(time=[0.0, 1e-12, 3e-12, 10e-12], power=[0.0, 1.0, 0.2, 0.0]),
    ],
    ids=lambda pulse: type(pulse).__name__,
)
def test_pulses_of_any_shape_bring_all_their_photons(pulse):
    found = follow(dots(), (*pulse.breaks, pulse.span[1] + 1e-9), flux=lambda t: 2e19 * float(pulse.rate(t)))
    assert found.counted["absorbed"][-1] / 2e18 == pytest.approx(1.0, rel=1e-3)
    assert found.imbalance < 1e-12
    assert found.populations.sum(axis=-1) == pytest.approx(np.ones((found.time.size, 1)), abs=1e-12)


def test_excitons_decay_one_by_one_to_a_single_one():
    # two excitons in every dot leave one by Auger recombination, which then lives long
    start = np.zeros((1, TOP + 1))
    start[0, 2] = 1.0
    tau = FILM.dot.auger_lifetime
    found = follow(dots(idt.Decay(trap_lifetime=math.inf)), (0.0, 5 * tau), start=start)
    expected = 1.0 + np.exp(-found.time / tau)
    assert found.excitons[:, 0] == pytest.approx(expected, rel=2e-3)


def test_a_constant_pump_ends_in_the_steady_state():
    equations = dots()
    lost = (equations.radiative + equations.auger + equations.trapped)[0]
    found = follow(equations, (0.0, 2e-5), flux=lambda t: 3e29)
    assert found.populations[-1, 0] == pytest.approx(steady_populations(np.array(3e10), lost), abs=1e-6)


def test_photons_in_are_photons_out_and_lost():
    one = laser()
    threshold = idt.lasing_threshold(one)
    for factor in (0.5, 4.0):
        found = idt.laser_pulse(one, pump=factor * threshold.pump, threshold=threshold)
        assert found.imbalance < 1e-6
        assert found.course.populations.sum(axis=-1) == pytest.approx(1.0, abs=1e-9)
        assert found.course.populations.min() > -1e-6
    assert found.energy < found.pump * 800e-9 / threshold.wavelength  # no more photons out than in


def test_light_has_to_build_up_before_the_gain_is_gone():
    one = laser()
    static = idt.lasing_threshold(one)
    seen = idt.pulse_threshold(one, threshold=static)
    assert 1.3 < seen / static.pump < 5.0
    slow = replace(one, decay=idt.Decay(auger_factor=200.0))
    patient = idt.lasing_threshold(slow)
    assert idt.pulse_threshold(slow, threshold=patient) / patient.pump < seen / static.pump
    with pytest.raises(InputError, match="continuous"):
        idt.pulse_threshold(replace(one, pump=idt.Pump(pulse=None)))


def test_above_threshold_the_output_rises_with_the_pump():
    one = laser()
    static = idt.lasing_threshold(one)
    found = idt.input_output(one, pump=static.pump * np.array([1.5, 2.0, 2.5, 3.0, 4.0, 6.0]))
    assert np.all(np.diff(found.output) > 0)
    assert found.threshold == pytest.approx(idt.pulse_threshold(one), rel=0.15)
    assert 0.0 < found.slope_efficiency < 800 / 1530
    assert found.imbalance < 1e-6


def test_a_steady_laser_holds_its_gain_at_its_losses():
    steady = laser(pump=idt.Pump(pulse=None))
    threshold = idt.lasing_threshold(steady)
    found = idt.laser_pulse(steady, pump=3 * threshold.pump, threshold=threshold)
    assert float(found.gain[-1]) == pytest.approx(threshold.modal_gain, rel=1e-3)
    assert found.imbalance < 1e-6
    assert 1.0 < found.inversion < 5.0
    below = idt.laser_pulse(steady, pump=0.5 * threshold.pump, threshold=threshold)
    assert float(below.emitted[-1]) < 1e-4 * float(found.emitted[-1])
    assert found.linewidth < below.linewidth


def test_relaxation_oscillations_have_the_frequency_of_the_linearised_equations():
    # dots of two levels, as in textbooks: omega^2 = v_g a S/tau_p
    two = DotEquations(
        dots=np.array([1e16]), pump=np.array([1e-19]), radiative=np.array([[0.0, 1e7]]), auger=np.zeros((1, 2)),
        trapped=np.zeros((1, 2)), emission=np.array([[0.0, 1e-12]]), absorption=np.array([[1e-12, 0.0]]),
        passive=np.zeros((1, 2)), velocity=1e8, out=3e11, inside=1e11, seed=1.0,
    )  # fmt: skip
    flux = 1e27

    def pump(t):
        return flux

    found = follow(two, (0.0, 2e-6), flux=pump)
    gain = 1e16 * 1e-12 * (2 * found.excitons[-1, 0] - 1.0)
    assert gain * 1e8 == pytest.approx(4e11, rel=1e-3)
    swing = relaxation(found, pump)
    assert math.hypot(2 * math.pi * swing.frequency, swing.damping) == pytest.approx(
        2 * math.pi * swing.undamped, rel=0.01
    )
    slope = 2e-12  # each exciton adds emission and takes absorption away
    expected = math.sqrt(1e8 * slope * float(found.photons[-1]) * 4e11) / (2 * math.pi)
    assert swing.undamped == pytest.approx(expected, rel=1e-9)


def test_the_jacobian_is_that_which_the_solver_uses():
    one = laser()
    threshold = idt.lasing_threshold(one)
    found = idt.laser_pulse(one, pump=3 * threshold.pump, threshold=threshold).course
    i = int(np.argmax(found.photons))
    from infradot.solvers.dot_populations import _System

    flux = lambda t: 0.0  # noqa: E731
    y = np.concatenate((found.populations[i].ravel(), [found.photons[i] / found.equations.dots.sum()], np.zeros(6)))
    matrix = jacobian(found.equations, flux, 0.0, y)
    solve = _System(found.equations, flux).factor(0.0, y, 1e12)
    r = np.random.default_rng(1).standard_normal(y.size)
    assert 1e12 * solve(r) - matrix @ solve(r) == pytest.approx(r, abs=1e-6)


# transient gain --------------------------------------------------------------------------------------------------


def test_gain_of_heavily_doped_dots_lasts_as_long_as_was_measured():
    # 25 to 35 ps in 6.2 nm dots, Christodoulou et al., Nano Lett. 20, 5909 (2020)
    film = idt.Film(core="PbS", diameter=6.2e-9, ligand="iodide on (100)")
    doped = idt.gain_dynamics(film, pump=1.0, model=idt.StateFilling(electrons=6))
    assert 20e-12 < doped.gain_lifetime < 40e-12
    assert doped.course.imbalance < 1e-12
    bare = idt.gain_dynamics(film, pump=0.3, model=idt.StateFilling(electrons=0))
    assert bare.gain_lifetime == 0.0 and bare.best.max() < 0.0
    assert "too few for gain" in bare.describe()


def test_bleaching_is_the_share_of_filled_states():
    film = idt.Film(core="PbS", diameter=6.2e-9, ligand="PbX2 ink")
    found = idt.gain_dynamics(
        film, pump=0.2, wavelength=[hc_eV / film.exciton], model=idt.StateFilling(electrons=0, stokes_shift=0.0),
        pulse=idt.GaussianPulse(duration=50e-15),
    )  # fmt: skip
    assert found.change[0, 0] == pytest.approx(0.0, abs=1e-3)
    bleached = int(np.argmax(found.excitons))
    # each exciton fills an electron and a hole state of eight: -2/8 each
    assert found.change[bleached, 0] == pytest.approx(-0.25 * float(found.excitons[bleached]), rel=0.03)


def test_blends_and_shells_slow_auger_recombination():
    film = idt.Film(core="PbS", diameter=6.2e-9, ligand="iodide on (100)")
    plain, blend = (
        idt.gain_dynamics(film, pump=1.0, model=idt.StateFilling(electrons=6), decay=idt.Decay(auger_factor=f))
        for f in (1.0, 5.0)
    )
    assert blend.gain_lifetime == pytest.approx(5 * plain.gain_lifetime, rel=0.1)
    shelled = idt.Dot(core="PbS", diameter=5e-9, shell=idt.Shell(core="PbS0.5Se0.5", thickness=1e-9))
    bare = idt.Dot(core="PbS", diameter=7e-9)
    assert shelled.auger_lifetime == pytest.approx(5 * bare.auger_lifetime)


# continuous operation and the line -------------------------------------------------------------------------------


def test_continuous_lasing_takes_megawatts_and_currents_of_the_same_size():
    one = laser()
    far = idt.continuous_lasing(one)
    assert 1e5 < far.intensity * 1e-4 < 1e8  # W cm-2
    assert far.warming == pytest.approx(far.intensity * far.threshold.absorbed * 20e-6 / 1.1)
    assert far.longest_spot * far.heat == pytest.approx(50.0 * 1.1)
    wired = idt.injected_lasing(one)
    # what light brings at threshold, the current must bring as well
    photons = far.heat / (q * hc_eV / 800e-9)
    assert wired.current_density == pytest.approx(q * photons, rel=0.25)
    assert wired.over_usual > 1e3
    assert "lower bound" in wired.describe()


def test_a_disk_of_heat_warms_glass_as_the_textbook_says():
    far = replace(idt.continuous_lasing(laser()), spot=10e-6, conductivity=2.0)
    assert far.warming == pytest.approx(far.heat * 10e-6 / 2.0)


def test_widths_of_lines():
    assert idt.line_in_wavelength(0.9e-3, 1650e-9) * 1e9 == check("laser.linewidth", "0.9 meV at 1650 nm")
    assert idt.line_in_wavelength(0.62e-3, 1650e-9) * 1e9 == pytest.approx(1.36, abs=5e-3)  # not the 1.23 nm of print
    width = idt.schawlow_townes_width(photons=1e4, photon_lifetime=2e-12, inversion=2.0)
    assert width * q / h == pytest.approx(2.0 / 2e-12 / (4 * math.pi * 1e4))
    assert idt.schawlow_townes_width(photons=1e4, photon_lifetime=2e-12, inversion=2.0, henry=2.0) == pytest.approx(
        5 * width
    )
    assert idt.pulse_limited_width(1e-12) * q / h == pytest.approx(0.4413e12, rel=1e-3)
    for wrong in (0.0, -1.0):
        with pytest.raises(InputError):
            idt.pulse_limited_width(wrong)
        with pytest.raises(InputError):
            idt.schawlow_townes_width(photons=wrong, photon_lifetime=1e-12)


def test_a_stripe_amplifies_as_the_textbook_says():
    assert math.expm1(100e2 * 1e-3) / 100.0 == check("laser.VSL", "g=100/cm;L=1mm")


def test_heat_at_room_temperature_fills_no_dots():
    # a steady pump of nothing leaves dots empty: kT is a fortieth of the gap
    assert math.exp(-FILM.exciton * q / (k_B * 300.0)) < 1e-12
    assert steady_populations(np.array(1e-3), np.arange(5.0) * 1e6)[0] == pytest.approx(1.0)
