"""For each rule of the audit: values that it objects to, how certainly, and values next to them that it lets pass."""

from __future__ import annotations

from audit_devices import device, shown, value

from infradot.record import Record

IR = {"wavelength": "1450 nm", "voltage": "-1 V"}
SUN = {"light": "AM1.5G"}


def diode(*values, **fields):
    return device("photodiode", *values, **fields)


def cell(*values, **fields):
    return device("solar-cell", *values, **fields)


def laser(*values, **fields):
    return device("laser", *values, **fields)


def gains(first, second, **fields):
    """Two lasers of one table."""
    one = laser(value("gain_coefficient", first, table=3), table=3, **fields)
    return Record(papers=(one.paper,), all_devices=(
        one, laser(value("gain_coefficient", second, table=3), key="other", table=3, **fields),
    ))  # fmt: skip


def figure(year, caption):
    return Record(papers=(shown(year, caption=caption),), all_devices=())


def table_and_text(cell_text, text, link=False, **at):
    other = ("it.text",) if link else ()
    return laser(
        value("threshold_fluence", cell_text, key="cell", table=3, contradicts=other, **at),
        value("threshold_fluence", text, key="text", **at),
    )


def four(efficiency, jsc="25.0 mA/cm2", voc="0.600 V", ff="60.0 %", **at):
    return cell(
        value("efficiency", efficiency, **at), value("short_circuit_current_density", jsc, **at),
        value("open_circuit_voltage", voc, **at), value("fill_factor", ff, **at),
    )  # fmt: skip


def shot(detectivity, dark="100 nA/cm2", *, method="measured", eqe="50.0 %", at_dark="-1 V", subkind="photodiode"):
    return device(
        subkind, value("detectivity", detectivity, method=method, **IR), value("eqe", eqe, **IR),
        value("dark_current_density", dark, voltage=at_dark),
    )  # fmt: skip


def noisy(detectivity, noise="1.00e-13 A/Hz^0.5", **at):
    return diode(
        value("detectivity", detectivity, method="measured", **IR), value("responsivity", "0.500 A/W", **IR),
        value("area", "4.00 mm2"), value("noise_density", noise, **({"voltage": "-1 V"} | at)),
    )  # fmt: skip


# rule: what trips it, with its certainty; and what does not
CASES = {
    "caption against reference": (
        [("certain", figure(2018, 2022)), ("look", figure(2013, 2014))], [figure(2018, 2018), figure(2018, None)],
    ),
    "table against text": (
        [("certain", table_and_text("50 uJ/cm2", "40 uJ/cm2", link=True, temperature="RT"))],
        [table_and_text("50 uJ/cm2", "40 uJ/cm2", temperature="RT")],
    ),
    "table against other places": (
        [("likely", table_and_text("50 uJ/cm2", "48 uJ/cm2"))],
        [table_and_text("50 uJ/cm2", "< 52 uJ/cm2"), table_and_text("50 uJ/cm2", "50.4 uJ/cm2"),
         table_and_text("50 uJ/cm2", "48 uJ/cm2", link=True), table_and_text("50 uJ/cm2", "49 uJ/cm2")],
    ),
    "cited number against author": (
        [("certain", laser(value("threshold_fluence", "50 uJ/cm2", cites="ref9")))],
        [laser(value("threshold_fluence", "50 uJ/cm2", cites="mine"))],
    ),
    "wavelength in reach": (
        [("likely", diode(value("eqe", "40 %", wavelength="128 nm"))),
         ("likely", diode(value("exciton_wavelength", "3300 nm"))),
         ("certain", diode(value("exciton_wavelength", "5100 nm"))),
         ("certain", diode(value("band_gap", "0.24 eV")))],
        [diode(value("eqe", "40 %", wavelength="190 nm")), diode(value("exciton_wavelength", "3000 nm")),
         diode(value("exciton_wavelength", "5100 nm"), material="HgTe"),
         diode(value("exciton_wavelength", "3300 nm"), shell="PbSe")],
    ),
    "response beyond the edge": (
        [("likely", diode(value("exciton_wavelength", "1311 nm"), value("eqe", "5 %", wavelength="1680 nm"))),
         ("likely", diode(value("cutoff_wavelength", "1650 nm"), value("eqe", "5 %", wavelength="1660 nm")))],
        [diode(value("exciton_wavelength", "1311 nm"), value("eqe", "5 %", wavelength="1650 nm")),
         diode(value("cutoff_wavelength", "1650 nm"), value("eqe", "5 %", wavelength="1655 nm"))],
    ),
    "gap against first exciton": (
        [("likely", cell(value("band_gap", "1.01 eV"), value("exciton_wavelength", "1242 nm")))],
        [cell(value("band_gap", "1.00 eV"), value("exciton_wavelength", "1242 nm"))],
    ),
    "size against gap": (
        [("likely", laser(value("dot_diameter", "4.0 nm"), value("emission_wavelength", "1650 nm")))],
        [laser(value("dot_diameter", "6.2 nm"), value("emission_wavelength", "1650 nm")),
         laser(value("dot_diameter", "4.0 nm"), value("emission_wavelength", "1650 nm"), material="Ag2Se")],
    ),
    "efficiency against detailed balance": (
        [("likely", cell(value("efficiency", "34.0 %"))),
         ("certain", cell(value("efficiency", "45.0 %", **SUN))),
         ("look", cell(value("exciton_wavelength", "1100 nm"), value("efficiency_behind_silicon", "0.80 %"))),
         ("likely", cell(value("exciton_wavelength", "1100 nm"), value("efficiency_behind_silicon", "0.96 %")))],
        [cell(value("efficiency", "33.7 %", **SUN)), cell(value("efficiency", "50 %", light="1550 nm laser")),
         cell(value("exciton_wavelength", "1188 nm"), value("efficiency_behind_silicon", "1.50 %")),
         cell(value("efficiency", "40 %", temperature="80 K")), device("laser", value("efficiency", "40 %"))],
    ),
    "filter against absorption edge": (
        [("look", cell(value("exciton_wavelength", "1100 nm"), value("efficiency_behind_silicon", "0.1 %"))),
         ("likely", cell(value("exciton_wavelength", "1100 nm"), value("efficiency_behind_silicon", "0.96 %"))),
         ("likely", cell(value("exciton_wavelength", "1180 nm"),
                         value("efficiency", "5 %", filter="a wafer", filter_wavelength="1200 nm")))],
        [cell(value("exciton_wavelength", "1110 nm"), value("efficiency_behind_silicon", "0.1 %"))],
    ),
    "current against photon flux": (
        [("likely", cell(value("short_circuit_current_density", "69.5 mA/cm2"))),
         ("likely", cell(value("exciton_wavelength", "950 nm"), value("short_circuit_current_density", "38.0 mA/cm2"))),
         ("certain", cell(value("exciton_wavelength", "955 nm"),
                          value("short_circuit_current_density", "61.5 mA/cm2", **SUN)))],
        [cell(value("short_circuit_current_density", "68.5 mA/cm2")),
         cell(value("exciton_wavelength", "950 nm"), value("short_circuit_current_density", "36.5 mA/cm2")),
         cell(value("exciton_wavelength", "950 nm"), value("short_circuit_current_density", "45 mA/cm2"),
              partner="silicon")],
    ),
    "voltage against gap": (
        [("likely", cell(value("exciton_wavelength", "1240 nm"), value("open_circuit_voltage", "0.78 V"))),
         ("certain", cell(value("exciton_wavelength", "1240 nm"), value("open_circuit_voltage", "1.02 V")))],
        [cell(value("exciton_wavelength", "1240 nm"), value("open_circuit_voltage", "0.76 V")),
         cell(value("exciton_wavelength", "1240 nm"), value("open_circuit_voltage", "0.85 V", temperature="80 K"))],
    ),
    "two junctions against detailed balance": (
        [("likely", device("tandem", value("efficiency", "47 %"), partner="perovskite"))],
        [device("tandem", value("efficiency", "46 %"), partner="perovskite"),
         device("tandem", value("efficiency", "47 %"), partner="InGaP/GaAs")],
    ),
    "efficiency under a laser": (
        [("likely", cell(value("efficiency", "63 %", wavelength="1550 nm", irradiance="100 mW/cm2")))],
        [cell(value("efficiency", "62 %", wavelength="1550 nm", irradiance="100 mW/cm2")),
         cell(value("efficiency", "63 %", wavelength="1550 nm"))],
    ),
    "current times voltage times fill factor": (
        [("certain", four("9.3 %", **SUN)), ("likely", four("9.3 %"))], [four("9.0 %", **SUN), four("9 %")],
    ),
    "fill factor against voltage": (
        [("likely", cell(value("fill_factor", "84.0 %"), value("open_circuit_voltage", "0.60 V"))),
         ("certain", cell(value("fill_factor", "104 %")))],
        [cell(value("fill_factor", "82.0 %"), value("open_circuit_voltage", "0.60 V")),
         cell(value("fill_factor", "84.0 %"))],
    ),
    "efficiency behind filters": (
        [("likely", cell(value("efficiency_behind_silicon", "1.1 %"), value("efficiency_behind_perovskite", "0.9 %"))),
         ("likely", cell(value("efficiency_behind_perovskite", "9.1 %"), value("efficiency", "8.9 %")))],
        [cell(value("efficiency_behind_silicon", "0.9 %"), value("efficiency_behind_perovskite", "0.9 %"))],
    ),
    "share of sunlight": (
        [("likely", device("general", value("sunlight_share", "15 %", light="AM 1.5", wavelength=">1100 nm"))),
         ("certain", device("general", value("sunlight_share", "19 %", light="AM 1.5", wavelength="1100 to 1750 nm")))],
        [device("general", value("sunlight_share", "20 %", light="AM 1.5", wavelength=">1100 nm")),
         device("general", value("sunlight_share", "15 %", light="AM 1.5", wavelength="1100 to 1750 nm"))],
    ),
    "responsivity against EQE": (
        [("certain", diode(value("responsivity", "0.62 A/W", **IR), value("eqe", "62 %", **IR))),
         ("likely", diode(value("responsivity", "0.62 A/W"), value("eqe", "62 %", wavelength="1450 nm"))),
         ("likely", device("gain-photodiode", value("responsivity", "0.30 A/W", **IR), value("eqe", "62 %", **IR)))],
        [diode(value("responsivity", "0.73 A/W", **IR), value("eqe", "62 %", **IR)),
         diode(value("responsivity", "0.62 A/W", **IR), value("eqe", "62 %", wavelength="1450 nm", voltage="0 V")),
         diode(value("responsivity", "0.80 A/W"), value("eqe", "62 to 75 %", **IR)),
         device("gain-photodiode", value("responsivity", "62 A/W", **IR), value("eqe", "62 %", **IR)),
         diode(value("responsivity", "7.25 A/W", **IR), value("eqe", "62 %", **IR), value("gain", "10", **IR))],
    ),
    "more electrons than photons": (
        [("certain", diode(value("exciton_wavelength", "1450 nm"), value("eqe", "120.0 %", **IR))),
         ("certain", diode(value("exciton_wavelength", "1450 nm"), value("responsivity", "1.25 A/W", **IR))),
         ("likely", diode(value("eqe", "120 %"))), ("look", device("image-sensor", value("eqe", "120 %"))),
         ("look", cell(value("exciton_wavelength", "1450 nm"), value("eqe", "120 %", wavelength="400 nm")))],
        [diode(value("exciton_wavelength", "1450 nm"), value("eqe", "99 %", **IR)),
         device("gain-photodiode", value("eqe", "120 %", **IR)),
         diode(value("exciton_wavelength", "1450 nm"), value("responsivity", "1.16 A/W", **IR))],
    ),
    "gain that is not there": (
        [("look", device("phototransistor", value("responsivity", "0.18 A/W", wavelength="1000 nm")))],
        [device("phototransistor", value("responsivity", "0.81 A/W", wavelength="1000 nm")),
         diode(value("responsivity", "0.18 A/W", wavelength="1000 nm"))],
    ),
    "EQE against IQE": (
        [("certain", cell(value("eqe", "85.0 %", wavelength="900 nm"), value("iqe", "80.0 %", wavelength="900 nm"))),
         ("look", cell(value("eqe", "85.0 %"), value("iqe", "80.0 %")))],
        [cell(value("eqe", "80 %"), value("iqe", "80 %"))],
    ),
    "EQE against thickness": (
        [("likely", diode(value("eqe", "60 %", wavelength="1550 nm"), value("absorber_thickness", "100 nm")))],
        [diode(value("eqe", "35 %", wavelength="1550 nm"), value("absorber_thickness", "100 nm")),
         diode(value("eqe", "60 %", wavelength="1550 nm"), value("absorber_thickness", "100 nm"), material="?")],
    ),
    "detectivity against background": (
        [("certain", diode(value("detectivity", "2.0e15 Jones", wavelength="1550 nm", temperature="300 K"))),
         ("likely", diode(value("detectivity", "7.1e14 Jones", wavelength="1550 nm"))),
         ("look", diode(value("detectivity", "2.0e15 Jones", wavelength="1550 nm", temperature="80 K"))),
         ("look", diode(value("detectivity", "1.0e12 Jones", wavelength="1500 to 3600 nm")))],
        [diode(value("detectivity", "6.9e14 Jones", wavelength="1550 nm", temperature="300 K")),
         diode(value("detectivity", "1e30 Jones", wavelength="50 nm")),
         diode(value("detectivity", "5.0e11 Jones", wavelength="1500 to 3600 nm"))],
    ),
    "detectivity against dark current": (
        # 50 % at 1450 nm is 0.585 A/W; 100 nA/cm2 leave 3.27e12 Jones
        [("likely", shot("3.5e12 Jones")), ("certain", shot("3.5e12 Jones", method="shot and Johnson")),
         ("likely", shot("3.5e12 Jones", at_dark="-0.5 V")), ("look", shot("3.5e12 Jones", at_dark="-2 V")),
         ("likely", shot("1.4e13 Jones", eqe="400 %", subkind="gain-photodiode"))],
        [shot("3.2e12 Jones"), shot("3.5e12 Jones", "< 100 nA/cm2"), shot("3.5e12 Jones", subkind="phototransistor"),
         shot("1.3e13 Jones", eqe="400 %", subkind="gain-photodiode")],
    ),
    "detectivity from its own noise": (
        # 0.5 A/W times 2 mm over 1e-13 A/Hz^0.5 is 1.00e12 Jones
        [("certain", noisy("1.2e12 Jones")), ("likely", noisy("1.2e12 Jones", frequency="10 Hz")),
         ("look", noisy("1.0e12 Jones", voltage="-2 V")),
         ("certain", diode(value("detectivity", "5.0e12 Jones", method="shot", **IR),
                           value("responsivity", "0.500 A/W", **IR),
                           value("dark_current_density", "100.0 nA/cm2", voltage="-1 V")))],
        [noisy("1.0e12 Jones"),
         diode(value("detectivity", "2.8e12 Jones", method="shot", **IR), value("responsivity", "0.500 A/W", **IR),
               value("dark_current_density", "100.0 nA/cm2", voltage="-1 V"))],
    ),
    "noise behind a detectivity": (
        [("look", diode(value("detectivity", "1e12 Jones"))),
         ("look", diode(value("detectivity", "1e12 Jones", method="shot")))],
        [diode(value("detectivity", "1e12 Jones", method="measured"))],
    ),
    "dark current against emission": (
        # 80 % up to 2000 nm at 300 K: 5.3 nA/cm2
        [("likely", diode(value("eqe", "80 %", wavelength="2000 nm"), value("dark_current_density", "4 nA/cm2",
                                                                            voltage="-1 V")))],
        [diode(value("eqe", "80 %", wavelength="2000 nm"), value("dark_current_density", "6 nA/cm2", voltage="-1 V")),
         diode(value("eqe", "80 %", wavelength="2000 nm"),
               value("dark_current_density", "4 nA/cm2", voltage="-1 V", temperature="80 K"))],
    ),
    "dark current at 0 V": (
        [("look", diode(value("dark_current_density", "1 nA/cm2", voltage="0 V")))],
        [diode(value("dark_current_density", "1 nA/cm2", voltage="-0.1 V")),
         diode(value("dark_current_density", "< 1 nA/cm2", voltage="0 V"))],
    ),
    "rise time against bandwidth": (
        [("likely", diode(value("rise_time", "300 ns", voltage="-1 V"), value("bandwidth", "3.0 MHz", voltage="-1 V"))),
         ("look", diode(value("rise_time", "300 ns", voltage="-1 V"), value("bandwidth", "3.0 MHz")))],
        [diode(value("rise_time", "300 ns", voltage="-1 V"), value("bandwidth", "1.5 MHz", voltage="-1 V")),
         diode(value("rise_time", "300 ns", voltage="-1 V"), value("bandwidth", "3.0 MHz", voltage="-5 V"))],
    ),
    "gain against speed": (
        [("likely", device("phototransistor", value("responsivity", "4e7 A/W", wavelength="1600 nm"),
                           value("eqe", "14 %"), value("response_time", "< 1 ms"))),
         ("likely", device("photoconductor", value("gain", "1000", voltage="10 V"), value("bandwidth", "20 Hz"),
                           value("electrode_spacing", "5.0 um"), value("mobility", "1.0e-3 cm2/Vs")))],
        [device("phototransistor", value("responsivity", "4e7 A/W", wavelength="1600 nm"), value("eqe", "14 %"),
                value("response_time", "< 10 ms")),
         device("gain-photodiode", value("responsivity", "4e7 A/W", wavelength="1600 nm"), value("eqe", "14 %"),
                value("response_time", "< 1 ms")),
         device("photoconductor", value("gain", "1000", voltage="10 V"), value("bandwidth", "12 Hz"),
                value("electrode_spacing", "5.0 um"), value("mobility", "1.0e-3 cm2/Vs"))],
    ),
    "rise time against drift": (
        # 300 nm at 1e-3 cm2/Vs and 1 V with a gap of 0.8 eV: 0.63 times 0.5 us
        [("likely", diode(value("rise_time", "200 ns", voltage="-1 V"), value("absorber_thickness", "300 nm"),
                          value("mobility", "1.0e-3 cm2/Vs"), value("exciton_wavelength", "1550 nm")))],
        [diode(value("rise_time", "330 ns", voltage="-1 V"), value("absorber_thickness", "300 nm"),
               value("mobility", "1.0e-3 cm2/Vs"), value("exciton_wavelength", "1550 nm"))],
    ),
    "detectivity against bandwidth": (
        [("look", diode(value("detectivity", "1e12 Jones", frequency="10 kHz"), value("bandwidth", "1.0 kHz")))],
        [diode(value("detectivity", "1e12 Jones", frequency="1 kHz"), value("bandwidth", "1.0 kHz"))],
    ),
    "threshold as a power": (
        [("certain", laser(value("threshold_power", "2 mW", table=3, pump_mode="pulsed"), table=3)),
         ("likely", laser(value("threshold_power", "2 mW", pump_mode="pulsed"))),
         ("look", laser(value("threshold_power", "2 mW", pump_mode="CW")))],
        [laser(value("threshold_power", "2 mW", pump_mode="CW"), value("area", "1 mm2")),
         laser(value("threshold_fluence", "2 mJ/cm2", pump_mode="pulsed"))],
    ),
    "threshold of the wrong kind": (
        [("likely", laser(value("threshold_fluence", "2 mJ/cm2", pump_mode="CW"))),
         ("likely", laser(value("threshold_irradiance", "2 kW/cm2", pump_mode="pulsed")))],
        [laser(value("threshold_fluence", "2 mJ/cm2", pump_mode="pulsed"))],
    ),
    "modal against material gain": (
        [("likely", gains("2180 cm-1", "100 cm-1"))],
        [gains("1000 cm-1", "100 cm-1"), gains("2180 cm-1", "260 cm-1")],
    ),
    "kind of gain": (
        [("look", laser(value("gain_coefficient", "100 cm-1")))],
        [laser(value("gain_coefficient", "100 cm-1", part="material gain"))],
    ),
    "gain against absorption": (
        # a film of PbS dots with lead halides absorbs 8.7e3 cm-1 at 1550 nm
        [("likely", laser(value("gain_coefficient", "12000 cm-1"), value("emission_wavelength", "1550 nm")))],
        [laser(value("gain_coefficient", "8000 cm-1"), value("emission_wavelength", "1550 nm")),
         laser(value("gain_coefficient", "12000 cm-1"), value("emission_wavelength", "1550 nm"), material="Ag2Se")],
    ),
    "pump against emission": (
        [("likely", laser(value("emission_wavelength", "1550 nm", pump_wavelength="1600 nm")))],
        [laser(value("emission_wavelength", "1550 nm", pump_wavelength="1500 nm"))],
    ),
    "steady threshold against lifetime": (
        [("look", laser(value("threshold_irradiance", "50 mW/cm2", pump_mode="CW", pump_wavelength="1028 nm")))],
        [laser(value("threshold_irradiance", "500 mW/cm2", pump_mode="CW", pump_wavelength="1028 nm"))],
    ),
    "resolution against pitch": (
        [("likely", device("image-sensor", value("resolution", "40 lp/mm"), value("pixel_pitch", "15 um")))],
        [device("image-sensor", value("resolution", "33 lp/mm"), value("pixel_pitch", "15 um"))],
    ),
}  # fmt: skip
