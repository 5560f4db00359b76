"""Values from running text: each snippet, condition and reference really stands in the review, where it is at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from table_text import typeset

from infradot.record import load_record

# the review itself is not ours to ship
REVIEW = Path(__file__).parents[3] / "shared" / "record" / "review.txt"
TABLES = Path(__file__).parent / "data" / "tables.txt"
RECORD = load_record()
PROSE = [m for m in RECORD.measurements if m.location.table is None]
needs_the_review = pytest.mark.skipif(
    not REVIEW.is_file(),
    reason="the review is its publisher's and is not shipped: its words in the data are compared where a copy lies",
)


@pytest.fixture(scope="module")
def paragraphs():
    return [typeset(line) for line in REVIEW.read_text(encoding="utf-8").splitlines() if line.strip()]


def paragraph(paragraphs, location):
    (found,) = (line for line in paragraphs if line.startswith(location.begins))
    return found


@needs_the_review
@pytest.mark.parametrize("m", PROSE, ids=lambda m: m.key)
def test_a_snippet_stands_in_its_paragraph(m, paragraphs):
    assert m.location.snippet in paragraph(paragraphs, m.location)


@needs_the_review
@pytest.mark.parametrize("m", PROSE, ids=lambda m: m.key)
def test_a_condition_stands_in_the_paragraph_of_its_value(m, paragraphs):
    text = paragraph(paragraphs, m.location)
    if m.location.begins.startswith("higher than 1 MHz"):  # a page ends within this sentence
        text = paragraph(paragraphs, RECORD.measurement("ref92.responsivity-text").location) + " " + text
    for condition in m.conditions:
        assert condition.text in text, condition


@pytest.mark.parametrize("m", PROSE, ids=lambda m: m.key)
def test_a_snippet_is_short_and_holds_the_number(m):
    assert len(m.location.snippet.split()) <= 9
    assert m.amount.text in m.location.snippet


@pytest.mark.parametrize("m", PROSE, ids=lambda m: m.key)
def test_the_digits_and_the_unit_of_a_value_stand_in_its_text(m):
    for amount in [m.amount, *(c.amount for c in m.conditions if c.amount is not None)]:
        wanted = [one for one in (amount.value, amount.first, amount.last) if one is not None]
        assert [one for one in wanted if one not in digits(amount.text)] == []
        whole = rf"(?<![a-zA-Zµ]){re.escape(amount.unit)}(?![\w⁻])"
        assert amount.unit == "pixels" or re.search(whole, amount.text), amount
        assert amount.unit or not re.search("[%a-zA-Z]", amount.text), amount


def digits(text):
    """The numbers of a text, by a reading that knows nothing of units."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    words = text.replace("18 700", "18700").replace("–", " ")
    words = re.sub(r"×10([⁻⁰-⁹¹²³]+)", lambda power: "e" + power[1].translate(raised), words)
    words = re.sub(r"10([⁻⁰-⁹¹²³]+)", lambda power: "1e" + power[1].translate(raised), words)
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", words)]


def test_a_word_or_mark_that_binds_a_value_is_not_lost():
    marks = {"~": "~", ">": ">", "<": "<", "around": "~", "over": ">", "less than": "<", "lower than": "<", "near": "~",
             "exceeding": ">", "above": ">", "greater than": ">", "up to": "up to", "down to": "down to",
             "more than": ">", "higher than": ">", "beyond": ">", "as low as": "down to"}  # fmt: skip
    for m in PROSE:
        said = [bound for mark, bound in marks.items() if m.amount.text.startswith(mark)]
        assert not said or said[0] == m.amount.bound, m.key


@needs_the_review
def test_the_tables_are_those_of_the_review():
    lines = REVIEW.read_text(encoding="utf-8").splitlines()
    assert [line for line in TABLES.read_text(encoding="utf-8").splitlines() if line not in lines] == []


@needs_the_review
def test_every_reference_is_printed_as_the_record_has_it(paragraphs):
    listed = paragraphs[paragraphs.index("Notes and references") + 1 :]
    listed = [line for line in listed if line != "Highlight"]
    works = [paper for paper in RECORD.papers if paper.number is not None]
    assert [paper.number for paper in works] == list(range(1, 156)) == list(range(1, len(listed) + 1))
    for paper, line in zip(works, listed, strict=True):
        text = line.removeprefix(f"{paper.number} ").removeprefix("- ").rstrip(".")
        assert reference(paper) == text


def reference(paper):
    """The reference as the review sets it."""
    if paper.url:
        return f"<{paper.url}>" if paper.number == 19 else paper.url
    *first, last = paper.authors
    conference = paper.key == "ref63"  # the only list of authors without an "and"
    who = ", ".join(paper.authors) if conference or not first else f"{', '.join(first)} and {last}"
    title = [paper.title] if paper.title else []
    parts = [who, *(["et al."] if paper.others else []), *title, paper.journal, str(paper.year)]
    parts += [paper.volume] if paper.volume else []
    parts += [paper.pages] if paper.pages else []
    parts += [f"DOI: [{paper.doi}](https://doi.org/{paper.doi})"] if paper.doi else []
    return ", ".join(parts)


@needs_the_review
def test_every_credit_is_printed_in_its_caption(paragraphs):
    captions = {match[1]: line for line in paragraphs if (match := re.match(r"Fig\. (\d+) ", line))}
    shown = [(caption, paper) for paper in RECORD.papers for caption in paper.captions]
    assert len(shown) == sum(len(re.findall(r"permission from|[Rr]eprinted from", line)) for line in captions.values())
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    for caption, paper in shown:
        line = captions[re.match(r"\d+", caption.figure)[0]]
        cited = rf"(ref\.? ?{paper.number}|from\.{str(paper.number).translate(raised)})(?!\d)"
        credit = rf"{cited}\.? Copyright,? {caption.year}[ ,]" if caption.year else rf"{cited} with CC BY"
        assert re.search(credit, line), (caption, paper.key)
        assert caption.holder in line


def test_a_credit_of_another_year_than_the_reference_says_so():
    odd = {paper.key for paper in RECORD.papers for c in paper.captions if c.year and c.year != paper.year}
    assert odd == {"ref22", "ref48", "ref74", "ref92", "ref97", "ref33"}
    assert all(c.note for paper in RECORD.papers for c in paper.captions if paper.key in odd)
