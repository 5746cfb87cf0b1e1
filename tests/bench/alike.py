"""How long it takes to compare records that begin alike: python -m tests.bench.alike.

Each kind of record is one that very many share a title, a beginning or a name in. For
each size it prints the seconds to group a library's entries by work, to add papers to
a new catalog, and to look all of them up there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from readnext.catalog.store import Catalog
from readnext.library.same_works import same_works
from readnext.matching.identity import Identity
from readnext.matching.names import split_name
from readnext.paper import Author, Entry, Paper

_WORDS = (
    "alpha beta gamma delta ether fluid glass heat iron joint kiln lamp metal noise "
    "oil pipe quartz road steel tube unit valve water xray yarn zinc"
).split()
_LINES = "On the Motion of Very Long Lines"


def _words(n: int) -> tuple[str, str, str]:
    size = len(_WORDS)
    return tuple(_WORDS[n // size**k % size] for k in range(3))


def _different(n: int) -> Paper:
    title = " ".join((*_words(n), str(n)))
    return Paper(f"{n}", title, (f"A. Fox{n}",), date="2010")


def _standard(n: int) -> Paper:
    title = f"Standard for {' '.join(_words(n))} Testing"
    return Paper(f"{n}", title, ("The Standards Association",), date=f"{1990 + n % 30}")


def _numbered(n: int) -> Paper:
    title = f"Standard {9000 + n}: Quality Management"
    return Paper(f"{n}", title, ("The Standards Association",), date=f"{1990 + n % 30}")


def _editorial(n: int) -> Paper:
    doi = f"10.5555/ed.{n}"
    return Paper(f"{n}", "Editorial", (f"A. Smith{n % 7}",), date="2010", doi=doi)


def _equal_title(n: int) -> Paper:
    return Paper(f"{n}", _LINES, (f"A. Fox{n}", f"B. Hen{n}"), date=f"{1990 + n % 30}")


def _same_work(n: int) -> Paper:
    return Paper(f"{n}", _LINES, ("A. Fox", "B. Hen"), date="2010")


def _same_surname(n: int) -> Paper:
    a, b, c = _words(n)
    people = (f"{chr(65 + n % 26)}. Wang", f"B. Owl{n % 67}")
    title = f"Deep {a} {b} learning for {c} images"
    return Paper(f"{n}", title, people, date=f"{2000 + n % 26}")


KINDS: dict[str, Callable[[int], Paper]] = {
    "different": _different,
    "standards": _standard,
    "numbered standards": _numbered,
    "editorials": _editorial,
    "equal titles": _equal_title,
    "one work": _same_work,
    "Wang's on deep": _same_surname,
}


def _entry(paper: Paper) -> Entry:
    people = tuple(
        Author(literal=name) if name.startswith("The ") else Author(*split_name(name))
        for name in paper.authors
    )
    return Entry(
        paper.id, title=paper.title, authors=people, date=paper.date, doi=paper.doi
    )


def _seconds(kind: str, count: int) -> Iterator[float]:
    papers = list(map(KINDS[kind], range(count)))
    entries = list(map(_entry, papers))
    start = time.process_time()
    same_works(entries)
    yield time.process_time() - start
    with (
        tempfile.TemporaryDirectory() as folder,
        Catalog.open(Path(folder) / "catalog", create=True) as catalog,
    ):
        start = time.process_time()
        catalog.add(papers)
        yield time.process_time() - start
        start = time.process_time()
        catalog.find(list(map(Identity.of, papers)))
        yield time.process_time() - start


@click.command()
@click.argument("sizes", type=int, nargs=-1)
def main(sizes: tuple[int, ...]) -> None:
    """Print the seconds of the processor by kind and size."""
    click.echo(f"{'records':20}{'number':>8}{'library':>9}{'add':>9}{'find':>9}")
    for kind in KINDS:
        for count in sizes or (2_000, 20_000):
            seconds = "".join(f"{s:9.1f}" for s in _seconds(kind, count))
            click.echo(f"{kind:20}{count:8}{seconds}")


if __name__ == "__main__":
    main()
