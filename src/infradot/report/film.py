"""A dot film laid open, as tables and as a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infradot.experiments.characterise import Characterisation, Characterised
from infradot.report.answer_folder import answer_folder, save_figure
from infradot.report.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIGITS = 4


def film_tables(found: Characterisation) -> tuple[Table, ...]:
    """The numbers of a film, a table for each group, with the sources that each rests on by their number."""
    order = source_order(found)
    share = f"{100 * found.drawn.level:.3g} %"
    columns = ("", "value", "", f"{share} from", "to", "confidence", "sources")
    groups = dict.fromkeys(each.number.group for each in found.numbers)
    return tuple(
        Table(
            title=group,
            columns=columns,
            rows=tuple(_row(each, order) for each in found.numbers if each.number.group == group),
        )
        for group in groups
    )


def _row(each: Characterised, order: Mapping[str, int]) -> tuple[str, ...]:
    number = each.number
    cells = ("" if x is None else f"{x / number.scale:.{DIGITS}g}" for x in (each.low, each.high))
    places = sorted({order[str(c.source)] for c in each.citations if c.source is not None})
    value = f"{each.value / number.scale:.{DIGITS}g}"
    return (number.words, value, number.unit, *cells, each.confidence, _spans(places))


def _spans(places: list[int]) -> str:
    """Numbers in few words: ``1, 3-5``.

    Examples
    --------
    >>> _spans([1, 3, 4, 5, 9])
    '1, 3-5, 9'
    """
    parts: list[list[int]] = []
    for place in places:
        if parts and place == parts[-1][-1] + 1:
            parts[-1].append(place)
        else:
            parts.append([place])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)


def source_order(found: Characterisation) -> dict[str, int]:
    """Every source of the numbers, counted from 1 in the order in which they are needed."""
    all_ = (str(c.source) for each in found.numbers for c in each.citations if c.source is not None)
    return {source: i + 1 for i, source in enumerate(dict.fromkeys(all_))}


def source_lines(found: Characterisation) -> tuple[str, ...]:
    """The list of sources below the tables."""
    return tuple(f"{i:>3}  {source}" for source, i in source_order(found).items())


def told(found: Characterisation) -> tuple[str, ...]:
    """What stands below the tables: how the intervals were found, and what the model is not made for."""
    letters = (
        "Confidence: A checked, B recalled and cross-checked, C recalled or fitted on little data, D a placeholder."
    )
    return (f"Intervals: {found.drawn.sentence()}", letters, *found.film.notes(found.temperature))


def film_values(found: Characterisation) -> dict[str, Any]:
    """The same for programs."""
    return {
        "film": found.film.name,
        "temperature_K": found.temperature,
        "level": found.drawn.level,
        "draws": found.drawn.draws,
        "answers": found.drawn.answers,
        "refusals": list(found.drawn.refusals),
        "notes": list(found.film.notes(found.temperature)),
        "numbers": {each.number.key: _value(each) for each in found.numbers},
    }


def _value(each: Characterised) -> dict[str, Any]:
    number = each.number
    ends = {"low": each.low, "high": each.high}
    return {
        "what": number.words,
        "unit": number.unit,
        "value": each.value / number.scale,
        **{name: None if x is None else x / number.scale for name, x in ends.items()},
        "confidence": each.confidence or None,
        "rests_on": [
            {"path": c.path, "value_SI": c.value, "std_SI": c.std, "source": str(c.source) if c.source else None}
            for c in each.citations
        ],
    }


def write_film(
    found: Characterisation,
    folder: Path,
    *,
    asked: Mapping[str, Any],
    formats: Iterable[str] = ("png",),
    figures: bool = True,
    force: bool = False,
) -> Path:
    """Write a folder with the tables, n and k, the figure and everything for programs, whole or not at all.

    Parameters
    ----------
    found : Characterisation
    folder : Path
        Final name.
    asked : mapping
        What was asked for, kept in `result.json`; the same question may replace its own answer.
    formats : iterable of {"png", "svg", "pdf"}
    figures : bool
        False leaves the figure out.
    force : bool
        Replace an earlier run.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or cannot be written.
    """
    texts = [table.text() for table in film_tables(found)]
    text = "\n\n".join([*texts, *told(found), "\n".join(source_lines(found))])
    with answer_folder(folder, asked=asked, result=film_values(found), text=text, force=force) as place:
        found.to_csv(place / "optical-constants.csv")
        if figures:
            save_figure(partial(_figure, found), place / "film", formats)
    return folder


def _figure(found: Characterisation) -> Axes:
    from infradot.plot import characterisation

    return characterisation(found).axes[0]
