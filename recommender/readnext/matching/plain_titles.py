"""Titles without markup, and without remarks on the form of the text."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.kinds import THESIS_REMARK
from readnext.matching.law_cases import without_citation
from readnext.matching.markup import without_markup

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
    r"|(?:the )?\d{1,3}(?:st|nd|rd|th)[ -]anniversary (?:edition|ed\.?)"
    r"|under review|submitted|abstract only|see comments?|comments?|corrected|letter"
    r"|editorial|published (?:erratum|correction) appears in [^()\[\]]*|reprint(?:ed)?"
    r"|(?:published|presented|appeared|to appear|accepted) (?:at|in|for) "
    r"[^()\[\]]{3,60}|(?:author['’]?s?|accepted)(?: accepted)? manuscript"
    r"|v(?:ersion)? ?\d{1,2}[;,] (?:peer review|referees?|ref\.? status)[^()\[\]]*"
    r"|with an appendix by [^()\[\]]{3,80}"
    r"|(?:draft|preliminary)[^()\[\]]{1,20}do not (?:cite|quote|circulate)[^()\[\]]*"
)
# The authors, as PubMed has them behind titles: ". UK Pond Study (UKPS) Group."
_GROUP = (
    r"(?<=[a-z)])\.\s(?-i:(?:The )?[A-Z])[^.:]{4,80}\s"
    r"(?:group|investigators|collaborators|trialists)"
)
# Remarks on the form of a text, not on what it is.
_REMARK_LAST = re.compile(
    rf"\s*(?:[(\[](?:{_REMARK}|{_IN_BRACKETS})[)\]]"
    rf"|(?:\s[-–—]+|[:.—–])\s*{_REMARK}|\son jstor|{_GROUP})[\s.]*$",
    re.IGNORECASE,
)
# Of journals that print an article again, their own or that of another journal.
_REPRINT_FIRST = r"reprint of\b\s*:?|republished(?: [a-z]+){0,2}:|reprint(?:ed)?:"
# "Title, reprinted from Nature, volume 12, 1950", of what is printed again.
_REPRINTED_LAST = re.compile(
    r"[\s.,;:–—(\[-]+(?:is )?reprinted (?:from|with permission|by permission)\b.*$",
    re.IGNORECASE,
)
_REPRINT = re.compile(rf"\W*(?:{_REPRINT_FIRST})", re.IGNORECASE)
_SERVER_LAST = re.compile(
    r"[.,]\s*(?:arxiv|corr)(?:\s+e-?prints?|\s+preprint)?"
    r"(?:[\s,:]*(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?)?[\s.]*$",
    re.IGNORECASE,
)
_REMARK_ENDS = tuple(
    "version paper abstract report preprint talk demo poster thesis sertation arbeit "
    "diploma schrift jstor group tigators borators rialists".split()
)
_REMARK_FIRST = re.compile(
    r"\s*(?:\(pdf\)|arxiv:\d{4}\.\d{4,5}(?:v\d+)?[\s:.]"
    r"|\[(?:pdf|html|book|citation|retracted|invited(?: paper)?"
    r"|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|(?:ng|cg|ta)\d{1,4}"
    r"|[^\[\]]*(?:conference|symposium|workshop) on [^\[\]]*)\]"
    r"|nber working paper series(?=\s+\S)|(?:retracted|withdrawn)(?: article)?\s*:"
    rf"|{_REPRINT_FIRST}"
    r"|(?:jstor|pubmed|full (?:article|text)(?: of)?)\s*[:\"“]|frontiers \|"
    r"|microsoft word - |\(\d{1,3}\) \(pdf\))\s*",
    re.IGNORECASE,
)
_REMARK_STARTS = tuple(
    "[ ( retracted withdrawn jstor pubmed arxiv: full frontiers microsoft reprint "
    "republish nber".split()
)
# "Fox et al. - 2018 - Title.pdf", as programs name files.
_FILE_FIRST = re.compile(r"[^\W\d_][^:?|]{1,60}? - (?:1[89]|20)\d\d - (?=.{8})")
_FILE_LAST = re.compile(r"\.(?:pdf|docx?|rtf|tex|ps|djvu|epub|html?)$", re.IGNORECASE)
# "Title / by Ann Fox", as libraries' catalogs write it, and "Title [in Norwegian]".
_RESPONSIBILITY = re.compile(r"\s/\s?c?\s?by\s.*$", re.IGNORECASE)
# "Title | Nature", as a page is titled; "Title, 10 Harv. L. Rev. 457", of lawyers.
_SITE_LAST = re.compile(
    r"\s\|\s(?:(?:[^|]{2,60}\s\|\s)?[^|]{2,40}|(?:The )?(?:Proceedings|Journal|Annals"
    r"|(?:International|European|American|British) Journal|Annual Review|Bulletin"
    r"|(?:Philosophical |IEEE |ACM )?Transactions) [^|]{5,150})$"
)
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
    r"(?:,|\s\((?:19|20)\d\d\))\s\d{1,4}\s(?:[A-Z][\w'’]*\.?\s|&\s){2,7}\d{1,5}(?:\s\(\d{4}\))?[\s.]*$"
)
_STATUTE_LAST = re.compile(
    r",\s(?:Pub\. ?L\.|P\. ?L\.|\d+ U\. ?S\. ?C\.|\d+ Stat\.|S\. ?I\.)\s.*$"
)
_LANGUAGE_LAST = re.compile(
    r"\s*[(\[](?:(?:article )?in )?(?:chinese|croatian|czech|danish|dutch|finnish"
    r"|french"
    r"|german|hungarian|italian|japanese|korean|norwegian|polish|portuguese|russian"
    r"|serbian|spanish|swedish|turkish|ukrainian)(?:[,;] [^)\]]*)?[)\]][\s.]*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"[\s{]*(?:the|an|a)[\s}]+(?=.*[^\W_]{2})", re.IGNORECASE)


# "ScienceDirect - Ponds : Title", and the number of an article, as files were titled.
_PAGE_FIRST = re.compile(
    r"sciencedirect\s*[-–—:|]\s*(?:[^:|]{2,60}\s[:|]\s)?"
    r"|pii:?\s*s?\d{4}-?\d{3}[\dx]\(?\d\d\)?[\d-]{5,9}[\dx]?\s*[-–—:.]*\s*",
    re.IGNORECASE,
)


def says_reprint(title: str) -> bool:
    """Tell whether a title says that a work is printed again.

    >>> says_reprint("Reprint of: Mud"), says_reprint("Mud (Reprinted from Bog, 1950)")
    (True, True)
    """
    if "eprint" not in title and "epublish" not in title and "EPRINT" not in title:
        return False
    return bool(_REPRINT.match(title) or _REPRINTED_LAST.search(title))


@lru_cache(maxsize=2**14)
def plain_title(title: str) -> str:
    r"""Return a title without markup, and without remarks on the form of the text.

    >>> plain_title(r"RETRACTED: The $\alpha$-Helix in {C++} (extended version)")
    'alpha-Helix in Cplusplus'
    """
    title = without_markup(title)
    if title[:3] in ("PII", "Sci"):
        title = _PAGE_FIRST.sub("", title, count=1) or title
    if title[:9].casefold().startswith(_REMARK_STARTS):
        title = _REMARK_FIRST.sub("", title, count=1)
    last = title[-9:].rstrip(" .").casefold()
    thesis = "hesis," in title or "ertation," in title or "iploma," in title
    if thesis or last.endswith((")", "]", *_REMARK_ENDS)):
        title = _REMARK_LAST.sub("", _LANGUAGE_LAST.sub("", title))
    title = _without_source(title)
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


def _without_source(title: str) -> str:
    """A title without where it is from: a site, a catalog, a journal, a file."""
    if " /" in title or " |" in title:
        title = _RESPONSIBILITY.sub("", _SITE_LAST.sub("", title))
    if " - " in title or " – " in title:
        title = _FILE_FIRST.sub("", _SITE.sub("", title), count=1)
    if "eprinted" in title:
        title = _REPRINTED_LAST.sub("", title)
    return title
