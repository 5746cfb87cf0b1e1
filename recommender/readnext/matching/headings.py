"""Words of headings that any journal or book may have; alone they say nothing."""

from __future__ import annotations

HEADINGS = frozenset(
    "introduction introductory editorial editors editor preface foreword conclusion "
    "conclusions guest special issue section letter letters book review reviews "
    "discussion summary outlook overview comment comments reply rejoinder response "
    "erratum errata corrigendum index contents table acknowledgments "
    "acknowledgements appendix obituary news welcome message chair chairs program "
    "programme general president presidents column report reports home page website "
    "abstract abstracts notes note afterword epilogue prologue concluding remarks "
    "this untitled title bibliography references list authors author contributors "
    "about personal private communication frontmatter front matter back cover "
    "memoriam addendum supplementary material correspondence short notices notice "
    "brief briefly communications research highlights highlight views announcement "
    "announcements commentary commentaries perspective perspectives viewpoint "
    "retrospect issues volume masthead reviewers calendar events forthcoming "
    "corrections correction obituaries books in received manuscript draft queries "
    "vorwort einleitung inhalt inhaltsverzeichnis rezension rezensionen nachruf "
    "mitteilungen buchbesprechungen literaturverzeichnis avant propos editoriale "
    "prefazione introduccion prologo resenas resena comptes rendus".split()
)
