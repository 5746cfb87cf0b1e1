"""What other programs' parsers make of each format; each check fails with an assert."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from importlib.resources import files
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import feedparser
import html5lib
import pybtex.database
import rispy
import yaml  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt
from markdown_it.token import Token

from readnext.paper import Entry, Problem
from readnext.suggestion import Answer
from readnext_adapters.exports.atom import urn
from readnext_adapters.exports.listing import Listed, introduction, listed, nothing
from readnext_adapters.exports.missing import keyed
from readnext_adapters.exports.notes import id_in, notes, refreshed
from readnext_adapters.exports.pdf_links import paper_links
from readnext_adapters.exports.plain_record import plain_record
from readnext_adapters.libraries import bibtex, csljson, ris
from readnext_adapters.parsing.safe_text import plain

STEERING = {"Cc", "Cs", "Zl", "Zp"}
_KEY = re.compile(r"[A-Za-z0-9:_+./-]+")
_MD = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_CSL_TYPES = {"paper-conference", "article-journal", "article", "document"}
_CSL_TEXTS = (
    "id citation-key title container-title publisher number archive archive_location"
    " DOI URL abstract keyword"
).split()
_HTML_TAGS = frozenset(
    "html head meta title style body header h1 p main section h2 ol li article h3 a"
    " strong code ul div details summary span pre button script".split()
)
_HTML_ATTRIBUTES = frozenset(
    "lang charset http-equiv content name id aria-labelledby class value dir href rel"
    " type hidden role".split()
)
_SCRIPT = (files("readnext_adapters.exports") / "templates" / "page.js").read_text(
    encoding="utf-8"
)


def check_table(text: str, answer: Answer) -> None:
    """A terminal is not steered, and every suggestion begins a paragraph."""
    _assert_steers_nothing(text)
    if answer.suggestions:
        assert text.count("\n\n") == len(answer.suggestions) - 1


def check_json(text: str, answer: Answer) -> None:
    """It is one document that holds what the catalog says, as it says it."""
    found = json.loads(text.encode())["suggestions"]
    papers = [s.paper for s in answer.suggestions]
    assert [s["title"] for s in found] == [paper.title for paper in papers]
    assert [s["id"] for s in found] == [paper.id for paper in papers]


def check_bibtex(text: str, answer: Answer) -> None:
    """Three parsers see the same entries under the same keys, and nothing wrong."""
    _assert_steers_nothing(text)
    keys = [key for key, _ in keyed(answer.suggestions)]
    library = parse_string(text)
    assert library.failed_blocks == []
    assert library.comments == library.strings == library.preambles == []
    assert [entry.key for entry in library.entries] == keys
    if keys:
        data = pybtex.database.parse_string(text, "bibtex", encoding="utf-8")
        assert list(data.entries) == keys
        _assert_fields(data)
    assert [entry.key for entry in _read(bibtex.read, text, "no BibTeX")] == keys


def check_csljson(text: str, answer: Answer) -> None:
    """Items are as the schema of CSL 1.0.2 wants them, one a suggestion."""
    _assert_steers_nothing(text)
    items = json.loads(text.encode())
    assert [item["id"] for item in items] == [k for k, _ in keyed(answer.suggestions)]
    for item, suggestion in zip(items, answer.suggestions, strict=True):
        _assert_csl_item(item)
        work = plain_record(suggestion.paper)
        assert item.get("title", "") == work.title
        assert item.get("abstract", "") == work.abstract
    read = _read(csljson.read, text, "a list without any CSL items")
    assert [entry.key for entry in read] == [item["id"] for item in items]


def check_ris(text: str, answer: Answer) -> None:
    """Three readings see one record a suggestion, with none of its lines forged."""
    _assert_steers_nothing(text.replace("\r\n", "\n"))
    assert text.count("\n") == text.count("\r\n")
    records = list(_ris_records(text))
    found = rispy.loads(text)
    assert len(records) == len(found) == len(answer.suggestions)
    read = _read(ris.read, text, "no RIS record")
    assert [entry.key for entry in read] == [k for k, _ in keyed(answer.suggestions)]
    for lines, seen, suggestion in zip(records, found, answer.suggestions, strict=True):
        work = plain_record(suggestion.paper)
        assert [v for tag, v in lines if tag == "TI"] == [work.title] * bool(work.title)
        assert [v for tag, v in lines if tag == "KW"] == list(work.keywords)
        assert len([v for tag, v in lines if tag == "AU"]) <= len(work.people)
        assert seen.get("title", "") == work.title
        assert seen.get("abstract", "") == work.abstract
        assert seen.get("keywords", []) == list(work.keywords)


def check_markdown(text: str, answer: Answer) -> None:
    """CommonMark shows the words that were meant, links to the papers, no more."""
    _assert_steers_nothing(text)
    tokens = _MD.parse(text)
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close"),
        *("ordered_list_open", "ordered_list_close", "list_item_open"),
        *("list_item_close", "bullet_list_open", "bullet_list_close", "inline"),
    }
    shown = [_shown(token) for token in tokens if token.type == "inline"]
    assert shown == list(_meant(answer))


def check_html(text: str, answer: Answer) -> None:
    """The tree has the page's own elements alone, and in them the words meant."""
    _assert_steers_nothing(text)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(text)
    assert parser.errors == []
    for element in page.iter():
        assert element.tag in _HTML_TAGS
        assert set(element.attrib) <= _HTML_ATTRIBUTES
    (script,) = page.iter("script")
    assert (script.text or "").strip() == _SCRIPT.strip() and not script.attrib
    meant = [listed(s) for s in answer.suggestions]
    assert [_text(h3) for h3 in page.iter("h3")] == [item.title for item in meant]
    links = [a.get("href") for a in page.iter("a")]
    pages = [item.link for item in meant]
    others = [list(paper_links(s.paper)) for s in answer.suggestions]
    assert links == [
        link
        for page, more in zip(pages, others, strict=True)
        for link in [page, *(address for _, address in more)]
        if link
    ]
    assert all(re.match(r"https?://", link or "") for link in links)
    entries = "\n".join(_text(pre) for pre in page.iter("pre"))
    check_bibtex(entries, answer)


def check_atom(text: str, answer: Answer) -> None:
    """It is XML 1.0, and a reader of feeds sees the entries that were meant."""
    _assert_steers_nothing(text)
    root = defusedxml.ElementTree.fromstring(text.encode())
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(atom + name)) == 1
    entries = root.findall(f"{atom}entry")
    assert len(entries) == len(answer.suggestions)
    for entry, suggestion in zip(entries, answer.suggestions, strict=True):
        _assert_atom_entry(entry, listed(suggestion), atom)
        assert entry.findtext(f"{atom}id") == urn(suggestion.paper.id)
    feed = feedparser.parse(text.encode())
    assert not feed.bozo, feed.get("bozo_exception")
    titles = [listed(s).title for s in answer.suggestions]
    assert [entry.title for entry in feed.entries] == titles


def _assert_atom_entry(entry: Element, item: Listed, atom: str) -> None:
    assert entry.findtext(f"{atom}title") == item.title
    assert re.fullmatch(
        r"urn:readnext:(?!/)(?:[\w/:@!$()*+,;=~.-]|%[0-9A-F]{2})+",
        entry.findtext(f"{atom}id") or "",
        re.ASCII,
    )
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{atom}updated") or ""
    )
    assert entry.findall(f"{atom}author")
    for author in entry.findall(f"{atom}author"):
        assert (author.findtext(f"{atom}name") or "").strip()
    links = [link.get("href") for link in entry.findall(f"{atom}link")]
    assert links == [item.link] * bool(item.link)
    assert (entry.findtext(f"{atom}content") or "") == item.abstract


def check_notes(text: str, answer: Answer) -> None:
    """YAML reads what was meant; CommonMark shows a heading, a list and a quotation."""
    made = list(notes(answer))
    assert text == "\n".join(note.text for note in made)
    for note, one in zip(made, answer.suggestions, strict=True):
        _assert_steers_nothing(note.text)
        front, _, body = note.text.removeprefix("---\n").partition("\n---\n")
        read = yaml.safe_load(front)
        assert read["title"] == plain(one.paper.title)
        assert read["readnext-id"] == plain(one.paper.id) == note.id
        assert id_in(note.text.encode()) == note.id
        assert refreshed(note.text.encode(), note) == note.text.encode()
        tokens = _MD.parse(body)
        assert {token.type for token in tokens} <= {
            *("heading_open", "heading_close", "paragraph_open", "paragraph_close"),
            *("bullet_list_open", "bullet_list_close", "list_item_open"),
            *("list_item_close", "inline", "html_block"),
            *("blockquote_open", "blockquote_close"),
        }
        html = [token.content for token in tokens if token.type == "html_block"]
        assert len(html) == 2 and html[1].strip() == "<!-- /readnext -->"


CHECKS: dict[str, Callable[[str, Answer], None]] = {
    "table": check_table,
    "json": check_json,
    "bibtex": check_bibtex,
    "biblatex": check_bibtex,
    "csljson": check_csljson,
    "ris": check_ris,
    "markdown": check_markdown,
    "notes": check_notes,
    "html": check_html,
    "atom": check_atom,
}


def _read(
    read: Callable[[bytes, str], Iterator[Entry | Problem]], text: str, none: str
) -> list[Entry]:
    """The entries that readnext's own reader sees, which has nothing to object to."""
    items = list(read(text.encode(), "out"))
    problems = [i.why for i in items if isinstance(i, Problem)]
    assert [why for why in problems if none not in why] == []
    return [item for item in items if isinstance(item, Entry)]


def _assert_steers_nothing(text: str) -> None:
    """No controls but line ends, no direction marks, nothing that is no UTF-8."""
    steering = {c for c in set(text) if unicodedata.category(c) in STEERING}
    assert steering <= {"\n"}
    formats = {c for c in set(text) if unicodedata.category(c) == "Cf"}
    assert formats <= {"\u200c", "\u200d"}
    text.encode()


def _assert_fields(data: pybtex.database.BibliographyData) -> None:
    for entry in data.entries.values():
        for name, value in entry.fields.items():
            assert re.fullmatch(r"[a-z]+(?:-[a-z]+)?", name)
            assert "\n" not in value


def _assert_csl_item(item: dict[str, object]) -> None:
    """What the schema says of the fields that readnext writes."""
    assert item["type"] in _CSL_TYPES
    assert isinstance(item["id"], str) and _KEY.fullmatch(item["id"])
    others = {"type", "author", "issued", "custom"}
    assert set(item) <= {*_CSL_TEXTS, *others}
    assert all(isinstance(item[name], str) for name in _CSL_TEXTS if name in item)
    for name in _objects(item.get("author", [])):
        assert set(name) in ({"literal"}, {"family", "given"}, {*_SUFFIXED})
        assert all(isinstance(part, str) and part for part in name.values())
    if issued := item.get("issued"):
        assert isinstance(issued, dict) and set(issued) == {"date-parts"}
        ((*parts,),) = issued["date-parts"]
        assert 1 <= len(parts) <= 3 and all(type(part) is int for part in parts)
    assert all(isinstance(custom, dict) for custom in [item.get("custom", {})])


_SUFFIXED = ("family", "given", "suffix")


def _objects(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list) and all(isinstance(x, dict) for x in value)
    return value


def _ris_records(text: str) -> Iterator[list[tuple[str, str]]]:
    """Read RIS as its description has it: each line a tag, TY first and ER last."""
    record: list[tuple[str, str]] | None = None
    for line in text.split("\r\n"):
        if record is None and not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        tag, value = match.groups()
        assert (tag == "TY") == (record is None)
        if tag == "ER":
            assert record and not value
            yield record
            record = None
        else:
            assert value.strip()
            record = [*(record or []), (tag, value)]
    assert record is None


Shown = tuple[str, tuple[str, ...]]


def _shown(inline: Token) -> Shown:
    """The words that a line shows, and where its links lead."""
    words, links = "", []
    for token in inline.children or ():
        assert token.type in {"text", "code_inline", "link_open", "link_close"}
        words += token.content
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
    return words, tuple(links)


def _meant(answer: Answer) -> Iterator[Shown]:
    yield "What to read next", ()
    yield introduction(answer), ()
    if not answer.suggestions:
        yield nothing(answer), ()
    for key, suggestion in keyed(answer.suggestions):
        item = listed(suggestion)
        yield item.title, (_MD.normalizeLink(item.link),) if item.link else ()
        for text in (item.who, item.where, item.labs, f"{item.rating}, {key}"):
            if text:
                yield text, ()
        for reason in item.reasons:
            yield "".join(part.text for part in reason), ()


def _text(element: Element) -> str:
    return "".join(element.itertext())
