"""A film of quantum dots: chemistry in, a `Material` out."""

from __future__ import annotations

from dataclasses import dataclass

from infradot.materials.material import Material


@dataclass(frozen=True, kw_only=True)
class Film:
    """Placeholder until the dot film lands."""

    def material(self, temperature: float) -> Material:
        """The film as numbers at a temperature in K."""
        raise AssertionError
