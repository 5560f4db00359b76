"""The closed lists of the record: kinds of device, quantities, conditions, bounds and methods.

A word that is not in its list is an error with the nearest known one: a quantity that is spelt in two ways cannot be
compared, and comparison is what the record is for.
"""

from __future__ import annotations

from dataclasses import dataclass

from infradot.units import Dimension, parse_unit

KINDS: dict[str, str] = {
    "solar-cell": "one absorber of dots under sunlight or another lamp",
    "tandem": "a cell of dots with at least one other cell",
    "laser": "optical gain: amplified spontaneous emission or lasing",
    "photodetector": "one pixel; its subkind says how it works",
    "image-sensor": "an array of detectors with its read-out",
    "wearable": "a device on the skin, or bent like one",
    "biointerface": "a device that stimulates cells",
    "single-photon": "a source of single photons",
    "light-emitter": "electrically driven light other than a laser",
    "optical-amplifier": "a medium that amplifies light that passes",
    "general": "what a work says of a whole class, of a material or of sunlight; no one device",
}

SUBKINDS: dict[str, tuple[str, ...]] = {
    "photodetector": ("photoconductor", "photodiode", "gain-photodiode", "phototransistor", "photo-jfet"),
}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A quantity that can be recorded.

    Parameters
    ----------
    unit : str
        Its SI unit (eV for energies of carriers); a printed unit must have the same dimension.
    meaning : str
        What it is, where the name alone does not say so.
    """

    unit: str
    meaning: str

    @property
    def dimension(self) -> Dimension:
        """Exponents that a printed unit must have."""
        return parse_unit(self.unit)[1]


def _quantity(unit: str, meaning: str) -> Quantity:
    return Quantity(unit=unit, meaning=meaning)


QUANTITIES: dict[str, Quantity] = {
    # the absorber
    "exciton_wavelength": _quantity("m", "first exciton of the film"),
    "band_gap": _quantity("eV", "optical gap of the film"),
    "photocurrent_peak": _quantity("eV", "photon energy of a peak of the photocurrent"),
    "absorption_coefficient": _quantity("1/m", "of the film"),
    "dot_diameter": _quantity("m", "of the inorganic core"),
    "ligand_length": _quantity("m", "of the molecule on the dot"),
    "absorber_thickness": _quantity("m", "of the film of dots"),
    "layer_thickness": _quantity("m", "of another layer, which the condition `part` names"),
    "electrode_spacing": _quantity("m", "along the current in a lateral device"),
    "area": _quantity("m2", "that light reaches"),
    "mobility": _quantity("m2/Vs", "of the faster carrier unless a note says otherwise"),
    # cells
    "efficiency": _quantity("", "maximum power over the unfiltered reference irradiance"),
    "efficiency_behind_silicon": _quantity("", "the same, with light that a silicon filter passes"),
    "efficiency_behind_perovskite": _quantity("", "the same, with light that a perovskite filter passes"),
    "open_circuit_voltage": _quantity("V", ""),
    "short_circuit_current_density": _quantity("A/m2", "positive"),
    "fill_factor": _quantity("", ""),
    "splitting_wavelength": _quantity("m", "of the mirror that shares sunlight between two cells"),
    "sunlight_share": _quantity("", "share of the solar irradiance in the stated range"),
    # lasers
    "emission_wavelength": _quantity("m", ""),
    "threshold_fluence": _quantity("J/m2", "energy of a pump pulse over its area at threshold"),
    "threshold_irradiance": _quantity("W/m2", "power of a continuous pump over its area at threshold"),
    "threshold_power": _quantity("W", "a threshold printed without the area of the spot"),
    "gain_coefficient": _quantity("1/m", "modal or material; printed tables rarely say which"),
    "gain_lifetime": _quantity("s", "how long optical gain lasts after a pulse"),
    "linewidth": _quantity("eV", "of the emission above threshold"),
    # detectors
    "detectivity": _quantity("Jones", "specific; its method says which noise stands behind it"),
    "responsivity": _quantity("A/W", ""),
    "eqe": _quantity("", "electrons out per photon in; above 100 % with gain"),
    "iqe": _quantity("", "electrons out per photon absorbed"),
    "gain": _quantity("", "electrons out per electron that light made"),
    "response_time": _quantity("s", "rise, fall, or rise and then fall, where the work does not say which"),
    "rise_time": _quantity("s", ""),
    "fall_time": _quantity("s", ""),
    "bandwidth": _quantity("Hz", "at -3 dB"),
    "dark_current_density": _quantity("A/m2", "as printed: reverse currents are printed positive"),
    "noise_density": _quantity("A/Hz^0.5", "of the current"),
    "irradiance": _quantity("W/m2", "light under which a curve was taken"),
    "cutoff_wavelength": _quantity("m", "longest wavelength of the response"),
    "spectral_range": _quantity("m", "from the shortest to the longest wavelength of the response"),
    # image sensors
    "pixel_columns": _quantity("", "pixels in a row of the array"),
    "pixel_rows": _quantity("", "rows of the array"),
    "pixel_pitch": _quantity("m", "from one pixel to the next, or the size of a pixel where only that is printed"),
    "resolution": _quantity("1/m", "line pairs over length"),
}

# unit of each condition that is a number; the others are words
CONDITIONS: dict[str, str] = {
    "wavelength": "m",
    "voltage": "V",
    "drain_voltage": "V",
    "gate_voltage": "V",
    "top_voltage": "V",
    "temperature": "K",
    "frequency": "Hz",
    "irradiance": "W/m2",
    "pump_wavelength": "m",
    "filter_wavelength": "m",
}
WORDS: dict[str, str] = {
    "pump_mode": "pulsed or continuous",
    "filter": "what stood between lamp and device",
    "light": "the lamp or the standard spectrum",
    "band": "a part of the spectrum that is named, not numbered",
    "configuration": "two or four terminals",
    "part": "which part of the device the number belongs to",
}

BOUNDS: dict[str, str] = {
    "=": "the value",
    "<": "below the value",
    "<=": "the value or below",
    ">": "above the value",
    ">=": "the value or above",
    "~": "about the value",
    "up to": "the highest that was reached",
    "down to": "the lowest that was reached",
    "range": "from the first to the last number, in the printed order",
    "absent": "the place for a number holds none",
}

METHODS: dict[str, str] = {
    "measured": "measured, for a detectivity: from measured noise",
    "shot": "from the shot noise of the dark current alone",
    "Johnson": "from the thermal noise of the resistance alone",
    "shot and Johnson": "from both, calculated",
    "minimum power": "from the faintest light that was told from the dark",
    "calculated": "from a model",
    "certified": "measured by an accredited laboratory",
    "unspecified": "the work read here does not say",
}

# beyond the vocabulary of `infradot.units`: what only printed tables use
PRINTED_UNITS: dict[str, str] = {"pixels": "", "lp/mm": "1/mm"}
