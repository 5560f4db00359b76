"""Gratings against the bands of an independent method and the balance of power; lasers of stacks."""

import numpy as np
import pytest
import scipy.sparse as sp
import scipy.sparse.linalg as sparse

import infradot as idt
from infradot.errors import InputError
from infradot.optics.coupled_mode import GratingSection, LaserCavity, grating_laser, response
from infradot.optics.grating import Grating, bragg_wavelength, grating_coupling, mean_permittivity, stop_band
from infradot.optics.laser_spectrum import emission
from infradot.optics.laser_thresholds import laser_thresholds
from infradot.optics.slab import solve_slab

W, K0 = 1.65e-6, 2 * np.pi / 1.65e-6
FILM = {"index": [1.5, 2.6, 1.0], "thickness": [300e-9], "gain_layer": "layer 1", "length": 400e-6}
SECOND = Grating(between=("front medium", "layer 1"), pitch=780e-9, depth=20e-9, order=2, duty=0.4)


def coupled(order, duty, depth, polarisation="TE", ridge=2.6, groove=1.0, film=300e-9):
    """A film of 2.6 on glass with a grating on top, at its Bragg wavelength."""
    grating = Grating(between=("film", "air"), pitch=1.0, depth=depth, duty=duty, order=order)
    mean = np.sqrt(mean_permittivity(ridge**2, groove**2, duty))
    mode = solve_slab(
        index=[1.5, 2.6, mean, 1.0], thickness=[film, depth], wavelength=W, polarisation=polarisation
    )[0]  # fmt: skip
    return mode, grating_coupling(mode, 1, ridge=ridge, groove=groove, grating=grating)


def bands(order, duty, depth, pitch, ridge=2.6, groove=1.0, film=300e-9, step=4e-9):
    """The two band edges of the grating (TE) nearest K0, by plane waves along it and differences across it.

    Complex coordinates absorb what leaves at right angles. Nothing here knows of coupled modes.
    """
    margin, clear = 1.2e-6, 2.0e-6
    faces = np.cumsum([0.0, clear, film, depth, clear])
    x = (np.arange(round(faces[-1] / step)) + 0.5) * step
    media = np.searchsorted(faces, x) - 1
    deep = np.maximum(0, margin - x) + np.maximum(0, x - faces[-1] + margin)
    stretch = 1 + (4j if order > 1 else 0) * (deep / margin) ** 2
    between = 1 + (4j if order > 1 else 0) * np.interp(np.arange(x.size + 1) * step, x, deep / margin) ** 2

    def component(m):
        share = duty if m == 0 else np.sin(np.pi * m * duty) / (np.pi * m)
        flat = np.array([1.5**2, 2.6**2, 0.0, 1.0]) * (m == 0)
        flat[2] = groove**2 * (m == 0) + share * (ridge**2 - groove**2)
        return flat[media]

    inner = 1 / (between * step**2)
    across = sp.diags(
        [-(inner[:-1] + inner[1:]) / stretch, inner[1:-1] / stretch[:-1], inner[1:-1] / stretch[1:]], [0, 1, -1]
    )
    edge = np.pi / pitch if order == 1 else 0.0
    waves = range(-2, 2) if order == 1 else range(-2, 3)
    left = sp.block_diag([-across + sp.identity(x.size) * (edge + 2 * np.pi * n / pitch) ** 2 for n in waves]).tocsc()
    right = sp.bmat([[sp.diags(component(n - m)) for m in waves] for n in waves]).tocsc()
    found = np.sqrt(sparse.eigs(left, k=2, M=right, sigma=K0**2)[0])
    return found[np.argsort(found.imag)]  # the one that radiates first


@pytest.mark.parametrize(("duty", "depth", "close"), [(0.5, 20e-9, 0.002), (0.3, 20e-9, 0.012), (0.5, 40e-9, 0.005)])
def test_the_stop_band_of_a_first_order_grating(duty, depth, close):
    mode, found = coupled(1, duty, depth)
    edges = bands(1, duty, depth, W / (2 * mode.effective_index.real))
    half = abs(edges[1] - edges[0]).real * mode.group_index / 2
    assert abs(found.kappa) == pytest.approx(half, rel=close)
    width = abs(np.diff(2 * np.pi / edges.real)[0])
    assert stop_band(W, found.kappa, mode.group_index) == pytest.approx(width, rel=2 * close)


def test_band_edges_and_surface_loss_of_a_second_order_grating():
    mode, found = coupled(2, 0.3, 20e-9)
    bright, dark = bands(2, 0.3, 20e-9, W / mode.effective_index.real)
    assert abs(dark.imag) < 1e-4 * abs(bright.imag)  # a mode that is odd about the ridges cannot radiate upwards
    half = abs(bright.real - dark.real) * mode.group_index / 2
    assert abs(found.kappa.real) == pytest.approx(half, rel=0.01)
    # both waves of the bright mode radiate in phase: twice the loss of one
    assert 2 * found.self_shift.imag == pytest.approx(-bright.imag * mode.group_index, rel=0.05)
    assert found.by_radiation == pytest.approx(found.self_shift, rel=1e-12)


@pytest.mark.parametrize("polarisation", ["TE", "TM"])
@pytest.mark.parametrize("order", [2, 3, 4])
def test_what_a_wave_loses_is_what_leaves_the_surfaces(polarisation, order):
    _, found = coupled(order, 0.35, 50e-9, polarisation)
    assert min(found.radiated) > 0
    assert 2 * found.self_shift.imag == pytest.approx(sum(found.radiated), rel=1e-10, abs=0)


def test_first_order_sends_nothing_out_and_half_duty_has_no_second_order():
    assert coupled(1, 0.5, 20e-9)[1].radiated == (0.0, 0.0)
    _, found = coupled(2, 0.5, 20e-9)
    assert abs(found.feedback) < 1e-9 * abs(coupled(2, 0.25, 20e-9)[1].feedback)
    assert sum(found.radiated) > 0


def test_layers_across_the_light_have_the_coupling_of_their_fourier_component():
    # all light in the grating: kappa = 2 (n2 - n1) / wavelength at half duty
    mode, found = coupled(1, 0.5, 20e-9, ridge=2.61, groove=2.59)
    share = mode.gain_factor[2] * mode.effective_index.real / mode.index[2].real
    whole = 2 * 0.02 / W * mode.index[2].real / mode.effective_index.real
    assert found.feedback == pytest.approx(whole * share, rel=1e-4)


def test_shallow_gratings_of_tm_meet_the_limit_of_a_moved_boundary():
    # a slit of groove in the ridge material: E along the wall and D across it go on (Johnson et al., 2002)
    mode, found = coupled(1, 0.5, 1e-10, "TM")
    plain = solve_slab(index=[1.5, 2.6, 1.0], thickness=[300e-9], wavelength=W, polarisation="TM")[0]
    phi, psi, _ = plain.solution.at(np.array([300e-9 * K0 - 1e-9]))
    along, across = 2.6**2 - 1.0, -(1 / 2.6**2 - 1.0)
    expected = 1e-10 * K0**2 / (2 * plain.effective_index * np.pi)
    expected *= (across * plain.effective_index**2 * phi[0] ** 2 - along * psi[0] ** 2) / plain.norm
    assert found.feedback == pytest.approx(expected, rel=2e-3)
    # and the mean of both boundaries moves n_eff as half a step of thickness does
    step = solve_slab(index=[1.5, 2.6, 1.0], thickness=[300e-9 + 0.5e-10], wavelength=W, polarisation="TM")[0]
    moved = (mode.effective_index + found.index_shift - plain.effective_index).real
    assert moved == pytest.approx((step.effective_index - plain.effective_index).real, rel=2e-3)


def test_bragg_wavelength():
    assert bragg_wavelength(1.8, 916.7e-9, order=2) == pytest.approx(1650e-9, rel=1e-4)


def test_emission_without_loss_is_what_the_cavity_adds():
    cavity = grating_laser(2.0, 1.0, shift=0.4, facets=(0.3, 0.2j))
    delta = np.linspace(-9, 9, 41)
    first = laser_thresholds(cavity, modes=1)[0].gain / 2
    for share in (0.0, 0.5, 0.95):
        r, t = response(cavity, share * first, delta)
        added = np.abs(r) ** 2 + np.abs(t) ** 2 - 1
        np.testing.assert_allclose(emission(cavity, share * first, delta), added, rtol=1e-9, atol=1e-12)


def test_a_grating_of_gain_that_is_pumped():
    # kappa = -0.5j a: the field gain goes from 0 to twice its mean; a = alpha, kappa L = alpha L / 2 at threshold
    section = GratingSection(length=1.0, coupling_per_gain=-0.5j)
    found = laser_thresholds(LaserCavity(sections=(section,)), modes=1)[0]
    fixed = laser_thresholds(grating_laser(-0.25j * found.gain, 1.0), modes=1)[0]
    assert found.gain == pytest.approx(fixed.gain, rel=1e-9, abs=0)
    assert found.detuning == pytest.approx(0.0, abs=1e-9)
    assert sum(found.outputs()) == pytest.approx(found.generated(), rel=1e-9, abs=0)
    assert found.pumped() == pytest.approx(found.generated(), rel=1e-12, abs=0)


@pytest.mark.parametrize("polarisation", ["TE", "TM"])
def test_at_threshold_the_complex_stack_has_the_modal_gain(polarisation):
    laser = idt.dfb_laser(grating=SECOND, polarisation=polarisation, loss=500.0, **FILM)
    mode = laser.modes[0]
    grated = laser.grated
    n = 2.6 - 1j * mode.material_gain / (2 * grated.mode.k0)
    mean = np.sqrt(mean_permittivity(1.5**2, n**2, SECOND.duty))
    solved = solve_slab(
        index=[1.5, mean, n, 1.0], thickness=[SECOND.depth, 300e-9], wavelength=grated.wavelength,
        polarisation=polarisation,
    )[0]  # fmt: skip
    assert solved.gain == pytest.approx(mode.modal_gain, rel=1e-4, abs=0)
    assert bragg_wavelength(grated.effective_index.real, SECOND.pitch, 2) == pytest.approx(grated.wavelength, rel=1e-9)


def test_the_light_that_the_film_makes_is_all_accounted_for():
    clean = idt.dfb_laser(grating=SECOND, **FILM)
    for mode in clean.modes:
        assert sum(mode.shares.values()) == pytest.approx(1.0, abs=1e-12)
        assert mode.shares["absorbed"] == pytest.approx(0.0, abs=1e-9)
        assert mode.shares["front end"] == pytest.approx(mode.shares["back end"], rel=1e-6)
        assert mode.shares["front medium"] > mode.shares["back medium"] > 0  # glass takes more than air
    lossy = idt.dfb_laser(grating=SECOND, loss=800.0, **FILM)
    for mode in lossy.modes:
        assert mode.shares["absorbed"] == pytest.approx(800.0 * 400e-6 / mode.threshold.pumped(), rel=1e-9)


def test_the_mode_that_keeps_its_light_lases_first():
    laser = idt.dfb_laser(grating=SECOND, **FILM)
    first = laser.modes[0]
    side = first.wavelength - laser.bragg_wavelength
    more = idt.dfb_laser(grating=SECOND, modes=12, **FILM).modes
    other = next(mode for mode in more if (mode.wavelength - laser.bragg_wavelength) * side < 0)
    radiated = [mode.shares["front medium"] + mode.shares["back medium"] for mode in (first, other)]
    assert other.material_gain > first.material_gain
    assert radiated[1] > radiated[0]


def test_pitch_tunes_the_wavelength_by_the_group_index():
    pitch = np.array([779e-9, 780e-9, 781e-9])
    tuned = idt.dfb_tuning(grating=SECOND, pitch=pitch, **FILM)
    laser = tuned.lasers[1]
    slope = (tuned.lasers[2].bragg_wavelength - tuned.lasers[0].bragg_wavelength) / 2e-9
    n, own = laser.grated.effective_index.real, laser.grated.mode.group_index
    assert slope == pytest.approx(laser.bragg_wavelength / 780e-9 * n / own, rel=1e-5)
    assert np.diff(tuned.wavelength) == pytest.approx(slope * 1e-9, rel=5e-3)
    assert tuned.pitch_for(tuned.wavelength[1]) == pytest.approx(780e-9, rel=1e-6)
    with pytest.raises(InputError, match="expected"):
        tuned.pitch_for(1e-6)


def test_a_spectrum_grows_to_the_mode_that_will_lase():
    laser = idt.dfb_laser(grating=SECOND, **FILM)
    found = idt.dfb_spectrum(laser, level=[0.3, 0.9, 0.995], span=15e-9, points=4001)
    peaks = found.wavelength[np.argmax(found.emission, axis=1)]
    assert peaks[-1] == pytest.approx(laser.modes[0].wavelength, abs=0.02e-9)
    assert np.all(np.diff(found.emission.max(axis=1)) > 0)
    assert np.all(np.diff(found.wavelength) > 0)


def test_a_device_lases_by_name(tmp_path):
    device = idt.load("examples/pbs_1230.toml")
    grating = Grating(between=("glass", "front electrode"), pitch=700e-9, depth=60e-9, order=2, duty=0.35)
    laser = idt.dfb_laser(device, grating=grating, length=1e-3, gain_layer="absorber")
    assert 1.55e-6 < laser.modes[0].wavelength < 1.7e-6
    assert laser.modes[0].material_gain > -laser.grated.mode.gain / laser.grated.gain_factor
    assert "Bragg wavelength" in laser.describe()
    laser.save(tmp_path / "laser.npz")
    assert idt.load_result(tmp_path / "laser.npz").modes[0].wavelength == laser.modes[0].wavelength
    laser.to_csv(tmp_path / "laser.csv")
    assert "share of absorbed" in (tmp_path / "laser.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"grating": Grating(between=("front medium", "back medium"), pitch=8e-7, depth=2e-8)}, "no neighbours"),
        ({"grating": Grating(between=("glass", "layer 1"), pitch=8e-7, depth=2e-8)}, "No layer is named 'glass'"),
        ({"length": -1.0}, "length"),
        ({"loss": -1.0}, "loss"),
        ({"order": 3}, "no TE3"),
        ({"gain_layer": "dots"}, "No layer is named 'dots'"),
    ],
)
def test_mistakes_are_named(changes, said):
    with pytest.raises(InputError, match=said):
        idt.dfb_laser(**({"grating": SECOND} | FILM | changes))


def test_wrong_gratings_are_named():
    with pytest.raises(InputError, match="duty"):
        Grating(between=("a", "b"), pitch=1e-6, depth=1e-8, duty=1.0)
    with pytest.raises(InputError, match="depth"):
        Grating(between=("a", "b"), pitch=1e-6, depth=0.0)


def test_a_laser_brings_its_layers_its_film_and_its_temperature():
    film = idt.Film(core="PbS", exciton=0.775, ligand="PbX2 ink", dispersity=0.05)
    glass = idt.Layer(name="glass", material=idt.named_material("soda-lime glass"), thickness=1e-3, coherent=False)
    stack = idt.Stack(layers=(glass, idt.Layer(name="dots", material=film, thickness=300e-9)))
    laser = idt.Laser(stack=stack, gain_layer="dots", temperature=250.0, name="PbS on glass")
    grating = Grating(between=("glass", "dots"), pitch=681e-9, depth=10e-9, order=2, duty=0.4)
    found = idt.dfb_laser(laser, grating=grating, length=5e-4)
    plain = idt.dfb_laser(stack, grating=grating, length=5e-4, gain_layer="dots", temperature=250.0)
    assert found.modes[0].wavelength == plain.modes[0].wavelength
    assert found.name == idt.slab_modes(laser, wavelength=1.65e-6).name == "PbS on glass"
    with pytest.raises(InputError, match="gain_layer is needed"):
        idt.dfb_laser(stack, grating=grating, length=5e-4)
    with pytest.raises(InputError, match="laser has its own temperature"):
        idt.slab_modes(laser, wavelength=1.65e-6, temperature=300.0)
