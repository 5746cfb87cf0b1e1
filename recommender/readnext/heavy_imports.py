"""Libraries that take long to import, without what they import besides.

LightGBM imports scikit-learn, pandas, Dask and others where they are installed, for
interfaces that readnext does not use; that takes longer than a whole list does
otherwise. In the command's own process, they are hidden from it. In a process of
somebody else, which may want those interfaces, LightGBM is imported as it is.

SciPy copies all names of NumPy, and so imports parts that neither uses at run time: in
the command's own process, these are loaded when they are used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from threading import Lock
from types import ModuleType

_OPTIONAL = ("dask", "datatable", "graphviz", "matplotlib", "pandas", "pyarrow")
_HIDDEN = (*_OPTIONAL, "polars", "sklearn")
_LATER = ("numpy.f2py", "numpy.testing")
_importing = Lock()
_alone = False


def own_process() -> None:
    """State that no other code of this process uses LightGBM."""
    global _alone
    if not _alone:
        sys.meta_path.insert(0, _Later())
    _alone = True


def lightgbm() -> ModuleType:
    """Return the module `lightgbm`.

    Raises OSError if LightGBM's own libraries are missing (libgomp).
    """
    with _importing, _hidden() if _alone else nullcontext():
        return import_module("lightgbm")


def scikit_learn(name: str) -> ModuleType:
    """Return a module of scikit-learn while no other thread hides it."""
    with _importing:
        return import_module(f"sklearn.{name}")


class _Later:
    """Finds modules that are loaded when one of their names is first used.

    Python's base class of finders is left out: its import takes 25 ms.
    """

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return how such a module is loaded, None for others."""
        if fullname not in _LATER:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def _hidden() -> Iterator[None]:
    """Make modules that are not imported yet seem to be missing."""
    names = [name for name in _HIDDEN if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
