"""Which lines of a description are no part of an abstract, by their shape."""

from __future__ import annotations

import re

_HEADINGS = (
    r"(?:graphical |structured |extended |plain[- ]language )?abstract|summary"
    r"|résumé|resume"
    r"|zusammenfassung|kurzfassung|resumen|resumo|riassunto|sommario|samenvatting"
    r"|streszczenie|аннотация|摘要|抄録|要旨|초록"
)
# A heading in a line of its own.
HEADING = re.compile(rf"\W*(?:{_HEADINGS})\s*[:.：]?\s*", re.IGNORECASE)
# A heading in front of its text; "Abstract interpretation of" is none.
INLINE_HEADING = re.compile(
    r"\A\W*(?:(?:Graphical |Structured |Extended )?Abstract|ABSTRACT|Summary|SUMMARY"
    r"|Résumé|Zusammenfassung|ZUSAMMENFASSUNG|Resumen|RESUMEN|Resumo|RESUMO"
    r"|Riassunto|摘要)"
    r"(?:\s*[:：.—–-]+\s*|\s+(?=[A-ZÀ-Þ0-9][^\W\d_]*\s)|(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=要))"
)
_MISSING = re.compile(
    r"\W*(?:(?:there is )?no (?:abstract|description|summary|content)(?: is)?"
    r"(?: (?:available|provided|found|supplied))?(?: (?:for|in) .{1,60})?"
    r"|(?:abstract|description|summary) (?:is )?(?:not|un) ?available(?: for .{1,60})?"
    r"|not available|n/?a|none|null|nan|tbd|untitled|without abstract)\W*",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\W*(?:this (?:article|paper|item|record) has no (?:abstract|summary)"
    r"|abstract (?:is )?missing|no abstract)\W*",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"\W*(?:jel(?: classification| codes?)?|msc(?: codes?)?|pacs|subjects?|comments?"
    r"|pubmed|pmid|pmcid|issn|e-?issn|isbn|publication (?:year|type)|language|pages?"
    r"|doi|url|licen[cs]e|citation|cite as|categories|report(?: number| no\.)?"
    r"|journal ref(?:erence)?|article (?:type|number)|section|topic|year|volume|issue"
    r"|document type|publisher)\s*[:：].{0,200}",
    re.IGNORECASE,
)
# A copyright line in front of the text.
LEAD_COPYRIGHT = re.compile(
    r"\A(?:copyright\s*)?(?:©|\(c\)|(?<=copyright)\s)\s*(?:[^.]|\.(?=\S)"
    r"|(?<=\b[A-Z])\.)"
    r"{0,150}?\.\s+(?:all rights reserved\.\s+)?(?=\S)",
    re.IGNORECASE,
)
# What follows a sign of copyright: holders, publishers, licences.
_HOLDER = re.compile(
    r"(?:19|20)\d\d|publish|press\b|rights|licen[cs]e|permission|e-?mail|protected"
    r"|access"
    r"|creative commons|cc[ -]by|elsevier|wiley|springer|\b(?:ltd|inc|llc|gmbh|b\.?v)\b"
    r"|society|authors?\b|on behalf of|@|https?://|further distribution"
    r"|maintain attribution",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(?:©|\(c\)(?=\s*(?:19|20)\d\d)|\bcopyright\s*(?:©|\(c\)|(?=(?:19|20)\d\d)))", re.I
)
_MOST_HOLDERS = 8  # sentences of a copyright line
_LABELS = re.compile(
    r"\W*(?:(?:original|research|review|regular|short|full|technical|brief|featured"
    r"|open)"
    r"[ -]?(?:access )?(?:articles?|papers?|communications?|reports?|letters?"
    r"|research|reviews?"
    r"|access|note)|(?:article|paper|reviews?|letters?|communications?|perspectives?"
    r"|editorials?|viewpoints?|comment(?:ary|s)?|news(?: (?:&|and) views)?"
    r"|correspondence"
    r"|opinion|feature|preprint|report|errat(?:um|a)|correction|highlights?|toc graphic"
    r"|graphical abstract))\W*",
    re.IGNORECASE,
)
# Words of sentences, which citations lack.
_VERBS = re.compile(
    r"\b(?:is|are|was|were|be|been|we|our|have|has|had|that|this|these|which|can"
    r"|may|show"
    r"|shows|shown|does|do|it|their|its|using|used|between|than|whether|ist|sind"
    r"|wird|werden"
    r"|wurde|wir|nous|sont|été|est|es|son|fue|que)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VOLUME = re.compile(
    r"\b(?:volumes?|vol\.?|issues?|iss\.|no\.|pages?|pp?\.|e?article(?: number| id)?s?"
    r"|early ?view|ahead of print|early access|advance (?:access|article)|in press"
    r"|accepted (?:article|manuscript)|just accepted|jahrgang|band|heft|tome|tomo"
    r"|núm\.)"
    r"(?!\w)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\b\d{1,4}\s?\([\w./-]{1,12}\)\s?[:,]?\s?[\w-]*|\d+\s?:\s?\w*\d|\d+[-–]\d+"
)
_IDS = re.compile(
    r"\b(?:doi|pmid|pmcid|issn|e-?issn|isbn|arxiv)\b\s*:?|doi\.org/|\b10\.\d{4,9}/\S",
    re.I,
)
_STATUS = re.compile(
    r"\b(?:published|publication date|available online|posted|epub|received"
    r"|accepted|revised"
    r"|first published|online ahead of print|published online|version of record)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]{3,200}\d[^\[\]]{0,60}\]\s*(?:Published .{4,60})?")
_DOI_ONLY = re.compile(
    r"(?:\W*doi\s*:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.I
)
_STATUS_LINE = re.compile(
    r"[^.;]{2,160},\s+(?:Ahead of Print|Early ?View|Early Access|In Press"
    r"|Advance (?:Access|Article)|Accepted (?:Article|Manuscript)|Just Accepted)\W*",
    re.IGNORECASE,
)
_LONGEST_CITATION = 320
# A citation in front of the text of the same line, up to its full stop.
LEAD_CITATION = re.compile(
    r"\A(?:[^.;]{2,160},\s+(?:Ahead of Print|Early ?View|Early Access|In Press)\.\s+"
    r"|[^.;]{2,160},\s+Vol(?:ume|\.)\s[^.]{1,120}\.\s+(?=\S)"
    r"|[^;.]{1,120}, Published online: [^;]{1,40}; doi:\s?\S+\s*"
    r"|(?:Publication date|Published(?: online)?"
    r"|Available online):?\s+[\w ,./-]{4,40}[.;]\s+)"
)
_CLOSING = re.compile(
    r"\W*(?:read (?:more|the full|full|(?:the|this) article|article|online"
    r"|on)\b.{0,80}|continue reading\b.{0,120}"
    r"|view (?:article"
    r"|full|the)\b.{0,60}|full[- ]text\b.{0,40}|(?:download )?pdf|(?:html|epub"
    r"|abstract)"
    r"(?: full text)?|the post .{1,400} appeared first on .{1,200}"
    r"|to cite this article\b.{0,300}"
    r"|cite this(?: article)?\b.{0,400}|how to cite\b.{0,400}"
    r"|this article is protected by"
    r" copyright\b.{0,80}|all rights reserved\W*|the content of this rss feed\b.{0,200}"
    r"|(?:supplementary|supporting) (?:information|material).{0,80}"
    r"|electronic supplementary"
    r" information.{0,200}|open access\b.{0,200}|this article is (?:licensed"
    r"|distributed)"
    r"\b.{0,400}|(?:creative commons|cc[ -]by)\b.{0,200}|published by .{1,120}"
    r"|pmid\b.{0,120}|\[?(?:more|read more|…|\.\.\.)\]?)",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"\s*(?:©|\(c\)(?=\s*(?:19|20)\d\d)|\bcopyright\b\s*(?:©|\(c\)|(?=(?:19|20)\d\d)|:)"
    r"|\ball rights reserved\b|\bthis article is protected by copyright\b"
    r"|\b(?:This is an open access article|Published by (?=(?:Elsevier|Wiley"
    r"|Springer|Oxford"
    r"|Cambridge|the|John|Taylor|SAGE|IOP|AIP|American|Royal|De Gruyter|MDPI"
    r"|Frontiers|BMJ"
    r"|[A-Z]\w+ (?:University )?(?:Press|Publishing|Ltd|Inc|B\.V|GmbH|on behalf)))))"
    r"(?:[^.©]|\.(?=\S|\s\S{1,60}$)|\.\s(?=[^.]{0,200}\.?\s*$)){0,400}\.?\s*$",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:\s|^)(?:\W{0,2}(?:https?://(?:dx\.)?doi\.org/10\.\S+|doi\s?:?\s?10\.\S+"
    r"|pmid\s?:?\s?\d+\W*|pmcid\s?:?\s?pmc\d+\W*|pmc\d{4,}\W*)"
    r"|\[?(?:read more|continue reading|view article|full text)\]?\W{0,4})\s*$",
    re.IGNORECASE,
)


def is_missing(text: str) -> bool:
    """Tell whether a text says that there is no abstract.

    >>> is_missing("No abstract is available for this article."), is_missing("No.")
    (True, False)
    """
    return not text.strip(" .-–—") or any(
        one.fullmatch(text) for one in (_MISSING, _NONE)
    )


def is_label(text: str) -> bool:
    """Tell whether a text is the name of a kind of article only."""
    return _LABELS.fullmatch(text) is not None


def is_prose(text: str) -> bool:
    """Tell whether a text has the words of a sentence."""
    return _VERBS.search(text) is not None


def is_citation(line: str) -> bool:
    """Tell whether a line cites the article: journal, volume, pages, year, ids.

    >>> is_citation("Science, Volume 392, Issue 6800, Page 814-814, May 2026.")
    True
    >>> is_citation("In 2026 we counted 12 (of 14) frogs, pages of them.")
    False
    """
    if any(one.fullmatch(line) for one in (_DOI_ONLY, _BRACKETED, _STATUS_LINE)):
        return True
    if len(line) > _LONGEST_CITATION or is_prose(line):
        return False
    signs = (_YEAR, _VOLUME, _NUMBERS, _IDS, _STATUS)
    score = sum(sign.search(line) is not None for sign in signs)
    return score >= 2 or (score == 1 and _IDS.search(line) is not None)


def is_closing(line: str) -> bool:
    """Tell whether a line is a link, a copyright or a licence."""
    if len(line) > _LONGEST_CITATION * 2:
        return False
    if _FACT.fullmatch(line) and not is_prose(line):
        return True
    copyright_ = COPYRIGHT.match(line)
    return _CLOSING.fullmatch(line) is not None or (
        copyright_ is not None and copyright_.end() == len(line)
    )


def without_copyright(text: str) -> str:
    """Return a text without the copyright lines at its end, or in front of it.

    >>> without_copyright("Moss grows. © 2026 Bogs Ltd. All rights reserved.")
    'Moss grows.'
    """
    text = LEAD_COPYRIGHT.sub("", text, count=1)
    for sign in _SIGN.finditer(text):
        sentences = re.split(r"(?<=[a-z)\d]\.)\s+", text[sign.start() :])
        if len(sentences) <= _MOST_HOLDERS and all(map(_HOLDER.search, sentences[1:])):
            text = text[: sign.start()].rstrip()
            break
    return COPYRIGHT.sub("", text)
