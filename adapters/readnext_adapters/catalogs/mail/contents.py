"""Contents of journals and other mails that link to articles, whoever sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readnext.paper import Paper
from readnext_adapters.catalogs.feed_venue import journal_name, journal_of_feed
from readnext_adapters.catalogs.mail.layout import Line
from readnext_adapters.parsing.abstract_frame import read_description
from readnext_adapters.parsing.abstract_lines import is_prose
from readnext_adapters.parsing.author_list import (
    NO_AUTHORS,
    AuthorList,
    parse_author_list,
)
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.ids_in_links import arxiv_in_links, doi_in_links
from readnext_adapters.parsing.title_labels import clean_title

_ARTICLE = re.compile(
    r"pubmed\.ncbi\.nlm\.nih\.gov/(\d{4,9})|semanticscholar\.org/(?:paper"
    r"|reader)/[^\s?#]+"
    r"|openreview\.net/forum\?id=[\w-]+|aclanthology\.org/[\w.-]+\d",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*(?:(?:full|view|read|open|get|download|show|see|access|more|online|free"
    r"|html|epub"
    r"|abstract|article|text|pdf|doi|first page|preview|supplement\w*|information"
    r"|references"
    r"|cite|cited|share|here|this|the|now|link|all|→|»|>)\b\W*)+|\W*|https?://\S+"
    r"|(?:doi\s*:?\s*)?10\.\d{4,9}/\S+|pmid\s*:?\s*\d+",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\b(?:contents|toc|issue|volume|vol|articles?|ahead of print|early view"
    r"|online first"
    r"|new in|latest)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)*(?:\[[^\]]{1,60}\]\s*)?", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?:your\s+)?(?:new"
    r"|latest|current)"
    r"\s+(?:issue|articles?|content|papers?)(?:\s+(?:alert|available|now online"
    r"|published))?"
    r"\s*(?:of|in|from|for|:|-)\s*|(?:table of contents?"
    r"|e?toc)(?:\s+alerts?)?\s*(?:for|of|:|-)\s*"
    r"|(?:content|citation|journal|article)\s+alert\s*[:–-]\s*|just published\s+in\s+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[-–:|,]\s*)?(?:(?:e?toc|table of contents|contents?|journal"
    r"|new (?:issue|articles?))"
    r"(?:\s+alerts?)?|alerts?|is (?:now )?available.*|now (?:online|available).*)\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*(?:[(\[]?\d{1,3}[.)\]]\s+|[-*•–]\s+)")
_URL = re.compile(r"https?://\S+|\b(?:doi\s*:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
_SHORTEST_TITLE = 8
_NEAR = 3  # lines below a title among which its authors are


@dataclass(slots=True)
class _Found:
    """An article as far as its mail has been read."""

    link: str
    titles: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def papers(lines: Sequence[Line], subject: str, day: str | None) -> Iterator[Paper]:
    """Yield the articles that an HTML mail links to, each once."""
    found: dict[str, _Found] = {}
    latest: _Found | None = None
    loose: list[str] = []
    for line in lines:
        named = False
        for piece in line.links():
            key = _article(piece.link)
            if key is None:
                continue
            named = True
            text = clean(piece.text)
            known = key in found
            one = found.setdefault(key, _Found(piece.link, above=loose))
            if not _LABEL.fullmatch(text):
                one.titles.append(text)
            if not known:
                latest, loose = one, []
        if not named and line.text:
            loose = [*loose, line.text][-_NEAR - 1 :]
            if latest is not None:
                latest.below.append(line.text)
    venue = journal_of_subject(subject)
    for one in found.values():
        if paper := _paper(one, venue, day):
            yield paper


def plain_papers(text: str, subject: str, day: str | None) -> Iterator[Paper]:
    """Yield the articles in a plain text: paragraphs of title, authors and address."""
    venue = journal_of_subject(subject)
    before: list[str] = []
    seen: set[str] = set()
    for paragraph in re.split(
        r"\n[ \t]*(?:[-=_*]{3,}[ \t]*)?\n", text.replace("\r", "")
    ):
        rows = [clean(row) for row in paragraph.split("\n") if clean(row)]
        links = [_address(url) for row in rows for url in _URL.findall(row)]
        link = next((url for url in links if _article(url)), None)
        texts = [
            row for row in rows if not _URL.search(row) and not _LABEL.fullmatch(row)
        ]
        if link is None or _article(link) in seen:
            before = texts
            continue
        seen.add(_article(link) or "")
        texts = texts or before
        titles = [_NUMBERED.sub("", texts[0])] if texts else []
        if paper := _paper(_Found(link, titles, texts[1:]), venue, day):
            yield paper
        before = []


def _address(url: str) -> str:
    url = url.rstrip(".,;>)")
    if url.lower().startswith("http"):
        return url
    return f"https://doi.org/{url[url.index('10.') :]}"


def _article(link: str) -> str | None:
    """What tells an article's address from another's, None if it is no article's."""
    named = _ARTICLE.search(link)
    return (
        arxiv_in_links([link])
        or doi_in_links([link])
        or (named[0].lower() if named else None)
    )


def _paper(found: _Found, venue: str, day: str | None) -> Paper | None:
    below = found.below
    titles = [text for text in found.titles if len(text) >= _SHORTEST_TITLE]
    if not titles and found.above:
        # "Title / authors / DOI": what precedes the address is the article.
        texts = [text for text in found.above if not _LABEL.fullmatch(text)]
        people = [n for n, text in enumerate(texts) if n and _people(text).names]
        start = people[-1] - 1 if people else max(len(texts) - 1, 0)
        titles, below = texts[start : start + 1], [*texts[start + 1 :], *below]
    if not titles:
        return None
    titled = clean_title(max(titles, key=len), (venue,))
    place, people_ = _find_people(below)
    text = read_description(
        "".join(f"<p>{_escaped(row)}</p>" for row in below[place:]), titled.title
    )
    doi = doi_in_links([found.link])
    arxiv = arxiv_in_links([found.link])
    return Paper(
        id=f"mail:{doi or arxiv or found.link}",
        title=titled.title,
        authors=people_.names,
        authors_cut=people_.cut,
        labs=people_.labs,
        abstract=text.abstract if is_prose(text.abstract) else "",
        venue=venue,
        date=day,
        url=found.link,
        doi=doi or text.doi,
        arxiv=arxiv,
        notice=titled.notice,
    )


def _find_people(below: Sequence[str]) -> tuple[int, AuthorList]:
    """The authors among the next lines, and where the text after them begins."""
    for place, text in enumerate(below[:_NEAR]):
        people = _people(text)
        if people.names:
            return place + 1, people
    return 0, NO_AUTHORS


def _people(text: str) -> AuthorList:
    """The authors of a line, none if it is anything else."""
    text = re.split(r"\s+[•·|]\s+", text)[0]  # "Ida Fern, Jan Roe • 2026 • Bogs"
    if is_prose(text) or len(text) > 2000 or _URL.search(text):
        return NO_AUTHORS
    people = parse_author_list([text])
    names = [name for name in people.names if 2 <= len(name.split()) <= 5]
    good = [name for name in names if all(w[:1].isupper() for w in _ends(name))]
    plain = not any(char.isdigit() for name in names for char in name)
    return people if names and len(good) == len(people.names) and plain else NO_AUTHORS


def _ends(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], words[-1]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def journal_of_subject(subject: str) -> str:
    """Return the journal whose contents a mail's subject announces, "" for none.

    >>> journal_of_subject("Journal of Bogs, Volume 12, Issue 3: Table of Contents")
    'Journal of Bogs'
    >>> journal_of_subject("What's new for 'peat' in PubMed")
    ''
    """
    text = _REPLY.sub("", clean(subject))
    lead = _LEAD.search(text)
    if not lead and not _CONTENTS.search(text):
        return ""
    text = _LEAD.sub("", text)
    text = _TAIL.sub("", _TAIL.sub("", text))
    return journal_of_feed(journal_name(text), ())
