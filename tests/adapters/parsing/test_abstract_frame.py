"""Abstracts without what publishers put around them, whoever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext_adapters.parsing.abstract_frame import clean_abstract, read_description

TITLE = "Where Reeds Grow in Bogs"
NAMES = ("Ida Fern", "Jan Roe")
TEXT = "Reeds grow where it is wet. We counted 12 (of 14) stems in 2026."


def abstract(html: str) -> str:
    return read_description(html, TITLE, NAMES).abstract


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "<p>{}</p>",
        # headings
        "<h3>Abstract</h3><p>{}</p>",
        "<h2>ABSTRACT</h2><p>{}</p>",
        "<p><b>Abstract:</b> {}</p>",
        "<p><strong>ABSTRACT</strong></p><p>{}</p>",
        "<div class='boxTitle'>Abstract</div>{}",
        "<span class='x'><h3>Abstract</h3><p>{}</p></span>",
        "<jats:title>Abstract</jats:title><jats:p>{}</jats:p>",
        "Abstract {}",
        "ABSTRACT: {}",
        "Abstract. {}",
        "Abstract — {}",
        "Abstract{}",
        "SUMMARY: {}",
        "<b>Zusammenfassung</b><br>{}",
        "<p>Graphical Abstract</p><p>{}</p>",
        "<h2>Highlights</h2><ul><li>Wet reeds</li></ul><h2>Abstract</h2><p>{}</p>",
        # citation lines before
        "<p>Journal of Bogs, Volume 12, Issue 4, Page 501-517, August 2026.</p>{}",
        "Journal of Bogs, Ahead of Print. <br/>{}",
        "Journal of Bogs, Ahead of Print. {}",
        "Journal of Bogs, EarlyView. {}",
        "<p>J Bog Med. 2026 Jun 28:S0. doi: 10.5555/j.1. Online ahead of print.</p>"
        "<p><b>ABSTRACT</b></p><p>{}</p><p>PMID:<a href='x'>4</a> "
        "| DOI:10.5555/j.1</p>",
        "<p>Nature Bogs, Published online: 30 June 2026; doi:10.1038/s1</p>{}",
        "<p>Nature Bogs, Published online: 30 June 2026; <a href='x'>doi:10.1038/s1</a>"
        "</p>{}",
        "<i>Bog Lett.</i> <b>12</b>, 345-350 (2026)<br>{}",
        "Bogs 2026, 9(6), 120; https://doi.org/10.5555/bogs9060120<br/>{}",
        "<p>Publication date: 30 June 2026</p><p>{}</p>",
        "Published online: June 30, 2026. {}",
        # authors, titles, kinds before
        "<p>by Ida Fern, Jan Roe</p>\n\n{}",
        "<p>By Ida Fern and Jan Roe</p>{}",
        "Author(s): Ida Fern and Jan Roe<br /><p>{}</p><br />"
        "[Phys. Rev. Bogs 113, 011001] Published Thu Jun 04, 2026",
        "<p>Authors: Ida Fern, Jan Roe</p><p>{}</p>",
        "<p>Ida Fern, Jan Roe</p><p>{}</p>",
        "<p>Where Reeds Grow in Bogs</p><p>{}</p>",
        "<p><b>Bogs, Vol. 9, Pages 120: Where Reeds Grow in Bogs</b></p><p>Bogs "
        "<a href='x'>doi: 10.3390/bogs9060120</a></p><p>Authors:\nIda Fern\nJan Roe\n"
        "</p><p>{}</p>",
        "<div><i><b>Chem. Bog.</b></i>, 2026, Advance Article<br/><b>DOI</b>: "
        "10.1039/D6BG00001A, Paper<br/>Ida Fern, Jan Roe<br/>{}<br/>To cite this "
        "article before page numbers are assigned, use the DOI form of citation "
        "above.<br/>The "
        "content of this RSS Feed (c) The Royal Society of Chemistry</div>",
        "arXiv:2606.00001v1 Announce Type: new\nAbstract: {}",
        "Authors: Ida Fern, Jan Roe. Abstract: {}",
        "SignificanceReeds are known to matter. Abstract{}",
        # behind
        "{} © 2026 The Authors. Journal of Bogs published by John Wiley & Sons Ltd.",
        "{} Copyright © 2026 Elsevier Ltd. All rights reserved.",
        "{} © 2026 Elsevier B.V. All rights reserved.",
        "{} (C) 2026 Bog Society",
        "{} Copyright 2026 by the Bog Society.",
        "{} © The Author(s) 2026. Published by Oxford University Press on "
        "behalf of the "
        "Bog Society. All rights reserved. For permissions, please email: a@b.example",
        "© 2026 IEEE. {}",
        "Copyright © 2026 Elsevier Ltd. All rights reserved. {}",
        "<p>{}</p><p>JEL codes: Q1</p>",
        "<p>Title: Where Reeds Grow in Bogs</p><p>Abstract: {}</p><p>Comments: "
        "2 pages</p>",
        "<p><strong>Abstract</strong>: {}</p>",
        "Bog Research, Vol. 3 (2026), 1-10. {}",
        "{} This article is protected by copyright. All rights reserved.",
        "{} Published by Elsevier Ltd.",
        "<p>{}</p><p>© 2026 Wiley Periodicals LLC</p>",
        "<p>{}</p><p>Read More</p>",
        "<p>{}</p><a href='x'>Read more...</a>",
        "<p>{}</p><p><a href='x'>Continue reading →</a></p>",
        "<p>{}</p><p>The post <a>Where Reeds Grow</a> appeared first on Bogs.</p>",
        "<p>{}</p><p>Full text</p>",
        "{} doi:10.5555/bog.1",
        "{} https://doi.org/10.5555/bog.1",
        "{} PMID: 40000001",
        "<b>Abstract</b><br>{}<br><b>Keywords:</b> reed; bog",
        "<p>{}</p><p>Open Access article, CC BY 4.0</p>",
    ],
)
def test_only_the_abstract_is_kept(frame: str) -> None:
    assert abstract(frame.replace("{}", TEXT)) == TEXT


@pytest.mark.parametrize(
    "html",
    [
        "",
        "No abstract",
        "<p><b>NO ABSTRACT</b></p>",
        "No abstract is available for this article.",
        "No abstract available.",
        "There is no abstract available for this article",
        "Abstract not available",
        "N/A",
        "This article has no abstract.",
        "-",
        "Science, Volume 392, Issue 6800, Page 814-814, May 2026.",
        "Journal of Bogs, Ahead of Print.",
        "Volume 12, Issue 3, Page 1-10",
        "J. Bogs 12(3): 1-10 (2026)",
        "Ida Fern, Jan Roe: Where Reeds Grow in Bogs. J. Bogs 12(3): 1-10 (2026)",
        "Where Reeds Grow in Bogs",
        "doi:10.5555/bog.1",
        "https://doi.org/10.5555/bog.1",
        "Research Article",
        "Original Article",
        "<p>Publication date: August 2026</p><p><b>Source:</b> Bogs, Volume 12</p>"
        "<p>Author(s): Ida Fern, Jan Roe</p>",
        "<p><img alt='TOC Graphic' src='x'/></p><div><cite>Journal of the Bog Society"
        "</cite></div><div>DOI: 10.5555/jabs.6c00001</div>",
        "<p>Lancet Bog. 2026 Jul;5(7):12.</p><p><b>NO ABSTRACT</b></p><p>PMID:2</p>",
        "Proceedings of the 3rd Bog Conference, pages 12-15, Bern, 2026",
        "<p>by Ida Fern, Jan Roe</p>",
    ],
)
def test_a_frame_without_abstract(html: str) -> None:
    assert abstract(html) == ""


@pytest.mark.parametrize(
    "text",
    [
        "It rains.",
        "Bogs are dark.",
        "Abstract algebra is used to study bogs.",
        "Abstract interpretation of moss is hard.",
        "In Volume 3 of the atlas, 2026 reeds are shown.",
        "Summary statistics of bogs were compared.",
        "By night, the frogs are loud.",
        "Authors of field guides disagree on reeds; we ask why.",
        "Published records of 2020 to 2025 show that pages 1-10 are wrong.",
        "The copyright of maps is older than that of bogs.",
        "Moss (c) grows, and moss (d) does not.",
        "Where Reeds Grow in Bogs is a question that we answer here, by counting them.",
    ],
)
def test_text_like_a_frame_stays(text: str) -> None:
    assert abstract(f"<p>{text}</p>") == text


def test_names_in_rows() -> None:
    found = read_description(
        "<p>Authors:\n\t\tIda Fern\n\t\tJan Roe\n\t</p><p>It rains.</p>"
    )
    assert found.authors.names == NAMES


def test_what_the_frame_states_is_kept() -> None:
    found = read_description(
        "<p>Publication date: August 2026</p><p>Source: Bogs, Volume 12</p>"
        "<p>Author(s): Ida Fern, Jan Roe</p><p>Keywords: reed, bog</p>"
        "<p>DOI: 10.5555/BOG.1</p>"
    )
    assert (found.venue, found.date, found.doi) == (
        "Bogs",
        "August 2026",
        "10.5555/bog.1",
    )
    assert found.authors.names == NAMES
    assert found.keywords == ("reed", "bog")
    assert (
        read_description("arXiv:2606.00001v1 Announce Type: new").arxiv == "2606.00001"
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"Abstract: {TEXT}", TEXT),
        (f"{TEXT} © 2026 Bog Society.", TEXT),
        ("No abstract available.", ""),
        (TEXT, TEXT),
    ],
)
def test_abstracts_of_services(text: str, cleaned: str) -> None:
    assert clean_abstract(text) == cleaned


@given(st.text("<>/pb Abstract.,©1(c)doi:10é\n", max_size=80))
def test_no_description_makes_it_fail(html: str) -> None:
    read_description(html, "Ab", ("A b",))


@pytest.mark.parametrize(
    "unit",
    [
        "© ",
        "a. ",
        "<p>",
        "doi:10.1/",
        "Abstract ",
        "(c) 20",
        "by A, ",
        "1(2):",
        "[1 ",
        ", ",
        "copyright ",
    ],
)
def test_a_long_description_takes_no_long_time(unit: str) -> None:
    read_description(unit * 20_000, TITLE, NAMES)
