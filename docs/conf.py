"""How the documentation is built: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext")]

from infradot import __version__  # noqa: E402

project = "infradot"
author = copyright = "the infradot developers"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinx_copybutton",
    "sphinx_design",
    "docstrings",
    "svg_math",
    "names",
    "made",
]
exclude_patterns = [".gitignore", "_ext"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
templates_path = ["_templates"]

myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence", "smartquotes"]
myst_heading_anchors = 3
numfig = False
html_math_renderer = "svg"

default_role = "py:obj"
autosummary_generate = False
autodoc_default_options = {"members": True, "inherited-members": "tuple,float,Exception,ABC"}
autodoc_typehints = "none"  # numpydoc says them in words, with units
autodoc_class_signature = "mixed"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_title = f"infradot {version}"
html_static_path = ["_static"]
html_css_files = ["infradot.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "friendly"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_exclude = ".linenos, .gp, .go"
