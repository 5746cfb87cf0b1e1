"""The features of papers against a reader, one column each.

`linear`: margin of the linear model over terms and people, see
`readnext.features.linear`. Text: `terms` (positive log-odds profile), `near3`,
`near10` (mean cosine to the 3 and 10 nearest own papers). Persons: `people_sum`,
`people_max` (overlap), `people_near` (co-authors). `labs`. `citations`: citing, being
cited by or citing the same as own works. Context: `venue`, `years`, `popularity`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.terms import BUCKETS
from readnext.features.context import venue_fit, year_fit, year_index
from readnext.features.people import NameTable, near_people, row_max
from readnext.features.profile import Profile

if TYPE_CHECKING:
    from scipy import sparse

    from readnext.features.linear import LinearModel

NAMES = (
    "linear",
    "terms",
    "near3",
    "near10",
    "people_sum",
    "people_max",
    "people_near",
    "labs",
    "citations",
    "venue",
    "years",
    "popularity",
)
SIMILARITIES = frozenset(NAMES) - {"venue", "years", "popularity"}
_CHUNK = 8192  # papers compared with the reader's at a time
_COMPARED = 200  # own papers that others are compared with, at most


def features(
    profile: Profile, model: LinearModel, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the features of some papers of the corpus, float32 (rows, NAMES).

    `model` is the linear model fitted to the same profile. Nothing in a row comes
    from that paper being in the profile or not, if the profile leaves it out.
    """
    corpus = profile.corpus
    text = corpus.text[rows]
    near = _nearest(profile, text)
    persons = _Persons.of(profile)
    people = corpus.people.rows[rows]
    columns = {
        "linear": model.text_score(text)
        + model.people_score(corpus.people_scaled[rows]),
        "terms": text @ term_profile(profile),
        "near3": near[:, :3].mean(axis=1),
        "near10": near.mean(axis=1),
        "people_sum": people @ persons.overlap,
        "people_max": row_max(people, persons.overlap),
        "people_near": persons.near_scores(profile, rows),
        "labs": _lab_overlap(profile, rows),
        "citations": _link_overlap(profile, rows),
        "venue": venue_fit(corpus.venue, profile.own)[corpus.venue[rows]],
        "years": year_fit(corpus.year, profile.all_years())[
            year_index(corpus.year[rows])
        ],
        "popularity": corpus.popularity[rows],
    }
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)


def term_profile(profile: Profile) -> NDArray[np.float32]:
    """Return the positive log-odds of each term with the reader, (BUCKETS,).

    Only papers that the corpus knows count: bare titles make the profile worse.
    """
    weights = profile.corpus.weights
    own = profile.corpus.text[profile.own].indices
    papers = np.bincount(own, minlength=BUCKETS) * (weights.idf > 0)
    used = np.flatnonzero(papers)
    share = papers[used] / max(len(profile.own), 1)
    base = weights.share[used]
    ratio = (share + 0.01 * base + 1e-5) / (1.01 * base + 1e-5)
    found = np.zeros(BUCKETS, np.float32)
    found[used] = np.maximum(np.log(ratio), 0) * share**0.75
    return found


def _nearest(profile: Profile, text: sparse.csr_matrix) -> NDArray[np.float32]:
    """The cosines of rows of text to the ten nearest own papers, falling, (rows, 10).

    Of a very large library, papers evenly spaced stand for all: the cost grows with
    their number, what they say hardly.
    """
    step = -(-len(profile.own) // _COMPARED) or 1
    own = profile.corpus.text[profile.own[::step]]
    own.eliminate_zeros()
    k = min(10, own.shape[0])
    near = np.zeros((text.shape[0], 10), np.float32)
    if not k:
        return near
    turned = own.T.tocsr()
    for start in range(0, text.shape[0], _CHUNK):
        cosines = (text[start : start + _CHUNK] @ turned).toarray()
        top = np.partition(cosines, cosines.shape[1] - k, axis=1)[:, -k:]
        near[start : start + len(top), :k] = -np.sort(-top, axis=1)
    return near


@dataclass(frozen=True, slots=True)
class _Persons:
    """The reader's people as weights over the people of the corpus."""

    overlap: NDArray[np.float32]
    near: NDArray[np.float32]

    @classmethod
    def of(cls, profile: Profile) -> _Persons:
        table = profile.corpus.people
        overlap = table.overlap(profile.people_counts(), len(profile))
        return cls(overlap, near_people(table, overlap))

    def near_scores(
        self, profile: Profile, rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Sum over a paper's people of the overlap that their other papers have."""
        table = profile.corpus.people
        people = table.rows[rows]
        others = 1 / np.maximum(table.frequency, 1)
        itself = (people @ self.overlap) * (people @ others)
        return np.asarray(people @ self.near - itself, np.float32)


def _lab_overlap(profile: Profile, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Overlap of a paper's labs with the reader's, by the root of their number."""
    table = profile.corpus.labs
    counts = table.counts(profile.own, profile.weights)
    return _shared(table, counts, len(profile.own), rows)


def _link_overlap(profile: Profile, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Overlap of a paper's citation links with the reader's, by their number's root."""
    table = profile.corpus.links
    return _shared(table, profile.link_counts(), len(profile), rows)


def _shared(
    table: NameTable, counts: NDArray[np.float64], n: int, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The overlap of rows' names with n papers', by the root of the rows' number."""
    names = table.rows[rows]
    number = np.sqrt(np.maximum(np.diff(names.indptr), 1))
    return np.asarray(names @ table.overlap(counts, n) / number, np.float32)
