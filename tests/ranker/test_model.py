"""A model that is saved, read again, and refused where it does not fit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog.store import Catalog
from readnext.errors import InputError
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.library.works import works_of
from readnext.paper import Paper
from readnext.ranker.join import join
from readnext.ranker.learning import learn
from readnext.ranker.model import Model, dump_model, is_model, load_model
from readnext.ranker.ranker import Ranker
from tests.ranker.planted import library, of, three_topics


def quiet(_: int) -> None:
    """Progress that nobody sees."""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(three_topics())
        yield catalog


def profile_of(catalog: Catalog, size: int) -> Profile:
    own = library(of(three_topics(), "birds")[:size])
    return join(works_of(own), catalog, catalog.columns()).profile


@pytest.fixture(scope="module", params=[5, 30], ids=["prior", "trees"])
def learnt(request: pytest.FixtureRequest, catalog: Catalog) -> tuple[Profile, Model]:
    profile = profile_of(catalog, request.param)
    return profile, learn(profile, 0, quiet)


def test_a_saved_model_ranks_like_the_one_it_was(learnt: tuple[Profile, Model]) -> None:
    profile, model = learnt
    data = dump_model(model, profile.corpus)
    again = load_model(data, profile.corpus, "x")
    rows = np.arange(100, 300)
    one, other = (Ranker().use(profile, m).score(rows) for m in (model, again))
    assert np.array_equal(one.scores, other.scores)
    assert np.array_equal(one.probabilities, other.probabilities)
    assert (again.kind, again.why) == (model.kind, model.why)


def test_the_same_library_gives_the_same_bytes(learnt: tuple[Profile, Model]) -> None:
    profile, model = learnt
    anew = learn(profile, 0, quiet)
    assert dump_model(anew, profile.corpus) == dump_model(model, profile.corpus)


def test_a_model_serves_a_catalog_that_has_grown(
    learnt: tuple[Profile, Model], tmp_path: Path
) -> None:
    profile, model = learnt
    data = dump_model(model, profile.corpus)
    with Catalog.open(tmp_path / "c", create=True) as grown:
        grown.add([Paper("new", "Wing song", ("Zoe Aardvark",)), *three_topics()])
        corpus = Corpus(grown.columns())
    again = load_model(data, corpus, "x")
    places = np.searchsorted(corpus.people.hashes, profile.corpus.people.hashes)
    assert np.array_equal(again.linear.people[places], model.linear.people)
    assert len(again.linear.people) > len(model.linear.people)


def changed(data: bytes, **header: object) -> bytes:
    """A model's file with something else in its header."""
    with np.load(io.BytesIO(data)) as found:
        arrays = {key: found[key] for key in found.files}
    told = json.loads(arrays["header"].tobytes()) | header
    arrays["header"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"features": ["linear", "colour"]}, "features differ"),
        ({"buckets": 7}, "buckets differ"),
        ({"format": 99}, "format differ"),
        ({"name": "another model"}, "name differ"),
        ({"calibration": 3}, "not a model of readnext"),
    ],
)
def test_a_model_of_other_features_is_refused(
    learnt: tuple[Profile, Model], header: dict[str, object], said: str
) -> None:
    profile, model = learnt
    data = changed(dump_model(model, profile.corpus), **header)
    with pytest.raises(InputError, match=said):
        load_model(data, profile.corpus, "my.npz")


@pytest.mark.parametrize("size", [0, 10, 300, -1])
def test_a_damaged_model_is_refused(learnt: tuple[Profile, Model], size: int) -> None:
    profile, model = learnt
    data = dump_model(model, profile.corpus)[:size]
    with pytest.raises(InputError, match=r"^my.npz: not a model of readnext"):
        load_model(data, profile.corpus, "my.npz")


@pytest.mark.parametrize(
    "name",
    ["header", "terms", "term_weights", "people_weights", "weights", "leaf_value"],
)
@pytest.mark.parametrize("damage", ["missing", "of another shape"])
def test_an_array_that_is_damaged_is_refused(
    learnt: tuple[Profile, Model], name: str, damage: str
) -> None:
    profile, model = learnt
    with np.load(io.BytesIO(dump_model(model, profile.corpus))) as found:
        arrays = {key: found[key] for key in found.files}
    if damage == "missing":
        del arrays[name]
    else:
        arrays[name] = np.full((2, 3), 2**40, np.int64)
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    with pytest.raises(InputError, match=r"^my.npz: "):
        load_model(stream.getvalue(), profile.corpus, "my.npz")


def test_a_model_is_told_from_other_files(learnt: tuple[Profile, Model]) -> None:
    profile, model = learnt
    assert is_model(dump_model(model, profile.corpus))
    assert is_model(changed(dump_model(model, profile.corpus), format=99))
    assert not any(map(is_model, (b"", b"@article{a,}", b"PK\x03\x04 and so on")))


def test_what_is_no_model_is_refused(learnt: tuple[Profile, Model]) -> None:
    for data in (b"@article{a,}", np.arange(3).tobytes()):
        with pytest.raises(InputError, match="not a model"):
            load_model(data, learnt[0].corpus, "my.npz")
