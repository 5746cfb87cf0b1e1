"""Converts an item of a feed to a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from readnext.matching.ids import slug_id
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.feed_venue import journal_name, journal_of_feed
from readnext_adapters.parsing.abstract_frame import Framed, read_description
from readnext_adapters.parsing.author_list import AuthorList, parse_author_list
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.foundids import find_doi
from readnext_adapters.parsing.htmltext import html_text
from readnext_adapters.parsing.ids_in_links import (
    arxiv_in_links,
    doi_in_links,
    without_endings,
)
from readnext_adapters.parsing.jsonvalues import list_of, object_of
from readnext_adapters.parsing.links_to_code import code_link
from readnext_adapters.parsing.title_labels import CleanTitle, clean_title
from readnext_adapters.parsing.written_dates import day_of_publication, written_date

Fields = Mapping[str, object]

# The dates of an issue, and those on which a feed got the item.
_COVER_DATES = "prism_publicationdate prism_coverdate prism_coverdisplaydate".split()
_POSTED_DATES = "published updated created dc_date dcterms_issued".split()
_DOIS = ("prism_doi", "dc_identifier", "doi", "dc_source", "citation_doi")
_VENUES = ("prism_publicationname", "journal", "dc_source", "dcterms_ispartof")
_KINDS = ("prism_section", "prism_category", "dc_type", "prism_genre")
# Anything longer is the text of an article or post.
_LONGEST_ABSTRACT = 10_000
_CUT = ("...", "…", "[…]", "[...]")


def paper_of_item(item: Fields, feed: Fields, where: str) -> Paper | Problem:
    """Return the paper of an item, or a problem if it has no title."""
    raw = html_text(_text(item, "title"))
    links = tuple(_links(item))
    link = next(iter(links), None)
    if not raw:
        called = link or clean(_text(item, "id")) or "an item"
        return Problem(where, f"{called[:200]}: no title; left out")
    feed_title = html_text(_text(feed, "title"))
    named = _named_venue(item, feed)
    terms = tuple(_terms(item))
    titled = clean_title(raw, (named, feed_title), (*terms, *_sections(item)))
    listed = _authors(item)
    said = _description(item, titled.title, listed.names)
    people = next((a for a in (listed, titled.authors) if a.names), said.authors)
    doi = _doi(item, links, said)
    return Paper(
        id=_id(item, link, doi, raw),
        title=titled.title,
        authors=people.names,
        authors_cut=people.cut,
        labs=people.labs,
        abstract=said.abstract,
        venue=named or _other_venue(titled, said, feed, feed_title, link),
        date=_date(item, said, titled),
        url=link,
        doi=doi,
        arxiv=_arxiv(item, titled, said, doi, links),
        keywords=tuple(dict.fromkeys((*terms, *said.keywords))),
        code=code_link(said.abstract),
        notice=titled.notice or _is_notice(item),
    )


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _id(item: Fields, link: str | None, doi: str | None, title: str) -> str:
    """The feed's id of the item, else a stable substitute."""
    own = clean(_text(item, "id")) or link or doi
    return f"feed:{own}" if own else slug_id(title)


def _links(item: Fields) -> Iterator[str]:
    """The addresses of an item, the best first."""
    others = (_text(object_of(x), "href") for x in list_of(item.get("links")))
    own = (_text(item, name) for name in ("feedburner_origlink", "link", "prism_url"))
    for found in (*own, *others, _text(item, "id")):
        # In CDATA, ampersands may be escaped or not.
        link = found.replace("&amp;", "&")
        if link.lower().startswith(("http://", "https://")) and link.isprintable():
            yield link.replace(" ", "%20")


def _description(item: Fields, title: str, names: tuple[str, ...]) -> Framed:
    """The abstract and the facts of the summary and the contents.

    A text that is not cut off is better, then the longer one, unless it is a whole
    article.
    """
    contents = [_text(object_of(one), "value") for one in list_of(item.get("content"))]
    texts = dict.fromkeys((_text(item, "summary"), *contents))
    found = [read_description(text, title, names) for text in texts if text]
    if not found:
        return Framed()
    best = max(found, key=lambda one: _abstract_rank(one.abstract))
    for other in found:
        best.authors = best.authors if best.authors.names else other.authors
        best.venue = best.venue or other.venue
        best.date = best.date or other.date
        best.doi = best.doi or other.doi
        best.arxiv = best.arxiv or other.arxiv
        best.keywords = best.keywords or other.keywords
    return best


def _abstract_rank(text: str) -> tuple[bool, bool, bool, int]:
    short = len(text) <= _LONGEST_ABSTRACT
    whole = not text.endswith(_CUT)
    return bool(text), short, whole, len(text) if short else -len(text)


def _authors(item: Fields) -> AuthorList:
    """The authors; one field may hold a whole list of them."""
    stated = item.get("authors")
    if isinstance(stated, str):
        return parse_author_list([_lines_of(stated)])
    names = [_text(object_of(one), "name") for one in list_of(stated)]
    found = parse_author_list(map(_lines_of, names))
    return found if found.names else parse_author_list([_text(item, "author")])


def _lines_of(names: str) -> str:
    """The text of a field of names; the raised marks in it are removed with it."""
    return html_text(_without_raised(names))


def _without_raised(names: str) -> str:
    start = names.find("<sup")
    while start >= 0:
        end = names.find("</sup>", start)
        if end < 0:
            break
        names = names[:start] + names[end + 6 :]
        start = names.find("<sup", start)
    return names


def _named_venue(item: Fields, feed: Fields) -> str:
    """The journal that the item names, else the feed."""
    for name in _VENUES:
        if venue := journal_name(html_text(_text(item, name))):
            return venue
    return journal_name(html_text(_text(feed, _VENUES[0])))


def _other_venue(
    titled: CleanTitle, said: Framed, feed: Fields, feed_title: str, link: str | None
) -> str:
    """The journal of title or description, else that of the feed's title."""
    stated = titled.venue or journal_name(said.venue)
    links = (_text(feed, "link"), link or "")
    return stated or journal_of_feed(feed_title, links)


def _date(item: Fields, said: Framed, titled: CleanTitle) -> str | None:
    """The day of publication: of the issue, of the feed, or of the description."""
    cover, posted = _first_date(item, _COVER_DATES), _first_date(item, _POSTED_DATES)
    stated = written_date(said.date) or titled.year or None
    return day_of_publication(cover or stated, posted)


def _first_date(item: Fields, names: Iterable[str]) -> str | None:
    dates = (written_date(_text(item, name)) for name in names)
    return next(filter(None, dates), None)


def _doi(item: Fields, links: tuple[str, ...], said: Framed) -> str | None:
    stated = find_doi(
        [_text(item, name) for name in _DOIS], [_text(item, "id"), *links[:1]]
    )
    return (
        (without_endings(stated) if stated else None)
        or doi_in_links((*links, _text(item, "id")))
        or said.doi
    )


def _arxiv(
    item: Fields,
    titled: CleanTitle,
    said: Framed,
    doi: str | None,
    links: tuple[str, ...],
) -> str | None:
    named = f"arXiv:{titled.arxiv}" if titled.arxiv else ""
    own = (_text(item, "id"), _text(item, "dc_identifier"), doi or "", named)
    return arxiv_in_links((*own, *links)) or said.arxiv


def _is_notice(item: Fields) -> bool:
    """Whether the feed says that the item is an erratum, an editorial or the like."""
    return any(clean_title(f"[{kind}] x").notice for kind in _sections(item))


def _sections(item: Fields) -> Iterator[str]:
    """The sections and kinds of articles that the item names."""
    return filter(None, (html_text(_text(item, name)) for name in _KINDS))


def _terms(item: Fields) -> Iterable[str]:
    for tag in list_of(item.get("tags")):
        if term := html_text(_text(object_of(tag), "term")):
            yield term
