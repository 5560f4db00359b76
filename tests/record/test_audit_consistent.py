"""What could exist is never called impossible: some hundreds of devices made of the limits themselves."""

from __future__ import annotations

import dataclasses

import pytest
from audit_devices import DETECTORS, device, value
from consistent_devices import MAKERS, consistent_devices
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infradot.record import load_record
from infradot.record.audit import audit
from infradot.record.vocabulary import CONDITIONS, KINDS, METHODS, QUANTITIES, WORDS

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


ANY_NUMBER = st.one_of(
    st.sampled_from(["0", "-1", "1", "1e-30", "1e30", "1300", "0.5"]), st.floats(-1e4, 1e4).map(lambda x: f"{x:.4g}")
)
ANY_BOUND = st.sampled_from(["", "<", ">", "~", "<=", ">="])
UNITS = {name: quantity.unit for name, quantity in QUANTITIES.items()}


@st.composite
def anything(draw):
    """A device of any kind with any numbers under any conditions."""
    kind = draw(st.sampled_from([*KINDS, *DETECTORS]))
    values = []
    for quantity in draw(st.lists(st.sampled_from(sorted(QUANTITIES)), min_size=1, max_size=16)):
        first, last = draw(ANY_NUMBER), draw(ANY_NUMBER)
        bound = draw(ANY_BOUND)
        text = f"{first} to {last} {UNITS[quantity]}" if draw(st.booleans()) else f"{bound}{first} {UNITS[quantity]}"
        names = draw(st.sets(st.sampled_from(sorted(CONDITIONS)), max_size=3))
        at = {name: f"{draw(ANY_NUMBER)} {CONDITIONS[name]}" for name in names}
        at |= {name: draw(st.sampled_from(["AM1.5G", "pulsed", "CW", "a lamp"])) for name in draw(
            st.sets(st.sampled_from(sorted(WORDS)), max_size=2))}  # fmt: skip
        method = draw(st.sampled_from(sorted(METHODS)))
        values.append(value(quantity, text, method=method, table=draw(st.sampled_from([None, 3])), **at))
    return device(kind, *values, material=draw(st.sampled_from(["PbS", "HgTe", "Ag2Se", "?", ""])))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(anything())
def test_no_number_is_so_odd_that_the_audit_breaks(one):
    for finding in audit(one):
        assert finding.sentence.endswith(".") and "nan" not in finding.sentence
