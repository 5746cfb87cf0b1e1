"""What manuscripts of every format cite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.library.manuscript import Citation
from readnext.paper import Problem
from readnext_adapters.manuscripts import MANUSCRIPT_FORMATS
from readnext_adapters.manuscripts.found import IncludedFile
from readnext_adapters.opening.manuscript import read_draft
from readnext_adapters.parsing.encodings import decode_bytes

DRAFTS = Path(__file__).parents[3] / "fixtures" / "drafts"
CITED = frozenset(
    "sand2024ducks brook2021 pond:a reed2019 marsh2020 heron2018 owl2017 swan2016"
    " tern2014 crane2013 goose2015".split()
)
every_format = pytest.mark.parametrize("kind", sorted(MANUSCRIPT_FORMATS))


def fixture_of(kind: str) -> Path:
    return next(
        path
        for suffix in MANUSCRIPT_FORMATS[kind].SUFFIXES
        for path in DRAFTS.glob(f"paper{suffix}")
    )


def keys(kind: str, text: str) -> list[str]:
    found = MANUSCRIPT_FORMATS[kind].read(text, "t")
    return [one.key for one in found if isinstance(one, Citation)]


def parts(text: str) -> list[tuple[str, ...]]:
    found = MANUSCRIPT_FORMATS["tex"].read(text, "t")
    return [one.names for one in found if isinstance(one, IncludedFile)]


@every_format
def test_every_format_says_the_same(kind: str) -> None:
    found = list(read_draft(fixture_of(kind)))
    assert {one.key for one in found if isinstance(one, Citation)} == CITED
    assert not [one for one in found if isinstance(one, Problem)]


def test_every_fixture_is_of_a_format() -> None:
    suffixes = {s for reader in MANUSCRIPT_FORMATS.values() for s in reader.SUFFIXES}
    assert {path.suffix for path in DRAFTS.rglob("*.*")} <= suffixes


@pytest.mark.parametrize("kind", ["aux", "tex", "markdown"])
def test_where_a_key_stands(kind: str) -> None:
    path = fixture_of(kind)
    for one in read_draft(path):
        assert isinstance(one, Citation)
        file, _, line = one.where.rpartition(":")
        lines = Path(file).read_text().splitlines()
        near = "\n".join(lines[int(line) - 1 : int(line) + 1])
        assert one.key in near


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\cite{a}\cite {b}\cite%" + "\n{c}", "a b c"),
        (r"\Citep*[1]{a} \autocite[see][]{b} \footfullcite{c} \citeyearpar{d}", "abcd"),
        (r"\textcites[1]{a}[2]{b} \parencites(x)(y)[z]{c}{d} {e}", "abcde"),
        (r"\cite[{see [1] and \cite{in}}][2]{a}", "a in"),
        (r"\cite<see>[1]{a} \bibentry{b} \citefield{c}{year}", "abc"),
        (r"\nocite{*}", "*"),
        (r"\\cite{no} \\\cite{a} \% \cite{b} % \cite{no}", "ab"),
        (r"\newcommand{\me}[1]{\cite{#1}} \mecite{a} \cite{\macro}", "a"),
        (r"\citestyle{x}\setcitestyle{y}\citetext{see \cite{a}}\newcites{x}{Y}", "a"),
        (r"\verb|\cite{no}| \verb+\cite{no}+ \cite{a}", "a"),
        (r"\begin{comment}\cite{no}\end{comment}\cite{a}", "a"),
        ("% \\begin{verbatim}\n\\cite{a}", "a"),
        (r"\iffalse\cite{no}\fi\iffalsehood\cite{a}", "a"),
        (r"\cite{a}\end{document}\cite{no}", "a"),
        (r"\cite{a", ""),
    ],
)
def test_latex(text: str, found: str) -> None:
    wanted = found.split() if " " in found else list(found)
    assert sorted(keys("tex", text)) == sorted(wanted)


def test_files_that_latex_takes_in() -> None:
    text = (
        r"\input{a} \include{b/c.tex} \input d" + "\n" + r"\import{e/}{f} % \input{g}"
    )
    assert [names[-1] for names in parts(text)] == ["a", "b/c.tex", "d", "e/f"]
    assert parts(r"\includegraphics{x}\inputencoding{utf8}\includeonly{y}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[@a; see @b, p. 3] and -@c and [-@d].", "abcd"),
        ("@a's and @b. @c; @d, (@e)", "abcde"),
        ("@smith.2020. @doi:10.1/x-y_z? @{http://a.b/c,d}", "keys"),
        ("me@there.org, a.b@c.org, x-@y", ""),
        (r"\@ref(fig:x) and \@a", ""),
        ("@fig-a @tbl-b @sec:c @eq-d @a", "a"),
        ("`@no` ``a ` @no`` @a `@b", "ab"),
        ("```\n@no\n```\n@a\n~~~ {.r}\n@no\n```\n~~~\n@b", "ab"),
        ("text\n    @a\n\n    @no\n\n- item\n\n    @b", "ab"),
        ("<!-- @no\n@no --> @a", "a"),
        ("<https://x.org/@no> [t](http://y/@no) https://z.org/@no @a", "a"),
        ("---\nnocite: |\n  @a, @b\ncsl: '@no'\n---\n@c", "abc"),
        ("---\nnocite: '@*'\n---\n", "*"),
        ("a rule\n\n---\n\n@a\n\n---\n\n@b", "ab"),
    ],
)
def test_markdown(text: str, found: str) -> None:
    if found == "keys":
        wanted = ["smith.2020", "doi:10.1/x-y_z", "http://a.b/c,d"]
    else:
        wanted = list(found)
    assert keys("markdown", text) == wanted


def test_settings_of_styles_are_no_citations() -> None:
    text = r"\citation{REV41Control}\citation{apsrev41Control}\citation{a}"
    assert keys("aux", text + r"\citation{IEEEexample:BSTcontrol}") == ["a"]


def test_a_damaged_control_file_says_so() -> None:
    whole = fixture_of("bcf").read_text()
    found = list(MANUSCRIPT_FORMATS["bcf"].read(whole[: whole.index("reed2019")], "t"))
    assert [one.key for one in found if isinstance(one, Citation)][:3] == [
        *("sand2024ducks", "brook2021", "pond:a"),
    ]
    assert isinstance(found[-1], Problem)


def test_parts_within_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    (folder / "in").mkdir(parents=True)
    (tmp_path / "secret.tex").write_text(r"\cite{secret}")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "in" / "one.tex").write_text(r"\cite{one}\input{two}\input{../paper}")
    (folder / "in" / "two.tex").write_text(r"\cite{two}")
    names = ["in/one", "../secret", str(tmp_path / "secret.tex"), "link", "gone", "in"]
    names += ["x" * 300]
    text = "\n".join(rf"\input{{{name}}}" for name in names)
    (folder / "paper.tex").write_text(text)
    found = list(read_draft(folder / "paper.tex"))
    assert [c.key for c in found if isinstance(c, Citation)] == ["one", "two"]
    problems = [p for p in found if isinstance(p, Problem)]
    assert [p.where.rpartition(":")[2] for p in problems] == list("234567")
    assert [("outside" in p.why, "not there" in p.why) for p in problems] == [
        *[(True, False)] * 3,
        *[(False, True)] * 3,
    ]


@pytest.mark.parametrize("name", ["gone.tex", "paper.docx", "paper", "."])
def test_what_is_no_manuscript(tmp_path: Path, name: str) -> None:
    (tmp_path / "paper.docx").write_bytes(b"PK")
    with pytest.raises(InputError):
        read_draft(tmp_path / name)


# Pieces of every syntax, so that random texts come near to sense.
pieces = st.sampled_from(
    r"\ { } [ ] ( ) < > @ , ; ` ``` ~~~ % # - --- * \n a b: \cite \cites \input"
    r" \begin{verbatim} \end{verbatim} \verb| \iffalse \fi \citation \abx@aux@cite{0}"
    r" \@input nocite: <!-- --> <bcf:citekey> </bcf:citekey> <a> &amp; &x; é".split()
)
texts = st.lists(pieces | st.just("\n") | st.just(" "), max_size=60).map("".join)


@every_format
@given(st.binary(max_size=400) | texts.map(str.encode))
def test_no_bytes_make_a_reader_fail(kind: str, data: bytes) -> None:
    for found in MANUSCRIPT_FORMATS[kind].read(decode_bytes(data).text, "t"):
        assert isinstance(found, Citation | IncludedFile | Problem)


def hostile() -> Iterator[str]:
    for piece in (
        *(
            r"\cite[",
            r"\cite[{",
            r"\cite[{\cite[}",
            r"\cites(",
            "cite",
            r"\cite",
            "@a.",
        ),
        *(
            r"\begin{verbatim}",
            r"\verb|",
            r"\iffalse",
            "`",
            "` ",
            "@{",
            "---\n",
            "<!--",
        ),
        *("](", "\t\n", "<a>", r"\citation{", "\\", "% ", "\n", "@"),
    ):
        for begin in ("", r"\cite", "---\nnocite:\n"):
            yield begin + piece * (100_000 // len(piece))


@every_format
def test_hostile_text_takes_little_time(kind: str) -> None:
    start = time.process_time()
    for text in hostile():
        for _ in MANUSCRIPT_FORMATS[kind].read(text, "t"):
            pass
    assert time.process_time() - start < 30
