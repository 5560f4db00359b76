"""Files of several cells: tandems, and cells behind a dichroic mirror."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from infradot.files.build import build_stack
from infradot.files.checks import tables
from infradot.files.checks_tandem import common_voltages, subcells, twice
from infradot.files.door import given_in
from infradot.files.messages import Problem
from infradot.files.read_device import device_of
from infradot.files.reader import Reader, Table
from infradot.files.scanner import KeyPath
from infradot.files.split_models import SplitFileModel
from infradot.files.tandem_models import SubcellModel, TandemFileModel, TandemMeasure
from infradot.light.dichroic import Dichroic
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.stack.splitting import SpectralSplit, SplitCell
from infradot.stack.tandem import RecombinationLayer, Subcell, Tandem


class TandemReader(Reader):
    """Reads the file of a tandem."""

    model = TandemFileModel
    measures = TypeAdapter(TandemMeasure)

    def relations(self) -> list[Problem]:
        """Mistakes between the subcells and the layers."""
        apart = self.raw.get("terminals") == 4
        return [*subcells(self.raw), *(common_voltages(self.raw) if apart else ())]

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Tandem | None:
        """The tandem."""
        return tandem_of(self, (), whole, layers[0], whole.title)

    def optical(self, design: Tandem) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """All its layers."""
        yield (), tuple(layer.at(design.temperature) for layer in design.stack)


def tandem_of(reader: Reader, at: KeyPath, model: Any, layers: tuple[Layer, ...], name: str) -> Tandem | None:
    """The tandem of a table; None where problems were added."""
    cells = [_subcell(reader, (*at, "subcell", i), cell, model, layers) for i, cell in enumerate(model.subcell)]
    if None in cells:
        return None
    joints = tuple(RecombinationLayer(**given_in(joint)) for joint in model.recombination or ())

    def make() -> Tandem:
        tandem = Tandem(
            stack=build_stack(model, layers),
            subcells=tuple(cell for cell in cells if cell is not None),
            terminals=model.terminals,
            joints=joints or (RecombinationLayer(),),
            series_resistance=model.series_resistance,
            temperature=model.temperature,
            area=model.area,
            name=name,
        )
        for device in tandem.devices:
            device.work_functions()
        return tandem

    return reader.attempt((*at, "terminals"), make)


def _subcell(reader: Reader, at: KeyPath, cell: SubcellModel, model: Any, layers: tuple[Layer, ...]) -> Subcell | None:
    contacts = reader.contacts(at, cell, _around(cell, model.subcell, layers), model.temperature)
    if len(contacts) < 2:
        return None
    front, back = contacts
    return Subcell(
        name=cell.name,
        layers=tuple(cell.layers),
        front=front,
        back=back,
        series_resistance=cell.series_resistance,
        shunt_resistance=cell.shunt_resistance,
        anode=cell.anode,
    )


def _around(cell: SubcellModel, cells: Sequence[SubcellModel], layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Layers from the subcell in front of a cell to the one behind it: its electrodes are among them."""
    names, place = [layer.name for layer in layers], list(cells).index(cell)
    start = names.index(cells[place - 1].layers[-1]) + 1 if place > 0 else 0
    stop = names.index(cells[place + 1].layers[0]) if place + 1 < len(cells) else len(layers)
    return layers[start:stop]


class SplitReader(Reader):
    """Reads the file of cells behind a dichroic mirror."""

    model = SplitFileModel
    measures = TypeAdapter(TandemMeasure)

    def stacks(self) -> list[tuple[KeyPath, Table]]:
        """Each cell has its own layers."""
        return [(("cell", i), cell) for i, cell in tables(self.raw, "cell")]

    def stack_model(self, whole: Any, at: KeyPath) -> Any:
        """The cell."""
        return None if whole is None else whole.cell[at[1]]

    def relations(self) -> list[Problem]:
        """Mistakes within tandems and between the cells."""
        found = [*twice(self.raw, "cell"), *(() if self.raw.get("terminals") == 2 else common_voltages(self.raw))]
        for at, cell in self.stacks():
            found += [Problem((*at, *problem.path), problem.text) for problem in subcells(cell)]
        return found

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> SpectralSplit | None:
        """The mirror and its cells."""
        mirror = self.attempt(("dichroic",), lambda: Dichroic(**given_in(whole.dichroic)))
        made = [self._cell(i, model, layers[i]) for i, model in enumerate(whole.cell)]
        cells = tuple(
            SplitCell(name=model.name, side=model.side, cell=cell)
            for model, cell in zip(whole.cell, made, strict=True)
            if cell is not None
        )
        if mirror is None or len(cells) < len(made):
            return None
        return self.attempt(
            ("cell", 1, "side") if cells[0].side == cells[1].side else (),
            lambda: SpectralSplit(
                mirror=mirror, cells=cells, terminals=whole.terminals, series_resistance=whole.series_resistance,
                name=whole.title,
            ),
        )  # fmt: skip

    def _cell(self, i: int, model: Any, layers: tuple[Layer, ...]) -> Device | Tandem | None:
        at: KeyPath = ("cell", i)
        if hasattr(model, "subcell"):
            return tandem_of(self, at, model, layers, model.name)
        return device_of(self, at, model, layers, model.name, model.temperature)

    def optical(self, design: SpectralSplit) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """The layers of each cell."""
        for i, each in enumerate(design.cells):
            stack = each.devices[0].optical_stack
            yield ("cell", i), tuple(layer.at(each.cell.temperature) for layer in stack)
