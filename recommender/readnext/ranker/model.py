"""What was learned of one reader, apart from the library and the catalog themselves.

A saved model is a .npz file (zip of arrays, no pickles): the weights of the linear
model that are not 0, the trees in LightGBM's own text format, and a header in JSON.
The header names the features; a model of other features is refused.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.schema import FORMAT
from readnext.catalog.terms import BUCKETS
from readnext.errors import InputError
from readnext.features.corpus import Corpus
from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES
from readnext.ranker.calibration import Calibration
from readnext.ranker.prior import Weights

if TYPE_CHECKING:
    from lightgbm import Booster

_NAME = "readnext model"
_FORMAT = 2
# What reading raises where an array is missing, cut short or of another shape.
_DAMAGES = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, OSError),
    *(zipfile.BadZipFile, zlib.error),
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
        "catalog": FORMAT,
        "features": list(NAMES),
        "buckets": BUCKETS,
    }


def dump_model(model: Model, corpus: Corpus) -> bytes:
    """Return a model as the bytes of a file; the same model gives the same bytes."""
    header = _signature() | {
        "why": model.why,
        "share": model.share,
        "calibration": asdict(model.calibration),
    }
    terms = np.flatnonzero(model.linear.terms)
    people = np.flatnonzero(model.linear.people)
    trees = model.trees.model_to_string() if model.trees is not None else ""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        header=_as_bytes(json.dumps(header)),
        terms=terms,
        term_weights=model.linear.terms[terms],
        people=corpus.people.hashes[people],
        people_weights=model.linear.people[people],
        weights=model.weights,
        trees=_as_bytes(trees),
    )
    return stream.getvalue()


def load_model(data: bytes, corpus: Corpus, name: str) -> Model:
    """Return the model of a file `name` for a catalog; people it lacks are left out.

    Raises InputError if it is not a model, damaged, or of other features.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            arrays = {key: found[key] for key in found.files}
        header = json.loads(arrays["header"].tobytes())
        signature = {key: header[key] for key in _signature()}
        calibration = Calibration(**header["calibration"])
        why, share = str(header["why"]), float(header["share"])
        _refuse_other(signature, name)
        linear, weights = _linear(arrays, corpus), _weights(arrays)
        return Model(linear, weights, _trees(arrays, name), share, calibration, why)
    except _DAMAGES:
        raise InputError(
            f"{name}: not a model of readnext, or damaged; save it again with "
            "'readnext suggest LIBRARY --save-model FILE'"
        ) from None


def is_model(data: bytes) -> bool:
    """Tell whether a file was saved as a model, by whatever version."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            header = json.loads(found["header"].tobytes())
        return isinstance(header, dict) and header.get("name") == _NAME
    except _DAMAGES:
        return False


def _refuse_other(signature: dict[str, Any], name: str) -> None:
    """Raise InputError if a model was made with other features."""
    expected = _signature()
    other = [key for key, value in expected.items() if signature[key] != value]
    if other:
        raise InputError(
            f"{name}: made with other features than this readnext has "
            f"({', '.join(other)} differ); save it again with --save-model"
        )


def _weights(arrays: dict[str, NDArray[Any]]) -> Weights:
    """The prior's weights; ValueError if there is not one for each feature."""
    weights = arrays["weights"].astype(np.float32)
    if weights.shape != (len(NAMES),):
        raise ValueError(weights.shape)
    return weights


def _linear(arrays: dict[str, NDArray[Any]], corpus: Corpus) -> LinearModel:
    """The linear model, its people those of the corpus."""
    terms = np.zeros(BUCKETS, np.float32)
    terms[arrays["terms"]] = arrays["term_weights"]
    hashes = corpus.people.hashes
    people = np.zeros(len(hashes), np.float32)
    _, here, there = np.intersect1d(hashes, arrays["people"], return_indices=True)
    people[here] = arrays["people_weights"][there]
    return LinearModel(terms, people)


def _trees(arrays: dict[str, NDArray[Any]], name: str) -> Booster | None:
    """The trees, or None if the model has none."""
    text = arrays["trees"].tobytes().decode()
    if not text:
        return None
    import lightgbm

    try:
        return lightgbm.Booster(model_str=text)
    except lightgbm.basic.LightGBMError as error:
        raise InputError(f"{name}: LightGBM cannot read its trees ({error})") from None


def _as_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
