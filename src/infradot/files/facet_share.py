"""A share of (100) facets, which a device file may also give as the name of a shape."""

from __future__ import annotations

from infradot.errors import InputError
from infradot.files.quantity import Quantity
from infradot.files.shown import shown
from infradot.materials.facets import SHAPES, shape_share


class FacetShare(Quantity):
    """A share from 0 to 1 that a file may also give as a shape."""

    def _read_text(self, raw: str) -> float:
        if not raw[:1].isalpha():
            return super()._read_text(raw)
        try:
            return shape_share(raw.strip())
        except InputError:
            known = ", ".join(shown(name) for name in SHAPES)
            raise InputError(
                f"= {shown(raw)} is no known shape, expected a share of {self.range} or {known}."
            ) from None
