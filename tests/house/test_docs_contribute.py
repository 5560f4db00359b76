"""What the documentation tells a contributor to write is what the house reads."""

from __future__ import annotations

import ast
import importlib
import tomllib
from pathlib import Path

import blocks

from infradot.laws import recombination
from infradot.materials import sourced
from infradot.materials.film import Film
from infradot.materials.ligand import named_ligand

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def shown(page: str, caption: str) -> str:
    found = blocks.blocks((HOW_TO / page).read_text(encoding="utf-8"))
    return next(block.text for block in found if caption in block.caption)


def test_the_new_ligand_is_one_entry_of_data(monkeypatch):
    known = sourced.read_data("ligands")
    tables = tomllib.loads(shown("add-a-ligand.md", "ligands.toml"))
    ((name, table),) = tables.items()
    assert name not in known
    assert set(table) == set(tomllib.loads(entry("EDT"))["EDT"]), "the entry has the keys of every other ligand"
    read = known | {name: sourced._table(table, {})}
    monkeypatch.setattr("infradot.materials.ligand.read_data", lambda subject: read)
    named_ligand.cache_clear()
    try:
        material = Film(core="PbS", exciton=1.2, ligand=table["aliases"][0]).material(300.0)
    finally:
        named_ligand.cache_clear()
    assert material.band_gap == 1.2
    assert material.acceptors > 0


def entry(name: str) -> str:
    """The table of a ligand as the data file writes it."""
    text = (Path(sourced.__file__).parent / "data" / "ligands.toml").read_text(encoding="utf-8")
    return next(f"[{part}" for part in text.split("\n[") if part.startswith((f"{name}]", f'"{name}"]')))


def test_the_new_law_has_a_code_of_its_own_and_the_form_of_the_family():
    tree = ast.parse(shown("add-a-law.md", "saturated_radiative.py"))
    (law,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    (kernel,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    plain = {node.target.id: node.value for node in law.body if isinstance(node, ast.AnnAssign) and node.value}
    taken = {getattr(recombination, name).code for name in recombination.__all__ if name != "Recombination"}
    assert plain["code"].value not in taken
    assert plain["name"].value == kernel.name
    neighbour = importlib.import_module("infradot.laws.recombination.auger").auger
    inputs = getattr(neighbour, "py_func", neighbour).__code__.co_varnames[:6]
    assert [argument.arg for argument in kernel.args.args] == list(inputs)
