"""Settings of the documentation's build; `sphinx-build -W docs build/docs` makes it."""

from __future__ import annotations

import readnext

project = "readnext"
author = "readnext contributors"
copyright = f"2026, {author}"
release = version = readnext.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
suppress_warnings: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings are plain text with code in single backticks.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 80

html_theme = "furo"
html_title = f"readnext {release}"
html_copy_source = False
html_show_sourcelink = False
