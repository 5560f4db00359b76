"""Names in the text lead to their place in the reference: ``idt.jv``, ``Ohmic()``."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

import infradot

ROOMS = ("tutorial/", "how-to/", "explanation/")
_CALLED = re.compile(r"(?:idt\.)?(?P<name>\w+)(?:\(.*\))?", re.DOTALL)


class LinkNames(SphinxTransform):
    """Turn every literal that is a public name, or a call of one, into a link."""

    default_priority = 400

    def apply(self, **_: Any) -> None:
        """Wrap the literals of one page."""
        if not self.env.docname.startswith(ROOMS):
            return
        for literal in list(self.document.findall(nodes.literal)):
            found = _CALLED.fullmatch(literal.astext())
            if found is None or found["name"] not in infradot.__all__ or found["name"] == "plot":
                continue
            if isinstance(literal.parent, nodes.reference | pending_xref | nodes.title):
                continue
            link = pending_xref(
                "", refdomain="py", reftype="obj", reftarget=f"infradot.{found['name']}", refexplicit=True, refwarn=True
            )
            literal.replace_self(link)
            link += literal


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the transform."""
    app.add_transform(LinkNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
