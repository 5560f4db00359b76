"""The linear dynamic range of a device: light turned up until the response bends, and down to its own noise."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.own_detectivity import wanted_wavelengths
from infradot.devices.ranges import POSITIVE, checked
from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.circuit import Circuit
from infradot.experiments.held import held_constants
from infradot.experiments.impedance import working_state
from infradot.experiments.linearity import Linearity
from infradot.experiments.modulated import modulated_eqe
from infradot.experiments.noise import noise
from infradot.experiments.points import positive_points
from infradot.experiments.prepare import Prepared, finite_voltage, prepared
from infradot.light import line
from infradot.numerics.roots import bracketed_root
from infradot.solvers.report import Failure, SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import c, h, q

Floats = NDArray[np.float64]
USUAL_IRRADIANCE = np.logspace(-6, 6, 37)  # W m^-2: 0.1 nW/cm2 to 100 W/cm2
FAINT = 1e-6  # of the dark current: below, a photocurrent is lost in the rounding of both
CLOSE = 1e-4  # of the irradiance at which the response bends


def linearity(
    device: Device,
    *,
    wavelength: float,
    voltage: float = 0.0,
    irradiance: ArrayLike | None = None,
    compression: float = 1.0,
    frequency: float = 1e3,
    bandwidth: float = 1.0,
    area: float | None = None,
    hooge: float = 0.0,
) -> Linearity:
    """Turn the light of one wavelength up, and see in which range the photocurrent follows it.

    The lower end is the irradiance whose photocurrent equals the noise of the dark current in a bandwidth; the upper
    end is where the response is off that to faint light.

    Parameters
    ----------
    device : Device
    wavelength : float
        m, inside the optical range.
    voltage : float, optional
        V at the terminals.
    irradiance : array_like (m,), optional
        W m^-2; 1e-6 to 1e6 in three a decade unless given. Where the photocurrent is below a millionth of the dark
        current it is left out.
    compression : float, optional
        By how much the response may be off, up or down, dB by 20 log of the current.
    frequency, bandwidth : float, optional
        Of the noise, Hz.
    area : float, optional
        m^2; by default that of the device. Without one there is no lower end.
    hooge : float, optional
        Hooge's parameter of the noise.

    Returns
    -------
    Linearity
        With the range by 20 log and by 10 log.

    Raises
    ------
    InputError
        For numbers out of range, or a device that does not answer to this light.
    NotConverged
        Where the dark state is not found.

    Warns
    -----
    ConvergenceWarning
        Where the device could not be solved at some irradiance.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=4.8), area=1e-6)
    >>> found = idt.linearity(device, wavelength=1300e-9, voltage=-0.5, irradiance=[1e3, 1e4, 1e5], compression=0.1)
    >>> abs(found.range_20log - 2 * found.range_10log) < 1e-9
    True
    """
    begun, at = time.perf_counter(), finite_voltage(voltage)
    size = device.area if area is None else area
    checked(
        "Linearity", ("compression", compression, "dB", POSITIVE), ("bandwidth", bandwidth, "Hz", POSITIVE),
        *((("area", size, "m2", POSITIVE),) if size is not None else ()),
    )  # fmt: skip
    given = USUAL_IRRADIANCE if irradiance is None else positive_points("irradiance", irradiance, ", in W m^-2")
    colour = float(wanted_wavelengths(device, wavelength)[0])
    density = float(noise(device, frequency=frequency, voltage=at, hooge=hooge).density[0])
    faint = _faint(device, colour, at)
    asked = _Asked(device, colour, at, faint, float(np.max(given)))
    clear = np.unique(given)[np.unique(given) * faint > FAINT * abs(asked.dark)]
    if not len(clear):
        raise InputError("irradiance: every photocurrent is lost beside the dark current, expected more light.")
    current, failures = asked.sweep(clear)
    highest, why = asked.bend(clear, current, float(compression))
    reasons = {} if highest is not None else {"upper end": why}
    lowest = None if size is None else math.sqrt(density * float(bandwidth) / float(size)) / faint
    if lowest is None:
        reasons["lower end"] = "a device without an area has no noise in amperes; give area"
    report = SolveReport(
        complete=not failures, failures=failures, points=len(clear), nodes=asked.ready.problem.nodes,
        iterations=asked.iterations, residual=asked.residual, seconds=time.perf_counter() - begun,
        notes=(*asked.notes, *held_constants(device)),
    )  # fmt: skip
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    return Linearity(
        irradiance=clear, photocurrent=current, faint_responsivity=faint, lowest=lowest, highest=highest,
        compression=float(compression), noise_density=density, frequency=float(frequency), bandwidth=float(bandwidth),
        wavelength=colour, dark_current=asked.dark, voltage=at, area=None if size is None else float(size),
        device=device, report=report, reasons=reasons,
    )  # fmt: skip


def _faint(device: Device, wavelength: float, voltage: float) -> float:
    """Responsivity to faint light, A/W."""
    solver, _, _, _ = working_state(device, None, None, voltage)
    answers = small_signal(solver, np.zeros(1))
    efficiency = abs(float(modulated_eqe(device, solver, answers, np.array([wavelength]))[0, 0].real))
    if not efficiency > 0.0:
        raise InputError(f"The device does not answer to {wavelength * 1e9:g} nm at {voltage:g} V.")
    return efficiency * q * wavelength / (h * c)


class _Asked:
    """One device at one voltage under more or less light, all of it on one grid."""

    def __init__(self, device: Device, wavelength: float, voltage: float, faint: float, most: float) -> None:
        self._device, self._wavelength, self._voltage, self._faint = device, wavelength, voltage, faint
        self.iterations, self.residual, self.notes = 0, 0.0, tuple[str, ...]()
        self.ready = prepared(device)
        try:
            brightest = Lighting(light=line(wavelength=wavelength, irradiance=most), generation=None)
            self.ready, _, self.notes = settled_at(self.ready, brightest, voltage)
        except NotConverged:  # then the default grid has to do for what converges
            pass
        self.dark = self._current(self.ready, None)

    def _current(self, ready: Prepared, irradiance: float | None) -> float:
        light = None if irradiance is None else line(wavelength=self._wavelength, irradiance=irradiance)
        solver = ready.steady(light)
        current = Circuit(self._device, solver).current_at(self._voltage)
        self.iterations += solver.iterations
        self.residual = max(self.residual, solver.residual)
        return current

    def photocurrent(self, irradiance: float) -> float:
        """Size of what the light adds to the dark current, A m^-2."""
        return abs(self._current(self.ready, irradiance) - self.dark)

    def sweep(self, irradiance: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        """Photocurrents (m,), and what failed."""
        found, failures = np.full(len(irradiance), np.nan), []
        for k, power in enumerate(irradiance.tolist()):
            try:
                found[k] = self.photocurrent(power)
            except NotConverged as error:
                failures.append(Failure(
                    voltage=self._voltage, layer=self.ready.problem.domains[-1].name, residual=math.inf,
                    tried=f"{power:.3g} W/m2 of light ({str(error).rstrip('.')})", advice="ask for less light",
                ))  # fmt: skip
        return found, tuple(failures)

    def bend(self, irradiance: Floats, current: Floats, compression: float) -> tuple[float | None, str]:
        """Where the response is first off by `compression` dB, W m^-2, or why nowhere."""
        good = np.isfinite(current)
        power, off = irradiance[good], np.abs(self._off(current[good] / irradiance[good])) - compression
        beyond = np.flatnonzero(off > 0)
        if not len(beyond):
            return None, f"the response is straight up to {power.max() / 10.0:.3g} mW/cm2, all that was asked"
        if beyond[0] == 0:
            return None, f"the response is bent at {power[0] / 10.0:.3g} mW/cm2 already, the least that was asked"
        ends = (math.log(power[beyond[0] - 1]), math.log(power[beyond[0]]))

        def over(log: float) -> float:
            there = math.exp(log)
            return abs(float(self._off(np.array([self.photocurrent(there) / there]))[0])) - compression

        return math.exp(bracketed_root(over, *ends, tolerance=CLOSE)), ""

    def _off(self, responsivity: Floats) -> Floats:
        return np.asarray(20.0 * np.log10(responsivity / self._faint))
