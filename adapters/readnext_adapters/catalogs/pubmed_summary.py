"""Summaries of PubMed's records, which esummary gives in JSON and in two XML forms."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from readnext.dates import loose_date
from readnext.matching.ids import parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.json_response import finished
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people
from readnext_adapters.parsing.xmltree import local_name


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one summary, and its problem, if any."""
    fields = Fields(item, [])
    yield from finished(_paper(fields), where, fields.complaints)


def fields_of(summary: Element) -> Object:
    """Return the fields of a summary in XML under their names in JSON."""
    uid = summary.get("uid") or ""
    texts: dict[str, str] = {}
    names: list[object] = []
    for element in summary.iter():
        name = (element.get("Name") or local_name(element)).lower()
        text = clean("".join(element.itertext()))
        if name in ("author", "name") and not len(element):
            names.append({"name": text})
        elif not len(element):
            texts.setdefault(name, text)
    ids: list[object] = [{"idtype": "doi", "value": texts.get("doi", "")}]
    return {
        "uid": uid or texts.get("id", ""),
        "title": texts.get("title", ""),
        "fulljournalname": texts.get("fulljournalname", ""),
        "source": texts.get("source", ""),
        "pubdate": texts.get("pubdate", ""),
        "epubdate": texts.get("epubdate", ""),
        "authors": names,
        "articleids": ids,
    }


def _listed(answer: object) -> list[object] | None:
    result = object_of(object_of(answer).get("result"))
    uids = result.get("uids")
    if not isinstance(uids, list):
        return None
    return [result.get(uid) for uid in uids if isinstance(uid, str)]


def _is_item(item: Object) -> bool:
    return "uid" in item and "title" in item


LAYOUT = Layout(_listed, _is_item, "summaries")


def _paper(fields: Fields) -> Paper | None:
    title = strip_markup(fields.text("title")).removesuffix(".")
    uid = fields.text("uid")
    if not title or not uid:
        fields.complaints.insert(0, "a summary without title or id is left out")
        return None
    names = [one.text("name") for one in fields.each("authors")]
    dois = [
        one.text("value")
        for one in fields.each("articleids")
        if one.text("idtype") == "doi"
    ]
    date = loose_date(fields.text("epubdate")) or loose_date(fields.text("pubdate"))
    return Paper(
        id=f"pubmed:{uid}",
        title=title,
        authors=tuple(map(catalog_name, parse_people(filter(None, names)))),
        venue=fields.text("fulljournalname") or fields.text("source"),
        date=date,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{uid}/" if uid.isdecimal() else None,
        doi=next(filter(None, map(parse_doi, dois)), None),
    )
