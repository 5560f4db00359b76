"""Every number of a device file once: its dimension, its range and what it is.

The models of the door carry these objects on their fields, and parameter paths find them there.
"""

from __future__ import annotations

from infradot.files.facet_share import FacetShare
from infradot.files.photon_energy import PhotonEnergy
from infradot.files.quantity import Quantity

THICKNESS = Quantity("length", "0.1 nm", "10 cm", "Thickness of the layer")
TEMPERATURE = Quantity("temperature", "10 K", "1000 K", "Temperature of the device")
AREA = Quantity("area", "0.01 um2", "1e4 cm2", "Area, where an answer is in amperes", "0.049 cm2")
SERIES_RESISTANCE = Quantity("area resistance", "0 ohm cm2", "1e6 ohm cm2", "Series resistance times area")
SHUNT_RESISTANCE = Quantity(
    "area resistance",
    "1e-3 ohm cm2",
    "1e15 ohm cm2",
    "Shunt resistance times area; infinite where left out",
    "1e4 ohm cm2",
    infinite=True,
)
MEDIUM = Quantity("number", "1", "5", "Refractive index of the medium outside", "1.5")

# a material
BAND_GAP = Quantity("energy", "0.05 eV", "10 eV", "Band gap; of a dot film its first exciton", "1.3 eV")
ELECTRON_AFFINITY = Quantity("energy", "0 eV", "10 eV", "Vacuum level less conduction band edge", "4.0 eV")
PERMITTIVITY = Quantity("number", "1", "10000", "Static permittivity relative to vacuum", "15")
EFFECTIVE_DOS = Quantity("number density", "1e14 cm-3", "1e24 cm-3", "Effective density of states", "1e19 cm-3")
MOBILITY = Quantity("mobility", "1e-14 cm2/Vs", "1e6 cm2/Vs", "Mobility")
DOPING = Quantity("number density", "0 cm-3", "1e22 cm-3", "Density of ionised dopants")
WORK_FUNCTION = Quantity("energy", "1 eV", "10 eV", "Vacuum level less Fermi level", "5.1 eV")
INDEX_N = Quantity("number", "0.01", "20", "Real part of the refractive index", "2.5")
INDEX_K = Quantity("number", "0", "20", "Imaginary part of the refractive index; absorbs where above 0", "0.1")

SHEET_RESISTANCE = Quantity("resistance", "0.01 ohm", "1e6 ohm", "Resistance of a square of the electrode", "15 ohm")
CARRIERS = Quantity("number density", "1e17 cm-3", "5e21 cm-3", "Free electrons of the electrode", "4e20 cm-3")
CARRIER_MOBILITY = Quantity("mobility", "0.1 cm2/Vs", "1000 cm2/Vs", "Mobility of the free electrons", "33 cm2/Vs")
SCATTERING = Quantity(
    "number",
    "0 %",
    "99.99 %",
    "Share of the light that a straight pass through the layer turns into all directions",
    "30 %",
)
PAIR_EFFICIENCY = Quantity(
    "number", "1 %", "100 %", "Pairs for each gap of photon energy above the threshold of multiple excitons", "40 %"
)
PAIR_THRESHOLD = Quantity(
    "number", "2", "100", "Photon energy from which photons make more than one pair, in gaps", "3.5"
)

# laws
LIFETIME = Quantity("time", "1e-15 s", "1e4 s", "Lifetime")
SRH_LEVEL = Quantity("energy", "-5 eV", "5 eV", "Energy of the level from the middle of the gap, up positive", "0 eV")
RADIATIVE_COEFFICIENT = Quantity("recombination coefficient", "0 cm3/s", "1e-3 cm3/s", "Radiative coefficient B")
AUGER_COEFFICIENT = Quantity("auger coefficient", "0 cm6/s", "1e-12 cm6/s", "Auger coefficient")
TRAP_DENSITY = Quantity("number density", "0 cm-3", "1e22 cm-3", "Density of the traps")
TRAP_DEPTH = Quantity("energy", "-5 eV", "10 eV", "Depth of the level below the conduction band edge", "0.4 eV")
TRAP_WIDTH = Quantity("energy", "0 meV", "1 eV", "Standard deviation of the traps' energies", "60 meV")
TAIL_ENERGY = Quantity("energy", "0.1 meV", "1 eV", "Energy over which the tail falls by a factor e", "40 meV")
CAPTURE = Quantity(
    "recombination coefficient", "1e-25 cm3/s", "1e-2 cm3/s", "Capture coefficient: cross-section times velocity"
)
DISORDER = Quantity("energy", "0 meV", "0.5 eV", "Standard deviation of the states of the band", "50 meV")
FIELD_COEFFICIENT = Quantity(
    "Poole-Frenkel coefficient", "-0.2 (cm/V)^0.5", "0.2 (cm/V)^0.5", "Logarithm of the mobility over root of the field"
)
ACTIVATION = Quantity("energy", "0 eV", "2 eV", "Activation energy of the mobility", "50 meV")
REFERENCE_TEMPERATURE = Quantity("temperature", "10 K", "1000 K", "Temperature at which the mobility is stated")

# contacts and interfaces
VELOCITY = Quantity("velocity", "1e-9 m/s", "1e9 m/s", "Exchange velocity at the contact")
IMAGE_PERMITTIVITY = Quantity("number", "1", "1000", "Permittivity that the image charge sees, at high frequency", "6")
TUNNEL_MASS = Quantity("number", "0.001", "100", "Tunnelling mass over the mass of an electron", "0.2")
SURFACE_VELOCITY = Quantity("velocity", "0 m/s", "1e9 m/s", "Recombination velocity of the interface", "1e2 m/s")
INTERFACE_LEVEL = Quantity(
    "energy", "-5 eV", "5 eV", "Energy of the states from the middle of the interface's gap, up positive", "0 eV"
)
EMISSION_VELOCITY = Quantity(
    "velocity", "1e-9 m/s", "1e9 m/s", "Thermionic emission velocity over the step of the band; endless where left out"
)
DEPTH = Quantity("number", "0", "1", "Relative depth in the layer: 0 front, 1 back", "0.5")

# a dot film
EXCITON = PhotonEnergy("energy", "0.1 eV", "5 eV", "First exciton of the film, as energy or wavelength", "1230 nm")
DIAMETER = Quantity("length", "0.5 nm", "50 nm", "Diameter of the dots", "4.2 nm")
DISPERSITY = Quantity("number", "0 %", "50 %", "Relative standard deviation of the diameter", "5 %")
LINEWIDTH = Quantity(
    "energy", "1 meV", "300 meV", "Standard deviation of the first exciton (half width over 1.1774)", "40 meV"
)
SPACING = Quantity("length", "0 nm", "10 nm", "Gap between neighbouring dots", "0.5 nm")
PACKING = Quantity("number", "5 %", "74 %", "Volume share of the dots with half the gap around each", "64 %")
URBACH_ENERGY = Quantity("energy", "1 meV", "100 meV", "Urbach energy of the absorption below the exciton", "17 meV")
SHARE = Quantity("number", "1e-6", "1e6", "Share of the volume; scaled so that the shares of all parts sum to 1", "0.5")
FACETS = FacetShare(
    "number", "0 %", "100 %", "Share of (100) in the surface of the dots, or the name of a shape", "30 %"
)
COVERAGE = Quantity("number", "0 %", "100 %", "Covered share of the facet", "90 %")
DEFECTS = Quantity("areal density", "1e6 cm-2", "1e16 cm-2", "Traps on the bare facet", "1e11 cm-2")
SHELL = Quantity("length", "0.01 nm", "10 nm", "Thickness of the shell", "0.5 nm")
AUGER_FACTOR = Quantity("number", "0.01", "1e4", "Auger lifetime over that of a bare dot of the same volume", "5")
SHIFT = Quantity("energy", "-0.5 eV", "0.5 eV", "Step down of the first exciton from solution to film", "10 meV")

# what a ligand and a core bring along
IONISATION = Quantity("energy", "1 eV", "10 eV", "Vacuum level less valence band of dots of 1.30 eV", "5.5 eV")
HOMOGENEOUS_WIDTH = Quantity("energy", "0 eV", "0.3 eV", "Standard deviation of a single dot's line", "20 meV")
COLD_SHARE = Quantity("number", "0 %", "100 %", "Share of the single dot's width that is left at 0 K", "15 %")
PHONON = Quantity("energy", "0.1 meV", "500 meV", "Energy of the vibration that broadens the line", "26 meV")
STOKES = Quantity("energy", "-0.1 eV", "1 eV", "Stokes shift of a narrow ensemble", "10 meV")
STOKES_RATIO = Quantity("number", "0", "10", "Stokes shift that a linewidth adds, over that linewidth", "0.5")
IONISATION_STEP = Quantity(
    "energy", "-3 eV", "3 eV", "Ionisation energy over that of PbS dots of the same exciton", "0 eV"
)
STATES = Quantity("number", "0.5", "1000", "Band-edge states in a dot, spin included", "8")
OSCILLATOR_SLOPE = Quantity(
    "inverse length", "1e5 cm-1", "1e10 cm-1", "Oscillator strength over the diameter", "2e7 cm-1"
)
PERMITTIVITY_AT_GAP = Quantity("number", "1", "100", "Permittivity of the core at the first exciton", "17")
ABSORPTION_SCALE = Quantity("number", "0.01", "100", "Absorption over that of a PbS film", "1")
TUNNELLING = Quantity(
    "inverse length", "1e6 cm-1", "1e9 cm-1", "Decay of the mobility with the gap between dots", "1e8 cm-1"
)
SIZE_EXPONENT = Quantity("number", "-10", "10", "Mobility ~ diameter to this power", "1")
CROSSOVER = Quantity("temperature", "0 K", "1000 K", "Temperature below which hopping is of variable range", "100 K")
SQUARE_DIAMETER = Quantity("length", "0.5 nm", "50 nm", "Diameter at which octahedra turn into cuboctahedra", "4.2 nm")
SQUARE_STEEPNESS = Quantity("length", "0.01 nm", "10 nm", "Range of diameters over which they do", "0.6 nm")
VALENCE_SHARE = Quantity("number", "0", "1", "Share of the valence band in the confinement energy", "0.35")

# measurements
VOLTAGE = Quantity("voltage", "-1000 V", "1000 V", "Voltage; positive puts the anode higher")
SWING = Quantity("voltage", "0.1 mV", "100 V", "Size of an alternating voltage, peak to peak", "100 mV")
WAVELENGTH = Quantity("length", "100 nm", "100 um", "Wavelength in vacuum", "1550 nm")
IRRADIANCE = Quantity("irradiance", "1e-12 W/m2", "1e9 W/m2", "Power of the light per area")
ILLUMINANCE = Quantity("illuminance", "1e-6 lx", "1e9 lx", "Brightness of the light to the eye", "500 lx")
BLACK_BODY = Quantity("temperature", "100 K", "20000 K", "Temperature of the black body", "2856 K")
SCALE = Quantity("number", "1e-12", "1e6", "Factor on the light", "0.1")
FREQUENCY = Quantity("frequency", "1e-6 Hz", "1e15 Hz", "Frequency")
BANDWIDTH = Quantity("frequency", "1e-6 Hz", "1e12 Hz", "Width of the band in which noise counts", "1 Hz")
HOOGE = Quantity("number", "0", "1", "Hooge's parameter: 1/f noise, as an empirical addition", "1e-4")
COMPRESSION = Quantity(
    "number", "0.001", "60", "Deviation that ends the linear range, dB by 20 log of the current", "1"
)
LOAD = Quantity("resistance", "0 ohm", "1e15 ohm", "Resistance through which the current is measured", "50 ohm")
SURROUNDINGS = Quantity(
    "temperature", "3 K", "3000 K", "Temperature of the surroundings that the detector sees", "300 K"
)
MOMENT = Quantity("time", "0 s", "1e9 s", "Time since the start", "1 us")
DURATION = Quantity("time", "1e-15 s", "1e9 s", "For how long", "10 us")
BRIGHTNESS = Quantity("number", "0", "1e6", "Factor on the light", "1")
F_NUMBER = Quantity(
    "number", "0.1", "1000", "Focal length over diameter of the lens; without it half of all space", "2"
)

# several cells
JOINT_RESISTANCE = Quantity(
    "area resistance", "0 ohm cm2", "1e4 ohm cm2", "Contact resistance of the joint, times area", "0.3 ohm cm2"
)
JOINT_BARRIER = Quantity("energy", "0 eV", "2 eV", "Barrier that carriers cross at the joint; none where left out")
EDGE = Quantity("length", "100 nm", "100 um", "Wavelength at which the mirror turns over", "870 nm")
PART_OF_LIGHT = Quantity("number", "0 %", "100 %", "Share of the photons", "98 %")

# a channel between two electrodes
CHANNEL_LENGTH = Quantity("length", "10 nm", "10 cm", "From electrode to electrode", "5 um")
CHANNEL_WIDTH = Quantity(
    "length", "10 nm", "10 cm", "Of the electrodes that face each other, all fingers together", "3 mm"
)
INSULATOR = Quantity("length", "0.1 nm", "1 mm", "Thickness of the gate's insulator", "285 nm")
RESIDUAL = Quantity(
    "areal density", "0 cm-2", "1e14 cm-2", "Carriers of graphene where it is neutral on the whole", "3e11 cm-2"
)
HOOGE = Quantity("number", "0", "1e4", "Hooge's parameter of 1/f noise", "1e-3")

# a power receiver
AMBIENT = Quantity("temperature", "10 K", "1000 K", "Temperature of the surroundings", "298 K")
THERMAL_RESISTANCE = Quantity(
    "thermal resistance", "0 K cm2/W", "1e6 K cm2/W", "From the cell to the surroundings, times area"
)
WANTED_VOLTAGE = Quantity("voltage", "1 mV", "1000 V", "Wanted output voltage; cells in series give it", "3.3 V")

# a single-photon source
SOLUTION_EXCITON = PhotonEnergy("energy", "0.1 eV", "5 eV", "First exciton of the dot in solution", "1200 nm")
DOT_INDEX = Quantity("number", "1", "5", "Refractive index of what surrounds the dot", "1.5")
COLD = Quantity("temperature", "2 K", "400 K", "Temperature of the dot")
QUANTUM_YIELD = Quantity("number", "1e-6", "100 %", "Quantum yield of one exciton without the cavity", "30 %")
DIFFUSION = Quantity("energy", "0 meV", "100 meV", "Standard deviation of the slow wandering of the line", "5 meV")
LINE_SHIFT = Quantity("energy", "-300 meV", "300 meV", "Energy of the line less that of the exciton", "-10 meV")
EJECTION = Quantity("number", "0 %", "100 %", "Share of the Auger events that leave the dot charged", "1 %")
RECOVERY = Quantity("frequency", "1e-6 s-1", "1e12 s-1", "Rate at which a charged dot becomes neutral", "100 s-1")
BLINK_EXPONENT = Quantity("number", "1.001", "4", "Power with which the chance of a time falls", "1.5")
BLINK_TIME = Quantity("time", "1 ns", "1e6 s", "Shortest or longest time for which the dot stays on or off", "1 ms")
QUALITY = Quantity("number", "1", "1e12", "Quality factor of the cavity", "500")
MODE_VOLUME = Quantity("number", "1e-9", "1e6", "Volume of the mode in cubic wavelengths in the medium", "1")
MODE = PhotonEnergy("energy", "0.1 eV", "5 eV", "Energy or wavelength of the mode; in tune where left out", "1300 nm")
COUPLING = Quantity("number", "0", "1", "Share of the Purcell factor that place and direction of the dot leave", "0.33")
LEAK = Quantity("number", "0", "100", "Rate of emission into everything else, over that without the cavity", "1")
EXTRACTION = Quantity("number", "0 %", "100 %", "Share of the mode's photons that reach the first lens", "50 %")
PAIRS = Quantity("number", "1e-9", "1000", "Pairs that the dot absorbs from a pulse on average", "0.1")
REPETITION = Quantity("frequency", "1 Hz", "10 GHz", "Pulses a second", "100 kHz")
PUMP = Quantity("frequency", "1e-3 s-1", "1e15 s-1", "Pairs a second that an empty dot absorbs", "1e5 s-1")
APERTURE = Quantity("number", "0.01", "5", "Numerical aperture of the first lens, in the medium of the dot", "0.9")
TRANSMISSION = Quantity("number", "1e-9", "100 %", "From the first lens to the beam splitter", "30 %")
FILTER_END = Quantity("length", "100 nm", "100 um", "Wavelength at which the filter begins or ends", "1200 nm")
BACKGROUND_RATE = Quantity("frequency", "0 s-1", "1e15 s-1", "Stray photons a second at the beam splitter", "100 s-1")
COUNTER_EFFICIENCY = Quantity("number", "1e-9", "100 %", "Share of the photons that a detector counts", "20 %")
DEAD_TIME = Quantity("time", "0 s", "1 s", "For which a count makes the detector blind", "10 us")
DARK_RATE = Quantity("frequency", "0 s-1", "1e12 s-1", "Dark counts a second of each detector", "1000 s-1")
JITTER = Quantity("time", "0 s", "1 ms", "Full width at half maximum of the detector's response", "200 ps")
AFTERPULSING = Quantity("number", "0 %", "99 %", "Chance that a count is followed by a false one", "1 %")
AFTERPULSE_TIME = Quantity("time", "1 ps", "1 s", "Mean delay of a false count behind the dead time", "1 us")
STRENGTH = Quantity("number", "1e-9", "1e6", "Strength of the excitation over that of the file", "0.1")
COUNTING_TIME = Quantity("time", "1 us", "1e6 s", "For which photons are counted", "100 s")
DELAY = Quantity("time", "1 ps", "1 s", "Longest delay, or width of a bin, of the histogram", "1 us")

# a laser
ELECTRONS = Quantity(
    "number", "-16", "16", "Permanent electrons a dot, below 0 for holes; those of the film's doping if left out", "6"
)
DOT_STOKES = Quantity(
    "energy", "0 meV", "500 meV", "Stokes shift of a single dot; s^2/kT of its line if left out", "15 meV"
)
BIEXCITON = Quantity(
    "energy", "-100 meV", "100 meV", "How far a second exciton lowers the energy of the first", "5 meV"
)
EXCITED = Quantity("number", "0", "1", "What an exciton lets a dot absorb anew, over its first exciton's peak", "0.01")
AUGER_LIFETIME = Quantity("time", "1 fs", "1 s", "Auger lifetime of two excitons in a dot", "100 ps")
AUGER_SLOWER = Quantity("number", "0.001", "1e9", "On the Auger lifetime, for what slows it from outside the dot", "5")
TRAP_LIFETIME = Quantity("time", "1 fs", "1000 s", "Until a trap takes an exciton; by the film's traps if left out")
RESONATOR_LENGTH = Quantity("length", "0.1 um", "1 m", "Length of the resonator, or diameter of a ring", "300 um")
PITCH = Quantity("length", "50 nm", "10 um", "Period of the grating; that of the largest gain if left out", "900 nm")
COUPLING_CONSTANT = Quantity("inverse length", "0.01 cm-1", "1e5 cm-1", "Coupling kappa of the grating", "50 cm-1")
GUIDE_LOSS = Quantity("inverse length", "0 cm-1", "1e4 cm-1", "Loss of the guided light", "10 cm-1")
REFLECTIVITY = Quantity("number", "1e-12", "100 %", "Reflected share of the power", "30 %")
BRIGHTER = Quantity(
    "number", "1.001", "1e12", "How much brighter the stripe is where emission counts as amplified", "10"
)
PULSE_DURATION = Quantity("time", "1 fs", "1 s", "Full width at half maximum of the pulse", "100 fs")
SPOT = Quantity("area", "0.01 um2", "1e4 cm2", "Area of the pumped spot", "1 mm2")
OCCUPATION = Quantity("number", "0", "100", "Mean excitons a dot", "4")
CONFINEMENT = Quantity("number", "1e-6", "2", "Gain of the mode over that of the film; by the stack if left out", "0.5")
STRIPE_WIDTH = Quantity("length", "0.1 um", "10 cm", "Width of the pumped stripe", "100 um")
