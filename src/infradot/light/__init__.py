"""What shines on a device: spectra, black bodies, lamps, lines and filters; the dark is None."""

from infradot.light.filters import PEROVSKITE_FILTER, SILICON_FILTER, LongPass, Transmission, long_pass
from infradot.light.indoor import illuminance, lamp, lamp_names
from infradot.light.lamps import am0, am15d, am15g, black_body, led, line
from infradot.light.spectrum import Filter, Spectrum

__all__ = [
    "PEROVSKITE_FILTER",
    "SILICON_FILTER",
    "Filter",
    "LongPass",
    "Spectrum",
    "Transmission",
    "am0",
    "am15d",
    "am15g",
    "black_body",
    "illuminance",
    "lamp",
    "lamp_names",
    "led",
    "line",
    "long_pass",
]
