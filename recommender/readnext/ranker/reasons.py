"""Why a paper is suggested, in words, with the reader's own works.

The weights are the ranker's own contributions, grouped by what they speak of; the
linear model's share is parted into what terms and what people added to it. The
words name the evidence behind a group: the nearest works, the shared people, labs.
A reason tells a paper from others: what more than a third of a list has is left out,
and a paper has three reasons at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.matrix import NAMES
from readnext.matching.authors import running_name
from readnext.paper import Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.ranker import Ranker, Ranking
from readnext.ranker.term_choice import TermChoice
from readnext.suggestion import Cited, Reason

_GROUPS = {
    "text": ("near", "terms"),
    "authors": ("people", "people_max"),
    "labs": ("labs",),
    "citations": ("citations",),
    "venue": ("venue",),
    "popularity": ("popularity",),
}
# The cosine from which a work is called close, and that for a library of few works.
_NEAR, _NEAR_OF_FEW, _FEW = 0.12, 0.08, 10
_AS_NEAR = 0.7  # of the cosine of the nearest work, for the second one
_WORKS = 2  # works named as close
_REASONS = 3
_LEAST = 0.03  # what a reason adds to the score, beside the weightiest
_SHARE = 3  # at most one of so many papers of a list has the same reason
_KEYS = 5  # keys named for a person or a lab
_VENUE, _TIMES = 3, 3.0  # works at a venue, and how much more often than the catalog
_NOTHING_NEARER = "the nearest that the catalog has"


class Explainer:
    """Words the reasons for rows of a ranking.

    `cited` says how works are cited, by their key; others are cited by the key.
    `otherwise` is the reason of a paper that has no other.
    """

    def __init__(
        self,
        ranker: Ranker,
        evidence: Evidence,
        cited: Mapping[str, Cited] | None = None,
        otherwise: str = _NOTHING_NEARER,
    ) -> None:
        self._ranker = ranker
        self._evidence = evidence
        self._corpus = ranker.profile_.corpus
        self._cited = cited or {}
        self._otherwise = otherwise

    def explain(
        self, ranking: Ranking, places: NDArray[np.int64], papers: Sequence[Paper]
    ) -> list[tuple[Reason, ...]]:
        """Return the reasons of the papers of a list, the weightiest first."""
        rows = ranking.rows[places]
        text = self._corpus.text(rows)
        weights = self._group_weights(rows, text, self._ranker.scaled(rows))
        cosines = (text @ self._evidence.text.T).toarray()
        most = max(len(papers) // _SHARE, 1)
        terms = TermChoice(self._corpus, self._ranker.model_.linear, most)
        named = Counter[str]()
        found = []
        for i, (row, paper) in enumerate(zip(rows.tolist(), papers, strict=True)):
            own = {kind: float(weight[i]) for kind, weight in weights.items()}
            close = self._close(cosines[i], named, most)
            words = _text(close, terms.choose(paper, text[i]))
            found.append(self._reasons(paper, row, own, words))
        return _without_common(found, most)

    def contributions(
        self, ranking: Ranking, places: NDArray[np.int64]
    ) -> list[tuple[tuple[str, float], ...]]:
        """Return what each feature adds to scores, and "base", what is left of them."""
        parts = self._ranker.contributions(self._ranker.scaled(ranking.rows[places]))
        base = ranking.scores[places] - parts.sum(axis=1)
        rows = np.c_[parts, base].astype(float).round(6).tolist()
        return [tuple(zip((*NAMES, "base"), row, strict=True)) for row in rows]

    def _group_weights(
        self,
        rows: NDArray[np.int64],
        text: sparse.csr_matrix,
        scaled: NDArray[np.float32],
    ) -> dict[str, NDArray[np.float32]]:
        """What each group adds to the scores of rows."""
        parts = self._ranker.contributions(scaled)
        column = {name: parts[:, place] for place, name in enumerate(NAMES)}
        weights = {
            kind: np.sum([column[name] for name in names], axis=0)
            for kind, names in _GROUPS.items()
        }
        text_share = self._text_share(rows, text)
        weights["text"] = weights["text"] + column["linear"] * text_share
        weights["authors"] = weights["authors"] + column["linear"] * (1 - text_share)
        return weights

    def _text_share(
        self, rows: NDArray[np.int64], text: sparse.csr_matrix
    ) -> NDArray[np.float32]:
        """The share of terms, not people, in what lifts the linear margin."""
        model = self._ranker.model_.linear
        terms = np.maximum(model.text_score(text), 0)
        people = np.maximum(model.people_score(self._corpus.people_scaled(rows)), 0)
        return np.asarray((terms + 1e-6) / (terms + people + 1e-6), np.float32)

    def _reasons(
        self,
        paper: Paper,
        row: int,
        weights: dict[str, float],
        text: tuple[str, list[Cited]],
    ) -> tuple[Reason, ...]:
        """The reasons of one paper."""
        worded: dict[str, tuple[str, Sequence[Cited]]] = {
            "text": text,
            "authors": self._people(paper),
            "labs": self._labs(paper),
            "citations": self._citations(paper),
            "venue": (self._venue(paper, row), ()),
            "popularity": (_popularity(paper), ()),
        }
        least = _LEAST * max(0.0, *weights.values())
        reasons = [
            _reason(kind, words, weights[kind], works)
            for kind, (words, works) in worded.items()
            if words and weights[kind] > least
        ]
        if not reasons:
            words, works = worded["text"]
            words = words or self._otherwise
            reasons = [_reason("text", words, weights["text"], works)]
        return tuple(sorted(reasons, key=lambda reason: -reason.weight))

    def _close(
        self, cosines: NDArray[np.float32], named: Counter[str], most: int
    ) -> list[Cited]:
        """The nearest works, if they are near, without those that are named often."""
        order = np.argsort(-cosines, kind="stable")[: _WORKS * _KEYS].tolist()
        near = _NEAR if len(cosines) >= _FEW else _NEAR_OF_FEW
        keys = [self._evidence.keys[i] for i in order if cosines[i] >= near]
        telling = [key for key in keys if named[key] < most]
        at = dict(zip(self._evidence.keys, cosines.tolist(), strict=False))
        close = [key for key in telling if at[key] >= _AS_NEAR * at[telling[0]]]
        named.update(close[:_WORKS])
        return self._works(close[:_WORKS])

    def _works(self, keys: Iterable[str]) -> list[Cited]:
        """How works are cited."""
        return [self._cited.get(key, Cited(key)) for key in keys]

    def _count(self, keys: Sequence[str]) -> str:
        """How many works the reader has, and how many they only liked."""
        own = sum(work.own for work in self._works(keys))
        liked = f"{len(keys) - own} liked"
        if own == len(keys):
            return f"{own} in your library"
        return f"{own} in your library, {liked}" if own else liked

    def _people(self, paper: Paper) -> tuple[str, list[Cited]]:
        """The paper's authors that the library has, the most frequent first."""
        keys_of = {author: self._evidence.by(author) for author in paper.authors}
        known = sorted(
            (author for author, keys in keys_of.items() if keys),
            key=lambda author: -len(keys_of[author]),
        )[:3]
        if not known:
            return "", []
        counts = [self._count(keys_of[author]) for author in known[:1]]
        counts += [str(len(keys_of[author])) for author in known[1:]]
        names = map(running_name, known)
        named = [f"{a} ({n})" for a, n in zip(names, counts, strict=True)]
        keys = dict.fromkeys(key for author in known for key in keys_of[author])
        return "by " + ", ".join(named), self._works(list(keys)[:_KEYS])

    def _labs(self, paper: Paper) -> tuple[str, list[Cited]]:
        """The paper's lab that the library has most of."""
        found = [(lab, self._evidence.at(lab)) for lab in paper.labs]
        lab, keys = max(found, key=lambda pair: len(pair[1]), default=("", []))
        words = f"from {lab} ({self._count(keys)})" if keys else ""
        return words, self._works(keys[:_KEYS])

    def _citations(self, paper: Paper) -> tuple[str, list[Cited]]:
        """How a paper and the reader's works are linked by citations."""
        said: list[str] = []
        keys: dict[str, None] = {}
        for words, found in (
            ("cites", self._evidence.cited_by(paper)),
            ("cited by", self._evidence.citing(paper)),
            ("cites the same works as", self._evidence.citing_the_same(paper)),
        ):
            new = [key for key in found if key not in keys]
            if new:
                more = f" and {len(new) - 1} more" if len(new) > 1 else ""
                said.append(f"{words} {self._works(new[:1])[0].long}{more}")
                keys |= dict.fromkeys(new)
        return ", ".join(said), self._works(list(keys)[:_KEYS])

    def _venue(self, paper: Paper, row: int) -> str:
        """The paper's venue, if the library has it more often than the catalog."""
        venues = self._corpus.venue
        profile = self._ranker.profile_
        there = np.flatnonzero(venues[profile.own] == venues[row]).tolist()
        known = len(there)
        usual = float((venues == venues[row]).mean()) * len(profile.own)
        if not paper.venue or known < max(_VENUE, _TIMES * usual):
            return ""
        keys = [self._evidence.keys[place] for place in there]
        return f"in {paper.venue} ({self._count(keys)})"


def _reason(kind: str, text: str, weight: float, works: Sequence[Cited]) -> Reason:
    keys = tuple(work.key for work in works if work.own)
    return Reason(kind, text, round(weight, 6), keys, tuple(works))


def _text(close: Sequence[Cited], terms: Sequence[str]) -> tuple[str, list[Cited]]:
    """The nearest works and the terms that count most."""
    works = " and ".join(work.long for work in close)
    named = ", ".join(f'"{term}"' for term in terms)
    parts = [f"close to {works}" if works else "", f"on {named}" if named else ""]
    return ", ".join(filter(None, parts)), list(close)


def _without_common(
    found: Sequence[tuple[Reason, ...]], most: int
) -> list[tuple[Reason, ...]]:
    """The first reasons of each paper, without those that too many papers have."""
    counts = Counter((r.kind, r.text) for reasons in found for r in reasons)
    kinds = Counter(r.kind for reasons in found for r in reasons)
    return [
        tuple(r for r in reasons if not _is_common(r, counts, kinds, most))[:_REASONS]
        or reasons[:1]
        for reasons in found
    ]


def _is_common(
    reason: Reason, counts: Counter[tuple[str, str]], kinds: Counter[str], most: int
) -> bool:
    """Whether too many papers of a list have a reason, or one like it.

    People are not: a list of many papers has few by one person, unless it is asked for.
    """
    if reason.kind == "authors":
        return False
    if counts[reason.kind, reason.text] > most:
        return True
    return reason.kind in ("venue", "popularity") and kinds[reason.kind] > most


def _popularity(paper: Paper) -> str:
    """What is known of a paper's reception."""
    said = paper.popularity
    parts = []
    if said.upvotes:
        parts.append(f"{said.upvotes} upvotes")
    if said.comments:
        parts.append(f"{said.comments} comments")
    if said.citations:
        parts.append(f"{said.citations} citations")
    if paper.code is not None:
        parts.append("code published")
    return ", ".join(parts)
