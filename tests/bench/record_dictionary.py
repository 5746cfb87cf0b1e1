"""Makes the dictionary by which the records of catalogs are compressed.

    python -m tests.bench.record_dictionary CATALOG.jsonl.gz ... -o FILE

Takes what recurs in the records of all fields alike: words and runs of up to five words
of titles, abstracts, names and labs that many papers have, and the beginnings of
addresses and ids. A run takes its place by how often it occurs and how long it is.
Needs the package pyzstd. Prints how many bytes some further records take with it, of
each catalog.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from zstandard import ZstdCompressionDict, ZstdCompressor

from readnext.catalog.serialize import dump_paper
from readnext.paper import Paper
from readnext_adapters.opening.catalog import read_source

_PAPERS = 7_000  # of each catalog; as many further ones are measured
_LONGEST = 9  # words and what is between them
_SHORTEST = 5  # letters of a run that is worth a place
_COMMON = 0.0004  # share of the papers that have a run
_SIZE = 350_000  # letters before those are left out that longer runs hold
# What ids and addresses begin with, the most common last.
_BEGINNINGS = (
    '"notice":"correction" "code":"https://github.com/ "pdf":"https://arxiv.org/pdf/ '
    '"keywords":[" "references":["10. "popularity":[null,null,null, "author_count": '
    '"authors_cut":true,"pages": https://papers.nips.cc/paper_files/paper/ '
    "https://proceedings.mlr.press/v https://openreview.net/forum?id= "
    "https://aclanthology.org/ https://ieeexplore.ieee.org/document/ "
    "https://www.biorxiv.org/content/10.1101/ https://pubmed.ncbi.nlm.nih.gov/ "
    "10.1145/ 10.1109/ 10.1007/s 10.1016/j. 10.1038/s 10.1103/PhysRev 10.48550/arxiv. "
    '"venue":"arXiv","date":"20 "url":"https://openalex.org/W "date":"2024-01-01", '
    '"date":"2023-10-","url":"https://arxiv.org/abs/2 ","doi":"10.1 ","arxiv":"24 '
    '","categories":["cs.LG","cs.CV","stat.ML"] "],"abstract":" "],"labs":[" '
    '{"id":"https://openalex.org/W {"id":"arxiv:2 {"id":"doi:10.1 ","title":" '
    '","authors":["'
)


def main() -> None:
    """Make a dictionary, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogs", nargs="+", metavar="CATALOG")
    parser.add_argument("-o", dest="output", type=Path, required=True)
    chosen = parser.parse_args()
    read = [list(_papers(path)) for path in chosen.catalogs]
    # Every second one of a small catalog, and the others for measuring.
    steps = [max(len(papers) // (2 * _PAPERS), 1) * 2 for papers in read]
    used = [p for papers, step in zip(read, steps, strict=True) for p in papers[::step]]
    content = _BEGINNINGS.join((_content(list(map(_text, used))), ""))
    records = [dump_paper(paper).encode() for paper in used[::4]]
    made: Any = import_module("pyzstd")
    raw = made.ZstdDict(content.encode(), is_raw=True)
    data = made.finalize_dict(raw, records, len(content.encode()) + 4096, 3)
    chosen.output.write_bytes(data.dict_content)
    for path, papers, step in zip(chosen.catalogs, read, steps, strict=True):
        _measure(path, papers[1::step], chosen.output.read_bytes())


def _papers(path: str) -> Iterator[Paper]:
    import datetime as dt

    for item in read_source(path, dt.datetime.now(dt.UTC).date()):
        if isinstance(item, Paper):
            yield item


def _text(paper: Paper) -> str:
    """A record without what is its own: the id, addresses, the date."""
    bare = replace(paper, id="", url=None, doi=None, arxiv=None, date=None)
    return dump_paper(bare)


def _content(texts: Sequence[str]) -> str:
    """Runs of words, the best ones last, where references to them are shortest."""
    found = _runs(texts)
    best = sorted(found, key=lambda run: (found[run] * (3.5 - len(run)), run))
    chosen, size = list[str](), 0
    for run in best:
        if len(run) >= _SHORTEST:
            chosen.append(run)
            size += len(run)
        if size > _SIZE:
            break
    whole = "\n".join(chosen)
    return "".join(run for run in reversed(chosen) if whole.count(run) == 1)


def _runs(texts: Iterable[str]) -> dict[str, int]:
    """Runs of words that many texts have, with how often they occur."""
    words = [re.findall(r"[^\W_]+|[\W_]+", text) for text in texts]
    least = _COMMON * len(words)
    found, before = dict[str, int](), set[tuple[str, ...]]()
    for length in range(1, _LONGEST + 1):
        counted: Counter[tuple[str, ...]] = Counter()
        for text in words:
            for start in range(len(text) - length + 1):
                run = tuple(text[start : start + length])
                if length == 1 or (run[1:] in before and run[:-1] in before):
                    counted[run] += 1
        before = {run for run, number in counted.items() if number >= least}
        found |= {"".join(run): counted[run] for run in before}
    return found


def _measure(path: str, papers: Sequence[Paper], dictionary: bytes) -> None:
    plain = ZstdCompressor(level=3)
    better = ZstdCompressor(level=3, dict_data=ZstdCompressionDict(dictionary))
    records = [dump_paper(paper).encode() for paper in papers]
    sizes = [
        sum(map(len, some)) / len(records)
        for some in (
            records,
            map(plain.compress, records),
            map(better.compress, records),
        )
    ]
    sys.stdout.write("{}: {:.0f}, {:.0f}, {:.0f} bytes\n".format(path, *sizes))


if __name__ == "__main__":
    main()
