"""What the documentation makes before Sphinx reads it: reference pages, figures of the pages, the gallery."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import blocks
import gallery
import reference
from sphinx.application import Sphinx
from sphinx.util import logging

log = logging.getLogger(__name__)


def make(app: Sphinx) -> None:
    """Everything, before the sources are read."""
    source = Path(app.srcdir)
    log.info("reading the reference off the code")
    reference.write(source / "reference")
    log.info("running the pages that draw figures")
    for page in blocks.pages(source):
        draw(page)
    log.info("measuring the examples of the gallery")
    gallery.write(source / "gallery")


def draw(page: Path) -> None:
    """Run a page and keep the figures it shows; skipped while these are fresh."""
    wanted = blocks.pictures(page)
    folder = page.parent / "figures"
    kept = [folder / name for name in wanted]
    if not wanted or blocks.fresh(kept, page):
        return
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        blocks.run_page(page, Path(scratch))
        for name in wanted:
            shutil.copyfile(Path(scratch) / name, folder / name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Run before every other listener of `builder-inited`: autosummary looks for pages there."""
    app.connect("builder-inited", make, priority=1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
