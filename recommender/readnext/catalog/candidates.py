"""Which records of a catalog are papers to suggest, and which were withdrawn.

Corrections, retraction notices, replies, editorials, covers and lists are records of
journals, but nothing to read next. They are recognised by their source's word
(`Paper.notice`) or by their titles.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from readnext.paper import Paper

_QUOTE = r"[\"“”„'‘’«`*_<(\[]"
_OBJECT = rf"(?:\s*[:.–—-]\s*|\s+(?=to\b|{_QUOTE})|\s*$)"
# Notices that precede the title of another paper; in a title of its own a word like
# "correction" or "response" has another meaning ("Response to Salt in Moss").
_FIRST = re.compile(
    r"\W*(?:(?i:an?\s+|the\s+|first\s+|second\s+)?)"
    r"(?:(?i:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|fe de erratas"
    r"|berichtigung)\b"
    r"|(?i:(?:author|publisher|editorial|erratum|minor)['’]?s?\s+corrections?)\b"
    rf"|(?i:corrections?)(?:\s*[:–—]|\s*$|\s+(?i:to|for|of|in)\s*(?::|{_QUOTE})"
    r"|(?<!s)\s+(?i:to)(?::|\s+[A-ZÀ-Þ\d]))"
    rf"|(?i:retraction(?:\s+(?:notice|note|statement))?){_OBJECT}"
    rf"|(?i:retraction(?:\s+(?:notice|note))?\s+(?:to|for|of))\s*(?::|{_QUOTE}"
    rf"|[A-ZÀ-Þ])"
    r"|(?i:(?:editorial\s+)?expressions?\s+of\s+(?:editorial\s+)?concern)\b"
    rf"|(?i:withdrawal(?:\s+(?:notice|statement))?)(?:\s*[:–—]|\s*$|\s+(?i:of"
    rf"|to)\s+{_QUOTE})"
    r"|(?i:notice\s+of\s+(?:retraction|withdrawal|removal|correction|concern"
    r"|redundant))\b"
    r"|(?i:(?:temporary\s+)?removal(?:\s+notice)?)\s*:"
    r"|(?i:(?:authors?['’]?s?['’]?\s+)?repl(?:y|ies))(?:\s*[:–—]|\s*$|\s+to\b)"
    r"|(?i:authors?['’]?s?['’]?\s+(?:response|rejoinder|note))\b"
    rf"|(?i:response)(?:\s*:|\s+(?i:to|on)\s+(?:{_QUOTE}|(?i:the\s+)?"
    r"(?i:comments?|letters?|reviewers?|commentar(?:y|ies)|editorials?)\b"
    r"|[A-ZÀ-Þ][\w'-]+(?:\s+(?:and|&)\s+[A-ZÀ-Þ][\w'-]+|\s+et\s+al\.?)\W*(?:$|:)))"
    r"|(?i:comments?)\s+(?i:on)\b\W*\s+\S|(?i:commentary)\s+(?i:on)\b|(?i:re)\s*:"
    rf"|(?i:rebuttal|rejoinder)(?:\s*:|\s*$|\s+(?i:to)\b)|(?i:discussion\s+(?:of"
    rf"|on))\s+{_QUOTE}"
    rf"|(?i:(?:book|media|film)\s+reviews?)(?:\s*[:–—]|\s*$|\s+(?i:of|by"
    rf"|section)\b)|(?i:review\s+of)\s*(?::|[\"“„«])"
    rf"|(?i:books?\s+received)\b"
    r"|(?i:in\s+reply|letters?\s+to\s+the\s+editors?|peer\s+reviews?\s+of)\b"
    r"|(?i:discussion|special\s+issue|(?:partial\s+)?retraction)\s*:"
    r"|(?i:guest\s+editors?['’]?s?\s+(?:introduction|note|comments?))\b"
    r"|(?i:(?:from|(?:a\s+)?(?:message|note"
    r"|letter)\s+from)\s+the\s+(?:\w+\s+)?(?:editors?"
    r"|president|chair))\b"
    r"|(?i:editors?['’]?s?\s+(?:corner|comments?|page|foreword))\b"
    r"|(?i:statement\s+of\s+(?:retraction|removal|withdrawal))\b"
    r"|(?i:corrections?\s+and\s+(?:additions?|clarifications?))\b"
    r"|(?i:abstracts\s+(?:of|from)\s+the\s+\d)"
    r"|(?i:(?:conference\s+)?proceedings\s+of\s+.{0,120}\b(?:conference|workshop"
    r"|symposium|meeting|congress))\b"
    r"|(?i:obituary|in\s+memoriam|call\s+for\s+(?:papers|proposals|nominations))\b"
    r"|(?i:(?:guest\s+)?editorial|éditorial|editor['’]?s?\s+(?:note|choice"
    r"|introduction|letter))"
    r"(?:\s*[:–—]|\s*$|\s+(?i:board|note|comment(?:ary)?|policy|for\s+the)\b)"
    r"|(?i:publisher['’]?s?\s+note)\b"
    r"|(?i:(?:introduction|preface|foreword|editorial|overview)\s+(?:to|for|of"
    r"|on)\s+(?:(?:the|this|a)\s+)?"
    r"(?:special|theme|thematic|topical|virtual)\s+(?:issue|section|collection))"
    r"|(?i:acknowledge?ments?\s+(?:of|to)\s+(?:the\s+)?(?:reviewers|referees)))"
)
# Notices that follow the title of another paper.
_LAST = re.compile(
    r"(?:[:.?!]\s|\s[-–—]+\s|\s*[(\[])\s*(?:an?\s+|the\s+|authors?['’]*s?\s+)?"
    r"(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|corrections?"
    r"|retraction(?:\s+notice)?"
    r"|expression\s+of\s+concern|repl(?:y|ies)|rejoinder|rebuttal|book\s+reviews?"
    r"|call\s+for\s+papers|comments?|reply\s+to\s+.{2,60}"
    r"|comment\s+on\s+.{2,60})(?:\s*[)\]])?\W*$"
    r"|[(\[]\s*(?:errat(?:um|a)|corrigendum|correction)\b[^\[\]]{0,100}[)\]]\W*$",
    re.IGNORECASE,
)
_COVER = (
    r"(?:(?:inside|outside|front|back|frontispiece|title|full|ofc|ifc|ibc|obc)[\s/-]*)*"
    r"(?:cover|frontispiece|titelbild|innentitelbild|rücktitelbild|umschlagbild"
    r"|couverture)"
    r"(?:\s+(?:image|picture|feature|profile|art(?:work)?|story|caption|legend"
    r"|page|photo)s?)?"
    r"(?:\s*[:(–—].*|\s+[-‐]\s+.*|\s+\d.*)?"
)
_LISTS = (
    r"(?:graphical\s+|table\s+of\s+|volume\s+)?contents?(?:\s+(?:list|pages?"
    r"|alert|of\s+volume.*))?(?:\s*[:(,].*)?|graphical\s+abstracts?|index|ad(?:vert)?s?"
    r"(?:\s+index)?|classifieds?|job\s+advert\w*|(?:withdrawn"
    r"|retracted)(?:\s+articles?)?"
    r"|(?:scientific\s+)?(?:meeting|conference|congress)\s+(?:abstracts|announcements?)"
    r"|upcoming\s+events|[oi][fb]c\s*:.*|highlights\s+of\s+this\s+(?:issue|month).*"
    r"|reviewers?\s+acknowledge?ments?.*"
    r"|inhalt(?:sverzeichnis)?|sommaire|índice|indice|sumario|toc"
    r"|(?:issue|publication|journal|society|subscription|copyright"
    r"|volume)\s+(?:information"
    r"|highlights|publication\s+information)(?:\s*[:(,–‐-].*)?"
    r"|editorial\s+(?:board|advisory\s+board|staff|committee|policy"
    r"|information)(?:\s*[:(/].*)?"
    r"|editors?(?:\s+and\s+(?:editorial\s+)?board)?|board\s+of\s+editors|masthead"
    r"|impressum"
    r"|front\s?matter|back\s?matter|title\s+pages?|copyright\s+page|blank\s+page"
    r"|half\s+title"
    r"|(?:cumulative\s+)?(?:author|subject|keyword|name|volume"
    r"|annual)\s+index(?:es)?(?:\s.*)?"
    r"|volume\s+\d+\s+index|index\s+(?:to|of)\s+(?:volume|authors|subjects).*"
    r"|list\s+of\s+(?:reviewers"
    r"|referees"
    r"|contributors|authors|participants)(?:\s.*)?|(?:\d{4}\s+)?(?:reviewers?"
    r"|referees?)"
    r"(?:\s+(?:list|index|acknowledge?ments?|for\s+.*|in\s+\d{4}|\d{4}))?"
    r"|(?:thanks?|thank\s+you)\s+to\s+(?:our\s+"
    r"|the\s+)?(?:\d{4}\s+)?(?:peer\s+)?(?:reviewers"
    r"|referees).*|acknowledge?ments?"
    r"|(?:instructions|information|guidelines|guide|notes|advice)\s+(?:for"
    r"|to)\s+(?:the\s+)?"
    r"(?:authors|contributors|readers|subscribers|librarians).*"
    r"|aims?\s+and\s+scope|about\s+(?:the|this)\s+(?:authors?|cover|journal|issue)"
    r"|(?:in\s+)?this\s+(?:issue|month|week)(?:\s+in\s+(?:the\s+)?\w+)?|in\s+brief"
    r"|news(?:\s+in\s+brief"
    r"|\s+briefs?|\s+and\s+notes)?|announcements?|advertisements?|advertis(?:ing"
    r"|er).{0,30}"
    r"|calendar(?:\s+of\s+.*)?|meetings?(?:\s+calendar)?|conference\s+calendar"
    r"|coming\s+events"
    r"|errata\s+corrige|contributors|notes\s+on\s+contributors|foreword|preface|vorwort"
    r"|avant-propos|prólogo|letters?\s+to\s+the\s+editor|correspondence"
    r"|from\s+the\s+editors?"
    r"|president['’]?s\s+(?:message|column)|research\s+highlights|new\s+books"
    r"|book\s+notices?"
    r"|publications?\s+received|spotlights?(?:\s+on\s+.*)?|people\s+in\s+the\s+news"
    r"|highlights\s+from\s+.*|corrections?(?:\s+and\s+clarifications)?|errat(?:um|a)"
)
_INFORMATION = re.compile(
    r".{3,90}\s(?:(?:publication|society)\s+information(?:\s+for\s+authors)?"
    r"|information\s+for\s+authors)\W*",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(rf"\W*(?:{_COVER}|{_LISTS})\W*", re.IGNORECASE)
_WORD = r"RETRACTED|WITHDRAWN|REMOVED"
_PIECE = r"(?:\s+(?i:articles?|papers?|chapters?|preprints?|manuscripts?|publication))?"
_RETRACTED_FIRST = re.compile(
    rf"\W*(?:(?:{_WORD}){_PIECE}\s*(?:[:.\])–—-]+\s*|\s+(?=\S))"
    rf"|(?i:retracted|withdrawn|removed){_PIECE}\s*(?:[:\])]+|\s[–—-]+\s|\.\s)\s*"
    r"|(?i:temporary\s+removal|temporarily\s+removed)\s*:\s*)"
)
_RETRACTED_LAST = re.compile(
    rf"\s*(?:[(\[]\s*(?i:retracted|withdrawn){_PIECE}\b[^)\]]{{0,200}}[)\]]"
    rf"|\s[-–—:]\s*(?:{_WORD}){_PIECE}|\s[-–—]\s+(?i:retracted|withdrawn){_PIECE})\W*$"
)
# How authors and editors withdraw a preprint; a text may have the word by chance.
_WITHDRAWN_TEXT = re.compile(
    r"\W*(?:WITHDRAWN|RETRACTED|(?i:withdrawn|retracted)\s*[:.\]]"
    r"|(?i:withdrawal statement|retraction notice)"
    r"|(?i:(?:the|this|these|all) (?:authors?|manuscript|preprint|article|paper)s?"
    r" (?:have|has|had|was|is)(?: been)? (?:withdrawn|retracted)))"
)
_LONGEST = 500
_SHORTEST_OBJECT = 12  # "Note: reply" is no reply to a work called "Note"
_LAST_WORDS = (
    "call errat corrig addend correction retract concern repl rejoinder rebuttal review"
    " comment"
).split()
_RETRACTED_WORDS = ("retract", "withdr", "remov")


def is_candidate(paper: Paper) -> bool:
    """Tell whether a record is a paper that may be suggested."""
    return not (
        paper.withdrawn
        or paper.notice
        or is_notice_title(paper.title)
        or bare_title(paper.title) is not None
    )


@lru_cache(maxsize=2**14)
def is_notice_title(title: str) -> bool:
    """Tell whether a title is that of a notice about another paper, or of front matter.

    >>> is_notice_title("Correction to: Reeds"), is_notice_title("Front Cover")
    (True, True)
    >>> is_notice_title("Response to Salt in Moss"), is_notice_title("Cover Crops")
    (False, False)
    """
    title = title[:_LONGEST].strip()
    if _FIRST.match(title) or _FRONT_MATTER.fullmatch(title):
        return True
    folded = title.casefold()
    if "information" in folded and _INFORMATION.fullmatch(title):
        return True
    # The search is slow, and most titles have none of its words.
    told = len(title) >= _SHORTEST_OBJECT and any(
        word in folded for word in _LAST_WORDS
    )
    return told and _LAST.search(title) is not None


@lru_cache(maxsize=2**14)
def bare_title(title: str) -> str | None:
    """Return the title that a retracted paper had before; None if it is not retracted.

    >>> bare_title("RETRACTED: Moss in Tea"), bare_title("Moss in Tea (Retracted)")
    ('Moss in Tea', 'Moss in Tea')
    >>> bare_title("Withdrawn Patients in Trials") is None
    True
    """
    short = title[:_LONGEST]
    folded = short.casefold()
    if not any(word in folded for word in _RETRACTED_WORDS):
        return None
    first = _RETRACTED_FIRST.match(short)
    last = _RETRACTED_LAST.search(short)
    if first is None and last is None:
        return None
    end = last.start() if last else len(title)
    return title[first.end() if first else 0 : end].strip(" \"“”'") or title


def says_withdrawn(text: str) -> bool:
    """Tell whether an abstract begins by saying that its paper is withdrawn."""
    return _WITHDRAWN_TEXT.match(text[:_LONGEST]) is not None


def with_retraction(paper: Paper) -> Paper:
    """Return a paper whose title says that it was retracted as a withdrawn one."""
    bare = bare_title(paper.title)
    if bare is None and not says_withdrawn(paper.abstract):
        return paper
    return replace(paper, title=bare or paper.title, withdrawn=True)


def retractions(paper: Paper) -> list[Paper]:
    """Return a statement for each paper that a notice withdraws, by its DOI.

    Such a statement joins what other sources say of the paper, now or later.
    """
    return [
        Paper(f"retracted:{doi}", f"doi:{doi}", doi=doi, withdrawn=True)
        for doi in paper.retracts
        if doi != paper.doi
    ]
