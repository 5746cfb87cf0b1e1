"""What holds for every format of libraries, of catalogs and of suggestions."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

from readnext.paper import Entry, Paper, Problem
from readnext.suggestion import Answer

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_BOM = b"\xef\xbb\xbf"
_CUTS = 50  # places at which each sample is damaged
AS_OF = dt.date(2026, 1, 1)


class _LibraryFormat(Protocol):
    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool: ...

    def read(self, data: bytes, name: str, /) -> Iterator[Entry | Problem]: ...


class _CatalogFormat(Protocol):
    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool: ...

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]: ...


class _ExportFormat(Protocol):
    SUFFIXES: tuple[str, ...]

    def render(self, answer: Answer, width: int, /) -> str: ...


class LibraryFormatContract:
    """Tests of one format of libraries, on sample files with at least one entry."""

    library_format: _LibraryFormat
    samples: tuple[bytes, ...]

    def test_suffixes_are_lower_case_and_begin_with_a_dot(self) -> None:
        """`SUFFIXES` are compared with a file's suffix in lower case."""
        assert all(map(_is_suffix, self.library_format.SUFFIXES))

    def test_samples_are_recognised(self) -> None:
        """Samples are detected with any line ends and byte order mark; "" is not."""
        assert not self.library_format.detect("")
        for data in self.samples:
            for variant in (data, *_variants(data)):
                assert self.library_format.detect(variant.decode("utf-8", "replace"))

    def test_entries_are_in_normal_form(self) -> None:
        """Keys are unique, white space is single, dates are ISO 8601."""
        for data in self.samples:
            entries = [item for item in self._read(data) if isinstance(item, Entry)]
            keys = [entry.key for entry in entries]
            assert entries and all(keys) and len(set(keys)) == len(keys)
            for entry in entries:
                names = [person.name for person in (*entry.authors, *entry.editors)]
                texts = (entry.title, entry.abstract, entry.venue, *entry.keywords)
                assert all(names) and _are_clean((*texts, *names))
                for date in filter(None, (entry.date, entry.added, entry.last_read)):
                    assert _DATE.fullmatch(date), date

    def test_line_ends_and_byte_order_marks_make_no_difference(self) -> None:
        """The result does not depend on the system that wrote the file."""
        for data in self.samples:
            read = self._read(data)
            for variant in _variants(data):
                assert self._read(variant) == read

    def test_an_empty_file_is_a_problem(self) -> None:
        """A file without entries yields a problem that says so."""
        for data in (b"", b"\n"):
            found = self._read(data)
            assert found and all(isinstance(item, Problem) for item in found)

    def test_no_damage_raises(self) -> None:
        """Bad input is a problem, never an exception."""
        for data in self.samples:
            for damaged in _damaged(data):
                self._read(damaged)

    def _read(self, data: bytes) -> list[Entry | Problem]:
        found = list(self.library_format.read(data, "file"))
        assert all(isinstance(item, Entry | Problem) for item in found)
        return found


class CatalogFormatContract:
    """Tests of one format of catalog files, on sample files with at least one paper."""

    catalog_format: _CatalogFormat
    samples: tuple[bytes, ...]

    def test_suffixes_are_lower_case_and_begin_with_a_dot(self) -> None:
        """`SUFFIXES` are compared with a file's suffix in lower case."""
        assert all(map(_is_suffix, self.catalog_format.SUFFIXES))

    def test_samples_are_recognised(self) -> None:
        """Samples are detected with any line ends and byte order mark; "" is not."""
        assert not self.catalog_format.detect("")
        for data in self.samples:
            for variant in (data, *_variants(data)):
                assert self.catalog_format.detect(variant.decode("utf-8", "replace"))

    def test_papers_are_in_normal_form(self) -> None:
        """Papers have an id and a title; white space is single, dates are ISO 8601."""
        for data in self.samples:
            papers = [item for item in self._read(data) if isinstance(item, Paper)]
            assert papers
            for paper in papers:
                assert paper.id and paper.title
                texts = (paper.id, paper.title, paper.abstract, paper.venue)
                assert _are_clean((*texts, *paper.authors))
                assert not paper.date or _DATE.fullmatch(paper.date), paper.date

    def test_line_ends_and_byte_order_marks_make_no_difference(self) -> None:
        """The result does not depend on the system that wrote the file."""
        for data in self.samples:
            read = self._read(data)
            for variant in _variants(data):
                assert self._read(variant) == read

    def test_an_empty_file_has_nothing(self) -> None:
        """An empty file has no papers and no problems."""
        assert self._read(b"") == []

    def test_no_damage_raises(self) -> None:
        """Bad input is a problem, never an exception."""
        for data in self.samples:
            for damaged in _damaged(data):
                self._read(damaged)

    def _read(self, data: bytes) -> list[Paper | Problem]:
        found = list(self.catalog_format.read(io.BytesIO(data), "file", AS_OF))
        assert all(isinstance(item, Paper | Problem) for item in found)
        return found


class ExportFormatContract:
    """Tests of one format of suggestions, on answers with suggestions or without."""

    export_format: _ExportFormat
    answers: tuple[Answer, ...]

    def test_suffixes_are_lower_case_and_begin_with_a_dot(self) -> None:
        """`SUFFIXES` are compared with a file's suffix in lower case."""
        assert all(map(_is_suffix, self.export_format.SUFFIXES))

    def test_an_answer_gives_the_same_text_each_time(self) -> None:
        """Rendering has no state, and control characters of a title are left out."""
        for answer in self.answers:
            text = self.export_format.render(answer, 80)
            assert text == self.export_format.render(answer, 80)
            assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text)

    def test_the_text_can_be_written_as_utf_8(self) -> None:
        """Lone surrogates of a title are left out or escaped."""
        for answer in self.answers:
            text = self.export_format.render(answer, 80)
            assert text.encode().decode() == text

    def test_adding_the_same_again_changes_nothing(self) -> None:
        """A format with `append` or `update` recognises what it wrote."""
        for name in ("append", "update"):
            add = getattr(self.export_format, name, None)
            if add is None:
                continue
            for answer in self.answers:
                text = self.export_format.render(answer, 80)
                assert add("", answer) == text == add(text, answer)


def _is_suffix(suffix: str) -> bool:
    return re.fullmatch(r"\.[^A-Z]+", suffix) is not None


def _are_clean(texts: Iterable[str]) -> bool:
    return all(text == " ".join(text.split()) for text in texts)


def _variants(data: bytes) -> Iterator[bytes]:
    """Yield the same file as other systems and editors write it."""
    windows = data.replace(b"\n", b"\r\n")
    yield from (windows, _BOM + data, _BOM + windows, data + b"\n\n  \n\n")


def _damaged(data: bytes) -> Iterator[bytes]:
    for cut in range(0, len(data), max(1, len(data) // _CUTS)):
        yield data[:cut]
        yield data[:cut] + b"\0\xff{<\"'" + data[cut:]
