"""Works as a reference in a text and as an entry of BibTeX."""

from __future__ import annotations

import re
import unicodedata

from infradot.record.schema import Paper

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_MEETING = re.compile(r"conference|meeting|symposium|proceedings", re.IGNORECASE)


def reference(paper: Paper) -> str:
    """A work as it stands in a list of references, with all that is known of it.

    Examples
    --------
    >>> reference(Paper(key="mine", authors=("S. Lee",), others=True, journal="Nat. Commun.", volume="11", year=2020))
    'S. Lee et al., Nat. Commun. 11 (2020)'
    """
    who = ", ".join(paper.authors) + (" et al." if paper.others else "")
    where = " ".join(part for part in (paper.journal, ", ".join(p for p in (paper.volume, paper.pages) if p)) if part)
    year = f"({paper.year})" if paper.year is not None else ""
    doi = f"doi:{paper.doi}" if paper.doi else ""
    parts = (who, paper.title, f"{where or paper.url} {year}".strip(), doi)
    return ", ".join(part for part in parts if part)


def bibtex_key(paper: Paper) -> str:
    """A key for a list of references: author, year, and the key of the record, which is its own.

    Examples
    --------
    >>> bibtex_key(Paper(key="ref91", authors=("M. Böberl", "M. V. Kovalenko"), year=2007))
    'Boberl2007-ref91'
    """
    plain = unicodedata.normalize("NFKD", paper.first_author).encode("ascii", "ignore").decode()
    who = re.sub(r"[^A-Za-z]", "", plain)
    year = "" if paper.year is None else str(paper.year)
    return "-".join(part for part in (f"{who}{year}", paper.key) if part)


def bibtex(paper: Paper) -> str:
    """A work as an entry of BibTeX; what the record does not know is not in it, such as most titles.

    Examples
    --------
    >>> work = Paper(key="mine", authors=("S. Lee",), others=True, journal="Nat. Commun.", volume="11", year=2020)
    >>> print(bibtex(work))
    @article{Lee2020-mine,
      author = {S. Lee and others},
      journal = {Nat. Commun.},
      volume = {11},
      year = {2020},
    }
    """
    kind, where = _kind(paper)
    authors = " and ".join((*paper.authors, "others") if paper.others else paper.authors)
    fields = {
        "author": _escaped(authors),
        "title": f"{{{_escaped(paper.title)}}}" if paper.title else "",  # its capitals are meant
        where: _escaped(paper.journal),
        "volume": _escaped(paper.volume),
        "pages": _escaped(paper.pages.removeprefix("pp. ")).replace("–", "--"),
        "year": "" if paper.year is None else str(paper.year),
        "doi": paper.doi,
        "url": paper.url,
    }
    lines = (f"  {name} = {{{text}}}," for name, text in fields.items() if text)
    return "\n".join((f"@{kind}{{{bibtex_key(paper)},", *lines, "}"))


def _kind(paper: Paper) -> tuple[str, str]:
    """The kind of an entry, and the field that says in what it appeared."""
    if paper.journal and not paper.volume and _MEETING.search(paper.journal):
        return "inproceedings", "booktitle"
    if paper.journal and (paper.volume or re.match(r"\d", paper.pages)):
        return "article", "journal"
    return "misc", "howpublished"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, f"\\{letter}" if letter in "&%$#_{}" else letter) for letter in text)
