"""What a mail shows of each paper: safe text of limited length."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from readnext.digest.content import Content, Group, groups
from readnext.paper import Paper
from readnext.suggestion import Suggestion, Topic
from readnext_adapters.digest.excerpts import first_sentences, shortened
from readnext_adapters.exports.links import paper_address
from readnext_adapters.exports.table import names, reason_text
from readnext_adapters.parsing.safe_text import plain

_TITLE, _NAMES, _PLACE, _REASON, _ADDRESS, _ID = 300, 200, 200, 300, 1000, 200
_LABS, _REASONS = 3, 5
VERDICTS = ("like", "dismiss")


@dataclass(frozen=True, slots=True)
class Card:
    """One paper as plain texts, "" for what is unknown.

    `number` counts the papers of the mail. `link` is a web address or "". `commands`
    and, where feedback goes by mail, `feedback_links` are for each verdict.
    """

    number: int
    title: str
    link: str
    rating: str
    byline: str
    labs: str
    place: str
    abstract: str
    reasons: tuple[str, ...]
    commands: tuple[str, ...]
    feedback_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicSection:
    """The papers of one topic; its heading is "" if it has none."""

    heading: str
    near: str
    cards: tuple[Card, ...]


def sections(content: Content, sentences: int) -> list[TopicSection]:
    """Return the papers of an issue by topic, with abstracts of some sentences."""
    found: list[TopicSection] = []
    number = 1
    for group in groups(content.answer.suggestions):
        cards = tuple(
            _card(one, number + i, content.feedback, sentences)
            for i, one in enumerate(group.suggestions)
        )
        number += len(cards)
        found.append(TopicSection(*_heading(group), cards))
    return found


def _heading(group: Group) -> tuple[str, str]:
    """The words of a topic, and the citation keys near it."""
    topic = group.topic or Topic((), ())
    words = ", ".join(plain(word) for word in topic.words)
    keys = " and ".join(f"`{plain(key)}`" for key in topic.keys)
    if not words:
        named = f"Near {keys}" if keys else "Other papers"
        return (named if group.topic else "", "")
    return shortened(words[:1].upper() + words[1:], 100), f"near {keys}" if keys else ""


def _card(
    suggestion: Suggestion, number: int, feedback: str | None, sentences: int
) -> Card:
    paper = suggestion.paper
    probability = suggestion.probability
    return Card(
        number,
        shortened(plain(paper.title), _TITLE) or "(untitled)",
        _link(paper),
        "" if probability is None else f"{probability:.0%}",
        shortened(names(paper), _NAMES),
        shortened(_labs(paper), _NAMES),
        shortened(_place(paper), _PLACE),
        first_sentences(plain(paper.abstract), sentences),
        tuple(
            shortened(reason_text(reason), _REASON)
            for reason in suggestion.reasons[:_REASONS]
        ),
        tuple(_commands(paper)),
        tuple(_feedback_links(paper, feedback)) if feedback else (),
    )


def _link(paper: Paper) -> str:
    # A longer address would break the lines of a mail.
    address = paper_address(paper)
    return address if len(address) <= _ADDRESS else ""


def _labs(paper: Paper) -> str:
    if not paper.authors:  # the byline has them
        return ""
    labs = [lab for found in paper.labs if (lab := plain(found))]
    more = " and others" if len(labs) > _LABS else ""
    return ", ".join(labs[:_LABS]) + more


def _place(paper: Paper) -> str:
    """The date and the venue."""
    return ", ".join(filter(None, (plain(paper.date or ""), plain(paper.venue))))


def _commands(paper: Paper) -> Iterator[str]:
    """Yield the commands that judge a paper; none if its id cannot be typed."""
    id_ = plain(paper.id)
    if id_ and id_ == paper.id and len(id_) <= _ID:
        for verdict in VERDICTS:
            yield f"readnext feedback {verdict} {shlex.quote(id_)}"


def _feedback_links(paper: Paper, feedback: str) -> Iterator[str]:
    """Yield links that open a mail whose subject is the verdict on a paper."""
    for verdict in VERDICTS:
        subject = quote(f"readnext {verdict} {plain(paper.id)[:_ID]}", safe="")
        yield f"mailto:{quote(feedback, safe='@')}?subject={subject}"
