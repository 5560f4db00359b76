"""The page that describes the device file, read off its JSON Schema."""

from __future__ import annotations

import re
from typing import Any

from infradot.files import schema
from infradot.files.quantity import Quantity
from infradot.units import DIMENSIONS

Schema = dict[str, Any]
_RANGE = re.compile(r"\s*\((?P<dimension>[A-Za-z -]+), (?P<low>.+?) to (?P<high>.+)\)$")

_NUMBER = re.compile(r"[-+.\de]+")
NAMES = ("law", "shape", "what", "kind")  # keys by whose value a table of several is chosen

INTRODUCTION = """# The device file

A device file is TOML: tables in brackets, keys and values. Every number that has a dimension is text with its unit,
such as `"350 nm"`, `"1e16 cm-3"`, `"2e-2 cm2/Vs"`; a pure number stands bare. In the place of any value may stand a
table that also says how sure it is and where it is from:

```toml
mobility_n = { value = "1e-3 cm2/Vs", std = "3e-4 cm2/Vs", source = "doi:10.1000/example" }
```

`infradot check` tells every mistake with its line, `infradot explain FILE PATH` explains one number, and
`infradot schema` prints what this page is made of: a JSON Schema with which editors complete and check the file.
"""


def device_file_page() -> str:
    """The whole page: a section for each table of the file, in the order in which one meets them."""
    document = schema()
    models = document["$defs"]
    files = [each["$ref"].rpartition("/")[2] for each in document["anyOf"]]
    parts = [INTRODUCTION]
    for name in files:
        parts += [f"## {_file_heading(models[name])}\n", _table(models[name])]
    for name in _order(files, models):
        model = models[name]
        parts += [f"(device-file-{_slug(name)})=\n## {_heading(name, model)}\n", f"{model.get('description', '')}\n"]
        parts.append(_one_of(model) + _table(model))
    return "\n".join(parts)


def _file_heading(model: Schema) -> str:
    """What a file of these kinds is headed with."""
    kinds = " or ".join(f'`kind = "{kind}"`' for kind in model["properties"]["kind"]["enum"])
    return f"The file itself, {kinds}"


def _order(files: list[str], models: Schema) -> list[str]:
    found: list[str] = []
    waiting = [name for file in files for name in _references(models[file]["properties"])]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting = _references(models[name]) + waiting
    return found


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].rpartition("/")[2]] if "$ref" in part else []
        return own + [name for key, value in part.items() if key != "discriminator" for name in _references(value)]
    if isinstance(part, list):
        return [name for value in part for name in _references(value)]
    return []


def _heading(name: str, model: Schema) -> str:
    """The words of a model, or the line of the file that chooses it."""
    for key in NAMES:
        part = model["properties"].get(key, {})
        if "const" in part:
            return f'`{key} = "{part["const"]}"`'
    return _words(name)


def _words(name: str) -> str:
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Model"))
    words = bare.split()
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


def _slug(name: str) -> str:
    return _words(name).lower().replace(" ", "-")


def _one_of(model: Schema) -> str:
    keys = [key for choice in model.get("oneOf", ()) for key in choice.get("required", ())]
    return f"Exactly one of {', '.join(f'`{key}`' for key in keys)} is given.\n\n" if keys else ""


def _table(model: Schema) -> str:
    required = model.get("required", ())
    rows = [
        f"| `{key}` | {_about(part)} | {_example(part)} | {'required' if key in required else _default(part)} |"
        for key, part in model["properties"].items()
    ]
    return "\n".join(["| key | what | such as | if left out |", "|---|---|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _about(part: Schema) -> str:
    said = _description(part)
    found = _RANGE.search(said)
    if found is not None:
        said = f"{said[: found.start()]}; {found['low']} to {found['high']}"
    links = [f"[{_words(name).lower()}](#device-file-{_slug(name)})" for name in dict.fromkeys(_references(part))]
    return _cell(" ".join([said, " or ".join(links)]).strip())


def _description(part: Any) -> str:
    if isinstance(part, dict):
        if "description" in part:
            return str(part["description"])
        part = [part[key] for key in ("oneOf", "anyOf", "items") if key in part]
    if isinstance(part, list):
        return next((said for said in map(_description, part) if said), "")
    return ""


def _first(part: Any, key: str) -> Any:
    if isinstance(part, dict):
        if key in part:
            return part[key]
        part = [part[each] for each in ("oneOf", "anyOf", "items") if each in part]
    if isinstance(part, list):
        return next((found for found in (_first(each, key) for each in part) if found is not None), None)
    return None


def _example(part: Schema) -> str:
    if "const" in part:
        return _quoted(part["const"])
    listed = _first(part, "enum")
    if listed:
        return ", ".join(map(_quoted, listed))
    examples = _first(part, "examples")
    if not examples:
        return "`true`, `false`" if part.get("type") == "boolean" else ""
    return ", ".join(f"`{each}`" if _NUMBER.fullmatch(str(each)) else _quoted(each) for each in examples)


def _quoted(value: Any) -> str:
    return _cell(f'`"{value}"`' if isinstance(value, str) else f"`{str(value).lower()}`")


def _quantity(part: Schema) -> Quantity | None:
    found = _RANGE.search(_description(part))
    if found is None or found["dimension"] not in DIMENSIONS:
        return None
    return Quantity(dimension=found["dimension"], low=found["low"], high=found["high"])


def _default(part: Schema) -> str:
    default = part.get("default")
    if default is None or default == "":
        return ""
    if isinstance(default, dict):
        return _quoted(default["kind"]) if "kind" in default else ""
    quantity = _quantity(part)
    if quantity is not None and isinstance(default, int | float):
        return quantity.text(float(default))
    return _quoted(default) if isinstance(default, str | bool | int | float) else ""
