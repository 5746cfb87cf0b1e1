"""The words of many texts as 64-bit hashes, found and hashed all at once.

scikit-learn's HashingVectorizer makes a string of every word and pair of words, which
took more than half of the time of adding papers; its list of stop words is used here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
LONGEST = 2**17  # letters of a text that are read; few papers have as many

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"  # kana and Chinese characters
_WORD = re.compile(rf"[{_UNSPACED}]|\b\w\w+\b")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_NO_LETTER = re.compile(r"\W")

# The hash of a word is the sum of its letters' numbers, each times a power of `_BASE`,
# modulo 2**64 (Rabin and Karp, 1987), and mixed. Running sums over all bytes give that
# of every word.
_BASE = 0x9E3779B97F4A7C15
_MIXING = (30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB))
_PAIRING = np.uint64(0xD6E8FEB86659FD93)


def words_of_text(text: str) -> list[str]:
    """Return the words of a text in lower case without accents.

    They have two letters at least; a Chinese or Japanese character is a word.

    >>> words_of_text("A naïve Bayes_2 for 猫")
    ['naive', 'bayes_2', 'for', '猫']
    """
    return _WORD.findall(_plain(text))


def hash_words(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of all words of texts in order, and the text each is of.

    Stop words are left out, and what lies beyond the first 131,072 letters of a text.
    """
    hashes, places = _hash_all([_letters_only(text[:LONGEST]) for text in texts])
    kept = ~is_stop_word(hashes)
    return hashes[kept], places[kept]


def hash_each(words: Sequence[str]) -> Hashes:
    """Return the hashes of words that `words_of_text` returned."""
    return _hash_all([" ".join(words).encode()])[0]


def hash_pairs(hashes: Hashes) -> Hashes:
    """Return the hash of every word and its next one together."""
    return _mixed(hashes[:-1] * _PAIRING + hashes[1:])


def is_stop_word(hashes: Hashes) -> NDArray[np.bool_]:
    """Tell of each word whether it is one of scikit-learn's English stop words."""
    shift, table = _stop_words()
    return np.asarray(table[(hashes >> shift) & np.uint64(len(table) - 1)] == hashes)


def _plain(text: str) -> str:
    """Lower case without accents; of other alphabets, nothing but letters."""
    text = text.lower()
    return text if text.isascii() else _FOREIGN.sub(_unaccented, text)


def _unaccented(found: re.Match[str]) -> str:
    """Letters without accents, spaces for the rest and around whole words."""
    marks = unicodedata.normalize("NFKD", found[0])
    letters = "".join(c for c in marks if not unicodedata.combining(c)).lower()
    return _CHARACTER.sub(r" \g<0> ", _NO_LETTER.sub(" ", letters))


def _letters_only(text: str) -> bytes:
    """A text of which all runs of letters, as `_hash_all` sees them, are its words."""
    if not text.isascii():
        text = _plain(text)
        if not text.isascii():
            text = " ".join(_WORD.findall(text))
    return text.encode()


def _mixed(numbers: Hashes) -> Hashes:
    """Numbers whose bits hang on all bits (SplitMix64; Steele et al., 2014)."""
    for shift, multiplier in _MIXING:
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * multiplier
    return numbers ^ (numbers >> np.uint64(31))


def _letter_numbers() -> Hashes:
    """The number of each byte: one for both cases of a letter, 0 for no letter.

    A byte above 127 is a part of a letter.
    """
    lower = np.frombuffer(bytes(range(256)).lower(), np.uint8).astype(np.uint64)
    letters = [n > 127 or chr(n).isalnum() or chr(n) == "_" for n in range(256)]
    return np.where(letters, _mixed(lower + np.uint64(1)), np.uint64(0))


_NUMBERS = _letter_numbers()
_IS_LETTER = _NUMBERS != 0


@lru_cache(maxsize=4)
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Powers of the base, and of its inverse, modulo 2**64."""
    bases = np.uint64(_BASE), np.uint64(pow(_BASE, -1, 2**64))
    one, other = (np.cumprod(np.full(length, base), dtype=np.uint64) for base in bases)
    return one, other


def _hash_all(texts: Sequence[bytes]) -> tuple[Hashes, NDArray[np.int64]]:
    """The hashes of all words of two bytes and more, and the text each is of."""
    whole = np.frombuffer(b" ".join((b"", *texts, b"")), np.uint8)
    edges = np.flatnonzero(np.diff(_IS_LETTER[whole]))
    long = edges[1::2] - edges[::2] > 1
    # Just before the first letter of each word, and at its last one.
    starts, ends = edges[::2][long], edges[1::2][long]
    powers, inverse = _powers(1 << len(whole).bit_length())
    sums = np.cumsum(_NUMBERS[whole] * powers[: len(whole)])
    hashes = _mixed((sums[ends] - sums[starts]) * inverse[starts])
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    words = np.diff(np.searchsorted(starts, begins))
    return hashes, np.repeat(np.arange(len(texts)), words)


@lru_cache(maxsize=1)
def _stop_words() -> tuple[np.uint64, Hashes]:
    """A table that has each stop word at some bits of its hash, and their place."""
    hashes = hash_each(sorted(_english_stop_words()))
    table = np.zeros(2**16, np.uint64)
    last = np.uint64(len(table) - 1)
    for shift in map(np.uint64, range(48)):
        places = (hashes >> shift) & last
        if len(np.unique(places)) == len(hashes):
            table[places] = hashes
            return shift, table
    raise AssertionError("stop words share places under every shift")


def _english_stop_words() -> frozenset[str]:
    """scikit-learn's list, read from its file: importing all of it takes a second."""
    package = find_spec("sklearn")
    for folder in package.submodule_search_locations or () if package else ():
        path = Path(folder, "feature_extraction", "_stop_words.py")
        if path.is_file():
            found: frozenset[str] = run_path(str(path))["ENGLISH_STOP_WORDS"]
            return found
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)
