"""What a careful reader found in the review is sorted before rules are written, and nothing is left out."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from infradot.record import load_record

RECORD = load_record()
ROWS = tomllib.loads((Path(__file__).parent / "contradictions.toml").read_text(encoding="utf-8"))["row"]


def test_every_contradiction_is_classified():
    assert len(ROWS) == 39
    assert Counter(row["class"] for row in ROWS) == {"rule": 13, "text": 13, "wording": 13}
    assert all(row["where"] and row["printed"] and row["why"] for row in ROWS)


def test_each_row_names_values_or_works_that_the_record_holds():
    known = {m.key for m in RECORD.measurements} | {paper.key for paper in RECORD.papers}
    for row in ROWS:
        assert ("about" in row) == (row["class"] == "rule"), row["printed"]
        assert known.issuperset([*row.get("about", ()), *row.get("link", ())]), row["printed"]


def test_every_link_of_the_record_is_a_row_or_the_other_half_of_one():
    linked = {tuple(sorted(row["link"])) for row in ROWS if "link" in row}
    pairs = {tuple(sorted((m.key, other))) for m in RECORD.measurements for other in m.contradicts}
    assert pairs - linked == {("ref92.responsivity", "ref92.responsivity-fast-text")}
    assert linked <= pairs
