"""Services that list papers in their own ways, each with the papers it has.

What `shelves` has in common, a list of JSON records page by page, these have not: XML,
feeds, days, weeks, collections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from tests.adapters.serving import Answer, Asked
from tests.adapters.sources.runs import TODAY
from tests.adapters.sources.shelves import SHELVES, Shelf, as_answer, title
from tests.bogs import Bogs

_XML = {"Content-Type": "text/xml"}
_DAY = dt.timedelta(days=1)
_OAI = "http://www.openarchives.org/OAI/2.0/"
_PAGE = 3


@dataclass(frozen=True)
class Station:
    """A source of some papers: its name, the variable of its URL, and its answers.

    A source without a variable has the URL in its name, for `{url}`. `faults` is the
    share of answers that a storm spoils. Some sources read half a document as far as it
    goes, and the rest in the next run (`reads_halves`).
    """

    name: str
    behave: Callable[[Asked], Answer]
    papers: int
    variable: str = ""
    faults: float = 0.5
    reads_halves: bool = False


def _xml(text: str) -> Answer:
    return Answer(text.encode(), headers=_XML)


def _arxiv_id(number: int) -> str:
    return f"3106.{number + 1:05}"


def _oai(record: Callable[[int], str], total: int) -> Callable[[Asked], Answer]:
    def behave(asked: Asked) -> Answer:
        start = int(asked.query.get("resumptionToken", "at0").removeprefix("at"))
        end = min(start + _PAGE, total)
        token = f"<resumptionToken>at{end}</resumptionToken>" if end < total else ""
        records = "".join(map(record, range(start, end)))
        listed = f"<ListRecords>{records}{token}</ListRecords>"
        return _xml(f'<OAI-PMH xmlns="{_OAI}">{listed}</OAI-PMH>')

    return behave


def _raw(number: int) -> str:
    """A record of arXiv's own format."""
    id_ = _arxiv_id(number)
    return f"""<record><header><identifier>oai:arXiv.org:{id_}</identifier></header>
      <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{id_}</id>
      <version version="v1"><date>Mon, 2 Jun 2031 10:00:00 GMT</date></version>
      <title>{title(number)}</title><authors>I. Fern{number}</authors>
      <categories>cs.LG</categories><abstract>On bogs.</abstract>
      </arXivRaw></metadata></record>"""


def _dublin_core(number: int) -> str:
    identifier = f"<identifier>oai:bogs.example:{number}</identifier>"
    return f"""<record><header>{identifier}</header><metadata><oai_dc:dc
      xmlns:oai_dc="{_OAI}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:title>{title(number)}</dc:title><dc:creator>Fern{number}, Ida</dc:creator>
      <dc:date>2031-06-02</dc:date></oai_dc:dc></metadata></record>"""


def _announced(asked: Asked) -> Answer:
    """The papers that arXiv announced today."""
    del asked
    entries = "".join(
        f"<entry><id>oai:arXiv.org:{_arxiv_id(n)}v1</id><title>{title(n)}</title>"
        f'<link href="https://arxiv.org/abs/{_arxiv_id(n)}" rel="alternate"/>'
        f"<summary>arXiv:{_arxiv_id(n)}v1 Announce Type: new Abstract: On bogs."
        "</summary><arxiv:announce_type>new</arxiv:announce_type>"
        f"<dc:creator>Ida Fern{n}</dc:creator></entry>"
        for n in range(12)
    )
    return _xml(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas'
        '/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><id>x</id><title>cs.LG'
        f"</title>{entries}</feed>"
    )


def _searched(asked: Asked) -> Answer:
    """Papers that arXiv's search finds, newest first, 300 a page."""
    total, start = 700, int(asked.query["start"])
    numbers = range(start, min(start + int(asked.query["max_results"]), total))
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{_arxiv_id(n)}v1</id><title>{title(n)}</title>"
        f"<author><name>Ida Fern{n}</name></author>"
        f"<published>{TODAY - n // 30 * _DAY}T10:00:00Z</published></entry>"
        for n in numbers
    )
    counted = f"<totalResults>{total}</totalResults>"
    return _xml(f'<feed xmlns="http://www.w3.org/2005/Atom">{counted}{entries}</feed>')


def _posted(asked: Asked) -> Answer:
    """Preprints of bioRxiv or medRxiv, two a day, thirty a page."""
    _, _, server, first, last, cursor, _ = asked.path.split("/")
    days = [TODAY - n // 2 * _DAY for n in range(120)]
    found = [n for n, day in enumerate(days) if first <= str(day) <= last]
    listed = found[int(cursor) : int(cursor) + 30]
    if not listed:
        none = {"messages": [{"status": "no posts found"}], "collection": []}
        return as_answer(none)
    message = {
        "status": "ok",
        "interval": f"{first}:{last}",
        "cursor": cursor,
        "count": len(listed),
        "total": str(len(found)),
    }
    posts = [
        {
            "doi": f"10.1101/{n:06}",
            "title": title(n),
            "authors": f"Fern{n}, I.",
            "date": str(days[n]),
            "version": "1",
            "category": unquote(asked.query.get("category", "ecology")),
            "abstract": "On bogs.",
            "server": server,
        }
        for n in listed
    ]
    return as_answer({"messages": [message], "collection": posts})


def _daily(asked: Asked) -> Answer:
    """Three papers a day at Hugging Face, two a page."""
    day = dt.date.fromisoformat(asked.query["date"])
    since = (TODAY - day).days
    numbers = [since * 3 + n for n in range(3) if since <= 30]
    start = 2 * int(asked.query["p"])
    return as_answer(
        [
            {"paper": {"id": _arxiv_id(n), "title": title(n)}}
            for n in numbers[start : start + 2]
        ]
    )


def _found(asked: Asked) -> Answer:
    """Papers that Semantic Scholar's search finds, with tokens."""
    total, start = 36, int(asked.query.get("token", "at0").removeprefix("at"))
    end = min(start + _PAGE, total)
    data = [{"paperId": f"p{n}", "title": title(n)} for n in range(start, end)]
    token = f"at{end}" if end < total else None
    return as_answer({"total": total, "token": token, "data": data})


def _collections(asked: Asked) -> Answer:
    """Collections of the ACL Anthology."""
    id_ = asked.path.removeprefix("/").removesuffix(".xml")
    offset = 5 * int(id_[-1])
    papers = "".join(
        f"<paper id='{n}'><title>{title(offset + n)}</title></paper>"
        for n in range(1, 6)
    )
    meta = "<meta><booktitle>Ponds</booktitle><year>2031</year></meta>"
    volume = f"<volume id='1'>{meta}{papers}</volume>"
    return _xml(f"<collection id='{id_}'>{volume}</collection>")


def _feed(asked: Asked) -> Answer:
    """A journal's feed."""
    del asked
    inside = "".join(
        f"<item><title>{title(n)}</title><guid>bog-{n}</guid></item>" for n in range(9)
    )
    channel = f"<channel><title>Journal of Plots</title>{inside}</channel>"
    return _xml(f"<rss version='2.0'>{channel}</rss>")


def _shelf(shelf: Shelf) -> Station:
    full = Shelf(
        shelf.name,
        shelf.variable,
        shelf.path,
        shelf.place,
        shelf.record,
        shelf.answer,
        total=36,
    )
    return Station(shelf.name, full, 36, shelf.variable)


# By the kind of the source.
STATIONS = {
    **{kind: _shelf(shelf) for kind, shelf in SHELVES.items()},
    "acl": Station(
        "acl:2031.a1,2031.b2,2031.c3",
        _collections,
        15,
        "READNEXT_ACL_URL",
        reads_halves=True,
    ),
    "arxiv": Station("arxiv:cs.LG", _oai(_raw, 36), 36, "READNEXT_ARXIV_OAI_URL"),
    "arxiv-new": Station("arxiv-new:cs.LG", _announced, 12, "READNEXT_ARXIV_RSS_URL"),
    "arxiv-query": Station(
        "arxiv-query:all:bogs", _searched, 700, "READNEXT_ARXIV_API_URL"
    ),
    "biorxiv": Station("biorxiv:ecology", _posted, 62, "READNEXT_BIORXIV_URL"),
    "feed": Station("feed:{url}/rss", _feed, 9, reads_halves=True),
    # Each run begins a week before the end of the last one.
    "hf": Station("hf:daily", _daily, 93, "READNEXT_HF_URL", faults=0.1),
    "medrxiv": Station("medrxiv:all", _posted, 62, "READNEXT_BIORXIV_URL"),
    "oai": Station("oai:{url}/oai", _oai(_dublin_core, 36), 36),
    "openalex": Station("openalex:S123", Bogs(36, _PAGE), 36, "READNEXT_OPENALEX_URL"),
    "s2": Station("s2:bogs", _found, 36, "READNEXT_S2_URL"),
}
# Kinds that read files on this machine.
FILES = frozenset(("mail", "zotero"))
