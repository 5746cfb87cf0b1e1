"""The file of `--model` and `--save-model`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import InputError, OutputError
from readnext.files import read_file, replace_file
from readnext_adapters.cli.output_files import is_same_file

if TYPE_CHECKING:
    from readnext.features.profile import Profile
    from readnext.ranker.model import Model
    from readnext.recommend.ranked import Learner


def learner_of(model_path: Path | None, save_path: Path | None) -> Learner:
    """Return what makes the model: it is read from a file, or learned and saved."""

    def make(profile: Profile, seed: int, progress: Callable[[int], object]) -> Model:
        from readnext.ranker.learning import learn
        from readnext.ranker.model import dump_model, load_model

        if model_path is not None:
            return load_model(_read(model_path), profile.corpus, str(model_path))
        model = learn(profile, seed, progress)
        if save_path is not None:
            replace_file(save_path, dump_model(model, profile.corpus))
        return model

    return make


def check_model_files(
    model_path: Path | None, save_path: Path | None, output: Path | None
) -> None:
    """Refuse files of a model that exclude each other or would destroy something.

    Raises UsageError, or OutputError if `save_path` is a file but not a model.
    """
    if model_path and save_path:
        raise click.UsageError("--model and --save-model exclude each other")
    if save_path is None:
        return
    if output is not None and is_same_file(output, save_path):
        raise click.UsageError("--save-model and -o name the same file")
    if not save_path.is_file() or not save_path.stat().st_size:
        return
    from readnext.ranker.model import is_model

    if not is_model(_read(save_path)):
        raise OutputError(
            f"{save_path}: exists and is not a model of readnext; name another file"
        )


def _read(path: Path) -> bytes:
    from readnext.ranker.npz import MOST_BYTES

    try:
        return read_file(path, MOST_BYTES)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
