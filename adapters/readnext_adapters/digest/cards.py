"""What a mail shows of each paper: safe text of limited length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from readnext.digest.content import Content, Part, parts_of
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.digest.excerpts import shortened, summary
from readnext_adapters.digest.feedback_mails import feedback_subject
from readnext_adapters.exports.links import paper_address
from readnext_adapters.exports.listing import ReasonPart, parts
from readnext_adapters.exports.math_text import show_math
from readnext_adapters.exports.pdf_links import Link, paper_links
from readnext_adapters.exports.ratings import rating
from readnext_adapters.exports.table import names, reason_text
from readnext_adapters.exports.venue_names import venue_name
from readnext_adapters.parsing.safe_text import plain

_TITLE, _NAMES, _LABS_LENGTH, _PLACE, _REASON = 300, 100, 60, 100, 100
_ADDRESS, _ID, _TOPIC = 1000, 200, 40
_LABS = 2
_WORD = re.compile(r"[a-z]+ ")
VERDICTS = ("like", "dismiss")


@dataclass(frozen=True, slots=True)
class Card:
    """One paper as plain texts, "" for what is unknown.

    `number` counts the papers of the mail. `link` is the page of the paper or "". `why`
    is the strongest reason, and `topic` that of the reader's, if it has another name.
    `links` lead to what the paper has besides its page;
    `feedback` are links for each verdict, where feedback goes by mail.
    """

    number: int
    title: str
    link: str
    rating: str
    topic: str
    byline: str
    labs: str
    place: str
    abstract: str
    why: tuple[ReasonPart, ...]
    links: tuple[Link, ...]
    feedback: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CardSection:
    """The papers of one part of an issue; its heading is "" if it is the only one."""

    heading: str
    cards: tuple[Card, ...]


def sections(content: Content, letters: int) -> list[CardSection]:
    """Return the papers of an issue by part; `letters` is the length of summaries."""
    found: list[CardSection] = []
    number = 1
    named = len({one.topic for one in content.answer.suggestions}) > 1
    for part in parts_of(content):
        cards = tuple(
            _card(one, number + i, content, letters, named=named)
            for i, one in enumerate(part.suggestions)
        )
        number += len(cards)
        found.append(CardSection(_heading(part), cards))
    return found


def sentence(line: str) -> str:
    """Return a line about the issue as a sentence, its citation keys without marks."""
    text = "".join(part.text for part in parts(show_math(plain(line))))
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    # Names of sources ("arxiv:cs.LG") keep their letters.
    return ended[:1].upper() + ended[1:] if _WORD.match(ended) else ended


def _heading(part: Part) -> str:
    return shortened(plain(part.heading), 100)


def _card(
    suggestion: Suggestion,
    number: int,
    content: Content,
    letters: int,
    *,
    named: bool,
) -> Card:
    paper = suggestion.paper
    return Card(
        number=number,
        title=shortened(show_math(plain(paper.title)), _TITLE) or "(untitled)",
        link=_short_enough(paper_address(paper)),
        rating=_rating(suggestion),
        topic=_topic(suggestion) if named else "",
        byline=shortened(names(paper), _NAMES),
        labs=shortened(_labs(paper), _LABS_LENGTH),
        place=shortened(_place(paper), _PLACE),
        abstract=summary(show_math(plain(paper.abstract)), letters),
        why=_why(suggestion),
        links=tuple(one for one in paper_links(paper) if _short_enough(one.address)),
        feedback=tuple(_feedback(paper, content)),
    )


def _short_enough(address: str) -> str:
    # A longer address would break the lines of a mail.
    return address if len(address) <= _ADDRESS else ""


def _rating(suggestion: Suggestion) -> str:
    """How well a paper matches; nothing where it was not ranked for the reader."""
    ranked = suggestion.match or suggestion.probability is not None
    return rating(suggestion) if ranked else ""


def _topic(suggestion: Suggestion) -> str:
    """The first phrase of the reader's topic, unless the reason names it anyway."""
    words = suggestion.topic.words if suggestion.topic else ()
    topic = shortened(plain(words[0]), _TOPIC) if words else ""
    why = "".join(part.text for part in _why(suggestion))
    return "" if topic.casefold() in why.casefold() else topic


def _labs(paper: Paper) -> str:
    if not paper.authors:  # the byline has them
        return ""
    labs = [lab for found in paper.labs if (lab := plain(found))]
    more = " and others" if len(labs) > _LABS else ""
    return ", ".join(labs[:_LABS]) + more


def _place(paper: Paper) -> str:
    """The venue and the date."""
    return ", ".join(
        filter(None, (venue_name(plain(paper.venue)), plain(paper.date or "")))
    )


def _why(suggestion: Suggestion) -> tuple[ReasonPart, ...]:
    """The first reason, in pieces, without the works behind it unless it names them."""
    for reason in suggestion.reasons:
        if text := plain(reason.text) or reason_text(reason):
            return parts(shortened(text, _REASON), reason.cited)
    return ()


def _feedback(paper: Paper, content: Content) -> Iterator[Link]:
    """Yield links that open a mail whose subject is the verdict on a paper."""
    if not content.feedback:
        return
    name = plain(paper.id)[:_ID]
    for verdict in VERDICTS:
        subject = feedback_subject(verdict, name, content.secret)
        yield Link(verdict, mail_link(content.feedback, subject))


def mail_link(address: str, subject: str) -> str:
    """Return the address that opens a new mail to someone (RFC 6068)."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
