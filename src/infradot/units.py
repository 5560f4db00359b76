"""Constants and units: SI floats inside, energies in eV, strings with a unit at the door.

``350 * nm`` in code; `parse("350 nm", "length")` for text. The vocabulary is closed: a unit that is not in the table
is an error with the nearest known one. Everything after a slash is in the denominator, so ``cm2/Vs`` is
cm2 V-1 s-1. A square root is written as a power of one half: ``(cm/V)^0.5``, ``(cm/V)^1/2``, ``cm Hz^0.5/W``.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

from infradot.errors import UnitError, nearest

# CODATA 2018, exact where the SI fixes them
q = 1.602176634e-19  # elementary charge, C
k_B = 1.380649e-23  # Boltzmann constant, J/K
h = 6.62607015e-34  # Planck constant, J s
hbar = h / (2 * math.pi)
c = 299792458.0  # speed of light, m/s
epsilon_0 = 8.8541878128e-12  # vacuum permittivity, F/m
m_e = 9.1093837015e-31  # electron mass, kg
sigma_SB = 5.670374419e-8  # Stefan-Boltzmann constant, W m^-2 K^-4
hc_eV = h * c / q  # photon energy times wavelength, eV m

nm, um, mm, cm = 1e-9, 1e-6, 1e-3, 1e-2
ns, us, ms = 1e-9, 1e-6, 1e-3
meV, mV = 1e-3, 1e-3
mA_cm2 = 10.0  # A m^-2
per_cm3 = 1e6  # m^-3
cm2_Vs = 1e-4  # m^2 V^-1 s^-1


def thermal_voltage(temperature: float) -> float:
    """kT/q in volts at a temperature in kelvin.

    Examples
    --------
    >>> round(thermal_voltage(300.0), 11)
    0.02585199979
    """
    return k_B * temperature / q


# A dimension is a tuple of exponents of (m, s, A, V, K, eV, kg, lm); eV is kept apart from J so that an energy of a
# carrier cannot be mixed up with an energy of a pulse, and lm from W because their ratio is a matter of the lamp.
Dimension = tuple[Fraction, ...]
_BASE = ("m", "s", "A", "V", "K", "eV", "kg", "lm")


def _dimension(**exponents: int | Fraction) -> Dimension:
    return tuple(Fraction(exponents.get(base, 0)) for base in _BASE)


DIMENSIONS: dict[str, Dimension] = {
    "length": _dimension(m=1),
    "area": _dimension(m=2),
    "inverse length": _dimension(m=-1),
    "number density": _dimension(m=-3),
    "areal density": _dimension(m=-2),
    "time": _dimension(s=1),
    "frequency": _dimension(s=-1),
    "velocity": _dimension(m=1, s=-1),
    "mobility": _dimension(m=2, V=-1, s=-1),
    "diffusion coefficient": _dimension(m=2, s=-1),
    "temperature": _dimension(K=1),
    "energy": _dimension(eV=1),
    "voltage": _dimension(V=1),
    "electric field": _dimension(V=1, m=-1),
    "current": _dimension(A=1),
    "current density": _dimension(A=1, m=-2),
    "irradiance": _dimension(V=1, A=1, m=-2),
    "illuminance": _dimension(lm=1, m=-2),
    "power": _dimension(V=1, A=1),
    "resistance": _dimension(V=1, A=-1),
    "area resistance": _dimension(V=1, A=-1, m=2),
    "thermal resistance": _dimension(K=1, V=-1, A=-1, m=2),
    "recombination coefficient": _dimension(m=3, s=-1),
    "auger coefficient": _dimension(m=6, s=-1),
    "generation rate": _dimension(m=-3, s=-1),
    "photon flux": _dimension(m=-2, s=-1),
    "responsivity": _dimension(V=-1),
    "noise density": _dimension(A=1, s=Fraction(1, 2)),
    "detectivity": _dimension(m=1, s=Fraction(-1, 2), V=-1, A=-1),
    "Poole-Frenkel coefficient": _dimension(m=Fraction(1, 2), V=Fraction(-1, 2)),
    "number": _dimension(),
}

EXAMPLES: dict[str, str] = {
    "length": "350 nm",
    "area": "0.05 cm2",
    "inverse length": "1e4 cm-1",
    "number density": "1e16 cm-3",
    "areal density": "1e12 cm-2",
    "time": "1 us",
    "frequency": "10 kHz",
    "velocity": "1e5 m/s",
    "mobility": "2e-2 cm2/Vs",
    "diffusion coefficient": "1e-3 cm2/s",
    "temperature": "300 K",
    "energy": "0.3 eV",
    "voltage": "0.5 V",
    "electric field": "1e5 V/cm",
    "current": "1 nA",
    "current density": "20 mA/cm2",
    "irradiance": "100 mW/cm2",
    "illuminance": "1000 lx",
    "power": "1 mW",
    "resistance": "50 ohm",
    "area resistance": "1 ohm cm2",
    "thermal resistance": "20 K cm2/W",
    "recombination coefficient": "1e-10 cm3/s",
    "auger coefficient": "1e-29 cm6/s",
    "generation rate": "4e21 cm-3 s-1",
    "photon flux": "1e17 cm-2 s-1",
    "responsivity": "0.5 A/W",
    "noise density": "1e-13 A/Hz^0.5",
    "detectivity": "1e12 Jones",
    "Poole-Frenkel coefficient": "3e-3 (cm/V)^0.5",
    "number": "5 %",
}

_METRE, _SECOND, _AMPERE, _VOLT = (_dimension(**{b: 1}) for b in ("m", "s", "A", "V"))
_WATT = _dimension(V=1, A=1)
_JOULE = _dimension(V=1, A=1, s=1)

UNITS: dict[str, tuple[float, Dimension]] = {
    "%": (1e-2, _dimension()),
    "percent": (1e-2, _dimension()),
    "K": (1.0, _dimension(K=1)),
    "eV": (1.0, _dimension(eV=1)),
    "meV": (1e-3, _dimension(eV=1)),
    "kg": (1.0, _dimension(kg=1)),
    "g": (1e-3, _dimension(kg=1)),
    "ohm": (1.0, _dimension(V=1, A=-1)),
    "kohm": (1e3, _dimension(V=1, A=-1)),
    "Mohm": (1e6, _dimension(V=1, A=-1)),
    "Jones": (1e-2, _dimension(m=1, s=Fraction(-1, 2), V=-1, A=-1)),
    "min": (60.0, _SECOND),
    "angstrom": (1e-10, _METRE),
    "lm": (1.0, _dimension(lm=1)),
    "lx": (1.0, _dimension(lm=1, m=-2)),
    "klx": (1e3, _dimension(lm=1, m=-2)),
    "sun": (1000.0, _dimension(V=1, A=1, m=-2)),
}
for _symbol, _dim, _prefixes in (
    ("m", _METRE, "_cmunk"),
    ("s", _SECOND, "_munpf"),
    ("Hz", _dimension(s=-1), "_kMGT"),
    ("A", _AMPERE, "_munpf"),
    ("V", _VOLT, "_munk"),
    ("W", _WATT, "_munpfkM"),
    ("J", _JOULE, "_munpfk"),
    ("C", _dimension(A=1, s=1), "_munp"),
    ("F", _dimension(A=1, s=1, V=-1), "_munpf"),
):
    for _p in _prefixes:
        _scale = {"_": 1.0, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}.get(
            _p, {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}.get(_p, 1.0)
        )
        UNITS[("" if _p == "_" else _p) + _symbol] = (_scale, _dim)

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$", re.DOTALL)
# one digit is enough for cm6 s-1, and keeps absurd powers out; a half is the only broken one
_FACTOR = re.compile(r"([A-Za-z%]+)(?:\^?([+-]?(?:0?\.5|[0-9]))(?![0-9.]))?")
_ROOT = re.compile(r"\s*(?:\((?P<base>[^()]*)\)\s*\^?\s*\(?(?:0?\.5|1/2|½)\)?|(?:sqrt|√)\s*\((?P<under>[^()]*)\))\s*")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def _split_run(run: str) -> list[str] | None:
    """'Vs' -> ['V', 's']: two known units written together, as in cm2/Vs."""
    for i in range(1, len(run)):
        if run[:i] in UNITS and run[i:] in UNITS:
            return [run[:i], run[i:]]
    return None


def parse_unit(text: str) -> tuple[float, Dimension]:
    """Factor to SI and dimension of a unit.

    Parameters
    ----------
    text : str
        For example ``"cm2/Vs"``, ``"cm^-3"``, ``"1/cm3"``, ``"mA/cm2"``, ``"Jones"``.

    Returns
    -------
    factor : float
        Multiply by it to reach SI (eV for carrier energies).
    dimension : tuple of Fraction
        Exponents of (m, s, A, V, K, eV, kg, lm).

    Raises
    ------
    UnitError
        For a unit that is not in the vocabulary.

    Examples
    --------
    >>> parse_unit("cm2/Vs")[0]
    0.0001
    """
    factor, dim = _exact_unit(text)
    return float(factor), dim


@lru_cache(maxsize=512)
def _exact_unit(text: str) -> tuple[Fraction, Dimension]:
    """Factor and dimension; exact, because 0.01**-3 is not 1e6 in floats."""
    root = _ROOT.fullmatch(text)
    if root is not None:
        factor, dim = _exact_unit(root["base"] or root["under"] or "")
        return _power(factor, Fraction(1, 2)), tuple(a / 2 for a in dim)
    clean = text.translate(_SUPERSCRIPT).replace("µ", "u").replace("μ", "u").replace("Å", "angstrom")
    clean = clean.replace("Ω", "ohm").replace("Ω", "ohm").replace("·", " ").replace("*", " ")
    numerator, *denominators = clean.split("/")
    factor, exponents = Fraction(1), [Fraction(0)] * len(_BASE)
    for sign, part in [(1, numerator), *((-1, d) for d in denominators)]:
        for token in part.replace("(", " ").replace(")", " ").split():
            if token == "1":
                continue
            for name, power in _factors(token, text):
                scale, unit_dim = UNITS[name]
                factor *= _power(Fraction(repr(scale)), sign * power)
                exponents = [a + b * sign * power for a, b in zip(exponents, unit_dim, strict=True)]
    return factor, tuple(exponents)


def _power(factor: Fraction, power: Fraction) -> Fraction:
    """A factor to a whole or half power; exact where the root is (that of cm is 0.1)."""
    if power.denominator == 1:
        return factor ** int(power)
    above, below = math.isqrt(factor.numerator), math.isqrt(factor.denominator)
    exact = Fraction(above, below)
    root = exact if exact**2 == factor else Fraction(math.sqrt(factor))
    return root ** int(2 * power)


def _factors(token: str, text: str) -> list[tuple[str, Fraction]]:
    """Units of a token with their powers: 'cm2V-1s-1' or 'Vs' written together; a power belongs to the last unit."""
    pieces = list(_FACTOR.finditer(token))
    if not pieces or "".join(piece.group() for piece in pieces) != token:
        raise UnitError(f"{token!r} in the unit {text!r} is not a unit.")
    found: list[tuple[str, Fraction]] = []
    for piece in pieces:
        run = piece.group(1)
        names = [run] if run in UNITS else _split_run(run)
        if names is None:
            raise UnitError(f"Unknown unit {run!r} in {text!r}.{nearest(run, UNITS)}")
        found += [(name, Fraction(1)) for name in names[:-1]] + [(names[-1], Fraction(piece.group(2) or 1))]
    return found


def split(text: str) -> tuple[str, str] | None:
    """The digits and the unit of a number with a unit; None where the text does not begin with a number.

    Examples
    --------
    >>> split("2e-2 cm2/Vs")
    ('2e-2', 'cm2/Vs')
    """
    match = _NUMBER.match(text)
    return (match.group(1), match.group(2)) if match else None


def parse(text: str, dimension: str) -> float:
    """A number with its unit, as an SI float (energies in eV).

    Parameters
    ----------
    text : str
        For example ``"350 nm"``.
    dimension : str
        A key of `DIMENSIONS`, such as ``"length"``.

    Returns
    -------
    float

    Raises
    ------
    UnitError
        Where the number or the unit is missing, unknown, or of another dimension.

    Examples
    --------
    >>> parse("2e-2 cm2/Vs", "mobility")
    2e-06
    """
    example = EXAMPLES[dimension]
    parts = split(text)
    if parts is None:
        raise UnitError(f"{text!r} is not a number with a unit; expected something like {example!r}.")
    digits, unit = parts
    number = float(digits)
    if not math.isfinite(number):
        raise UnitError(f"{text!r} is not finite; expected something like {example!r}.")
    wanted = DIMENSIONS[dimension]
    if not unit and dimension != "number":
        raise UnitError(f"{text!r} has no unit; expected {_a(dimension)} such as {example!r}.")
    factor, found = _exact_unit(unit)
    if found != wanted:
        named = next((name for name, dim in DIMENSIONS.items() if dim == found), "quantity of another kind")
        raise UnitError(f"{text!r} is {_a(named)}; expected {_a(dimension)} such as {example!r}.")
    if number == 0.0:
        return number
    try:
        # exact until here: 350 * 1e-9 in floats is 3.5000000000000004e-07
        return float(Fraction(digits) * factor)
    except OverflowError:
        raise UnitError(f"{text!r} is too large; expected something like {example!r}.") from None


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def photon_energy(text: str) -> float:
    """A photon energy in eV from a wavelength or an energy.

    Examples
    --------
    >>> round(photon_energy("1230 nm"), 4)
    1.008
    """
    parts = split(text)
    if parts is not None and parts[1] and parse_unit(parts[1])[1] == DIMENSIONS["length"]:
        length = parse(text, "length")
        if length <= 0:
            raise UnitError(f"{text!r} is not a wavelength; expected something like '1230 nm' or '1.008 eV'.")
        return hc_eV / length
    return parse(text, "energy")
