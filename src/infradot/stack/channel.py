"""Detectors whose current runs along a layer, or through it, and that pass more than one electron for each pair."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from infradot.errors import InputError
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer, Stack

SHORTEST, LONGEST = 1e-8, 0.1  # m


@dataclass(frozen=True, kw_only=True)
class Channel:
    """The gap between two electrodes on a film.

    Parameters
    ----------
    length : float
        From electrode to electrode, m.
    width : float
        Of the electrodes that face each other, m; that of all fingers together.

    Raises
    ------
    InputError
    """

    length: float
    width: float

    def __post_init__(self) -> None:
        problems = [
            f"Channel: {name} = {value:g} m, expected {SHORTEST:g} to {LONGEST:g} m."
            for name, value in (("length", self.length), ("width", self.width))
            if not SHORTEST <= value <= LONGEST
        ]
        if problems:
            raise InputError(*problems)

    @property
    def area(self) -> float:
        """Of the film between the electrodes, m^2."""
        return self.length * self.width


@dataclass(frozen=True, kw_only=True)
class Photoconductor:
    """A film whose conductance rises in light, between two contacts of one kind.

    Parameters
    ----------
    cell : Device
        The layers as light meets them, and the two contacts. Without a channel they touch the two faces of the stack
        (a sandwich); with one they are the ends of its one conducting layer, `front` the end at 0 and `back` that at
        the channel's length.
    channel : Channel, optional
        None is a sandwich, whose `cell` needs an area.

    Raises
    ------
    InputError

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="EDT")
    >>> detector = idt.Photoconductor(
    ...     cell=idt.Device(stack=idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=300e-9),)),
    ...                     front=idt.Ohmic(), back=idt.Ohmic()),
    ...     channel=idt.Channel(length=5e-6, width=3e-3))
    >>> detector.distance, f"{detector.cross_section:.1e}"
    (5e-06, '9.0e-10')
    """

    cell: Device
    channel: Channel | None = None

    def __post_init__(self) -> None:
        problems = []
        if not isinstance(self.cell, Device):
            raise InputError(f"Photoconductor: cell is a {type(self.cell).__name__}, expected a Device.")
        layers = self.cell.conducting()
        if len(layers) != 1:
            problems.append(f"{len(layers)} layers conduct, expected one film between the electrodes.")
        elif layers[0][0].profile is not None:
            problems.append(f"Layer {layers[0][0].name!r} has a profile; its film must be the same everywhere.")
        if self.channel is not None and not isinstance(self.channel, Channel):
            problems.append(f"channel is a {type(self.channel).__name__}, expected a Channel.")
        if self.channel is None and self.cell.area is None:
            problems.append("a sandwich needs the area of its cell, such as 1 mm2.")
        if self.cell.series_resistance > 0 or self.cell.shunt_resistance < math.inf:
            problems.append("series_resistance and shunt_resistance are not taken into account; leave them out.")
        if problems:
            raise InputError(*(f"Photoconductor: {problem}" for problem in problems))

    @property
    def name(self) -> str:
        """Title for tables and figures."""
        return self.cell.name

    @property
    def temperature(self) -> float:
        """K."""
        return self.cell.temperature

    @property
    def film(self) -> tuple[Layer, Material]:
        """The layer that conducts, and its material at the temperature of the cell."""
        return self.cell.conducting()[0]

    @property
    def distance(self) -> float:
        """From contact to contact, m."""
        return float(self.film[0].thickness) if self.channel is None else self.channel.length

    @property
    def cross_section(self) -> float:
        """What the current runs through, m^2."""
        return self.area if self.channel is None else self.channel.width * float(self.film[0].thickness)

    @property
    def area(self) -> float:
        """What light falls on, m^2: the film between the electrodes."""
        if self.channel is not None:
            return self.channel.area
        assert self.cell.area is not None
        return self.cell.area

    def along(self) -> Device:
        """The film from contact to contact as a device of its own, with x along the current.

        Returns
        -------
        Device
            The cell itself for a sandwich; otherwise one layer as thick as the channel is long, without optics.
        """
        if self.channel is None:
            return self.cell
        layer, material = self.film
        alone = Layer(name=layer.name, material=replace(material, refractive_index=None), thickness=self.channel.length)
        return replace(self.cell, stack=Stack(layers=(alone,)), area=self.cross_section, within=None)
