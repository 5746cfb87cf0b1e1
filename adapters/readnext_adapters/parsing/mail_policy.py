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
        """Return a header that readnext reads parsed, and any other as text."""
        if name.lower() not in _PARSED or value.count("(") > _NESTED:
            return value
        return super().header_fetch_parse(name, value)


BOUNDED = BoundedPolicy(message_factory=_Message)
