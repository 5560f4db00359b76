"""What the audit finds in the published record: no more and no less than what a person has read."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

from infradot.record import load_record
from infradot.record.audit import RULES, audit

HERE = Path(__file__).parent
FOUND = audit(load_record())
ROWS = tomllib.loads((HERE / "contradictions.toml").read_text(encoding="utf-8"))["row"]
SURE = ("certain", "likely")


def line(finding):
    about = finding.devices or finding.papers
    who = ", ".join(about) if len(about) <= 6 else f"{len(about)} devices"
    return f"{finding.certainty} | {who} | {finding.rule} | {finding.sentence}"


def named(rule, certainties=SURE):
    """Everything that findings of a rule are about."""
    findings = [finding for finding in FOUND if finding.rule == rule and finding.certainty in certainties]
    return {key for finding in findings for key in (*finding.measurements, *finding.papers)}


def test_every_finding_of_the_published_record_was_read_by_a_person():
    text = (HERE / "findings.txt").read_text(encoding="utf-8").splitlines()
    read = [one for one in text if one and not one.startswith(("#", "    "))]
    assert [line(finding) for finding in FOUND] == read
    notes = [after for before, after in itertools.pairwise(text) if before in read]
    assert all(note.startswith("    ") and note.strip() for note in notes)


def test_at_least_nine_of_ten_contradictions_of_the_class_rule_are_found():
    rows = [row for row in ROWS if row["class"] == "rule"]
    found = [row for row in rows if set(row["about"]) <= named(row["rule"])]
    print(f"{len(found)} of {len(rows)} found")
    assert len(found) >= 0.9 * len(rows), [row["printed"] for row in rows if row not in found]
    others = [row for row in rows if row not in found]
    assert all(set(row["about"]) <= named(row["rule"], ("look",)) for row in others)


def test_every_contradiction_that_a_link_of_the_record_holds_is_found():
    linked = named("table against text")
    assert all(set(row["link"]) <= linked for row in ROWS if "link" in row)


def test_what_is_certain_is_named_in_the_classification_or_a_misdated_figure():
    known = {key for row in ROWS for key in (*row.get("about", ()), *row.get("link", ()))}
    for finding in FOUND:
        if finding.certainty == "certain" and finding.rule != "caption against reference":
            assert known.intersection(finding.measurements), finding


def test_a_rule_of_a_row_is_a_rule():
    assert {row["rule"] for row in ROWS if "rule" in row} <= {rule.name for rule in RULES}
