"""What holds for every format of libraries and of suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from readnext.paper import Entry, Problem
from readnext.suggestion import Answer


class _LibraryFormat(Protocol):
    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool: ...

    def read(self, data: bytes, name: str, /) -> Iterator[Entry | Problem]: ...


class _ExportFormat(Protocol):
    SUFFIXES: tuple[str, ...]

    def render(self, answer: Answer, width: int, /) -> str: ...


class LibraryFormatContract:
    """Tests of one format of libraries, on sample files that hold an entry or more."""

    library_format: _LibraryFormat
    samples: tuple[bytes, ...]

    def test_suffixes_are_lower_case_and_begin_with_a_dot(self) -> None:
        """`SUFFIXES` are compared with a file's suffix in lower case."""
        assert all(re.fullmatch(r"\.[^A-Z]+", s) for s in self.library_format.SUFFIXES)

    def test_samples_are_recognised(self) -> None:
        """Every sample is detected; an empty file is not."""
        assert not self.library_format.detect("")
        for data in self.samples:
            assert self.library_format.detect(data.decode("utf-8", "replace"))

    def test_entries_have_a_key_and_clean_text(self) -> None:
        """Keys are unique; white space is single."""
        for data in self.samples:
            entries = [item for item in self._read(data) if isinstance(item, Entry)]
            keys = [entry.key for entry in entries]
            assert entries and all(keys) and len(set(keys)) == len(keys)
            for entry in entries:
                names = [person.name for person in entry.authors]
                for text in (entry.title, entry.abstract, entry.venue, *names):
                    assert text == " ".join(text.split())

    def test_line_ends_and_byte_order_marks_make_no_difference(self) -> None:
        """A file is read alike on every system."""
        for data in self.samples:
            read = self._read(data)
            assert self._read(data.replace(b"\n", b"\r\n")) == read
            assert self._read(b"\xef\xbb\xbf" + data) == read

    def test_an_empty_file_is_a_problem(self) -> None:
        """Without entries there is a problem that says so."""
        found = self._read(b"")
        assert found and all(isinstance(item, Problem) for item in found)

    def test_no_damage_raises(self) -> None:
        """Bad input is a problem, never an exception."""
        for data in self.samples:
            for cut in range(0, len(data), max(1, len(data) // 50)):
                self._read(data[:cut])
                self._read(data[:cut] + b"\0\xff{<\"'" + data[cut:])

    def _read(self, data: bytes) -> list[Entry | Problem]:
        return list(self.library_format.read(data, "file"))


class ExportFormatContract:
    """Tests of one format of suggestions, on answers with suggestions or without."""

    export_format: _ExportFormat
    answers: tuple[Answer, ...]

    def test_an_answer_gives_the_same_text_each_time(self) -> None:
        """Rendering has no state, and control characters of a title are left out."""
        for answer in self.answers:
            text = self.export_format.render(answer, 80)
            assert text == self.export_format.render(answer, 80)
            assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text)
