"""Guided modes against numbers computed elsewhere, their own derivatives, and laws that hold for every stack."""

import itertools

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.optics.slab import solve_slab
from infradot.optics.slab_cutoff import cutoff_thickness

W = 1.65e-6
FIVE = ([1.5, 1.2 + 0.03j, 1.95, 2.6 - 0.005j, 2.0, 1.0], np.array([50, 50, 300, 10]) * 1e-9)


def modes(index, thickness, wavelength=W, **settings):
    found = solve_slab(index=index, thickness=np.atleast_1d(thickness), wavelength=wavelength, **settings)
    return {mode.name: mode for mode in found}


def test_a_dot_film_on_glass_guides_as_computed_elsewhere():
    found = modes([1.5, 2.6, 1.0], 300e-9)
    assert found["TE0"].effective_index == pytest.approx(2.133110498, abs=1e-9)
    assert found["TM0"].effective_index == pytest.approx(1.700096450, abs=1e-9)
    assert found["TE0"].field_fraction[1] == pytest.approx(0.774192, abs=1e-6)
    assert found["TE0"].gain_factor[1] == pytest.approx(0.943646, abs=1e-6)
    assert found["TE0"].group_index == pytest.approx(2.640504, abs=1e-6)


def test_gain_of_the_core_as_computed_elsewhere():
    found = modes([1.5, 2.6 - 0.005j, 1.0], 300e-9)
    assert found["TE0"].effective_index == pytest.approx(2.133108068 - 4.718e-3j, abs=1e-6)
    assert found["TE0"].effective_index.real == pytest.approx(2.133108068, abs=1e-9)
    assert found["TM0"].effective_index.real == pytest.approx(1.700086705, abs=1e-9)
    assert found["TM0"].effective_index.imag == pytest.approx(-2.599e-3, abs=1e-6)


@pytest.mark.parametrize(("thickness", "index"), [(100e-9, 1.586384), (200e-9, 1.913285), (600e-9, 2.407959)])
def test_thickness_towards_cut_off(thickness, index):
    assert modes([1.5, 2.6, 1.0], thickness)["TE0"].effective_index == pytest.approx(index, abs=1e-6)


def test_silicon_on_oxide():
    found = modes([1.444, 3.476, 1.444], 220e-9, 1.55e-6)
    assert found["TE0"].effective_index == pytest.approx(2.847782243, abs=1e-9)
    assert found["TM0"].effective_index == pytest.approx(2.053319679, abs=1e-9)


def test_electrodes_beside_the_gain():
    found = modes(*FIVE)
    assert found["TE0"].effective_index.real == pytest.approx(2.157386071, abs=1e-9)
    assert found["TE0"].effective_index.imag == pytest.approx(-4.057e-3, abs=1e-6)
    assert found["TM0"].effective_index.real == pytest.approx(1.731332093, abs=1e-9)
    assert found["TM0"].effective_index.imag == pytest.approx(2.948e-3, abs=1e-6)
    assert found["TE0"].gain > 0 > found["TM0"].gain


@pytest.mark.parametrize("name", ["TE0", "TM0"])
def test_the_gain_factor_is_the_slope_of_the_complex_solve(name):
    still = modes([1.5, 2.6, 1.0], 300e-9)[name]
    k = 1e-5
    moved = modes([1.5, 2.6 - 1j * k, 1.0], 300e-9)[name]
    assert moved.effective_index.imag / -k == pytest.approx(still.gain_factor[1], abs=1e-6)
    assert moved.gain == pytest.approx(still.gain_factor[1] * 4 * np.pi * k / W, rel=1e-6, abs=0)


@pytest.mark.parametrize(("name", "medium"), list(itertools.product(["TE0", "TM0"], range(6))))
def test_the_index_factor_is_the_derivative_for_every_medium(name, medium):
    step, found = 1e-6, []
    for sign in (1, -1):
        index = np.array(FIVE[0])
        index[medium] += sign * step
        found.append(modes(index, FIVE[1])[name].effective_index)
    slope = (found[0] - found[1]) / (2 * step)
    assert slope == pytest.approx(modes(*FIVE)[name].index_factor[medium], abs=1e-8)


@pytest.mark.parametrize("name", ["TE0", "TM0"])
def test_the_group_index_is_the_derivative_with_dispersion(name):
    def index(wavelength):
        return np.array([1.5, 2.6 + 0.04 * (W / wavelength - 1), 1.0 + 0.0 * wavelength])

    own = [1.5, 2.6 + 0.04, 1.0]  # n - wavelength dn/dwavelength
    found = modes(index(W), 300e-9, media_group_index=own)[name]
    step, sides = 1e-5, []
    for sign in (1, -1):
        frequency = 1 + sign * step
        sides.append(modes(index(W / frequency), 300e-9, W / frequency)[name].effective_index.real * frequency)
    assert found.group_index == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-7)


@pytest.mark.parametrize("name", ["TE0", "TM0"])
def test_shares_are_what_the_profile_integrates_to(name):
    mode = modes(*FIVE)[name]
    faces = np.concatenate(([-6e-6], [0.0], np.cumsum(FIVE[1]), [6e-6]))
    shares = []
    for low, high in itertools.pairwise(faces):
        nodes, weights = np.polynomial.legendre.leggauss(200)
        x = low + (high - low) * 0.5 * (nodes + 1)
        shares.append(float(weights @ mode.intensity(x)) * 0.5 * (high - low))
    np.testing.assert_allclose(shares, mode.field_fraction, rtol=0, atol=2e-5)
    assert sum(shares) == pytest.approx(1.0, abs=2e-5)
    cells = mode.gain_factor_between(2, np.linspace(0, 300e-9, 17))
    assert cells.sum() == pytest.approx(mode.gain_factor[3], rel=1e-12, abs=0)


@pytest.mark.parametrize("name", ["TE0", "TM0"])
def test_the_field_solves_its_equation_and_goes_on_at_interfaces(name):
    mode, step = modes(*FIVE)[name], 1e-10
    faces = np.cumsum(FIVE[1])
    for face in (0.0, *faces):
        before, after = mode.profile([face - 1e-13, face + 1e-13])
        assert abs(before - after) < 1e-5
    middles = np.concatenate(([-1e-7], np.cumsum(FIVE[1]) - FIVE[1] / 2, [faces[-1] + 1e-7]))
    for x, n in zip(middles, FIVE[0], strict=True):
        left, here, right = mode.profile([x - step, x, x + step])
        curvature = (left - 2 * here + right) / step**2 / mode.k0**2
        assert curvature == pytest.approx((mode.effective_index**2 - n**2) * here, abs=1e-3)


def test_no_mode_of_a_random_stack_is_missed():
    # beside the answer of a matrix: second differences on a grid, all eigenvalues at once
    rng = np.random.default_rng(5)
    for _ in range(6):
        n = np.concatenate(([1.45], rng.uniform(1.3, 3.2, 4), [1.0]))
        d = rng.uniform(0.1e-6, 0.9e-6, 4)
        found = modes(n, d, polarisation="TE")
        step, margin = 6e-9, 2.5e-6
        x = np.arange(-margin, d.sum() + margin, step)
        at = np.searchsorted(np.concatenate(([0.0], np.cumsum(d))), x)
        coupling = np.full(x.size - 1, 1 / (2 * np.pi / W * step) ** 2)
        matrix = np.diag(n[at] ** 2 - 2 * coupling[0]) + np.diag(coupling, 1) + np.diag(coupling, -1)
        expected = np.sqrt(np.maximum(np.linalg.eigvalsh(matrix)[::-1], 0.0))
        expected = expected[expected > 1.46]
        ours = np.array([mode.effective_index.real for mode in found.values()])
        assert np.sum(ours > 1.46) == expected.size
        np.testing.assert_allclose(ours[ours > 1.46], expected, rtol=0, atol=6e-3)


def test_two_far_cores_have_two_modes_that_hardly_differ():
    found = modes([1.45, 2.6, 1.45, 2.6, 1.45], [250e-9, 1.4e-6, 250e-9], polarisation="TE")
    assert len(found) == 2
    single = modes([1.45, 2.6, 1.45], 250e-9)["TE0"].effective_index
    for mode in found.values():
        assert mode.effective_index == pytest.approx(single, abs=2e-4)
        assert mode.field_fraction[1] == pytest.approx(mode.field_fraction[3], rel=1e-4, abs=0)


def test_a_wave_on_a_metal_and_in_a_gap_between_metals():
    metal, glass = 0.55 + 11.5j, 1.5
    found = modes([glass, glass, metal], 50e-9, 1.55e-6)
    alone = np.sqrt(metal**2 * glass**2 / (metal**2 + glass**2))
    assert set(found) == {"TM0"}
    assert found["TM0"].effective_index == pytest.approx(alone, rel=1e-12, abs=0)
    gap = 5e-9
    mode = modes([metal, glass, metal], gap, 1.55e-6)["TM0"]
    u, eps = mode.effective_index**2, metal**2
    inside, outside = np.sqrt(u - glass**2), np.sqrt(u - eps)
    assert np.tanh(inside * mode.k0 * gap / 2) == pytest.approx(-outside * glass**2 / (inside * eps), rel=1e-10, abs=0)
    assert mode.effective_index.real > 3


def test_a_thick_barrier_overflows_nothing():
    found = modes([1.5, 1.45, 2.6, 1.45, 1.0], [40e-6, 300e-9, 30e-6])
    assert found["TE0"].field_fraction.sum() == pytest.approx(1.0, rel=1e-12, abs=0)
    alone = modes([1.45, 2.6, 1.45], 300e-9)["TE0"]
    assert found["TE0"].effective_index == pytest.approx(alone.effective_index, rel=1e-12, abs=0)
    assert found["TE0"].field_fraction[2] == pytest.approx(alone.field_fraction[1], rel=1e-9, abs=0)


@pytest.mark.parametrize(("polarisation", "order"), list(itertools.product(["TE", "TM"], range(3))))
def test_a_mode_appears_at_its_cut_off(polarisation, order):
    index, thickness = [1.5, 1.2, 1.95, 2.6, 2.0, 1.0], [50e-9, 50e-9, 300e-9, 10e-9]
    edge = cutoff_thickness(
        index=index, thickness=thickness, wavelength=W, layer=2, polarisation=polarisation, order=order
    )
    for share, count in ((0.998, order), (1.002, order + 1)):
        thickness[2] = share * edge
        assert len(modes(index, thickness, polarisation=polarisation)) == count


@pytest.mark.parametrize(("polarisation", "order"), [("TE", 0), ("TE", 1), ("TM", 0)])
def test_the_cut_off_wavelength_has_the_cut_off_thickness(polarisation, order):
    given = {"index": [1.5, 1.9, 2.6, 1.0], "thickness": [50e-9, 500e-9]}
    asked = {"polarisation": polarisation, "order": order}
    longest = idt.slab_cutoff_wavelength(within=(0.5e-6, 30e-6), **given, **asked)
    edge = idt.slab_cutoff(layer="layer 2", wavelength=longest, **given, **asked)
    assert edge == pytest.approx(500e-9, rel=1e-6)
    with pytest.raises(InputError, match="at none"):
        idt.slab_cutoff_wavelength(within=(longest * 1.1, 30e-6), **given, **asked)


def test_the_cut_off_wavelength_follows_the_dispersion_of_a_film():
    film = idt.Film(core="PbS", exciton=0.775, ligand="PbX2 ink", dispersity=0.05)
    glass = idt.Layer(name="glass", material=idt.named_material("soda-lime glass"), thickness=1e-3, coherent=False)
    stack = idt.Stack(layers=(glass, idt.Layer(name="dots", material=film, thickness=150e-9)))
    longest = idt.slab_cutoff_wavelength(stack, within=(1.4e-6, 2.4e-6), polarisation="TM")
    for share, count in ((0.999, 1), (1.001, 0)):
        found = idt.slab_modes(stack, wavelength=share * longest, polarisation="TM", gain={"dots": 0.0})
        assert len(found.modes) == count


def test_below_cut_off_there_is_no_mode_and_the_result_says_so():
    found = idt.slab_modes(index=[1.5, 2.6, 1.0], thickness=[50e-9], wavelength=W)
    assert found.modes == ()
    with pytest.raises(InputError, match="below cut-off"):
        found["TE0"]


def test_a_substrate_into_which_light_leaks_is_refused():
    with pytest.raises(InputError, match=r"back medium has the index 3\.48.*leaks") as error:
        idt.slab_modes(index=[1.0, 2.6, 3.48], thickness=[300e-9], wavelength=W)
    assert len(error.value.problems) == 1


def test_a_device_is_asked_by_name_and_its_glass_is_the_outer_medium():
    device = idt.load("examples/pbs_1230.toml")
    found = idt.slab_modes(device, wavelength=1.5e-6, gain={"absorber": 3e4})
    assert found.guide.names[0] == "glass"
    assert found["TE0"].gain > 0
    transparent = idt.slab_modes(device, wavelength=1.5e-6, gain={"absorber": 0.0})
    assert transparent["TE0"].gain < 0
    gained = found["TE0"].gain - transparent["TE0"].gain
    assert gained == pytest.approx(3e4 * transparent.gain_factor("TE0", "absorber"), rel=2e-3, abs=0)
    assert transparent["TE0"].group_index > transparent["TE0"].effective_index.real


def test_a_result_is_kept_and_told(tmp_path):
    found = idt.slab_modes(index=FIVE[0], thickness=FIVE[1], wavelength=W)
    found.save(tmp_path / "modes.npz")
    back = idt.load_result(tmp_path / "modes.npz")
    assert back["TE0"].effective_index == found["TE0"].effective_index
    np.testing.assert_array_equal(back["TM0"].intensity([1e-7, 3e-7]), found["TM0"].intensity([1e-7, 3e-7]))
    assert "TE0 with n_eff 2.1574" in found.describe()
    found.to_csv(tmp_path / "modes.csv")
    assert "gain factor of layer 3" in (tmp_path / "modes.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"index": [1.5, 2.6], "thickness": [1e-7]}, "expected 3"),
        ({"index": [1.5, 2.6, 1.0]}, "belong together"),
        ({}, "Give a stack"),
        ({"index": [1.5, 2.6, 1.0], "thickness": [3e-7], "gain": {"layer one": 1.0}}, "No layer is named"),
        ({"index": [1.5, 2.6, 1.0], "thickness": [3e-7], "polarisation": "s"}, "polarisation"),
        ({"index": [1.5, 2.6, 1.0], "thickness": [-3e-7]}, "thickness"),
    ],
)
def test_mistakes_are_named(settings, said):
    with pytest.raises(InputError, match=said):
        idt.slab_modes(wavelength=W, **settings)
