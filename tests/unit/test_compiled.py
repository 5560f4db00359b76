"""The compile cache: never stale, never in the way. Each case runs a copy of the package in its own process."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numba
import pytest

import infradot
from infradot.numerics import compiled as module
from infradot.numerics.compiled import KERNEL_FLOORS, compiled, kernel_key

PACKAGE = Path(infradot.__file__).parent
KEY = "from infradot.numerics.compiled import kernel_key; print(kernel_key())"
FOLDER = "from infradot.numerics.compiled import cache_folder; print(cache_folder())"
DENSITY = """
from infradot.laws.statistics.dispatch import density
print(density(0, 0.0, 2.0, (0.0,) * 8)[0])
"""


@pytest.fixture
def copied(tmp_path):
    """The parts of the package that hold kernels, to be edited."""
    target = tmp_path / "copy" / "infradot"
    for part in ("__init__.py", "_version.py", "errors.py", "units.py", "source.py", *KERNEL_FLOORS):
        source = PACKAGE / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__", "data"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / part)
    return target


def fresh(code: str, package: Path = PACKAGE, **environment: str) -> subprocess.CompletedProcess:
    """A fresh interpreter with `package` first on its path."""
    usual = {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1", "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | usual | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def python(code: str, package: Path = PACKAGE, **environment: str) -> str:
    """What it prints."""
    return fresh(code, package, **environment).stdout.strip()


def test_the_key_is_the_same_in_every_process(copied, tmp_path):
    assert python(KEY, copied) == python(KEY, copied)
    assert len(kernel_key()) == 16


@pytest.mark.parametrize("floor", KERNEL_FLOORS)
def test_any_edit_of_a_kernel_floor_changes_the_key(copied, floor):
    before = python(KEY, copied)
    file = sorted((copied / floor).rglob("*.py"))[-1]
    file.write_bytes(file.read_bytes() + b"\n# a comment\n")
    assert python(KEY, copied) != before


def test_new_and_renamed_kernel_files_change_the_key(copied):
    keys = [python(KEY, copied)]
    (copied / "laws" / "recombination" / "new.py").write_text("")
    keys.append(python(KEY, copied))
    (copied / "laws" / "recombination" / "new.py").rename(copied / "laws" / "recombination" / "newer.py")
    keys.append(python(KEY, copied))
    assert len(set(keys)) == 3


def test_edits_elsewhere_keep_the_machine_code(copied):
    before = python(KEY, copied)
    (copied / "source.py").write_text((copied / "source.py").read_text() + "\n# a comment\n")
    assert python(KEY, copied) == before


def test_an_edited_callee_in_another_file_is_never_served_stale(copied, tmp_path):
    """Plain numba keeps the old machine code of `dispatch` when only `boltzmann` changes."""
    cache = str(tmp_path / "cache")
    assert python(DENSITY, copied, NUMBA_CACHE_DIR=cache) == "2.0"
    law = copied / "laws" / "statistics" / "boltzmann.py"
    text = law.read_text()
    assert "dos * np.exp(eta)" in text
    law.write_text(text.replace("dos * np.exp(eta)", "3.0 * dos * np.exp(eta)"))
    assert python(DENSITY, copied, NUMBA_CACHE_DIR=cache) == "6.0"
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_machine_code_is_kept_in_the_folder_that_the_user_names(copied, tmp_path):
    cache = tmp_path / "named"
    assert python(FOLDER, copied, NUMBA_CACHE_DIR=str(cache)) == str(cache / python(KEY, copied))
    python(DENSITY, copied, NUMBA_CACHE_DIR=str(cache))
    assert list(cache.rglob("*.nbi"))
    assert not list(copied.rglob("*.nbi")), "nothing is written beside the sources"


def test_a_folder_that_cannot_be_written_means_no_cache_and_the_same_numbers(copied, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert python(FOLDER, copied, NUMBA_CACHE_DIR=str(blocked / "cache")) == "None"
    assert python(DENSITY, copied, NUMBA_CACHE_DIR=str(blocked / "cache")) == "2.0"


@pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="XDG_CACHE_HOME and TMPDIR move the folders on Linux only"
)
def test_without_a_home_to_write_the_cache_is_temporary(copied, tmp_path):
    blocked, spare = tmp_path / "file", tmp_path / "spare"
    blocked.write_text("not a folder")
    spare.mkdir()
    given = {"XDG_CACHE_HOME": str(blocked / "cache"), "TMPDIR": str(spare), "NUMBA_CACHE_DIR": ""}
    found = Path(python(FOLDER, copied, **given))
    assert found.is_relative_to(spare)
    usual = python(FOLDER, copied, XDG_CACHE_HOME=str(tmp_path / "home"), NUMBA_CACHE_DIR="")
    assert Path(usual).parent == tmp_path / "home" / "infradot" / "kernels"


def test_old_versions_are_pruned_to_the_newest_few(tmp_path):
    for age in range(10):
        folder = tmp_path / f"{age:016x}"
        folder.mkdir()
        stamp = time.time() - 1000 * age
        os.utime(folder, (stamp, stamp))
    keep = tmp_path / f"{9:016x}"
    (tmp_path / "somebody elses").mkdir()
    module._prune(tmp_path, keep=keep)
    left = {p.name for p in tmp_path.iterdir()}
    assert "somebody elses" in left
    assert keep.name in left
    assert {f"{age:016x}" for age in range(module._KEPT_FOLDERS)} <= left
    assert len(left) == module._KEPT_FOLDERS + 2


def test_numba_is_left_as_it_was_found():
    before = numba.config.CACHE_DIR
    made = compiled(lambda x: x + 1.0)
    assert before == numba.config.CACHE_DIR
    assert made(1.0) == 2.0
    code = (
        "import numba; c = numba.config; a = c.CACHE_DIR; import infradot.transport.assembly; print(a == c.CACHE_DIR)"
    )
    assert python(code) == "True"


def test_kernels_never_trade_accuracy_for_speed():
    if numba.config.DISABLE_JIT:
        pytest.skip("nothing is compiled")
    made = compiled(lambda x: 1.0 / x)
    assert made(0.0) == float("inf"), "as in NumPy"
    assert not made.targetoptions.get("fastmath")
    assert made.targetoptions["nogil"]


ANNOUNCE = """
from infradot.numerics.compiled import announce_first_compile
announce_first_compile()
announce_first_compile()
"""


def test_the_first_compile_is_announced_once_in_one_line(tmp_path):
    first = fresh(ANNOUNCE, NUMBA_CACHE_DIR=str(tmp_path)).stderr.splitlines()
    assert len(first) == 1
    assert first[0].startswith("Compiling")


def test_a_warm_cache_and_plain_python_are_not_announced(tmp_path):
    warm, cold = str(tmp_path / "warm"), str(tmp_path / "cold")
    python(DENSITY, NUMBA_CACHE_DIR=warm)
    assert fresh(ANNOUNCE, NUMBA_CACHE_DIR=warm).stderr == ""
    assert fresh(ANNOUNCE, NUMBA_CACHE_DIR=cold, NUMBA_DISABLE_JIT="1").stderr == ""
