"""Draw the figures of docs/figures: `make figures`."""

from __future__ import annotations

from pathlib import Path

import make_record
import make_study
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infradot import plot
from infradot.devices import demo_text
from infradot.experiments.characterise import characterise
from infradot.files import loads, read
from infradot.materials.film import Film
from infradot.report.kinds import perform_any
from infradot.report.photon_run import PhotonRun
from infradot.report.run import Run, perform
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
    make_study.main()
    make_record.main(run)


def photons() -> None:
    """The example of a single-photon source: histogram, saturation, line against temperature."""
    answers = perform_any(read(FIGURES.parents[1] / "examples" / "single_photon_source.toml"))
    assert isinstance(answers, PhotonRun)
    for name, ax in answers.figures().items():
        plot.save(ax, FIGURES / f"photons_{name}")


def overview(run: Run) -> Axes:
    """J-V beside EQE, for the top of the README."""
    figure = Figure(figsize=(10.2, 3.9), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
    plot.jv(run.curves, ax=left)
    return plot.eqe(next(iter(run.spectra.values())), ax=right)


if __name__ == "__main__":
    main()
