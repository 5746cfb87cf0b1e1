"""The shipped contracts, run on readnext's own plug-ins and on an outside one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from readnext.paper import Paper, Problem
from readnext.testing import (
    CatalogFormatContract,
    LibraryFormatContract,
    SourceContract,
)
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


class Forgetful:
    """A format that keeps the line ends of a file in its titles."""

    SUFFIXES: tuple[str, ...] = (".xyz",)

    def detect(self, head: str, /) -> bool:
        return head.startswith("xyz")

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        for number, line in enumerate(stream.read().decode().split("\n")[1:-1]):
            yield Paper(f"xyz:{number}", line)


def test_a_contract_finds_what_a_format_does_wrong() -> None:
    contract = CatalogFormatContract()
    contract.catalog_format, contract.samples = Forgetful(), (b"xyz\nOn Ducks\n",)
    contract.test_papers_are_in_normal_form()
    with pytest.raises(AssertionError):
        contract.test_samples_are_recognised()
    with pytest.raises(AssertionError):
        contract.test_line_ends_and_byte_order_marks_make_no_difference()
    with pytest.raises(UnicodeDecodeError):
        contract.test_no_damage_raises()
