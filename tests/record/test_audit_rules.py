"""Each rule of the audit has a value that it objects to and one, next to it, that it lets pass."""

from __future__ import annotations

import pytest
from audit_cases import CASES, SUN, four

from infradot.record.audit import CERTAINTIES, RULES, audit


def found(rule, what):
    return [finding for finding in audit(what) if finding.rule == rule]


def test_every_rule_has_its_cases_and_says_what_it_rests_on():
    assert list(CASES) == [rule.name for rule in RULES]
    assert all(rule.sentence.endswith(".") and rule.source for rule in RULES)
    assert all((rule.of_device is None) != (rule.of_record is None) for rule in RULES)


@pytest.mark.parametrize(
    ("rule", "certainty", "what"),
    [(rule, certainty, what) for rule, (trips, _) in CASES.items() for certainty, what in trips],
    ids=[f"{rule}, {certainty}" for rule, (trips, _) in CASES.items() for certainty, _ in trips],
)
def test_a_rule_objects_in_a_sentence_with_numbers(rule, certainty, what):
    (finding,) = found(rule, what)
    assert finding.certainty == certainty, finding.sentence
    assert finding.sentence[0].isupper() or finding.sentence[0].isdigit()
    assert finding.sentence.endswith(".") and "  " not in finding.sentence
    assert any(mark.isdigit() for mark in finding.sentence) or rule in ("noise behind a detectivity", "kind of gain")
    assert finding.measurements or finding.papers


@pytest.mark.parametrize(
    ("rule", "what"),
    [(rule, what) for rule, (_, passes) in CASES.items() for what in passes],
    ids=[rule for rule, (_, passes) in CASES.items() for _ in passes],
)
def test_a_rule_lets_pass_what_is_just_allowed(rule, what):
    assert not found(rule, what)


def test_findings_come_with_the_certain_ones_first():
    order = [list(CERTAINTIES).index(finding.certainty) for finding in audit(four("9.3 %", **SUN))]
    assert order == sorted(order) and order[0] == 0
