"""What the print alone gives away, without any physics."""

from __future__ import annotations

from collections.abc import Iterator

from infradot.record.audit.findings import Hit, hit, record_rule
from infradot.record.record import Record


@record_rule(
    "caption against reference",
    "The year of the copyright below a figure is the year of the work that it is taken from.",
    "the list of references",
)
def caption_year(record: Record) -> Iterator[Hit]:
    """A copyright may be a year beside the volume; it is not two."""
    for paper in record.papers:
        for caption in paper.captions:
            if caption.year is None or paper.year is None or caption.year == paper.year:
                continue
            apart = abs(caption.year - paper.year)
            yield hit(
                "certain" if apart > 1 else "look",
                f"figure {caption.figure} dates {paper.key} ({paper.first_author} et al.) to {caption.year}, "
                f"the list of references to {paper.year}",
                paper,
            )


RULES = (caption_year,)
