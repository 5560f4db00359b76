"""From the code of an injection law to its kernel."""

from __future__ import annotations

from infradot.laws.contacts.field_enhanced import field_enhanced
from infradot.laws.contacts.image_force import image_force
from infradot.numerics.compiled import compiled


@compiled
def injection(code, slope, c):
    """Factor of the exchange and its derivative with respect to the slope; 1 and 0 for the code of no law."""
    if code == 0:
        return image_force(slope, c)
    if code == 1:
        return field_enhanced(slope, c)
    return 1.0, 0.0
