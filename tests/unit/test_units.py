"""Units: a closed vocabulary, exact conversion, and clear words for what is not in it."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot import units
from infradot.errors import UnitError
from infradot.units import DIMENSIONS, EXAMPLES, UNITS, hc_eV, parse, parse_unit, photon_energy

TABLE = [
    ("350 nm", "length", 3.5e-7),
    ("0.35 um", "length", 3.5e-7),
    ("0.35 µm", "length", 3.5e-7),
    ("0.35 μm", "length", 3.5e-7),
    ("35 Å", "length", 3.5e-9),
    ("1.1 mm", "length", 1.1e-3),
    ("-2 cm", "length", -0.02),
    ("+2cm", "length", 0.02),
    (".5 m", "length", 0.5),
    ("5. m", "length", 5.0),
    ("0.049 cm2", "area", 4.9e-6),
    ("25 um2", "area", 25e-12),
    ("25 µm²", "area", 25e-12),
    ("1e16 cm-3", "number density", 1e22),
    ("1e16 cm^-3", "number density", 1e22),
    ("1e16 1/cm3", "number density", 1e22),
    ("1e16 /cm3", "number density", 1e22),
    ("1e16 cm⁻³", "number density", 1e22),
    ("1e12 cm-2", "areal density", 1e16),
    ("1 us", "time", 1e-6),
    ("2 min", "time", 120.0),
    ("10 kHz", "frequency", 1e4),
    ("1e7 cm/s", "velocity", 1e5),
    ("2e-2 cm2/Vs", "mobility", 2e-6),
    ("2e-2 cm2/V/s", "mobility", 2e-6),
    ("2e-2 cm2/(V s)", "mobility", 2e-6),
    ("2e-2 cm2/V·s", "mobility", 2e-6),
    ("2e-2 cm2 V-1 s-1", "mobility", 2e-6),
    ("2e-2 cm²V⁻¹s⁻¹", "mobility", 2e-6),
    ("2e-6 m2/Vs", "mobility", 2e-6),
    ("1e-3 cm2/s", "diffusion coefficient", 1e-7),
    ("300 K", "temperature", 300.0),
    ("45 meV", "energy", 0.045),
    ("-200 mV", "voltage", -0.2),
    ("1e5 V/cm", "electric field", 1e7),
    ("3 nA", "current", 3e-9),
    ("20 mA/cm2", "current density", 200.0),
    ("20 mA cm-2", "current density", 200.0),
    ("100 mW/cm2", "irradiance", 1000.0),
    ("1 sun", "irradiance", 1000.0),
    ("1 ohm cm2", "area resistance", 1e-4),
    ("1 Ω cm2", "area resistance", 1e-4),
    ("50 kohm", "resistance", 5e4),
    ("1e-10 cm3/s", "recombination coefficient", 1e-16),
    ("1e-29 cm6/s", "auger coefficient", 1e-41),
    ("4e21 cm-3 s-1", "generation rate", 4e27),
    ("4e21 1/cm3 s", "generation rate", 4e27),
    ("1e17 cm-2 s-1", "photon flux", 1e21),
    ("0.5 A/W", "responsivity", 0.5),
    ("1e12 Jones", "detectivity", 1e10),
    ("1e12 cm Hz^0.5/W", "detectivity", 1e10),
    ("1e12 cm Hz0.5 W-1", "detectivity", 1e10),
    ("3e-3 (cm/V)^0.5", "Poole-Frenkel coefficient", 3e-4),
    ("3e-3 (cm/V)^1/2", "Poole-Frenkel coefficient", 3e-4),
    ("3e-3 (cm/V)^(1/2)", "Poole-Frenkel coefficient", 3e-4),
    ("3e-3 cm^0.5 V^-0.5", "Poole-Frenkel coefficient", 3e-4),
    ("3e-3 cm0.5V-.5", "Poole-Frenkel coefficient", 3e-4),
    ("3e-3 sqrt(cm/V)", "Poole-Frenkel coefficient", 3e-4),
    ("3e-4 (m/V)^0.5", "Poole-Frenkel coefficient", 3e-4),
    ("1e4 cm-1", "inverse length", 1e6),
    ("5 %", "number", 0.05),
    ("0.05", "number", 0.05),
]


@pytest.mark.parametrize(("text", "dimension", "value"), TABLE, ids=[row[0] for row in TABLE])
def test_text_with_a_unit_is_the_si_number_to_the_last_digit(text, dimension, value):
    assert parse(text, dimension) == value


WRONG = [
    ("350", "length", "'350' has no unit; expected a length such as '350 nm'."),
    ("nm", "length", "'nm' is not a number with a unit; expected something like '350 nm'."),
    ("", "length", "'' is not a number with a unit; expected something like '350 nm'."),
    ("1,5 nm", "length", "',5' in the unit ',5 nm' is not a unit."),
    ("nan nm", "length", "'nan nm' is not a number with a unit; expected something like '350 nm'."),
    ("1e999 nm", "length", "'1e999 nm' is not finite; expected something like '350 nm'."),
    ("1e308 km", "length", "'1e308 km' is too large; expected something like '350 nm'."),
    ("3 s", "length", "'3 s' is a time; expected a length such as '350 nm'."),
    ("3 cm2", "energy", "'3 cm2' is an area; expected an energy such as '0.3 eV'."),
    ("3 J", "energy", "'3 J' is a quantity of another kind; expected an energy such as '0.3 eV'."),
    ("3 nmm2s", "length", "'3 nmm2s' is a quantity of another kind; expected a length such as '350 nm'."),
    ("3 lightyear", "length", "Unknown unit 'lightyear' in 'lightyear'."),
    ("3 Volt", "voltage", "Unknown unit 'Volt' in 'Volt'."),
    ("3 cm 2", "area", "'2' in the unit 'cm 2' is not a unit."),
    ("3 km9999", "length", "'km9999' in the unit 'km9999' is not a unit."),
    ("3 m" + "9" * 5000, "length", "'m9999"),
    ("3 m-", "length", "'m-' in the unit 'm-' is not a unit."),
    ("3 m^0.51", "length", "'m^0.51' in the unit 'm^0.51' is not a unit."),
    ("3 (m)^9", "length", "'^9' in the unit '(m)^9' is not a unit."),
    ("3 ((m)^.5)^.5", "length", "'^.5' in the unit '((m)^.5)^.5' is not a unit."),
    ("3 ()^0.5", "length", "'3 ()^0.5' is a number; expected a length such as '350 nm'."),
    ("3 V/cm", "Poole-Frenkel coefficient", "'3 V/cm' is an electric field; expected a Poole-Frenkel coefficient "),
    ("5 %", "length", "'5 %' is a number; expected a length such as '350 nm'."),
]


@pytest.mark.parametrize(("text", "dimension", "start"), WRONG, ids=[row[0][:20] for row in WRONG])
def test_what_is_not_such_a_quantity_is_said_in_one_sentence(text, dimension, start):
    with pytest.raises(UnitError) as caught:
        parse(text, dimension)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(start)


def test_every_dimension_has_an_example_that_parses():
    assert set(EXAMPLES) == set(DIMENSIONS)
    for dimension, text in EXAMPLES.items():
        assert math.isfinite(parse(text, dimension))


def test_every_unit_is_understood_alone():
    for name, (factor, dimension) in UNITS.items():
        assert parse_unit(name) == (factor, dimension)


@given(st.floats(1e-12, 1e12), st.sampled_from(["nm", "um", "mm", "cm", "m"]))
def test_parsing_is_correctly_rounded(number, unit):
    scale = {"nm": 10**9, "um": 10**6, "mm": 1000, "cm": 100, "m": 1}[unit]
    assert parse(f"{number!r} {unit}", "length") == float(Fraction(repr(number)) / scale)


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_a_unit_error(text):
    try:
        assert math.isfinite(parse(text, "length"))
    except UnitError as error:
        assert error.problems


def test_a_photon_energy_comes_from_wavelength_or_energy():
    assert photon_energy("1230 nm") == hc_eV / 1.23e-6
    assert photon_energy("1.008 eV") == 1.008
    assert photon_energy("800 meV") == 0.8


@pytest.mark.parametrize("text", ["0 nm", "-1230 nm", "1230", "1230 s", "blue"])
def test_what_is_no_photon_energy_is_refused(text):
    with pytest.raises(UnitError):
        photon_energy(text)


def test_constants_fit_together():
    assert units.hc_eV == pytest.approx(1239.841984e-9, rel=1e-9)
    assert units.thermal_voltage(300.0) == pytest.approx(0.02585199979, rel=1e-9)
