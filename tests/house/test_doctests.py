"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import infradot

MODULES = sorted(module.name for module in pkgutil.walk_packages(infradot.__path__, "infradot."))
MODULES.remove("infradot.__main__")  # importing it runs the command


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    module = importlib.import_module(name)
    if module.__name__ != name:  # a lazy name of the package that hides a module
        pytest.fail(f"{name} is not importable as itself")
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
