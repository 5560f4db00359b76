"""The public names: one table, instant to import, the same for type checkers."""

import ast
import inspect
from pathlib import Path

import pytest

import infradot as idt


def names_for_type_checkers() -> set[str]:
    tree = ast.parse(Path(inspect.getfile(idt)).read_text(encoding="utf-8"))
    block = next(
        node for node in tree.body if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
    )
    return {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_every_public_name_can_be_had():
    for name in idt.__all__:
        assert getattr(idt, name) is not None


def test_type_checkers_see_the_same_names():
    assert names_for_type_checkers() == set(idt.__all__) - {"__version__"}


def test_public_things_are_documented():
    for name in set(idt.__all__) - {"__version__"}:
        thing = getattr(idt, name)
        if inspect.isroutine(thing) or inspect.isclass(thing) or inspect.ismodule(thing):
            assert (thing.__doc__ or "").strip(), name


def test_a_misspelt_name_fails():
    with pytest.raises(AttributeError, match="jvv"):
        idt.jvv  # noqa: B018
