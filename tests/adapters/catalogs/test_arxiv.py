"""arXiv's OAI-PMH, feeds and snapshot: nothing is misread, nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.paper import Gone, Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format, jsonl
from readnext_adapters.catalogs.arxiv import document, feed, oai, snapshot
from readnext_adapters.catalogs.arxiv.record import Item
from readnext_adapters.libraries import detect_format as detect_library
from tests.adapters.catalogs.jsonl_lines import to_json
from tests.adapters.serving import Asked, Server

FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
AS_OF = dt.date(2026, 6, 30)
# arXiv's own answers, which say where they end; a mail does not.
NAMES = sorted(p.name for p in FIXTURES.glob("arxiv-*") if p.suffix != ".eml")
LAKES = Paper(
    id="arxiv:2401.00002",
    title="Learning $k$-Ary Lakes from Schrödinger's Ducks",
    authors=("Ana Çelik", "C.-P. Yuan Jr."),
    labs=("Lake Institute, Ostend", "Yale"),
    abstract="Ducks are “$k$-ary” where the water is ~10 m deep. We learn 5% of them "
    r"naïvely, and the rest by $\alpha$-decay.",
    venue="J. Lakes",
    date="2023-12-31",
    url="https://arxiv.org/abs/2401.00002",
    doi="10.5555/lakes.12",
    arxiv="2401.00002",
    categories=("cs.LG", "stat.ML"),
    code="https://github.com/celik/k-lakes",
    pages=12,
)


def data_of(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def read(data: bytes, kind: str = "") -> list[Paper | Problem]:
    kind = kind or detect_format(data.decode(errors="replace"), "") or "none"
    return list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "file", AS_OF))


def papers(items: list[Paper | Problem]) -> list[Paper]:
    return [item for item in items if isinstance(item, Paper)]


def problems(items: list[Paper | Problem]) -> list[tuple[str, str]]:
    return [(item.where, item.why) for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize(
    "name",
    ["arxiv-raw.xml", "arxiv-parts.xml", "arxiv-api.atom", "arxiv-snapshot.json"],
)
def test_a_paper_is_one_statement_whichever_way_it_came(name: str) -> None:
    assert papers(read(data_of(name)))[0] == LAKES


def test_dublin_core_has_no_labs() -> None:
    assert read(data_of("arxiv-dc.xml")) == [replace(LAKES, labs=())]


def test_raw_records() -> None:
    first, gone, strings, reeds = oai.parse(data_of("arxiv-raw.xml"), "here").items
    assert first == LAKES
    assert gone == Gone("arxiv:2401.00003")
    assert isinstance(strings, Paper) and isinstance(reeds, Paper)
    assert strings.authors == ("The STRING Collaboration", "I. Berg", "O. Fox")
    assert strings.authors_cut and strings.withdrawn  # its last source is "ignored"
    assert (strings.date, strings.arxiv) == ("1999-01-01", "hep-th/9901001")
    assert reeds.withdrawn  # says its comment


def test_a_date_of_a_later_version_is_not_the_first() -> None:
    _, heron = papers(read(data_of("arxiv-parts.xml")))
    assert heron.date == "2017-06"
    assert heron.authors == ("Heron Team",)
    assert heron.categories == ("cs.CL",)
    assert heron.doi is None and not heron.withdrawn


def test_a_resumption_token_is_given_on() -> None:
    token = oai.parse(data_of("arxiv-raw.xml"), "here").token
    assert token == "verb%3DListRecords%26skip%3D4"
    assert oai.parse(data_of("arxiv-parts.xml"), "here").token == ""
    padded = b"<OAI-PMH><ListRecords><resumptionToken>\n </resumptionToken>"
    assert oai.parse(padded + b"</ListRecords></OAI-PMH>", "here").token == ""


def test_oai_misfits_are_problems() -> None:
    items = read(data_of("arxiv-misfits.xml"))
    assert [paper.id for paper in papers(items)] == ["arxiv:2401.00016"]
    assert problems(items) == [
        ("file:item 1", "a paper without title is left out: 2401.00011"),
        ("file:item 2", "a paper without arXiv id is left out: Not of arXiv"),
        ("file:item 3", "2401.00013 left out: no metadata"),
        (
            "file:item 4",
            "2401.00014 left out: unrecognised format: "
            "{http://www.loc.gov/MARC21/slim}marc",
        ),
        ("file:item 5", "deleted, without an arXiv id"),
        ("file", "arXiv says: badArgument: Set does not exist"),
    ]


def test_a_deletion_in_a_file_is_told() -> None:
    told = problems(read(data_of("arxiv-raw.xml")))
    assert told == [("file:item 2", "arxiv:2401.00003: deleted at arXiv")]


@pytest.mark.parametrize("code", ["noRecordsMatch", "NORECORDSMATCH"])
def test_nothing_to_list_is_no_error(code: str) -> None:
    data = f'<OAI-PMH><error code="{code}">None</error></OAI-PMH>'.encode()
    assert read(data) == []
    assert oai.parse(data, "here").errors == []


def test_other_answers_of_oai_hold_no_papers() -> None:
    data = b"<OAI-PMH><ListIdentifiers><header/></ListIdentifiers></OAI-PMH>"
    ((_, why),) = problems(read(data))
    assert why == "an answer to listidentifiers, which holds no papers"


def test_the_query_api() -> None:
    answer = feed.parse(data_of("arxiv-api.atom"), "here")
    assert (answer.total, answer.entries) == (812, 4)
    assert answer.errors == [("", "incorrect id format for duck")]
    items = read(data_of("arxiv-api.atom"))
    assert papers(items)[1].date == "2024-01"
    assert problems(items) == [
        ("file:item 3", "a paper without arXiv id is left out: Without an Id"),
        ("file", "arXiv says: incorrect id format for duck"),
    ]


def test_the_day_in_atom_and_rss() -> None:
    in_atom, in_rss = (papers(read(data_of(f"arxiv-day.{x}"))) for x in ("atom", "rss"))
    assert in_atom[:2] == in_rss
    new, crossed, replaced = in_atom
    assert new == Paper(
        id="arxiv:2606.00021",
        title=r"Reeds in $\mathbb{R}^2$",
        authors=("Ida Reed", "José Fox"),
        labs=("Lake Institute",),
        abstract="We bend reeds. Announce Type: new is no part of this.",
        venue="Annals of Reeds",
        date="2026-06-30",
        url="https://arxiv.org/abs/2606.00021",
        doi="10.5555/reeds.3",
        arxiv="2606.00021",
        categories=("cs.LG", "math.PR"),
    )
    # Of these the feed does not say when they were new.
    assert (crossed.date, replaced.date) == ("2026-05", "2024-01")


def test_only_what_is_announced_so() -> None:
    data = data_of("arxiv-day.atom")
    answer = feed.parse(data, "here", frozenset(("new", "cross")))
    assert len(answer.items) == 2 and answer.entries == 3


def test_an_empty_feed_has_nothing() -> None:
    for root in (b"<feed></feed>", b"<rss><channel><title/></channel></rss>"):
        assert read(root, "arxiv-feed") == []


def test_the_snapshot() -> None:
    lakes, strings, parts = read(data_of("arxiv-snapshot.json"))
    assert isinstance(strings, Paper) and isinstance(parts, Paper)
    assert lakes == LAKES
    assert strings.authors == ("STRING Collaboration", "I. Berg", "O. Fox")
    assert strings.authors_cut and strings.withdrawn
    assert strings.date == "1999-01-01"  # of version 1, wherever it stands
    assert (parts.authors, parts.date) == (("Ida Berg", "José Fox"), "2007-04-02")


def test_snapshot_misfits_are_problems() -> None:
    items = read(data_of("arxiv-misfits.json"))
    assert [paper.authors for paper in papers(items)] == [("Ida Fox",)]
    part = "part of authors_parsed left out: not a list of texts"
    assert problems(items) == [
        (
            "file:1",
            "authors left out: not a text; comments left out: not a text; "
            f"categories left out: not a text; {part}; {part}; "
            "part of versions left out: not an object; created left out: not a text",
        ),
        ("file:2", "a paper without title is left out: 2401.00032"),
        ("file:3", "a paper without arXiv id is left out: No Id"),
        (
            "file:4",
            "not a line of JSON: Expecting property name enclosed in double quotes: "
            "line 1 column 22 (char 21)",
        ),
        ("file:5", "not a JSON object"),
        ("file", "unknown fields left out: colour (1 paper)"),
    ]


PARTS = st.lists(
    st.sampled_from(
        [
            *("Fox", "Ida", "C. -P.", "A.B.", "", " ", "Çelik", "e\u0301", "Li*", "."),
            *("Jr.", "Lake--Reed", "a\nb", "¹", "O’Fox", "van der Berg", "-", "'"),
            r"M\"uller",
        ]
    ),
    min_size=2,
    max_size=2,
)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_names_are_the_same_taken_together_or_one_by_one(
    parts: list[list[str]],
) -> None:
    """Tidy names are taken all at once; a suffix has each looked at."""
    plain, closer = (
        json.dumps({"id": "2401.00001", "title": "T", "authors_parsed": names}).encode()
        for names in (
            [[*part, ""] for part in parts],
            [*([*part, ""] for part in parts), ["Reed", "I.", "Jr."]],
        )
    )
    (one,), (other,) = papers(read(plain)), papers(read(closer))
    assert (*one.authors, "I. Reed Jr.") == other.authors


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ('{"id": "2401.00001", "submitter": "x", "title": "T"}', True),
        ('{"id": "hep-th/9901001", "title": "T", "authors_parsed": []}', True),
        ('{"id": "2401.00001", "submitter": "x", "abstract": "' + "a" * 99, True),
        ('{"id": "2401.00001", "title": "T", "authors": ["A"]}', False),
        ('{"id": "mine", "submitter": "x", "title": "T"}', False),
        ('{"id": 24, "submitter": "x", "title": "T"}', False),
        ('[{"id": "2401.00001", "submitter": "x"}]', False),
        ("{", False),
    ],
)
def test_a_snapshot_is_told_from_readnexts_own_lines(line: str, ours: bool) -> None:
    assert snapshot.detect(line) is ours
    assert not (ours and jsonl.detect(line))
    assert snapshot.detect("\ufeff\n" + line + "\n") in (ours, False)


def test_a_snapshot_is_a_stream() -> None:
    """The second line is asked for when the first has been given."""
    asked: list[int] = []

    class Lines(io.BytesIO):
        def __next__(self) -> bytes:
            asked.append(1)
            return super().__next__()

    stream = Lines(data_of("arxiv-snapshot.json"))
    assert next(snapshot.read(stream, "file", AS_OF)) == LAKES
    assert len(asked) == 1


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]>
<%s><title>&%s;</title></%s>"""
LAUGHS = b"".join(
    b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 107)
)


@pytest.mark.parametrize("kind", ["arxiv-oai", "arxiv-feed"])
def test_entities_are_refused_and_nothing_is_fetched(
    kind: str, server: Server, tmp_path: Path
) -> None:
    root = {"arxiv-oai": b"OAI-PMH", "arxiv-feed": b"feed"}[kind]
    (tmp_path / "secret").write_text("secret")
    outside = [server.url, (tmp_path / "secret").as_uri()]
    bombs = [BOMB % (LAUGHS, root, b"k", root)]
    bombs += [
        BOMB % (b'<!ENTITY x SYSTEM "%s">' % url.encode(), root, b"x", root)
        for url in outside
    ]
    for bomb in bombs:
        ((_, why),) = problems(read(bomb, kind))
        assert "secret" not in why and "entities of its own" in why
    dtd = b'<!DOCTYPE %s SYSTEM "%s/x.dtd"><%s></%s>'
    assert read(dtd % (root, server.url.encode(), root, root), kind) == []
    assert server.asked == list[Asked]()


@pytest.mark.parametrize("kind", ["arxiv-oai", "arxiv-feed"])
@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body>Please log in</body></html>",
        b"<html><body><p>Please<br>log in</body></html>",
        b"Bad gateway",
        b'{"error": 1}',
        b"<",
        b"\x00",
    ],
)
def test_what_is_no_answer_of_arxivs_is_a_problem(kind: str, data: bytes) -> None:
    assert problems(read(data, kind)) and not papers(read(data, kind))
    assert {"arxiv-oai": oai, "arxiv-feed": feed}[kind].parse(data, "here").broken


@pytest.mark.parametrize("name", NAMES)
def test_cut_off_answers_say_so(name: str) -> None:
    data = data_of(name).rstrip()
    whole = read(data)
    kind = detect_format(data.decode(), "") or ""
    for size in range(1, len(data), 97):
        found = read(data[:size], kind)
        lost = len(papers(found)) < len(papers(whole))
        assert problems(found) or (not lost and name.endswith("json")), size


def test_other_encodings() -> None:
    text = data_of("arxiv-parts.xml").decode()
    first = [LAKES]
    for encoding in ("utf-16", "utf-8-sig"):
        assert papers(read(text.encode(encoding), "arxiv-oai"))[:1] == first
    wrong = text.replace("UTF-8", "ISO-8859-1", 1).encode("cp1252")
    items = read(wrong, "arxiv-oai")
    assert papers(items)[:1] == first
    assert "not UTF-8" in problems(items)[0][1]


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_LARGEST", 1000)
    for name in ("arxiv-raw.xml", "arxiv-api.atom"):
        with pytest.raises(InputError, match="split the file"):
            read(data_of(name))


CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.booleans(), st.binary(min_size=1, max_size=3)),
    min_size=1,
    max_size=3,
)


@given(st.sampled_from(NAMES), CHANGES)
def test_damage_raises_nothing_and_loses_nothing_in_silence(
    name: str, changes: list[tuple[float, bool, bytes]]
) -> None:
    """Where there are fewer items than records, a problem says why."""
    data = bytearray(data_of(name))
    kind = detect_format(bytes(data).decode(), "") or ""
    for where, inserted, new in changes:
        at = int(where * (len(data) - 1))
        data[at : at + (0 if inserted else len(new))] = new
    whole, found = read(data_of(name), kind), read(bytes(data), kind)
    assert len(found) >= len(whole) or set(problems(found)) - set(problems(whole))


@given(st.sampled_from(["arxiv-oai", "arxiv-feed", "arxiv-snapshot"]), st.binary())
def test_no_bytes_raise(kind: str, data: bytes) -> None:
    CATALOG_FORMATS[kind].detect(data.decode("latin-1"))
    read(data, kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["version", "created"]), inner)
    ),
    max_leaves=6,
)
FIELDS = "title authors comments journal-ref doi categories abstract versions".split()


@given(st.dictionaries(st.sampled_from([*FIELDS, "authors_parsed", "id"]), JSON))
def test_no_value_raises_and_no_line_is_lost(record: dict[str, object]) -> None:
    items = read(json.dumps(record).encode(), "arxiv-snapshot")
    assert items
    for paper in papers(items):
        (again,) = papers(list(jsonl.read(_line(paper), "file", AS_OF)))
        assert again == replace(paper, withdrawn=False)


def _line(paper: Paper) -> io.BytesIO:
    return io.BytesIO(to_json(paper).encode())


def test_real_answers_are_read_whole(shared: Path) -> None:
    files = sorted((shared / "corpora" / "arxiv").iterdir())
    assert files
    for path in files:
        data = path.read_bytes()
        assert detect_format(data.decode(), path.suffix) == "arxiv-feed"
        assert detect_library(data.decode(), "") is None
        answer = feed.parse(data, path.name)
        assert answer.entries == data.count(b"<entry>")
        found: list[Item] = answer.items
        assert len(found) + len(answer.errors) == answer.entries
        assert not answer.broken and not any(isinstance(x, Problem) for x in found)
        for paper in found:
            assert isinstance(paper, Paper)
            assert paper.title and paper.abstract and paper.authors and paper.date
            assert paper.categories and paper.arxiv


def test_real_answers_are_read_right(shared: Path) -> None:
    folder = shared / "corpora" / "arxiv"
    (name,) = folder.glob("*astro-ph_0601001*")
    (paper,) = papers(read(name.read_bytes()))
    assert paper.id == "arxiv:astro-ph/0601001"
    assert paper.labs == ("Ohio State", "CfA", "Warsaw University Observatory")
    assert (paper.venue, paper.date) == ("ActaAstron.", "2006-01-02")
    (name,) = folder.glob("*id_abc*")
    assert problems(read(name.read_bytes()))[0][1] == (
        "arXiv says: incorrect id format for abc"
    )
    first, *_ = papers(read((folder / "arxiv_rss_example.xml").read_bytes()))
    assert first.authors == ("Chunhua Liu", "Kabir Manandhar Shrestha", "Sukai Huang")
    assert first.abstract.startswith("As large language models")


@pytest.mark.parametrize(
    "name", ["arxiv-api.atom", "arxiv-raw.xml", "arxiv-misfits.json"]
)
def test_the_command_shows_saved_answers(
    name: str, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A file is known by its content, whatever it is called, also as a library."""
    (tmp_path / "saved.xml").write_bytes(data_of(name))
    done = run("library", "show", "saved.xml", "--format", "json")
    shown = json.loads(done.stdout)
    assert len(shown["entries"]) == len(papers(read(data_of(name))))
    assert len(shown["problems"]) == len(problems(read(data_of(name))))


def test_a_catalog_takes_them_all_for_one_paper(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    same = ["arxiv-raw.xml", "arxiv-snapshot.json", "arxiv-api.atom"]
    done = run("catalog", "add", *(str(FIXTURES / name) for name in same))
    assert done.returncode == 0, done.stderr
    # Lakes, strings and reeds; one more of the snapshot; one more of the query API.
    assert done.stdout.startswith("5 added, "), done.stdout
