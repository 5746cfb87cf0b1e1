"""The journals of a library as one source of Crossref."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from readnext.matching.names import fold
from readnext.matching.preprints import is_preprint_venue
from readnext_adapters.sources.field_sources import arxiv_category
from readnext_adapters.sources.journals import Journal
from readnext_adapters.sources.recent_papers import Found, Recent

_FEWEST = 2  # papers of one journal
_USUAL = 10  # journals in one source, if they cover enough
_MOST = 20  # journals in one source
_ENOUGH = 0.3  # share of the newest papers for which journals of one paper are added
_HUGE = 600  # papers a month; such a journal needs a larger share
_HUGE_SHARE = 0.08
_UNKNOWN_SHARE = 0.06
_MOST_UNKNOWN = 3
_NAMED = 3


def journal_sources(
    recent: Recent, without: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """Yield one source of all journals with known ISSNs, and further ones by name.

    Journals of the ISSNs `without` are left out.
    """
    total = len(recent.entries)
    counts = Counter(j for j in recent.journals if j and j.issn not in without)
    ranked = sorted(counts, key=lambda j: (-counts[j], j.monthly, j.title))
    fitting = [
        j for j in ranked if j.monthly < _HUGE or counts[j] >= _HUGE_SHARE * total
    ]
    chosen: list[Journal] = []
    covered = 0
    for journal in fitting[:_MOST]:
        rare = counts[journal] < _FEWEST or len(chosen) >= _USUAL
        if rare and covered >= _ENOUGH * total:
            break
        chosen.append(journal)
        covered += counts[journal]
    if covered >= _FEWEST:
        yield _source(recent, chosen, covered)
    yield from _named(recent)


def _source(recent: Recent, chosen: list[Journal], covered: int) -> Found:
    wanted = frozenset(chosen)
    some = ", ".join(journal.title for journal in chosen[:_NAMED])
    more = f" and {len(chosen) - _NAMED} more" if len(chosen) > _NAMED else ""
    where = f"these {len(chosen)} journals" if len(chosen) > 1 else "this journal"
    return Found(
        "crossref:" + "+".join(journal.issn for journal in chosen),
        f"{recent.of_yours(covered)} are in {where}: {some}{more}",
        sum(journal.monthly for journal in chosen),
        frozenset(n for n, j in enumerate(recent.journals) if j in wanted),
    )


def _named(recent: Recent) -> Iterator[Found]:
    """Journals that the table lacks and whose ISSNs the library does not state."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(recent.entries):
        article = entry.type == "article" and entry.venue
        if article and not recent.journals[number] and not _elsewhere(entry.venue):
            groups[fold(entry.venue)].append(number)
    ranked = sorted(groups.values(), key=len, reverse=True)
    for numbers in ranked[:_MOST_UNKNOWN]:
        if len(numbers) < max(_FEWEST, _UNKNOWN_SHARE * len(recent.entries)):
            return
        name = recent.entries[numbers[0]].venue
        why = f"{recent.of_yours(len(numbers))} are in this journal (of unknown ISSN)"
        yield Found(f"crossref:journal:{name}", why, 20, frozenset(numbers))


def _elsewhere(venue: str) -> bool:
    """Whether another source has the papers of a venue."""
    return arxiv_category(venue) is not None or is_preprint_venue(venue)
