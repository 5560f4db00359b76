"""Run what a page shows: its Python, its command lines, its device files; compare with the answers that it prints.

A page is one session in one empty folder, top to bottom:

- a ``python`` block with prompts is a doctest; the names live until the end of the page;
- a ``console`` block holds lines ``$ infradot ...`` and what they print; other commands are read, not run;
- a ``{code-block}`` with the caption ``NAME`` writes that file, with ``added to NAME`` it appends to it;
- a ``toml`` block without a caption is a piece of a file: it must be TOML, and no more is asked.

In answers ``...`` stands for anything, white space does not count, and a number with a decimal point, an exponent or a
per cent sign may differ by one in its last digit or by 2 %: a page is prose, the tests hold the numbers. Progress on
standard error is left out.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"\A(?::(\w+):[ \t]*([^\n]*)\n)")
PICTURE = re.compile(r"!\[[^\]]*\]\(figures/([^)\s]+)\)|^```\{figure\} figures/(\S+)", re.MULTILINE)
ROOMS = ("tutorial", "how-to", "explanation")
_PROGRESS = re.compile(r"^(\[\d+/\d+\] |Compiling the numerical kernels).*\n", re.MULTILINE)
READ_ONLY = ("pip", "python", "make", "git", "source", "cd", "pytest", "$EDITOR")


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?%?")
_PART = re.compile(rf"(\.\.\.|\s+|{_NUMBER.pattern})")


class Checker(doctest.OutputChecker):
    """Compares what is printed with what a page shows, numbers with a little room."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Whether an answer is as shown."""
        if super().check_output(want, got, optionflags):
            return True
        parts = _PART.split(want.strip())
        shown = [part for part in parts if _NUMBER.fullmatch(part)]
        found = re.fullmatch("".join(map(_pattern, parts)), got.strip(), re.DOTALL)
        return found is not None and all(map(_close, shown, found.groups()))


def _pattern(part: str) -> str:
    if part == "...":
        return ".*?"
    if part.isspace():
        return r"\s+"
    return f"({_NUMBER.pattern})" if _NUMBER.fullmatch(part) else re.escape(part)


def _close(shown: str, said: str) -> bool:
    if shown == said:
        return True
    if shown.endswith("%") != said.endswith("%") or not re.search(r"[.e%]", shown):
        return False
    mantissa, _, exponent = shown.rstrip("%").partition("e")
    last = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    wanted, got = float(shown.rstrip("%")), float(said.rstrip("%"))
    return abs(got - wanted) <= max(1.01 * last, 0.02 * abs(wanted))


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block of a page: its language, caption, text and line."""

    language: str
    caption: str
    text: str
    line: int


def fresh(made: list[Path], *sources: Path) -> bool:
    """Whether made files exist and are newer than what they were made from, the package included."""
    package = (path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".toml", ".yml"))
    newest = max(path.stat().st_mtime for path in (*package, *sources))
    return all(file.exists() and file.stat().st_mtime > newest for file in made)


def pages(docs: Path) -> list[Path]:
    """The pages that are written by hand and run."""
    return [page for room in ROOMS for page in sorted((docs / room).glob("*.md"))]


def pictures(page: Path) -> list[str]:
    """Names of the figures that a page shows and its own code draws."""
    return [a or b for a, b in PICTURE.findall(page.read_text(encoding="utf-8"))]


def blocks(text: str) -> Iterator[Block]:
    """The code blocks of a page."""
    for found in _FENCE.finditer(text):
        info, body = found["info"].strip(), found["body"]
        caption = ""
        if info.startswith("{code-block}"):
            info = info.removeprefix("{code-block}").strip()
            while option := _OPTION.match(body):
                caption = option[2] if option[1] == "caption" else caption
                body = body[option.end() :]
        yield Block(language=info, caption=caption, text=body.lstrip("\n"), line=text.count("\n", 0, found.start()) + 1)


def run_page(page: Path, folder: Path) -> int:
    """Run a page in an empty folder and return how many examples it had.

    Raises
    ------
    AssertionError
        With all that differs.
    """
    names: dict = {}
    problems: list[str] = []
    count = 0
    if not (folder / "examples").exists():
        shutil.copytree(ROOT / "examples", folder / "examples")
    with contextlib.chdir(folder), _importing(folder):
        for block in blocks(page.read_text(encoding="utf-8")):
            where = f"{page.name}, line {block.line}"
            if block.caption:
                _write(block)
            elif block.language == "python":
                count += _python(block, names, where, problems)
            elif block.language == "console":
                count += _console(block, where, problems)
            elif block.language == "toml":
                tomllib.loads(block.text)
    problems += [f"{page.name}: {name} is not drawn" for name in pictures(page) if not (folder / name).exists()]
    assert not problems, "\n".join(problems)
    return count


@contextlib.contextmanager
def _importing(folder: Path) -> Iterator[None]:
    """Let the page import the files that it writes, and forget them afterwards."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(file).parent == folder:
                del sys.modules[name]


def _python(block: Block, names: dict, where: str, problems: list[str]) -> int:
    test = doctest.DocTestParser().get_doctest(block.text, names, where, str(where), block.line)
    if not test.examples:
        problems.append(f"{where}: a python block without prompts cannot be checked")
    said = io.StringIO()
    runner = doctest.DocTestRunner(checker=Checker(), optionflags=FLAGS, verbose=False)
    runner.run(test, out=said.write, clear_globs=False)
    names.update(test.globs)
    if said.getvalue():
        problems.append(said.getvalue())
    return len(test.examples)


def _console(block: Block, where: str, problems: list[str]) -> int:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    if parts[0].strip():
        problems.append(f"{where}: a console block begins with a prompt, '$ '")
    count = 0
    for part in parts[1:]:
        line, _, wanted = re.sub(r"\\\n\s*", " ", part).partition("\n")
        words = shlex.split(line, comments=True)
        if words[0] != "infradot":
            if words[0].partition("=")[0] not in READ_ONLY:
                problems.append(f"{where}: {words[0]!r} is not known here")
            continue
        count += 1
        code, said = _command(words[1:])
        if not Checker().check_output(wanted.rstrip() + "\n", said.rstrip() + "\n", FLAGS):
            problems.append(f"{where}: $ {line}\nexpected:\n{wanted}\ngot:\n{said}")
        if code == 1 or (code and not re.search(r"^(bad input|not converged|partly done)|\.\.\.", wanted)):
            problems.append(f"{where}: $ {line}\nends with exit code {code}")
    return count


def _command(words: list[str]) -> tuple[int, str]:
    from infradot.cli.app import main, run

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(main, words)
    return code, _PROGRESS.sub("", said.getvalue())


def _write(block: Block) -> None:
    """Write the file of a caption; of a path only the name counts, since everything lies in one folder."""
    add = block.caption.startswith("added to ")
    name = block.caption.removeprefix("added to ").strip("` ").rpartition("/")[2]
    with Path(name).open("a" if add else "w", encoding="utf-8") as file:
        file.write(("\n" if add else "") + block.text)
