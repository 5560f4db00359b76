"""The house stands: floors, one place that compiles, one version."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import grimp
from importlinter import api

import infradot._version

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "infradot").rglob("*.py"))


def test_a_floor_imports_only_from_the_floors_below(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    kept = api.use_cases.lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert kept, capsys.readouterr().out


def test_nobody_inside_imports_the_package_itself():
    graph = grimp.build_graph("infradot", cache_dir=None)
    assert graph.find_modules_that_directly_import("infradot") == set()


def test_only_one_file_touches_numba():
    pattern = re.compile(r"^\s*(import|from)\s+numba\b", re.MULTILINE)
    found = [path.name for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == ["compiled.py"]


def test_ruff_refuses_numba_elsewhere(tmp_path):
    code = '"""A file."""\n\nfrom numba import njit\n\n__all__ = ["njit"]\n'
    command = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    done = subprocess.run(
        [*command, "--stdin-filename", str(ROOT / "src" / "infradot" / "laws" / "new.py"), "-"],
        input=code, capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "TID251" in done.stdout


def test_the_citation_has_the_version_of_the_package():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {infradot._version.__version__}\n" in text


def test_the_glossary_that_ships_is_the_one_that_is_read():
    shipped = ROOT / "src" / "infradot" / "cli" / "data" / "glossary.md"
    said = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert shipped.read_text(encoding="utf-8") == said, "copy docs/glossary.md over src/infradot/cli/data/glossary.md"


def test_no_plot_touches_the_global_state_of_matplotlib():
    guilty = [path.name for path in SOURCES if re.search(r"pyplot|rcParams", path.read_text(encoding="utf-8"))]
    assert guilty == []
