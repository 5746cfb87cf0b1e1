"""Saved models made to do harm: all are refused, and none reaches LightGBM.

Each has a right checksum, so that it is the check of its content that refuses it.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.catalog.terms import BUCKETS
from readnext.errors import InputError
from readnext.features.corpus import Corpus
from readnext.features.matrix import NAMES
from readnext.library.works import works_of
from readnext.ranker import model as model_module
from readnext.ranker.join import join
from readnext.ranker.learning import learn
from readnext.ranker.model import dump_model, is_model, load_model
from readnext.ranker.npz import dump_arrays, read_arrays
from readnext.ranker.saved_trees import arrays_of, booster_of
from tests.ranker.planted import library, of, three_topics

Arrays = dict[str, NDArray[Any]]
Header = dict[str, Any]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, Corpus]]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(three_topics())
        own = library(of(three_topics(), "birds")[:30])
        profile = join(works_of(own), catalog, catalog.columns()).profile
        model = learn(profile, 0, lambda _: None)
        assert model.trees is not None
        yield dump_model(model, profile.corpus), profile.corpus


def rebuilt(data: bytes, change: Callable[[Arrays, Header], object]) -> bytes:
    """A model with something changed, and with the checksum of the changed arrays."""
    arrays = {name: array.copy() for name, array in read_arrays(data).items()}
    header = json.loads(arrays.pop("header").tobytes())
    change(arrays, header)
    header["sha256"] = model_module._checksum(arrays)
    text = json.dumps(header).encode()
    return dump_arrays({"header": np.frombuffer(text, np.uint8), **arrays})


def put(name: str, place: int, value: float) -> Callable[[Arrays, Header], object]:
    return lambda arrays, _: arrays[name].__setitem__(place, value)


def swap(name: str, value: NDArray[Any]) -> Callable[[Arrays, Header], object]:
    return lambda arrays, _: arrays.__setitem__(name, value)


def say(**header: object) -> Callable[[Arrays, Header], object]:
    return lambda _, told: told.update(header)


def both_children(arrays: Arrays, _: Header) -> None:
    arrays["right_child"][0] = arrays["left_child"][0]


CHANGES: dict[str, Callable[[Arrays, Header], object]] = {
    "a loop": put("left_child", 0, 0),
    "a child outside": put("left_child", 0, 2**31 - 1),
    "a leaf outside": put("right_child", 0, -(2**31)),
    "two parents": both_children,
    "a feature outside": put("split_feature", 0, 10**6),
    "a negative feature": put("split_feature", 0, -1),
    "no threshold": put("threshold", 0, np.nan),
    "an endless threshold": put("threshold", 0, np.inf),
    "a leaf of no number": put("leaf_value", 0, np.nan),
    "an enormous leaf": put("leaf_value", 0, 1e300),
    "a tree without leaves": put("leaves", 0, 0),
    "a negative number of leaves": put("leaves", 0, -7),
    "an enormous tree": put("leaves", 0, 2**31 - 1),
    "too many trees": swap("leaves", np.ones(501, np.int32)),
    "a categorical split": put("decision_type", 0, 1),
    "an unknown split": put("decision_type", 0, 2**31 - 1),
    "a leaf of nothing": put("leaf_count", 0, 0),
    "a negative count": put("internal_count", 0, -5),
    "values that are missing": swap("leaf_value", np.zeros(3)),
    "integers as numbers": swap("leaf_value", np.zeros(3, np.int32)),
    "a negative term": put("terms", 0, -1),
    "a term outside": put("terms", 0, BUCKETS),
    "terms as numbers": lambda a, _: a.update(terms=a["terms"].astype(float)),
    "a term's weight is no number": put("term_weights", 0, np.nan),
    "a person's weight is endless": put("people_weights", 0, np.inf),
    "fewer weights than people": swap("people_weights", np.zeros(1, np.float32)),
    "people of another kind": lambda a, _: a.update(people=a["people"].astype(np.int8)),
    "weights of no number": put("weights", 0, np.nan),
    "too few weights": swap("weights", np.zeros(2, np.float32)),
    "a share that is no number": say(share=float("nan")),
    "a share as text": say(share="1"),
    "an enormous share": say(share=1e300),
    "an endless calibration": say(calibration={"intercept": 0, "slope": float("inf")}),
    "a calibration of lists": say(calibration={"intercept": [], "slope": {}}),
    "an enormous number": say(share=10**400),
    "no reason": lambda _, header: header.pop("why"),
}


def refused(data: bytes, corpus: Corpus) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(InputError, match=r"^my\.npz: (not a model|made with other)"):
        load_model(data, corpus, "my.npz")
    is_model(data)
    assert time.monotonic() - start < 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300 << 10  # KiB


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_model_is_refused(
    saved: tuple[bytes, Corpus], change: Callable[[Arrays, Header], object]
) -> None:
    data, corpus = saved
    refused(rebuilt(data, change), corpus)


def test_one_that_is_unchanged_is_read(saved: tuple[bytes, Corpus]) -> None:
    data, corpus = saved
    again = load_model(rebuilt(data, lambda *_: None), corpus, "my.npz")
    assert dump_model(again, corpus) == data


def test_the_checksum_is_checked(saved: tuple[bytes, Corpus]) -> None:
    data, corpus = saved
    arrays = {name: array.copy() for name, array in read_arrays(data).items()}
    arrays["weights"][0] += 0.5
    refused(dump_arrays(arrays), corpus)


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return stream.getvalue()


def npy(kind: str, shape: str, data: bytes = b"") -> bytes:
    head = (
        f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    )
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + data


HEADER = npy("|u1", "(200000,)", b"[" * 200_000)
FILES: dict[str, bytes] = {
    "a bomb": zipped(("header.npy", npy("|u1", f"({200 << 20},)", bytes(200 << 20)))),
    "an array longer than its data": zipped(("header.npy", npy("|u1", f"({2**40},)"))),
    "an array of arrays": zipped(("header.npy", npy("|u1", "(2, 2)", b"abcd"))),
    "a pickle": zipped(("header.npy", npy("|O", "(1,)", b"cos\nsystem\n(S'ls'\ntR."))),
    "a header of brackets": zipped(("header.npy", HEADER)),
    "a header of Python": zipped(("header.npy", npy("|u1", "(" * 5000))),
    "a header that is no object": zipped(("header.npy", npy("|u1", "(1,)", b"1"))),
    "many members": zipped(*((f"{n}.npy", b"") for n in range(5000))),
    "a name that leads out": zipped(("../../header.npy", npy("|u1", "(1,)", b"1"))),
    "no zip": b"PK\x03\x04" + bytes(999),
    "nothing": b"",
    "too long": bytes((64 << 20) + 1),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_file_that_was_made_to_do_harm(
    saved: tuple[bytes, Corpus], data: bytes
) -> None:
    refused(data, saved[1])


# -------------------------------------------------- format 2: trees as LightGBM's text
def as_format_2(data: bytes, edit: Callable[[str], str] = str) -> bytes:
    arrays = dict(read_arrays(data))
    header = json.loads(arrays.pop("header").tobytes()) | {"format": 2}
    del header["sha256"]
    booster = booster_of(arrays)
    assert booster is not None
    text = edit(booster.model_to_string()).encode()
    names = ("terms", "term_weights", "people", "people_weights", "weights")
    return dump_arrays(
        {
            "header": np.frombuffer(json.dumps(header).encode(), np.uint8),
            "trees": np.frombuffer(text, np.uint8),
            **{name: arrays[name] for name in names},
        }
    )


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


TEXTS: dict[str, Callable[[str], str]] = {
    "a loop": replaced("left_child=", "left_child=0 "),
    "negative leaves": replaced("leaf_value=", "leaf_value=nan "),
    "categories": replaced("num_cat=0", "num_cat=7"),
    "linear trees": replaced("is_linear=0", "is_linear=1"),
    "features outside": replaced("split_feature=", "split_feature=999 "),
    "no thresholds": replaced("threshold=", "threshold=x "),
    "values that overflow": replaced("leaf_count=", "leaf_count=1e300 "),
    "a long line": replaced("left_child=", "left_child=" + "1 " * 100_000),
    "a lot of trees": lambda _: "\nTree=0\nnum_cat=0\nleaf_value=1\n" * 20_000,
}


@pytest.mark.parametrize("edit", TEXTS.values(), ids=TEXTS)
def test_an_older_model_that_was_made_to_do_harm(
    saved: tuple[bytes, Corpus], edit: Callable[[str], str]
) -> None:
    data, corpus = saved
    refused(as_format_2(data, edit), corpus)


def test_an_older_model_still_ranks_the_same(saved: tuple[bytes, Corpus]) -> None:
    data, corpus = saved
    old = load_model(as_format_2(data), corpus, "old.npz")
    assert dump_model(old, corpus) == data


def test_trees_of_one_leaf_and_no_trees() -> None:
    head = f"tree\nmax_feature_idx={len(NAMES) - 1}\n"
    found = arrays_of(head + "\nTree=0\nnum_leaves=1\nnum_cat=0\nleaf_value=0.5\n\n")
    booster = booster_of(found)
    assert booster is not None
    rows = np.zeros((2, len(NAMES)), np.float32)
    assert np.asarray(booster.predict(rows, raw_score=True)).tolist() == [0.5, 0.5]
    assert booster_of(arrays_of("")) is None


def test_what_is_refused_is_a_line(saved: tuple[bytes, Corpus], tmp_path: Path) -> None:
    """The words of a model are shown to the user, so they hold no escape codes."""
    data, corpus = saved
    model = load_model(rebuilt(data, say(why="a\x1b[31mb" * 999)), corpus, "my.npz")
    assert model.why.isprintable()
    assert len(model.why) <= 1000
