"""The journal of a feed's items: named by the item, by the feed, or by its title."""

from __future__ import annotations

import re

from readnext_adapters.parsing.clean import clean

# What publishers put before and after the name of a journal.
_BEFORE = re.compile(
    r"^(?:ScienceDirect Publication|Latest Results (?:for|from)"
    r"|Wiley(?: Online Library)?|tandf"
    r"|Taylor (?:&|and) Francis(?: Online)?|SAGE (?:Publications"
    r"|Journals)(?: [^:]{1,40})?"
    r"|RSC|IOPscience|AIP(?: Publishing)?|OUP|Oxford Academic"
    r"|Cambridge(?: University Press)?"
    r"|Springer(?:Link)?|(?:Tables? of Contents?|New articles?|Latest articles?"
    r"|Recent articles?"
    r"|Current issue)(?: (?:for|of|in|from))?)\s*(?:[:|–-]\s*|\s+(?=\S))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*[:|,–—-]?\s+(?:table of contents?|new toc|toc(?: alert)?"
    r"|(?:the )?(?:latest|newest"
    r"|recent|new|current|forthcoming|online first) (?:articles?|papers?|issues?"
    r"|research|content"
    r"|results?)(?:\s*\(.{1,40}\))?|current issue|advance (?:access|articles?)"
    r"|online first"
    r"|early (?:access|view|edition)|articles? in press|in press|ahead of print"
    r"|most (?:recent|read)"
    r"(?: articles?)?|rss(?: feeds?)?|feeds?|all articles?|issue(?: \d+)?"
    r"|(?:nature\.com )?science feeds?"
    r"|nature\.com science feeds)\s*$",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(
    r"\s*\((?:new articles?|latest|[A-Z ]*publications?|rss)\)\s*$", re.I
)
# Publishers that put their names before a journal's.
_PUBLISHER = re.compile(
    r"^(?:(?:the )?royal society(?: of \w+)?|american [\w ]{3,40}|acm|acs|aps|aip"
    r"|asce|asme"
    r"|elsevier|karger|thieme|bmj|hindawi|frontiers|emerald(?: insight)?|informs"
    r"|ieee xplore"
    r"|mit press(?: direct)?|annual reviews|de gruyter|brill|mary ann liebert|liebert"
    r"|geoscienceworld|iop|nature|springer nature|lippincott|wolters kluwer|bioone"
    r"|optica"
    r"|copernicus|mdpi|plos|jstor|project muse|university of \w+ press)\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:the|my|all|our)\s+)?(?:latest|new|newest|recent|current|all"
    r"|top)\s+(?:papers?"
    r"|articles?|issues?|content|publications?|research|preprints?|posts?|entries)",
    re.IGNORECASE,
)
# Collections and searches over many journals.
_NO_JOURNAL = re.compile(
    r"\b(?:pubmed|medline|scholar|arxiv|dblp|hal|search|results? (?:for|of)|query"
    r"|alerts?"
    r"|subject collection|anthology|zotero|blog|weblog|updates on|openalex|europe ?pmc"
    r"|subscriptions?|bookmarks|inoreader|feedly|submissions|preprints?|repository"
    r"|archives?"
    r"|recent publications|my feed|watch ?list|crossref|researchgate|academia\.edu"
    r"|ssrn)\b",
    re.IGNORECASE,
)
_SERVERS = re.compile(r"\b(bioRxiv|medRxiv|ChemRxiv)\b", re.IGNORECASE)
_SERVER_NAMES = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv", "chemrxiv": "ChemRxiv"}
_HOSTS = re.compile(
    r"//(?:[\w-]+\.)*(?:pubmed\.ncbi\.nlm\.nih\.gov|dblp\.(?:org|uni-trier\.de)"
    r"|hal\.science"
    r"|archives-ouvertes\.fr|aclanthology\.org|scholar\.google\.[a-z.]+|europepmc\.org"
    r"|ssrn\.com|reddit\.com)(?:[:/?]|$)",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r",?\s*(?:Volumes?|Vol\.?|Issues?|Iss\.|Parts?|Articles?|Pages?|pp\.)\s.*"
    r"|,?\s*\d+\s*\(.*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?://|\b10\.\d{4,9}/|\bISSN\b|^[\d\s-]+[\dXx]?$|^urn:", re.IGNORECASE
)


def journal_name(text: str) -> str:
    """Return the journal that a field names, without volume and pages; "" for an id.

    >>> journal_name("Bogs, Vol. 26, Pages 1234"), journal_name("10.5555/bogs.1")
    ('Bogs', '')
    """
    name = clean(text)
    return (
        "" if not name or _NO_NAME.search(name) else _VOLUME.sub("", name).rstrip(" ,.")
    )


def journal_of_feed(title: str, links: tuple[str, ...]) -> str:
    """Return the journal that a feed's title names; "" for a search or a collection.

    `links` are the addresses of the feed and an item.

    >>> journal_of_feed("IEEE Transactions on Bogs - new TOC", ())
    'IEEE Transactions on Bogs'
    >>> journal_of_feed("peat moss", ()), journal_of_feed("Papers on ACL Anthology", ())
    ('', '')
    """
    title = clean(title)
    if server := _SERVERS.search(title):
        return _SERVER_NAMES[server[1].lower()]
    if any(_HOSTS.search(link) for link in links):
        return ""
    name = title
    for _ in range(4):
        short = _IN_PARENTHESES.sub("", _AFTER.sub("", name)).strip()
        short = _PUBLISHER.sub("", _BEFORE.sub("", short, count=1), count=1)
        short = short.strip(" :|–-")
        if not short or short == name:
            break
        name = short
    # The terms of a saved search are in lower case.
    if _GENERIC.fullmatch(title) or _GENERIC.fullmatch(name):
        return ""
    if _NO_JOURNAL.search(name) or name == name.lower() or _NO_NAME.search(name):
        return ""
    return name
