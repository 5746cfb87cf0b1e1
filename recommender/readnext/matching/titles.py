"""Parsing titles: key, words, parts, and how distinctive a title is."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from readnext.matching.headings import HEADINGS
from readnext.matching.kinds import THESIS_REMARK
from readnext.matching.law_cases import without_citation
from readnext.matching.markup import TAG, without_markup
from readnext.matching.title_words import content_words, is_usual, words_of

_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_NO_LETTERS = {n: None for n in range(128) if not chr(n).isalnum()}


def title_key(title: str) -> str:
    """Return a title as lower-case letters and digits alone.

    Case, accents, spaces, punctuation, LaTeX and HTML markup make no difference.

    >>> title_key("{Auto-Encoding} Variational Bayes.")
    'autoencodingvariationalbayes'
    """
    if "&" in title or "<" in title:
        title = TAG.sub("", html.unescape(title)).replace("&", " and ")
    if "\\" in title:
        title = _COMMAND.sub("", title)
    title = title.casefold()
    if title.isascii():
        return title.translate(_NO_LETTERS)
    title = unicodedata.normalize("NFKD", title)
    title = "".join(c for c in title if not unicodedata.combining(c)).casefold()
    return "".join(filter(str.isalnum, title))


# ------------------------------------------------------------------ plain titles
_REMARK = (
    r"(?:(?:extended|full|short|long|preliminary|abridged|revised|conference|journal)"
    r"\s+(?:version|paper|abstract|report)|technical report|preprint|invited talk"
    r"|invited(?: paper)?|keynote|poster|demo|retracted(?: article)?"
    rf"|{THESIS_REMARK}"
    r"|with (?:comments?|discussions?|a rejoinder)(?: and [a-z ]{1,40})?)"
)
# Those that stand in brackets: of drafts, and of PubMed.
_IN_BRACKETS = (
    r"(?:working|discussion) paper|(?:first |rough )?draft|manuscript|in press"
    r"|under review|submitted|abstract only|see comments?|comments?|corrected|letter"
    r"|editorial|published erratum appears in [^()\[\]]*|reprint(?:ed)?"
    r"|(?:published|presented|appeared|to appear|accepted) (?:at|in|for) "
    r"[^()\[\]]{3,60}|(?:author['’]?s?|accepted)(?: accepted)? manuscript"
)
# Remarks on the form of a text, not on what it is.
_REMARK_LAST = re.compile(
    rf"\s*(?:[(\[](?:{_REMARK}|{_IN_BRACKETS})[)\]]|(?:\s[-–—]+|[:.—–])\s*{_REMARK})[\s.]*$",
    re.IGNORECASE,
)
_SERVER_LAST = re.compile(
    r"[.,]\s*(?:arxiv|corr)(?:\s+e-?prints?|\s+preprint)?"
    r"(?:[\s,:]*(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?)?[\s.]*$",
    re.IGNORECASE,
)
_REMARK_ENDS = tuple(
    "version paper abstract report preprint talk demo poster thesis sertation arbeit "
    "diploma schrift".split()
)
_REMARK_FIRST = re.compile(
    r"\s*(?:\(pdf\)|arxiv:\d{4}\.\d{4,5}(?:v\d+)?[\s:.]"
    r"|\[(?:pdf|html|book|citation|retracted|invited(?: paper)?"
    r"|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?)\]|(?:retracted|withdrawn)(?: article)?\s*:"
    r"|(?:jstor|pubmed|full (?:article|text))\s*:|frontiers \||microsoft word - "
    r"|\(\d{1,3}\) \(pdf\))\s*",
    re.IGNORECASE,
)
_REMARK_STARTS = tuple(
    "[ ( retracted withdrawn jstor pubmed arxiv: full frontiers microsoft".split()
)
# "Fox et al. - 2018 - Title.pdf", as programs name files.
_FILE_FIRST = re.compile(r"[^\W\d_][^:?|]{1,60}? - (?:1[89]|20)\d\d - (?=.{8})")
_FILE_LAST = re.compile(r"\.(?:pdf|docx?|rtf|tex|ps|djvu|epub|html?)$", re.IGNORECASE)
# "Title / by Ann Fox", as libraries' catalogs write it, and "Title [in Norwegian]".
_RESPONSIBILITY = re.compile(r"\s/\s?c?\s?by\s.*$", re.IGNORECASE)
# "Title | Nature", as a page is titled; "Title, 10 Harv. L. Rev. 457", of lawyers.
_SITE_LAST = re.compile(r"\s\|\s(?:[^|]{2,40}|Proceedings of [^|]{5,150})$")
# "Title - Journal - Oxford Academic", "Title - Fox - 2018 - Journal - Wiley ...".
_SITE = re.compile(
    r"\s[-–—]\s(?:(?:(?:[^-–—|]{2,60}\s[-–—]\s(?:19|20)\d\d\s[-–—]\s)?[^-–—|]{2,80}"
    r"\s[-–—|]\s)?(?:Oxford Academic|Wiley Online Library|SAGE Journals|Cambridge Core"
    r"|Taylor (?:&|and) Francis(?: Online)?|Springer(?:Link)?|Nature|De Gruyter)"
    r"|ScienceDirect(?:\.com)?|Wikipedia(?:, the free encyclopedia)?|PubMed(?:\s[-–—]"
    r"\sNCBI)?|PMC|NCBI|Europe PMC|JSTOR|arXiv(?:\.org)?|ResearchGate|Academia\.edu"
    r"|Semantic Scholar|Google Scholar|Google Books|IEEE Xplore|ACM Digital Library"
    r"|Project MUSE|SSRN|YouTube|GitHub|Medium|bioRxiv|medRxiv|OpenReview|PLOS ONE"
    r"|Amazon\.com|WorldCat|Encyclop(?:a?e|æ)dia Britannica|Britannica|The Lancet"
    r"|The BMJ|The New York Times|The Guardian|BBC News|The Economist|The Atlantic"
    r"|The Washington Post|Le Monde|Der Spiegel|Nature News|Scientific American|MDPI"
    r"|Frontiers|HAL|Zenodo|DOAJ|Persée|Cairn\.info)"
    r"\s*$"
)
_REPORTER_LAST = re.compile(
    r",\s\d{1,4}\s(?:[A-Z][\w'’]*\.?\s|&\s){2,7}\d{1,5}(?:\s\(\d{4}\))?[\s.]*$"
)
_STATUTE_LAST = re.compile(
    r",\s(?:Pub\. ?L\.|P\. ?L\.|\d+ U\. ?S\. ?C\.|\d+ Stat\.|S\. ?I\.)\s.*$"
)
_LANGUAGE_LAST = re.compile(
    r"\s*[(\[](?:article )?in (?:chinese|croatian|czech|danish|dutch|finnish|french"
    r"|german|hungarian|italian|japanese|korean|norwegian|polish|portuguese|russian"
    r"|serbian|spanish|swedish|turkish|ukrainian)(?:[,;] [^)\]]*)?[)\]][\s.]*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"[\s{]*(?:the|an|a)[\s}]+(?=.*[^\W_]{2})", re.IGNORECASE)


def plain_title(title: str) -> str:
    r"""Return a title without markup, and without remarks on the form of the text.

    >>> plain_title(r"RETRACTED: The $\alpha$-Helix in {C++} (extended version)")
    'alpha-Helix in Cplusplus'
    """
    title = without_markup(title)
    if title[:9].casefold().startswith(_REMARK_STARTS):
        title = _REMARK_FIRST.sub("", title, count=1)
    last = title[-9:].rstrip(" .").casefold()
    thesis = "hesis," in title or "ertation," in title or "iploma," in title
    if thesis or last.endswith((")", "]", *_REMARK_ENDS)):
        title = _REMARK_LAST.sub("", _LANGUAGE_LAST.sub("", title))
    if " /" in title or " |" in title:
        title = _RESPONSIBILITY.sub("", _SITE_LAST.sub("", title))
    if " - " in title or " – " in title:
        title = _FILE_FIRST.sub("", _SITE.sub("", title), count=1)
    if title[-5:-2].find(".") >= 0:
        title = _FILE_LAST.sub("", title)
    if title[-1:].isdigit() or last.endswith(")"):
        title = _REPORTER_LAST.sub("", _STATUTE_LAST.sub("", title))
        if " v" in title:
            title = without_citation(title)
    if "rxiv" in title[-45:].casefold():
        title = _SERVER_LAST.sub("", title)
    if title[:1] in "aAtT {" and (article := _ARTICLE.match(title)):
        title = title[article.end() :]
    return title


def work_key(title: str) -> str:
    r"""Return the key of a plain title, which most records of one work share.

    >>> work_key("The β-Catenin Paper"), work_key(r"$\beta$-catenin paper")
    ('betacateninpaper', 'betacateninpaper')
    """
    return title_key(plain_title(title))


# ------------------------------------------------------------ indistinct titles
# Names of fields: any number of books and surveys have no other title.
_FIELDS = frozenset(
    "deep machine learning neural networks network reinforcement artificial "
    "intelligence computer vision data mining statistical statistics theory analysis "
    "survey introduction review tutorial overview information retrieval robotics "
    "graph time series natural language processing pattern recognition support vector "
    "machines handbook principles foundations fundamentals methods models big science "
    "optimization algorithms probability bayesian linear algebra visual tracking "
    "cloud computing security".split()
)
_PERIODIC = frozenset(
    "annual yearbook proceedings quarterly monthly yearly newsletter".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """A parsed title: all words, and those before its subtitle.

    `key` is all words as one, which all usual spellings share. `weight` is "none" for
    headings and periodicals, which say nothing without year and person; "field" for
    names of fields, which say little; else "full".
    """

    words: tuple[str, ...]
    main: tuple[str, ...]
    coined: bool
    weight: str
    key: str

    @property
    def subtitle(self) -> tuple[str, ...]:
        """The words behind those of `main`."""
        return self.words[len(self.main) :]


# A subtitle follows a colon, a dash, the end of a sentence, or stands in brackets.
_SUBTITLE = re.compile(
    r":\s|\s[-–—/]+\s|(?<!\d)[—–](?=\w)|(?<=\w{3})\.\s|[?!;]\s|,\s+or,?\s+(?:the|an|a|how)\s"
    r"|\s[(\[](?=[^()\[\]]*[)\]]\W*$)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z]{0,6}[A-Z]s?)\)")
_COINED = re.compile(r"\w*[^\W\d_][A-Z]\w*|\w+[-.][A-Z]\w*")


@lru_cache(maxsize=2**14)
def read_title(title: str) -> Title:
    """Parse a title.

    >>> read_title("MobileBERT: a Compact BERT").main
    ('mobilebert',)
    """
    plain = _without_acronym(plain_title(title))
    words = _without_part(words_of(plain))
    head = _SUBTITLE.split(plain, maxsplit=1)[0]
    coined = _COINED.fullmatch(head.strip()) is not None
    main = _without_part(words_of(head))
    return Title(words, main, coined, _weight(words), "".join(words))


# A title without these marks is judged word by word, which takes less time.
_LETTERS = re.compile(r"[a-z\d]+")
_MARKS = re.compile(
    r"\d(?:[.,]\d|\s*x\s|[\s-]d\b|\s*%)|\([A-Z]|\bper cent", re.IGNORECASE
)


@lru_cache(maxsize=2**14)
def usual_key(title: str, key: str) -> str:
    """Return the key that a title shares with its usual spellings.

    Most titles are spelt as usual; then it is `key`, that of the title itself.

    >>> title = "Two Colours of Ponds, Part II"
    >>> usual_key(title, work_key(title)), usual_key("Old Ponds", "oldponds")
    ('2colorsofponds2', 'oldponds')
    """
    if title.isascii() and not _MARKS.search(title):
        words = _LETTERS.findall(title.casefold())
        if all(map(is_usual, words)):
            return key
    return read_title(title).key


def _without_acronym(title: str) -> str:
    """A plain title without an acronym in brackets behind what it stands for."""
    for found in _ACRONYM.finditer(title):
        words = words_of(title[: found.start()])
        letters = found[1].removesuffix("s").casefold()
        for some in (words, content_words(words)):
            if "".join(word[0] for word in some).endswith(letters):
                return title[: found.start()] + title[found.end() :]
    return title


def _without_part(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without "part" before its number, which stands alone in "Rivers II"."""
    if "part" not in words:
        return words
    after = (*words[1:], "")
    return tuple(
        word
        for word, next_ in zip(words, after, strict=True)
        if word != "part" or not next_.isdigit()
    )


def _weight(words: tuple[str, ...]) -> str:
    content = content_words(words)
    others = [w for w in content if w not in HEADINGS]
    if any(w in _PERIODIC for w in words) or not others:
        return "none"
    if len(others) < len(content) and all(map(str.isdigit, others)):
        return "none"  # "Preface to the Second Edition"
    return "field" if all(w in _FIELDS for w in content) else "full"
