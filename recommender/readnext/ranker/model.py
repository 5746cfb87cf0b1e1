"""What was learned of one reader, apart from the library and the catalog themselves.

A saved model is a .npz file (zip of arrays, no pickles): the weights of the linear
model that are not 0, the trees, and a header in JSON with a checksum of the arrays. The
header names the features; a model of other features is refused. Since models are passed
on, everything is checked before it is used.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.terms import BUCKETS
from readnext.errors import InputError
from readnext.features.corpus import Corpus
from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES
from readnext.ranker.calibration import Calibration
from readnext.ranker.npz import DamagedError, dump_arrays, read_arrays
from readnext.ranker.prior import Weights
from readnext.ranker.saved_trees import KEYS, arrays_of, booster_of

if TYPE_CHECKING:
    from lightgbm import Booster

_NAME = "readnext model"
_FORMAT = 3
# The format of catalogs that introduced the present hashes of names and terms.
_CATALOG = 5
_TEXT_FORMAT = 2  # had the trees in LightGBM's text format, and no checksum
_LARGEST = 1e6  # of any weight
_LONGEST = 1000  # characters of `why`
# What reading raises where an array is missing or of another shape.
_DAMAGES = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError),
    *(RecursionError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of a reader, and `why` in words.

    The linear model, the prior's weights (NAMES,), the trees or None and the share of
    their correction that counts, the calibration.
    """

    linear: LinearModel
    weights: Weights
    trees: Booster | None
    share: float
    calibration: Calibration
    why: str

    @property
    def kind(self) -> str:
        """What ranks: "lightgbm", or "prior" where there are no trees."""
        return "prior" if self.trees is None else "lightgbm"


def _signature() -> dict[str, Any]:
    """What must be the same where a model is made and where it is used."""
    return {
        "name": _NAME,
        "format": _FORMAT,
        "catalog": _CATALOG,
        "features": list(NAMES),
        "buckets": BUCKETS,
    }


def dump_model(model: Model, corpus: Corpus) -> bytes:
    """Return a model as the bytes of a file; the same model gives the same bytes."""
    terms = np.flatnonzero(model.linear.terms)
    people = np.flatnonzero(model.linear.people)
    trees = model.trees.model_to_string() if model.trees is not None else ""
    arrays: dict[str, NDArray[Any]] = {
        "terms": terms.astype(np.int64),
        "term_weights": model.linear.terms[terms],
        "people": corpus.people.hashes[people],
        "people_weights": model.linear.people[people],
        "weights": model.weights,
        **arrays_of(trees),
    }
    header = _signature() | {
        "why": model.why,
        "share": model.share,
        "calibration": asdict(model.calibration),
        "sha256": _checksum(arrays),
    }
    return dump_arrays({"header": _as_bytes(json.dumps(header)), **arrays})


def load_model(data: bytes, corpus: Corpus, name: str) -> Model:
    """Return the model of a file `name` for a catalog; people it lacks are left out.

    Raises InputError if it is not a model, damaged, or of other features.
    """
    try:
        arrays = read_arrays(data)
        header = _header(arrays)
        _refuse_other(header, name)
        if header["format"] == _FORMAT and header["sha256"] != _checksum(arrays):
            raise DamagedError("changed since it was saved")
        share = _number(header["share"], 0, 10)
        linear, weights = _linear(arrays, corpus), _weights(arrays)
        trees = booster_of(_tree_arrays(arrays, header["format"]))
        why = "".join(c for c in str(header["why"])[:_LONGEST] if c.isprintable())
        return Model(linear, weights, trees, share, _calibration(header), why)
    except _DAMAGES:
        raise InputError(
            f"{name}: not a model of readnext, or damaged; save it again with "
            "'readnext suggest LIBRARY --save-model FILE'"
        ) from None


def is_model(data: bytes) -> bool:
    """Tell whether a file was saved as a model, by whatever version."""
    try:
        return _header(read_arrays(data)).get("name") == _NAME
    except _DAMAGES:
        return False


def _header(arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """The header, taken from the arrays."""
    header = json.loads(arrays.pop("header").tobytes())
    if not isinstance(header, dict):
        raise DamagedError("no header")
    return header


def _refuse_other(header: Mapping[str, Any], name: str) -> None:
    """Raise InputError if a model was made with other features."""
    expected = _signature()
    if header["format"] == _TEXT_FORMAT:
        expected["format"] = _TEXT_FORMAT
    other = [key for key, value in expected.items() if header[key] != value]
    if other:
        raise InputError(
            f"{name}: made with other features than this readnext has "
            f"({', '.join(other)} differ); save it again with --save-model"
        )


def _checksum(arrays: Mapping[str, NDArray[Any]]) -> str:
    """The SHA-256 of all arrays, whatever their order."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {array.dtype.str} {len(array)}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _tree_arrays(
    arrays: Mapping[str, NDArray[Any]], number: int
) -> Mapping[str, NDArray[Any]]:
    """The arrays of the trees; an older format has them as text."""
    if number == _TEXT_FORMAT:
        return arrays_of(arrays["trees"].tobytes().decode())
    return {key: arrays[key] for key in KEYS}


def _calibration(header: Mapping[str, Any]) -> Calibration:
    found = header["calibration"]
    numbers = (_number(found[key], -1000, 1000) for key in ("intercept", "slope"))
    return Calibration(*numbers)


def _number(value: object, lowest: float, highest: float) -> float:
    """A number within limits; ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DamagedError("not a number")
    if not (math.isfinite(value) and lowest <= value <= highest):
        raise DamagedError("a number out of range")
    return float(value)


def _weights(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """The prior's weights; ValueError if there is not one for each feature."""
    return _floats(arrays["weights"], len(NAMES))


def _linear(arrays: Mapping[str, NDArray[Any]], corpus: Corpus) -> LinearModel:
    """The linear model, its people those of the corpus."""
    terms = np.zeros(BUCKETS, np.float32)
    places = arrays["terms"]
    if places.dtype.kind not in "iu" or ((places < 0) | (places >= BUCKETS)).any():
        raise DamagedError("a term that does not exist")
    terms[places] = _floats(arrays["term_weights"], len(places))
    hashes = corpus.people.hashes
    people = np.zeros(len(hashes), np.float32)
    weights = _floats(arrays["people_weights"], len(arrays["people"]))
    if arrays["people"].dtype != hashes.dtype:
        raise DamagedError("people of another kind")
    _, here, there = np.intersect1d(hashes, arrays["people"], return_indices=True)
    people[here] = weights[there]
    return LinearModel(terms, people)


def _floats(array: NDArray[Any], size: int) -> NDArray[np.float32]:
    """An array of so many finite weights; ValueError for anything else."""
    if array.dtype.kind != "f" or array.shape != (size,):
        raise DamagedError("weights of another number")
    if not (np.abs(array) <= _LARGEST).all():
        raise DamagedError("a weight out of range")
    return array.astype(np.float32)


def _as_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
