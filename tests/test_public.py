"""The public interface: every name resolves, and importing readnext loads little."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from math import nan
from pathlib import Path

import pytest

import readnext
from readnext.request import Parts, RankerSetting, Watch

FIXTURES = Path(__file__).parent.parent / "fixtures"
STUB = Path(readnext.__file__).with_suffix(".pyi")


@pytest.mark.parametrize("name", readnext.__all__)
def test_every_public_name_resolves_and_says_what_it_is(name: str) -> None:
    value = getattr(readnext, name)
    assert name == "__version__" or value.__doc__


def test_the_stub_declares_the_same_names() -> None:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    declared = {"__version__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            declared |= {alias.asname or alias.name for alias in node.names}
    assert declared == set(readnext.__all__)
    assert set(readnext.__all__) <= set(dir(readnext))


def test_what_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(readnext, "nonsense")  # noqa: B009


def test_importing_loads_nothing_heavy(environment: dict[str, str]) -> None:
    program = (
        "import sys, readnext; from readnext import Entry, Request, UserError\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'lightgbm', 'sqlite3', 'click'}\n"
        "print(sorted(heavy | {'readnext_adapters'} & set(sys.modules)))\n"
    ).replace("heavy | {'readnext_adapters'}", "(heavy | {'readnext_adapters'})")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_unjudged_suggestions_in_a_library_change_nothing(tmp_path: Path) -> None:
    library = readnext.read_library(FIXTURES / "libraries" / "tiny.bib")
    refused = readnext.Entry("no", title="Ducks", keywords=("readnext:no",))
    request = readnext.Request(n=5)
    with readnext.open_catalog(readnext.starter_file()) as catalog:
        answer = readnext.suggest(library, catalog, request)
        file = tmp_path / "next.bib"
        from readnext_adapters.exports import bibtex

        file.write_text(bibtex.render(answer, 80), encoding="utf-8")
        again = [*library, *readnext.read_library(file)]
        assert len(again) == len(library) + 5
        assert readnext.suggest(again, catalog, request) == answer
        with pytest.raises(readnext.UserError, match="nothing to learn from"):
            readnext.suggest([refused], catalog)


def test_problems_in_a_file_are_listed() -> None:
    problems: list[readnext.Problem] = []
    path = FIXTURES / "catalogs" / "broken.jsonl"
    with readnext.open_catalog(path, problems) as catalog:
        assert len(catalog)
    assert problems and all(one.why for one in problems)


def test_a_backtest_says_how_many_papers_are_known() -> None:
    library = readnext.read_library(FIXTURES / "libraries" / "tiny.bib")
    with readnext.open_catalog(readnext.starter_file()) as catalog:
        found = readnext.backtest(library[:1], catalog)
    assert (found.in_catalog <= 1, found.reports) == (True, ())


@pytest.mark.parametrize(
    ("since", "until"), [("30d", None), ("2025-13", None), (None, ""), ("2026", "2025")]
)
def test_wrong_dates_are_refused(since: str | None, until: str | None) -> None:
    with pytest.raises(readnext.ReadnextError) as refused:
        readnext.Filters(since=since, until=until)
    assert "\n" not in str(refused.value)
    assert readnext.Filters(since="2025-06", until="2025").until == "2025"


def test_one_text_is_not_taken_for_several_letters() -> None:
    for name in ("categories", "authors", "labs", "venues", "exclude"):
        wrong: dict[str, object] = {name: "Nakkiran"}
        with pytest.raises(readnext.InputError) as refused:
            readnext.Filters(**wrong)  # type: ignore[arg-type]
        assert str(refused.value) == f"{name} is 'Nakkiran'; write ('Nakkiran',)"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: readnext.Request(n=-1), "n is -1; write a whole number, 0 or more"),
        (lambda: readnext.Request(2.5), "n is 2.5; write a whole number, 0 or more"),  # type: ignore[arg-type]
        (lambda: readnext.Request(n=True), "n is True; "),
        (lambda: readnext.Request(seed=-1), "seed is -1; "),
        (lambda: readnext.Request(per_author=-3), "per_author is -3; "),
        (
            lambda: readnext.Request(diversity=-0.5),
            "diversity is -0.5; write a number from 0",
        ),
        (lambda: readnext.Request(diversity=nan), "diversity is nan; "),
        (lambda: readnext.Request(me="Ann Ash"), "me is 'Ann Ash'; write ('Ann Ash',)"),  # type: ignore[arg-type]
        (lambda: readnext.Request(today="2025-01-01"), "today is '2025-01-01'; "),  # type: ignore[arg-type]
        (
            lambda: readnext.Filters(min_probability=20),
            "min_probability is 20; write a number from 0 to 1",
        ),
        (lambda: readnext.Filters(min_score=nan), "min_score is nan; write a number"),
        (lambda: readnext.Filters(since=2025), "since is 2025; write a date"),  # type: ignore[arg-type]
        (lambda: readnext.Selection(tags="moss"), "tags is 'moss'; write ('moss',)"),  # type: ignore[arg-type]
        (lambda: readnext.Selection(since_added="30d"), "since_added is '30d'; "),
        (lambda: Parts(-1), "new is -1; "),
        (lambda: Parts(1, since="soon"), "since is 'soon'; "),
        (lambda: Watch("Ann"), "people is 'Ann'; "),  # type: ignore[arg-type]
        (lambda: RankerSetting(diversity=-1), "diversity is -1; "),
    ],
)
def test_a_field_that_cannot_be_is_named(make: Callable[[], object], said: str) -> None:
    with pytest.raises(readnext.InputError) as refused:
        make()
    assert str(refused.value).startswith(said)


def test_a_closed_catalog_is_refused() -> None:
    with readnext.open_catalog(readnext.starter_file()) as catalog:
        pass
    entries = [readnext.Entry(key="a", title="Double descent")]
    with pytest.raises(readnext.ReadnextError, match="it was closed; open it again"):
        readnext.suggest(entries, catalog)


def test_trending_needs_no_library() -> None:
    import datetime as dt

    with readnext.open_catalog(readnext.starter_file()) as catalog:
        today = dt.date(2026, 1, 1)
        answer = readnext.find_trending(catalog, readnext.Request(n=3), today)
    assert len(answer.suggestions) == 3
