"""What could exist is never called impossible: some hundreds of devices made of the limits themselves."""

from __future__ import annotations

import dataclasses

import pytest
from audit_devices import device, value
from consistent_devices import MAKERS, consistent_devices

from infradot.record import load_record
from infradot.record.audit import audit

DEVICES = tuple(consistent_devices(60 * len(MAKERS)))
# of what is physical and unusual: perfect multiplication, and channels shorter than the light
UNUSUAL = {
    "current against photon flux", "efficiency against detailed balance", "more electrons than photons",
    "voltage against gap", "gain against speed",
}  # fmt: skip


def test_no_consistent_device_is_certain_to_be_wrong():
    certain = [str(finding) for one in DEVICES for finding in audit(one) if finding.certainty == "certain"]
    assert not certain, certain


def test_what_is_likely_wrong_with_a_consistent_device_is_unusual():
    likely = [finding for one in DEVICES for finding in audit(one) if finding.certainty == "likely"]
    assert {finding.rule for finding in likely} <= UNUSUAL, [str(one) for one in likely if one.rule not in UNUSUAL]


@pytest.mark.parametrize(("left_out", "certainty"), [("voltage", "likely"), ("wavelength", None)])
def test_a_value_whose_conditions_are_left_out_is_never_certain_to_be_wrong(left_out, certainty):
    at = {"wavelength": "1450 nm", "voltage": "-1 V"}
    del at[left_out]
    for quantity, text in (("responsivity", "0.30 A/W"), ("detectivity", "9e17 Jones")):
        one = device("photodiode", value(quantity, text, **at), value("eqe", "62.0 %", **at))
        found = {finding.certainty for finding in audit(one)} - {"look"}
        assert found == ({certainty} if certainty else set())


def test_a_device_of_the_review_that_nobody_objects_to_is_never_certain_to_be_wrong():
    odd = {"ref43", "ref74", "ref76", "ref103", "ref104"}
    for one in load_record().all_devices:
        if one.key not in odd:
            alone = dataclasses.replace(one, paper=dataclasses.replace(one.paper, captions=()))
            assert not [finding for finding in audit(alone) if finding.certainty == "certain"], one.key
