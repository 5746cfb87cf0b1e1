"""Types, names and fields of entries."""

from __future__ import annotations

import pytest

from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Entry, Paper
from readnext.suggestion import Suggestion
from readnext_adapters.exports import biblatex, bibtex
from readnext_adapters.exports.bibentry import Dialect, render_entry
from readnext_adapters.exports.meetings import is_meeting
from readnext_adapters.libraries import bibtex as reader


def written(paper: Paper) -> str:
    suggestion = Suggestion(1, paper, "key", 1.0, None, ())
    return render_entry(suggestion, "key", bibtex.DIALECT)


@pytest.mark.parametrize(
    ("venue", "meeting"),
    [
        ("ICML", True),
        ("NeurIPS 2024 Datasets and Benchmarks", True),
        ("Annual Meeting of the Association for Computational Linguistics", True),
        ("ACL 2023", True),
        ("Proceedings of Machine Learning Research", True),
        ("COLT", True),
        ("Journal of Machine Learning Research", False),
        ("Proceedings of the National Academy of Sciences", False),
        ("IEEE Transactions on Information Theory", False),
        ("Nature", False),
        ("Annual Review of Statistics and Its Application", False),
        ("Soda Reports", False),
    ],
)
def test_meetings_are_told_from_journals(venue: str, meeting: bool) -> None:
    assert is_meeting(venue) is meeting
    kind = "@inproceedings{" if meeting else "@article{"
    assert written(Paper("1", "T", venue=venue)).startswith(kind)


@pytest.mark.parametrize("venue", ["arXiv", "arXiv preprint", "CoRR", "bioRxiv"])
def test_preprint_servers_are_no_journals(venue: str) -> None:
    assert is_preprint_venue(venue)
    assert written(Paper("1", "T", venue=venue, arxiv="2401.00001")).startswith("@misc")


@pytest.mark.parametrize("url", [None, "https://www.biorxiv.org/content/1"])
@pytest.mark.parametrize(
    ("dialect", "field"),
    [(bibtex.DIALECT, "howpublished"), (biblatex.DIALECT, "organization")],
    ids=["bibtex", "biblatex"],
)
def test_the_server_of_a_preprint_is_named(
    dialect: Dialect, field: str, url: str | None
) -> None:
    paper = Paper("1", "T", venue="bioRxiv", doi="10.1101/2024.01.02", url=url)
    text = render_entry(Suggestion(1, paper, "key", 1.0, None, ()), "key", dialect)
    assert f"  {field} = {{bioRxiv}},\n" in text
    (entry,) = reader.read(text.encode(), "out.bib")
    assert isinstance(entry, Entry) and entry.venue == "bioRxiv"


def test_arxiv_is_named_by_the_id() -> None:
    text = written(Paper("1", "T", venue="arXiv", arxiv="2401.00001"))
    assert "howpublished" not in text and "archiveprefix = {arXiv}" in text


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("howpublished = {medRxiv preprint}", "medRxiv preprint"),
        ("journal = {Moss}, howpublished = {bioRxiv}", "Moss"),
        ("howpublished = {arXiv preprint arXiv:2401.00001}", ""),
        ("howpublished = {\\url{https://www.biorxiv.org/}}", ""),
        ("publisher = {Springer}", ""),
    ],
)
def test_servers_are_read_from_where_styles_print_them(fields: str, venue: str) -> None:
    (entry,) = reader.read(f"@misc{{a, title={{T}}, {fields}}}".encode(), "a.bib")
    assert isinstance(entry, Entry) and entry.venue == venue


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Jan van der Berg", "van der Berg, Jan"),
        ("Kaiser, Łukasz", "Kaiser, Łukasz"),
        ("Gerard 't Hooft", "'t Hooft, Gerard"),
        ("Ada B. Lovelace Jr.", "Lovelace, Jr., Ada B."),
        ("OpenAI", "{OpenAI}"),
        ("Planck Collaboration", "{Planck Collaboration}"),
        ("World Health Organization", "{World Health Organization}"),
        ("Gemini Team, Google", "{Gemini Team, Google}"),
        ("Department of Ponds", "{Department of Ponds}"),
        ("Moss Institute Graz", "{Moss Institute Graz}"),
        ("Reed Systems GmbH", "{Reed Systems GmbH}"),
        ("Trinh–Minh Do", "Do, Trinh–Minh"),
        ("Olivier Company", "Company, Olivier"),
        ("Search and Rescue", "{Search and Rescue}"),
        ("Sue others", "{Sue others}"),
        ("family=Berg given=Jan", "{family=Berg given=Jan}"),
        ("A, B, C, D", "{A, B, C, D}"),
        ("O{}ne B\\ad", "{O"),
        ("王伟", "{王伟}"),
    ],
)
def test_names(name: str, wanted: str) -> None:
    assert f"author = {{{wanted}" in written(Paper("1", "T", authors=(name,)))


def test_longer_author_lists_end_in_others() -> None:
    cut = Paper("1", "T", authors=("A. One",), authors_cut=True)
    counted = Paper("1", "T", authors=("A. One",), author_count=4)
    for paper in (cut, counted):
        assert "author = {One, A. and others}" in written(paper)
    assert "author" not in written(Paper("1", "T", author_count=4))


def test_only_classes_of_arxiv_are_primary() -> None:
    paper = Paper("1", "T", arxiv="2401.00001", categories=("LG", "stat.ML"))
    assert "primaryclass = {stat.ML}" in written(paper)
    assert "primaryclass" not in written(Paper("1", "T", arxiv="1", categories=("LG",)))


def test_no_field_becomes_a_note_in_zotero() -> None:
    paper = Paper("1", "T", ("A. B",), ("Lab",), "x", "y", "2024-01-02", "http://a.b")
    suggestion = Suggestion(1, paper, "key", 1.0, None, ())
    for dialect in (bibtex.DIALECT, biblatex.DIALECT):
        lines = render_entry(suggestion, "key", dialect).splitlines()
        fields = {line.split(" = ")[0].strip() for line in lines[1:-1]}
        assert not fields & {"note", "annote", "comment", "review", "notes"}
