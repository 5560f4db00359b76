"""Predict and design infrared colloidal-quantum-dot optoelectronics, from the dot to the device.

>>> import infradot as idt
>>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
>>> round(film.material(300.0).band_gap, 2)
1.31
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from infradot._version import __version__

if TYPE_CHECKING:
    from infradot import plot, record, sweep
    from infradot.devices.background import (
        background_limited_detectivity,
        background_limited_spectrum,
        background_photons,
    )
    from infradot.devices.balance import CellLimit
    from infradot.devices.dark_current import depletion_dark_current, intrinsic_density, radiative_dark_current
    from infradot.devices.detectivity import (
        Jones,
        generation_recombination_limited_detectivity,
        johnson_limited_detectivity,
        noise_equivalent_power,
        quantum_efficiency,
        responsivity,
        shot_limited_detectivity,
    )
    from infradot.devices.limits import (
        GapSweep,
        detailed_balance,
        efficiency_against_gap,
        luminescence_yield,
        radiative_limit,
    )
    from infradot.devices.losses import losses
    from infradot.devices.metrology.frequency_response import frequency_response
    from infradot.devices.metrology.noise_density import noise_density
    from infradot.devices.metrology.noise_floor import noise_floor
    from infradot.devices.metrology.power_series import power_series
    from infradot.devices.metrology.specific_detectivity import measured_detectivity, white_noise_inflation
    from infradot.devices.metrology.step_response import step_response
    from infradot.devices.noise import Noise, flicker_noise, generation_recombination_noise, shot_noise, thermal_noise
    from infradot.devices.own_detectivity import detectivity
    from infradot.devices.own_figures import figures_of_merit
    from infradot.devices.own_linearity import linearity
    from infradot.devices.own_speed import response_speed
    from infradot.devices.own_switching import switch_light
    from infradot.devices.power_receiver import receiver_limit
    from infradot.devices.reciprocity import absorption_limit, reciprocity
    from infradot.devices.spectral_splitting import SplitLimit, split_limit
    from infradot.devices.speed import (
        diffusion_time,
        drift_bandwidth,
        gain_bandwidth,
        implied_transit_time,
        linear_dynamic_range,
        photoconductive_gain,
        rc_bandwidth,
        rc_rise_time,
        rise_bandwidth,
        rise_time,
        transit_time,
    )
    from infradot.errors import (
        ConvergenceWarning,
        InfradotError,
        InputError,
        NotConverged,
        OutOfRange,
        PhysicsWarning,
        UnitError,
    )
    from infradot.experiments.archive import load_result
    from infradot.experiments.bands import BandDiagram, band_diagram
    from infradot.experiments.budget import PhotonBudget, photon_budget
    from infradot.experiments.capacitance import CapacitanceVoltage, MottSchottky, capacitance_voltage
    from infradot.experiments.celiv import Celiv, celiv
    from infradot.experiments.characterise import Characterisation, characterise
    from infradot.experiments.charge_extraction import ChargeExtraction, charge_extraction
    from infradot.experiments.coherence import Coherence, coherence, coherence_of_spectrum
    from infradot.experiments.continuous import ContinuousLasing, InjectedLasing, continuous_lasing, injected_lasing
    from infradot.experiments.correlation_fit import CorrelationFit, fit_continuous, fit_pulsed
    from infradot.experiments.dark_activation import DarkActivation, dark_activation
    from infradot.experiments.dark_current import DarkCurrent, dark_current
    from infradot.experiments.detectivity import Detectivity
    from infradot.experiments.dfb import DFBLaser, DFBMode, dfb_laser
    from infradot.experiments.dfb_spectrum import DFBSpectrum, DFBTuning, dfb_spectrum, dfb_tuning
    from infradot.experiments.drive_level import DriveLevel, DriveLevelProfile, drive_level
    from infradot.experiments.eqe import EQESpectrum, eqe
    from infradot.experiments.figures_of_merit import FiguresOfMerit, Merit
    from infradot.experiments.flows import Flow
    from infradot.experiments.gain_dynamics import GainDynamics, gain_dynamics
    from infradot.experiments.gain_spectra import GainSpectra, gain_spectra
    from infradot.experiments.gain_sweep import GainSweep, RollOff, fit_rolloff, gain_sweep
    from infradot.experiments.gain_threshold import GainThreshold, gain_threshold
    from infradot.experiments.generation import Generation
    from infradot.experiments.generation_profile import GenerationProfile, generation_profile
    from infradot.experiments.ideality import Ideality
    from infradot.experiments.impedance import Impedance, impedance
    from infradot.experiments.input_output import InputOutput, input_output, pulse_threshold
    from infradot.experiments.intervals import Intervals, intervals
    from infradot.experiments.jv import JVCurve, jv
    from infradot.experiments.kink import Kink, ase_threshold
    from infradot.experiments.laser_line import line_in_wavelength, pulse_limited_width, schawlow_townes_width
    from infradot.experiments.laser_pulse import LaserPulse, laser_pulse
    from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
    from infradot.experiments.light_sweep import LightSweep, light_sweep
    from infradot.experiments.line_sweep import LineSweep, line_sweep
    from infradot.experiments.linearity import Linearity
    from infradot.experiments.losses import Loss, Losses
    from infradot.experiments.metrics import JVMetrics
    from infradot.experiments.modulated import ModulatedResponse, modulated_response
    from infradot.experiments.modulated_spectrum import ModulatedSpectrum, modulated_spectrum
    from infradot.experiments.multispectral import PixelSet, Reconstruction, pixel_set
    from infradot.experiments.noise import NoiseSpectrum, noise
    from infradot.experiments.noise_curve import NoiseCurve, noise_voltage
    from infradot.experiments.one_diode import OneDiode
    from infradot.experiments.photoconduction import photoconduction
    from infradot.experiments.photoconduction_result import Photoconduction
    from infradot.experiments.photocurrent_decay import PhotocurrentDecay, photocurrent_decay
    from infradot.experiments.photogating import Photogating, photogating
    from infradot.experiments.photon_correlation import (
        PeakAreas,
        PhotonCorrelation,
        peak_areas,
        photon_correlation,
        with_background,
        without_background,
    )
    from infradot.experiments.photon_source import (
        PhotonSource,
        hanbury_brown_twiss,
        photon_source,
        source_saturation,
    )
    from infradot.experiments.photon_statistics import (
        ContinuousEmission,
        PulsedEmission,
        continuous_emission,
        pulsed_emission,
    )
    from infradot.experiments.photon_stream import photon_times, split_and_count
    from infradot.experiments.photovoltage import ModulatedPhotovoltage, modulated_photovoltage
    from infradot.experiments.photovoltage_decay import PhotovoltageDecay, photovoltage_decay
    from infradot.experiments.points import PointFailure, SweepReport
    from infradot.experiments.power_balance import PowerBalance, power_balance
    from infradot.experiments.pulsed_correlation import PulsedCorrelation, pulsed_correlation
    from infradot.experiments.receiver import Reception, receive
    from infradot.experiments.receiver_sweep import ReceptionSweep, exciton_sweep, reception_sweep
    from infradot.experiments.reciprocity import Reciprocity
    from infradot.experiments.resistances import Resistances
    from infradot.experiments.response_speed import ResponseSpeed, SpeedEstimate
    from infradot.experiments.saturated_stripe import SaturatedStripeFit, fit_saturated_stripe
    from infradot.experiments.saturation import Saturation, saturation
    from infradot.experiments.sensitivity import Sensitivity
    from infradot.experiments.slab_modes import SlabModes, slab_cutoff, slab_cutoff_wavelength, slab_modes
    from infradot.experiments.splitting import SplitCurves, SplitSeries, split_jv
    from infradot.experiments.spot_shift import SpotLoss, spot_shift_loss
    from infradot.experiments.switched_light import SwitchedLight
    from infradot.experiments.tandem_curves import FourTerminalCurves, TandemCurve
    from infradot.experiments.tandem_jv import tandem_jv
    from infradot.experiments.tandem_power import TandemPower, tandem_power
    from infradot.experiments.temperature_sweep import TemperatureSweep, temperature_sweep
    from infradot.experiments.threshold_map import ThresholdMap, threshold_map
    from infradot.experiments.time_of_flight import TimeOfFlight, time_of_flight
    from infradot.experiments.time_shapes import Exponential, GaussianShape, Ramp, Samples, Sine, Square, Step
    from infradot.experiments.time_tags import TimeTags
    from infradot.experiments.transient import transient
    from infradot.experiments.transient_result import Transient
    from infradot.experiments.transistor_curves import TransistorCurves, transistor_curves
    from infradot.experiments.variable_stripe import StripeCurve, StripeFit, fit_variable_stripe, variable_stripe
    from infradot.experiments.xray import XrayResponse, xray_response
    from infradot.files import change, get, load, paths
    from infradot.files.sensitivity import sensitivity
    from infradot.laws.contacts import FieldEnhanced, ImageForce, Ohmic, Schottky
    from infradot.laws.mobility import ConstantMobility, HoppingMobility
    from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
    from infradot.laws.statistics import Boltzmann, FermiDirac, GaussianDisorder
    from infradot.laws.traps import GaussianTraps, TailTraps, TrapLevel
    from infradot.light import (
        PEROVSKITE_FILTER,
        SILICON_FILTER,
        Spectrum,
        am0,
        am15d,
        am15g,
        black_body,
        illuminance,
        lamp,
        lamp_names,
        led,
        line,
        long_pass,
    )
    from infradot.light.bins import binned
    from infradot.light.dichroic import Dichroic
    from infradot.light.pulses import GaussianPulse, SampledPulse, SquarePulse
    from infradot.materials.attenuation import Compound, compound_names, named_compound
    from infradot.materials.auger_scaling import CarrierTriples, ExcitonPairs
    from infradot.materials.blinking import Charging, PowerLawBlinking
    from infradot.materials.bulk import Bulk, bulk_names, named_bulk
    from infradot.materials.core import Core, core_from_bulk, core_names, named_core, sizing_names
    from infradot.materials.decay import Decay
    from infradot.materials.dielectric import DielectricFunction
    from infradot.materials.dot import Dot
    from infradot.materials.dot_emission import DotEmission, dot_emission
    from infradot.materials.dot_excitation import pulse_pairs, pump_rate
    from infradot.materials.effective_medium import bruggeman, looyenga, maxwell_garnett
    from infradot.materials.electrodes import electrode_names, transparent_electrode
    from infradot.materials.facets import Passivation, named_passivation, passivation_names
    from infradot.materials.filling import Filling, mean_field_threshold, poisson, threshold_occupation
    from infradot.materials.film import Film
    from infradot.materials.graphene import Graphene
    from infradot.materials.hopping import (
        diffusion_length,
        hopping_mobility,
        marcus_rate,
        miller_abrahams_rate,
        neighbour_mobility,
    )
    from infradot.materials.joined import JoinedIndex
    from infradot.materials.library import material_names, named_material
    from infradot.materials.ligand import Ligand, ligand_names, named_ligand
    from infradot.materials.material import Material
    from infradot.materials.mixed_film import MixedFilm
    from infradot.materials.multiple_excitons import (
        ExcitonStaircase,
        MultipleExcitons,
        multiplication_names,
        named_multiplication,
    )
    from infradot.materials.pump_cross_section import PumpCrossSection, pump_cross_section
    from infradot.materials.refraction import ConstantIndex, RefractiveIndex, TabulatedIndex
    from infradot.materials.shared_carriers import SharedCarriers
    from infradot.materials.shell import Shell
    from infradot.materials.single_line import DotLine, PhononLine, dot_line, phonon_line
    from infradot.materials.state_filling import StateFilling
    from infradot.materials.tuning import tuned_material
    from infradot.optics.amplifier import WaveguideAmplifier
    from infradot.optics.coupled_mode import GratingSection, LaserCavity, grating_laser
    from infradot.optics.fabry_perot import FabryPerot
    from infradot.optics.grating import Grating, GratingCoupling, bragg_wavelength, grating_coupling, stop_band
    from infradot.optics.laser_thresholds import ThresholdMode, laser_thresholds
    from infradot.optics.layered_laser import LayerBlock, LayeredMode, layered_thresholds
    from infradot.optics.purcell import aperture_share, purcell_factor, spectral_overlap
    from infradot.optics.ring import RingMode, ring_modes
    from infradot.optics.stripe import stripe_intensity
    from infradot.record.audit import audit
    from infradot.record.load import load_record
    from infradot.record.record import Record
    from infradot.record.standing import Comparison
    from infradot.report.compare import compare
    from infradot.solvers.bloch import TwoLevelEmitter, resonant_g2
    from infradot.solvers.report import Failure, SolveReport
    from infradot.source import Source, Value, cite, sample
    from infradot.stack.cavity import Cavity
    from infradot.stack.channel import Channel, Photoconductor
    from infradot.stack.device import Device
    from infradot.stack.interface import Interface
    from infradot.stack.laser import Laser, Pump
    from infradot.stack.layers import Layer, Stack
    from infradot.stack.photon_setup import Collection, ContinuousExcitation, PhotonCounter, PulsedExcitation
    from infradot.stack.phototransistor import InsulatedGate, JunctionGate, Phototransistor
    from infradot.stack.profile import Profile
    from infradot.stack.receiver import PowerReceiver
    from infradot.stack.resonator import DistributedFeedback, Mirrors, Stripe, WhisperingGallery
    from infradot.stack.single_photon_source import SinglePhotonSource
    from infradot.stack.splitting import SpectralSplit, SplitCell
    from infradot.stack.tandem import RecombinationLayer, Subcell, Tandem

_PUBLIC = {
    "Auger": "infradot.laws.recombination:Auger",
    "BandDiagram": "infradot.experiments.bands:BandDiagram",
    "Boltzmann": "infradot.laws.statistics:Boltzmann",
    "Bulk": "infradot.materials.bulk:Bulk",
    "CapacitanceVoltage": "infradot.experiments.capacitance:CapacitanceVoltage",
    "CarrierTriples": "infradot.materials.auger_scaling:CarrierTriples",
    "Cavity": "infradot.stack.cavity:Cavity",
    "Celiv": "infradot.experiments.celiv:Celiv",
    "CellLimit": "infradot.devices.balance:CellLimit",
    "Channel": "infradot.stack.channel:Channel",
    "Characterisation": "infradot.experiments.characterise:Characterisation",
    "ChargeExtraction": "infradot.experiments.charge_extraction:ChargeExtraction",
    "Charging": "infradot.materials.blinking:Charging",
    "Coherence": "infradot.experiments.coherence:Coherence",
    "Collection": "infradot.stack.photon_setup:Collection",
    "Comparison": "infradot.record.standing:Comparison",
    "Compound": "infradot.materials.attenuation:Compound",
    "ConstantIndex": "infradot.materials.refraction:ConstantIndex",
    "ConstantMobility": "infradot.laws.mobility:ConstantMobility",
    "ContinuousEmission": "infradot.experiments.photon_statistics:ContinuousEmission",
    "ContinuousExcitation": "infradot.stack.photon_setup:ContinuousExcitation",
    "ContinuousLasing": "infradot.experiments.continuous:ContinuousLasing",
    "ConvergenceWarning": "infradot.errors:ConvergenceWarning",
    "Core": "infradot.materials.core:Core",
    "CorrelationFit": "infradot.experiments.correlation_fit:CorrelationFit",
    "DFBLaser": "infradot.experiments.dfb:DFBLaser",
    "DFBMode": "infradot.experiments.dfb:DFBMode",
    "DFBSpectrum": "infradot.experiments.dfb_spectrum:DFBSpectrum",
    "DFBTuning": "infradot.experiments.dfb_spectrum:DFBTuning",
    "DarkActivation": "infradot.experiments.dark_activation:DarkActivation",
    "DarkCurrent": "infradot.experiments.dark_current:DarkCurrent",
    "Decay": "infradot.materials.decay:Decay",
    "Detectivity": "infradot.experiments.detectivity:Detectivity",
    "Device": "infradot.stack.device:Device",
    "Dichroic": "infradot.light.dichroic:Dichroic",
    "DielectricFunction": "infradot.materials.dielectric:DielectricFunction",
    "DistributedFeedback": "infradot.stack.resonator:DistributedFeedback",
    "Dot": "infradot.materials.dot:Dot",
    "DotEmission": "infradot.materials.dot_emission:DotEmission",
    "DotLine": "infradot.materials.single_line:DotLine",
    "DriveLevel": "infradot.experiments.drive_level:DriveLevel",
    "DriveLevelProfile": "infradot.experiments.drive_level:DriveLevelProfile",
    "EQESpectrum": "infradot.experiments.eqe:EQESpectrum",
    "ExcitonPairs": "infradot.materials.auger_scaling:ExcitonPairs",
    "ExcitonStaircase": "infradot.materials.multiple_excitons:ExcitonStaircase",
    "Exponential": "infradot.experiments.time_shapes:Exponential",
    "FabryPerot": "infradot.optics.fabry_perot:FabryPerot",
    "Failure": "infradot.solvers.report:Failure",
    "FermiDirac": "infradot.laws.statistics:FermiDirac",
    "FieldEnhanced": "infradot.laws.contacts:FieldEnhanced",
    "FiguresOfMerit": "infradot.experiments.figures_of_merit:FiguresOfMerit",
    "Filling": "infradot.materials.filling:Filling",
    "Film": "infradot.materials.film:Film",
    "Flow": "infradot.experiments.flows:Flow",
    "FourTerminalCurves": "infradot.experiments.tandem_curves:FourTerminalCurves",
    "GainDynamics": "infradot.experiments.gain_dynamics:GainDynamics",
    "GainSpectra": "infradot.experiments.gain_spectra:GainSpectra",
    "GainSweep": "infradot.experiments.gain_sweep:GainSweep",
    "GainThreshold": "infradot.experiments.gain_threshold:GainThreshold",
    "GapSweep": "infradot.devices.limits:GapSweep",
    "GaussianDisorder": "infradot.laws.statistics:GaussianDisorder",
    "GaussianPulse": "infradot.light.pulses:GaussianPulse",
    "GaussianShape": "infradot.experiments.time_shapes:GaussianShape",
    "GaussianTraps": "infradot.laws.traps:GaussianTraps",
    "Generation": "infradot.experiments.generation:Generation",
    "GenerationProfile": "infradot.experiments.generation_profile:GenerationProfile",
    "Graphene": "infradot.materials.graphene:Graphene",
    "Grating": "infradot.optics.grating:Grating",
    "GratingCoupling": "infradot.optics.grating:GratingCoupling",
    "GratingSection": "infradot.optics.coupled_mode:GratingSection",
    "HoppingMobility": "infradot.laws.mobility:HoppingMobility",
    "Ideality": "infradot.experiments.ideality:Ideality",
    "ImageForce": "infradot.laws.contacts:ImageForce",
    "Impedance": "infradot.experiments.impedance:Impedance",
    "InfradotError": "infradot.errors:InfradotError",
    "InjectedLasing": "infradot.experiments.continuous:InjectedLasing",
    "InputError": "infradot.errors:InputError",
    "InputOutput": "infradot.experiments.input_output:InputOutput",
    "InsulatedGate": "infradot.stack.phototransistor:InsulatedGate",
    "Interface": "infradot.stack.interface:Interface",
    "Intervals": "infradot.experiments.intervals:Intervals",
    "JVCurve": "infradot.experiments.jv:JVCurve",
    "JVMetrics": "infradot.experiments.metrics:JVMetrics",
    "JoinedIndex": "infradot.materials.joined:JoinedIndex",
    "Jones": "infradot.devices.detectivity:Jones",
    "JunctionGate": "infradot.stack.phototransistor:JunctionGate",
    "Kink": "infradot.experiments.kink:Kink",
    "Laser": "infradot.stack.laser:Laser",
    "LaserCavity": "infradot.optics.coupled_mode:LaserCavity",
    "LaserPulse": "infradot.experiments.laser_pulse:LaserPulse",
    "LasingThreshold": "infradot.experiments.lasing_threshold:LasingThreshold",
    "Layer": "infradot.stack.layers:Layer",
    "LayerBlock": "infradot.optics.layered_laser:LayerBlock",
    "LayeredMode": "infradot.optics.layered_laser:LayeredMode",
    "Ligand": "infradot.materials.ligand:Ligand",
    "LightSweep": "infradot.experiments.light_sweep:LightSweep",
    "LineSweep": "infradot.experiments.line_sweep:LineSweep",
    "Linearity": "infradot.experiments.linearity:Linearity",
    "Loss": "infradot.experiments.losses:Loss",
    "Losses": "infradot.experiments.losses:Losses",
    "Material": "infradot.materials.material:Material",
    "Merit": "infradot.experiments.figures_of_merit:Merit",
    "Mirrors": "infradot.stack.resonator:Mirrors",
    "MixedFilm": "infradot.materials.mixed_film:MixedFilm",
    "ModulatedPhotovoltage": "infradot.experiments.photovoltage:ModulatedPhotovoltage",
    "ModulatedResponse": "infradot.experiments.modulated:ModulatedResponse",
    "ModulatedSpectrum": "infradot.experiments.modulated_spectrum:ModulatedSpectrum",
    "MottSchottky": "infradot.experiments.capacitance:MottSchottky",
    "MultipleExcitons": "infradot.materials.multiple_excitons:MultipleExcitons",
    "Noise": "infradot.devices.noise:Noise",
    "NoiseCurve": "infradot.experiments.noise_curve:NoiseCurve",
    "NoiseSpectrum": "infradot.experiments.noise:NoiseSpectrum",
    "NotConverged": "infradot.errors:NotConverged",
    "Ohmic": "infradot.laws.contacts:Ohmic",
    "OneDiode": "infradot.experiments.one_diode:OneDiode",
    "OutOfRange": "infradot.errors:OutOfRange",
    "PEROVSKITE_FILTER": "infradot.light:PEROVSKITE_FILTER",
    "Passivation": "infradot.materials.facets:Passivation",
    "PeakAreas": "infradot.experiments.photon_correlation:PeakAreas",
    "PhononLine": "infradot.materials.single_line:PhononLine",
    "Photoconduction": "infradot.experiments.photoconduction_result:Photoconduction",
    "Photoconductor": "infradot.stack.channel:Photoconductor",
    "PhotocurrentDecay": "infradot.experiments.photocurrent_decay:PhotocurrentDecay",
    "Photogating": "infradot.experiments.photogating:Photogating",
    "PhotonBudget": "infradot.experiments.budget:PhotonBudget",
    "PhotonCorrelation": "infradot.experiments.photon_correlation:PhotonCorrelation",
    "PhotonCounter": "infradot.stack.photon_setup:PhotonCounter",
    "PhotonSource": "infradot.experiments.photon_source:PhotonSource",
    "Phototransistor": "infradot.stack.phototransistor:Phototransistor",
    "PhotovoltageDecay": "infradot.experiments.photovoltage_decay:PhotovoltageDecay",
    "PhysicsWarning": "infradot.errors:PhysicsWarning",
    "PixelSet": "infradot.experiments.multispectral:PixelSet",
    "PointFailure": "infradot.experiments.points:PointFailure",
    "PowerBalance": "infradot.experiments.power_balance:PowerBalance",
    "PowerLawBlinking": "infradot.materials.blinking:PowerLawBlinking",
    "PowerReceiver": "infradot.stack.receiver:PowerReceiver",
    "Profile": "infradot.stack.profile:Profile",
    "PulsedCorrelation": "infradot.experiments.pulsed_correlation:PulsedCorrelation",
    "PulsedEmission": "infradot.experiments.photon_statistics:PulsedEmission",
    "PulsedExcitation": "infradot.stack.photon_setup:PulsedExcitation",
    "Pump": "infradot.stack.laser:Pump",
    "PumpCrossSection": "infradot.materials.pump_cross_section:PumpCrossSection",
    "Radiative": "infradot.laws.recombination:Radiative",
    "Ramp": "infradot.experiments.time_shapes:Ramp",
    "Reception": "infradot.experiments.receiver:Reception",
    "ReceptionSweep": "infradot.experiments.receiver_sweep:ReceptionSweep",
    "Reciprocity": "infradot.experiments.reciprocity:Reciprocity",
    "RecombinationLayer": "infradot.stack.tandem:RecombinationLayer",
    "Reconstruction": "infradot.experiments.multispectral:Reconstruction",
    "Record": "infradot.record.record:Record",
    "RefractiveIndex": "infradot.materials.refraction:RefractiveIndex",
    "Resistances": "infradot.experiments.resistances:Resistances",
    "ResponseSpeed": "infradot.experiments.response_speed:ResponseSpeed",
    "RingMode": "infradot.optics.ring:RingMode",
    "RollOff": "infradot.experiments.gain_sweep:RollOff",
    "SILICON_FILTER": "infradot.light:SILICON_FILTER",
    "SampledPulse": "infradot.light.pulses:SampledPulse",
    "Samples": "infradot.experiments.time_shapes:Samples",
    "SaturatedStripeFit": "infradot.experiments.saturated_stripe:SaturatedStripeFit",
    "Saturation": "infradot.experiments.saturation:Saturation",
    "Schottky": "infradot.laws.contacts:Schottky",
    "Sensitivity": "infradot.experiments.sensitivity:Sensitivity",
    "SharedCarriers": "infradot.materials.shared_carriers:SharedCarriers",
    "Shell": "infradot.materials.shell:Shell",
    "ShockleyReadHall": "infradot.laws.recombination:ShockleyReadHall",
    "Sine": "infradot.experiments.time_shapes:Sine",
    "SinglePhotonSource": "infradot.stack.single_photon_source:SinglePhotonSource",
    "SlabModes": "infradot.experiments.slab_modes:SlabModes",
    "SolveReport": "infradot.solvers.report:SolveReport",
    "Source": "infradot.source:Source",
    "SpectralSplit": "infradot.stack.splitting:SpectralSplit",
    "Spectrum": "infradot.light:Spectrum",
    "SpeedEstimate": "infradot.experiments.response_speed:SpeedEstimate",
    "SplitCell": "infradot.stack.splitting:SplitCell",
    "SplitCurves": "infradot.experiments.splitting:SplitCurves",
    "SplitLimit": "infradot.devices.spectral_splitting:SplitLimit",
    "SplitSeries": "infradot.experiments.splitting:SplitSeries",
    "SpotLoss": "infradot.experiments.spot_shift:SpotLoss",
    "Square": "infradot.experiments.time_shapes:Square",
    "SquarePulse": "infradot.light.pulses:SquarePulse",
    "Stack": "infradot.stack.layers:Stack",
    "StateFilling": "infradot.materials.state_filling:StateFilling",
    "Step": "infradot.experiments.time_shapes:Step",
    "Stripe": "infradot.stack.resonator:Stripe",
    "StripeCurve": "infradot.experiments.variable_stripe:StripeCurve",
    "StripeFit": "infradot.experiments.variable_stripe:StripeFit",
    "Subcell": "infradot.stack.tandem:Subcell",
    "SweepReport": "infradot.experiments.points:SweepReport",
    "SwitchedLight": "infradot.experiments.switched_light:SwitchedLight",
    "TabulatedIndex": "infradot.materials.refraction:TabulatedIndex",
    "TailTraps": "infradot.laws.traps:TailTraps",
    "Tandem": "infradot.stack.tandem:Tandem",
    "TandemCurve": "infradot.experiments.tandem_curves:TandemCurve",
    "TandemPower": "infradot.experiments.tandem_power:TandemPower",
    "TemperatureSweep": "infradot.experiments.temperature_sweep:TemperatureSweep",
    "ThresholdMap": "infradot.experiments.threshold_map:ThresholdMap",
    "ThresholdMode": "infradot.optics.laser_thresholds:ThresholdMode",
    "TimeOfFlight": "infradot.experiments.time_of_flight:TimeOfFlight",
    "TimeTags": "infradot.experiments.time_tags:TimeTags",
    "Transient": "infradot.experiments.transient_result:Transient",
    "TransistorCurves": "infradot.experiments.transistor_curves:TransistorCurves",
    "TrapLevel": "infradot.laws.traps:TrapLevel",
    "TwoLevelEmitter": "infradot.solvers.bloch:TwoLevelEmitter",
    "UnitError": "infradot.errors:UnitError",
    "Value": "infradot.source:Value",
    "WaveguideAmplifier": "infradot.optics.amplifier:WaveguideAmplifier",
    "WhisperingGallery": "infradot.stack.resonator:WhisperingGallery",
    "XrayResponse": "infradot.experiments.xray:XrayResponse",
    "absorption_limit": "infradot.devices.reciprocity:absorption_limit",
    "am0": "infradot.light:am0",
    "am15d": "infradot.light:am15d",
    "am15g": "infradot.light:am15g",
    "aperture_share": "infradot.optics.purcell:aperture_share",
    "ase_threshold": "infradot.experiments.kink:ase_threshold",
    "audit": "infradot.record.audit:audit",
    "background_limited_detectivity": "infradot.devices.background:background_limited_detectivity",
    "background_limited_spectrum": "infradot.devices.background:background_limited_spectrum",
    "background_photons": "infradot.devices.background:background_photons",
    "band_diagram": "infradot.experiments.bands:band_diagram",
    "binned": "infradot.light.bins:binned",
    "black_body": "infradot.light:black_body",
    "bragg_wavelength": "infradot.optics.grating:bragg_wavelength",
    "bruggeman": "infradot.materials.effective_medium:bruggeman",
    "bulk_names": "infradot.materials.bulk:bulk_names",
    "capacitance_voltage": "infradot.experiments.capacitance:capacitance_voltage",
    "celiv": "infradot.experiments.celiv:celiv",
    "change": "infradot.files:change",
    "characterise": "infradot.experiments.characterise:characterise",
    "charge_extraction": "infradot.experiments.charge_extraction:charge_extraction",
    "cite": "infradot.source:cite",
    "coherence": "infradot.experiments.coherence:coherence",
    "coherence_of_spectrum": "infradot.experiments.coherence:coherence_of_spectrum",
    "compare": "infradot.report.compare:compare",
    "compound_names": "infradot.materials.attenuation:compound_names",
    "continuous_emission": "infradot.experiments.photon_statistics:continuous_emission",
    "continuous_lasing": "infradot.experiments.continuous:continuous_lasing",
    "core_from_bulk": "infradot.materials.core:core_from_bulk",
    "core_names": "infradot.materials.core:core_names",
    "dark_activation": "infradot.experiments.dark_activation:dark_activation",
    "dark_current": "infradot.experiments.dark_current:dark_current",
    "depletion_dark_current": "infradot.devices.dark_current:depletion_dark_current",
    "detailed_balance": "infradot.devices.limits:detailed_balance",
    "detectivity": "infradot.devices.own_detectivity:detectivity",
    "dfb_laser": "infradot.experiments.dfb:dfb_laser",
    "dfb_spectrum": "infradot.experiments.dfb_spectrum:dfb_spectrum",
    "dfb_tuning": "infradot.experiments.dfb_spectrum:dfb_tuning",
    "diffusion_length": "infradot.materials.hopping:diffusion_length",
    "diffusion_time": "infradot.devices.speed:diffusion_time",
    "dot_emission": "infradot.materials.dot_emission:dot_emission",
    "dot_line": "infradot.materials.single_line:dot_line",
    "drift_bandwidth": "infradot.devices.speed:drift_bandwidth",
    "drive_level": "infradot.experiments.drive_level:drive_level",
    "efficiency_against_gap": "infradot.devices.limits:efficiency_against_gap",
    "electrode_names": "infradot.materials.electrodes:electrode_names",
    "eqe": "infradot.experiments.eqe:eqe",
    "exciton_sweep": "infradot.experiments.receiver_sweep:exciton_sweep",
    "figures_of_merit": "infradot.devices.own_figures:figures_of_merit",
    "fit_continuous": "infradot.experiments.correlation_fit:fit_continuous",
    "fit_pulsed": "infradot.experiments.correlation_fit:fit_pulsed",
    "fit_rolloff": "infradot.experiments.gain_sweep:fit_rolloff",
    "fit_saturated_stripe": "infradot.experiments.saturated_stripe:fit_saturated_stripe",
    "fit_variable_stripe": "infradot.experiments.variable_stripe:fit_variable_stripe",
    "flicker_noise": "infradot.devices.noise:flicker_noise",
    "frequency_response": "infradot.devices.metrology.frequency_response:frequency_response",
    "gain_bandwidth": "infradot.devices.speed:gain_bandwidth",
    "gain_dynamics": "infradot.experiments.gain_dynamics:gain_dynamics",
    "gain_spectra": "infradot.experiments.gain_spectra:gain_spectra",
    "gain_sweep": "infradot.experiments.gain_sweep:gain_sweep",
    "gain_threshold": "infradot.experiments.gain_threshold:gain_threshold",
    "generation_profile": "infradot.experiments.generation_profile:generation_profile",
    "generation_recombination_limited_detectivity": "infradot.devices.detectivity:generation_recombination_limited_detectivity",
    "generation_recombination_noise": "infradot.devices.noise:generation_recombination_noise",
    "get": "infradot.files:get",
    "grating_coupling": "infradot.optics.grating:grating_coupling",
    "grating_laser": "infradot.optics.coupled_mode:grating_laser",
    "hanbury_brown_twiss": "infradot.experiments.photon_source:hanbury_brown_twiss",
    "hopping_mobility": "infradot.materials.hopping:hopping_mobility",
    "illuminance": "infradot.light:illuminance",
    "impedance": "infradot.experiments.impedance:impedance",
    "implied_transit_time": "infradot.devices.speed:implied_transit_time",
    "injected_lasing": "infradot.experiments.continuous:injected_lasing",
    "input_output": "infradot.experiments.input_output:input_output",
    "intervals": "infradot.experiments.intervals:intervals",
    "intrinsic_density": "infradot.devices.dark_current:intrinsic_density",
    "johnson_limited_detectivity": "infradot.devices.detectivity:johnson_limited_detectivity",
    "jv": "infradot.experiments.jv:jv",
    "lamp": "infradot.light:lamp",
    "lamp_names": "infradot.light:lamp_names",
    "laser_pulse": "infradot.experiments.laser_pulse:laser_pulse",
    "laser_thresholds": "infradot.optics.laser_thresholds:laser_thresholds",
    "lasing_threshold": "infradot.experiments.lasing_threshold:lasing_threshold",
    "layered_thresholds": "infradot.optics.layered_laser:layered_thresholds",
    "led": "infradot.light:led",
    "ligand_names": "infradot.materials.ligand:ligand_names",
    "light_sweep": "infradot.experiments.light_sweep:light_sweep",
    "line": "infradot.light:line",
    "line_in_wavelength": "infradot.experiments.laser_line:line_in_wavelength",
    "line_sweep": "infradot.experiments.line_sweep:line_sweep",
    "linear_dynamic_range": "infradot.devices.speed:linear_dynamic_range",
    "linearity": "infradot.devices.own_linearity:linearity",
    "load": "infradot.files:load",
    "load_record": "infradot.record.load:load_record",
    "load_result": "infradot.experiments.archive:load_result",
    "long_pass": "infradot.light:long_pass",
    "looyenga": "infradot.materials.effective_medium:looyenga",
    "losses": "infradot.devices.losses:losses",
    "luminescence_yield": "infradot.devices.limits:luminescence_yield",
    "marcus_rate": "infradot.materials.hopping:marcus_rate",
    "material_names": "infradot.materials.library:material_names",
    "maxwell_garnett": "infradot.materials.effective_medium:maxwell_garnett",
    "mean_field_threshold": "infradot.materials.filling:mean_field_threshold",
    "measured_detectivity": "infradot.devices.metrology.specific_detectivity:measured_detectivity",
    "miller_abrahams_rate": "infradot.materials.hopping:miller_abrahams_rate",
    "modulated_photovoltage": "infradot.experiments.photovoltage:modulated_photovoltage",
    "modulated_response": "infradot.experiments.modulated:modulated_response",
    "modulated_spectrum": "infradot.experiments.modulated_spectrum:modulated_spectrum",
    "multiplication_names": "infradot.materials.multiple_excitons:multiplication_names",
    "named_bulk": "infradot.materials.bulk:named_bulk",
    "named_compound": "infradot.materials.attenuation:named_compound",
    "named_core": "infradot.materials.core:named_core",
    "named_ligand": "infradot.materials.ligand:named_ligand",
    "named_material": "infradot.materials.library:named_material",
    "named_multiplication": "infradot.materials.multiple_excitons:named_multiplication",
    "named_passivation": "infradot.materials.facets:named_passivation",
    "neighbour_mobility": "infradot.materials.hopping:neighbour_mobility",
    "noise": "infradot.experiments.noise:noise",
    "noise_density": "infradot.devices.metrology.noise_density:noise_density",
    "noise_equivalent_power": "infradot.devices.detectivity:noise_equivalent_power",
    "noise_floor": "infradot.devices.metrology.noise_floor:noise_floor",
    "noise_voltage": "infradot.experiments.noise_curve:noise_voltage",
    "passivation_names": "infradot.materials.facets:passivation_names",
    "paths": "infradot.files:paths",
    "peak_areas": "infradot.experiments.photon_correlation:peak_areas",
    "phonon_line": "infradot.materials.single_line:phonon_line",
    "photoconduction": "infradot.experiments.photoconduction:photoconduction",
    "photoconductive_gain": "infradot.devices.speed:photoconductive_gain",
    "photocurrent_decay": "infradot.experiments.photocurrent_decay:photocurrent_decay",
    "photogating": "infradot.experiments.photogating:photogating",
    "photon_budget": "infradot.experiments.budget:photon_budget",
    "photon_correlation": "infradot.experiments.photon_correlation:photon_correlation",
    "photon_source": "infradot.experiments.photon_source:photon_source",
    "photon_times": "infradot.experiments.photon_stream:photon_times",
    "photovoltage_decay": "infradot.experiments.photovoltage_decay:photovoltage_decay",
    "pixel_set": "infradot.experiments.multispectral:pixel_set",
    "plot": "infradot.plot",
    "poisson": "infradot.materials.filling:poisson",
    "power_balance": "infradot.experiments.power_balance:power_balance",
    "power_series": "infradot.devices.metrology.power_series:power_series",
    "pulse_limited_width": "infradot.experiments.laser_line:pulse_limited_width",
    "pulse_pairs": "infradot.materials.dot_excitation:pulse_pairs",
    "pulse_threshold": "infradot.experiments.input_output:pulse_threshold",
    "pulsed_correlation": "infradot.experiments.pulsed_correlation:pulsed_correlation",
    "pulsed_emission": "infradot.experiments.photon_statistics:pulsed_emission",
    "pump_cross_section": "infradot.materials.pump_cross_section:pump_cross_section",
    "pump_rate": "infradot.materials.dot_excitation:pump_rate",
    "purcell_factor": "infradot.optics.purcell:purcell_factor",
    "quantum_efficiency": "infradot.devices.detectivity:quantum_efficiency",
    "radiative_dark_current": "infradot.devices.dark_current:radiative_dark_current",
    "radiative_limit": "infradot.devices.limits:radiative_limit",
    "rc_bandwidth": "infradot.devices.speed:rc_bandwidth",
    "rc_rise_time": "infradot.devices.speed:rc_rise_time",
    "receive": "infradot.experiments.receiver:receive",
    "receiver_limit": "infradot.devices.power_receiver:receiver_limit",
    "reception_sweep": "infradot.experiments.receiver_sweep:reception_sweep",
    "reciprocity": "infradot.devices.reciprocity:reciprocity",
    "record": "infradot.record",
    "resonant_g2": "infradot.solvers.bloch:resonant_g2",
    "response_speed": "infradot.devices.own_speed:response_speed",
    "responsivity": "infradot.devices.detectivity:responsivity",
    "ring_modes": "infradot.optics.ring:ring_modes",
    "rise_bandwidth": "infradot.devices.speed:rise_bandwidth",
    "rise_time": "infradot.devices.speed:rise_time",
    "sample": "infradot.source:sample",
    "saturation": "infradot.experiments.saturation:saturation",
    "schawlow_townes_width": "infradot.experiments.laser_line:schawlow_townes_width",
    "sensitivity": "infradot.files.sensitivity:sensitivity",
    "shot_limited_detectivity": "infradot.devices.detectivity:shot_limited_detectivity",
    "shot_noise": "infradot.devices.noise:shot_noise",
    "sizing_names": "infradot.materials.core:sizing_names",
    "slab_cutoff": "infradot.experiments.slab_modes:slab_cutoff",
    "slab_cutoff_wavelength": "infradot.experiments.slab_modes:slab_cutoff_wavelength",
    "slab_modes": "infradot.experiments.slab_modes:slab_modes",
    "source_saturation": "infradot.experiments.photon_source:source_saturation",
    "spectral_overlap": "infradot.optics.purcell:spectral_overlap",
    "split_and_count": "infradot.experiments.photon_stream:split_and_count",
    "split_jv": "infradot.experiments.splitting:split_jv",
    "split_limit": "infradot.devices.spectral_splitting:split_limit",
    "spot_shift_loss": "infradot.experiments.spot_shift:spot_shift_loss",
    "step_response": "infradot.devices.metrology.step_response:step_response",
    "stop_band": "infradot.optics.grating:stop_band",
    "stripe_intensity": "infradot.optics.stripe:stripe_intensity",
    "sweep": "infradot.sweep",
    "switch_light": "infradot.devices.own_switching:switch_light",
    "tandem_jv": "infradot.experiments.tandem_jv:tandem_jv",
    "tandem_power": "infradot.experiments.tandem_power:tandem_power",
    "temperature_sweep": "infradot.experiments.temperature_sweep:temperature_sweep",
    "thermal_noise": "infradot.devices.noise:thermal_noise",
    "threshold_map": "infradot.experiments.threshold_map:threshold_map",
    "threshold_occupation": "infradot.materials.filling:threshold_occupation",
    "time_of_flight": "infradot.experiments.time_of_flight:time_of_flight",
    "transient": "infradot.experiments.transient:transient",
    "transistor_curves": "infradot.experiments.transistor_curves:transistor_curves",
    "transit_time": "infradot.devices.speed:transit_time",
    "transparent_electrode": "infradot.materials.electrodes:transparent_electrode",
    "tuned_material": "infradot.materials.tuning:tuned_material",
    "variable_stripe": "infradot.experiments.variable_stripe:variable_stripe",
    "white_noise_inflation": "infradot.devices.metrology.specific_detectivity:white_noise_inflation",
    "with_background": "infradot.experiments.photon_correlation:with_background",
    "without_background": "infradot.experiments.photon_correlation:without_background",
    "xray_response": "infradot.experiments.xray:xray_response",
}

__all__ = ["__version__", *_PUBLIC]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import a public name on its first use, so that `import infradot` stays instant."""
        if name not in _PUBLIC:
            raise AttributeError(f"module 'infradot' has no attribute {name!r}")
        module, _, attribute = _PUBLIC[name].partition(":")
        found = importlib.import_module(module)
        if attribute:
            found = getattr(found, attribute)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        """The public names."""
        return sorted(__all__)
