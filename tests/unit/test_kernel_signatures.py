"""Each kernel is compiled once: a second set of argument types would be a second wait and a second truth."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))

# every experiment on every example, then every kernel of the package with the signatures that it was compiled for
MEASURE = """
import importlib, json, pkgutil, sys, warnings
import numpy as np
import infradot
import infradot as idt
from infradot.files import read

def measure(file):
    device = read(file).design
    if isinstance(device, idt.Tandem):
        idt.tandem_jv(device, light=idt.am15g(), voltage=None if device.terminals == 4 else [0.0, 0.5])
    if not isinstance(device, idt.Device):
        return
    voltage = np.linspace(-0.1, 0.3, 5)
    idt.jv(device, voltage=voltage)
    idt.jv(device, voltage=voltage[::-1])
    thickness = sum(layer.thickness for layer, _ in device.conducting())
    uniform = idt.Generation(position=np.array([0.0, thickness]), rate=np.full(2, 1e26))
    idt.jv(device, generation=uniform)
    idt.band_diagram(device, generation=uniform, voltage=0.1)
    idt.transient(device, generation=uniform, until=1e-9)
    idt.transient(device, voltage=idt.Step(stop=-0.1), time=[1e-9, 1e-8], load=1e-3, capacitance=1e-3)
    idt.jv(idt.change(device, {"temperature": 280.0}), generation=uniform, voltage=[0.1])
    idt.impedance(device, frequency=[1.0, 1e6], generation=uniform, voltage=0.1)
    idt.capacitance_voltage(device, voltage=[-0.1, 0.0])
    idt.noise(device, frequency=[1.0, 1e6], generation=uniform, hooge=1e-4)
    idt.noise_voltage(device, voltage=[-0.1, 0.0])
    if any(material.refractive_index is None for _, material in device.conducting()):
        return
    for light in (idt.am15g(), idt.am15g().filtered(idt.SILICON_FILTER), idt.line(wavelength=900e-9, irradiance=10.0)):
        idt.jv(device, light=light, voltage=voltage)
        idt.photon_budget(device, light=light, voltage=0.1)
        idt.generation_profile(device, light=light)
    idt.eqe(device, wavelength=np.linspace(350e-9, 1600e-9, 20), voltage=-0.1, light=idt.am15g())
    idt.eqe(device, wavelength=[900e-9])
    idt.modulated_response(device, wavelength=900e-9, frequency=[1e3, 1e6], load=1e-4)
    idt.modulated_spectrum(device, wavelength=[700e-9, 900e-9], frequency=[1e3, 1e6], light=idt.am15g())
    if idt.jv(device, light=idt.am15g(), voltage=voltage).metrics.voc:
        idt.modulated_photovoltage(device, wavelength=900e-9, frequency=[1e3, 1e6], light=idt.am15g())
    idt.band_diagram(device, light=idt.am15g(), voltage=0.1)

warnings.simplefilter("ignore")
for file in json.loads(sys.argv[1]):
    measure(file)
found = {}
for info in pkgutil.walk_packages(infradot.__path__, "infradot."):
    if info.name.endswith("__main__"):
        continue
    for name, kernel in vars(importlib.import_module(info.name)).items():
        if hasattr(kernel, "py_func"):
            found[f"{kernel.py_func.__module__}.{kernel.py_func.__name__}"] = [str(s) for s in kernel.signatures]
print(json.dumps(found))
"""

CURVE = """
import json, sys
import numpy as np
import infradot.transport.problem as grid
grid.THICKEST, grid.OTHERS = {2: 16, 3: 12}, {2: 16, 3: 8}
import infradot as idt
laws = (
    idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=3e-7, level=0.1),
    idt.Radiative(coefficient=1e-16),
    idt.Auger(coefficient_n=1e-40, coefficient_p=2e-40),
)
traps = tuple(
    idt.TrapLevel(density=3e22, depth=depth, kind=kind, capture_n=1e-16, capture_p=2e-16)
    for kind, depth in (("acceptor", 0.4), ("donor", 0.8), ("neutral", 0.6))
)
def material(name, **changes):
    numbers = dict(
        name=name, band_gap=1.3, electron_affinity=4.0, relative_permittivity=20.0, effective_dos_n=1e25,
        effective_dos_p=1e25, mobility_n=1e-6, mobility_p=1e-6, donors=1e22, recombination=laws, traps=traps,
    )
    return idt.Material(**(numbers | changes))
oxide = material("oxide", band_gap=3.3, electron_affinity=4.1, relative_permittivity=9.0, donors=1e24, traps=())
stack = idt.Stack(layers=(
    idt.Layer(name="oxide", material=oxide, thickness=40e-9),
    idt.Layer(name="ink", material=material("ink"), thickness=200e-9),
))
device = idt.Device(stack=stack, front=idt.Ohmic(), back=idt.Schottky(work_function=5.1, velocity_n=1e3))
sun = idt.Generation(position=np.array([40e-9, 240e-9]), rate=np.array([8e27, 2e27]))
dark = idt.jv(device, voltage=[-0.3, 0.2, 0.5])
lit = idt.jv(device, generation=sun, voltage=np.linspace(0.0, 1.05, 8))
bands = idt.band_diagram(device, generation=sun, voltage=0.2)
spread = dict(
    statistics=idt.FermiDirac(), mobility_law=idt.HoppingMobility(field_n=2e-4, field_p=3e-4),
    traps=(idt.TailTraps(edge="conduction", density=1e23, energy=0.03, capture_n=1e-16, capture_p=2e-16),),
)
disorder = spread | dict(
    statistics=idt.GaussianDisorder(width_n=0.05, width_p=0.07),
    traps=(idt.GaussianTraps(density=1e22, depth=0.6, width=0.05, kind="donor", capture_n=1e-16, capture_p=2e-16),),
)
stack = idt.Stack(
    layers=(
        idt.Layer(name="oxide", thickness=40e-9, material=material(
            "oxide", band_gap=2.3, electron_affinity=4.1, donors=1e25, **(spread | dict(traps=())))),
        idt.Layer(name="ink", thickness=200e-9, material=material("ink", **spread),
                  profile=idt.Profile(band_gap=(1.3, 1.25), electron_affinity=(4.0, 4.02))),
        idt.Layer(name="holes", thickness=40e-9, material=material(
            "holes", electron_affinity=3.9, acceptors=1e24, **disorder)),
    ),
    interfaces=(
        idt.Interface(between=("oxide", "ink"), velocity_n=1e2, velocity_p=1e3),
        idt.Interface(between=("ink", "holes"), velocity_n=1e1, velocity_p=1e2, emission_n=1e3, emission_p=1e4),
    ),
)
whole = idt.Device(
    stack=stack, front=idt.Schottky(work_function=4.3, injection=idt.FieldEnhanced(mass_n=0.1, mass_p=0.1)),
    back=idt.Schottky(work_function=5.0, injection=idt.ImageForce(relative_permittivity=5.0)),
)
everything = idt.jv(whole, generation=sun, voltage=np.linspace(-0.2, 0.8, 6))
answer = idt.impedance(whole, generation=sun, frequency=[1.0, 1e4, 1e8], voltage=0.2)
restless = idt.noise(whole, generation=sun, frequency=[1.0, 1e4, 1e8], voltage=0.2, hooge=1e-4)
grid.THICKEST, grid.OTHERS = {2: 8, 3: 6}, {2: 6, 3: 6}
small = idt.change(device, {"temperature": 310.0})
switched = idt.transient(
    small, generation=sun, voltage=idt.Step(stop=0.1), brightness=idt.Exponential(time_constant=1e-8, stop=0.5),
    time=[1e-10, 1e-8, 1e-6], load=1e-4, tolerance=1e-2,
)
print(json.dumps({
    "switched": switched.current_density.tolist(),
    "admittance": [*answer.conductance.tolist(), *answer.susceptance.tolist()],
    "noise": restless.density.tolist(),
    "everything": everything.current_density.tolist(),
    "dark": dark.current_density.tolist(),
    "lit": lit.current_density.tolist(),
    "metrics": [lit.metrics.voc, lit.metrics.jsc, lit.metrics.fill_factor],
    "bands": bands.conduction_band.tolist(),
    "density": bands.n.tolist(),
}))
"""


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """A fresh interpreter; it prints JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def afresh(tmp_path_factory):
    """Every experiment on every example with an empty cache.

    With a warm one inner kernels would not show their signatures. Signatures need no optimisation.
    """
    cache = str(tmp_path_factory.mktemp("cache"))
    files = json.dumps([str(path) for path in EXAMPLES])
    return python(MEASURE, files, NUMBA_CACHE_DIR=cache, NUMBA_OPT="0", NUMBA_DISABLE_JIT="0")


def test_one_signature_per_kernel_after_every_experiment_on_every_example(afresh):
    found = json.loads(afresh.stdout)
    assert len(found) > 20
    twice = {name: signatures for name, signatures in found.items() if len(signatures) > 1}
    assert not twice, twice
    main = [
        "infradot.solvers.sweep.sweep", "infradot.solvers.linear.respond", "infradot.solvers.small_signal.answer_all",
        "infradot.solvers.noise.add_up",
    ]  # fmt: skip
    assert all(len(found[name]) == 1 for name in main)


def test_the_wait_for_the_compiler_is_announced_in_one_line(afresh):
    assert [line[:9] for line in afresh.stderr.splitlines()] == ["Compiling"]


@pytest.mark.parametrize(
    "quantity", ["dark", "lit", "metrics", "bands", "density", "everything", "admittance", "noise", "switched"]
)
def test_plain_python_gives_the_same_numbers_as_machine_code(quantity, both):
    fast, slow = (np.array(numbers[quantity]) for numbers in both)
    scale = both[0]["metrics"][1] if quantity in ("lit", "everything", "switched") else np.abs(fast)
    assert np.max(np.abs(fast - slow) / scale) < 1e-12


@pytest.fixture(scope="module")
def both():
    """A small device with every law, solved by machine code and by plain Python."""
    return tuple(json.loads(python(CURVE, NUMBA_DISABLE_JIT=off).stdout) for off in ("0", "1"))
