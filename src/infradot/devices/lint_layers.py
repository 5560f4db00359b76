"""Doubts about the layers that conduct: mobility, doping, statistics, profile, dots."""

from __future__ import annotations

import math
from collections.abc import Iterator

from infradot.devices.doubt import Doubt, layer_path
from infradot.devices.lint_states import states
from infradot.errors import InputError
from infradot.laws.mobility import HoppingMobility
from infradot.laws.statistics import Boltzmann
from infradot.materials.dot_film import DotFilm
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.stack.profile import Profile
from infradot.units import cm2_Vs, k_B, nm, per_cm3, q, thermal_voltage

HOPPING_TIME = 1e-12  # s; hops between neighbouring dots take 1 to 100 ps
FASTEST = 8.0  # m^2 V^-1 s^-1, electrons in InSb at 300 K
STRONG_FIELD, STRONGEST_RISE = 1e7, 100.0  # V/m in a cell; films show factors of 2 to 30 there
STEEPEST = 5e7  # eV/m; a grade of one interface width (1 nm) and 50 meV
UNSEEN_GRADE = 0.05  # eV; light sees one gap


def layers(device: Device) -> Iterator[Doubt]:
    """Doubts about each layer that conducts: severity, where, sentence."""
    for layer, material in device.conducting():
        yield from states(layer, material, device.temperature)
        yield from _mobilities(layer, material, device.temperature)
        yield from _mobility_law(layer, material)
        yield from _doping(layer, material, device.temperature)
        if layer.profile is not None:
            yield from _profile(layer, layer.profile, material)
        if isinstance(layer.material, DotFilm):
            yield from _dots(layer, layer.material)
        elif abs(device.temperature - 300.0) > 20:
            yield "note", layer_path(layer, "band_gap"), _as_given(material, device.temperature)


def _as_given(material: Material, temperature: float) -> str:
    also = " and its hopping" if isinstance(material.mobility_law, HoppingMobility) else ""
    verb = "change" if also else "changes"
    return f"its numbers are used as given at {temperature:g} K; only kT{also} {verb} with temperature."


def _mobilities(layer: Layer, material: Material, temperature: float) -> Iterator[Doubt]:
    bound, why = FASTEST, "the fastest crystal (electrons in InSb)"
    if isinstance(layer.material, DotFilm):
        # hopping between neighbours, mu = e a^2 / (6 kT tau)
        spacing = layer.material.largest_dot + 1 * nm
        bound = q * spacing**2 / (6 * k_B * temperature * HOPPING_TIME)
        why = "one hop between neighbouring dots each picosecond"
    for name in ("mobility_n", "mobility_p"):
        graded = getattr(layer.profile, name, None)
        mobility = max(graded) if graded else float(getattr(material, name))
        if mobility > bound:
            text = f"{mobility / cm2_Vs:.3g} cm2/Vs exceeds the {bound / cm2_Vs:.3g} cm2/Vs of {why}."
            yield "warning", layer_path(layer, f"profile.{name}" if graded else name), text


def _mobility_law(layer: Layer, material: Material) -> Iterator[Doubt]:
    law = material.mobility_law
    for name in ("field_n", "field_p"):
        coefficient = abs(float(getattr(law, name, 0.0)))
        rise = math.exp(min(coefficient * math.sqrt(STRONG_FIELD), 700.0))
        if rise > STRONGEST_RISE:
            text = (
                f"it changes the mobility {rise:.2g} times at 1e5 V/cm, where films show 2 to 30; "
                "a number in (m/V)^0.5 is a tenth of that in (cm/V)^0.5."
            )
            yield "warning", layer_path(layer, f"mobility_law.{name}"), text


def _doping(layer: Layer, material: Material, temperature: float) -> Iterator[Doubt]:
    boltzmann = isinstance(material.statistics, Boltzmann)
    for doping, band in (("donors", "effective_dos_n"), ("acceptors", "effective_dos_p")):
        graded = getattr(layer.profile, doping, None)
        density, limit = max(graded) if graded else float(getattr(material, doping)), float(getattr(material, band))
        if density > limit:
            result = (
                "the layer is degenerate, and Boltzmann statistics fail"
                if boltzmann
                else "the Fermi level lies inside the band"
            )
            text = (
                f"{density / per_cm3:.2g} cm-3 exceed the {limit / per_cm3:.2g} cm-3 of the effective density of "
                f"states; {result}."
            )
            where = layer_path(layer, f"profile.{doping}" if graded else doping)
            yield "warning" if boltzmann else "note", where, text
    try:
        level, gap = neutral_fermi_level(material, temperature), float(material.band_gap or 0.0)
    except InputError as error:
        yield "warning", layer_path(layer, "donors"), error.problems[0]
        return
    margin = min(-level, gap + level) / thermal_voltage(temperature)
    if boltzmann and 0 < margin < 2:
        text = f"the Fermi level comes within {margin:.2g} kT of a band; Boltzmann statistics need 3 kT."
        yield "note", layer_path(layer, "donors" if -level < gap + level else "acceptors"), text


def _profile(layer: Layer, profile: Profile, material: Material) -> Iterator[Doubt]:
    """Bands that rise as steeply as at an interface, and a gap that light does not see change."""
    for name in ("band_gap", "electron_affinity"):
        values = getattr(profile, name)
        if values is None:
            continue
        spans = zip(profile.position, profile.position[1:], values, values[1:], strict=False)
        steepest = max(abs(b - a) / ((right - left) * layer.thickness) for left, right, a, b in spans)
        if steepest > STEEPEST:
            text = f"it changes by {steepest * nm:.2g} eV a nanometre, as an interface does; use two layers."
            yield "warning", layer_path(layer, f"profile.{name}"), text
    gaps = profile.band_gap
    if gaps is not None and material.refractive_index is not None and max(gaps) - min(gaps) > UNSEEN_GRADE:
        text = (
            f"the gap runs over {max(gaps) - min(gaps):.2g} eV, but light sees one n and k in the whole layer; "
            "cut it into layers of their own to let the absorption follow."
        )
        yield "note", layer_path(layer, "profile.band_gap"), text


def _dots(layer: Layer, film: DotFilm) -> Iterator[Doubt]:
    diameter = film.largest_dot
    if layer.thickness < diameter:
        text = f"{layer.thickness / nm:.3g} nm is thinner than one dot of {diameter / nm:.3g} nm."
        yield "warning", layer_path(layer, "thickness"), text
