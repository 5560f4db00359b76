"""Equations as drawings inside the page: no network, no script and no font is needed to read them.

MathJax and KaTeX come from a server or must be shipped with a page; MathML looks as good as the fonts of the reader.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

import ziamath
from docutils import nodes
from docutils.nodes import SkipNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

SIZE = 16.0
ziamath.config.svg2 = False  # each drawing holds its own outlines: no names that two equations could share


def drawing(latex: str, *, inline: bool) -> str:
    """An ``<svg>`` of some LaTeX, in the colour of the text around it, with the LaTeX as its description."""
    found = re.fullmatch(
        r'<svg[^>]*viewBox="(\S+) (\S+) (\S+) (\S+)"[^>]*>(.*)</svg>',
        ziamath.Latex(latex, size=SIZE, inline=inline, color="currentColor").svg(),
        re.DOTALL,
    )
    assert found is not None, latex
    left, top, width, height = (float(number) for number in found.groups()[:4])
    style = f"width:{width / SIZE:.3f}em;height:{height / SIZE:.3f}em"
    if inline:  # the baseline of the drawing lies at y = 0
        style += f";vertical-align:{-(top + height) / SIZE:.3f}em"
    label = escape(" ".join(latex.split()), quote=True)
    box = f"{left} {top} {width} {height}"
    return f'<svg class="equation" role="img" aria-label="{label}" viewBox="{box}" style="{style}">{found[5]}</svg>'


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(drawing(node.astext(), inline=True) + _joint(node))
    raise SkipNode


def _joint(node: nodes.math) -> str:
    """A word joiner where a comma or a full stop follows, which else could begin the next line."""
    following = node.next_node(descend=False, siblings=True)
    return "\N{WORD JOINER}" if isinstance(following, nodes.Text) and re.match(r"[.,;:)?]", following) else ""


def _block(self: HTML5Translator, node: nodes.math_block) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    name = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    self.body.append(f'<div class="math-block"{name}>{drawing(node.astext(), inline=False)}{number}</div>')
    raise SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer; `html_math_renderer = "svg"` chooses it."""
    app.add_html_math_renderer("svg", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
