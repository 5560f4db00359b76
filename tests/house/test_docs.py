"""The documentation is true: its blocks run, its links lead somewhere, its reference is whole."""

from __future__ import annotations

import re
from pathlib import Path

import blocks
import pytest
import reference

import infradot as idt
from infradot.cli.app import COMMANDS, GROUPS

DOCS = Path(__file__).parents[2] / "docs"
ROOMS = ("tutorial", "how-to", "explanation", "reference", "gallery")
PAGES = sorted(path for path in DOCS.rglob("*.md") if not re.search(r"/(gallery|python)/", path.as_posix()))
MADE = ("reference/command-line", "reference/device-file", "gallery/index")  # by `make docs`


@pytest.mark.parametrize("page", blocks.pages(DOCS), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_block_of_a_page_runs(page, tmp_path):
    blocks.run_page(page, tmp_path)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Voc 0.51 V", "Voc 0.52 V"),
        ("10.2%, then 3e+19", "10.1%, then 3.1e+19"),
        ("a ... of 5.0 eV", "a gap\nof 5.05 eV"),
        ("one  line", "one\nline"),
    ],
)
def test_a_page_may_be_off_in_the_last_digit(shown, said):
    assert blocks.Checker().check_output(shown, said, blocks.FLAGS)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Voc 0.51 V", "Voc 0.55 V"),
        ("Voc 0.51 V", "Jsc 0.51 V"),
        ("101 points", "100 points"),
        ("a ... of 5.0 eV", "a gap of 6.0 eV"),
        ("12%", "12"),
    ],
)
def test_a_page_may_not_be_wrong(shown, said):
    assert not blocks.Checker().check_output(shown, said, blocks.FLAGS)


def test_a_wrong_answer_on_a_page_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "```python\n>>> 1 + 1\n3\n```\n\n```console\n$ infradot list kinds\nnothing\n```\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError, match=r"(?s)1 \+ 1.*solar-cell"):
        blocks.run_page(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_of_the_documentation_resolve(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    drawn = {f"figures/{name}" for name in blocks.pictures(page)}
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        path, _, anchor = target.partition("#")
        if target.startswith("http") or target in drawn or not path:
            continue
        place = (page.parent / path).resolve()
        if made(place):
            continue
        assert place.exists(), target
        if anchor and place.suffix == ".md":
            assert anchor in anchors(place), target


def made(place: Path) -> bool:
    """Whether a page is written when the documentation is built."""
    if not place.is_relative_to(DOCS):
        return False
    name = place.relative_to(DOCS).with_suffix("").as_posix()
    subjects = {f"reference/python/{subject.slug}" for subject in (*reference.SUBJECTS,)}
    return name in MADE or name in subjects | {"reference/python/families"} or name.startswith("gallery/")


def anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r"^\(([\w-]+)\)=$", text, re.MULTILINE))


@pytest.mark.parametrize("room", ROOMS[:3])
def test_a_room_lists_all_its_pages(room):
    index = (DOCS / room / "index.md").read_text(encoding="utf-8")
    for page in (DOCS / room).glob("*.md"):
        assert page.stem == "index" or re.search(rf"^{re.escape(page.stem)}$", index, re.MULTILINE), page.name


def test_the_first_page_leads_to_every_room():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert re.findall(r"^([\w-]+)/index$", index, re.MULTILINE) == list(ROOMS)


def test_every_public_name_stands_in_the_reference():
    written = "\n".join(reference.subject_page(*item) for item in reference.names_by_subject().items())
    for name in set(idt.__all__) - {"__version__", "plot", "record", "sweep"}:
        assert re.search(rf"^\.\. (autofunction|autoclass|py:data):: {name}$", written, re.MULTILINE), name


def test_every_public_name_has_a_subject_that_the_reference_lists():
    index = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    for subject in reference.names_by_subject():
        assert f"python/{subject.slug}\n" in index, f"give {subject.title} a place in docs/reference/index.md"


def test_the_reference_has_every_command_and_every_family_of_laws():
    commands = reference.command_page()
    inside = [f"{group} {name}" for group, names in GROUPS.items() for name in names]
    assert all(f"\n## infradot {name}\n" in commands for name in [*COMMANDS, *inside])
    families = reference.laws_page()
    assert all(f"\n{name.capitalize()}\n" in families for name, _ in reference.laws())


def test_make_knows_the_documentation():
    text = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^docs:", text, re.MULTILINE)
    assert "make docs" in text
