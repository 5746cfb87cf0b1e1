"""The shipped contracts, run on readnext's own plug-ins and on an outside one."""

from __future__ import annotations

from readnext.testing import LibraryFormatContract, SourceContract
from readnext_adapters.libraries import bibtex, ris
from readnext_adapters.sources import hf
from tests.outside_plugin.readnext_xyz import library, source


class TestBibtex(LibraryFormatContract):
    library_format = bibtex
    samples = (b"@misc{a,\n  title = {On Ducks}, author = {Sand, Mia}\n}\n",)


class TestRis(LibraryFormatContract):
    library_format = ris
    samples = (b"TY  - JOUR\nTI  - On Ducks\nAU  - Sand, Mia\nER  - \n",)


class TestOutsideFormat(LibraryFormatContract):
    library_format = library
    samples = (b"xyz\nOn Ducks\n",)


class TestHuggingFace(SourceContract):
    source_kind = hf
    valid = ("daily", "week", "trending")
    invalid = ("", "yearly")


class TestOutsideSource(SourceContract):
    source_kind = source
    valid = ("moor",)
    invalid = ("",)
