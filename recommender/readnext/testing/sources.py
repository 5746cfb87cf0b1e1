"""What holds for every kind of network source."""

from __future__ import annotations

from typing import Protocol

from readnext.errors import InputError


class _Source(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def patience(self) -> int: ...


class _SourceKind(Protocol):
    HELP: str

    def parse(self, rest: str, /) -> _Source: ...


class SourceContract:
    """Tests of one kind of source: names that exist, and names that do not."""

    source_kind: _SourceKind
    valid: tuple[str, ...]
    invalid: tuple[str, ...]

    def test_help_is_one_line(self) -> None:
        """`HELP` is listed with that of the other kinds."""
        assert self.source_kind.HELP.strip() and "\n" not in self.source_kind.HELP

    def test_a_name_has_one_spelling(self) -> None:
        """The name of a source leads to a source of the same name."""
        for rest in self.valid:
            name = self.source_kind.parse(rest).name
            scheme, _, again = name.partition(":")
            assert scheme and self.source_kind.parse(again).name == name

    def test_a_source_is_stale_at_some_time(self) -> None:
        """`patience` are days without a success."""
        for rest in self.valid:
            assert self.source_kind.parse(rest).patience > 0

    def test_an_invalid_name_is_an_input_error(self) -> None:
        """A name that means nothing raises InputError and nothing else."""
        for rest in self.invalid:
            try:
                self.source_kind.parse(rest)
            except InputError as error:
                assert "\n" not in str(error)
            else:
                raise AssertionError(f"{rest!r} was accepted")
