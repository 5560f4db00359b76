"""A table as data: the terminal, a text file and JSON show the same one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under named columns; the first column is text, the others are numbers already written out, or words.

    Parameters
    ----------
    title : str
    columns : tuple of str
        Headings, units in them.
    rows : tuple of tuple of str
        As long as `columns` each. An empty tuple is a line between groups.
    note : str
        A sentence below the table.
    words : tuple of int
        Columns that hold words and begin at the left.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[int, ...] = (0,)

    def text(self) -> str:
        """The table as aligned plain text.

        Examples
        --------
        >>> print(Table(title="Cell", columns=("", "Voc (V)"), rows=(("AM1.5G", "0.431"),)).text())
        Cell
                  Voc (V)
        AM1.5G      0.431
        """
        filled = [row for row in (self.columns, *self.rows) if row]
        widths = [max(len(row[i]) for row in filled) for i in range(len(self.columns))]
        widths[0] = max(widths[0], 8)
        lines = [self.title] if self.title else []
        for row in (self.columns, *self.rows):
            aligned = zip(range(len(row)), row, widths, strict=False)
            cells = [cell.ljust(w) if i in self.words else cell.rjust(w) for i, cell, w in aligned]
            lines.append("  ".join(cells).rstrip())
        if self.note:
            lines.append(self.note)
        return "\n".join(lines)


def number(x: float | None, digits: int) -> str:
    """A number with fixed digits, or a dash where there is none.

    Examples
    --------
    >>> number(8.866, 2), number(None, 2), number(-0.0001, 2)
    ('8.87', '-', '0.00')
    """
    if x is None or x != x:
        return "-"
    text = f"{x:.{digits}f}"
    return text[1:] if text.startswith("-") and float(text) == 0 else text
