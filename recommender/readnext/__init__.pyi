"""The public names and their types; `__init__.py` imports them when they are used."""

from readnext.catalog.store import Catalog as Catalog
from readnext.errors import CatalogError as CatalogError
from readnext.errors import InputError as InputError
from readnext.errors import NetworkError as NetworkError
from readnext.errors import ReadnextError as ReadnextError
from readnext.errors import UserError as UserError
from readnext.history.store import History as History
from readnext.paper import Author as Author
from readnext.paper import Entry as Entry
from readnext.paper import Paper as Paper
from readnext.paper import Problem as Problem
from readnext.recommend.session import Backtest as Backtest
from readnext.recommend.session import backtest as backtest
from readnext.recommend.session import suggest as suggest
from readnext.request import Filters as Filters
from readnext.request import Request as Request
from readnext.request import Selection as Selection
from readnext.settings import history_file as history_file
from readnext.settings import starter_file as starter_file
from readnext.suggestion import Answer as Answer
from readnext.suggestion import Reason as Reason
from readnext.suggestion import Suggestion as Suggestion
from readnext.trending.trending import trending as find_trending
from readnext_adapters.opening.public import open_catalog as open_catalog
from readnext_adapters.opening.public import read_library as read_library

__version__: str
__all__ = [
    "Answer",
    "Author",
    "Backtest",
    "Catalog",
    "CatalogError",
    "Entry",
    "Filters",
    "History",
    "InputError",
    "NetworkError",
    "Paper",
    "Problem",
    "ReadnextError",
    "Reason",
    "Request",
    "Selection",
    "Suggestion",
    "UserError",
    "__version__",
    "backtest",
    "find_trending",
    "history_file",
    "open_catalog",
    "read_library",
    "starter_file",
    "suggest",
]
