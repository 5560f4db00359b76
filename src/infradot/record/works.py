"""Read the works and the places: papers, captions of figures, heads of tables, beginnings of paragraphs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infradot.errors import nearest
from infradot.record.fields import Spec, Table, built, checked, entries, only
from infradot.record.schema import Caption, Location, Paper

PAPER: Spec = {
    "number": int,
    "authors": list,
    "others": bool,
    "title": str,
    "journal": str,
    "year": int,
    "volume": str,
    "pages": str,
    "doi": str,
    "url": str,
    "note": str,
}
CAPTION: Spec = {"figure": str, "paper": str, "year": int, "holder": str, "note": str}


def read_papers(papers: Table, captions: Table, problems: list[str], *, file: str = "papers.toml") -> dict[str, Paper]:
    """Works by key, each with the captions that name it.

    Parameters
    ----------
    papers, captions : dict
        Tables of ``papers.toml`` and ``captions.toml``.
    problems : list of str
        Grows by one sentence for each mistake.
    file : str
        Where the papers stand, for messages.
    """
    found: dict[str, Paper] = {}
    for key, table in papers.items():
        where = f"{file}: paper {key!r}"
        if not checked(table, PAPER, (), where, problems):
            continue
        values = {**table, "authors": tuple(table.get("authors", ()))}
        paper = built(Paper, where, problems, key=key, **values)
        if paper is not None:
            found[key] = paper
    only(captions, "caption", "captions.toml", problems)
    for table in entries(captions, "caption", "captions.toml", problems):
        where = (
            f"captions.toml: caption {table.get('figure')!r}" if isinstance(table, dict) else "captions.toml: caption"
        )
        if not checked(table, CAPTION, ("figure", "paper"), where, problems):
            continue
        values = dict(table)
        key = values.pop("paper")
        if key not in found:
            problems.append(f"{where}: paper = {key!r} is unknown.{nearest(key, found)}")
            continue
        shown = (*found[key].captions, Caption(**values))
        found[key] = dataclasses.replace(found[key], captions=shown)
    return found


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where numbers are printed.

    Parameters
    ----------
    columns : mapping
        Conditions by number of the table and head of the column.
    paragraphs : mapping
        Section and first words by name.
    """

    columns: Mapping[int, Mapping[str, Table]] = field(default_factory=dict)
    paragraphs: Mapping[str, Location] = field(default_factory=dict)


def read_places(table: Table, problems: list[str]) -> Places:
    """The heads of the tables and the paragraphs of ``places.toml``."""
    if not checked(table, {"table": dict, "paragraph": dict}, (), "places.toml", problems):
        return Places()
    columns: dict[int, dict[str, Any]] = {}
    for number, one in table.get("table", {}).items():
        where = f"places.toml: table {number!r}"
        if not number.isdecimal():
            problems.append(f"{where}: expected a whole number.")
        elif checked(one, {"columns": dict}, ("columns",), where, problems):
            columns[int(number)] = one["columns"]
    paragraphs: dict[str, Location] = {}
    for name, one in table.get("paragraph", {}).items():
        where = f"places.toml: paragraph {name!r}"
        if checked(one, {"section": str, "begins": str}, ("section", "begins"), where, problems):
            paragraphs[name] = Location(**one)
    return Places(columns=columns, paragraphs=paragraphs)
