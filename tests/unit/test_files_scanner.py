"""The scanner finds the line of every key that `tomllib` reads."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot.files.scanner import line_of, scan

TABLE = [
    ("plain keys", 'a = 1\n\nb = "x"\n', {("a",): 1, ("b",): 3}),
    ("comments", "# one\na = 1 # [x]\n# b = 2\nc = 3\n", {("a",): 2, ("c",): 4}),
    ("no newline at the end", "a = 1\nb = 2", {("a",): 1, ("b",): 2}),
    ("windows lines", "a = 1\r\n\r\nb = 2\r\n", {("a",): 1, ("b",): 3}),
    ("tables", "[t]\na = 1\n\n[t.u]\nb = 2\n", {("t",): 1, ("t", "a"): 2, ("t", "u"): 4, ("t", "u", "b"): 5}),
    ("blanks in a header", "[ t . u ]\na = 1\n", {("t",): 1, ("t", "u"): 1, ("t", "u", "a"): 2}),
    ("dotted keys", "a.b.c = 1\na . d = 2\n", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 1, ("a", "d"): 2}),
    (
        "quoted keys",
        '"hole transport" = 1\n\'x.y\'.z = 2\n"q\\"r" = 3\n"a=b" = 4\n["t]u"]\nv = 5\n',
        {("hole transport",): 1, ("x.y", "z"): 2, ('q"r',): 3, ("a=b",): 4, ("t]u", "v"): 6},
    ),
    (
        "arrays of tables",
        "[[l]]\na = 1\n[[l]]\na = 2\n[l.o]\nb = 3\n",
        {("l",): 1, ("l", 0): 1, ("l", 0, "a"): 2, ("l", 1): 3, ("l", 1, "a"): 4, ("l", 1, "o", "b"): 6},
    ),
    (
        "arrays of tables in arrays of tables",
        "[[l]]\n[[l.s.r]]\na = 1\n[[l.s.r]]\na = 2\n[[l]]\n[[l.s.r]]\na = 3\n",
        {("l", 0, "s", "r", 0, "a"): 3, ("l", 0, "s", "r", 1, "a"): 5, ("l", 1, "s", "r", 0, "a"): 8},
    ),
    (
        "inline tables",
        'f = { core = "PbS", s = { t = 1 }, u.v = 2 }\ng = {}\nh = 3\n',
        {("f", "core"): 1, ("f", "s", "t"): 1, ("f", "u", "v"): 1, ("g",): 2, ("h",): 3},
    ),
    (
        "arrays over lines",
        "a = [\n  1,\n  # two\n  [2,\n   3],\n  { b = 4 },\n]\nc = 5\n",
        {("a", 0): 2, ("a", 1): 4, ("a", 1, 1): 5, ("a", 2, "b"): 6, ("c",): 8},
    ),
    (
        "text that looks like TOML",
        'a = "[t]\\n# \\" x = 1"\nb = \'[u] = "\'\nc = 3\n',
        {("a",): 1, ("b",): 2, ("c",): 3},
    ),
    (
        "text over lines",
        'a = """\nx = 1\n[t]\n\\"""\n"""\nb = \'\'\'\ny = 2\n\'\'\'\nc = """q"""""\nd = 4\n',
        {("a",): 1, ("b",): 6, ("c",): 9, ("d",): 10},
    ),
    ("empty text", 'a = ""\nb = \'\'\nc = """"""\nd = 1\n', {("a",): 1, ("b",): 2, ("c",): 3, ("d",): 4}),
    ("dates and numbers", "a = 1979-05-27 07:32:00\nb = 1_000\nc = -inf\nd = 1e-3\n", {("b",): 2, ("d",): 4}),
    ("hash after a value", "a = 1#c\nb = [1,2]#d\nc = true#e\n", {("a",): 1, ("b",): 2, ("c",): 3}),
    ("super-table after its child", "[a.b]\nc = 1\n[a]\nd = 2\n", {("a", "b", "c"): 2, ("a", "d"): 4}),
]


@pytest.mark.parametrize(("text", "lines"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_lines_of_keys(text, lines):
    tomllib.loads(text)
    found = scan(text)
    assert {path: found.get(path) for path in lines} == lines


def paths(node, at=()):
    """Every key path of what tomllib gives."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield (*at, key)
        yield from paths(child, (*at, key))


@pytest.mark.parametrize("text", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_every_key_of_the_table_has_a_line(text):
    assert set(paths(tomllib.loads(text))) == set(scan(text))


keys = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.text("ab .#=\"'[]{},", max_size=6))
scalars = st.one_of(st.integers(-9, 9), st.booleans(), st.text("ab\n \"'#=[]{},\\", max_size=8))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(k)} = {written(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(v)}, # ]\n" for v in value) + "]"
    return quoted(value) if isinstance(value, str) else str(value)


@given(st.dictionaries(keys, values, min_size=1, max_size=4))
def test_the_scanner_finds_exactly_the_keys_of_tomllib(tree):
    text = "\n".join(f"{quoted(key)} = {written(value)} # x" for key, value in tree.items())
    read = tomllib.loads(text)
    assert read == tree
    found = scan(text)
    assert set(found) == set(paths(read))
    for key in tree:
        assert text.split("\n")[found[(key,)] - 1].startswith(quoted(key) + " =")


@given(st.lists(st.lists(st.tuples(keys, scalars), max_size=3, unique_by=lambda pair: pair[0]), min_size=1, max_size=4))
def test_tables_in_arrays_are_counted(layers):
    blocks = ["[[layer]]\n" + "".join(f"{quoted(k)} = {written(v)}\n" for k, v in layer) for layer in layers]
    text = "\n".join(blocks)
    assert set(scan(text)) == set(paths(tomllib.loads(text)))


def test_the_nearest_holder_answers_for_a_key_that_is_not_there():
    lines = scan("[[layer]]\nname = 1\n")
    assert line_of(lines, ("layer", 0, "thickness")) == 1
    assert line_of(lines, ("kind",)) is None
