"""Bringing a user's BibTeX file up to date: readnext's own fields, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.errors import OutputError
from readnext.paper import Paper
from readnext.suggestion import Answer, Reason, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS, UpdateFormat, update_formats
from readnext_adapters.exports.bibspans import entry_fields
from tests.examples import examples

LATER = dt.datetime(2026, 7, 14, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(params=sorted(update_formats()))
def updater(request: pytest.FixtureRequest) -> UpdateFormat:
    return update_formats()[str(request.param)]


def later(answer: Answer) -> Answer:
    """The same papers two weeks later, with other figures and reasons."""
    reason = Reason("text", 'close to `x`, on "50% {new} words"', 0.5, ("x",))
    newer = tuple(
        replace(s, score=s.score + 1, probability=0.25, reasons=(reason,))
        for s in answer.suggestions
    )
    return replace(answer, suggestions=newer, at=LATER)


def test_own_fields_are_brought_up_to_date(
    updater: UpdateFormat, answer: Answer
) -> None:
    text = updater.render(answer, 80)
    newer = updater.update(text, later(answer))
    assert newer.count("readnext-date = {2026-07-14}") == len(answer.suggestions)
    assert newer.count("readnext-probability = {0.25}") == 4  # one had none
    assert r"50\% {\textbraceleft}new{\textbraceright} words" in newer
    assert [line for line in newer.split("\n") if "readnext-" not in line] == [
        line for line in text.split("\n") if "readnext-" not in line
    ]
    assert updater.update(newer, later(answer)) == newer
    assert updater.update(text, answer) == text


OURS = "@misc{k, readnext-id = {only-on-arxiv}, readnext-score = {9}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{OURS}}}", "readnext-score = {2.33333}}"),
        (
            '@misc{k,readnext-id="only-on-arxiv" ,readnext-score\t=\n"9"}',
            '\n"2.33333"}',
        ),
        (
            '@misc{k, readnext-id="only-on-arxiv", readnext-reason = "x"}',
            " = {close to",
        ),
        (f"{OURS}, title = {{a \\}} b}}, file = macro # {{x}}}}", "= macro # {x}}"),
        ("@misc{readnext-id = {only-on-arxiv}, readnext-score = {9}}", "{2.33333}}"),
        ("\ufeff@misc{k,\r\n" + OURS[9:] + "\r\n}\r\n", "{2.33333}\r\n}\r\n"),
    ],
)
def test_however_the_entry_is_written(
    updater: UpdateFormat, answer: Answer, before: str, after: str
) -> None:
    alone = replace(later(answer), suggestions=later(answer).suggestions[1:2])
    updated = updater.update(before, alone)
    assert after in updated and updated != before
    assert updater.update(updated, alone) == updated


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@misc{k, readnext-score = {9}, title = {T}}", id="no id"),
        pytest.param("@misc{k, readnext-id = {only-on-arxiv}}", id="fields removed"),
        pytest.param(f"{OURS[:-3]}9 # {{x}}}}}}", id="no single value"),
        pytest.param(f"{OURS[:-3]}{{\n2.33333\n}}}}", id="only wrapped anew"),
        pytest.param(f"@comment{{\n{OURS}}}\n}}", id="in a comment"),
        pytest.param(
            "@misc{k, readnext-id = {only-on-arxiv},"
            " abstract = {\n readnext-score = {9},\n}}",
            id="in another field",
        ),
        pytest.param(f"{OURS}, title {{broken}}}}", id="not well-formed"),
        pytest.param(f"% {OURS}}}", id="commented out"),
    ],
)
def test_what_stays_as_it_is(updater: UpdateFormat, answer: Answer, text: str) -> None:
    alone = replace(later(answer), suggestions=later(answer).suggestions[1:2])
    assert updater.update(text, alone).startswith(text)


def test_a_hostile_file_takes_time_in_proportion() -> None:
    for text in ("@comment{" * 50_000, "@a{b,c={" * 50_000, '@a{b,c="' * 50_000):
        assert list(entry_fields(text.replace("@", "\n@"))) == []


# Sequences of what a user and readnext do to one file.
PAPERS = [
    Paper(
        f"p/{n}",
        f"{word} Ponds and Their {word} Birds, Part {n}",
        authors=(f"Mia {word}son",),
        abstract=f"We look at {word} 100% of the day.",
        date=f"202{n}-0{n + 1}",
        doi=f"10.1000/{word.lower()}" if n % 2 else None,
    )
    for n, word in enumerate(("Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord"))
]
MINE = (
    "% my notes: Café\n",
    "@comment{jabref-meta: databaseType:bibtex;}\n",
    "@comment{\n@misc{old,\n  readnext-id = {p/1},\n  readnext-score = {0},\n}\n}\n",
    '@string{jmlr = "Journal of {ML} Research"}\n',
    "@preamble{ {\\newcommand{\\x}{y}} }\n",
    "@article{mine%d,\n\ttitle = {A Paper of Mine %d},\n\tjournal = jmlr # { B}\n}\n",
    "free text between { braces }\n\n\n",
    "%%  readnext-score = {9},\n",
)
OWN = re.compile(r"(?m)^(\s*)readnext-(score|probability|reason|date) = \{.*\}(,?\s*)$")


def masked(text: str) -> str:
    """A file without the values that --update may change."""
    return OWN.sub(r"\1readnext-\2\3", text)


def edited(text: str, random: Random) -> str:
    """The file after one edit, as people and their programs make them."""
    blocks = re.split(r"(?m)(?=^@)", text)
    at = random.randrange(len(blocks))
    kind = random.choice(EDITS)
    return kind(blocks, at, random)


def _add(blocks: list[str], at: int, random: Random) -> str:
    piece = random.choice(MINE)
    if "%d" in piece:
        piece = piece % (number := random.randrange(10**6), number)
    gap = "" if not blocks[0] or at == 0 else "\n"
    return "".join((*blocks[:at], gap + piece, *blocks[at:]))


def _delete(blocks: list[str], at: int, random: Random) -> str:
    return "".join(blocks[:at] + blocks[at + 1 :])


def _reorder(blocks: list[str], at: int, random: Random) -> str:
    ended = [b if b.endswith("\n") else b + "\n" for b in blocks]
    random.shuffle(ended)
    return "".join(ended)


def _rename(blocks: list[str], at: int, random: Random) -> str:
    new = re.sub(r"^(@\w+\{)[^,]*,", rf"\1mine:{random.random()},", blocks[at])
    return "".join((*blocks[:at], new, *blocks[at + 1 :]))


def _change(blocks: list[str], at: int, random: Random) -> str:
    old, new = random.choice(
        (
            ("title = {", "title = {My own: "),
            ("  author", "  readnext = {no},\n  author"),
            ("  readnext-reason", "  note = {a { b } c},\n    readnext-reason"),
            ("readnext-id", "readnext-was"),
            ("month = ", "month= "),
            (",\n}", "\n}"),
        )
    )
    return "".join((*blocks[:at], blocks[at].replace(old, new), *blocks[at + 1 :]))


def _drop_field(blocks: list[str], at: int, random: Random) -> str:
    name = random.choice(("score", "probability", "reason", "date", "id"))
    new = re.sub(rf"  readnext-{name} = .*\n", "", blocks[at])
    return "".join((*blocks[:at], new, *blocks[at + 1 :]))


def _crlf(blocks: list[str], at: int, random: Random) -> str:
    return "".join(blocks).replace("\r\n", "\n").replace("\n", "\r\n")


def _bom(blocks: list[str], at: int, random: Random) -> str:
    return "\ufeff" + "".join(blocks).removeprefix("\ufeff")


def _latin(blocks: list[str], at: int, random: Random) -> str:
    return "".join(blocks) + "% caf\udce9\n"


def _garbage(blocks: list[str], at: int, random: Random) -> str:
    return "".join(blocks) + "@article{unclosed, title = {{Half of it\n"


EDITS: tuple[Callable[[list[str], int, Random], str], ...] = (
    *(_add, _add, _delete, _reorder, _rename, _change, _change, _change),
    *(_drop_field, _crlf, _bom),
)
SPOILS = (_latin, _garbage)


def suggested(random: Random) -> Answer:
    papers = random.sample(PAPERS, k=random.randrange(1, 4))
    reason = Reason("text", f'close to `k{random.random()}`, on "100% {{x}}"', 0.1)
    return Answer(
        *(9, 9, 1, "c", 9, 9, "prior", "few"),
        tuple(
            Suggestion(n, p, f"key{p.id[2:]}", random.random(), 0.5, (reason,))
            for n, p in enumerate(papers, 1)
        ),
        at=LATER + dt.timedelta(days=random.randrange(99)),
    )


@pytest.mark.slow
@settings(max_examples=examples(1000))
@given(seed=st.integers(0, 2**64), name=st.sampled_from(sorted(update_formats())))
def test_whatever_a_user_does_to_the_file_stays(seed: int, name: str) -> None:
    random, updater = Random(seed), update_formats()[name]
    text = EXPORT_FORMATS[name].render(suggested(random), 80)
    for _ in range(random.randrange(1, 4)):
        for _ in range(random.randrange(3)):
            text = edited(text, random)
        answer = suggested(random)
        grown = updater.append(text, answer)
        assert grown.startswith(text)
        assert updater.append(grown, answer) == grown
        text, answer = grown, suggested(random)
        grown = updater.update(text, answer)
        assert masked(grown).startswith(masked(text))
        assert [m in grown for m in MINE] == [m in text for m in MINE]
        assert updater.update(grown, answer) == grown
        text = grown
    spoilt = random.choice(SPOILS)([text], 0, random)
    with pytest.raises(OutputError, match=r"not UTF-8|never closed"):
        updater.update(spoilt, suggested(random))
