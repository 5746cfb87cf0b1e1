"""Terms as phrases: the words as a text has them, and which of them say nothing.

A term of two words may be half of a compound ("shot learning" of "few-shot learning"),
or two words with others between them; a phrase is what stands in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from readnext.catalog.words import hash_each, is_stop_word, words_of_text
from readnext.matching.names import fold

# Words that hyphens join are one; quotes, brackets and other marks part them.
_COMPOUND = re.compile(r"\w+(?:[-\u2010-\u2013'\u2019]\w+)*")
_PART = re.compile(r"\w+")
_ADVERB = re.compile(r"\w{3,}(?:al|ar|at|ed|en|ent|ant|ess|ing|ive|iv|ous|t|ic)e?ly")
_TWICE, _NEARLY_ALL = 2, 0.7  # occurrences with a neighbour that make a longer phrase
_LONGEST_PHRASE = 3  # compounds
_Run = tuple[int, int]  # the first and the last compound
Binds = Callable[[str, str, str], bool]
_LETTER = re.compile(r"[^\W\d_]")
# What is left of markup, PDF files and addresses in abstracts.
_DEBRIS = frozenset(
    "abstract al arxiv cid com copyright doi emph eq et fig github html http https ieee"
    " inf infty ldots leq mathbb mathbf mathcal mathrm mathsf org pdf quot rightarrow"
    " rm sqrt springer sub sup texttt textbf textit textsc url www xml".split()
)
# Words of every abstract, which no field is about.
_FILLER = frozenset(
    "ability able accurate achieve achieved achieves address algorithm algorithms"
    " allow allows analysis application applications applied apply approach approaches"
    " article art author authors available aim aims baseline baselines based benchmark"
    " benchmarks best better case cases challenge challenges challenging commonly"
    " compare compared comparison complex conclusion conclusions consider contrast"
    " current data dataset datasets demonstrate demonstrated demonstrates design"
    " develop developed different difficult directly discuss effect effective"
    " effectively effects efficient efficiently end ends enable enables ensure"
    " evaluate evaluated evaluation evidence examine example examples existing"
    " experiment experimental experiments explore extensive finally finding findings"
    " finds follow framework furthermore general given goal good great group groups"
    " high higher highly hypothesis idea identify impact implementation important"
    " improve improved improvement improves improving increase increased including"
    " individual information introduce introduced introduces investigate involve issue"
    " issues key known large larger lead leads learn learned learning level levels"
    " leverage like literature low lower main make makes making mean means measure"
    " measures method methods model modeling modelling models modern multiple natural"
    " need needed needs new non novel number obtain obtained offer order outperform"
    " outperforms paper papers parameter parameters particular perform performance"
    " performed performs point possible potential practical practice present"
    " presented presents previous previously prior problem problems process produce"
    " properties propose proposed proposes prove provide provided provides providing"
    " purpose question questions range real recent recently reduce related relevant"
    " require required requires research researchers respectively result results"
    " review role sample samples scale score set sets setting settings several shed"
    " shot show showed shown shows significant significantly similar simple simply"
    " single small solution solutions solve solving space specific specifically"
    " standard state states strong studied studies study successful successfully"
    " suggest suggests superior support system systems task tasks technique techniques"
    " test text theoretical theory time times tool tools trade train trained training"
    " two type types understand understanding unlike use used useful user users uses"
    " using value values various way ways wide widely work works world".split()
)


def is_filler(term: str) -> bool:
    """Tell whether a term says nothing of a paper: filler, numbers, or debris.

    >>> [is_filler(t) for t in ("cid 173", "proposed method", "policy gradient")]
    [True, True, False]
    """
    words = term.split()
    if any(w in _DEBRIS or not _LETTER.search(w) for w in words):
        return True
    return all(w in _FILLER or len(w) < 3 or _ADVERB.fullmatch(w) for w in words)


def phrase_of(term: str, text: str, title: str = "", binds: Binds | None = None) -> str:
    """Return a term as a phrase of a text and its title, "" if its words do not meet.

    `binds` tells whether a word of the phrase mostly has a neighbour: the two words in
    order, and which of them is the phrase's.

    Compounds are whole, and so are phrases of which the term is never seen alone, as
    "Monte Carlo". Capitals are those within sentences; those of titles are dropped.

    >>> phrase_of("shot learning", "", "Few-Shot Learning with PAC-Bayes")
    'few-shot learning'
    >>> phrase_of("models simple", "models that are simple")
    ''
    """
    text = f"{title} . {text}" if title else text
    runs = list(dict.fromkeys(_runs(term.split(), text)))
    if not runs:
        return ""
    runs = _extended(_extended(runs, text, 1, binds), text, -1, binds)
    compounds, *_ = _cut(text)
    abstract = [run for run in runs if compounds[run[0]][0] >= len(title)]
    running = [run for run in abstract if _is_in_sentence(run, text)]
    found = Counter(_surface(run, text) for run in running or runs)
    best = max(found.items(), key=lambda pair: (pair[1], pair[0].islower()))[0]
    return best if running else _lowered(best)


def _is_in_sentence(run: _Run, text: str) -> bool:
    """Whether a run follows a word in lower case, so that its capitals are its own."""
    before = run[0] - 1
    return (
        before >= 0
        and _touch(before, run[0], text)
        and _surface((before, before), text).islower()
    )


def _runs(words: list[str], text: str) -> Iterator[_Run]:
    """Yield the runs of compounds of a text in which some words follow each other."""
    _, parts, places = _cut(text)
    for place in places.get(words[0], ()):
        run = parts[place : place + len(words)]
        if [word for word, _ in run] == words:
            first, last = run[0][1], run[-1][1]
            if all(_touch(i, i + 1, text) for i in range(first, last)):
                yield first, last


def _extended(
    runs: list[_Run], text: str, step: int, binds: Binds | None
) -> list[_Run]:
    """The runs with a neighbour that nearly all of them have, if there are several."""
    found: dict[str, list[_Run]] = {}
    for first, last in runs:
        place = last + 1 if step > 0 else first - 1
        inner, outer = (last, place) if step > 0 else (place, first)
        compounds, *_ = _cut(text)
        if 0 <= place < len(compounds) and _touch(inner, outer, text):
            word = fold(_surface((place, place), text))
            longer = (first, place) if step > 0 else (place, last)
            found.setdefault(word, []).append(longer)
    word, longer_runs = max(
        found.items(), key=lambda pair: len(pair[1]), default=("", [])
    )
    long_enough = runs[0][1] - runs[0][0] + 1 >= _LONGEST_PHRASE
    if long_enough or not _joins(word):
        return runs
    whole = len(longer_runs) >= max(_TWICE, _NEARLY_ALL * len(runs))
    whole = whole or _is_bound(longer_runs, text, step, binds)
    return longer_runs if whole else runs


def _is_bound(runs: list[_Run], text: str, step: int, binds: Binds | None) -> bool:
    """Whether the word at the end of runs that were extended needs the neighbour."""
    if not runs or binds is None:
        return False
    first, last = runs[0]
    pair = (last - 1, last) if step > 0 else (first, first + 1)
    one, two = (fold(_surface((place, place), text)) for place in pair)
    return one.isalpha() and two.isalpha() and binds(one, two, one if step > 0 else two)


@lru_cache(maxsize=2**12)
def _joins(word: str) -> bool:
    """Whether a word can be part of a phrase: no stop word, no number."""
    plain = words_of_text(word) if word.isalpha() else []
    return bool(plain) and not is_stop_word(hash_each(plain)).all()


def _touch(first: int, second: int, text: str) -> bool:
    """Whether nothing but space is between two compounds."""
    compounds, *_ = _cut(text)
    return text[compounds[first][1] : compounds[second][0]].isspace()


def _surface(run: _Run, text: str) -> str:
    compounds, *_ = _cut(text)
    return " ".join(text[compounds[run[0]][0] : compounds[run[1]][1]].split())


@lru_cache(maxsize=8)
def _cut(text: str) -> tuple[list[_Run], list[tuple[str, int]], dict[str, list[int]]]:
    """The spans of the compounds of a text, their parts, and where each part is.

    A part is a word and the number of its compound.
    """
    compounds = [found.span() for found in _COMPOUND.finditer(text)]
    parts = [
        (fold(part), place)
        for place, (start, end) in enumerate(compounds)
        for part in _PART.findall(text[start:end])
    ]
    places: dict[str, list[int]] = {}
    for place, (word, _) in enumerate(parts):
        places.setdefault(word, []).append(place)
    return compounds, parts, places


def _lowered(phrase: str) -> str:
    """A phrase in lower case, but for abbreviations and names like LaTeX."""
    return _PART.sub(lambda found: _lowered_word(found[0]), phrase)


def _lowered_word(word: str) -> str:
    return word.lower() if word[1:].islower() or len(word) == 1 else word
