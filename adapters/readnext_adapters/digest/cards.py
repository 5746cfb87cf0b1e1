"""What a mail shows of each paper, made harmless and of bounded length."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from readnext.digest.content import Content, Group, groups
from readnext.paper import Paper
from readnext.suggestion import Suggestion, Topic
from readnext_adapters.digest.excerpts import first_sentences, shortened
from readnext_adapters.exports.table import address, names, reason_text
from readnext_adapters.parsing.safe_text import plain

_TITLE, _NAMES, _PLACE, _REASON, _ADDRESS, _ID = 300, 200, 200, 300, 1000, 200
_LABS, _REASONS = 3, 5
VERDICTS = ("like", "dismiss")


@dataclass(frozen=True, slots=True)
class Card:
    """One paper as plain texts, "" where there is nothing to say.

    `number` counts the papers of the mail. `link` is an address of the web or "".
    `commands` and, where feedback goes by mail, `answers` are for each verdict.
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
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The papers of one topic under its heading, "" for none."""

    heading: str
    near: str
    cards: tuple[Card, ...]


def sections(content: Content, sentences: int) -> list[Section]:
    """Return the papers of an issue by topic, with some sentences of the abstracts."""
    found: list[Section] = []
    number = 1
    for group in groups(content.answer.suggestions):
        cards = tuple(
            _card(one, number + i, content.feedback, sentences)
            for i, one in enumerate(group.suggestions)
        )
        number += len(cards)
        found.append(Section(*_heading(group), cards))
    return found


def _heading(group: Group) -> tuple[str, str]:
    """The words of a topic, and the keys that it is near to."""
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
        web_address(paper),
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
        tuple(_answers(paper, feedback)) if feedback else (),
    )


def web_address(paper: Paper) -> str:
    """Return where the paper can be read on the web, or ""."""
    found = address(paper)
    try:
        parts = urlsplit(found)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    whole = quote(found, safe="%/:=&?~#+!$,;'@()*[]-._")
    return whole if len(whole) <= _ADDRESS else ""


def _labs(paper: Paper) -> str:
    if not paper.authors:  # the byline has them
        return ""
    labs = [lab for found in paper.labs if (lab := plain(found))]
    more = " and others" if len(labs) > _LABS else ""
    return ", ".join(labs[:_LABS]) + more


def _place(paper: Paper) -> str:
    """When and where it appeared."""
    return ", ".join(filter(None, (plain(paper.date or ""), plain(paper.venue))))


def _commands(paper: Paper) -> Iterator[str]:
    """What to type to judge a paper; none if its id cannot be typed."""
    id_ = plain(paper.id)
    if id_ and id_ == paper.id and len(id_) <= _ID:
        for verdict in VERDICTS:
            yield f"readnext feedback {verdict} {shlex.quote(id_)}"


def _answers(paper: Paper, feedback: str) -> Iterator[str]:
    """Links that write a mail whose subject says what is thought of a paper."""
    for verdict in VERDICTS:
        said = quote(f"readnext {verdict} {plain(paper.id)[:_ID]}", safe="")
        yield f"mailto:{quote(feedback, safe='@')}?subject={said}"
