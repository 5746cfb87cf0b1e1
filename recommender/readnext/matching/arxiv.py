"""arXiv's DOI prefix, archives and categories, as everything else uses them.

The archives are those of https://arxiv.org/category_taxonomy.
"""

from __future__ import annotations

import re

# The DOIs that arXiv assigns: this prefix, then the arXiv id.
DOI_PREFIX = "10.48550/arxiv."

# Archives by code, with their names.
ARCHIVES = {
    "astro-ph": "Astrophysics",
    "cond-mat": "Condensed Matter",
    "cs": "Computer Science",
    "econ": "Economics",
    "eess": "Electrical Engineering and Systems Science",
    "gr-qc": "General Relativity and Quantum Cosmology",
    "hep-ex": "High Energy Physics - Experiment",
    "hep-lat": "High Energy Physics - Lattice",
    "hep-ph": "High Energy Physics - Phenomenology",
    "hep-th": "High Energy Physics - Theory",
    "math": "Mathematics",
    "math-ph": "Mathematical Physics",
    "nlin": "Nonlinear Sciences",
    "nucl-ex": "Nuclear Experiment",
    "nucl-th": "Nuclear Theory",
    "physics": "Physics",
    "q-bio": "Quantitative Biology",
    "q-fin": "Quantitative Finance",
    "quant-ph": "Quantum Physics",
    "stat": "Statistics",
}
# Archives without categories: their code is the category of a paper.
SINGLE = frozenset(
    "gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph".split()
)
# The group of each archive: an archive outside of physics is a group of its own.
GROUPS = {
    code: "physics"
    if code in SINGLE or code in ("astro-ph", "cond-mat", "nlin", "physics")
    else code
    for code in ARCHIVES
}
_WITH_CATEGORIES = "|".join(map(re.escape, sorted(ARCHIVES.keys() - SINGLE)))
_CATEGORY = re.compile(
    rf"(?:{_WITH_CATEGORIES})\.[A-Za-z][A-Za-z-]+|{'|'.join(sorted(SINGLE))}"
)


def is_category(code: str) -> bool:
    """Tell whether a text is the code of a category.

    >>> is_category("cs.LG"), is_category("hep-th"), is_category("cs")
    (True, True, False)
    """
    return _CATEGORY.fullmatch(code) is not None


def is_arxiv_doi(doi: str | None) -> bool:
    """Tell whether a DOI is one that arXiv assigned."""
    return doi is not None and doi.startswith(DOI_PREFIX)
