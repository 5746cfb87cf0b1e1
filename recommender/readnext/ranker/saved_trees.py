"""Trees as plain arrays, checked before LightGBM sees them.

LightGBM reads models in a text format and trusts them: a wrong index makes it read
memory that is not its own, and a tree with a loop never ends. A saved model can come
from anyone, so it holds arrays; they are checked to be trees, and the text for LightGBM
is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES
from readnext.heavy_imports import lightgbm

if TYPE_CHECKING:
    from lightgbm import Booster

# Several times what readnext makes: enough to rank a catalog within seconds.
_MOST_TREES, _MOST_LEAVES = 500, 64
_LARGEST = 1e6  # of a threshold, in standard deviations, and of a leaf
_DECISIONS = (0, 2, 4, 6, 8, 10)  # numeric splits, by how they treat missing values
_FIELDS = {
    "split_feature": np.int32,
    "threshold": np.float64,
    "decision_type": np.int32,
    "left_child": np.int32,
    "right_child": np.int32,
    "internal_count": np.int32,
    "leaf_value": np.float64,
    "leaf_count": np.int32,
}
_OF_LEAVES = ("leaf_value", "leaf_count")
_LINE = re.compile(r"^(\w+)=([^\n]*)$", re.MULTILINE)

Arrays = dict[str, NDArray[Any]]
KEYS = ("leaves", *_FIELDS)  # of the arrays of trees


@dataclass(frozen=True, slots=True)
class _Tree:
    """The nodes and leaves of one tree; a child c < 0 is the leaf ~c."""

    split_feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    decision_type: NDArray[np.int32]
    left_child: NDArray[np.int32]
    right_child: NDArray[np.int32]
    internal_count: NDArray[np.int32]
    leaf_value: NDArray[np.float64]
    leaf_count: NDArray[np.int32]

    def check(self) -> None:
        """Raise ValueError unless this is a tree that can be evaluated."""
        leaves, nodes = len(self.leaf_value), len(self.threshold)
        if not 1 <= leaves <= _MOST_LEAVES or nodes != leaves - 1:
            raise ValueError("a tree of a wrong size")
        _check_range(self.leaf_value, -_LARGEST, _LARGEST)
        if not nodes:
            return
        _check_range(self.threshold, -_LARGEST, _LARGEST)
        _check_range(self.split_feature, 0, len(NAMES) - 1)
        _check_range(self.leaf_count, 1, 2**30)
        _check_range(self.internal_count, 1, 2**30)
        if not np.isin(self.decision_type, _DECISIONS).all():
            raise ValueError("a tree with an unknown kind of split")
        children = np.concatenate([self.left_child, self.right_child])
        expected = np.r_[-leaves:0, 1:nodes]
        if not np.array_equal(np.sort(children), expected):
            raise ValueError("a tree in which a node has no parent, or two")
        parents = np.tile(np.arange(nodes), 2)
        inner = children >= 0
        if (children[inner] <= parents[inner]).any():
            raise ValueError("a tree with a loop")

    def text(self, number: int) -> str:
        """Return the tree in LightGBM's format."""
        lines = [f"Tree={number}", f"num_leaves={len(self.leaf_value)}", "num_cat=0"]
        for name in _FIELDS:
            # A tree of one leaf has no counts.
            values = getattr(self, name).tolist()
            lines.append(f"{name}={' '.join(map(repr, values))}")
        return "\n".join([*lines, "is_linear=0", "shrinkage=1", "\n\n"])


def arrays_of(text: str) -> Arrays:
    """Return the trees of a model in LightGBM's format as arrays.

    Raises ValueError if they are not trees as readnext makes them.
    """
    parts = text.split("\nTree=", _MOST_TREES + 1)[1:]
    if len(parts) > _MOST_TREES:
        raise ValueError("too many trees")
    trees = [_parsed(part) for part in parts]
    return {
        "leaves": np.array([len(tree.leaf_value) for tree in trees], np.int32),
        **{
            name: np.concatenate(
                [np.zeros(0, kind), *(getattr(tree, name) for tree in trees)]
            ).astype(kind)
            for name, kind in _FIELDS.items()
        },
    }


def booster_of(arrays: Mapping[str, NDArray[Any]]) -> Booster | None:
    """Return the trees for LightGBM, or None if there are none.

    Raises ValueError or KeyError if the arrays are not those of trees.
    """
    trees = list(_trees(arrays))
    if not trees:
        return None
    booster: Booster = lightgbm().Booster(model_str=_text(trees))
    return booster


def _trees(arrays: Mapping[str, NDArray[Any]]) -> Iterable[_Tree]:
    leaves = arrays["leaves"].astype(np.int64)
    if len(leaves) > _MOST_TREES:
        raise ValueError("too many trees")
    _check_range(leaves, 1, _MOST_LEAVES)
    ends = np.cumsum(leaves)
    for name, kind in _FIELDS.items():
        size = leaves.sum() if name in _OF_LEAVES else (leaves - 1).sum()
        if arrays[name].shape != (size,) or arrays[name].dtype != kind:
            raise ValueError(f"{name}: trees and values do not agree")
    for number, (end, count) in enumerate(zip(ends, leaves, strict=True)):
        of_leaves = slice(end - count, end)
        of_nodes = slice(end - count - number, end - number - 1)
        tree = _Tree(
            **{
                name: arrays[name][of_leaves if name in _OF_LEAVES else of_nodes]
                for name in _FIELDS
            }
        )
        tree.check()
        yield tree


def _parsed(text: str) -> _Tree:
    """The tree in a part of a model's text."""
    lines = dict(_LINE.findall(text))
    if lines.get("num_cat") != "0" or lines.get("is_linear", "0") != "0":
        raise ValueError("a tree with splits that readnext does not make")
    found = {
        name: _numbers(lines.get(name, "")).astype(kind)
        for name, kind in _FIELDS.items()
    }
    if len(found["leaf_value"]) == 1:
        found["leaf_count"] = np.ones(1, np.int32)
    tree = _Tree(**found)
    tree.check()
    return tree


def _numbers(text: str) -> NDArray[np.float64]:
    """The numbers of a line, that fit into any of the fields."""
    values = text.split(maxsplit=_MOST_LEAVES + 1)
    if len(values) > _MOST_LEAVES:
        raise ValueError("a tree of a wrong size")
    numbers = np.array(values, np.float64)
    _check_range(numbers, -(2**31), 2**31 - 1)
    return numbers


def _text(trees: list[_Tree]) -> str:
    head = {
        "version": "v4",
        "num_class": "1",
        "num_tree_per_iteration": "1",
        "label_index": "0",
        "max_feature_idx": str(len(NAMES) - 1),
        "objective": "binary sigmoid:1",
        "feature_names": " ".join(NAMES),
        "feature_infos": " ".join(["none"] * len(NAMES)),
    }
    lines = "".join(f"{key}={value}\n" for key, value in head.items())
    parts = (tree.text(number) for number, tree in enumerate(trees))
    return f"tree\n{lines}\n{''.join(parts)}end of trees\n"


def _check_range(values: NDArray[Any], lowest: float, highest: float) -> None:
    """Raise ValueError unless all values are numbers in a range."""
    if not ((values >= lowest) & (values <= highest)).all():
        raise ValueError(f"a value that is not from {lowest:g} to {highest:g}")
