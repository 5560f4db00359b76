"""Results to axes. Each function takes a result and an optional `ax`, returns the `ax`, and computes nothing.

>>> from infradot import plot                    # doctest: +SKIP
>>> ax = plot.jv(idt.jv(device, light=idt.am15g()))   # doctest: +SKIP
>>> ax.figure.savefig("jv.png")                  # doctest: +SKIP
"""

from infradot.plot.channel import channel_noise, gain_sweep, output, photocurrent_decay, transfer
from infradot.plot.comparison import comparison, standing
from infradot.plot.depth import bands, generation
from infradot.plot.detectivity import dark_activation, dark_current, detectivity, linearity, response_speed
from infradot.plot.diode import ideality, one_diode
from infradot.plot.drive_level import drive_level
from infradot.plot.eqe import eqe
from infradot.plot.film import absorption, characterisation, levels, optical_constants, sizing_curve
from infradot.plot.impedance import impedance, mott_schottky, noise, nyquist
from infradot.plot.jv import jv
from infradot.plot.laser import gain_dynamics, gain_spectra, laser_output, threshold_map
from infradot.plot.laser_optics import dfb_spectrum, dfb_tuning, input_output, variable_stripe
from infradot.plot.limits import efficiency_against_gap
from infradot.plot.losses import losses
from infradot.plot.map import sweep, sweep_panels
from infradot.plot.metrology import (
    frequency_response,
    measured_detectivity,
    noise_floor,
    power_series,
    step_response,
)
from infradot.plot.modulated import bandwidth, bode, modulated_plane, modulated_response, noise_voltage
from infradot.plot.photons import coherence, line_sweep, photon_correlation, saturation
from infradot.plot.receiver import reception
from infradot.plot.record import record
from infradot.plot.sensitivity import sensitivity
from infradot.plot.style import layer_colours, save
from infradot.plot.sweeps import light_sweep, temperature_sweep
from infradot.plot.tandem import tandem_eqe, tandem_jv
from infradot.plot.transient import transient
from infradot.plot.waveguide import mode_profile

__all__ = [
    "absorption",
    "bands",
    "bandwidth",
    "bode",
    "channel_noise",
    "characterisation",
    "coherence",
    "comparison",
    "dark_activation",
    "dark_current",
    "detectivity",
    "dfb_spectrum",
    "dfb_tuning",
    "drive_level",
    "efficiency_against_gap",
    "eqe",
    "frequency_response",
    "gain_dynamics",
    "gain_spectra",
    "gain_sweep",
    "generation",
    "ideality",
    "impedance",
    "input_output",
    "jv",
    "laser_output",
    "layer_colours",
    "levels",
    "light_sweep",
    "line_sweep",
    "linearity",
    "losses",
    "measured_detectivity",
    "mode_profile",
    "modulated_plane",
    "modulated_response",
    "mott_schottky",
    "noise",
    "noise_floor",
    "noise_voltage",
    "nyquist",
    "one_diode",
    "optical_constants",
    "output",
    "photocurrent_decay",
    "photon_correlation",
    "power_series",
    "reception",
    "record",
    "response_speed",
    "saturation",
    "save",
    "sensitivity",
    "sizing_curve",
    "standing",
    "step_response",
    "sweep",
    "sweep_panels",
    "tandem_eqe",
    "tandem_jv",
    "temperature_sweep",
    "threshold_map",
    "transfer",
    "transient",
    "variable_stripe",
]
