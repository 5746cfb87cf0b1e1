"""readnext: what to read next, from the library you already have.

The names in `__all__` are the public interface; each is imported when it is first
used. Ten lines that suggest papers:

>>> from readnext import Request, open_catalog, read_library, starter_file, suggest
>>> entries = read_library("fixtures/libraries/generalization.bib")
>>> with open_catalog(starter_file()) as catalog:  # open_catalog() opens your own
...     answer = suggest(entries, catalog, Request(n=3))
>>> for one in answer.suggestions:
...     print(f"{one.rank}. {one.paper.title[:60]}")
1. More Data Can Hurt for Linear Regression: Sample-wise Double
2. Limitations of the NTK for Understanding Generalization in D
3. The Calibration Generalization Gap
"""

from importlib import import_module

__version__ = "0.1.0"

# Where each public name is. Reading files is the adapters' part, which the core does
# not import: they are named here as an entry point would name them.
_PLACES = {
    "Answer": "readnext.suggestion",
    "Author": "readnext.paper",
    "Backtest": "readnext.recommend.session",
    "Catalog": "readnext.catalog.store",
    "CatalogError": "readnext.errors",
    "Entry": "readnext.paper",
    "Filters": "readnext.request",
    "History": "readnext.history.store",
    "InputError": "readnext.errors",
    "NetworkError": "readnext.errors",
    "Paper": "readnext.paper",
    "Problem": "readnext.paper",
    "ReadnextError": "readnext.errors",
    "Reason": "readnext.suggestion",
    "Request": "readnext.request",
    "Selection": "readnext.request",
    "Suggestion": "readnext.suggestion",
    "UserError": "readnext.errors",
    "backtest": "readnext.recommend.session",
    "find_trending": "readnext.trending.trending:trending",
    "history_file": "readnext.settings",
    "open_catalog": "readnext_adapters.opening.public",
    "read_library": "readnext_adapters.opening.public",
    "starter_file": "readnext.settings",
    "suggest": "readnext.recommend.session",
}
__all__ = [
    "__version__",
    *_PLACES,
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _PLACES[name].partition(":")
    value: object = getattr(import_module(module), attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names too, before they are imported."""
    return sorted({*globals(), *__all__})
