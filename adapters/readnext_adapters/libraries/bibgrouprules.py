"""JabRef's groups that have a rule instead of members: by a keyword or a search.

Of searches, the simple ones are understood: words, and one comparison of a field.
Regular expressions are not used, as a file may hold one that never ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_COMPARED = re.compile(
    r"\s*(?P<field>[\w-]+)\s*(?P<sign>==?|contains|matches)\s*\"?(?P<value>[^\"=]+)\"?\s*",
    re.IGNORECASE,
)
_OPERATORS = re.compile(r"[=~!()^]|\b(?:and|or|not)\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[,;]\s*")
_LISTS = frozenset(("keywords", "groups"))
_SEARCHED = ("author", "title", "journal", "booktitle", "abstract", "keywords", "year")


@dataclass(frozen=True, slots=True)
class Rule:
    """What entries a group holds: those with all `words` in a field, or in any of them.

    `whole` says that the field, or one keyword of it, must be the text.
    """

    path: str
    field: str
    words: tuple[str, ...]
    whole: bool = False
    exact_case: bool = False

    def holds(self, fields: Mapping[str, str]) -> bool:
        """Tell whether an entry of these fields is in the group."""
        names = (self.field,) if self.field else _SEARCHED
        texts = [fields[name] for name in names if name in fields]
        if not self.exact_case:
            texts = [text.casefold() for text in texts]
        if self.whole and self.field:
            return any(self._is_one_of(text) for text in texts)
        return all(any(_has_word(text, word) for text in texts) for word in self.words)

    def _is_one_of(self, text: str) -> bool:
        listed = _SEPARATORS.split(text) if self.field in _LISTS else [text]
        return self.words[0] in (part.strip("{} \n") for part in listed)


def _has_word(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def read_rule(kind: str, path: str, fields: Sequence[str]) -> Rule | None:
    """Return the rule of a KeywordGroup or SearchGroup, None if it is another's.

    >>> read_rule("KeywordGroup", "Moss", ["Moss", "0", "keywords", "bog", "0", "0"])
    Rule(path='Moss', field='keywords', words=('bog',), whole=True, exact_case=False)
    """
    if kind == "KeywordGroup" and len(fields) > 3:
        flags = (*fields[4:6], "", "")
        return _made(path, fields[2], fields[3], True, flags)
    if kind != "SearchGroup" or len(fields) < 3:
        return None
    flags = (*fields[3:5], "", "")
    if compared := _COMPARED.fullmatch(fields[2]):
        whole = compared["sign"] == "=="
        return _made(path, compared["field"], compared["value"], whole, flags)
    if _OPERATORS.search(fields[2]):
        return None
    return _made(path, "", fields[2], False, flags)


def _made(
    path: str, field: str, text: str, whole: bool, flags: Sequence[str]
) -> Rule | None:
    exact_case, regular = flags[0] == "1", flags[1] == "1"
    text = text.strip()
    if regular or not text or len(text) > 200:
        return None
    text = text if exact_case else text.casefold()
    words = (text,) if whole else tuple(text.split())
    return Rule(path, field.strip().lower(), words, whole, exact_case)
