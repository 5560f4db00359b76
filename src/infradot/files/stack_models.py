"""The tables of a stack: depth profile of a layer, what happens between two layers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import Known, Title
from infradot.files.door import Door, named_or_table
from infradot.materials.multiple_excitons import multiplication_names

_Depths = Annotated[list[Annotated[float, f.DEPTH]], Field(min_length=2)]


class ProfileModel(Door):
    """Numbers that change with depth: one value for each position, linear in between (mobilities logarithmically)."""

    position: Annotated[_Depths | None, Field(description="Relative depths from 0 (front) to 1 (back)")] = None
    band_gap: list[Annotated[float, f.BAND_GAP]] | None = None
    electron_affinity: list[Annotated[float, f.ELECTRON_AFFINITY]] | None = None
    donors: list[Annotated[float, f.DOPING]] | None = None
    acceptors: list[Annotated[float, f.DOPING]] | None = None
    mobility_n: list[Annotated[float, f.MOBILITY]] | None = None
    mobility_p: list[Annotated[float, f.MOBILITY]] | None = None


class MultiplicationModel(Door):
    """Pairs that rise with the photon energy from a threshold on."""

    efficiency: Annotated[float, f.PAIR_EFFICIENCY]
    threshold: Annotated[float | None, f.PAIR_THRESHOLD] = None


MULTIPLICATION = Known(
    multiplication_names, "multiplication", "More than one pair a photon: as in dots of a core, or the ideal staircase"
)
MultiplicationChoice = Annotated[
    Annotated[Annotated[str, MULTIPLICATION], Tag("name")] | Annotated[MultiplicationModel, Tag("table")],
    Discriminator(named_or_table),
]


class InterfaceModel(Door):
    """The boundary between two neighbouring layers that conduct."""

    between: Annotated[
        list[Annotated[str, Title("/", "Name of a layer")]],
        Field(min_length=2, max_length=2, description="Names of the two layers"),
    ]
    velocity_n: Annotated[float, f.SURFACE_VELOCITY] = 0.0
    velocity_p: Annotated[float, f.SURFACE_VELOCITY] = 0.0
    level: Annotated[float, f.INTERFACE_LEVEL] = 0.0
    emission_n: Annotated[float | None, f.EMISSION_VELOCITY] = None
    emission_p: Annotated[float | None, f.EMISSION_VELOCITY] = None
