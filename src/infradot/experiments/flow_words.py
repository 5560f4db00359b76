"""Flows of power, and steps from the limit to a cell, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infradot.experiments.inside_words import mechanism

if TYPE_CHECKING:
    from infradot.experiments.flows import Flow
    from infradot.experiments.losses import Loss

_LAWS = ("shockley_read_hall", "radiative", "auger")
_WORDS = {
    "outside": "outside the optical range",
    "absorbed": "absorbed in {place!r}",
    "below the gap": "absorbed below the gap in {place!r}",
    "multiple excitons": "multiple excitons in {place!r}",
    "thermalisation": "thermalisation in {place!r}",
    "dilution": "dilution of the pairs in {place!r}",
    "interface": "recombination at {place}",
    "surface": "recombination at the {place}",
    "levels": "distance of the levels",
    "no emission": "no emission, unlike the ideal cell",
    "electrons": "transport of electrons in {place!r}",
    "holes": "transport of holes in {place!r}",
    "step": "the step at {place}",
    "electrode": "passage into the {place}",
}


def flow_name(flow: Flow | Loss) -> str:
    """A flow of power, or a step from the limit to the cell, as a person names it.

    Examples
    --------
    >>> from infradot.experiments.flows import Flow
    >>> flow_name(Flow(kind="recombination", place="ink", how="auger", power=1.0, current=1.0))
    "Auger recombination in 'ink'"
    """
    if flow.how in _WORDS:
        return _WORDS[flow.how].format(place=flow.place)
    if flow.kind == "recombination" and flow.place:
        told = mechanism(flow.how)
        named = f"{told} recombination in {flow.place!r}"
        return named if flow.how in _LAWS else f"recombination in {flow.place!r} by {told}"
    return flow.how
