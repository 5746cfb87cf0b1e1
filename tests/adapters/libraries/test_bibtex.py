"""The BibTeX reader: every entry comes out, as an entry or as a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.paper import Entry, Problem
from readnext_adapters.libraries import LibraryFormat, bibtex

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures" / "bibtex"
CORPORA = ROOT.parent / "shared" / "corpora"


def split(items: Iterator[Entry | Problem]) -> tuple[dict[str, Entry], list[str]]:
    found = list(items)
    entries = [item for item in found if isinstance(item, Entry)]
    by_key = {entry.key: entry for entry in entries}
    assert len(by_key) == len(entries) or "" in by_key
    problems = [f"{p.where} {p.why}" for p in found if isinstance(p, Problem)]
    return by_key, problems


def load(name: str) -> tuple[dict[str, Entry], list[str]]:
    return split(bibtex.read((FIXTURES / name).read_bytes(), name))


def parse(text: str) -> tuple[dict[str, Entry], list[str]]:
    return split(bibtex.read(text.encode(), "t.bib"))


def one(text: str) -> Entry:
    entries, _ = parse(text)
    assert len(entries) == 1
    return next(iter(entries.values()))


def test_is_a_library_reader() -> None:
    reader: LibraryFormat = bibtex
    assert ".bib" in reader.SUFFIXES


Parse = Callable[[str, str], tuple[dict[str, Entry], list[str]]]


@pytest.mark.parametrize(
    "head",
    ["@article{a,", "\ufeff\n % x\n  @Book (k,", "text\n@comment{jabref", "@a\n{k,"],
)
def test_detects_bibtex_by_content(head: str) -> None:
    assert bibtex.detect(head)


@pytest.mark.parametrize(
    "head",
    ['{"a": "\n@article{x,"}', "<xml>\n@a{b,", "[\n@a{", "TY  - JOUR\n@a{", "a@b.org"],
)
def test_leaves_other_formats_alone(head: str) -> None:
    assert not bibtex.detect(head)


def test_second_entry_of_a_key_gets_a_free_key() -> None:
    entries, problems = load("duplicate-keys.bib")
    assert {k: e.title for k, e in entries.items()} == {
        "twin": "The First Twin",
        "twin-3": "The Second Twin",
        "twin-2": "Nobody's Twin",
    }
    assert problems == [
        "duplicate-keys.bib:2 key twin occurs again; this entry is called twin-3"
    ]


def test_of_repeated_fields_the_first_that_says_something_stays() -> None:
    entries, problems = load("duplicate-fields.bib")
    entry = entries["double"]
    assert entry.title == "Kept Because the First Is Empty"
    assert entry.year == 2010
    assert [a.name for a in entry.authors] == ["Ada Stone", "Ben Rock"]
    assert entry.keywords == ("quarries", "gravel")
    assert any("year occurs twice" in problem for problem in problems)


def test_missing_commas_lose_nothing() -> None:
    entries, problems = load("missing-commas.bib")
    assert entries["nokeycomma"].title == "No Comma Behind the Key"
    assert entries["nokeycomma"].year == 2004
    entry = entries["nofieldcomma"]
    assert (entry.title, entry.year) == ("No Comma Between Fields", 2005)
    assert (entry.authors[0].family, entry.doi) == ("Sand", "10.1234/sand")
    assert any("no comma after the key" in problem for problem in problems)
    assert any("no comma after field title" in problem for problem in problems)


def test_unclosed_fields_end_at_the_next_field() -> None:
    entries, problems = load("unclosed.bib")
    assert entries["open"].title == "This Title Is Never Closed"
    assert entries["open"].authors[0].family == "Clay"
    assert entries["open-quote"].title == "Neither Is This"
    assert entries["open-quote"].year == 2007
    assert entries["sound"].title == "The Next One Is Sound"
    assert {problem.split()[0] for problem in problems} == {
        "unclosed.bib:1",
        "unclosed.bib:7",
    }


def test_a_surplus_brace_does_not_cut_the_entry() -> None:
    entries, problems = load("closed-early.bib")
    assert entries["early"].title == "One Brace Too Many"
    assert entries["early"].year == 2009
    assert any("surplus brace" in problem for problem in problems)


def test_macros_are_joined_and_unknown_ones_keep_their_name() -> None:
    entries, problems = load("macros.bib")
    assert entries["concat"].title == "Part 1 of Many"
    assert entries["concat"].venue == "Journal of Rocks, Short Notes"
    assert entries["concat"].date == "2012-05-10"
    assert entries["undefined"].venue == "icrocks"
    assert problems == [
        "macros.bib:9 macro icrocks is not defined; its name is used instead"
    ]


def test_every_shape_of_an_entry_is_read() -> None:
    found = list(bibtex.read((FIXTURES / "shapes.bib").read_bytes(), "shapes.bib"))
    entries = [item for item in found if isinstance(item, Entry)]
    assert [(e.key, e.type, e.title) for e in entries] == [
        ("split-head", "article", "A Head on Two Lines"),
        ("parens", "article", "Round (Not Curly) Brackets"),
        ("ключ", "misc", "A Key in Cyrillic"),
        ("two words", "misc", "A Key of Two Words"),
        ("", "misc", "An Empty Key"),
        ("", "misc", "No Key"),
        ("bare", "misc", ""),
        ("a1", "misc", "On"),
        ("a2", "misc", "One Line"),
    ]
    assert entries[1].where == "shapes.bib:10"
    problems = [item.why for item in found if isinstance(item, Problem)]
    assert problems.count("an entry without a key") == 2


def test_an_entry_quoted_in_a_field_stays_there() -> None:
    entries, problems = load("quoted-entry.bib")
    assert set(entries) == {"outer", "after"}
    assert "An Example" in entries["outer"].abstract
    assert entries["outer"].year == 2015
    assert len(problems) == 1


def test_entries_in_a_comment_are_entries_as_for_bibtex() -> None:
    assert set(load("commented-out.bib")[0]) == {"hidden", "shown"}


def test_children_inherit_what_is_not_the_parents_own() -> None:
    entries, problems = load("inheritance.bib")
    child = entries["child"]
    assert child.venue == "Proceedings of the Moss Days"
    assert (child.title, child.date, child.doi) == (
        "A Chapter on Moss",
        "2018-05",
        None,
    )
    assert entries["loop-a"].year == 1999
    assert any("crossref missing is not in the file" in p for p in problems)


def test_fields_of_reference_managers() -> None:
    entry = load("reference-managers.bib")[0]["managed"]
    assert entry.title == "A Managed Entry: With Many Extras"
    assert [a.name for a in entry.authors] == ["Jane Smith"]
    assert entry.arxiv == "2101.01234"
    assert entry.keywords == ("moss", "lichen", "fern", "peat")
    assert entry.collections == ("To read", "Bogs")
    assert (entry.added, entry.rating, entry.read) == ("2021-03-02", 4, True)
    assert entry.url == "https://example.org/a_b~c"
    assert entry.isbn == "9780262033848"
    assert entry.abstract == "We gain 5% at no cost."


def test_dblp_timestamp_is_not_the_readers() -> None:
    entry = load("reference-managers.bib")[0]["DBLP:journals/corr/Moss17"]
    assert (entry.added, entry.arxiv) == (None, "1706.09999")


def test_groups_of_jabref_and_bibdesk_are_collections() -> None:
    entries, problems = load("groups.bib")
    assert {key: entry.collections for key, entry in entries.items()} == {
        "fern2021": ("Thesis/Bogs", "Loose", "Old"),
        "stone2018": ("Walls/Dry", "Old", "Favourites"),
        "wall2000": ("Favourites",),
    }
    assert problems == []


def test_signs_of_reading_and_days_of_adding() -> None:
    entries, _ = load("groups.bib")
    signs = {k: (e.added, e.rating, e.read) for k, e in entries.items()}
    assert signs == {
        "fern2021": ("2023-05-01", 5, True),
        "stone2018": ("2018-03-04", None, False),
        "wall2000": ("2011-03-09", None, True),
    }
    entry = entries["fern2021"]
    assert entry.language == "english"
    assert entry.keywords == ("moss",)
    assert entry.auto_keywords == ("Computer Science - Machine Learning",)


def test_what_holds_nothing_is_a_problem_and_no_entry() -> None:
    assert parse("@@article@@{{{{{{}")[0] == {}
    assert len(parse("@@article@@{{{{{{}")[1]) == 2


def test_a_file_without_entries_is_a_problem() -> None:
    assert load("no-entries.bib") == (
        {},
        ["no-entries.bib:1 no BibTeX entry was found"],
    )
    assert len(parse("")[1]) == 1


def test_every_fixture_is_used() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    unused = [p.name for p in FIXTURES.iterdir() if f'"{p.name}"' not in source]
    assert unused == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(newline: str) -> None:
    text = newline.join(["% x", "@misc{k,", " title = {A", " B}", "}"])
    assert one(text) == Entry("k", "misc", "A B", where="t.bib:2")


def test_nul_bytes_are_dropped_and_said() -> None:
    entries, problems = parse("@misc{k, title = {A\0B}, note = {long enough text}}")
    assert entries["k"].title == "AB"
    assert len(problems) == 1


def test_macros_that_grow_without_end_are_left() -> None:
    doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    entries, _ = parse('@string{s0 = "ab"}\n' + doubled + "@misc{k, title = s60}")
    assert len(entries["k"].title) < 200_000


def test_broken_entries_on_one_line_are_all_found() -> None:
    entries, _ = parse("@a{k x = 1} @a{l, y = {2} @a{m, title = {M}} @a{n z = 3}")
    assert list(entries) == ["k", "l", "m", "n"]


def test_thousands_of_broken_entries_take_no_longer_each() -> None:
    found = list(bibtex.read(b"@a{k, x={1}\n" * 3000 + b"@a{" * 3000, "t.bib"))
    assert sum(isinstance(item, Entry) for item in found) >= 3000


bib_text = st.text(alphabet=st.sampled_from('@ak{}(),="#\\\n\r\0 %é1$&~'), max_size=80)


@settings(deadline=None)
@given(bib_text | st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert list(bibtex.read(text.encode("utf-8", "surrogatepass"), "t.bib"))


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert list(bibtex.read(b"@misc{k, title={" + data + b"}}", "t.bib"))


words = st.text(alphabet="abcXYZ éß,:-", max_size=20)
values = st.one_of(
    words.map(lambda text: "{" + text + "}"),
    words.map(lambda text: '"' + text + '"'),
    st.integers(0, 3000).map(str),
    words.map(lambda text: "{{" + text + "} \\emph{x}} # {" + text + "}"),
)
sound_entries = st.builds(
    lambda kind, fields: (kind, fields),
    st.sampled_from(["article", "Book", "MISC"]),
    st.dictionaries(st.sampled_from(["title", "note", "YEAR", "x-y"]), values),
)


@settings(deadline=None)
@given(st.lists(sound_entries, max_size=6), st.sampled_from(["", "junk % x", "\n\n"]))
def test_every_sound_entry_is_one_entry(
    drafts: list[tuple[str, dict[str, str]]], junk: str
) -> None:
    text = ""
    for number, (kind, fields) in enumerate(drafts):
        body = "".join(f",\n  {name} = {value}" for name, value in fields.items())
        text += f"@{kind}{{key{number}{body}\n}}\n{junk}\n"
    entries, problems = parse(text)
    assert list(entries) == [f"key{number}" for number in range(len(drafts))]
    # A year may be one of few digits.
    assert [p for p in problems if "is not a date" not in p] == [] or not drafts


def counted(data: bytes) -> int:
    """Count what looks like the head of an entry, as plainly as can be."""
    text = data.decode(
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    )
    heads = re.findall(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*\{", text, re.MULTILINE)
    return sum(head.lower() not in ("comment", "string", "preamble") for head in heads)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["bibtex", "biblatex", "realbib"])
def test_real_files_lose_no_entry(folder: str) -> None:
    files = sorted((CORPORA / folder).glob("*.bib"))
    if not files:
        pytest.skip("the corpora of real files are not here")
    for path in files:
        data = path.read_bytes()
        assert len(list(bibtex.read(data, path.name))) >= counted(data), path.name


def listed(parse: Parse, kind: str, text: str) -> tuple[list[Entry], list[str]]:
    """The entries in the order of the file, and the problems."""
    entries, problems = parse(kind, text)
    return list(entries.values()), problems


@pytest.mark.parametrize(
    "lines",
    [
        ["title={Right},", "% year = 1999,", "year = 2001"],
        ["%title={Wrong},", "title={Right}, % with, a comma = sign", "year = 2001"],
        ["% a remark", 'title = "Right",', "  %% year={1999},", "year = {2001}, %"],
        ["title={Right},", "%author={No {One},", "year=2001, % {"],
        ["title={Right}", "% year = 1999,", "year = 2001"],
        ["title={Right", "% year = 1999,", "year = 2001"],
    ],
)
def test_fields_that_are_commented_out(parse: Parse, lines: list[str]) -> None:
    text = "\n".join(["@article{a,", *lines, "}", "@misc{b, title={50% Off}}"])
    entries, _ = listed(parse, "bibtex", text)
    assert [(entry.title, entry.year) for entry in entries][:1] == [("Right", 2001)]
    assert not entries[0].authors


@pytest.mark.parametrize("mark", ["%", "% ", "  %% "])
@pytest.mark.parametrize("before", ["", "@misc{b, title={B}}\n\n", "% words\n"])
def test_an_entry_that_is_commented_out_is_read_as_bibtex_does(
    parse: Parse, mark: str, before: str
) -> None:
    lines = ["@book{a,", "title = {Long", " eels},", "author={Ash, R. and", "Roe, H.},"]
    lines += ["year=2001", "}"]
    text = before + "".join(f"{mark}{line}\n" for line in lines)
    entries, _ = listed(parse, "bibtex", text)
    assert (entries[-1].title, entries[-1].year) == ("Long eels", 2001)
    assert [author.name for author in entries[-1].authors] == ["R. Ash", "H. Roe"]


def test_percent_signs_in_values_are_text(parse: Parse) -> None:
    text = (
        '@misc{a, title="5% of {% eels}, a = b", note={% x = y},\n url={http://a%20b}}'
    )
    (entry,), problems = listed(parse, "bibtex", text)
    assert entry.title == "5% of % eels, a = b"
    assert not problems
