"""A digest reports what changed for the reader's own papers, each change once."""

from __future__ import annotations

import email
import json
from email.policy import default
from pathlib import Path

import pytest

from tests.command import Run

LIBRARY = """
@misc{fern2024moss, title={Moss and Water in Northern Peat Bogs}, author={Fern, Ida},
  eprint={2401.00001}, archiveprefix={arXiv}, year=2024}
@misc{reed2023carbon, title={Carbon in Raised Peat Bogs of Scotland},
  author={Reed, Jan}, eprint={2301.00002}, archiveprefix={arXiv}, year=2023}
@article{heath2020otters, title={Otters of the Fens in Winter}, author={Heath, Mia},
  journal={Journal of Fens}, doi={10.5555/fens.3}, year=2020}
"""
BEGIN = "From the next issue on, you learn when a preprint"


def paper(number: int, title: str, **more: object) -> dict[str, object]:
    return {"id": f"p{number}", "title": title, "date": "2026-11", **more}


@pytest.mark.slow
def test_a_preprint_that_is_published_and_code(run: Run, tmp_path: Path) -> None:
    library, source = tmp_path / "mine.bib", tmp_path / "papers.jsonl"
    library.write_text(LIBRARY)
    papers = [paper(n, f"Peat Bogs and Ducks of Kind {n}") for n in range(9)]

    def reported(*new: dict[str, object], to: str = "mia@example.org") -> str:
        papers.extend(new)
        source.write_text("".join(f"{json.dumps(one)}\n" for one in papers))
        assert run("catalog", "add", source).returncode == 0
        issue = tmp_path / "issue.eml"
        done = run(
            "digest", library, "--to", to, "--library-news", "--no-update",
            "--output", issue, "--force", "-n", "1",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        message = email.message_from_bytes(issue.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        return " ".join(body.get_content().split())

    known = {
        "authors": ["Jan Reed"],
        "venue": "Mires",
        "doi": "10.5555/mires.2",
        "arxiv": "2301.00002",
    }
    first = reported(paper(20, "Carbon in Raised Peat Bogs of Scotland", **known))
    assert BEGIN in first and "1 such change is known already" in first
    assert "reed2023carbon" not in first
    new = {
        "authors": ["Ida Fern"],
        "venue": "Journal of Peat",
        "doi": "10.5555/peat.1",
        "arxiv": "2401.00001",
    }
    code = {"authors": ["Mia Heath"], "doi": "10.5555/fens.3"}
    second = reported(
        paper(21, "Moss and Water in Northern Peat Bogs", **new),
        paper(22, "Otters of the Fens in Winter", code="https://c.example/o", **code),
    )
    assert (
        'Your preprint fern2024moss has been published: "Moss and Water in Northern '
        'Peat Bogs", Journal of Peat, 2026, https://doi.org/10.5555/peat.1.' in second
    )
    assert 'Your heath2020otters, "Otters of the Fens in Winter", has code: ' in second
    assert "https://c.example/o." in second
    assert "reed2023carbon" not in second and BEGIN not in second
    fens = {"venue": "Journal of Fens", "doi": "10.5555/fens.9"}
    erratum = paper(23, "Erratum: Otters of the Fens in Winter", **fens)
    corrected = (
        'Your heath2020otters, "Otters of the Fens in Winter", was corrected: '
        '"Erratum: Otters of the Fens in Winter", Journal of Fens, 2026, '
        "https://doi.org/10.5555/fens.9."
    )
    assert corrected in reported(erratum)
    third = reported()
    assert "was corrected" not in third
    assert "has been published" not in third and "c.example/o" not in third
    assert "4 such changes are known" in reported(to="jan@example.org")
