"""A run folder is there whole or not at all."""

from __future__ import annotations

import pytest

from infradot.errors import InputError
from infradot.report.folder import MARK, refuse_existing, whole_folder


def make_run(folder, text="{}"):
    with whole_folder(folder) as place:
        (place / MARK).write_text(text)


def test_a_run_appears_under_its_name_and_leaves_nothing_else(tmp_path):
    make_run(tmp_path / "deep" / "run")
    assert (tmp_path / "deep" / "run" / MARK).read_text() == "{}"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run"]


@pytest.mark.parametrize("error", [RuntimeError("boom"), KeyboardInterrupt()])
def test_a_failed_run_leaves_nothing(tmp_path, error):
    with pytest.raises(type(error)), whole_folder(tmp_path / "run") as place:
        (place / "half.csv").write_text("1")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_an_existing_run_is_refused_without_force_and_kept(tmp_path):
    make_run(tmp_path / "run", "old")
    with pytest.raises(InputError, match=r"exists.*--force"):
        make_run(tmp_path / "run", "new")
    assert (tmp_path / "run" / MARK).read_text() == "old"


def test_force_replaces_a_run_whole(tmp_path):
    make_run(tmp_path / "run", "old")
    (tmp_path / "run" / "left-over.csv").write_text("1")
    with whole_folder(tmp_path / "run", force=True) as place:
        (place / MARK).write_text("new")
    assert [path.name for path in (tmp_path / "run").iterdir()] == [MARK]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_failed_replacement_keeps_the_earlier_run(tmp_path):
    make_run(tmp_path / "run", "old")
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "run", force=True):
        raise RuntimeError("boom")
    assert (tmp_path / "run" / MARK).read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_force_never_replaces_what_is_not_a_run(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    (tmp_path / "file").write_text("x")
    for name, message in (("thesis", "not a run"), ("file", "not a folder")):
        with pytest.raises(InputError, match=message):
            refuse_existing(tmp_path / name, force=True)
    assert (tmp_path / "thesis" / "chapter.txt").exists()


def test_a_place_that_cannot_be_written_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        make_run(tmp_path / "file" / "run")
