"""PubMed's records: efetch in XML, and esummary in JSON or XML.

The elements are those of NLM's document types
(https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.dates import loose_date
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Author, Paper, Problem
from readnext_adapters.catalogs.pubmed_summary import LAYOUT, fields_of, record
from readnext_adapters.parsing.affiliations import institution
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import JsonItem, read_document
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.largest import read_whole
from readnext_adapters.parsing.xmltree import local_name, read_elements

SUFFIXES: tuple[str, ...] = (".xml", ".json")

_XML = re.compile(
    r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|eSummaryResult)\b"
)
_JSON = re.compile(r'\A\s*\{\s*"header"\s*:\s*\{\s*"type"\s*:\s*"esummary"')
_ARTICLES = {"pubmedarticle", "pubmedbookarticle", "docsum", "documentsummary"}
RETRACTED = "retracted publication"
# Kinds of publications that are about another one.
NOTICES = frozenset(
    (
        "published erratum",
        "retraction of publication",
        "retraction notice",
        "expression of concern",
        "correction",
        "corrigendum",
        "retraction",
    )
)


def detect(head: str) -> bool:
    """Tell whether a text is an answer of efetch or esummary for PubMed.

    >>> detect('<?xml version="1.0"?><PubmedArticleSet><PubmedArticle>')
    True
    """
    return bool(_XML.search(head) or _JSON.match(head.removeprefix("\ufeff")))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response; InputError if it is too large."""
    del as_of  # the dates have years
    decoded = decode_bytes(read_whole(stream, name))
    if not decoded.text.strip():
        return
    yield from (Problem(name, note) for note in decoded.notes)
    if _JSON.match(decoded.text.removeprefix("\ufeff")):
        for item in read_document(decoded.text, name, LAYOUT).items:
            if isinstance(item, JsonItem):
                yield from record(item.fields, item.where)
            else:
                yield item
        return
    yield from _read_xml(decoded.text, name)


def _read_xml(text: str, name: str) -> Iterator[Paper | Problem]:
    number = 0
    for found in read_elements(text, name, _ARTICLES):
        if isinstance(found, Problem):
            yield found
            continue
        number += 1
        where = f"{name}:item {number}"
        if "summary" in local_name(found) or local_name(found) == "docsum":
            yield from record(fields_of(found), where)
        else:
            yield from _article(found, where)
    if not number:
        yield Problem(name, "no PubMed record was found")


def _article(article: Element, where: str) -> Iterator[Paper | Problem]:
    kinds = {text.lower() for text in _texts(article, ".//PublicationType")}
    pmid = _text(article, ".//PMID")
    title = _text(article, ".//ArticleTitle") or _text(article, ".//BookTitle")
    title = title.removesuffix(".").removeprefix("[").removesuffix("]")
    if not title:
        yield Problem(
            where, f"{pmid or 'a record'}: a record without title is left out"
        )
        return
    doi = _doi(article)
    people = article.findall(".//AuthorList[1]/Author")
    yield Paper(
        id=f"pubmed:{pmid}",
        title=title,
        authors=tuple(filter(None, map(_author, people))),
        authors_cut=any(
            one.get("CompleteYN") == "N" for one in article.findall(".//AuthorList")
        ),
        labs=distinct_labs(
            institution(text)
            for person in people
            for text in _texts(person, "AffiliationInfo/Affiliation")
        ),
        abstract=" ".join(map(_part, article.findall(".//Abstract/AbstractText"))),
        venue=_text(article, ".//Journal/Title")
        or _text(article, ".//MedlineTA")
        or _text(article, ".//Journal/ISOAbbreviation"),
        date=_date(article),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid.isdecimal() else None,
        doi=doi,
        arxiv=parse_arxiv(doi) if doi else None,
        keywords=tuple(
            dict.fromkeys(
                [
                    *_texts(article, ".//KeywordList/Keyword"),
                    *_texts(article, ".//MeshHeading/DescriptorName"),
                ]
            )
        ),
        references=tuple(dict.fromkeys(_references(article))),
        withdrawn=RETRACTED in kinds,
        notice=bool(kinds & NOTICES),
        corrects=tuple(dict.fromkeys(_corrected(article))),
    )


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else clean("".join(found.itertext()))


def _texts(element: Element, path: str) -> list[str]:
    texts = (clean("".join(one.itertext())) for one in element.findall(path))
    return list(filter(None, texts))


def _part(part: Element) -> str:
    """A part of an abstract after its label, if it has one."""
    label, text = part.get("Label") or "", clean("".join(part.itertext()))
    return f"{label}: {text}" if label and label != "UNLABELLED" else text


def _author(person: Element) -> str:
    given = _text(person, "ForeName") or _text(person, "Initials")
    author = Author(_text(person, "LastName"), given)
    name = catalog_name(author, _text(person, "Suffix"))
    return _text(person, "CollectiveName") or name


def _doi(article: Element) -> str | None:
    stated = [
        *article.findall(".//PubmedData/ArticleIdList/ArticleId[@IdType='doi']"),
        *article.findall(".//PubmedBookData/ArticleIdList/ArticleId[@IdType='doi']"),
        *article.findall(".//ELocationID[@EIdType='doi']"),
    ]
    found = (parse_doi("".join(one.itertext())) for one in stated)
    return next(filter(None, found), None)


def _date(article: Element) -> str | None:
    """The day of electronic publication, else that of the issue."""
    for path in (".//ArticleDate", ".//PubDate", ".//ContributionDate"):
        place = article.find(path)
        if place is None:
            continue
        parts = [_text(place, name) for name in ("Year", "Month", "Day")]
        words = " ".join(filter(None, parts)) or _text(place, "MedlineDate")
        numeric = all(part.isdecimal() for part in parts if part)
        text = "-".join(filter(None, parts)) if numeric and parts[0] else words
        if date := loose_date(text):
            return date
    return None


def _references(article: Element) -> Iterator[str]:
    for cited in article.findall(".//ReferenceList/Reference/ArticleIdList"):
        ids = {one.get("IdType"): "".join(one.itertext()).strip() for one in cited}
        if doi := parse_doi(ids.get("doi", "")):
            yield doi
        elif (pmid := ids.get("pubmed", "")).isdecimal():
            yield f"pubmed:{pmid}"


def _corrected(article: Element) -> Iterator[str]:
    """The ids of the papers that an erratum is for."""
    for one in article.findall(".//CommentsCorrectionsList/CommentsCorrections"):
        pmid = _text(one, "PMID")
        if one.get("RefType") == "ErratumFor" and pmid.isdecimal():
            yield f"pubmed:{pmid}"
