"""Photoconductors: gain, speed and noise against what theory says, and the film alone against the whole channel."""

from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.finite_channel import surviving
from infradot.experiments.local_film import LocalFilm
from infradot.experiments.prepare import prepared
from infradot.units import epsilon_0, k_B, q

FREQUENCY = np.logspace(-1, 7, 65)
LIFETIME = 1e-6


def film(**given):
    usual = {
        "name": "film", "band_gap": 0.95, "electron_affinity": 4.2, "relative_permittivity": 15.0,
        "effective_dos_n": 5e25, "effective_dos_p": 5e25, "mobility_n": 1e-6, "mobility_p": 1e-6, "donors": 1e21,
        "refractive_index": idt.ConstantIndex(value=2.5 + 0.1j),
    }  # fmt: skip
    return idt.Material(**(usual | given))


def plain(lifetime=LIFETIME, **given):
    return film(recombination=(idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime, level=0.0),), **given)


def trapping(loss=1e-16, **given):
    """Holes fall into deep donors, which take an electron late."""
    trap = {"density": 1e22, "depth": 0.65, "kind": "donor", "capture_n": 1e-21, "capture_p": 1e-16}
    return film(recombination=(idt.Radiative(coefficient=loss),), traps=(idt.TrapLevel(**(trap | given)),))


def lateral(material, length=20e-6, contact=None):
    contact = contact or idt.Ohmic()
    layer = idt.Layer(name="film", material=material, thickness=300e-9)
    cell = idt.Device(stack=idt.Stack(layers=(layer,)), front=contact, back=contact)
    return idt.Photoconductor(cell=cell, channel=idt.Channel(length=length, width=1e-3))


def line(irradiance):
    return idt.line(wavelength=1300e-9, irradiance=irradiance)


def local(material, temperature=300.0):
    return LocalFilm(material, prepared(lateral(material).cell).problem, temperature)


# --- the film alone --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("generation", [0.0, 1e14, 1e20, 1e26, 1e29])
@pytest.mark.parametrize(
    "material",
    [
        plain(), trapping(), film(traps=(idt.GaussianTraps(density=1e23, depth=0.5, width=0.06, kind="acceptor",
        capture_n=1e-16, capture_p=1e-19),), recombination=(idt.Auger(coefficient_n=1e-41, coefficient_p=1e-41),),
        statistics=idt.GaussianDisorder(width_n=0.05, width_p=0.04)),
    ],
    ids=["lifetime", "traps", "disorder"],
)  # fmt: skip
def test_every_state_is_neutral_and_as_many_pairs_vanish_as_are_made(material, generation):
    part = local(material)
    state, dark = part.under(generation), part.dark
    assert abs(state.charge) < 1e-12 * (state.n + state.p + state.held.sum())
    captured = np.sum(part.density * (state.catch_n * state.empty - state.free_n * state.filled))
    released = np.sum(part.density * (state.catch_p * state.filled - state.free_p * state.empty))
    turnover = generation + np.sum(part.density * (state.catch_n * state.empty))
    assert state.rate + captured == pytest.approx(generation, rel=1e-9, abs=1e-11 * turnover)
    assert captured == pytest.approx(released, rel=1e-9, abs=1e-11 * turnover)
    # neutrality ties the change of the holes to that of the electrons and of the levels
    change = (state.n - dark.n) + (state.held - dark.held).sum()
    assert state.p - dark.p == pytest.approx(change, rel=1e-6, abs=1e-9 * (state.n + state.held.sum()))


def test_the_linear_answer_is_the_slope_of_the_steady_one():
    part = local(trapping())
    for generation in (1e18, 1e22, 1e25):
        state, more, less = part.under(generation), part.under(1.001 * generation), part.under(0.999 * generation)
        slope = (part.conductivity(more) - part.conductivity(less)) / (0.002 * generation)
        assert state.response(0.0)[0].real == pytest.approx(slope, rel=1e-5)
        times, shares = state.modes()
        assert shares.sum() == pytest.approx(1.0) and (times > 0).all()
        turn = 2j * np.pi * 300.0
        summed = state.response(0.0)[0] * np.sum(shares / (1 + turn * times))
        assert state.response(300.0)[0] == pytest.approx(summed, rel=1e-9)


def test_a_pure_film_fluctuates_as_its_pairs_come_and_go():
    # intrinsic, radiative: dN/dt = g - B n^2 about n = ni, so <dN^2> = N/2 and S_N = 4 <dN^2> tau, tau = 1/(2 B ni)
    material = film(donors=0.0, recombination=(idt.Radiative(coefficient=1e-16),))
    part = local(material)
    n, tau = part.dark.n, 1 / (2 * 1e-16 * part.dark.n)
    frequency = np.array([1e-3, 1.0, 3.0]) / (2 * np.pi * tau)
    expected = 4 * (n / 2) * tau / (1 + (2 * np.pi * frequency * tau) ** 2) * (q * 2e-6) ** 2
    assert part.dark.fluctuation(frequency) == pytest.approx(expected, rel=1e-9, abs=0.0)


def test_the_current_decays_as_the_sum_of_exponentials_after_faint_light_and_faster_than_none_after_strong():
    detector = lateral(trapping(), length=1e-3)
    faint = idt.photocurrent_decay(detector, light=line(1e-6), voltage=10.0)
    modes = idt.photoconduction(detector, light=line(1e-6), voltage=10.0)
    expected = (modes.shares * np.exp(-faint.time[:, None] / modes.time_constants)).sum(axis=1)
    assert np.abs(faint.left - expected).max() < 2e-3
    assert faint.fall_time == pytest.approx(np.log(9) * modes.time_constants[0], rel=0.02)
    strong = idt.photocurrent_decay(detector, light=line(100.0), voltage=10.0)
    # what fell fast at first persists as long as ever at the end
    assert strong.time_to(0.5) < 0.2 * faint.time_to(0.5)
    assert strong.left[strong.time < 5 * modes.time_constants[0]][-1] > 1e-3 * np.exp(-5)


# --- P1 to P3 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("voltage", [0.1, 1.0])
def test_the_gain_is_lifetime_times_mobility_times_voltage_over_length_squared(voltage):
    length = 100e-6  # far beyond the diffusion length
    found = idt.photoconduction(lateral(plain(), length), light=line(1e-4), voltage=voltage)
    expected = LIFETIME * 2e-6 * voltage / length**2  # of electrons and holes
    assert found.gain == pytest.approx(expected, rel=4e-3)
    assert found.textbook_gain == pytest.approx(0.5 * expected, rel=2e-3)
    assert found.lifetime_n == pytest.approx(LIFETIME, rel=2e-3)


def test_gain_times_bandwidth_is_the_mobilities_times_voltage_over_length_squared_whatever_the_lifetime():
    length, voltage = 100e-6, 1.0
    expected = 2e-6 * voltage / (2 * np.pi * length**2)
    for lifetime in (1e-8, 1e-7, 1e-6):
        found = idt.photoconduction(
            lateral(plain(lifetime), length), light=line(1e-4), voltage=voltage, frequency=np.logspace(2, 9, 141)
        )
        assert found.small_gain * found.bandwidth == pytest.approx(expected, rel=0.01)


def test_with_one_kind_of_trap_gain_and_speed_trade_against_each_other():
    length, voltage, products, gains = 1e-3, 10.0, [], []
    for capture in (1e-19, 1e-18, 1e-17):
        found = idt.photoconduction(
            lateral(trapping(1e-18, depth=0.5, capture_n=capture), length),
            light=line(1e-6),
            voltage=voltage,
            frequency=FREQUENCY,
        )
        products.append(found.small_gain * found.bandwidth)
        gains.append(found.gain)
    assert max(gains) > 50 * min(gains)
    # holes are trapped: the electrons' mobility alone
    assert products == pytest.approx([1e-6 * voltage / (2 * np.pi * length**2)] * 3, rel=0.02)


def test_where_traps_fill_the_responsivity_rolls_off_as_one_over_one_plus_the_light():
    # a few of the holes fall into traps, where they stay; the others recombine at once
    material = film(
        donors=1e22,
        recombination=(idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=1e-7, level=0.0),),
        traps=(idt.TrapLevel(density=1e20, depth=0.3, kind="donor", capture_n=1e-20, capture_p=1e-14),),
    )
    sweep = idt.gain_sweep(lateral(material, 1e-2), light=line(1.0), voltage=10.0, factors=np.logspace(-4, 1, 31))
    law = sweep.rolloff()
    assert law.exponent == pytest.approx(1.0, abs=0.03)
    half = sweep.responsivity[0] / 2
    assert np.interp(law.irradiance, sweep.irradiance, sweep.responsivity) == pytest.approx(half, rel=0.05)
    # P0 fills half of them: the holes that are free then fall in as fast as electrons follow, c_p g tau = c_n n
    made = idt.photoconduction(lateral(material, 1e-2), light=line(law.irradiance), voltage=10.0)
    assert made.pairs / 300e-9 == pytest.approx(1e-20 * 1e22 / (1e-14 * 1e-7), rel=0.25)


def test_pairs_that_recombine_with_each_other_give_a_current_as_the_root_of_the_light():
    material = film(donors=1e16, recombination=(idt.Radiative(coefficient=1e-15),))
    sweep = idt.gain_sweep(lateral(material, 1e-2), light=line(1.0), voltage=10.0, factors=np.logspace(-2, 2, 17))
    assert sweep.local_exponent()[8:] == pytest.approx(0.5, abs=0.01)
    rising = np.gradient(np.log(sweep.bandwidth[8:]), np.log(sweep.irradiance[8:]))
    assert rising == pytest.approx(0.5, abs=0.01)


# --- the channel from contact to contact -----------------------------------------------------------------------------


@pytest.mark.parametrize("material", [plain(), trapping()], ids=["lifetime", "traps"])
@pytest.mark.parametrize("voltage", [1.0, 10.0])
def test_the_film_alone_says_what_the_whole_channel_does(material, voltage):
    detector, light = lateral(material), line(1e-3)
    alone = idt.photoconduction(detector, light=light, voltage=voltage, frequency=FREQUENCY)
    whole = idt.photoconduction(detector, light=light, voltage=voltage, frequency=FREQUENCY, model="drift-diffusion")
    assert alone.dark_current == pytest.approx(whole.dark_current, rel=1e-3)
    assert alone.gain == pytest.approx(whole.gain, rel=0.01)
    assert alone.small_gain == pytest.approx(whole.small_gain, rel=0.01)
    assert alone.bandwidth == pytest.approx(whole.bandwidth, rel=0.04)
    assert alone.pairing[0] == pytest.approx(whole.pairing[0], rel=0.09, abs=0.0)
    assert alone.thermal[0] == pytest.approx(whole.thermal[0], rel=0.01, abs=0.0)


def test_contacts_that_take_the_minority_end_the_gain_at_half_of_one_plus_the_mobility_ratio():
    # a hole that reaches the contact is no longer answered by electrons: Rose's limit, here (1 + 10)/2
    material = plain(lifetime=1e-3, mobility_n=1e-5)
    detector = lateral(material)
    for voltage in (30.0, 100.0):
        whole = idt.photoconduction(
            detector, light=line(1e-4), voltage=voltage, model="drift-diffusion", frequency=[1.0]
        )
        assert whole.gain < 5.51
        alone = idt.photoconduction(detector, light=line(1e-4), voltage=voltage, frequency=[1.0])
        assert alone.gain == pytest.approx(whole.gain, rel=0.06)
        assert alone.textbook_gain > 10 * alone.gain
        assert "drift-diffusion knows better" in alone.describe()
    assert alone.gain == pytest.approx(5.5, rel=0.05)


@pytest.mark.parametrize("voltage", [10.0, 100.0])
def test_contacts_that_hold_their_density_cannot_answer_at_once_to_trapped_charge(voltage):
    # l = eps V/(q n L), a layer behind the injecting contact; exact for small signals and holes that stay in place
    length = 20e-6
    material = replace(trapping(1e-18, depth=0.5, capture_n=1e-19), mobility_p=1e-12)
    whole, alone = (
        idt.photoconduction(lateral(material, length), light=line(1e-5), voltage=voltage, frequency=[1.0], model=model)
        for model in ("drift-diffusion", "local")
    )
    share = 15.0 * epsilon_0 * voltage / (q * 1e21 * length) / length
    expected = 1 - share * (1 - np.exp(-1 / share))
    assert whole.gain / alone.gain == pytest.approx(expected, rel=6e-3)
    assert ("before the field can follow" in alone.describe()) == (voltage == 100.0)


def test_what_contacts_leave_is_all_in_a_long_channel_and_half_a_transit_in_a_short_one():
    assert surviving(1.0, 1.0, 1e-9, 1e-6, 2.6e-8) == pytest.approx(1.0, abs=1e-6)
    length, voltage, mobility, diffusion = 1e-5, 100.0, 1e-6, 1e-15
    transit = length**2 / (mobility * voltage)
    assert surviving(length, voltage, 1e4 * transit, mobility, diffusion) == pytest.approx(0.5e-4, rel=1e-3)
    # without a field: diffusion to both ends, 1 - 2 (l/L) tanh(L/2l)
    way = 4e-6
    expected = 1 - 2 * way / length * np.tanh(length / (2 * way))
    assert surviving(length, 1e-12, way**2 / 2.6e-8, mobility, 2.6e-8) == pytest.approx(expected, rel=1e-6)


def test_a_sandwich_is_the_cell_itself():
    layer = idt.Layer(
        name="film", material=plain(1e-8, refractive_index=idt.ConstantIndex(value=2.5 + 2e-3j)), thickness=2e-6
    )
    cell = idt.Device(stack=idt.Stack(layers=(layer,)), front=idt.Ohmic(), back=idt.Ohmic(), area=1e-6)
    detector = idt.Photoconductor(cell=cell)
    light = line(1e-3)
    whole = idt.photoconduction(detector, light=light, voltage=0.5, model="drift-diffusion", frequency=[1.0])
    lit, dark = (idt.jv(cell, light=x, voltage=[0.5]).current_density[0] for x in (light, None))
    assert whole.photocurrent == pytest.approx(1e-6 * (lit - dark), rel=1e-4)
    slow = idt.modulated_response(cell, wavelength=1300e-9, frequency=[1.0], voltage=0.5)
    assert whole.steady == pytest.approx(slow.responsivity[0], rel=0.01)
    alone = idt.photoconduction(detector, light=light, voltage=0.5, frequency=[1.0])
    assert alone.gain == pytest.approx(whole.gain, rel=0.05)


# --- noise -----------------------------------------------------------------------------------------------------------


def test_noise_is_thermal_and_of_generation_and_recombination_never_shot():
    detector = lateral(trapping(), length=1e-3)
    found = idt.photoconduction(detector, light=line(1e-9), voltage=10.0, frequency=FREQUENCY)
    resistance = found.voltage / found.current
    assert found.thermal == pytest.approx(4 * k_B * 300.0 / resistance, rel=1e-9, abs=0.0)
    assert found.density == pytest.approx(found.thermal + found.pairing, rel=1e-12, abs=0.0)
    assert found.density[-1] < 1.01 * found.thermal[-1]
    # 4 q I G overstates what electrons from donors fluctuate: they have nowhere to go
    assert found.textbook_noise[0] > 10 * found.pairing[0]
    double = idt.photoconduction(detector, light=line(1e-9), voltage=20.0, frequency=FREQUENCY)
    assert double.pairing == pytest.approx(4 * found.pairing, rel=0.02, abs=0.0)
    assert np.argmax(found.detectivity) == 0


def test_photogeneration_with_gain_gives_4_q_i_g():
    # few carriers in the dark: the photocurrent fluctuates as its pairs are made and as they vanish
    material = film(donors=1e10, recombination=(idt.ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-6, level=0.0),))
    detector = lateral(material, length=1e-3)
    found = idt.photoconduction(detector, light=line(10.0), voltage=10.0, frequency=[1.0])
    gain = found.gain
    # lifetimes with n = p >> ni: R = n/2 tau; both processes of the level fluctuate, in series: half of full noise
    assert found.pairing[0] / (4 * q * found.photocurrent * gain) == pytest.approx(0.75, rel=0.03)
    radiative = film(donors=1e20, acceptors=0.0, recombination=(idt.Radiative(coefficient=1e-16),))
    found = idt.photoconduction(lateral(radiative, 1e-3), light=line(1e-6), voltage=10.0, frequency=[1.0])
    faint = found.pairing[0] - idt.photoconduction(
        lateral(radiative, 1e-3), light=line(1e-12), voltage=10.0, frequency=[1.0]
    ).pairing[0]  # fmt: skip
    assert faint == pytest.approx(4 * q * found.photocurrent * found.gain, rel=0.02, abs=0.0)


def test_in_the_dark_without_voltage_nothing_flows_and_no_voltage_is_refused():
    detector = lateral(trapping())
    dark = idt.jv(detector.along(), voltage=[0.0]).current_density[0]
    assert abs(dark) < 1e-12 * abs(idt.jv(detector.along(), voltage=[1.0]).current_density[0])
    with pytest.raises(idt.InputError, match="gives nothing without"):
        idt.photoconduction(detector, light=line(1.0), voltage=0.0)


# --- printed numbers -------------------------------------------------------------------------------------------------


def test_600_amperes_a_watt_with_28_per_cent_at_980_nm_are_a_gain_of_2711():
    external = idt.quantum_efficiency(600.0, wavelength=980e-9)
    assert external / 0.28 == pytest.approx(2711, abs=1)


def test_a_gain_of_954_and_18_hz_are_a_transit_of_9_27_us_and_a_film_like_that_exists():
    transit = idt.implied_transit_time(gain=954, bandwidth=18)
    assert 1e6 * transit == pytest.approx(9.27, abs=0.01)
    # 5 um, 40 V: 6.7e-4 cm2/Vs; a film of that mobility whose holes live for 8.8 ms has both, all from rate equations
    mobility = (5e-6) ** 2 / (40.0 * transit)
    assert 1e4 * mobility == pytest.approx(6.7e-4, rel=0.01)
    holes = 1e22
    trap = idt.TrapLevel(density=1e23, depth=0.5, kind="acceptor", capture_n=1e-13, capture_p=18 * 2 * np.pi / holes)
    material = film(
        donors=0.0, acceptors=holes, mobility_n=1e-3 * mobility, mobility_p=mobility,
        recombination=(idt.Radiative(coefficient=1e-18),), traps=(trap,),
    )  # fmt: skip
    found = idt.photoconduction(
        lateral(material, 5e-6), light=line(1e-7), voltage=40.0, frequency=np.logspace(0, 3, 61)
    )
    assert found.gain == pytest.approx(954, rel=0.03)
    assert found.bandwidth == pytest.approx(18, rel=0.03)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_what_is_no_photoconductor_is_refused():
    good = lateral(plain())
    two = (*good.cell.stack.layers, replace(good.cell.stack.layers[0], name="other"))
    with pytest.raises(idt.InputError, match="2 layers conduct, expected one film"):
        idt.Photoconductor(cell=replace(good.cell, stack=idt.Stack(layers=two)), channel=good.channel)
    with pytest.raises(idt.InputError, match="a sandwich needs the area"):
        idt.Photoconductor(cell=good.cell)
    with pytest.raises(idt.InputError, match="series_resistance and shunt_resistance"):
        idt.Photoconductor(cell=replace(good.cell, series_resistance=1e-4), channel=good.channel)
    with pytest.raises(idt.InputError, match="length = 1 m, expected"):
        idt.Channel(length=1.0, width=1e-3)
    clear = lateral(idt.Film(core="PbS", exciton=0.95, ligand="EDT"))
    with pytest.raises(idt.InputError, match="absorbs nothing"):
        idt.photoconduction(clear, light=idt.line(wavelength=5e-6, irradiance=1.0), voltage=1.0)
    with pytest.raises(idt.NotConverged, match="find no way to recombine"):
        idt.photoconduction(lateral(film()), light=line(1.0), voltage=1.0)
    with pytest.raises(idt.InputError, match="does not fall"):
        idt.fit_rolloff(np.logspace(0, 3, 9), np.ones(9))
