"""What a reading group may read next: papers that fit several of its members.

Each member has one vote, however large the library is: a member's list counts by its
ranks (reciprocal rank fusion, Cormack, Clarke and Büttcher, SIGIR 2009). A paper has
to be a fair match and among the best for two members at least, and no member may have
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from readnext.catalog.loaded import keeping_columns
from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.library.citekeys import library_keys
from readnext.library.selection import LibrarySplit
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.recommend.ranked import RankedCatalog, rank
from readnext.recommend.reader import Reader
from readnext.request import Request, Watch
from readnext.suggestion import Answer, Reason, Suggestion

MEMBERS = "members"  # the kind of the reasons
_FEWEST = 2  # members that a paper has to fit
_FAIR = 2  # the strength of a fair match, see readnext.recommend.strength
_DAMPING = 60  # of a rank, as the authors of the method chose it
# How deep a member's list counts: times n, one of so many candidates, and in a small
# catalog no more than one of so many.
_DEPTH, _SHARE, _SMALL_SHARE = 20, 100, 5
_NONE = "no paper fits two members of the group or more, and none of them has it"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a reading group: a name and a library."""

    name: str
    library: LibrarySplit


def suggest_to_group(
    members: Sequence[Member],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    excluded: Sequence[Identity] = (),
    owned: Sequence[Entry] = (),
) -> Answer:
    """Return papers that fit two members or more and that none of them has.

    The reasons say whose libraries each one fits, and why. `excluded` papers are never
    suggested, nor are those of further `owned` entries. `progress` is called
    `ranker.STEPS` times a member at most. The same libraries, catalog and request give
    the same answer. Raises UserError if there are not two members with something to
    learn from.
    """
    if len(members) < _FEWEST:
        raise UserError("a group has two libraries or more; name one for each member")
    with keeping_columns():
        voters = [
            _Voter(
                member,
                rank(
                    _reader(member, members, excluded, owned),
                    catalog,
                    progress,
                    dates=request.filters,
                    seed=request.seed,
                ),
            )
            for member in members
        ]
    votes = _chosen(_votes(voters, request), request)
    return _merged(voters, votes, request)


@dataclass(frozen=True, slots=True)
class _Voter:
    """A member with the catalog as ranked for them."""

    member: Member
    ranked: RankedCatalog


@dataclass(slots=True)
class _Vote:
    """A paper, whether it is new, and its rank for each member that it fits."""

    paper: Paper
    is_new: bool
    ranks: list[tuple[_Voter, int]]

    @property
    def score(self) -> float:
        """The sum of the members' votes."""
        return sum(1 / (_DAMPING + rank_) for _, rank_ in self.ranks)


def _reader(
    member: Member,
    members: Sequence[Member],
    excluded: Sequence[Identity],
    more: Sequence[Entry],
) -> Reader:
    """A member as a reader who owns what all members have."""
    if not member.library.chosen:
        raise UserError(f"{member.name}: the library has nothing to learn from")
    others = [e for one in members if one is not member for e in one.library.own]
    owned = (*member.library.rest, *others, *more)
    return Reader(member.library.chosen, owned, tuple(excluded))


def _wide(request: Request, depth: int) -> Request:
    """A request for a long list of one member, in the order of the scores."""
    parts = request.parts
    if parts is not None:
        new, archive = (depth if size else 0 for size in (parts.new, parts.archive))
        parts = replace(parts, new=new, archive=archive)
    return replace(request, n=depth, parts=parts, per_author=0, diversity=0.0)


def _votes(voters: Sequence[_Voter], request: Request) -> list[_Vote]:
    """The papers that fit enough members, the best first."""
    found: dict[str, _Vote] = {}
    for voter in voters:
        ranks = Counter[bool]()
        # In another field, the best papers do not fit.
        for paper, is_new in _best(voter, request) if voter.ranked.fits else ():
            ranks[is_new] += 1
            vote = found.setdefault(paper.id, _Vote(paper, is_new, []))
            vote.ranks.append((voter, ranks[is_new]))
    fitting = [vote for vote in found.values() if len(vote.ranks) >= _FEWEST]
    return sorted(fitting, key=lambda vote: (-vote.score, vote.paper.id))


def _best(voter: _Voter, request: Request) -> Iterator[tuple[Paper, bool]]:
    """What fits a member: the head of the list, as far as it matches fairly.

    It is deep enough for minor interests of the member.
    """
    candidates = len(voter.ranked.columns.numbers)
    depth = max(request.size * _DEPTH, candidates // _SHARE)
    depth = min(depth, max(request.size, candidates // _SMALL_SHARE))
    for paper, is_new, strength in voter.ranked.ordered(_wide(request, depth)):
        if strength >= _FAIR:
            yield paper, is_new


def _chosen(votes: Sequence[_Vote], request: Request) -> list[_Vote]:
    """As many papers as were asked for, of each part."""
    parts = request.parts
    if parts is None:
        return list(votes[: request.n])
    new = [vote for vote in votes if vote.is_new]
    older = [vote for vote in votes if not vote.is_new]
    lacking = max(parts.new - len(new), 0), max(parts.archive - len(older), 0)
    more = lacking if parts.fill else (0, 0)
    return new[: parts.new + more[1]] + older[: parts.archive + more[0]]


def _merged(
    voters: Sequence[_Voter], votes: Sequence[_Vote], request: Request
) -> Answer:
    """The answer for the group, with what each member's own says of the libraries."""
    bare = replace(request, n=1, parts=None, watch=Watch(), map=False, topics=False)
    answers = [voter.ranked.answer(bare) for voter in voters]
    entries = [entry for voter in voters for entry in voter.member.library.own]
    papers = [vote.paper for vote in votes]
    keys = library_keys(papers, entries)
    first = max(answers, key=lambda answer: answer.candidates)
    trained = [answer.ranker for answer in answers if answer.ranker != "prior"]
    return replace(
        first,
        entries=sum(answer.entries for answer in answers),
        usable=sum(answer.usable for answer in answers),
        in_catalog=sum(answer.in_catalog for answer in answers),
        ranker=trained[0] if trained else "prior",
        why="; ".join(map(_why, voters, answers)),
        suggestions=tuple(
            _suggestion(number, vote, key)
            for number, (vote, key) in enumerate(zip(votes, keys, strict=True), 1)
        ),
        notes=(_group_note(voters), *(_untrained(voters, answers) if trained else ())),
        empty_reason="" if votes else first.empty_reason or _NONE,
        fits=any(answer.fits for answer in answers),
        reported=(),
        in_parts=request.parts is not None,
    )


def _suggestion(number: int, vote: _Vote, key: str) -> Suggestion:
    """A paper of the group; of each member's reasons, the first one."""
    return Suggestion(
        rank=number,
        paper=vote.paper,
        key=key,
        score=round(vote.score, 6),
        probability=None,
        reasons=tuple(_reason(voter, vote, rank_) for voter, rank_ in vote.ranks),
        part="new" if vote.is_new else "missed",
    )


def _reason(voter: _Voter, vote: _Vote, rank_: int) -> Reason:
    """Why a paper fits a member."""
    weight, said = round(1 / (_DAMPING + rank_), 6), f"fits {voter.member.name}"
    found = voter.ranked.explain(vote.paper)
    if found is None or not found.reasons:
        return Reason(MEMBERS, said, weight)
    first = found.reasons[0]
    return Reason(MEMBERS, f"{said}: {first.text}", weight, first.keys, first.cited)


def _why(voter: _Voter, answer: Answer) -> str:
    """How the catalog was ranked for a member."""
    return f"{voter.member.name}: {answer.why}"


def _untrained(voters: Sequence[_Voter], answers: Sequence[Answer]) -> Iterator[str]:
    """Notes on the members that the catalog was ranked for without training."""
    for voter, answer in zip(voters, answers, strict=True):
        if answer.ranker == "prior":
            yield f"ranked without training for {_why(voter, answer)}"


def _group_note(voters: Sequence[_Voter]) -> str:
    """Who is in the group, and whose field the catalog does not have."""
    names = [voter.member.name for voter in voters]
    said = f"for a group of {len(names)}: {', '.join(names)}, one vote each"
    if missing := [v.member.name for v in voters if not v.ranked.fits]:
        said += f"; the catalog is of another field than {', '.join(missing)}"
    return said
