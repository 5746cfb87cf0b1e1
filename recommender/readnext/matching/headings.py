"""Words of headings that any journal or book may have; alone they say nothing."""

from __future__ import annotations

import re

HEADINGS = frozenset(
    "introduction introductory editorial editors editor preface foreword conclusion "
    "conclusions guest special issue section letter letters book review reviews "
    "discussion summary outlook overview comment comments reply rejoinder response "
    "erratum errata corrigendum index contents table acknowledgments acknowledgements "
    "appendix obituary news welcome message chair chairs program programme general "
    "president presidents column report reports home page website abstract abstracts "
    "notes note afterword epilogue prologue concluding remarks this untitled title "
    "bibliography references list authors author contributors about personal private "
    "communication frontmatter front matter back cover memoriam addendum "
    "supplementary material correspondence short notices notice brief briefly "
    "communications research highlights highlight views announcement announcements "
    "commentary commentaries perspective perspectives viewpoint retrospect issues "
    "volume masthead reviewers calendar events forthcoming corrections correction "
    "obituaries books in received manuscript draft queries vorwort einleitung inhalt "
    "inhaltsverzeichnis rezension rezensionen nachruf mitteilungen buchbesprechungen "
    "literaturverzeichnis avant propos editoriale prefazione introduccion prologo "
    "resenas resena comptes rendus geleitwort einfuhrung nachwort schlusswort "
    "zusammenfassung nekrolog besprechung besprechungen buchbesprechung presentation "
    "presentacion apresentacao presentazione introduzione introducao premessa "
    "postfazione conclusione conclusioni conclusiones conclusao prefacio preambule "
    "liminaire epilogo necrologie necrologia compte rendu sommaire resume resumen "
    "voorwoord inleiding boekbespreking boekbesprekingen forord innledning indledning "
    "inledning anmeldelser anmeldelse предисловие введение заключение рецензия 序 序言 "
    "前言 引言 はじめに 서문 "
    "epilog prolog answers questions solutions problems poem poems panel subject "
    "participants minutes meeting society instructions chairman chairmans address "
    "presidential opening closing committee choice archives readers puzzle corner "
    "crossword quiz picture month case image thanks publisher publishers call papers "
    "recent acquisitions field conference glossary chronology dedication miscellany "
    "varia nachrufe recensioni bulletin board second edition first".split()
)

_YEARLY = re.compile(
    r"(?:overview|findings|results|report|summary) (?:of|on|from) the\b.*\b(?:tracks?"
    r"|tasks?|challenge|competition|campaign|contest|lab|workshop|meeting)\b"
    r"|(?:(?:international|joint|annual) )?workshop on\b|.*\bshared task$"
    r"|.*\b(?:year in review|survey of the year|review of the year|this year(?:'s)?"
    r"|highlights of the year|state of the (?:world|nation|union|art report))\b",
    re.IGNORECASE,
)


def is_yearly(title: str) -> bool:
    """Tell whether texts of this title come out every year.

    >>> is_yearly("Overview of the Pond Track"), is_yearly("Overview of Ponds")
    (True, False)
    """
    return _YEARLY.match(title) is not None
