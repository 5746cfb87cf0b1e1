"""Notes for Obsidian and Logseq: what the user writes in them stays as it is."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from readnext.paper import Paper
from readnext.suggestion import Answer, Reason, Suggestion
from readnext_adapters.exports.note_folder import write_notes
from readnext_adapters.exports.notes import id_in

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PAPERS = (
    Paper("arxiv:2401.1", "Ducks: a survey", ("Mia Sand",), abstract="On ducks. " * 9),
    Paper(
        "pond:2", 'Geese & "quoted" --> <!-- /readnext -->', ("Noah Field", "X --- Y")
    ),
    Paper("it's: 3", "深い泥炭 --- Peat", date="2024", doi="10.5555/peat"),
    Paper("a\\b", "# Heading\n---\nreadnext-id: x", abstract="---\n<!-- readnext"),
    Paper("arxiv:2401.1x", "Ducks: a survey", ("Mia Sand",)),
)


def answer(run: int = 0, papers: tuple[Paper, ...] = PAPERS) -> Answer:
    """A list whose scores and reasons are others in each run."""
    found = tuple(
        Suggestion(
            *(n + 1, paper, "sand2024ducks", 1.0 - n, ((run * 7 + n * 3) % 90) / 100),
            (Reason("text", f'close to `heron{run}`, on "peat"', 0.4, (f"h{run}",)),),
        )
        for n, paper in enumerate(papers)
    )
    return Answer(3, 3, 1, "c", 10, 7, "prior", "few papers", found)


def front_of(note: bytes) -> dict[str, object]:
    found = yaml.safe_load(note.decode().split("---\n")[1])
    assert isinstance(found, dict)
    return found


def by_id(folder: Path) -> dict[str, Path]:
    return {id_in(path.read_bytes()): path for path in folder.glob("*.md")}


def test_each_paper_has_one_note(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    assert write_notes(folder, answer()) == (5, 0)
    notes = by_id(folder)
    assert set(notes) == {"arxiv:2401.1", "pond:2", "it's: 3", "a\\b", "arxiv:2401.1x"}
    first = front_of(notes["arxiv:2401.1"].read_bytes())
    assert first["title"] == "Ducks: a survey" and first["authors"] == ["Mia Sand"]
    assert front_of(notes["pond:2"].read_bytes())["title"] == PAPERS[1].title
    assert front_of(notes["it's: 3"].read_bytes())["doi"] == "10.5555/peat"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert write_notes(folder, answer()) == (0, 5)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_notes_are_refreshed_wherever_their_files_are_named(tmp_path: Path) -> None:
    write_notes(tmp_path, answer())
    moved = tmp_path / "My thoughts on ducks.md"
    by_id(tmp_path)["arxiv:2401.1"].rename(moved)
    assert write_notes(tmp_path, answer(1)) == (0, 5)
    assert b"heron1" in moved.read_bytes()
    assert len(list(tmp_path.iterdir())) == 5


def test_other_files_are_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "SAND2024DUCKS.md").write_bytes(b"mine")
    (tmp_path / "a.md").write_bytes(b"---\nreadnext-id: 'pond:2'\nno end\n")
    (tmp_path / "picture.png").write_bytes(b"\x89")
    assert write_notes(tmp_path, answer()) == (5, 0)
    assert (tmp_path / "SAND2024DUCKS.md").read_bytes() == b"mine"
    assert (tmp_path / "a.md").read_bytes().endswith(b"no end\n")
    assert len(list(tmp_path.iterdir())) == 8


def test_obsidian_may_write_the_properties_in_its_own_way(tmp_path: Path) -> None:
    write_notes(tmp_path, answer())
    path = by_id(tmp_path)["it's: 3"]
    text = path.read_bytes().replace(
        b'readnext-id: "it\'s: 3"', b"readnext-id: it's: 3"
    )
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert write_notes(tmp_path, answer(2)) == (0, 5)
    now = path.read_bytes()
    assert b"heron2" in now and b"\n" not in now.replace(b"\r\n", b"")


@pytest.mark.parametrize("gone", ["block", "match", "front"])
def test_what_the_user_deleted_stays_away(tmp_path: Path, gone: str) -> None:
    write_notes(tmp_path, answer(papers=PAPERS[:1]))
    (path,) = tmp_path.iterdir()
    patterns = {
        "block": rb"(?s)<!-- readnext.*/readnext -->",
        "match": rb"readnext-match:.*\n",
        "front": rb"(?s)\A---\n.*?---\n",
    }
    left = re.sub(patterns[gone], b"", path.read_bytes())
    path.write_bytes(left)
    write_notes(tmp_path, answer(1, PAPERS[:1]))
    now = path.read_bytes()
    assert not re.search(patterns[gone], now)
    assert len(list(tmp_path.iterdir())) == (2 if gone == "front" else 1)


# ------------------------------------------------------- 1,000 edits, 50 runs
@dataclass
class Piece:
    """A part of a note: the user's, or one of readnext's that may change."""

    text: bytes
    pattern: bytes | None = None


OURS = re.compile(
    rb"(readnext-match:[^\n]*)|(<!-- readnext [0-9a-f]{16} -->\n.*?<!-- /readnext -->)",
    re.S,
)
MATCH = rb"readnext-match:[^\r\n]*"
BLOCK = rb"<!-- readnext [0-9a-f]{16} -->\n.*?<!-- /readnext -->"
TYPED = (
    *(
        b"idea",
        b"\n",
        b"\r\n",
        b"\n\n## Read on\n",
        b"- [ ] todo\n",
        b"[[heron]] #tag ",
    ),
    *(
        b"\xff\xfe",
        "é 深\u2028".encode(),
        b"---\n",
        b"\n---\n",
        b"tags: [a]\n",
        b"\x00",
    ),
    *(b"<!-- readnext 0123456789abcdef -->\n", b"<!-- /readnext -->", b"<!--", b"-->"),
    *(
        b"readnext-id: other\n",
        b"readnext-matched: x\n",
        b"```\n",
        b"%% note %%",
        b"# ",
    ),
)


def pieces_of(note: bytes) -> Iterator[Piece]:
    end = 0
    for found in OURS.finditer(note):
        yield Piece(note[end : found.start()])
        yield Piece(found[0], MATCH if found[1] else BLOCK)
        end = found.end()
    yield Piece(note[end:])


def edit(draw: random.Random, pieces: list[Piece]) -> None:
    """Type, delete, or write into the block, which then is the user's."""
    theirs = [piece for piece in pieces if piece.pattern is None]
    blocks = [piece for piece in pieces if piece.pattern == BLOCK]
    if blocks and draw.random() < 0.01:
        block = draw.choice(blocks)
        at = block.text.index(b"\n") + 1
        block.text = block.text[:at] + b"my own words\n" + block.text[at:]
        block.pattern = None
        return
    # Not the beginning, by which a note is known.
    piece = draw.choice(theirs[1:] if draw.random() < 0.9 else theirs[:1])
    least = 0 if piece is not theirs[0] else len(piece.text)
    at = draw.randint(least, len(piece.text))
    gone = draw.choice((0, 0, 0, 1, 9)) if piece is not theirs[0] else 0
    typed = draw.choice(TYPED if piece is not theirs[0] else (b"rating: 5\n",))
    piece.text = piece.text[:at] + typed + piece.text[at + gone :]


def test_the_users_text_stays_byte_by_byte(tmp_path: Path) -> None:
    draw = random.Random(18)
    write_notes(tmp_path, answer())
    notes = {path: list(pieces_of(path.read_bytes())) for path in tmp_path.iterdir()}
    assert all(len(pieces) == 5 for pieces in notes.values())
    refreshed = 0
    for run in range(1, 51):
        for _ in range(20):
            edit(draw, draw.choice(list(notes.values())))
        for path, pieces in notes.items():
            path.write_bytes(b"".join(piece.text for piece in pieces))
        write_notes(tmp_path, answer(run))
        for path, pieces in notes.items():
            whole = b"".join(
                b"(" + (piece.pattern or re.escape(piece.text)) + b")"
                for piece in pieces
            )
            found = re.fullmatch(whole, path.read_bytes(), re.S)
            assert found, f"run {run}: {path.name}"
            for piece, text in zip(pieces, found.groups(), strict=True):
                refreshed += piece.text != text
                piece.text = text
    assert refreshed > 50
    # Where the user has broken the front matter, there is a new note beside it.
    assert set(notes) <= set(tmp_path.iterdir())


# ---------------------------------------------------------------- the command
@pytest.mark.slow
def test_the_command_writes_a_folder(run: Run, fixtures: Path, tmp_path: Path) -> None:
    library = fixtures / "libraries" / "generalization.bib"
    folder = tmp_path / "vault"
    suggest = ("suggest", library, "-n", "3")
    done = run(*suggest, "-o", f"{folder}/")
    assert done.returncode == 0 and f"{folder}: 3 papers added" in done.stderr
    assert len(list(folder.glob("*.md"))) == 3
    done = run(*suggest, "-o", folder)
    assert f"{folder}: 0 papers added, 3 were there" in done.stderr
    done = run(*suggest, "--format", "notes", "-o", tmp_path / "other")
    assert done.returncode == 0 and len(list((tmp_path / "other").iterdir())) == 3
    done = run(*suggest, "--format", "notes")
    assert done.stdout.count("readnext-id: ") == 3
    for wrong in (
        ("--format", "bibtex", "-o", folder),
        ("--format", "notes", "-o", tmp_path / "x.bib"),
    ):
        done = run(*suggest, *wrong)
        assert done.returncode == 2 and "folder" in done.stderr


def test_scores_alone_change_scores_alone(tmp_path: Path) -> None:
    write_notes(tmp_path, answer(papers=PAPERS[:1]))
    (path,) = tmp_path.iterdir()
    old = path.read_bytes()
    one = answer(papers=PAPERS[:1]).suggestions[0]
    again = replace(answer(), suggestions=(replace(one, probability=0.55),))
    write_notes(tmp_path, again)
    assert front_of(old) | front_of(path.read_bytes()) == front_of(path.read_bytes())
    changed = set(old.splitlines()) ^ set(path.read_bytes().splitlines())
    assert 2 <= len(changed) <= 6
