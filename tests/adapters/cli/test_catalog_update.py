"""`readnext catalog update`, `sources`, `complete`, `remove` as a user calls them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.shelves import SHELVES
from tests.bogs import Bogs, work

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        running.behave = Bogs(30, 10)
        yield running


@pytest.fixture
def environment(environment: dict[str, str], server: Server) -> dict[str, str]:
    return environment | {
        "READNEXT_OPENALEX_URL": server.url,
        "READNEXT_HF_URL": f"{server.url}/nothing",
        "READNEXT_S2_URL": f"{server.url}/nothing",
        "READNEXT_DOI_URL": server.url,
    }


def ledger(run: Run) -> dict[str, dict[str, object]]:
    done = run("catalog", "stats", "--format", "json")
    return {source["name"]: source for source in json.loads(done.stdout)["sources"]}


@pytest.mark.slow
def test_the_starter_catalog_is_of_no_time(run: Run) -> None:
    assert run("catalog", "stats").stdout.endswith("starter.jsonl       194  file\n")


def test_a_source_is_fetched_and_remembered(run: Run, server: Server) -> None:
    done = run("catalog", "update", "openalex:S123")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "openalex:S123: 30 added, 0 updated, 0 unchanged, 0 deleted (first run: 90 "
        "days back; --since DATE changes that)\n"
    )
    server.behave = Bogs(33, 10)
    again = run("catalog", "update")
    assert again.stdout == (
        "openalex:S123: 3 added, 0 updated, 30 unchanged, 0 deleted\n"
    )
    account = ledger(run)["openalex:S123"]
    assert (account["papers"], account["added"], account["error"]) == (33, 3, None)
    assert "last success 20" in run("catalog", "stats").stdout


def test_one_source_that_fails_does_not_spoil_the_others(run: Run) -> None:
    done = run("catalog", "update", "hf:daily", "openalex:S123")
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    assert line.startswith("openalex:S123: 30 added")
    assert done.stderr.startswith("readnext: hf:daily: ")
    assert len(done.stderr.splitlines()) == 1
    assert ledger(run)["hf:daily"]["error"]
    assert run("catalog", "update", "hf:daily").returncode == 1
    assert run("catalog", "update", "--strict").returncode == 1


@pytest.mark.slow
def test_sources_of_all_fields_are_fetched(run: Run, server: Server) -> None:
    """One of them returns a web page; the others are not affected."""
    shelves = [replace(shelf, asked=[], size=10) for shelf in SHELVES.values()]
    names = [shelf.name for shelf in shelves]
    by_path = {shelf.path: shelf for shelf in shelves}

    def behave(asked: Asked) -> Answer:
        if asked.path == "/literature":
            return Answer(b"<html>", headers={"Content-Type": "text/html"})
        return by_path[asked.path](asked)

    server.behave = behave
    env = {shelf.variable: server.url for shelf in shelves} | {"ADS_API_TOKEN": "x"}
    done = run("catalog", "update", *names, env=env)
    assert done.returncode == 0
    (said,) = done.stderr.splitlines()
    assert said.startswith("readnext: inspire:plots: ")
    accounts = ledger(run)
    assert [name for name in names if accounts[name]["error"]] == ["inspire:plots"]
    assert all(accounts[n]["papers"] == 7 for n in names if n != "inspire:plots")


def test_offline_asks_nobody_and_says_so(run: Run, server: Server) -> None:
    done = run("catalog", "update", "openalex:S123", "--offline")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "readnext: readnext catalog update needs the network, and --offline was given\n"
    )
    assert server.asked == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["update"], "there is no catalog"),
        (["update", "arxiv"], "arxiv"),
        (
            ["update", "gopher:bog"],
            "gopher:bog: no such source; the kinds are acl,",
        ),
        (["update", "openalex:"], "names nothing"),
        (["complete", "x.bib", "--from", "nobody"], "is not one of openalex, s2"),
        (["sources", "--add"], "--add needs a LIBRARY"),
        (["sources", "--each"], "--each needs a LIBRARY"),
        (["sources", "x.bib", "--each", "--add"], "--each only prints"),
        (["remove"], "name a SOURCE, or give --before"),
        (["remove", "x", "--before", "2020"], "name a SOURCE, or give --before"),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: list[str], said: str) -> None:
    done = run("catalog", *arguments)
    assert done.returncode in (1, 2) and done.stdout == ""
    assert said in " ".join(done.stderr.split())


def test_since_goes_back_whatever_was_fetched(run: Run, server: Server) -> None:
    run("catalog", "update", "openalex:S123")
    run("catalog", "update", "openalex:S123", "--since", "2019-05")
    asked = [question.query["filter"] for question in server.asked]
    assert "from_publication_date:2019-05-01" in asked[-1]
    assert "2019" not in asked[0]


def test_a_date_to_come_is_refused(run: Run, server: Server) -> None:
    year = dt.date.today().year + 2
    done = run("catalog", "update", "openalex:S123", "--since", f"{year}")
    assert (done.returncode, done.stdout, server.asked) == (2, "", [])
    assert f"{year} is still to come" in done.stderr


@pytest.mark.slow
def test_a_feed_that_is_gone_says_how_to_remove_it(run: Run, server: Server) -> None:
    """And no more is said when it has come back, or was removed."""
    feed = f"{server.url}/feed?a&b"
    server.behave = lambda _: Answer(status=404)
    command = f"readnext catalog remove 'feed:{feed}'"
    failed = run("catalog", "update", feed)
    assert failed.stderr.endswith(f"status 404; if it is gone: {command}\n")
    late = run("catalog", "stats").stderr
    assert f"if this source is gone, {command} ends this message" in late
    item = (
        "<item><title>On Bogs of the North</title><link>https://e.org/1</link></item>"
    )
    rss = f"<rss version='2.0'><channel><title>Bogs</title>{item}</channel></rss>"
    server.behave = lambda _: Answer(rss.encode())
    assert run("catalog", "update").stderr == run("catalog", "stats").stderr == ""
    server.behave = lambda _: Answer(status=410)
    assert command in run("catalog", "update").stderr
    assert run("catalog", "remove", f"feed:{feed}", "--yes").returncode == 0
    assert run("catalog", "stats").stderr.count(command) == 0


def test_a_source_not_heard_of_for_long_is_told(
    run: Run, home: Path, fixtures: Path
) -> None:
    run("catalog", "update", "openalex:S123")
    folder = home / ".local/share/readnext/catalog"
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=40)
    with Catalog.open(folder) as catalog, catalog.source_log() as log:
        log.end("openalex:S123", long_ago, None)
        log.end("openalex:S123", long_ago, "the service said 429")
    done = run("suggest", fixtures / "libraries/generalization.bib", "--format", "json")
    said = (
        "the last complete fetch of openalex:S123 was 40 days ago (the service said "
        "429); newer papers are missing: run 'readnext catalog update'"
    )
    assert done.returncode == 0, done.stderr
    # The catalog of bogs is of another field than the library, which is noted too.
    assert said in json.loads(done.stdout)["notes"]
    assert f"readnext: {said}\n" in done.stderr


def test_proposals_are_taken(run: Run, tmp_path: Path, home: Path) -> None:
    library = tmp_path / "mine.bib"
    library.write_text(
        "".join(
            f"@article{{k{n}, title={{Peat number {n}}}, eprint={{2401.0000{n}}}, "
            f"archiveprefix={{arXiv}}, primaryclass={{{subject}}}}}\n"
            for n, subject in enumerate(["cs.LG", "cs.LG", "cs.LG", "q-bio.PE"])
        )
    )
    done = run("catalog", "sources", library)
    first, why, *_ = done.stdout.splitlines()
    assert first == "arxiv:cs.LG"
    assert "; 3 of your 4 papers have this subject, " in why
    assert done.stdout.endswith("readnext catalog update arxiv:cs.LG hf:daily\n")
    assert not (home / ".local").exists()
    taken = run("catalog", "sources", library, "--add")
    assert taken.returncode == 0
    assert list(ledger(run)) == ["arxiv:cs.LG", "hf:daily"]
    assert "arxiv:" in run("catalog", "sources").stdout


def test_own_papers_are_completed(run: Run, server: Server, tmp_path: Path) -> None:
    library = tmp_path / "mine.bib"
    library.write_text("@article{a, title={Growth}, doi={10.5555/bog.3}}\n")
    found = {"results": [work(3)], "meta": {}}
    kind = {"Content-Type": "application/json"}

    def behave(asked: Asked) -> Answer:
        assert "10.5555/bog.3" in asked.query["filter"]
        return Answer(json.dumps(found).encode(), headers=kind)

    server.behave = behave
    done = run("catalog", "complete", library, "--from", "openalex")
    assert done.stdout == "openalex: 1 incomplete paper, 1 found\n"
    assert ledger(run)["openalex"]["papers"] == 1
    server.behave = lambda _: Answer(status=404)
    failed = run("catalog", "complete", library, "--from", "s2")
    assert failed.returncode == 1 and "readnext: s2: " in failed.stderr


class ShortDois:
    """OpenAlex and doi.org, which knows the DOI of one work by a short one."""

    def __init__(self) -> None:
        self.doi_org: Answer | None = None

    def __call__(self, asked: Asked) -> Answer:
        kind = {"Content-Type": "application/json"}
        if asked.path.startswith("/api/handles/"):
            if self.doi_org:
                return self.doi_org
            if not asked.path.endswith("/10/b2k8"):
                return Answer(b'{"responseCode": 100}', 404, kind)
            data = {"value": "10.5555/bog.3"}
            record = {"responseCode": 1, "values": [{"type": "HS_ALIAS", "data": data}]}
            return Answer(json.dumps(record).encode(), headers=kind)
        asks_for_it = "10.5555/bog.3" in asked.query["filter"]
        found = {"results": [work(3)] if asks_for_it else [], "meta": {}}
        return Answer(json.dumps(found).encode(), headers=kind)


def test_short_dois_are_completed_by_the_longer_ones(
    run: Run, server: Server, tmp_path: Path
) -> None:
    library = tmp_path / "mine.bib"
    library.write_text(
        "@article{a, title={Growth}, doi={10/b2k8}}\n"
        "@article{b, title={Decay}, doi={https://doi.org/10/zz99}}\n"
        "@article{c, title={Drift}, doi={10.5555/drift}}\n"
    )
    server.behave = services = ShortDois()
    services.doi_org = Answer(b"<html>", headers={"Content-Type": "text/html"})
    failed = run("catalog", "complete", library, "--from", "openalex")
    assert failed.returncode == 0
    assert failed.stdout == "openalex: 3 incomplete papers, 0 found\n"
    (said,) = failed.stderr.splitlines()
    assert said.startswith("readnext: doi.org: ")
    assert said.endswith("; 2 short DOIs left out of the look-up")

    services.doi_org = None
    done = run("catalog", "complete", library, "--from", "openalex")
    assert done.returncode == 0
    assert done.stdout == "openalex: 3 incomplete papers, 1 found\n"
    assert done.stderr == (
        "readnext: b: doi.org does not know the short DOI 10/zz99; correct it (the "
        "paper is looked up by its arXiv id or title)\n"
    )
    # No service but doi.org is asked for a short DOI.
    asked = [question.query.get("filter", "") for question in server.asked]
    assert not any("10/" in filter_ for filter_ in asked)


def test_removing_asks_first(run: Run) -> None:
    run("catalog", "update", "openalex:S123")
    refused = run("catalog", "remove", "openalex:S123")
    assert refused.returncode == 2 and "give --yes" in refused.stderr
    unknown = run("catalog", "remove", "arxiv:cs.LG", "--yes")
    assert unknown.returncode == 1 and "there are openalex:S123" in unknown.stderr
    old = run("catalog", "remove", "--before", "2026-05", "--yes")
    assert old.stdout == "15 papers removed\n"
    done = run("catalog", "remove", "openalex:S123", "--yes")
    assert done.stdout == "15 papers removed; no longer fetched: openalex:S123\n"
    assert "openalex:S123" not in ledger(run)
    assert run("catalog", "compact").returncode == 0


def test_a_source_is_removed_by_what_was_typed(
    run: Run, server: Server, tmp_path: Path
) -> None:
    feed = f"{server.url}/nothing"
    assert run("catalog", "update", feed).returncode == 1
    near = run("catalog", "remove", f"feed:{feed[:-1]}", "--yes")
    assert near.returncode == 1 and f"did you mean feed:{feed}?" in near.stderr
    done = run("catalog", "remove", feed, "--yes")
    assert done.stdout == f"0 papers removed; no longer fetched: feed:{feed}\n"
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "bogs.jsonl").write_text('{"id": "a", "title": "On Bogs"}\n')
    run("catalog", "add", "new/bogs.jsonl")
    done = run("catalog", "remove", "new/bogs.jsonl", "--yes")
    assert done.stdout == "1 paper removed\n"
