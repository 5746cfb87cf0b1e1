"""Parses the headers of mails in bounded time, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _Policy = EmailPolicy[EmailMessage]
else:
    _Policy = EmailPolicy

# CPython parses structured headers in quadratic time: 140 kB of them take up to 20 s.
# So only those that readnext reads are parsed, and of each the first characters.
# `Message` itself reads the others, such as the type of a part, from their text.
_PARSED = frozenset(("subject", "from", "date"))
_LONGEST = 4096
_KEPT = _PARSED | {"message-id", "content-type", "content-transfer-encoding"}
_NESTED = 50  # opening parentheses of comments, for each of which the parser recurses


class _Message(EmailMessage):
    """A message without the headers that are not needed: there may be millions."""

    def set_raw(self, name: str, value: str) -> None:
        if name.lower() in _KEPT:
            super().set_raw(name, value)


class BoundedPolicy(_Policy):
    """The standard library's default policy, with limits to what it parses."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """Return a header's name and the beginning of its value."""
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[:_LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401
        """Return a header that readnext reads parsed; any other, and damage, as text.

        CPython's parser raises errors of many kinds, an OverflowError for a large year.
        """
        if name.lower() not in _PARSED:
            return value
        if value.count("(") > _NESTED:
            return _text(value)
        try:
            return super().header_fetch_parse(name, value)
        except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
            return _text(value)


def _text(value: str) -> str:
    """A header as it was read, whose bytes beyond ASCII are surrogates."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


BOUNDED = BoundedPolicy(message_factory=_Message)
