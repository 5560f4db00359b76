"""Do what a device file asks for, whatever its kind."""

from __future__ import annotations

from infradot.files import Document
from infradot.report import run as one
from infradot.report.answers import Answers
from infradot.report.laser_run import perform_laser
from infradot.report.photoconductor_run import perform_photoconductor
from infradot.report.photon_run import perform_photons
from infradot.report.receiver_run import perform_receiver
from infradot.report.run import Progress, Run
from infradot.report.split_run import perform_split
from infradot.report.tandem_run import perform_tandem
from infradot.report.transistor_run import perform_transistor
from infradot.stack.channel import Photoconductor
from infradot.stack.laser import Laser
from infradot.stack.phototransistor import Phototransistor
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem


def perform_any(document: Document, progress: Progress = lambda name, done, total: None) -> Run | Answers:
    """Do every measurement of a document.

    Parameters
    ----------
    document : Document
        Of any kind.
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    Run or Answers
        A `Run` for one cell.

    Raises
    ------
    NotConverged
        Where not one point of any current-voltage curve converged.
    """
    if isinstance(document.design, Tandem):
        return perform_tandem(document, progress)
    if isinstance(document.design, SpectralSplit):
        return perform_split(document, progress)
    if isinstance(document.design, PowerReceiver):
        return perform_receiver(document, progress)
    if isinstance(document.design, SinglePhotonSource):
        return perform_photons(document, progress)
    if isinstance(document.design, Laser):
        return perform_laser(document, progress)
    if isinstance(document.design, Photoconductor):
        return perform_photoconductor(document, progress)
    if isinstance(document.design, Phototransistor):
        return perform_transistor(document, progress)
    return one.perform(document, progress)
