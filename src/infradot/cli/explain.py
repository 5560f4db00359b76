"""`infradot explain`: one parameter of a device file, a word of the glossary, or an error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from infradot.cli.options import command, overrides, setting
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.files import Parameter
    from infradot.source import Source


@command("explain", short_help="Explain a parameter of a file, a word, or an error.")
@click.argument("words", nargs=-1, required=True, metavar="FILE PATH | FILE | WORD")
@setting
def explain(words: tuple[str, ...], settings: tuple[str, ...]) -> Reply:
    """Explain one parameter of a file (FILE PATH), all of them (FILE), or a word of the glossary or an error (WORD)."""
    from infradot.errors import InputError

    first = Path(words[0])
    if first.suffix == ".toml" or first.is_file():
        if len(words) > 2:
            raise InputError(f"explain takes FILE PATH, got {len(words)} words; quote a path that has spaces.")
        return _parameters(first, words[1] if len(words) == 2 else None, overrides(settings))
    return _word(" ".join(words))


def _parameters(file: Path, path: str | None, settings: dict[str, str]) -> Reply:
    from infradot.errors import InputError
    from infradot.files import get, paths, read

    device = read(file, settings).design
    known = paths(device)
    if path is None:
        width = max(len(item.path) for item in known)
        return Reply(
            result={"parameters": [_values(item) for item in known]},
            show=tuple(f"{item.path:<{width}}  {item.text}" for item in known),
        )
    wanted = _plain(path)
    item = next((item for item in known if _plain(item.path) == wanted), None)
    if item is None:
        get(device, path)  # raises, with the nearest name
        raise InputError(f"{path} has no number to explain.")
    return Reply(result=_values(item), show=_sentences(item))


def _plain(path: str) -> str:
    return path.replace('"', "").replace("'", "").strip()


def _values(item: Parameter) -> dict[str, Any]:
    source: Source | None = getattr(item.value, "source", None)
    return {
        "path": item.path,
        "value": float(item.value),
        "unit": item.unit,
        "text": item.text,
        "std": getattr(item.value, "std", 0.0),
        "source": None if source is None else str(source),
        "range": item.range,
        "description": item.description,
    }


def _sentences(item: Parameter) -> tuple[str, ...]:
    v = _values(item)
    std = v["std"]
    return (
        f"{v['path']} = {v['text']}",
        f"  {v['description']}",
        f"  in SI: {v['value']:.6g} {v['unit']}" + (f", standard uncertainty {std:.2g} {v['unit']}" if std else ""),
        f"  accepted: {v['range']}",
        f"  source: {v['source'] or 'none: given in the file, or worked out from other parameters'}",
    )


def _folded(word: str) -> str:
    """Voc, V_oc and voc are one word; so are Film and film."""
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")


def _word(word: str) -> Reply:
    import infradot.errors as errors
    from infradot.cli.glossary import entries

    known = {_folded(name): entry for entry in entries() for name in (entry.term, *entry.symbol.split(", ")) if name}
    kinds = {
        _folded(name): kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, (Exception, Warning)) and kind.__module__ == errors.__name__
    }
    key = _folded(word)
    if key in kinds:
        text = " ".join((kinds[key].__doc__ or "").split("\n\n")[0].split())
        return Reply(result={"error": kinds[key].__name__, "meaning": text}, show=(f"{kinds[key].__name__}: {text}",))
    laws = _laws()
    entry = known.get(key)
    if entry is None and key in laws:
        return laws[key]
    if entry is None:
        names = [item.term for item in entries()] + [kind.__name__ for kind in kinds.values()]
        names += [str(law.result["law"]) for law in laws.values()]
        raise errors.InputError(
            f"No word {word!r} in the glossary, and no file of that name.{errors.nearest(word, names)}"
        )
    facts = (("symbol", entry.symbol), ("in files", entry.unit), ("not to be called", entry.avoid))
    return Reply(
        result={"term": entry.term, "symbol": entry.symbol, "unit": entry.unit, "meaning": entry.meaning},
        show=(
            f"{entry.term}: {entry.meaning}",
            *(f"  {name}: {text}" for name, text in facts if text),
            *(laws[key].show if key in laws else ()),
        ),
    )


def _laws() -> dict[str, Reply]:
    """What a device file may name as a law, and the keys of its table."""
    from infradot.files.law_models import MODEL_OF, tag_of, word_of
    from infradot.files.quantity import Quantity

    found = {}
    for model in MODEL_OF.values():
        word, text = word_of(model), " ".join((model.__doc__ or "").split())
        keys = {}
        for name, field in model.model_fields.items():
            if name != tag_of(model):
                quantity = next((item for item in field.metadata if isinstance(item, Quantity)), None)
                choices = " or ".join(repr(word) for word in _choices(field.annotation))
                keys[name] = choices if quantity is None else f"{quantity.description}, as {quantity.sample!r}"
        named = tag_of(model)
        show = (f'{named} = "{word}": {text}', *(f"  {name}: {meaning}" for name, meaning in keys.items()))
        found[_folded(word)] = Reply(result={named: word, "law": word, "meaning": text, "keys": keys}, show=show)
    return found


def _choices(annotation: Any) -> tuple[str, ...]:
    """The words of a literal, also of one that may be left out."""
    inner = get_args(annotation)
    return tuple(x for x in inner if isinstance(x, str)) or tuple(word for x in inner for word in _choices(x))
