"""Lamps by name: their colour, their brightness, and what a device file says of them."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.files import loads
from infradot.units import parse

# CIE 015:2018: chromaticity x, y (2 degrees) and correlated colour temperature, K
PUBLISHED = {
    "A": (0.44758, 0.40745, 2856),
    "D50": (0.34567, 0.35851, 5000),
    "D65": (0.31272, 0.32903, 6500),
    "FL1": (0.3131, 0.3371, 6430),
    "FL2": (0.3721, 0.3751, 4230),
    "FL3": (0.4091, 0.3941, 3450),
    "FL4": (0.4402, 0.4031, 2940),
    "FL5": (0.3138, 0.3452, 6350),
    "FL6": (0.3779, 0.3882, 4150),
    "FL7": (0.3129, 0.3292, 6500),
    "FL8": (0.3458, 0.3586, 5000),
    "FL9": (0.3741, 0.3727, 4150),
    "FL10": (0.3458, 0.3588, 5000),
    "FL11": (0.3805, 0.3769, 4000),
    "FL12": (0.4370, 0.4042, 3000),
    "LED-B1": (0.4560, 0.4078, 2733),
    "LED-B2": (0.4357, 0.4012, 2998),
    "LED-B3": (0.3756, 0.3723, 4103),
    "LED-B4": (0.3422, 0.3502, 5109),
    "LED-B5": (0.3118, 0.3236, 6598),
    "LED-BH1": (0.4474, 0.4066, 2851),
    "LED-RGB1": (0.4557, 0.4211, 2840),
    "LED-V1": (0.4548, 0.4044, 2724),
    "LED-V2": (0.3781, 0.3775, 4070),
}


def observer():
    """Colour matching functions of 1931: wavelengths in m and three rows, every 5 nm."""
    path = Path(__file__).parents[1] / "data" / "light" / "cie_1931_2deg.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.reader(lines) if not row[0].startswith("#")][1:]
    table = np.array(rows, dtype=float).T
    return table[0] * 1e-9, table[1:]


WAVELENGTH, MATCHING = observer()


def chromaticity(irradiance):
    x, y, z = MATCHING @ irradiance
    return x / (x + y + z), y / (x + y + z)


def colour_temperature(x, y):
    """Temperature of the black body that lies nearest in the (u, v) plane of 1960."""

    def uv(x, y):
        return np.array([4 * x, 6 * y]) / (-2 * x + 12 * y + 3)

    def distance(temperature):
        body = WAVELENGTH**-5 / np.expm1(1.4388e-2 / (WAVELENGTH * temperature))
        return np.sum((uv(*chromaticity(body)) - uv(x, y)) ** 2)

    grid = np.geomspace(2500, 7500, 400)
    best = int(np.argmin([distance(t) for t in grid]))
    fine = np.linspace(grid[best - 1], grid[best + 1], 200)
    return fine[int(np.argmin([distance(t) for t in fine]))]


@pytest.mark.parametrize("name", PUBLISHED)
def test_lamps_have_their_published_colour(name):
    lamp = idt.lamp(name, illuminance=500.0)
    irradiance = np.interp(WAVELENGTH, lamp.wavelength, lamp.irradiance)
    x, y, temperature = PUBLISHED[name]
    assert chromaticity(irradiance) == pytest.approx((x, y), abs=1.5e-4)
    # the CIE rounds tubes to 10 K, and took older radiation constants for some
    assert colour_temperature(*chromaticity(irradiance)) == pytest.approx(temperature, rel=4e-3)


def test_every_lamp_is_published_or_the_bulb():
    assert set(idt.lamp_names()) == {*PUBLISHED, "incandescent"}


@given(name=st.sampled_from(idt.lamp_names()), lux=st.floats(1e-3, 1e6))
def test_a_lamp_is_as_bright_as_asked(name, lux):
    lamp = idt.lamp(name, illuminance=lux)
    assert idt.illuminance(lamp) == pytest.approx(lux, rel=1e-12)
    assert lamp.reference_irradiance == pytest.approx(lamp.power(), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "power", "current"),  # independent sums of the same tables from 380 to 780 nm, W m^-2 and uA cm^-2
    [("LED-B4", 3.133, 139.9), ("LED-B1", 3.207, 153.2), ("FL2", 2.970, 130.1), ("FL11", 2.969, 131.9)],
)
def test_a_thousand_lux_of_white_light_is_three_watts(name, power, current):
    lamp = idt.lamp(name, illuminance=1000.0)
    assert lamp.power() == pytest.approx(power, abs=1e-3)
    assert lamp.photon_current() / 10 * 1e3 == pytest.approx(current, abs=0.06)


def test_one_watt_at_555_nm_is_683_lumens():
    assert idt.illuminance(idt.line(wavelength=555e-9, irradiance=1.0)) == pytest.approx(683.0, rel=1e-12)
    assert idt.illuminance(idt.line(wavelength=1550e-9, irradiance=1.0)) == 0.0
    half = idt.line(wavelength=507e-9, irradiance=2.0)  # V(507 nm) = 0.444
    assert idt.illuminance(half) == pytest.approx(683.0 * 2 * 0.4441, rel=1e-3)


def test_the_efficacy_of_a_black_body_peaks_near_6600_kelvin_at_95_lumens_a_watt():
    efficacy = {
        t: idt.illuminance(body) / body.power()
        for t in (2856, 6000, 6600, 7300)
        for body in [idt.black_body(temperature=float(t))]
    }
    assert efficacy[6600] == pytest.approx(95.0, rel=0.01)
    assert efficacy[6000] < efficacy[6600] > efficacy[7300]
    assert efficacy[2856] == pytest.approx(16.4, rel=0.01)


def test_a_bulb_looks_like_illuminant_a_and_keeps_its_infrared():
    bulb, table = idt.lamp("incandescent", illuminance=200.0), idt.lamp("A", illuminance=200.0)
    visible = (390e-9, 770e-9)
    assert bulb.between(*visible).power() == pytest.approx(table.between(*visible).power(), rel=2e-3)
    assert table.photon_current(800e-9, None) == 0.0
    assert bulb.photon_current(800e-9, 1700e-9) > 8 * table.photon_current()


def test_a_lamp_by_its_power():
    lamp = idt.lamp("led-b4", irradiance=2.5)
    assert lamp.name == "LED-B4"
    assert lamp.power() == pytest.approx(2.5, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "LED-B9", "illuminance": 100.0}, r"Unknown lamp 'LED-B9'\. Did you mean 'LED-B"),
        ({"name": "FL2"}, "one of the two"),
        ({"name": "FL2", "illuminance": 100.0, "irradiance": 1.0}, "one of the two"),
        ({"name": "FL2", "illuminance": 0.0}, r"illuminance = 0\.0 lx, expected a finite number above 0"),
        ({"name": "FL2", "irradiance": math.inf}, r"irradiance = inf W m-2"),
        ({"name": "FL2", "illuminance": "1000 lx"}, "illuminance = '1000 lx'"),
    ],
)
def test_a_lamp_that_is_not_said_is_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        idt.lamp(**arguments)


def test_lux_is_a_unit_of_its_own():
    assert parse("1 klx", "illuminance") == 1000.0
    assert parse("500 lm/m2", "illuminance") == 500.0
    with pytest.raises(idt.UnitError, match="is an irradiance; expected an illuminance"):
        parse("3 W/m2", "illuminance")


CELL = """
schema = 1
kind = "solar-cell"

[[layer]]
name = "absorber"
thickness = "300 nm"
film = { core = "PbS", exciton = "900 nm", ligand = "PbX2 ink" }

[back]
kind = "schottky"
work_function = "5.1 eV"

[[measure]]
what = "jv"
light = LIGHT
"""


def test_a_device_file_lights_a_lamp():
    (measure,) = loads(CELL.replace("LIGHT", '{ lamp = "led-b4", illuminance = "1000 lx" }')).measures
    assert measure.label == "LED-B4, 1000 lx"
    assert idt.illuminance(measure.light) == pytest.approx(1000.0, rel=1e-12)
    (measure,) = loads(CELL.replace("LIGHT", '{ lamp = "FL11", irradiance = "0.3 mW/cm2" }')).measures
    assert measure.label == "FL11, 3 W/m2"
    assert measure.light.power() == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("light", "message"),
    [
        ('"LED-B4"', r'light = "LED-B4" is a lamp, .* write { lamp = "LED-B4", illuminance = "500 lx" }'),
        ('{ lamp = "LED-B4" }', "give illuminance"),
        ('{ lamp = "LED-C4", illuminance = "500 lx" }', "is no known lamp. Did you mean \"?'?LED-B4"),
        ('{ lamp = "LED-B4", illuminance = "3 W/m2" }', "is an irradiance"),
        ('{ lamp = "LED-B4", illuminance = 500 }', 'write "500 lx"'),
        ('{ illuminance = "500 lx" }', "lamp"),
    ],
)
def test_a_device_file_says_what_a_lamp_lacks(light, message):
    with pytest.raises(InputError, match=message):
        loads(CELL.replace("LIGHT", light))
