"""Five thousand damaged device files: each is a device or a list of mistakes, and never a traceback."""

import random
import re
import warnings
from pathlib import Path

import pytest

from infradot import files
from infradot.cli.app import main
from infradot.devices import KINDS, lint
from infradot.errors import InputError, PhysicsWarning

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.toml"))]
TEXTS += [kind.template_text() for kind in KINDS.values()]
TEXTS += [(Path(__file__).parent / "bad" / name).read_text(encoding="utf-8") for name in ("laws.toml", "cell.toml")]
TEXTS += 4 * TEXTS[-2:-1]  # the file with every law, more often than the others

PER_SEED, SEEDS = 250, 20
NUMBERS = [
    "0", "-0", "-1", "1", "1e-400", "1e400", "nan", "-inf", "inf", "1_000", "0x10", "9" * 25, "9" * 5000, "1e16", "+.5",
    "1979-05-27", "07:32:00", "true", "false",
]  # fmt: skip
UNITS = [
    "nm", "m", "K", "eV", "cm-3", "cm3/s", "cm6/s", "cm2/Vs", "m/s", "(cm/V)^0.5", "%", "", "mW/cm2", "V", "s", "light",
    "m9999", "/", "^", "((m))", "1/2", "\u00b5m", "cm\u207b\u00b3", "\x7f",
]  # fmt: skip
WORDS = [
    '""', '" "', '"x"', '"1 nm"', '"-5 cm-3"', '"nan eV"', '"1e999 eV"', "[]", "[[]]", "{}", "[{}]", "{ value = 1 }",
    '{ value = "1 nm", std = "-1 nm" }', '{ value = { value = 1 } }', '{ law = "hopping" }', '{ law = 3 }', "[1, 2]",
    '["ZnO", "ink"]', '["1 eV", "2 eV"]', '"AM1.5G"', '"main/Au/Johnson"', '"a/b/c"', '"tandem"', '"laser"', '"dark"',
    '"ohmic"', "'''\n'''", '"\\u0000"', '"\\ud800"', "[[[[[[1]]]]]]", '{ a = { b = { c = 1 } } }',
    '"' + "9" * 400 + ' nm"', "\u221e", "'{0}'", '"{text}"', '"gaussian-disorder"', '"%s"', '"\U0001f600"',
]  # fmt: skip
LETTERS = "\"'[]{}=.,#x9 -\\\u00e9\0\t\u2028\u202e\U0001f600\r"
TOKEN = re.compile(r"\"[^\"\n]*\"|[A-Za-z_]+|[\d.][\d.eE+-]*|[\[\]{}=,.#]")
TOKENS = sorted({token for text in TEXTS for token in TOKEN.findall(text)})


def _line(rng, lines):
    return rng.randrange(len(lines))


def delete(rng, lines):
    del lines[_line(rng, lines)]


def duplicate(rng, lines):
    lines.insert(_line(rng, lines), rng.choice(lines))


def swap(rng, lines):
    i, j = _line(rng, lines), _line(rng, lines)
    lines[i], lines[j] = lines[j], lines[i]


def token(rng, lines):
    i = _line(rng, lines)
    found = list(TOKEN.finditer(lines[i]))
    if found:
        chosen = rng.choice(found)
        lines[i] = lines[i][: chosen.start()] + rng.choice(TOKENS) + lines[i][chosen.end() :]


def number(rng, lines):
    i = _line(rng, lines)
    lines[i] = re.sub(r"-?\d[\d.eE+-]*", lambda match: rng.choice(NUMBERS), lines[i], count=1)


def scale(rng, lines):
    i = _line(rng, lines)
    lines[i] = re.sub(r"-?\d[\d.eE+-]*", lambda match: f"{match[0]}e{rng.randint(-30, 30)}", lines[i], count=1)


def unit(rng, lines):
    i = _line(rng, lines)
    lines[i] = re.sub(r'(\d) [^"\d]+[^"]*"', lambda match: f'{match[1]} {rng.choice(UNITS)}"', lines[i], count=1)


def value(rng, lines):
    i = _line(rng, lines)
    if "=" in lines[i]:
        lines[i] = lines[i].split("=")[0] + "= " + rng.choice(WORDS + NUMBERS)


def key(rng, lines):
    i = _line(rng, lines)
    other = rng.choice([line for line in lines if "=" in line] or ["a ="]).split("=")[0]
    if "=" in lines[i]:
        lines[i] = other + "=" + lines[i].split("=", 1)[1]


def brackets(rng, lines):
    i = _line(rng, lines)
    old, new = rng.choice([("[[", "["), ("[", "[["), ("]]", "]"), ("{", "["), ("}", ""), ("[", "{"), ('"', "")])
    lines[i] = lines[i].replace(old, new)


def header(rng, lines):
    headers = [i for i, line in enumerate(lines) if line.startswith("[")]
    if headers:
        i, other = rng.choice(headers), lines[rng.choice(headers)]
        lines[i] = rng.choice([other, lines[i].replace("layer", "layer.film"), other.replace("]", ".x]")])


def letter(rng, lines):
    i = _line(rng, lines)
    at = rng.randint(0, len(lines[i]))
    lines[i] = lines[i][:at] + rng.choice(LETTERS) + lines[i][at + rng.randint(0, 2) :]


def truncate(rng, lines):
    i = _line(rng, lines)
    lines[i] = lines[i][: rng.randint(0, len(lines[i]))]
    if rng.random() < 0.3:
        del lines[i + 1 :]


def nest(rng, lines):
    depth = rng.choice([3, 50, 3000])
    left, right = rng.choice([("[", "]"), ("{ a = ", " }")])
    lines.insert(_line(rng, lines), f"deep = {left * depth}1{right * depth}")


MUTATIONS = [
    delete,
    duplicate,
    swap,
    token,
    token,
    number,
    scale,
    scale,
    unit,
    unit,
    value,
    value,
    key,
    brackets,
    header,
]
MUTATIONS += [letter, truncate, nest]


def damaged(rng):
    """A text with one to three accidents."""
    lines = rng.choice(TEXTS).split("\n")
    for _ in range(rng.choice([1, 1, 2, 3])):
        rng.choice(MUTATIONS)(rng, lines)
        lines = lines or [""]
    return "\n".join(lines)


def look_at(text, rng):
    """Everything that `check` and `explain` do with a file; whether it was a device."""
    try:
        document = files.loads(text)
    except InputError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.strip() and len(problem) < 1000
            assert "pydantic" not in problem and "Traceback" not in problem
        return False
    # the doubts about light take most of the time
    lit = any(m.light is not None or m.what == "eqe" for m in document.measures) and rng.random() < 0.3
    for finding in lint(document.design, kind=KINDS[document.kind], lit=lit):
        assert finding.message.strip()
    if rng.random() < 0.05:
        assert all(item.path for item in files.paths(document.design))
        try:
            written = files.dumps(document.design, kind=document.kind, measures=document.measures)
        except InputError:
            return True
        assert files.loads(written).design == document.design
    return True


@pytest.mark.parametrize("seed", range(SEEDS))
def test_two_hundred_and_fifty_damaged_files_are_devices_or_mistakes(seed, tmp_path, capsys):
    rng = random.Random(seed)
    devices = 0
    for i in range(PER_SEED):
        text = damaged(rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PhysicsWarning)
            devices += look_at(text, rng)
            if i % 25 == 0:
                path = tmp_path / "damaged.toml"
                path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
                with pytest.raises(SystemExit) as ended:
                    main.main(["check", str(path)])
                assert ended.value.code in (0, 2)
                assert "Traceback" not in capsys.readouterr().err
    # the accidents are small enough to leave devices, and large enough to break many
    assert 0.1 * PER_SEED < devices < 0.7 * PER_SEED
