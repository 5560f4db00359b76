"""Draw the figures of docs/figures: `make figures`."""

from __future__ import annotations

from pathlib import Path

import make_diodes
import make_record
import make_study
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infradot import plot
from infradot.devices import demo_text
from infradot.experiments.characterise import characterise
from infradot.experiments.dfb import dfb_laser
from infradot.experiments.dfb_spectrum import dfb_spectrum
from infradot.experiments.gain_spectra import gain_spectra
from infradot.experiments.input_output import input_output
from infradot.experiments.slab_modes import slab_modes
from infradot.experiments.threshold_map import threshold_map
from infradot.experiments.variable_stripe import fit_variable_stripe, variable_stripe
from infradot.files import loads, read
from infradot.materials.film import Film
from infradot.materials.library import named_material
from infradot.optics.grating import Grating
from infradot.report.kinds import perform_any
from infradot.report.photon_run import PhotonRun
from infradot.report.run import Run, perform
from infradot.stack.laser import Laser
from infradot.stack.layers import Layer, Stack
from infradot.units import hc_eV

FIGURES = Path(__file__).parent / "figures"
DOT = Film(core="PbS", exciton=hc_eV / 1230e-9, ligand="PbX2 ink")


def main() -> None:
    """The demo cell: the overview of the README, then each figure of its run folder; a dot; the studies; the record."""
    FIGURES.mkdir(exist_ok=True)
    run = perform(loads(demo_text()))
    spectrum = next(iter(run.spectra.values()))
    diagram = next(iter(run.diagrams.values()))
    assert run.profile is not None
    plot.save(overview(run), FIGURES / "demo")
    plot.save(plot.jv(run.curves), FIGURES / "demo_jv")
    plot.save(plot.eqe(spectrum), FIGURES / "demo_eqe")
    plot.save(plot.bands(diagram), FIGURES / "demo_bands")
    plot.save(plot.generation(run.profile), FIGURES / "demo_generation")
    plot.save(plot.characterisation(characterise(DOT)), FIGURES / "dot")
    photons()
    lasers()
    make_diodes.main()
    pumped_lasers()
    make_study.main()
    make_record.main(run)


def photons() -> None:
    """The example of a single-photon source: histogram, saturation, line against temperature."""
    answers = perform_any(read(FIGURES.parents[1] / "examples" / "single_photon_source.toml"))
    assert isinstance(answers, PhotonRun)
    for name, ax in answers.figures().items():
        plot.save(ax, FIGURES / f"photons_{name}")


def lasers() -> None:
    """A film of dots on glass: what it guides, and what a grating of second order makes of it."""
    dots = Film(core="PbS", exciton=hc_eV / 1600e-9, ligand="PbX2 ink", dispersity=0.05)
    glass = Layer(name="glass", material=named_material("soda-lime glass"), thickness=1.1e-3, coherent=False)
    stack = Stack(layers=(glass, Layer(name="dots", material=dots, thickness=300e-9)))
    plot.save(plot.mode_profile(slab_modes(stack, wavelength=1650e-9, gain={"dots": 0.0})), FIGURES / "slab_modes")
    grating = Grating(between=("glass", "dots"), pitch=681e-9, depth=10e-9, order=2, duty=0.4)
    laser = dfb_laser(stack, grating=grating, length=500e-6, gain_layer="dots", loss=1000.0, modes=4)
    plot.save(plot.dfb_spectrum(dfb_spectrum(laser, level=(0.5, 0.9, 0.99))), FIGURES / "dfb_spectrum")
    stripes = variable_stripe(np.linspace(15e-6, 320e-6, 30), gain=26000.0, saturation=0.05, noise=0.02, rng=3)
    fit = fit_variable_stripe(stripes.length, stripes.intensity, std=stripes.std)
    plot.save(plot.variable_stripe(fit), FIGURES / "variable_stripe")


def pumped_lasers() -> None:
    """The example of a laser: gain in a doped film, output against pump, gain in time; a map over size and doping."""
    document = read(FIGURES.parents[1] / "examples" / "laser.toml")
    laser = document.design
    assert isinstance(laser, Laser)
    spectra = gain_spectra(laser.film, occupation=(0.0, 0.5, 1.0, 2.0, 4.0, 8.0), model=laser.gain)
    plot.save(plot.gain_spectra(spectra), FIGURES / "laser_gain_spectra")
    plot.save(plot.laser_output(input_output(laser)), FIGURES / "laser_output")
    sizes, electrons = hc_eV / np.linspace(1200e-9, 1700e-9, 26), np.linspace(0.0, 7.5, 26)
    plot.save(
        plot.threshold_map(threshold_map(laser, exciton=sizes, electrons=electrons)), FIGURES / "laser_threshold_map"
    )


def overview(run: Run) -> Axes:
    """J-V beside EQE, for the top of the README."""
    figure = Figure(figsize=(10.2, 3.9), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
    plot.jv(run.curves, ax=left)
    return plot.eqe(next(iter(run.spectra.values())), ax=right)


if __name__ == "__main__":
    main()
