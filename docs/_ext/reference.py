"""The pages of the reference that are read off the code: public names, laws, command line, device file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from docstrings import polished

import infradot


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One page of public names: all that live in some folders of the package."""

    slug: str
    title: str
    about: str
    folders: tuple[str, ...]


SUBJECTS = (
    Subject(
        slug="materials", title="Dots, films and materials", folders=("materials",),
        about="Chemistry makes numbers: a dot and its ligand become a film, and a film a material at a temperature.",
    ),
    Subject(
        slug="laws", title="Laws of charge", folders=("laws",),
        about="Statistics, recombination, traps, mobility and contacts: each choice of physics is an object.",
    ),
    Subject(
        slug="devices", title="Layers, stacks and devices", folders=("stack",),
        about="Numbers make a device: layers in the order in which light meets them, and two contacts.",
    ),
    Subject(
        slug="light", title="Light and optics", folders=("light", "optics"),
        about="Spectra, lamps and ideal filters; guided modes and cavities.",
    ),
    Subject(
        slug="optics", title="Modes, gratings and cavities", folders=("optics",),
        about="Light that a stack guides, and what feeds it back: the optics of lasers, without knowledge of dots.",
    ),
    Subject(
        slug="measurements", title="Measurements and results", folders=("experiments",),
        about="A device is measured. Every function takes a device and returns a result that is read, saved and drawn.",
    ),
    Subject(
        slug="sweeps", title="Sweeps", folders=("sweep",),
        about="Many devices at once, as `idt.sweep`: parameters on a grid or drawn in a box, each point kept at once.",
    ),
    Subject(
        slug="limits", title="Limits and figures of merit", folders=("devices",),
        about="What physics allows a cell or a detector, and the formulas by which both are judged.",
    ),
    Subject(
        slug="record", title="The record", folders=("record", "report"),
        about="What has been published, as printed; whether it can be true; and a device of one's own among it.",
    ),
    Subject(
        slug="parameters", title="Device files and parameters", folders=("files",),
        about="A device from a file, and one name for each of its parameters.",
    ),
    Subject(
        slug="sources", title="Where numbers come from", folders=("source",),
        about="Values that carry their uncertainty and their origin.",
    ),
    Subject(
        slug="figures", title="Figures", folders=("plot",),
        about="Results to axes, as `idt.plot`. Each function takes a result and returns the axes; none computes.",
    ),
    Subject(
        slug="answers", title="Reports and errors", folders=("solvers", "errors"),
        about="How a solve ended, and what is raised when something is wrong.",
    ),
    Subject(slug="other", title="Other names", folders=("",), about="Public names without a subject of their own."),
)  # fmt: skip


def subject_of(target: str) -> Subject:
    """The subject of a public name, by the folder that its code lives in."""
    folder = target.partition(":")[0].removeprefix("infradot.").partition(".")[0]
    return next(subject for subject in SUBJECTS if folder in subject.folders or "" in subject.folders)


def names_by_subject() -> dict[Subject, list[str]]:
    """Public names of each subject: what is called first, then what is named, then constants."""
    found: dict[Subject, list[str]] = {subject: [] for subject in SUBJECTS}
    for name, target in infradot._PUBLIC.items():
        if ":" not in target:  # a module with names of its own
            module = importlib.import_module(target)
            new = (each for each in module.__all__ if getattr(infradot, each, None) is not getattr(module, each))
            found[subject_of(target)] += [f"{name}.{each}" for each in new]
        else:
            found[subject_of(target)].append(name)
    return {subject: sorted(names, key=_rank) for subject, names in found.items() if names}


def _rank(name: str) -> tuple[int, str]:
    thing = _thing(name)
    kind = 1 if isinstance(thing, type) else 0 if callable(thing) else 2
    return kind, name.casefold()


def _thing(name: str) -> Any:
    thing: Any = infradot
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing


def _qualified(name: str) -> str:
    return f"infradot.{name}" if "." in name else name


def subject_page(subject: Subject, names: list[str]) -> str:
    """A page in reStructuredText: a table of the names, then each in full."""
    lines = [subject.title, "=" * len(subject.title), "", subject.about, "", ".. currentmodule:: infradot", ""]
    documented = [name for name in names if callable(_thing(name))]
    if documented:
        lines += [".. autosummary::", "   :nosignatures:", "", *(f"   {name}" for name in documented), ""]
    for name in names:
        thing = _thing(name)
        if isinstance(thing, type):
            lines += [f".. autoclass:: {_qualified(name)}", ""]
        elif callable(thing):
            lines += [f".. autofunction:: {_qualified(name)}", ""]
        else:
            value = f"{thing.name}" if hasattr(thing, "name") else f"{thing!r}"
            lines += [f".. py:data:: {name}", "", f"   {type(thing).__name__}: {value}.", ""]
    return "\n".join(lines)


def laws() -> Iterator[tuple[str, str]]:
    """The families of `infradot.laws`: name and docstring, which states the signature of their kernels."""
    package = importlib.import_module("infradot.laws")
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg:
            yield module.name, importlib.import_module(f"infradot.laws.{module.name}").__doc__ or ""


def laws_page() -> str:
    """Families of laws with the signatures of their kernels, for those who add one."""
    title = "Families of laws"
    lines = [title, "=" * len(title), "", "What a new law must look like. Each family is a folder of",
             "``infradot/laws``; a law is one file in it and one branch in its ``dispatch.py``.", ""]  # fmt: skip
    for name, text in laws():
        head, words = name.capitalize(), polished(text.strip().splitlines())
        lines += [head, "-" * len(head), "", *words, "", f"Laws of this family: {', '.join(_codes(name))}.", ""]
    return "\n".join(lines)


def _codes(family: str) -> list[str]:
    module = importlib.import_module(f"infradot.laws.{family}")
    classes = [getattr(module, name) for name in module.__all__]
    found = [thing for thing in classes if isinstance(thing, type)]
    return [
        f"``{thing.__name__}``" + (f" (code {thing.code})" if isinstance(getattr(thing, "code", None), int) else "")
        for thing in found
    ]


def command_page() -> str:
    """Every command with its arguments and options, from click."""
    from infradot.cli.app import COMMANDS, main

    context = click.Context(main, info_name="infradot")
    parts = ["# Command line\n", f"{_prose(main.help)}\n", COMMON]
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        inside = click.Context(command, info_name=name, parent=context)
        parts.append(_command(command, inside))
        parts += [_command(each, inner) for each, inner in _inside(command, inside)]
    parts.append(ENDINGS)
    return "\n".join(parts)


def _inside(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """The commands of a group."""
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        each = command.get_command(context, name)
        assert each is not None
        yield each, click.Context(each, info_name=name, parent=context)


COMMON = """Every command takes `--json` (print one JSON object), `--debug` (show the traceback of a bug) and `--help`.
"""

ENDINGS = """## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | a mistake in infradot; please report it |
| 2 | bad input: the message says what, where, and what was expected |
| 3 | not converged |
| 4 | partly done: some points failed, and the report names them |
| 130 | stopped by the user |

With `--json` a command prints one object, `{schema, command, result}` or `{schema, command, error}`, at every exit
code; progress goes to standard error.
"""


EVERYWHERE = ("json", "debug", "help")  # options of every command, said once


def _prose(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _command(command: click.Command, context: click.Context) -> str:
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1] and parameter.name not in EVERYWHERE:
            rows.append(f"`{record[0]}`\n: {record[1]}\n")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    return f"## {context.command_path}\n\n```text\n{usage}\n```\n\n{_prose(command.help)}\n\n" + "\n".join(rows)


def write(folder: Path) -> None:
    """All generated pages of the reference into `folder`."""
    from device_file import device_file_page

    python = folder / "python"
    python.mkdir(exist_ok=True)
    subjects = names_by_subject()
    for subject, names in subjects.items():
        put(python / f"{subject.slug}.rst", subject_page(subject, names))
    put(python / "families.rst", laws_page())
    wanted = {subject.slug for subject in subjects} | {"families"}
    for old in python.glob("*.rst"):
        if old.stem not in wanted:
            old.unlink()
    put(folder / "command-line.md", command_page())
    put(folder / "device-file.md", device_file_page())


def put(path: Path, text: str) -> None:
    """Write a page only where it changed, so that a second build is short."""
    text = text.rstrip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
