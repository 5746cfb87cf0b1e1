"""What is suggested from mixed records of journals: papers, and nothing withdrawn."""

from __future__ import annotations

import email
import json
import subprocess
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import pytest

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

LIBRARY = """
@article{fern2020moss, title={Moss and Water in Northern Peat Bogs},
  author={Fern, Ida}, year={2020}, doi={10.5555/own.1},
  abstract={Moss keeps the water of peat bogs.}}
@article{roe2021reed, title={Reeds in Wet Peat Soil}, author={Roe, Jan}, year={2021},
  abstract={Reeds grow where peat soil is wet.}}
@article{sand2022frog, title={Frogs of Peat Bogs}, author={Sand, Mia}, year={2022},
  abstract={Frogs live in peat bogs among moss and reeds.}}
"""
PAPERS = [
    "Carbon in Peat Bogs of the North",
    "Moss Growth after Rain",
    "Corrections to Scaling in Peat Models",
    "Response of Moss to Salt",
    "Cover Plants of Wet Peat Soil",
    "Reed Beds and Frogs",
    "Water Tables of Bogs",
    "Retraction of the Tongue in Bog Frogs",
    "A Review of Peat Hydraulics",
]
NOTICES = [
    "Correction to: Where Reeds Grow in Northern Bogs",
    "Erratum: Moss and Frogs of Peat Bogs",
    "Corrigendum to \u201cPeat Soil and Reeds\u201d [Bog Lett. 3 (2025) 1\u20139]",
    'Retraction notice to "Peat Carbon under Snow" [Bog Lett. 3 (2025)]',
    "Expression of Concern: Frogs of Peat Bogs Remember Rain",
    "Reply to Roe: Moss is wet",
    "Editorial: Peat Bogs in 2026",
    "Issue Information",
    "Editorial Board",
    "Front Cover: Peat Moss by Night (Bog J. 6/2026)",
    "Book Review: The Art of Peat Bogs",
    "Table of Contents",
]
RETRACTED = ["RETRACTED: Sphagnum Moss in Tea", "Frogs and Peat (Retracted article)"]


def rss(*items: tuple[str, str]) -> str:
    inside = "".join(
        f"<item><title>{title}</title><guid>{guid}</guid><description>On peat bogs, "
        "moss, reeds and frogs.</description><pubDate>Thu, 04 Jun 2026 09:00:00 GMT"
        "</pubDate></item>"
        for title, guid in items
    )
    head = "<rss version='2.0'><channel><title>Journal of Bogs</title>"
    return f"{head}{inside}</channel></rss>"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "bogs.bib"
    path.write_text(LIBRARY)
    return path


def add(run: Run, path: Path, *items: tuple[str, str]) -> None:
    path.write_text(rss(*items))
    done = run("catalog", "add", path)
    assert done.returncode == 0, done.stderr


def suggested(run: Run, library: Path) -> tuple[list[str], list[str]]:
    """The titles suggested, and the notes."""
    done = run("suggest", library, "--format", "json", "-n", "50")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    return [one["title"] for one in answer["suggestions"]], done.stderr.splitlines()


def test_a_digest_of_mixed_records_has_papers_only(
    run: Run, library: Path, tmp_path: Path
) -> None:
    titles = [*NOTICES[:4], *PAPERS[:5], *RETRACTED, *NOTICES[4:], *PAPERS[5:]]
    assert len(titles) == 23
    items = [(title, f"10.5555/n.{n}") for n, title in enumerate(titles)]
    add(run, tmp_path / "bogs.rss", *items)
    found, _ = suggested(run, library)
    assert sorted(found) == sorted(PAPERS)
    issue = tmp_path / "issue.eml"
    done = run(
        "digest", library, "--to", "mia@example.org", "-n", "20", "--output", issue
    )
    assert done.returncode == 0, done.stderr
    message = email.message_from_bytes(issue.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    mail = body.get_content()
    assert not [title for title in NOTICES if title[:25] in mail]
    assert "Moss in Tea" not in mail
    assert any(title in mail for title in PAPERS)  # weak matches are left out


def test_a_title_that_turns_to_retracted_withdraws_the_paper(
    run: Run, library: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "bogs.rss"
    add(run, feed, ("Sphagnum Moss in Tea", "a/1"), ("Carbon in Peat", "a/2"))
    assert sorted(suggested(run, library)[0]) == [
        "Carbon in Peat",
        "Sphagnum Moss in Tea",
    ]
    add(
        run, feed, ("RETRACTED: Sphagnum Moss in Tea", "a/1"), ("Carbon in Peat", "a/2")
    )
    assert suggested(run, library)[0] == ["Carbon in Peat"]


def test_the_reader_is_told_of_a_retracted_paper_of_the_library(
    run: Run, library: Path, tmp_path: Path
) -> None:
    add(
        run,
        tmp_path / "bogs.rss",
        ("RETRACTED: Moss and Water in Northern Peat Bogs", "10.5555/own.1"),
        ("Carbon in Peat", "a/2"),
    )
    found, notes = suggested(run, library)
    assert found == ["Carbon in Peat"]
    said = 'retracted or withdrawn: "Moss and Water in Northern Peat Bogs", your'
    assert any(said in note and "fern2020moss" in note for note in notes)


@pytest.mark.slow
def test_a_digest_reports_a_retraction_to_each_recipient_once(
    run: Run, library: Path, tmp_path: Path
) -> None:
    add(
        run,
        tmp_path / "bogs.rss",
        ("RETRACTED: Moss and Water in Northern Peat Bogs", "10.5555/own.1"),
        *((title, f"10.5555/n.{n}") for n, title in enumerate(PAPERS)),
    )

    def reports(recipient: str, *, sent: bool = True) -> bool:
        issue = tmp_path / "issue.eml"
        to = ["digest", library, "--to", recipient, "-n", "1"]
        done = run(*to, *(("--output", issue, "--force") if sent else ("--dry-run",)))
        assert done.returncode == 0, done.stderr
        message = email.message_from_bytes(issue.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        text = body.get_content() if sent else done.stdout
        return "retracted or withdrawn" in " ".join(text.lower().split())

    assert reports("mia@example.org")
    assert not reports("mia@example.org")
    assert not reports("mia@example.org", sent=False)
    assert reports("jan@example.org", sent=False)  # a preview is no report
    assert reports("jan@example.org")
    # The terminal says it at each time.
    assert any("retracted or" in note for note in suggested(run, library)[1])


def test_a_corrected_title_is_the_same_paper(
    run: Run, library: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "bogs.rss"
    wrong = "Where reeds grwo in the northern moors of Scotland and Wales"
    add(run, feed, (wrong, "a/1"), ("Carbon in Peat", "a/2"))
    right = wrong.replace("grwo", "grow")
    add(run, feed, (right, "a/1"), ("Carbon in Peat", "a/2"))
    assert sorted(suggested(run, library)[0]) == ["Carbon in Peat", right]
