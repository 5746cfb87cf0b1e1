"""What is a preprint, by its venue or its DOI: the one rule for all of readnext."""

from __future__ import annotations

import re

# Servers of preprints, as venues name them.
SERVERS = (
    r"[a-z]{1,6}rxiv|corr|ssrn|research square|authorea|osf preprints"
    r"|preprints(?:\.org)?"
)
# Journals of Copernicus, whose discussion papers are the drafts of their articles.
_DISCUSSIONS = (
    r"(?:hydrol|atmos|biogeosci|clim|(?:the )?cryosphere|geosci|ocean sci|earth s"
    r"|nat(?:ural|\.)? haz|solid earth|wind energ|soil|drinking|weather|geogr)"
    r".* discuss(?:ions?)?\.?(?= *$)"
)
_VENUE = re.compile(
    rf"\b(?:{SERVERS}|[a-z]*preprints?|e-?print archive|under review|submitted)\b|rxiv"
    rf"|^{_DISCUSSIONS}",
    re.IGNORECASE,
)
_DISCUSSION_VENUE = re.compile(_DISCUSSIONS, re.IGNORECASE)
# OpenReview also has the papers of conferences: "ICLR 2019, OpenReview.net".
_OPENREVIEW = re.compile(
    r"\W*open ?review(?:\.net)?(?:\W+(?:archive|preprint).*)?\W*", re.IGNORECASE
)
# bioRxiv and medRxiv, Preprints.org, PeerJ, SocArXiv and OSF, Authorea, TechRxiv,
# Research Square, ChemRxiv, EarthArXiv, PsyArXiv, ...
_PREFIXES = "1101|7287|20944|21203|22541|26434|31219|31234|31235|36227|64898"
# Discussion papers of Copernicus: "hessd-11-1-2014", later "hess-2016-12".
_DOI = re.compile(rf"10\.(?:(?:{_PREFIXES})/|5194/(?:[a-z]+d-\d|[a-z]+-20[12]\d-\d))")
# How these servers, Figshare and F1000Research write the version of a DOI.
_VERSIONED = re.compile(
    rf"(10\.(?:6084|{_PREFIXES})/.+?)[._/-]?v\d{{1,2}}|(10\.12688/.+)\.\d{{1,2}}"
    # Other platforms of F1000: "emeraldopenres.13376.1".
    r"|(10\.\d{4,5}/[a-z]*openres[a-z]*\.\d+)\.\d{1,2}"
)
_VERSIONED_FIRST = ("10.1101/", "10.6", "10.7287/", "10.2", "10.3", "10.12688/")


def is_preprint_venue(venue: str) -> bool:
    """Tell whether a venue is a preprint server, or says that a paper is submitted.

    >>> is_preprint_venue("SSRN Electronic Journal"), is_preprint_venue("CoRR")
    (True, True)
    >>> is_preprint_venue("Ocean Sci. Discuss."), is_preprint_venue("Faraday Discuss.")
    (True, False)
    >>> is_preprint_venue("ICLR 2019, OpenReview.net"), is_preprint_venue("OpenReview")
    (False, True)
    """
    return bool(_VENUE.search(venue) or _OPENREVIEW.fullmatch(venue))


def is_discussion_venue(venue: str) -> bool:
    """Tell whether a venue is the discussion forum of a journal of Copernicus.

    >>> is_discussion_venue("The Cryosphere Discussions")
    True
    """
    return _DISCUSSION_VENUE.match(venue) is not None


def is_preprint_doi(doi: str) -> bool:
    """Tell whether a DOI was registered by a preprint server."""
    return _DOI.match(doi) is not None


def unversioned(doi: str) -> str:
    """Return the DOI that all versions of a preprint share.

    >>> unversioned("10.1101/2020.01.02.123456v2"), unversioned("10.1145/3065386")
    ('10.1101/2020.01.02.123456', '10.1145/3065386')
    """
    if not doi.startswith(_VERSIONED_FIRST) and "openres" not in doi:
        return doi
    match = _VERSIONED.fullmatch(doi)
    return next(filter(None, match.groups())) if match else doi
