"""arXiv's texts, people, journals, notices and subjects, each by itself."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.catalogs.arxiv.categories import parse_category, parse_subject
from readnext_adapters.catalogs.arxiv.journal import venue_of
from readnext_adapters.catalogs.arxiv.notices import is_withdrawn
from readnext_adapters.catalogs.arxiv.people import from_line, natural
from readnext_adapters.catalogs.arxiv.record import (
    ArxivRecord,
    first_day,
    paper_id,
    to_paper,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            r"M\"uller and Erd\H{o}s in $\mathbb{R}^2$",
            r"Müller and Erdős in $\mathbb{R}^2$",
        ),
        ("  two\n lines \n", "two lines"),
        ("takes ~5 s, e.g.~here", "takes ~5 s, e.g. here"),
        ("gains 5% of 10\\%", "gains 5% of 10%"),
        ("a $<$ b &lt; c &amp; d", "a < b < c & d"),
        ("``so'' -- said", "“so” – said"),
        ("H<sub>2</sub>O", "H2O"),
        ("cut\x00 \ud800off\ttab", "cut off tab"),
        ("e\u0301clair", "éclair"),
        ("e\x00\u0301clair", "éclair"),
        ("one $ sign and a } brace", "one $ sign and a brace"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert arxiv_text(text) == expected


@given(st.text())
def test_plain_text_is_one_line_in_the_normal_form(text: str) -> None:
    found = arxiv_text(text)
    assert found == " ".join(found.split())
    assert not any("\ud800" <= c <= "\udfff" or c < " " for c in found)
    assert found.isascii() or unicodedata.is_normalized("NFC", found)


@pytest.mark.parametrize(
    ("line", "names", "labs"),
    [
        ("Ida Berg", ["Ida Berg"], []),
        ("Ida Berg, O. Fox, and Jo Lee", ["Ida Berg", "O. Fox", "Jo Lee"], []),
        ("Ida Berg and O. Fox & Jo Lee", ["Ida Berg", "O. Fox", "Jo Lee"], []),
        (
            "A. Berg (MIT), O. Fox (MIT and Yale)",
            ["A. Berg", "O. Fox"],
            ["MIT", "MIT and Yale"],
        ),
        (
            "A. Berg (1,2), O. Fox (2 and 3) ((1) Bog Lab, Kent, (2) MIT; (3) Yale.)",
            ["A. Berg", "O. Fox"],
            ["Bog Lab, Kent", "MIT", "Yale"],
        ),
        ("Xi (Max) Li, O. Fox", ["Xi Li", "O. Fox"], []),
        ("A. Berg (MIT) O. Fox (Yale)", ["A. Berg", "O. Fox"], ["MIT", "Yale"]),
        ("DUCK Collaboration: A. Berg", ["DUCK Collaboration", "A. Berg"], []),
        ("M. King, Jr., O. Fox, III", ["M. King Jr.", "O. Fox III"], []),
        ("A.B. Berg, C.-P. Fox", ["A. B. Berg", "C.-P. Fox"], []),
        (r"\'A. Berg$^{1,2}$, O. Fox*$^\dagger$", ["Á. Berg", "O. Fox"], []),
        (
            "A. Berg (deceased), O. Fox (for the DUCK Collaboration)",
            ["A. Berg", "O. Fox"],
            [],
        ),
        ("OpenAI", ["OpenAI"], []),
        ("", [], []),
        ("(), ) ((", [], []),
        ("A. Berg (MIT", ["A. Berg"], ["MIT"]),
    ],
)
def test_author_lines(line: str, names: list[str], labs: list[str]) -> None:
    found = from_line(line)
    assert (list(found.names), list(found.labs)) == (names, labs)
    assert not found.cut


@pytest.mark.parametrize(
    "line",
    ["A. Berg et al.", "A. Berg, et al", "A. Berg and others", "A. Berg and 7 others"],
)
def test_author_lines_that_are_cut_short(line: str) -> None:
    assert from_line(line)[::2] == (("A. Berg",), True)


@given(st.text(alphabet="Ab (),;:&.1$\\{}~é¹ and", max_size=60))
def test_no_author_line_gives_names_that_are_none(line: str) -> None:
    for name in from_line(line).names:
        assert name == " ".join(name.split()) and any(map(str.isalpha, name))


def test_names_in_parts() -> None:
    assert natural("Berg", "Ida", "III") == "Ida Berg III"
    assert natural("OpenAI", "") == "OpenAI"
    assert natural("van der Berg", "C. -P.") == "C.-P. van der Berg"


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("Phys.Rev.D76:013009,2007", "Phys.Rev.D"),
        ("Phys. Rev. Lett. 102, 010401 (2009)", "Phys. Rev. Lett."),
        ("J.Phys.Conf.Ser.110:102001", "J.Phys.Conf.Ser."),
        ("Ann. of Math. (2) 161 (2005), no. 1, 1-20", "Ann. of Math."),
        (
            "IEEE Trans. Inf. Theory, vol. 55, no. 3, March 2009",
            "IEEE Trans. Inf. Theory",
        ),
        ("2023 IEEE Conference on Ducks (COD)", "IEEE Conference on Ducks (COD)"),
        (
            "Proc. of the 37th Conf. on Ice, PMLR 119",
            "Proc. of the 37th Conf. on Ice, PMLR",
        ),
        ("To appear in Nature", "Nature"),
        ("NeurIPS 2024", "NeurIPS"),
        ("npj Ice 3, 1", "npj Ice"),
        ("submitted to Nature", ""),
        ("Submitted to Nature", ""),
        ("in press", ""),
        ("12 (2007) 34", ""),
        ('A. Fox, "On Ice", Nature 3', ""),
        ("arXiv preprint 2024", ""),
        ("Vol. 3", ""),
        ("", ""),
    ],
)
def test_venues(reference: str, venue: str) -> None:
    assert venue_of(reference) == venue


WITHDRAWN = [
    "Withdrawn",
    "[withdrawn]",
    "WITHDRAWN",
    "Paper withdrawn",
    "withdrawn due to an error in Lemma 3",
    "This paper has been withdrawn",
    "This paper has been withdrawn by the author(s)",
    "This paper has been temporarily withdrawn by the authors",
    "This submission has been withdrawn by arXiv administrators",
    "arXiv admin note: this submission has been withdrawn by arXiv administrators",
    "12 pages. This article was withdrawn by the authors",
    "5 pages, withdrawn by the author",
    "The author has withdrawn this paper due to a gap",
    "We withdraw this paper because of a gap",
    "This manuscript has been withdrawn from arXiv",
]
NOT_WITHDRAWN = [
    "",
    "20 pages; not withdrawn",
    "Withdrawn from ICLR 2024",
    "This paper was withdrawn from ICML 2019",
    "Supersedes arXiv:0901.1234, which has been withdrawn",
    "Supersedes the withdrawn paper arXiv:0901.1234",
    "v1 was withdrawn; this is a corrected v2",
    "previous version has been withdrawn by the author",
    "arXiv:0704.0001 has been withdrawn by the authors",
    "A study of drug withdrawal",
]


@pytest.mark.parametrize("comments", WITHDRAWN)
def test_withdrawn_by_its_comments(comments: str) -> None:
    assert is_withdrawn(comments, "We study ice.")


@pytest.mark.parametrize("comments", NOT_WITHDRAWN)
def test_not_withdrawn_by_its_comments(comments: str) -> None:
    assert not is_withdrawn(comments, "We study ice.")


@pytest.mark.parametrize(
    ("abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to a crucial error.", True),
        ("Withdrawn.", True),
        ("The paper was withdrawn by the authors.", True),
        ("We prove X. This paper has been withdrawn because of a gap.", True),
        (
            "Papers withdrawn by authors are studied. We find that 5% are withdrawn.",
            False,
        ),
        ("Withdrawn patients were excluded.", False),
        ("The drug was withdrawn by the authors of the trial.", False),
        ("This paper considers when money is withdrawn.", False),
        ("Withdrawn and retracted papers are compared.", False),
    ],
)
def test_withdrawn_by_its_abstract(abstract: str, withdrawn: bool) -> None:
    assert is_withdrawn("12 pages", abstract) is withdrawn


@pytest.mark.parametrize(
    ("text", "name", "set_"),
    [
        ("cs.LG", "cs.LG", "cs:cs:LG"),
        ("CS.lg", "cs.LG", "cs:cs:LG"),
        ("cs:cs:LG", "cs.LG", "cs:cs:LG"),
        ("cs", "cs", "cs"),
        ("cs:cs", "cs", "cs"),
        ("hep-th", "hep-th", "physics:hep-th"),
        ("physics:hep-th", "hep-th", "physics:hep-th"),
        ("physics:astro-ph:GA", "astro-ph.GA", "physics:astro-ph:GA"),
        ("cond-mat.mes-hall", "cond-mat.mes-hall", "physics:cond-mat:mes-hall"),
        ("physics.optics", "physics.optics", "physics:physics:optics"),
        ("physics", "physics", "physics"),
        ("physics:physics", "physics:physics", "physics:physics"),
        ("q-bio.NC", "q-bio.NC", "q-bio:q-bio:NC"),
        (" all ", "all", ""),
    ],
)
def test_subjects(text: str, name: str, set_: str) -> None:
    subject = parse_subject(text)
    assert (subject.name, subject.set) == (name, set_)
    assert parse_subject(subject.name) == subject


@pytest.mark.parametrize(
    "text",
    [
        *("", "duck", "cs.", "cs.LGX", "cs.LG.AI", "hep-th.AB", "cs:math:PR"),
        *("physics:cs", "cs:", "all.x", "cs+math", "physics.OPTICS!", ":cs", "cs.Lİ"),
    ],
)
def test_what_is_no_subject_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"\(cs\.LG\)"):
        parse_subject(text)


def test_categories_of_feeds() -> None:
    assert parse_category("astro-ph.ga") == "astro-ph.GA"
    assert parse_category("physics") == "physics"
    for text in ("", "all", "cs:cs:LG", "duck.AB"):
        with pytest.raises(InputError, match=r"\(cs\.LG\)"):
            parse_category(text)


@pytest.mark.parametrize(
    ("subject", "categories", "inside"),
    [
        ("cs.LG", "cs.LG stat.ML", True),
        ("cs.LG", "stat.ML cs.LG", True),
        ("cs.LG", "cs.AI stat.ML", False),
        ("cs.NA", "math.NA", True),
        ("cs", "math.PR cs.AI", True),
        ("cs", "cmp-lg", True),
        ("cs", "math.PR", False),
        ("hep-th", "gr-qc hep-th", True),
        ("astro-ph", "astro-ph.GA", True),
        ("physics", "quant-ph", True),
        ("physics", "math.MP", True),
        ("physics", "cs.LG", False),
        ("physics:physics", "physics.optics", True),
        ("physics:physics", "quant-ph", False),
        ("all", "cs.LG", True),
        ("cs.LG", "", True),
    ],
)
def test_papers_of_a_subject(subject: str, categories: str, inside: bool) -> None:
    assert parse_subject(subject).has(categories.split()) is inside


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2401.00002", "2401.00002"),
        ("0704.0001v3", "0704.0001"),
        ("oai:arXiv.org:2401.00002v12", "2401.00002"),
        ("oai:arXiv.org:hep-th/9901001", "hep-th/9901001"),
        ("http://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"),
        ("https://arxiv.org/pdf/2401.00002v2", "2401.00002"),
        ("oai:example.org:12", ""),
        ("https://arxiv.org/api/errors#incorrect_id_format_for_abc", ""),
        ("\uff12\uff14\uff10\uff11.00002", ""),
        ("", ""),
    ],
)
def test_ids(text: str, found: str) -> None:
    assert paper_id(text) == found


@pytest.mark.parametrize(
    ("date", "arxiv", "day"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", "0704.0001", "2007-04-02"),
        ("2026-6-30", "2606.00001", "2026-06-30"),
        ("2023-12-31T23:12:01Z", "2401.00002", "2023-12-31"),
        ("2024-02-01", "2401.00002", "2024-02-01"),
        ("2024-03-01", "2401.00002", "2024-01"),
        ("2025-01-02", "2412.00002", "2025-01-02"),
        ("2025-01-04", "2412.00002", "2024-12"),
        ("1992-01-01", "math/9201301", "1992-01-01"),
        ("soon", "2401.00002", "2024-01"),
        ("", "hep-th/9901001", "1999-01"),
        ("", "9999.99999", None),
        ("2026-6-31", "9999.99999", "2026-06"),
    ],
)
def test_first_days(date: str, arxiv: str, day: str | None) -> None:
    assert first_day(date, arxiv) == day


@pytest.mark.parametrize(
    ("comments", "abstract", "code"),
    [
        ("Code: https://github.com/a/b.", "", "https://github.com/a/b"),
        (r"Code: \url{https://github.com/a/b\_c}", "", "https://github.com/a/b_c"),
        ("", "See GitHub.com/a/b for code", "https://GitHub.com/a/b"),
        ("", "At gitlab.com/a/b; see github.com/c/d", "https://gitlab.com/a/b"),
        (
            "Models: https://huggingface.co/a/b",
            "Code: github.com/a/b",
            "https://github.com/a/b",
        ),
        ("https://github.com/", "https://github.com/a has all", None),
        ("https://a.github.io/b", "we digitalise gitlab.com", None),
    ],
)
def test_code(comments: str, abstract: str, code: str | None) -> None:
    paper = to_paper(
        ArxivRecord("2401.00002", "T", comments=comments, abstract=abstract), "here"
    )
    assert isinstance(paper, Paper) and paper.code == code


TEXT = st.text(max_size=30)


@given(
    st.builds(
        ArxivRecord,
        TEXT,
        TEXT,
        abstract=TEXT,
        comments=TEXT,
        journal=TEXT,
        doi=TEXT,
        categories=TEXT,
        date=TEXT,
    )
)
def test_no_text_fails_and_all_can_be_written(record: ArxivRecord) -> None:
    item = to_paper(record, "here")
    if isinstance(item, Problem):
        assert not record.id or not arxiv_text(record.title)
        return
    said = [item.title, item.abstract, item.venue, *item.categories, item.doi or ""]
    assert json.loads(json.dumps(said, ensure_ascii=False).encode()) == said
