"""Why a paper is suggested, in words, with the reader's own citation keys.

The weights are the ranker's own contributions, grouped by what they speak of; the
linear model's share is parted into what terms and what people added to it. The
words name the evidence behind a group: the nearest works, the shared people, labs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.terms import terms_of
from readnext.features.matrix import NAMES
from readnext.paper import Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.ranker import Ranker, Ranking
from readnext.suggestion import Reason

_GROUPS = {
    "text": ("near", "terms"),
    "authors": ("people", "people_max"),
    "labs": ("labs",),
    "citations": ("citations",),
    "venue": ("venue",),
    "date": ("years",),
    "popularity": ("popularity",),
}
_NEAR = 0.08  # cosine from which a work is called close
_TERMS = 3  # terms named
_YEARS = 2  # years around a paper's own, as far as its date is smoothed
_KEYS = 5  # keys named for a person or a lab


class Explainer:
    """Words the reasons for rows of a ranking."""

    def __init__(self, ranker: Ranker, evidence: Evidence) -> None:
        self._ranker = ranker
        self._evidence = evidence
        self._corpus = ranker.profile_.corpus

    def explain(
        self, ranking: Ranking, places: NDArray[np.int64], papers: Sequence[Paper]
    ) -> list[tuple[Reason, ...]]:
        """Return the reasons of some places of a ranking, the weightiest first."""
        rows = ranking.rows[places]
        weights = self._group_weights(rows, ranking.scaled[places])
        cosines = (self._corpus.text[rows] @ self._evidence.text.T).toarray()
        return [
            self._reasons(
                paper,
                int(row),
                {kind: float(found[i]) for kind, found in weights.items()},
                cosines[i],
            )
            for i, (row, paper) in enumerate(zip(rows, papers, strict=True))
        ]

    def contributions(
        self, ranking: Ranking, places: NDArray[np.int64]
    ) -> list[tuple[tuple[str, float], ...]]:
        """Return what each feature adds to scores, and "base", what is left of them."""
        parts = self._ranker.contributions(ranking.scaled[places])
        base = ranking.scores[places] - parts.sum(axis=1)
        rows = np.c_[parts, base].astype(float).round(6).tolist()
        return [tuple(zip((*NAMES, "base"), row, strict=True)) for row in rows]

    def _group_weights(
        self, rows: NDArray[np.int64], scaled: NDArray[np.float32]
    ) -> dict[str, NDArray[np.float32]]:
        """What each group adds to the scores of rows."""
        parts = self._ranker.contributions(scaled)
        column = {name: parts[:, place] for place, name in enumerate(NAMES)}
        weights = {
            kind: np.sum([column[name] for name in names], axis=0)
            for kind, names in _GROUPS.items()
        }
        text_share = self._text_share(rows)
        weights["text"] = weights["text"] + column["linear"] * text_share
        weights["authors"] = weights["authors"] + column["linear"] * (1 - text_share)
        return weights

    def _text_share(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The share of terms, not people, in what lifts the linear margin."""
        model = self._ranker.model_.linear
        text = np.maximum(model.text_score(self._corpus.text[rows]), 0)
        people = np.maximum(model.people_score(self._corpus.people_scaled[rows]), 0)
        return np.asarray((text + 1e-6) / (text + people + 1e-6), np.float32)

    def _reasons(
        self,
        paper: Paper,
        row: int,
        weights: dict[str, float],
        cosines: NDArray[np.float32],
    ) -> tuple[Reason, ...]:
        """The reasons of one paper."""
        worded = {
            "text": self._text(paper, row, cosines),
            "authors": self._people(paper),
            "labs": self._labs(paper),
            "citations": self._citations(paper),
            "venue": (self._venue(paper, row), ()),
            "date": (self._year(paper), ()),
            "popularity": (_popularity(paper), ()),
        }
        reasons = [
            Reason(kind, text, round(weights[kind], 6), keys)
            for kind, (text, keys) in worded.items()
            if text and weights[kind] > 0
        ]
        if not reasons:
            text, keys = worded["text"]
            words = text or "the nearest that the catalog has"
            reasons = [Reason("text", words, round(weights["text"], 6), keys)]
        return tuple(sorted(reasons, key=lambda reason: -reason.weight))

    def _text(
        self, paper: Paper, row: int, cosines: NDArray[np.float32]
    ) -> tuple[str, tuple[str, ...]]:
        """The nearest works and the terms that count most."""
        order = np.argsort(-cosines, kind="stable")[:2]
        keys = tuple(self._evidence.keys[i] for i in order if cosines[i] >= _NEAR)
        close = " and ".join(f"`{key}`" for key in keys)
        terms = ", ".join(f'"{term}"' for term in self._terms(paper, row))
        if close and terms:
            return f"close to {close}, on {terms}", keys
        return (f"close to {close}" if close else f"on {terms}" if terms else ""), keys

    def _terms(self, paper: Paper, row: int) -> list[str]:
        """The terms that add most to the linear margin, none within another."""
        text = self._corpus.text[row]
        added = text.data * self._ranker.model_.linear.terms[text.indices]
        names = terms_of(f"{paper.title} . {paper.abstract}")
        chosen: list[str] = []
        for place in np.argsort(-added, kind="stable"):
            term = names.get(int(text.indices[place]))
            if added[place] <= 0 or len(chosen) == _TERMS:
                break
            if term and not any(set(term.split()) & set(c.split()) for c in chosen):
                chosen.append(term)
        return chosen

    def _people(self, paper: Paper) -> tuple[str, tuple[str, ...]]:
        """The paper's authors that the library has, the most frequent first."""
        keys_of = {author: self._evidence.by(author) for author in paper.authors}
        known = sorted(
            (author for author, keys in keys_of.items() if keys),
            key=lambda author: -len(keys_of[author]),
        )[:3]
        if not known:
            return "", ()
        named = [f"{a} ({len(keys_of[a])} in your library)" for a in known[:1]]
        named += [f"{a} ({len(keys_of[a])})" for a in known[1:]]
        keys = dict.fromkeys(key for author in known for key in keys_of[author])
        return "by " + ", ".join(named), tuple(keys)[:_KEYS]

    def _labs(self, paper: Paper) -> tuple[str, tuple[str, ...]]:
        """The paper's lab that the library has most of."""
        found = [(lab, self._evidence.at(lab)) for lab in paper.labs]
        lab, keys = max(found, key=lambda pair: len(pair[1]), default=("", []))
        return (f"from {lab} ({len(keys)})", tuple(keys[:_KEYS])) if keys else ("", ())

    def _citations(self, paper: Paper) -> tuple[str, tuple[str, ...]]:
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
                said.append(f"{words} `{new[0]}`{more}")
                keys |= dict.fromkeys(new)
        return ", ".join(said), tuple(keys)[:_KEYS]

    def _year(self, paper: Paper) -> str:
        """The paper's year, with how many works the library has of those years."""
        years = self._ranker.profile_.years
        around = int((np.abs(years - (paper.year or 0)) <= _YEARS).sum())
        if not paper.year or not around:
            return ""
        first, last = paper.year - _YEARS, paper.year + _YEARS
        return f"from {paper.year} (you have {around} of {first}-{last})"

    def _venue(self, paper: Paper, row: int) -> str:
        """The paper's venue, if the library has it too."""
        venues = self._corpus.venue
        known = int((venues[self._ranker.profile_.own] == venues[row]).sum())
        return f"in {paper.venue} ({known})" if known and paper.venue else ""


def _popularity(paper: Paper) -> str:
    """What is known of a paper's reception."""
    said = paper.popularity
    parts = []
    if said.score is not None:
        parts.append(f"score {said.score:g}")
    if said.upvotes:
        parts.append(f"{said.upvotes} upvotes")
    if said.comments:
        parts.append(f"{said.comments} comments")
    if paper.code is not None:
        parts.append("code published")
    return ", ".join(parts)
