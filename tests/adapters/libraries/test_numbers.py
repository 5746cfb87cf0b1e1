"""Volume, number, edition and pages in every format, and works that they tell apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.library.same_works import same_works
from readnext.paper import Entry
from readnext_adapters.libraries import LIBRARY_FORMATS
from tests.adapters.zoterofiles import ZoteroFile
from tests.command import Run


def _bibtex(kind: str, volume: str, number: str, edition: str) -> str:
    return (
        f"@{kind}{{a, title = {{Hydro Optics}}, author = {{Ash, Rosa}}, year = 1976,"
        f" volume = {{{volume}}}, number = {{{number}}}, edition = {{{edition}}},"
        " pages = {3--9}, issn = {0028-0836}}"
    )


def _csl(kind: str, volume: str, number: str, edition: str) -> str:
    item = {
        "id": "a",
        "type": kind,
        "title": "Hydro Optics",
        "author": [{"family": "Ash", "given": "Rosa"}],
        "issued": {"date-parts": [[1976]]},
        "volume": volume,
        "number": number,
        "edition": edition,
        "page": "3-9",
        "ISSN": "0028-0836",
    }
    return json.dumps([item])


def _ris(kind: str, volume: str, number: str, edition: str) -> str:
    return (
        f"TY  - {kind}\nTI  - Hydro Optics\nAU  - Ash, Rosa\nPY  - 1976\n"
        f"VL  - {volume}\nIS  - {number}\nET  - {edition}\nSP  - 3\n"
        "SN  - 0028-0836\nER  - \n"
    )


def _enw(kind: str, volume: str, number: str, edition: str) -> str:
    return (
        f"%0 {kind}\n%T Hydro Optics\n%A Ash, Rosa\n%D 1976\n%V {volume}\n%N {number}\n"
        f"%7 {edition}\n%P 3-9\n%@ 0028-0836\n"
    )


def _nbib(kind: str, volume: str, number: str, edition: str) -> str:
    return (
        f"PMID- 7\nPT  - {kind}\nTI  - Hydro Optics\nFAU - Ash, Rosa\nDP  - 1976\n"
        f"VI  - {volume}\nIP  - {number}\nEN  - {edition}\nPG  - 3-9\n"
        "IS  - 0028-0836 (Print)\n"
    )


def _xml(kind: str, volume: str, number: str, edition: str) -> str:
    return (
        f"<xml><records><record><ref-type name='{kind}'>6</ref-type><contributors>"
        "<authors><author>Ash, Rosa</author></authors></contributors><titles>"
        "<title>Hydro Optics</title></titles><dates><year>1976</year></dates>"
        f"<volume>{volume}</volume><number>{number}</number><edition>{edition}</edition>"
        "<pages>3-9</pages><isbn>0028-0836</isbn></record></records></xml>"
    )


def _csv(kind: str, volume: str, number: str, edition: str) -> str:
    head = (
        "Key,Item Type,Publication Year,Author,Title,ISSN,Date,Date Added,Pages,Issue,"
        "Volume,Edition"
    )
    row = (
        f'KEY,{kind},1976,"Ash, Rosa",Hydro Optics,0028-0836,1976,2026-01-01,3-9,'
        f"{number},{volume},{edition}"
    )
    return f"{head}\n{row}\n"


def _rdf(kind: str, volume: str, number: str, edition: str) -> str:
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:z="http://www.zotero.org/namespaces/export#"
      xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#"
      xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
      <rdf:Description rdf:about="#item_1"><z:itemType>{kind}</z:itemType>
      <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Ash</foaf:surname>
      <foaf:givenName>Rosa</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
      <dc:title>Hydro Optics</dc:title><dc:date>1976</dc:date>
      <prism:edition>{edition}</prism:edition><bib:pages>3-9</bib:pages>
      <dcterms:isPartOf><bib:Journal><dc:title>Ponds</dc:title>
      <prism:volume>{volume}</prism:volume><prism:number>{number}</prism:number>
      <dc:identifier>ISSN 0028-0836</dc:identifier></bib:Journal></dcterms:isPartOf>
      </rdf:Description></rdf:RDF>"""


def _zotero(kind: str, volume: str, number: str, edition: str) -> str:
    creator = {"creatorType": "author", "lastName": "Ash", "firstName": "Rosa"}
    data = {
        "key": "AAAA1111",
        "itemType": kind,
        "title": "Hydro Optics",
        "creators": [creator],
        "date": "1976",
        "volume": volume,
        "reportNumber" if kind == "report" else "issue": number,
        "edition": edition,
        "pages": "3-9",
        "ISSN": "0028-0836",
    }
    return json.dumps([{"key": "AAAA1111", "version": 1, "data": data}])


# How a format is written, and its names of an article, a book and a report.
FORMATS: dict[str, tuple[Callable[[str, str, str, str], str], tuple[str, str, str]]] = {
    "bibtex": (_bibtex, ("article", "book", "techreport")),
    "csljson": (_csl, ("article-journal", "book", "report")),
    "ris": (_ris, ("JOUR", "BOOK", "RPRT")),
    "enw": (_enw, ("Journal Article", "Book", "Report")),
    "nbib": (_nbib, ("Journal Article", "Book", "Report")),
    "endnotexml": (_xml, ("Journal Article", "Book", "Report")),
    "zoterocsv": (_csv, ("journalArticle", "book", "report")),
    "zoterordf": (_rdf, ("journalArticle", "book", "report")),
    "zoterojson": (_zotero, ("journalArticle", "book", "report")),
}


def entry(
    name: str, kind: int, volume: str = "", number: str = "", ed: str = ""
) -> Entry:
    write, kinds = FORMATS[name]
    text = write(kinds[kind], volume, number, ed)
    items = list(LIBRARY_FORMATS[name].read(text.encode(), "file"))
    (found,) = (item for item in items if isinstance(item, Entry))
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_they_are_read(name: str) -> None:
    found = entry(name, 0, "12", "4", "2nd")
    assert (found.volume, found.number, found.edition) == ("12", "4", "2nd")
    assert found.pages.startswith("3")
    assert found.issn == "0028-0836"


@pytest.mark.parametrize("name", FORMATS)
def test_they_tell_works_apart(name: str) -> None:
    """Volumes and editions of a book and numbers of reports are works of their own."""
    two = [
        (entry(name, 1, volume="1"), entry(name, 1, volume="Vol. 2")),
        (entry(name, 1, ed="2nd"), entry(name, 1, ed="Third")),
        (entry(name, 2, number="TN-055"), entry(name, 2, number="TN-056")),
    ]
    for pair in two:
        assert len(same_works(pair)) == 2, pair
    one = [
        (entry(name, 1, volume="1"), entry(name, 1)),
        (entry(name, 1, ed="2"), entry(name, 1, ed="2nd ed.")),
        (entry(name, 2, number="TN-055"), entry(name, 2, number="TN 55")),
        # The number of an article is that of its issue.
        (entry(name, 0, number="4"), entry(name, 0, number="5")),
    ]
    for pair in one:
        assert len(same_works(pair)) == 1, pair


def test_those_of_the_database_of_zotero(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "zotero.sqlite"
    file = ZoteroFile(path)
    for key, volume in (("AAAA1111", "1"), ("BBBB2222", "2"), ("CCCC3333", "2")):
        file.item(key, {"title": "Hydro Optics", "volume": volume}, kind="book")
    file.close()
    done = run("library", "check", path, "--format", "json")
    assert json.loads(done.stdout)["works"] == 2
