"""Optics of stacks by name, its errors, its kernels, and light from all sides."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pytest

from infradot import optics
from infradot.errors import InputError, OutOfRange
from infradot.light import Spectrum, am15g, line
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.optics import depth_kernels, emission, kernels, many_kernels, rays
from infradot.optics.depth import points_needed
from infradot.optics.response import stack_index
from infradot.stack.layers import Layer, Stack
from infradot.units import c, h, hc_eV, k_B, nm, q

TEMPERATURE = 300.0
ELECTRONIC = {
    "electron_affinity": 4.0, "relative_permittivity": 10.0, "effective_dos_n": 1e25, "effective_dos_p": 1e25,
    "mobility_n": 1e-6, "mobility_p": 1e-6,
}  # fmt: skip


@dataclass
class Step:
    """Absorbs with one k from its edge on, with an exponential tail where asked for."""

    n: float
    k: float
    edge: float = 1.0
    tail: float = 0.0
    floor: float = 0.0
    reach: tuple[float, float] = (200e-9, 20e-6)
    asked: int = 0

    def index(self, wavelength):
        self.asked += 1
        low, high = self.reach
        if np.any((wavelength < low) | (wavelength > high)):
            raise OutOfRange(f"asked outside {low:g} to {high:g} m.")
        energy = hc_eV / wavelength
        below = np.exp(-(self.edge - energy) / self.tail) if self.tail else np.zeros_like(energy)
        below = np.where(energy >= self.edge * (1 - 1e-12), 1.0, np.minimum(below, 1.0))
        return self.n + 1j * np.maximum(self.k * below, self.floor)


def semiconductor(n, k, **more):
    return Material(name="dots", band_gap=more.get("edge", 1.0), refractive_index=Step(n, k, **more), **ELECTRONIC)


def electrode(n, k, **more):
    return Material(name="electrode", refractive_index=Step(n, k, edge=0.0, **more))


def cell(absorber=None):
    return Stack(
        layers=(
            Layer(name="glass", material=electrode(1.5, 1e-7), thickness=1e-3, coherent=False),
            Layer(name="ITO", material=electrode(1.9, 0.01), thickness=150 * nm),
            Layer(name="dots", material=absorber or semiconductor(2.6, 0.2, tail=0.02), thickness=350 * nm),
            Layer(name="gold", material=electrode(0.3, 8.0), thickness=100 * nm),
        )
    )


def test_a_stack_answers_by_layer_name():
    wavelength = np.linspace(400 * nm, 1200 * nm, 30)
    answer = optics.response(cell(), TEMPERATURE, wavelength)
    assert answer.layers == ("glass", "ITO", "dots", "gold")
    total = answer.reflectance + answer.transmittance + answer.absorptance.sum(axis=0)
    np.testing.assert_allclose(total, 1, atol=1e-13)
    z = np.linspace(0, 350 * nm, 200)
    parts = answer.absorbed_between("dots", z)
    np.testing.assert_allclose(parts.sum(axis=1), answer.absorbed("dots"), atol=1e-14)
    photons = np.linspace(1, 2, 30)
    np.testing.assert_allclose(answer.generation("dots", z, photons), photons @ parts, atol=1e-12)
    np.testing.assert_allclose(answer.collect("dots", z, z[1:]), parts @ z[1:], atol=1e-18)
    assert answer.profile("dots", z).shape == (30, 200)
    with pytest.raises(InputError, match="Did you mean 'gold'"):
        answer.absorbed("golf")


def test_the_same_question_is_answered_once():
    stack, wavelength = cell(), np.linspace(400 * nm, 1200 * nm, 30)
    first = optics.response(stack, TEMPERATURE, wavelength)
    asked = stack["dots"].material.refractive_index.asked
    assert optics.response(stack, TEMPERATURE, wavelength.copy()) is first
    thicker = replace(stack, layers=(*stack.layers[:3], replace(stack.layers[3], thickness=50 * nm)))
    assert optics.response(thicker, TEMPERATURE, wavelength) is not first
    assert stack["dots"].material.refractive_index.asked == asked  # indices are kept by material


def test_threads_share_answers():
    stack, wavelength = cell(), np.linspace(400 * nm, 1200 * nm, 50)
    z = np.linspace(0, 350 * nm, 300)

    def ask(i):
        answer = optics.response(stack, TEMPERATURE, wavelength[: 10 + i % 7])
        return answer.collect("dots", z, np.ones(299))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(64)))
    for i, values in enumerate(found):
        np.testing.assert_allclose(values, found[i % 7], atol=0)


def test_a_layer_without_index_or_out_of_reach_is_named():
    bare = Layer(name="air gap", material=Material(name="nothing"), thickness=1e-6)
    with pytest.raises(InputError, match=r"Layer 'air gap'.*no refractive_index"):
        optics.response(replace(cell(), layers=(*cell().layers, bare)), TEMPERATURE, [500 * nm])
    short = Layer(name="short", material=electrode(2, 0, reach=(300e-9, 900e-9)), thickness=1e-6)
    with pytest.raises(OutOfRange, match="Layer 'short': asked outside"):
        optics.response(replace(cell(), layers=(*cell().layers, short)), TEMPERATURE, [1500 * nm])


def test_light_counts_as_far_as_a_semiconductor_absorbs():
    shortest, longest = optics.optical_range(cell(), TEMPERATURE)
    assert shortest == 300e-9
    material = cell()["dots"].material.refractive_index
    absorption = 4 * np.pi * material.index(np.array([longest * (1 - 1e-9), longest * (1 + 1e-9)])).imag / longest
    assert absorption[0] > 100 > absorption[1]
    cut = semiconductor(2.6, 0.2, reach=(300e-9, 1.1e-6))
    assert optics.optical_range(cell(cut), TEMPERATURE)[1] == 1.1e-6
    with pytest.raises(InputError, match="No semiconductor"):
        optics.optical_range(Stack(layers=cell().layers[:2]), TEMPERATURE)


def test_light_is_split_without_loss():
    sun = am15g()
    both = Spectrum(
        wavelength=sun.wavelength, photon_flux=sun.photon_flux, reference_irradiance=1000.0,
        line_wavelength=[250 * nm, 1234.5 * nm, 1300 * nm], line_flux=[1e20, 2e20, 4e20],
    )  # fmt: skip
    wavelength, photons, outside = optics.split_light(both, (300 * nm, 1234.5 * nm))
    assert wavelength.min() == 300 * nm and wavelength.max() == 1234.5 * nm
    assert q * (np.sum(photons) + outside) == pytest.approx(both.photon_current(), rel=1e-13)
    assert outside * q == pytest.approx(
        sun.photon_current(None, 300 * nm) + sun.photon_current(1234.5 * nm) + q * 5e20, rel=1e-12
    )
    laser, one, none = optics.split_light(line(wavelength=980 * nm, irradiance=1.0), (300 * nm, 1200 * nm))
    assert laser.tolist() == [980 * nm] and one[0] > 0 and none == 0


def test_a_black_layer_absorbs_all_directions():
    stack = Stack(layers=(Layer(name="black", material=semiconductor(1.0, 1e-4), thickness=0.1, coherent=False),))
    # index 1 with little k does not reflect, and is deep enough
    absorbed = optics.hemispherical_absorptance(stack, TEMPERATURE, [1000 * nm], "front")
    assert absorbed[0, 0] == pytest.approx(1.0, abs=1e-4)


def test_light_from_the_back_is_the_turned_stack():
    stack = cell()
    turned = replace(stack, layers=stack.layers[::-1])
    wavelength = np.linspace(500 * nm, 1300 * nm, 5)
    back = optics.hemispherical_absorptance(stack, TEMPERATURE, wavelength, "back")
    front = optics.hemispherical_absorptance(turned, TEMPERATURE, wavelength, "front")
    np.testing.assert_allclose(back, front[::-1], atol=1e-14)
    narrow = optics.response(stack, TEMPERATURE, wavelength, angle=0.7, polarisation="s").absorptance
    assert not np.allclose(narrow, back)


def _half_space_flux(edge):
    """Photons that a black body sends into a half-space above an energy, m^-2 s^-1."""
    thermal = k_B * TEMPERATURE / q
    energy = np.linspace(edge, edge + 40 * thermal, 100_001)
    rate = 2 * np.pi * q / h * (q / (h * c)) ** 2 * energy**2 / np.expm1(energy / thermal)
    return np.sum(0.5 * (rate[1:] + rate[:-1])) * (energy[1] - energy[0])


def _with_mirror(material, thickness, coherent=False):
    mirror = electrode(1e-9, 1e3)
    return Stack(
        layers=(
            Layer(name="dots", material=material, thickness=thickness, coherent=coherent),
            Layer(name="mirror", material=mirror, thickness=1e-6),
        )
    )


def test_a_perfect_absorber_on_a_mirror_emits_as_a_black_body():
    stack = _with_mirror(semiconductor(1.0, 1e-4), 0.05)
    escape, parasitic = optics.escape_probability(stack, TEMPERATURE, "dots")
    emitted = escape * optics.radiative_rate(stack, TEMPERATURE, "dots") * 0.05
    assert emitted == pytest.approx(_half_space_flux(1.0), rel=2e-4)
    assert abs(parasitic) < 1e-10


@pytest.mark.parametrize(("n", "k", "thickness"), [(2.0, 1e-3, 1e-3), (2.5, 1e-2, 1e-5), (3.5, 2e-5, 1e-4)])
def test_rays_inside_and_absorption_from_outside_agree(n, k, thickness):
    # what leaves, once by reciprocity and once by following rays from the emitting layer
    layers = (
        Layer(name="coat", material=electrode(1.8, 0.0), thickness=100 * nm),
        Layer(name="dots", material=semiconductor(n, k), thickness=thickness, coherent=False),
        Layer(name="metal", material=electrode(0.3, 8.0), thickness=60 * nm),
    )
    stack = Stack(layers=layers)
    escape, parasitic = optics.escape_probability(stack, TEMPERATURE, "dots")
    wavelength, photons = emission._emission(stack, TEMPERATURE, "dots")
    index = stack_index(stack, TEMPERATURE, wavelength)
    followed = rays.ray_fates(stack, index, wavelength, photons / photons.sum(), 1)
    # beside a face a lossy layer absorbs by interference too, which rays leave out: of order lambda / (4 pi n d) and k
    assert followed[0] == pytest.approx(escape, rel=0.2 * 1.24e-6 / (n * thickness) + 3 * k)
    assert followed[1] == parasitic
    assert 0 < escape < 1 and 0 < parasitic < 1 and escape + parasitic < 1


def test_emitted_light_goes_somewhere():
    # isotropic rays in a layer: what is absorbed again, summed pass by pass, is what neither leaves nor is lost
    rng = np.random.default_rng(3)
    depth = rng.uniform(1e-3, 5.0, 50)
    sides = []
    for _ in range(2):
        parts = rng.dirichlet([2, 1, 1], 50).T
        sides.append(tuple(parts))
    escape, lost = rays.fates(depth, *sides)
    r1, r2 = sides[0][0], sides[1][0]
    once = np.exp(-depth)
    reaching = (1 - once) / depth
    again = 1 - reaching  # absorbed before the first face
    right, left = 0.5 * reaching, 0.5 * reaching
    for _ in range(4000):
        right, left = left * r1, right * r2  # turned round at the faces, starting a full pass
        again = again + (right + left) * (1 - once)
        right, left = right * once, left * once
    np.testing.assert_allclose(escape + lost + again, 1.0, atol=1e-10)


def test_parasitic_layers_take_trapped_light():
    clear = Stack(layers=cell().layers[1:3])
    lossy, lossless = (
        cell(),
        replace(clear, layers=(replace(clear.layers[0], material=electrode(1.9, 0.0)), clear.layers[1])),
    )
    assert optics.escape_probability(lossless, TEMPERATURE, "dots")[1] == pytest.approx(0, abs=1e-9)
    escape, parasitic = optics.escape_probability(lossy, TEMPERATURE, "dots")
    assert parasitic > 0 and escape > 0 and escape + parasitic < 1
    absorbing_back = replace(lossless, back_medium=0.3 + 8j)
    assert optics.escape_probability(absorbing_back, TEMPERATURE, "dots")[1] > 0


def test_only_emitters_are_asked_for_emission():
    with pytest.raises(InputError, match="does not emit"):
        optics.escape_probability(cell(), TEMPERATURE, "gold")
    with pytest.raises(InputError, match="No layer is named"):
        optics.escape_probability(cell(), TEMPERATURE, "lead")


def test_internal_emission_of_a_step_is_known():
    n, k = 2.5, 1e-2
    stack = _with_mirror(semiconductor(n, k), 1e-5)
    thermal = k_B * TEMPERATURE / q
    energy = np.linspace(1.0, 1.0 + 40 * thermal, 100_001)
    rate = 8 * np.pi * q / h * (q / (h * c)) ** 2 * n**2 * (4 * np.pi * k * energy / hc_eV)
    rate = rate * energy**2 / np.expm1(energy / thermal)
    expected = np.sum(0.5 * (rate[1:] + rate[:-1])) * (energy[1] - energy[0])
    assert optics.radiative_rate(stack, TEMPERATURE, "dots") == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("temperature", [150.0, 300.0])
@pytest.mark.parametrize("exciton", [950 * nm, 1230 * nm, 1550 * nm])
def test_a_dot_film_emits_what_its_absorption_gives_tail_included(exciton, temperature):
    film = Film(exciton=hc_eV / exciton)
    stack = Stack(layers=(Layer(name="dots", material=film, thickness=300 * nm),))
    assert optics.radiative_rate(stack, temperature, "dots") == pytest.approx(film.emission(temperature), rel=5e-3)
    # what leaves through the two faces, summed on a grid of its own
    thermal = k_B * temperature / q
    energy = np.linspace(hc_eV / 4.99e-6, hc_eV / exciton + 30 * thermal, 1501)
    absorbed = sum(
        optics.hemispherical_absorptance(stack, temperature, hc_eV / energy, side)[0] for side in ("front", "back")
    )
    photons = 2 * np.pi * q**3 / (h**3 * c**2) * energy**2 / np.expm1(energy / thermal) * absorbed
    left = np.sum(0.5 * (photons[1:] + photons[:-1])) * (energy[1] - energy[0])
    escape, _ = optics.escape_probability(stack, temperature, "dots")
    assert escape * film.emission(temperature) * 300 * nm == pytest.approx(left, rel=5e-3)


def test_false_absorption_below_the_gap_is_not_emission():
    clean, false = (_with_mirror(semiconductor(2.5, 1e-2, tail=0.015, floor=floor), 1e-5) for floor in (0.0, 1e-7))
    found = [optics.radiative_rate(stack, TEMPERATURE, "dots") for stack in (clean, false)]
    assert found[1] == pytest.approx(found[0], rel=2e-2)


KERNELS = (
    "normal_component", "reciprocal", "coherent_group", "add_flux", "wave_rows", "choose_stops", "look_back",
)  # fmt: skip


def _plain(function):
    return getattr(function, "py_func", function)


def test_kernels_give_the_same_numbers_uncompiled(monkeypatch):
    light = {
        "index": [1.0, 1.9 + 0.1j, 1.5 + 1e-6j, 2.6 + 0.3j, 1.2, 0.3 + 5j], "thickness": [2e-7, 1e-3, 3e-7, 1e-4],
        "wavelength": [5e-7, 1.3e-6], "coherent": [True, False, True, False], "angle": 0.6,
        "polarisation": "unpolarised",
    }  # fmt: skip
    z, eta = np.linspace(0, 2e-7, 60), np.linspace(1, 0.5, 59)
    fast = optics.solve(**light)
    many = light | {"coherent": None, "thickness": [[2e-7, 1e-6, 3e-7, 1e-7], [1e-7, 2e-6, 2e-7, 1e-6]]}
    fast_many = optics.solve_many(**many)
    fast_collect, fast_generation = fast.collect(0, z, eta), fast.generation(0, z, [1.0, 2.0])
    for name in KERNELS:
        monkeypatch.setattr(kernels, name, _plain(getattr(kernels, name)))
    monkeypatch.setattr("infradot.optics.transfer_matrix.solve_stacks", _plain(kernels.solve_stacks))
    for name in ("decay_by", "turn_by", "combine"):
        monkeypatch.setattr(depth_kernels, name, _plain(getattr(depth_kernels, name)))
    for name in ("flux_at", "flux_at_pairs", "gather", "scatter"):
        monkeypatch.setattr(f"infradot.optics.depth.{name}", _plain(getattr(depth_kernels, name)))
    for name in ("turn_by", "wave_rows", "reflect_row", "echo_row", "flux_row"):
        monkeypatch.setattr(many_kernels, name, _plain(getattr(many_kernels, name)))
    monkeypatch.setattr("infradot.optics.transfer_matrix.solve_coherent", _plain(many_kernels.solve_coherent))
    monkeypatch.setattr(kernels, "turn_by", _plain(depth_kernels.turn_by))
    slow = optics.solve(**light)
    slow_many = optics.solve_many(**many)
    np.testing.assert_allclose(slow_many.absorptance, fast_many.absorptance, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(slow.reflectance, fast.reflectance, rtol=1e-12)
    np.testing.assert_allclose(slow.transmittance, fast.transmittance, rtol=1e-12)
    np.testing.assert_allclose(slow.absorptance, fast.absorptance, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(slow.absorbed_between(0, z), fast.absorbed_between(0, z), atol=1e-14)
    np.testing.assert_allclose(slow.profile(3, z), fast.profile(3, z), rtol=1e-12)
    np.testing.assert_allclose(slow.collect(0, z, eta), fast_collect, rtol=1e-12)
    np.testing.assert_allclose(slow.generation(0, z, [1.0, 2.0]), fast_generation, rtol=1e-10)


def test_each_kernel_has_one_signature():
    stack = cell()
    answer = optics.response(stack, TEMPERATURE, [500 * nm, 600 * nm])
    answer.collect("dots", [0, 1e-7, 2e-7], [1, 2])
    answer.profile("gold", [0.0])
    optics.hemispherical_absorptance(stack, TEMPERATURE, [1000 * nm])
    optics.solve_many(index=[[1.0], [2.0], [1.0]], thickness=[[1e-7]], wavelength=[1e-6])
    for kernel in (
        kernels.solve_stacks, depth_kernels.flux_at, depth_kernels.flux_at_pairs, depth_kernels.gather,
        depth_kernels.scatter, depth_kernels.decay_by, depth_kernels.turn_by, depth_kernels.combine,
        *(getattr(kernels, name) for name in KERNELS), many_kernels.solve_coherent, many_kernels.reflect_row,
        many_kernels.echo_row, many_kernels.flux_row,
    ):  # fmt: skip
        assert len(getattr(kernel, "signatures", ())) <= 1, kernel.__name__


def test_branchless_functions_equal_the_library():
    rate, z = np.linspace(-4e8, 4e8, 2001), 1e-6
    cosine, sine = np.empty_like(rate), np.empty_like(rate)
    depth_kernels.turn_by(rate, z, cosine, sine)
    np.testing.assert_allclose(cosine, np.cos(rate * z), rtol=0, atol=4e-16)
    np.testing.assert_allclose(sine, np.sin(rate * z), rtol=0, atol=4e-16)
    depth_kernels.turn_by(rate, 1.0, cosine, sine)
    np.testing.assert_allclose(sine, np.sin(rate), rtol=0, atol=4e-16)
    exponent, found = np.linspace(-4.0, 4.0, 2001), np.empty(2001)
    depth_kernels.decay_by(exponent, 1.0, np.ones(2001), found)
    np.testing.assert_allclose(found, np.exp(-exponent), rtol=2e-14)


def test_enough_points_for_any_layer():
    wavenumbers = np.array([1e5, 1e6, 2e7, 2e7 + 2e6j, 1e6 + 3e7j])
    for thickness in (1e-9, 1e-7, 1e-6, 5e-6, 2e-5):
        assert points_needed(np.abs(wavenumbers).max() * thickness) >= 10
        index = [1.0, 2.5 + 0.2j, 0.4 + 6j]
        solved = optics.solve(index=index, thickness=[thickness], wavelength=[4e-7, 9e-7, 2e-6])
        z = np.sort(np.random.default_rng(0).uniform(0, thickness, 400))
        eta = np.sin(np.arange(399.0))
        np.testing.assert_allclose(solved.collect(0, z, eta), solved.absorbed_between(0, z) @ eta, atol=2e-13)
        np.testing.assert_allclose(
            solved.generation(0, z, [1.0, 2.0, 3.0]), [1.0, 2.0, 3.0] @ solved.absorbed_between(0, z), atol=2e-13
        )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"index": [1.0, 2.0]}, "index has shape"),
        ({"thickness": [-1e-7]}, "thickness"),
        ({"thickness": [np.nan]}, "thickness"),
        ({"wavelength": [0.0]}, "wavelength"),
        ({"index": [1.0 + 0.1j, 2.0, 1.0]}, "front medium"),
        ({"angle": 1.6}, "angle"),
        ({"polarisation": "x"}, "polarisation"),
        ({"coherent": [True, False]}, "coherent"),
        ({"tangential": [1.5]}, "tangential"),
    ],
)
def test_wrong_stacks_are_refused(wrong, message):
    good = {"index": [1.0, 2.0, 1.0], "thickness": [1e-7], "wavelength": [5e-7]}
    with pytest.raises(InputError, match=message):
        optics.solve(**(good | wrong))


def test_depths_and_lengths_are_checked():
    solved = optics.solve(index=[1.0, 2.0 + 0.1j, 1.0], thickness=[1e-7], wavelength=[5e-7])
    with pytest.raises(InputError, match="Depths"):
        solved.profile(0, [2e-7])
    with pytest.raises(InputError, match="eta"):
        solved.collect(0, [0, 1e-7], [1, 2])
    with pytest.raises(InputError, match="photons"):
        solved.generation(0, [0, 1e-7], [1, 2])
