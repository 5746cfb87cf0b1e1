"""Colours, bold text and links in a terminal.

Links are those of OSC 8, which terminals that do not know them ignore. Whatever is
styled has no control characters of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

_BOLD, _DIM, _GREEN, _YELLOW = "1", "2", "32", "33"
_STRONG, _GOOD = 4, 3  # strengths from which on a rating is green, or yellow


@dataclass(frozen=True, slots=True)
class TerminalStyle:
    """How texts look; without `on`, they are plain."""

    on: bool = False

    def bold(self, text: str) -> str:
        """Return a text in bold."""
        return self._styled(text, _BOLD)

    def dim(self, text: str) -> str:
        """Return a text that stands back."""
        return self._styled(text, _DIM)

    def rated(self, text: str, strength: int) -> str:
        """Return a rating in the colour of its strength, 0 to 5."""
        if strength >= _GOOD:
            return self._styled(text, _GREEN if strength >= _STRONG else _YELLOW)
        return text

    def link(self, text: str, address: str) -> str:
        """Return a text that opens an address."""
        if not self.on or not address or not text:
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
