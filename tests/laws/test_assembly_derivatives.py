"""Jacobian and gradients of the whole device against complex step, entry by entry, with every law switched on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from complex_step import H, Step, moved, plain, slopes
from infradot.solvers.newton import workspace
from infradot.transport.assembly import assemble
from infradot.transport.electrodes import electrode_gradient, exchange
from infradot.transport.gradient import current_gradient
from infradot.transport.problem import problem

EPS = np.finfo(float).eps
LAWS = (
    idt.ShockleyReadHall(lifetime_n=1e-8, lifetime_p=3e-7, level=0.2),
    idt.Radiative(coefficient=1e-15),
    idt.Auger(coefficient_n=1e-39, coefficient_p=4e-40),
)
TRAPS = (
    idt.TrapLevel(density=6e23, depth=0.35, kind="acceptor", capture_n=2e-16, capture_p=3e-15),
    idt.TrapLevel(density=3e23, depth=0.85, kind="donor", capture_n=4e-15, capture_p=1e-16),
    idt.TrapLevel(density=1e23, depth=0.65, kind="neutral", capture_n=1e-15, capture_p=1e-15),
)
SCHOTTKY = idt.Schottky(work_function=4.9, velocity_n=3e2, velocity_p=2e4)


def layer(name, **changes):
    numbers = {
        "band_gap": 1.3, "electron_affinity": 4.0, "relative_permittivity": 20.0, "effective_dos_n": 1e25,
        "effective_dos_p": 2e25, "mobility_n": 1e-6, "mobility_p": 3e-7, "donors": 1e22, "recombination": LAWS,
    }  # fmt: skip
    thickness = changes.pop("thickness", 60e-9)
    return idt.Layer(name=name, thickness=thickness, material=idt.Material(name=name, **{**numbers, **changes}))


HOPPING = idt.HoppingMobility(field_n=3e-4, field_p=5e-4)
SPREAD = {
    "fermi-dirac": idt.FermiDirac(),
    "gaussian": idt.GaussianDisorder(width_n=0.01, width_p=0.03),
}
SHEETS = (
    idt.Interface(between=("oxide", "ink"), velocity_n=1e2, velocity_p=3e3, level=0.1),
    idt.Interface(between=("ink", "holes"), velocity_n=2e3, velocity_p=1e1, emission_n=1e4, emission_p=3e2),
)


def general_device(kind: str) -> idt.Device:
    """Statistics beyond Boltzmann, hopping, interfaces of both kinds, easier injection."""
    statistics = {"statistics": SPREAD[kind], "mobility_law": HOPPING}
    layers = (
        layer("oxide", band_gap=2.3, electron_affinity=4.1, donors=8e24, thickness=30e-9, **statistics),
        layer("ink", traps=TRAPS, thickness=200e-9, **statistics),
        layer("holes", electron_affinity=3.85, band_gap=1.35, acceptors=1e25, **statistics),
    )
    return idt.Device(
        stack=idt.Stack(layers=layers, interfaces=SHEETS),
        front=idt.Schottky(work_function=4.4, injection=idt.FieldEnhanced(mass_n=0.1, mass_p=0.2)),
        back=idt.Schottky(work_function=4.9, injection=idt.ImageForce(relative_permittivity=4.0)),
    )


def device(kind: str) -> idt.Device:
    if kind in SPREAD:
        return general_device(kind)
    oxide = layer("oxide", band_gap=3.3, electron_affinity=4.1, relative_permittivity=9.0, donors=1e24, thickness=30e-9)
    ink = layer("ink", traps=TRAPS, thickness=200e-9)
    holes = layer(
        "holes", electron_affinity=3.85, band_gap=1.45, acceptors=2e23, traps=TRAPS[1:], recombination=LAWS[:1]
    )
    if kind == "one layer":
        return idt.Device(
            stack=idt.Stack(layers=(ink,)), front=idt.Ohmic(velocity_n=1e3), back=SCHOTTKY, temperature=250
        )
    if kind == "mirrored":
        return idt.Device(stack=idt.Stack(layers=(holes, ink, oxide)), front=SCHOTTKY, back=idt.Ohmic(velocity_p=1e2))
    return idt.Device(stack=idt.Stack(layers=(oxide, ink, holes)), front=idt.Ohmic(velocity_p=1e2), back=SCHOTTKY)


KINDS = ("heterojunction", "mirrored", "one layer", *SPREAD)
EXAMPLES = {kind: 2 if kind in SPREAD else 12 for kind in KINDS}  # sums over a band are slow in plain Python
# the derivative of the mean slope of ln n between two close nodes leaves out a third derivative
ROUNDED = {kind: 400 if kind in SPREAD else 20 for kind in KINDS}  # sums over a band round more than one exp
CLOSE = {kind: 1e-6 if kind in SPREAD else 1e-10 for kind in KINDS}


def small_arrays(kind: str):
    """The device on a few uneven elements a layer, and the locally neutral potentials there."""
    seen = device(kind)
    share = np.array([0.0, 0.2, 0.7, 1.0])
    posed = problem(seen, grid=[share * layer.thickness for layer, _ in seen.conducting()])
    return posed.arrays, posed.guess.copy()


@st.composite
def states(draw, kind):
    """A state far from any solution, with generation and electrode levels; some quasi-Fermi levels exactly flat."""
    arrays, state = small_arrays(kind)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.sampled_from([1e-6, 0.05, 0.5, 4.0, 15.0]))
    state[:, :3] += spread * rng.standard_normal((len(state), 3))
    if draw(st.booleans()):
        state[:, 1:3] = state[0, 1]  # equilibrium: every net rate is zero, no derivative is
    if draw(st.booleans()):
        state[:, 3:] = 1e-16 * rng.standard_normal((len(state), 3))
    generation = rng.uniform(0.0, 1e20, len(state))
    phi = rng.normal(0.0, draw(st.sampled_from([0.0, 10.0])), 2)
    return arrays, state, generation, phi


def outputs(nodes):
    """What `assemble` writes: residual, lower, diag, upper, and its notes on the nodes."""
    work = workspace(nodes)
    return [*work[:4], work[6]]


def assembled(arrays, state, generation, phi):
    out = outputs(len(state))
    _, current = assemble(arrays, state, generation, phi, *out)
    return *out, current


def stepped(arrays, state, generation, phi, index, of="state"):
    """Residual and terminal current with one number moved along the imaginary axis."""
    given_ = {"state": state, "generation": generation, "phi": phi}
    given_ = {key: moved(value, index if key == of else None) for key, value in given_.items()}
    out = [np.zeros(array.shape, object) for array in outputs(len(state))]
    _, current = plain(assemble)(arrays, given_["state"], given_["generation"], given_["phi"], *out)
    return out[0], current


def exchange_scale(arrays):
    """S n0 and S p0 of both contacts: S n0 exp(dF) is computed as S n0 expm1(dF) + S n0."""
    return arrays.contact[:, 1:3] * arrays.contact[:, 3:5]


def dense(lower, diag, upper):
    nodes = len(diag)
    full = np.zeros((nodes, 3, nodes, 3))
    for i in range(nodes):
        full[i, :, i] = diag[i]
        if i > 0:
            full[i, :, i - 1] = lower[i]
        if i < nodes - 1:
            full[i, :, i + 1] = upper[i]
    return full


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_the_jacobian_equals_complex_step(kind):
    @settings(max_examples=EXAMPLES[kind], deadline=None)
    @given(at=states(kind))
    def check(at):
        arrays, state, _generation, _phi = at
        _, lower, diag, upper, *_ = assembled(*at)
        exact = np.zeros((len(state), 3, len(state), 3))
        for index in np.ndindex(len(state), 3):
            exact[:, :, index[0], index[1]] = slopes(stepped(*at, index)[0])
        found = dense(lower, diag, upper)
        # an entry of the diagonal is a sum of terms like its neighbours' and its own row's: their rounding stays
        terms = np.abs(exact).sum(axis=2, keepdims=True).max(axis=3, keepdims=True)
        terms[[0, -1], 1:, 0, 0] += exchange_scale(arrays)
        off = np.abs(found - exact)
        assert (off <= CLOSE[kind] * np.abs(exact) + ROUNDED[kind] * EPS * terms).all()
        # and most entries are no such sums
        assert np.median(off[exact != 0] / np.abs(exact[exact != 0])) < (1e-12 if kind in SPREAD else 1e-13)
        assert (exact[found == 0.0] == 0.0).all(), "a coupling that the blocks leave out"

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_of_the_current_equals_complex_step(kind):
    @settings(max_examples=EXAMPLES[kind], deadline=None)
    @given(at=states(kind))
    def check(at):
        arrays, state, _generation, phi = at
        *_, scratch, _ = assembled(*at)
        found = np.zeros((len(state), 3))
        by_front, by_back, by_generation = current_gradient(arrays, state, phi, scratch, found)
        exact = np.zeros((len(state), 3))
        for index in np.ndindex(exact.shape):
            exact[index] = stepped(*at, index)[1].slope
        terms = np.abs(exact).max(axis=1, keepdims=True)
        terms[[0, -1], 0] += exchange_scale(arrays).max(axis=1)
        assert (np.abs(found - exact) <= 1e-10 * np.abs(exact) + ROUNDED[kind] * EPS * terms).all()
        for side, value in enumerate((by_front, by_back)):
            rounding = 4 * EPS * exchange_scale(arrays)[side].max()
            assert value == pytest.approx(stepped(*at, (side,), of="phi")[1].slope, rel=1e-12, abs=rounding)
        for node in range(len(state)):
            assert by_generation == pytest.approx(stepped(*at, (node,), of="generation")[1].slope, rel=1e-12)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_derivative_by_the_electrode_level_equals_complex_step(kind):
    @settings(max_examples=EXAMPLES[kind], deadline=None)
    @given(at=states(kind))
    def check(at):
        arrays, state, _, phi = at
        for side, node in ((0, 0), (1, len(state) - 1)):
            found = electrode_gradient(arrays, state, phi, side)
            exact = slopes(stepped(*at, (side,), of="phi")[0])
            np.testing.assert_allclose(found, exact[node], rtol=1e-12)
            exact[node] = 0.0
            assert not exact.any(), "an electrode drives its own node only"

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_plain_python_and_machine_code_assemble_the_same(kind):
    @settings(max_examples=EXAMPLES[kind], deadline=None)
    @given(at=states(kind))
    def check(at):
        residual, *_, current = assembled(*at)
        slow, _ = stepped(*at, None)
        slow = np.array([x.z.real for x in slow.ravel()]).reshape(residual.shape)
        scale = np.abs(residual).max(axis=0) + np.abs(at[1]).max() * EPS
        assert (np.abs(slow - residual) <= 1e-12 * np.abs(residual) + 1e-13 * scale).all()
        assert np.isfinite(current)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_sum_of_both_continuity_rows_is_what_the_contacts_exchange(kind):
    """Recombination takes one of each: it drops out, and what is left flows through the electrodes."""

    @settings(max_examples=EXAMPLES[kind], deadline=None)
    @given(at=states(kind))
    def check(at):
        arrays, state, _generation, phi = at
        residual, *_ = assembled(*at)
        out = np.array(exchange(arrays, state, phi))
        terms = np.abs(residual).sum() + np.abs(out).sum()
        assert abs(residual[:, 1:].sum() - out @ [-1.0, 1.0, -1.0, 1.0]) <= 1e-11 * terms

    check()


def test_equilibrium_is_where_every_rate_is_zero_not_where_rates_cancel():
    """Flat quasi-Fermi levels at the electrodes' level, any potential: both continuity rows vanish exactly."""
    for kind in KINDS:
        arrays, state = small_arrays(kind)
        state[:, 0] += np.linspace(-3.0, 5.0, len(state))
        for level in (0.0, 7.25):
            state[:, 1:3] = level
            residual, *_ = assembled(arrays, state, np.zeros(len(state)), np.full(2, level))
            assert not residual[:, 1:].any()


def test_the_step_itself_differentiates():
    x = Step(complex(0.3, H))
    assert (np.exp(x) * 2.0 - 1.0 / x).slope == pytest.approx(2 * np.exp(0.3) + 1 / 0.09, rel=1e-15)
    assert abs(-x).slope == 1.0
    assert (np.float64(2.0) * x).slope == 2.0
