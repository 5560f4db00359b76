"""`infradot record audit`: can it be true?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.options import command
from infradot.cli.record_options import Selection, selecting
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.record.audit import Finding, Rule

SHOWN = 6  # keys of one objection that a person sees


@command("audit", short_help="Hold what is printed, or your own file, against physics.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...]")
@click.option(
    "--certainty", "certainties", multiple=True, metavar="NAME", help="certain, likely or look. Repeat for more."
)
@click.option("--rule", "rules", multiple=True, metavar="NAME", help="Only this rule. Repeat for more.")
@click.option("--rules", "list_rules", is_flag=True, help="Tell the rules and what each rests on, and stop.")
@selecting
def audit(
    files: tuple[Path, ...],
    certainties: tuple[str, ...],
    rules: tuple[str, ...],
    list_rules: bool,
    selection: Selection,
) -> Reply:
    """Hold the record, or the devices of FILE, against physics, arithmetic and the print itself, and say each objection
    in a sentence with its numbers.

    FILE is a measurement of your own, .toml or .csv, to be looked at before others do; the filters choose among its
    devices. Certain: cannot be right as printed. Likely: not unless something was left out. Look: can be right, and a
    physicist would check.
    """
    from infradot.record.audit import CERTAINTIES, RULES
    from infradot.record.audit import audit as audited

    if list_rules:
        return _rules(RULES)
    wanted = _known("--certainty", certainties, list(CERTAINTIES))
    named = _known("--rule", rules, [rule.name for rule in RULES])
    record, devices = _subject(files, selection)
    asked = None if devices == record.all_devices else devices
    found = [
        finding for finding in audited(record, devices=asked)
        if (not wanted or finding.certainty in wanted) and (not named or finding.rule in named)
    ]  # fmt: skip
    groups: dict[str, list[Finding]] = {name: [] for name in CERTAINTIES}
    for finding in found:
        groups[finding.certainty].append(finding)
    counts = {name: len(group) for name, group in groups.items()}
    return Reply(
        result={"devices": len(devices), "counts": counts, "findings": [vars(finding) for finding in found]},
        show=(*_lines(groups, CERTAINTIES), _summary(counts, len(devices))),
    )


def _subject(files: tuple[Path, ...], selection: Selection) -> tuple[Any, tuple[Any, ...]]:
    """The record, and the devices that are asked about: those of the files, where there are any."""
    if not files:
        return selection.record, selection.devices
    from infradot.cli.record_options import chosen_devices
    from infradot.record.own import with_own

    record = with_own(selection.record, files)
    own = record.own - selection.record.own
    chosen = chosen_devices(record, selection.filters)
    return record, tuple(device for device in chosen if device.key in own)


def _known(option: str, given: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    from infradot.errors import InputError, nearest

    folded = {name.casefold(): name for name in known}
    wrong = [name for name in given if name.casefold() not in folded]
    if wrong:
        raise InputError(*(f"{option} {name!r} is not known.{nearest(name, known)}" for name in wrong))
    return tuple(folded[name.casefold()] for name in given)


def _lines(groups: dict[str, list[Finding]], meanings: Any) -> list[str]:
    lines: list[str] = []
    for certainty, group in groups.items():
        if not group:
            continue
        lines += [f"{certainty}: {meanings[certainty]}", ""]
        for finding in group:
            lines.append(f"  {_listed(finding.devices or finding.papers)}: {finding.sentence}")
            about = f"; {_listed(finding.measurements)}" if finding.measurements else ""
            lines.append(f"      {finding.rule}{about}")
        lines.append("")
    return lines


def _listed(keys: tuple[str, ...]) -> str:
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return f"{', '.join(keys[:SHOWN])}{more}"


def _summary(counts: dict[str, int], devices: int) -> str:
    said = ", ".join(f"{count} {name}" for name, count in counts.items()) if any(counts.values()) else "no objection"
    return f"{devices} device{'' if devices == 1 else 's'}: {said}."


def _rules(rules: tuple[Rule, ...]) -> Reply:
    lines = [line for rule in rules for line in (str(rule), f"    rests on {rule.source}")]
    listed = [{"rule": rule.name, "sentence": rule.sentence, "source": rule.source} for rule in rules]
    return Reply(result={"rules": listed}, show=tuple(lines))
