"""Values remember where they come from, and forget it as soon as they are something else."""

import copy
import dataclasses
import operator
import pickle
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot.source import Source, Value, cite, sample

PAPER = Source(reference="doi:10.1021/nn900863a", place="eq. 1", how="fitted", confidence="B")
OTHER = Source(reference="a catalogue", how="assumed", confidence="D")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    gap: float = Value(1.3, std=0.02, source=PAPER)
    density: float = Value(1e25, source=OTHER)
    name: str = "part"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Whole:
    parts: tuple[Part, ...] = ()
    table: object = dataclasses.field(default_factory=dict)
    curve: object = None
    name: str = "whole"
    total: float = dataclasses.field(init=False, default=0.0)

    def __post_init__(self):
        object.__setattr__(self, "total", float(sum(part.gap for part in self.parts)))


OPERATIONS = (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.mod, operator.floordiv)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda f: f.__name__)
def test_arithmetic_gives_plain_floats(operation):
    value = Value(1.3, std=0.1, source=PAPER)
    for result in (operation(value, 2.0), operation(2.0, value), operation(value, value), operation(value, 2)):
        assert type(result) is float
    assert operation(value, 2.0) == operation(1.3, 2.0)


def test_functions_of_a_value_are_plain_floats():
    value = Value(-1.3, std=0.1)
    for result in (-value, +value, abs(value), float(value), round(value, 1), max(value, 2.0), divmod(value, 1.0)[0]):
        assert type(result) is float
    assert not isinstance(np.float64(2.0) * value, Value)
    assert np.array([value, 2.0]).dtype == np.float64


@given(st.floats(allow_nan=False), st.floats(0, 1e300))
def test_a_value_is_its_number_and_survives_copies(x, std):
    value = Value(x, std=std, source=PAPER)
    assert value == x
    assert hash(value) == hash(x)
    for made in (copy.copy(value), copy.deepcopy(value), *(pickle.loads(pickle.dumps(value, p)) for p in (2, 5))):
        assert type(made) is Value
        assert (float(made), made.std, made.source) == (x, std, PAPER)


@pytest.mark.parametrize("std", [-1.0, float("nan"), float("inf")])
def test_an_uncertainty_is_finite_and_not_negative(std):
    with pytest.raises(ValueError, match="std"):
        Value(1.0, std=std)


def test_a_value_says_what_it_is():
    assert repr(Value(1.5)) == "Value(1.5)"
    text = repr(Value(1.5, std=0.1, source=PAPER))
    assert text == "Value(1.5, std=0.1, source='doi:10.1021/nn900863a, eq. 1 (fitted, confidence B)')"


def test_a_value_takes_no_new_attributes_by_mistake():
    with pytest.raises(AttributeError):
        Value(1.0).sigma = 2.0


def test_cite_walks_nested_data_in_the_order_of_the_fields():
    whole = Whole(
        parts=(Part(), Part(name="other", gap=1.1)),
        table=MappingProxyType({"mass": Value(0.1, source=OTHER), "plain": 3.0}),
        curve=np.ones(3),
    )
    assert [(c.path, c.value, c.source) for c in cite(whole)] == [
        ("parts.part.gap", 1.3, PAPER),
        ("parts.part.density", 1e25, OTHER),
        ("parts.other.density", 1e25, OTHER),
        ("table.mass", 0.1, OTHER),
    ]


def test_cite_prints_a_line_for_each_number():
    assert str(cite(Part())[0]) == "gap = 1.3 +- 0.02: doi:10.1021/nn900863a, eq. 1 (fitted, confidence B)"
    assert str(cite(Value(2.0))[0]).endswith("no source given")


def test_what_is_shared_is_cited_once():
    part = Part()
    assert len(cite((part, part))) == 2


def test_a_replaced_field_loses_its_source():
    part = Part()
    assert [c.path for c in cite(dataclasses.replace(part, gap=1.2))] == ["density"]
    assert [c.path for c in cite(dataclasses.replace(part, gap=part.gap + 0.0))] == ["density"]
    assert [c.path for c in cite(dataclasses.replace(part, name="x"))] == ["gap", "density"]


def test_samples_are_reproducible_and_differ_by_seed():
    whole = Whole(
        parts=(Part(), Part(name="b")), table={"mass": Value(0.1, std=0.05)}, curve=[Value(3.0, std=1.0), "x"]
    )
    first, again, other = (sample(whole, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.parts[0].gap != first.parts[1].gap, "two numbers are two draws"
    assert first.parts[0].gap != 1.3
    assert type(first.parts[0].gap) is float
    assert type(first.table) is dict
    assert type(first.curve) is list
    assert first.total == pytest.approx(first.parts[0].gap + first.parts[1].gap), "what follows from it follows it"


def test_sampling_leaves_its_argument_and_what_is_certain_alone():
    whole = Whole(parts=(Part(),), table={"n": 3})
    sampled = sample(whole, np.random.default_rng(0))
    assert whole.parts[0].gap == 1.3
    assert sampled.table is whole.table
    assert sampled.parts[0].density is whole.parts[0].density
    certain = Whole(parts=(Part(gap=1.0),))
    assert sample(certain, np.random.default_rng(0)) is certain


def test_draws_follow_the_stated_uncertainty():
    rng = np.random.default_rng(7)
    narrow = np.array([sample(Value(1.3, std=0.02), rng) for _ in range(4000)])
    assert narrow.mean() == pytest.approx(1.3, abs=4 * 0.02 / 63)
    assert narrow.std() == pytest.approx(0.02, rel=0.05)


def test_a_density_known_within_a_factor_never_turns_negative():
    rng = np.random.default_rng(7)
    wide = np.array([sample(Value(1e22, std=2e22), rng) for _ in range(4000)])
    assert (wide > 0).all()
    assert np.median(wide) == pytest.approx(1e22, rel=0.1)


def test_a_film_cites_its_sources_and_an_override_does_not():
    import infradot as idt

    film = idt.Film(core="PbS", exciton=1.0, ligand="PbX2 ink")
    sourced = {c.path for c in cite(film)}
    assert sourced
    assert all(c.source is not None for c in cite(film))
    assert cite(film.material(300.0).mobility_n * 2.0) == ()
