"""One suggestion as an entry of a bibliography, in either dialect.

A dialect names the fields in which BibTeX and biblatex differ; everything else is
said once, here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from readnext.citekeys import legal_key
from readnext.names import split_name
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.exports.latexescape import (
    escape_text,
    escape_title,
    escape_url,
    escape_verbatim,
)
from readnext_adapters.exports.plaintext import plain
from readnext_adapters.exports.table import reason_text

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one dialect writes its own way.

    `preprint` is the type of a paper that only arXiv has, `journal` the field of an
    article's venue.
    """

    preprint: str
    journal: str
    date: Callable[[str], dict[str, str]]
    eprint: Callable[[str, str], dict[str, str]]


_PREPRINT_VENUE = re.compile(r"(?i)\b(?:arxiv|corr|preprints?|[a-z]*rxiv)\b")
# Some journals are called proceedings, and some proceedings are called a journal's.
_JOURNAL = re.compile(
    r"(?i)\b(?:journal|transactions|letters|reviews?|annals|annual|nature|magazine"
    r"|bulletin|quarterly|archives?|TMLR|JMLR|TPAMI|PNAS|TACL|biometrika|acta|PLOS"
    r"|proceedings of the (?:national academy|ieee$|royal society|vldb|acm on))\b"
)
_MEETING = re.compile(
    r"(?i)\b(?:proceedings|proc|conference|conf|workshops?|symposium|meeting|congress"
    r"|advances in neural information processing|(?:neurips|nips|icml|iclr|aistats|colt"
    r"|uai|aaai|ijcai|cvpr|iccv|eccv|wacv|bmvc|acl|emnlp|naacl|eacl|coling|conll|kdd|www"
    r"|sigir|cikm|wsdm|recsys|stoc|focs|soda|itcs|alt|icassp|interspeech|corl|rss|icra"
    r"|iros|miccai|chi|uist|sigmod|vldb|icde|sigcomm|osdi|sosp|mlsys|automl|clear|cleaR"
    r"|collas|colm|log|isit|itw|cdc|acc|icse|fse|ase|ccs|ndss|pods|icdt|pldi|popl)"
    r"(?=$|[\s'’(,:/-]*(?:\d{2,4}|oral|poster|spotlight|findings|main|workshop)))\b"
)
_CLASS = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NAME = re.compile(
    r"[^\W\d_][^\W\d_\u0300-\u036f.'’ʼ‐ -]*(?:[\w\u0300-\u036f.'’ʼ‐ -])*"
)
_SUFFIX = re.compile(r"(.*?),?\s+((?:Jr|Sr)\.?|I{2,3}|IV)")


def render_entry(suggestion: Suggestion, key: str, dialect: Dialect) -> str:
    """Return the entry with this key, a field a line and a newline at the end."""
    kind, fields = _typed(suggestion.paper, dialect)
    fields |= _own(suggestion)
    lines = "".join(f"  {name} = {_value(v)},\n" for name, v in fields.items() if v)
    return f"@{kind}{{{legal_key(key)},\n{lines}}}\n"


def own_id(suggestion: Suggestion) -> str:
    """Return the paper's id as the field ``readnext-id`` holds it."""
    return quote(suggestion.paper.id, safe="/:.-_ ()+,;@'!*", errors="replace")


def _value(value: str) -> str:
    # BibTeX's own names of months make the only values without braces.
    return value.removeprefix("#") if value.startswith("#") else f"{{{value}}}"


def _typed(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """Return the type of an entry and the fields in the order people expect."""
    kind, where = _publication(paper, dialect)
    arxiv = escape_verbatim(paper.arxiv or "")
    primary = next((c for c in paper.categories if _CLASS.fullmatch(c)), "")
    url = escape_url(paper.url or "")
    if not url and arxiv:
        url = f"https://arxiv.org/abs/{arxiv}"
    keywords = (escape_text(word.replace(",", " ")) for word in paper.keywords)
    fields = {
        "author": _authors(paper),
        "title": escape_title(paper.title),
        **where,
        **(dialect.date(paper.date) if _DATE.fullmatch(paper.date or "") else {}),
        "doi": escape_verbatim(paper.doi or ""),
        **(dialect.eprint(arxiv, primary) if arxiv else {}),
        "url": url,
        "abstract": escape_text(paper.abstract),
        "keywords": ", ".join(filter(None, keywords)),
    }
    return kind, fields


def _publication(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    venue = plain(paper.venue)
    if venue and not _PREPRINT_VENUE.search(venue):
        if _MEETING.search(venue) and not _JOURNAL.search(venue):
            return "inproceedings", {"booktitle": escape_title(venue)}
        return "article", {dialect.journal: escape_text(venue)}
    return (dialect.preprint if paper.arxiv or paper.url else "misc"), {}


def _own(suggestion: Suggestion) -> Iterator[tuple[str, str]]:
    """Yield what readnext says of the entry; no field of these becomes a note."""
    yield "readnext-id", own_id(suggestion)
    yield "readnext-score", f"{round(suggestion.score, 6) + 0.0:g}"
    reasons = "; ".join(reason_text(reason) for reason in suggestion.reasons)
    yield "readnext-reason", escape_text(reasons)


def _authors(paper: Paper) -> str:
    names = [written for name in paper.authors if (written := _name(plain(name)))]
    if names and (paper.authors_cut or (paper.author_count or 0) > len(paper.authors)):
        names.append("others")
    return " and ".join(names)


def _name(name: str) -> str:
    """Return "Family, Given"; in braces what BibTeX would take apart wrongly."""
    suffixed = _SUFFIX.fullmatch(name) if "," not in name else None
    family, given = split_name(suffixed[1] if suffixed else name)
    parts = (family, suffixed[2], given) if suffixed else (family, given)
    if family and given and all(_is_plain_name(part) for part in parts):
        return ", ".join(escape_text(part) for part in parts)
    literal = escape_text(name)
    return f"{{{literal}}}" if literal else ""


def _is_plain_name(part: str) -> bool:
    words = part.casefold().split()
    return bool(_NAME.fullmatch(part)) and not {"and", "others"} & set(words)
