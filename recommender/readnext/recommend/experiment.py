"""Two settings of the ranker in one list, by team draft interleaving.

In each round, a coin decides which setting picks first; both then pick their best paper
that is not in the list yet (Radlinski, Kurup and Joachims, CIKM 2008). So both fill
equally many places, and neither has the better ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from readnext.suggestion import WATCHED, Answer, Suggestion, numbered

TEAMS = ("a", "b")
_List = tuple[Suggestion, ...]


def team_draft(
    one: Sequence[Suggestion], other: Sequence[Suggestion], n: int, draw: random.Random
) -> list[Suggestion]:
    """Return n papers of two lists, each marked with the team that picked it.

    Fewer are returned where the lists have no more. The same random state gives the
    same list.
    """
    left = {"a": list(one), "b": list(other)}
    chosen: list[Suggestion] = []
    taken: set[str] = set()
    while len(chosen) < n and any(left.values()):
        for team in draw.sample(TEAMS, 2):
            while left[team] and left[team][0].paper.id in taken:
                left[team].pop(0)
            if left[team] and len(chosen) < n:
                pick = left[team].pop(0)
                taken.add(pick.paper.id)
                chosen.append(replace(pick, team=team))
    return chosen


def interleaved(one: Answer, other: Answer, seed: int) -> Answer:
    """Return the answers of two settings as one, part by part.

    What is watched does not depend on the ranker and is in no team.
    """
    draw = random.Random(seed)
    parts: dict[str, tuple[_List, _List]] = {n: (some, ()) for n, some in one.parts()}
    for name, some in other.parts():
        parts[name] = (parts.get(name, ((), ()))[0], some)
    listed: list[Suggestion] = []
    seen: set[str] = set()
    for name, (ours, theirs) in parts.items():
        size = max(len(ours), len(theirs))
        if name in WATCHED:
            listed += [s for s in ours if s.paper.id not in seen]
            continue
        ours, theirs = (
            tuple(s for s in some if s.paper.id not in seen) for some in (ours, theirs)
        )
        drafted = team_draft(ours, theirs, size, draw)
        seen.update(one.paper.id for one in drafted)
        listed += drafted
    notes = dict.fromkeys((*one.notes, *other.notes))
    return replace(
        one, suggestions=_with_own_keys(numbered(listed)), notes=tuple(notes)
    )


def _with_own_keys(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Suggestions whose citation keys differ, as those of two lists may not."""
    found: list[Suggestion] = []
    used: set[str] = set()
    for one in suggestions:
        key, number = one.key, 1
        while key in used:
            number += 1
            key = f"{one.key}-{number}"
        used.add(key)
        found.append(replace(one, key=key))
    return tuple(found)
