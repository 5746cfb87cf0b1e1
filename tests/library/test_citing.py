"""How a reader's own works are cited: by keys they know, else by author and year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.library.citing import cited, name_of, short_title
from readnext.paper import Author, Entry

PEOPLE = tuple(Author(family) for family in ("Sutton", "McAllester", "Singh"))


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("ABCD2345", "zotero:ABCD2345"),
        ("K0000021", "/x/zotero.sqlite:K0000021"),
        ("RN12", "lib.xml:item 12"),
        ("RN12", "lib.bib:40"),
        ("12", "lib.enw:3"),
        ("sutton1999policy", "lib.ris:3"),
        ("sutton1999policy", "export.csv.gz:3"),
        ("http://zotero.org/users/1/items/ABCD2345", "lib.json:item 1"),
        ("pmid123", "x.nbib:1"),
        ("ABCD2345", "lib.bib:1"),
    ],
)
def test_keys_that_the_reader_never_typed(key: str, where: str) -> None:
    entry = Entry(
        key, title="Policy Gradients", authors=PEOPLE, date="1999", where=where
    )
    found = cited(key, entry)
    assert found.short == "Sutton et al. 1999"
    assert found.long == "Sutton et al. 1999 (\u201cPolicy Gradients\u201d)"


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("sutton1999policy", "lib.bib:3"),
        ("dai2019a", "lib.json:item 3"),
        ("TRANSFER", "/home/me/lib.bib:3"),
        ("suttonPolicy1999", "zotero:ABCD2345"),
        ("liked2019x", "--like"),
    ],
)
def test_keys_that_the_reader_knows(key: str, where: str) -> None:
    found = cited(key, Entry(key, title="T", authors=PEOPLE, where=where))
    assert (found.name, found.short) == ("", f"`{key}`")


@pytest.mark.parametrize(
    ("where", "link"),
    [
        ("zotero:ABCD2345", "zotero://select/library/items/ABCD2345"),
        ("zotero:web:ABCD2345", "zotero://select/library/items/ABCD2345"),
        ("zotero:group/12:ABCD2345", "zotero://select/groups/12/items/ABCD2345"),
        ("zotero:web/group/12:ABCD2345", "zotero://select/groups/12/items/ABCD2345"),
        ("/a b/zotero.sqlite:ABCD2345", "zotero://select/library/items/ABCD2345"),
        (
            "/z/zotero.sqlite:group/12:ABCD2345",
            "zotero://select/groups/12/items/ABCD2345",
        ),
        ("lib.bib:ABCD2345", ""),
        ("lib.bib:3", ""),
        ("", ""),
    ],
)
def test_items_of_zotero_have_a_link(where: str, link: str) -> None:
    assert cited("k", Entry("k", title="T", where=where)).link == link


@pytest.mark.parametrize(
    ("where", "library"),
    [
        ("zotero:ABCD2345", "library"),
        ("zotero:web/group/12:ABCD2345", "groups/12"),
        ("lib.bib:3", ""),
    ],
)
def test_items_with_a_pdf_have_a_link_to_it(where: str, library: str) -> None:
    entry = Entry("k", title="T", where=where, pdf="PDFA2345")
    expected = f"zotero://open-pdf/{library}/items/PDFA2345" if library else ""
    assert cited("k", entry).pdf == expected
    assert cited("k", replace(entry, pdf="")).pdf == ""


def test_names_of_few_and_of_no_authors() -> None:
    one, two = PEOPLE[:1], PEOPLE[:2]
    assert name_of(Entry("k", authors=one, date="1999-05")) == "Sutton 1999"
    assert name_of(Entry("k", authors=two)) == "Sutton and McAllester"
    body = (Author(literal="OpenAI"),)
    assert name_of(Entry("k", authors=body, date="2023")) == "OpenAI 2023"
    assert name_of(Entry("k", title="BERT: A Model", date="2018")) == "BERT 2018"
    assert name_of(Entry("k", editors=one)) == "Sutton"
    assert short_title("x" * 200).endswith("…") and len(short_title("x" * 200)) <= 45
