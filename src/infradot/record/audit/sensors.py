"""Image sensors: what the grid of pixels can tell."""

from __future__ import annotations

from collections.abc import Iterator

from infradot.record.audit.findings import Hit, device_rule, hit
from infradot.record.audit.reading import lowest, reading
from infradot.record.audit.words import computed, said, value
from infradot.record.schema import Device


@device_rule(
    "resolution against pitch",
    "Pixels tell at most one line pair in two of them, 1/(2 pitch).",
    "sampling: C. E. Shannon, Proc. IRE 37, 10 (1949), doi:10.1109/JRPROC.1949.232969",
)
def above_nyquist(device: Device) -> Iterator[Hit]:
    """Likely at most: several shifted pictures of one scene can tell more."""
    for pitch in device.of("pixel_pitch"):
        small = reading(pitch.amount).low
        for m in device.of("resolution"):
            if small > 0 and lowest(m.amount).low > 0.5 / small:
                told = f"The {value(m)} is above {computed(0.5 / (pitch.amount.si or small), 'lp/mm')}"
                yield hit("likely", f"{told}, the most that a pitch of {said(pitch.amount)} samples.", m, pitch)


RULES = (above_nyquist,)
