r"""Contract tests for packages that extend readnext; they need pytest.

A package subclasses the contract of its kind of plug-in and says what to test::

    class TestXyz(LibraryFormatContract):
        library_format = readnext_xyz.library
        samples = (b"xyz\nA title\n",)
"""

from __future__ import annotations

from readnext.testing.formats import (
    CatalogFormatContract,
    ExportFormatContract,
    LibraryFormatContract,
)
from readnext.testing.sources import SourceContract

__all__ = [
    "CatalogFormatContract",
    "ExportFormatContract",
    "LibraryFormatContract",
    "SourceContract",
]
