"""Where each key of a TOML text stands: key paths to line numbers, which `tomllib` does not tell.

The scanner runs on text that `tomllib` has already accepted, so it need not find mistakes, only places.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]

_BARE_END = ",]}#\n"


def scan(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every key, table and array item of a valid TOML text.

    Parameters
    ----------
    text : str
        TOML that `tomllib.loads` accepts.

    Returns
    -------
    dict
        Key path to line; a number in a path is the index in an array or an array of tables.

    Examples
    --------
    >>> lines = scan('schema = 1\\n[[layer]]\\nname = "ZnO"\\nfilm = { core = "PbS" }\\n')
    >>> lines["layer", 0], lines["layer", 0, "film", "core"]
    (2, 4)
    """
    return _Scanner(text).run()


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """Line of a key path, or of the nearest thing that holds it; None where nothing does."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.starts = [0, *(i + 1 for i, letter in enumerate(self.text) if letter == "\n")]
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}  # items of each array of tables so far
        self.table: KeyPath = ()

    def run(self) -> dict[KeyPath, int]:
        self._blank()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                self._header(array=True)
            elif self.text[self.at] == "[":
                self._header(array=False)
            else:
                self._pair(self.table)
            self._blank()
        return self.lines

    def _line(self) -> int:
        return bisect_right(self.starts, self.at)

    def _blank(self, newlines: bool = True) -> None:
        """Skip blanks and comments."""
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif letter in " \t\r" or (newlines and letter == "\n"):
                self.at += 1
            else:
                return

    def _header(self, *, array: bool) -> None:
        line = self._line()
        self.at += 2 if array else 1
        keys = self._keys()
        self.at = self.text.index("]", self.at) + (2 if array else 1)
        path: KeyPath = ()
        for i, key in enumerate(keys):
            path = (*path, key)
            last = i == len(keys) - 1
            if array and last:
                self.lines.setdefault(path, line)
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            self.lines.setdefault(path, line)
        self.table = path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._blank(newlines=False)
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key; stops at what follows it."""
        keys = []
        while True:
            self._blank(newlines=False)
            keys.append(self._key())
            self._blank(newlines=False)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _key(self) -> str:
        start = self.at
        if self.text[start] in "\"'":
            self._string()
            return str(tomllib.loads("key = " + self.text[start : self.at])["key"])
        while self.text[self.at] not in " \t.=]":
            self.at += 1
        return self.text[start : self.at]

    def _value(self, path: KeyPath) -> None:
        letter = self.text[self.at]
        if letter in "\"'":
            self._string()
        elif letter == "{":
            self._inline(path)
        elif letter == "[":
            self._array(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _BARE_END:
                self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        triple = quote * 3
        mark = triple if self.text.startswith(triple, self.at) else quote
        self.at += len(mark)
        while not self.text.startswith(mark, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(mark)
        if len(mark) == 3:  # up to two quotes may stand before the closing three
            while self.text.startswith(quote, self.at):
                self.at += 1

    def _inline(self, path: KeyPath) -> None:
        self.at += 1
        self._blank()
        while self.text[self.at] != "}":
            self._pair(path)
            self._comma()
        self.at += 1

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        self._blank()
        index = 0
        while self.text[self.at] != "]":
            self.lines.setdefault((*path, index), self._line())
            self._value((*path, index))
            self._comma()
            index += 1
        self.at += 1

    def _comma(self) -> None:
        self._blank()
        if self.text[self.at] == ",":
            self.at += 1
            self._blank()
