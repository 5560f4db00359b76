"""What the README promises works."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from infradot.cli.app import COMMANDS
from infradot.devices import demo_text
from infradot.files import loads
from infradot.report.run import perform

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) >= 3
    assert (tmp_path / "jv.png").stat().st_size > 10_000


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_links_and_pictures_are_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"^infradot ([a-z]+)", README, re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("target", ["demo", "test", "lint", "figures", "bench"])
def test_make_knows_the_targets(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_numbers_of_the_demo_are_those_of_today():
    run = perform(loads(demo_text()))
    for light, curve in run.curves.items():
        row = re.search(rf"^{re.escape(light)} +([\d.]+) ", README, re.MULTILINE)
        assert row is not None, light
        assert float(row[1]) == pytest.approx(100 * curve.metrics.efficiency, abs=0.02), (
            "run infradot demo, make figures"
        )
