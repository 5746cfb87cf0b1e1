"""What holds for suggestions made of any text whatever."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.matching.titles import title_key
from readnext.paper import Entry, Paper, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS, append_formats
from readnext_adapters.exports.columns import columns
from readnext_adapters.exports.inlinemath import ONE_ARGUMENT, SYMBOLS
from readnext_adapters.exports.table import NOTHING
from readnext_adapters.exports.table import render as render_table
from readnext_adapters.libraries import bibtex as reader
from readnext_adapters.libraries import csljson, ris
from tests.adapters.exports.hostile import ANSWERS
from tests.examples import examples

PLAIN_TITLES = st.text(
    st.characters(categories=["Lu", "Ll", "Nd"], include_characters=" -:,.?()&%_#'"),
    min_size=1,
).filter(lambda title: any(map(str.isalnum, title)) and "--" not in title)
COMMANDS = SYMBOLS | ONE_ARGUMENT | {"frac", "textbackslash", "textbraceleft"}
COMMANDS |= {"textbraceright", "textasciitilde", "textasciicircum"}
DIALECTS = pytest.mark.parametrize("dialect", ["biblatex", "bibtex"])


def of_title(title: str) -> Answer:
    paper = Paper("id", title, authors=("Ada Lovelace",), date="2024")
    suggestion = Suggestion(1, paper, "key", 1.0, None, ())
    return Answer(0, 0, 0, "c", 1, 1, "prior", "", (suggestion,))


def entries_of(text: str) -> list[Entry]:
    items = list(reader.read(text.encode(), "out.bib"))
    assert [
        i for i in items if isinstance(i, Problem) and "no BibTeX" not in i.why
    ] == []
    return [item for item in items if isinstance(item, Entry)]


def records_of(text: str) -> list[Entry]:
    return [x for x in ris.read(text.encode(), "out.ris") if isinstance(x, Entry)]


def items_of(text: str) -> list[Entry]:
    return [x for x in csljson.read(text.encode(), "out.json") if isinstance(x, Entry)]


READ = {"bibtex": entries_of, "biblatex": entries_of}
READ |= {"ris": records_of, "csljson": items_of}


@DIALECTS
@settings(max_examples=examples(100), deadline=None)
@given(answer=ANSWERS)
def test_every_suggestion_is_one_sound_entry(dialect: str, answer: Answer) -> None:
    text = EXPORT_FORMATS[dialect].render(answer, 80)
    library = parse_string(text)
    assert library.failed_blocks == []
    assert len(library.entries) == len(answer.suggestions) == len(entries_of(text))
    keys = [entry.key for entry in library.entries]
    assert len({key.casefold() for key in keys}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9:_+./-]+", key) for key in keys)


@DIALECTS
@settings(max_examples=examples(100), deadline=None)
@given(answer=ANSWERS)
def test_bibtex_counts_braces_and_finds_no_command(
    dialect: str, answer: Answer
) -> None:
    text = EXPORT_FORMATS[dialect].render(answer, 80)
    # BibTeX counts every brace, also behind a backslash; fields are single lines.
    for line in text.splitlines():
        if line.startswith("  ") and line.endswith(","):
            depth = 0
            for brace in re.findall(r"[{}]", line):
                depth += 1 if brace == "{" else -1
                assert depth >= 0
            assert depth == 0
    assert set(re.findall(r"\\([A-Za-z]+)", text)) <= COMMANDS
    assert not re.search(r"\\[^A-Za-z&%$#_,;:! ]", text)


@DIALECTS
@settings(max_examples=examples(100), deadline=None)
@given(title=PLAIN_TITLES)
def test_plain_titles_survive_as_text(dialect: str, title: str) -> None:
    (entry,) = entries_of(EXPORT_FORMATS[dialect].render(of_title(title), 80))
    wanted = " ".join(unicodedata.normalize("NFC", title).split())
    # Two apostrophes are a quotation mark to LaTeX.
    assert entry.title == wanted.replace("''", "”")
    assert title_key(entry.title) == title_key(title)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(append_formats()))
@settings(max_examples=examples(40), deadline=None)
@given(first=ANSWERS, second=ANSWERS)
def test_appending_keeps_the_file_and_adds_nothing_twice(
    name: str, first: Answer, second: Answer
) -> None:
    append = append_formats()[name].append
    start = EXPORT_FORMATS[name].render(first, 80)
    once = append(start, second)
    assert is_insertion(start, once)
    assert append(once, second) == once == append(once, first)
    keys = [entry.key.casefold() for entry in READ[name](once)]
    assert len(set(keys)) == len(keys)


def is_insertion(before: str, after: str) -> bool:
    """Tell whether `after` is `before` with something put in at one place."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((n for n, (old, new) in pairs if old != new), len(before))
    return after.endswith(before[same:]) and len(after) >= len(before)


@settings(max_examples=examples(100), deadline=None)
@given(answer=ANSWERS)
def test_json_is_one_document_of_writable_text(answer: Answer) -> None:
    text = EXPORT_FORMATS["json"].render(answer, 80)
    assert text.endswith("}\n") and text == EXPORT_FORMATS["json"].render(answer, 80)
    document = json.loads(text.encode())
    titles = [s["title"] for s in document["suggestions"]]
    assert titles == [s.paper.title for s in answer.suggestions]


@settings(max_examples=examples(100), deadline=None)
@given(answer=ANSWERS, width=st.integers(0, 200))
def test_table_keeps_its_width_and_steers_no_terminal(
    answer: Answer, width: int
) -> None:
    text = render_table(answer, width)
    assert text.endswith("\n") and (answer.suggestions or text == NOTHING)
    for line in text.split("\n"):
        fits = columns(line) <= max(40, min(width, 120)) or "://" in line
        assert fits or text == NOTHING
        assert line == line.rstrip(" ")
        categories = {unicodedata.category(c) for c in line} - {"Cf"}
        assert not categories & {"Cc", "Cs", "Zl", "Zp"}
        assert not set(line) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f")
