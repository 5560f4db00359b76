"""The tables of spectral splitting: a dichroic mirror and a cell on each of its sides."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infradot.files import fields as f
from infradot.files.choices import Title
from infradot.files.door import Door
from infradot.files.models import KIND, MEASURES, TITLE, VERSION, CellModel, only
from infradot.files.tandem_models import TandemMeasure, TandemModel

NAME = Title("", "What you call the cell; unique in the file")
SIDE = Field(description="Which light of the mirror the cell gets")


class DichroicModel(Door):
    """A mirror that reflects one part of the spectrum to one cell and lets the other through to the other."""

    edge: Annotated[float, f.EDGE]
    reflects_short: Annotated[float, f.PART_OF_LIGHT] = 1.0
    transmits_short: Annotated[float, f.PART_OF_LIGHT] = 0.0
    reflects_long: Annotated[float, f.PART_OF_LIGHT] = 0.0
    transmits_long: Annotated[float, f.PART_OF_LIGHT] = 1.0


class SplitCellModel(CellModel):
    """A cell behind the mirror."""

    name: Annotated[str, NAME]
    side: Annotated[Literal["reflected", "transmitted"], SIDE]
    temperature: Annotated[float, f.TEMPERATURE] = 300.0


class SplitTandemModel(TandemModel):
    """A tandem behind the mirror."""

    name: Annotated[str, NAME]
    side: Annotated[Literal["reflected", "transmitted"], SIDE]


def _form(raw: Any) -> str:
    return "tandem" if isinstance(raw, dict) and ("subcell" in raw or "terminals" in raw) else "cell"


AnyCell = Annotated[
    Annotated[SplitCellModel, Tag("cell")] | Annotated[SplitTandemModel, Tag("tandem")], Discriminator(_form)
]


class SplitFileModel(Door):
    """A device file of cells behind a dichroic mirror."""

    format: Annotated[Literal[1], VERSION]
    kind: Annotated[str, KIND, only("spectral-splitting")]
    title: Annotated[str, TITLE] = ""
    terminals: Annotated[
        Literal[2, 4], Field(description="4: each cell on terminals of its own; 2: all junctions in series")
    ] = 4
    series_resistance: Annotated[float, f.SERIES_RESISTANCE] = 0.0
    dichroic: DichroicModel
    cell: Annotated[list[AnyCell], Field(min_length=2, max_length=2, description="One on each side of the mirror")]
    measure: Annotated[list[TandemMeasure] | None, MEASURES] = None
