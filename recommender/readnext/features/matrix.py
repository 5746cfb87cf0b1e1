"""The features of papers against a reader, one column each.

`linear`: margin of the linear model over terms and people, see
`readnext.features.linear`. Text: `near` (mean cosine of single words to the nearest own
works, less a part of that to refused papers) and `terms` (positive log-odds profile of
works with an abstract). Persons: `people` (how much of their work the reader has),
`people_max` (overlap with the best known). `labs`. `citations`: citing, being cited by
or citing the same as own works. Context, of candidates alone: `venue`, `years`,
`popularity`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS
from readnext.features.context import venue_fit, year_fit, year_index
from readnext.features.corpus import CHUNK, TITLES, View
from readnext.features.linear import LinearModel
from readnext.features.people import row_max
from readnext.features.profile import Profile
from readnext.features.rows import only_words, weighted_sum, word_norms

NAMES = (
    "linear",
    "near",
    "terms",
    "people",
    "people_max",
    "labs",
    "citations",
    "venue",
    "years",
    "popularity",
)
CONTEXT = ("venue", "years", "popularity")
_COMPARED = 150  # own works that others are compared with, at most
_NEAREST, _FEWER = 10, 4  # nearest own works that count; fewer where there are topics
_FEW = 15  # works of a library that is taken for one topic
_FIRM = 100.0  # weight of refused papers from which on they count in full
_REFUSED = 0.25  # what likeness to refused papers counts beside that to own works


@dataclass(frozen=True, slots=True)
class Measures:
    """What papers are measured by against one reader.

    `own`: the words of own works, (BUCKETS, works); `away`: those of refused papers,
    None if there are none, and `terms`, both over the columns of terms; `people`,
    `best_people`, `labs`, `links` over the corpus's names: what each adds to a feature.
    """

    model: LinearModel
    own: sparse.csr_matrix
    away: NDArray[np.float32] | None
    terms: NDArray[np.float32]
    people: NDArray[np.float32]
    best_people: NDArray[np.float32]
    labs: NDArray[np.float32]
    links: NDArray[np.float32]

    @classmethod
    def of(cls, profile: Profile, model: LinearModel) -> Measures:
        """Measure a profile; `model` is the linear model fitted to the same one.

        What the reader has of the catalog must not make it more common there: a catalog
        with the library in it is to rank as one without.
        """
        corpus, owned, works = profile.corpus, profile.owned, len(profile)
        people = corpus.people.without(owned)
        counts = profile.people_counts()
        return cls(
            model,
            _words_of(profile),
            _away(profile),
            term_profile(profile),
            people.share(counts),
            people.overlap(counts, works),
            corpus.labs.without(owned).overlap(profile.lab_counts(), works),
            corpus.links.without(owned).overlap(profile.link_counts(), works),
        )

    def features(self, view: View, *, near: bool = True) -> NDArray[np.float32]:
        """Return the features of papers, those of context 0, (rows, NAMES).

        `near` can be left 0, too.
        """
        columns: dict[str, NDArray[np.float32]] = {
            "linear": self.model.score(view),
            "terms": view.text @ self.terms,
            "people": _per_root(view.people, self.people),
            "people_max": row_max(view.people, self.best_people),
            "labs": _per_root(view.labs, self.labs),
            "citations": _per_root(view.links, self.links),
        }
        if near:
            columns["near"] = self._near(view)
        table = np.zeros((len(view), len(NAMES)), np.float32)
        for name, values in columns.items():
            table[:, NAMES.index(name)] = values
        return table

    def _near(self, view: View) -> NDArray[np.float32]:
        """The cosine to the nearest own works, less that to refused papers, (rows,)."""
        found = np.zeros(len(view), np.float32)
        if self.away is not None:
            found -= view.text @ self.away
        k = min(_nearest(self.own.shape[1]), self.own.shape[1])
        for start in range(0, len(view) if k else 0, CHUNK):
            part = slice(start, start + CHUNK)
            cosines = (view.text[part] @ self.own).toarray()
            top = np.partition(cosines, cosines.shape[1] - k, axis=1)[:, -k:]
            found[part] += top.mean(axis=1)
        return np.asarray(found / word_norms(view.text), np.float32)


def features(
    profile: Profile,
    measures: Measures,
    rows: NDArray[np.int64],
    *,
    near: bool = True,
    titles: bool = False,
) -> NDArray[np.float32]:
    """Return the features of some papers of the corpus, float32 (rows, NAMES).

    `measures` are those of the same profile. Nothing in a row comes
    from that paper being in the profile or not, if the profile leaves it out. `near`,
    which takes as long as all others together, can be left 0. With `titles`, they are
    those that the papers would have without their abstracts.
    """
    corpus = profile.corpus
    table = np.zeros((len(rows), len(NAMES)), np.float32)
    chunk = TITLES if titles else CHUNK
    for start in range(0, len(rows), chunk):
        some = rows[start : start + chunk]
        view = corpus.view(some, titles=titles)
        table[start : start + len(some)] = measures.features(view, near=near)
    context = {
        "venue": venue_fit(corpus.venue, profile.own)[corpus.venue[rows]],
        "years": year_fit(corpus.year, profile.years)[year_index(corpus.year[rows])],
        "popularity": corpus.popularity[rows],
    }
    for name, values in context.items():
        table[:, NAMES.index(name)] = values
    return table


def term_profile(profile: Profile) -> NDArray[np.float32]:
    """Return the positive log-odds of each term with the reader, (BUCKETS,).

    The log of how much more often a term is in works with an abstract than in the
    papers that the reader lacks: bare titles make the profile worse.
    """
    corpus = profile.corpus
    works = profile.works.text
    own = works[profile.whole]
    used, counts = np.unique(own.indices, return_counts=True)
    telling = corpus.weights.idf[used] > 0
    used, share = used[telling], counts[telling] / max(own.shape[0], 1)
    # A work that is held out is one of those that the reader lacks, like any paper.
    further = np.setdiff1d(profile.owned, profile.own)
    had = np.r_[works.indices, corpus.columns.terms[further].indices]
    owned = _counts_of(used, had)
    lacking = corpus.weights.frequency[used] - owned
    papers = corpus.weights.papers - len(profile) - len(further)
    base = np.maximum(lacking, 0) / max(papers, 1)
    ratio = (share + 0.01 * base + 1e-5) / (1.01 * base + 1e-5)
    found = np.zeros(BUCKETS, np.float32)
    found[used] = np.maximum(np.log(ratio), 0) * share**0.75
    return found


def _counts_of(
    wanted: NDArray[np.integer], values: NDArray[np.integer]
) -> NDArray[np.int64]:
    """How often each of some sorted numbers is among values, (wanted,)."""
    if not len(wanted):
        return np.zeros(0, np.int64)
    places = np.searchsorted(wanted, values)
    found = wanted.take(places, mode="clip") == values
    return np.bincount(places[found], minlength=len(wanted)).astype(np.int64)


def _nearest(works: int) -> int:
    """How many own works a paper is compared with: all of a few, some of more."""
    return _NEAREST if works <= _FEW else _FEWER


def _words_of(profile: Profile) -> sparse.csr_matrix:
    """The words of own works, one a column; evenly spaced ones of very many."""
    step = -(-len(profile) // _COMPARED) or 1
    return sparse.csr_matrix(only_words(profile.works.text[::step]).T)


def _away(profile: Profile) -> NDArray[np.float32] | None:
    """The mean of refused papers' words, less where they weigh little, (BUCKETS,).

    It is None if no paper was refused, as is usual.
    """
    refused = profile.refused
    if not len(refused):
        return None
    total = weighted_sum(only_words(refused.text), refused.weights)
    total *= _REFUSED / max(float(refused.weights.sum()), _FIRM)
    return np.asarray(total, np.float32)


def _per_root(
    names: sparse.csr_matrix, values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The sum of each row's names' values, by the root of their number."""
    number = np.sqrt(np.maximum(np.diff(names.indptr), 1))
    return np.asarray(names @ values / number, np.float32)
