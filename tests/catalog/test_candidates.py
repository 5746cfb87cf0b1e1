"""Notices and front matter are no papers to suggest; titles tell retractions."""

from __future__ import annotations

import pytest

from readnext.catalog.candidates import (
    bare_title,
    is_candidate,
    is_notice_title,
    says_withdrawn,
    with_retraction,
)
from readnext.paper import Paper

NOTICES = """
Correction to: Where Reeds Grow in Northern Bogs
Correction: Where Reeds Grow
Correction to Where Reeds Grow
Corrections to “Where Reeds Grow”
Correction for "Where Reeds Grow"
Corrections
Author Correction: Where Reeds Grow
Publisher Correction: Where Reeds Grow
Publisher’s Correction
Erratum
Erratum to “Where Reeds Grow” [Bog Lett. 3 (2025) 1-2]
Erratum: Where Reeds Grow
Corrigendum to: Where Reeds Grow
Corrigendum
Addendum: Where Reeds Grow
Errata
Retraction notice to "Peat Carbon under Snow" [Bog Lett. 3 (2025)]
Retraction: Peat Carbon under Snow
Retraction Note: Peat Carbon under Snow
Retraction Note to: Peat Carbon under Snow
Retraction of “Peat Carbon under Snow”
Retraction
Notice of Retraction: Peat Carbon
Withdrawal: Peat Carbon
Withdrawal notice
Expression of Concern: Frogs of Peat Bogs Remember Rain
Editorial Expression of Concern
Expression of concern to "Frogs"
Removal notice: Peat Carbon
Reply to: Frogs Do Not Remember
Reply to Fern et al.: Frogs remember
Reply
Authors’ reply
Author Response
Response to “Comment on Frogs”
Response to Comment on Frogs
Response to letter to the editor
Response to Fern and Roe
Response: Frogs remember
Comment on “Frogs Remember the Rain”
Comment on: Frogs
Comments on "Frogs"
Rebuttal to Fern
Re: Frogs remember
Book Review: The Art of Peat
Book reviews
Review of "The Art of Peat"
Books Received
Editorial
Editorial: Bogs in 2026
Guest Editorial: Bogs
Editorial Board
Editorial board and publication information
Editor’s Note
Issue Information
Issue Information ‐ TOC
Front Cover
Front Cover: Peat by Night (Bog J. 3/2026)
Inside Back Cover
Cover Image
Cover Picture: Peat by Night
Cover Feature: Peat by Night
Back cover image
Frontispiece: Peat by Night
Titelbild: Torf bei Nacht
Table of Contents
Contents
Graphical Contents
Contents list
In This Issue
Masthead
Front Matter
Frontmatter
Title page
Author Index
Subject Index
Index to Volume 12
Volume 12 Index
List of Reviewers
Reviewers 2025
Acknowledgement of Reviewers
Thank you to our 2025 reviewers
Advertisement
Advertisements
Announcements
Call for Papers
Call for papers: Bogs of the North
Calendar
Information for Authors
Instructions to authors
IEEE Transactions on Bogs Publication Information
IEEE Bog Society Information
Aims and Scope
Obituary: Ida Fern (1920-2026)
In Memoriam: Ida Fern
Preface
Foreword
Preface to the special issue on bogs
Introduction to the Special Issue: Bogs
Proceedings of the 12th Conference on Bogs
Letter to the Editor: Frogs
In reply
Peer Review of “Peat”
Guest Editors’ Introduction: Bogs
Introduction to special issue
Special issue on peat: Call for papers
From the Editor-in-Chief
Contents of Volume 12
Graphical abstracts
Inside Front Cover - Editorial Board
OFC: Outside Front Cover
Meeting Abstracts
Upcoming Events
Statement of Retraction: Peat
Partial retraction: Peat
WITHDRAWN
Retracted article
Peat (Erratum)
Peat: Correction
Frogs Remember [Erratum: Bog 3 (2026)]
Frogs Remember the Rain: Erratum
Frogs Remember the Rain (Correction)
Frogs Remember the Rain – Reply
Frogs Remember the Rain. Reply to Fern
""".strip().splitlines()

PAPERS = """
Carbon in Peat
Corrections to Scaling in Ising Models
Correction for Attenuation in Bogs
Error Correction in Bogs
Correction of Bias in Frog Counts
Retraction of the Tongue in Frogs
Lens Retraction and Moss
Response to Salt in Moss
Response of Barley to Drought
Responses to Rain
Reply Networks of Frogs
Comments as Data: Frogs on Forums
Commentary Tracks of Frog Films
Discussion of Frogs in Classrooms
Review of Methods for Counting Frogs
Review: Methods for Counting Frogs
A Review of Peat
Editorial Bias in Frog Journals
Editorial Boards and Gender: A Survey
Cover Crops in Wet Soil
Cover Trees
Covering Graphs
Contents of Frog Stomachs
Table Tennis Robots
Index Structures for Bogs
Subject Indexing with Frogs
Preface Paradoxes and Frogs
Introduction to Frogs
Withdrawal of Water from Bogs
Nicotine Withdrawal in Frogs
Concern for Frogs
News Recommendation with Frogs
Advertisements in Search: A Frog's View
Calendars of the Bog People
Announcement Effects on Peat Prices
Reviewers Are Frogs: On Peer Review
Withdrawn Patients in Trials
Removed Trees and Wet Soil
Retracted Papers Are Cited for Years
In This Issue of Trust, Frogs Decide
Book Reviews in the Bog: A Corpus
This Week in Frogs: Weekly Cycles
Letter Frequencies in Bog Scripts
Message Passing in Bogs
Index Funds and Peat
Contents Insurance
Special Issue Juries
Cover Letters as Signals
Calendar Effects
""".strip().splitlines()

RETRACTED = """
RETRACTED: Moss in Tea
RETRACTED ARTICLE: Moss in Tea
RETRACTED CHAPTER: Moss in Tea
Retracted: Moss in Tea
Retracted article: Moss in Tea
[Retracted] Moss in Tea
[RETRACTED] Moss in Tea
(Retracted) Moss in Tea
WITHDRAWN: Moss in Tea
Withdrawn: Moss in Tea
REMOVED: Moss in Tea
TEMPORARY REMOVAL: Moss in Tea
Moss in Tea (Retracted article. See vol. 12, pg. 3, 2026)
Moss in Tea (Retracted)
Moss in Tea [Retracted]
Moss in Tea [retracted article]
Moss in Tea - RETRACTED
RETRACTED - Moss in Tea
RETRACTED ARTICLE Moss in Tea
""".strip().splitlines()


@pytest.mark.parametrize("title", NOTICES)
def test_notices(title: str) -> None:
    assert is_notice_title(title)
    assert not is_candidate(Paper("1", title))


@pytest.mark.parametrize("title", PAPERS)
def test_papers(title: str) -> None:
    assert not is_notice_title(title)
    assert is_candidate(Paper("1", title))


@pytest.mark.parametrize("title", RETRACTED)
def test_retracted_titles(title: str) -> None:
    assert bare_title(title) == "Moss in Tea"
    assert not is_candidate(Paper("1", title))
    found = with_retraction(Paper("1", title))
    assert (found.title, found.withdrawn) == ("Moss in Tea", True)


def test_what_a_source_says() -> None:
    assert not is_candidate(Paper("1", "Peat", notice=True))
    assert not is_candidate(Paper("1", "Peat", withdrawn=True))
    assert with_retraction(Paper("1", "Peat")) == Paper("1", "Peat")


@pytest.mark.parametrize(
    ("text", "withdrawn"),
    [
        ("This article has been withdrawn by its authors.", True),
        ("The authors have withdrawn this manuscript owing to errors.", True),
        ("WITHDRAWN: the data were wrong", True),
        ("Withdrawn patients were counted.", False),
        ("", False),
    ],
)
def test_abstracts_that_withdraw(text: str, withdrawn: bool) -> None:
    assert says_withdrawn(text) is withdrawn


@pytest.mark.parametrize("unit", ["correction to ", "a. ", "(", "reply ", " - "])
def test_a_long_title_takes_no_long_time(unit: str) -> None:
    is_candidate(Paper("1", unit * 50_000))
