"""What an issue says about giving feedback."""

from __future__ import annotations

import re
import shlex
from itertools import takewhile

from readnext.digest.content import Content
from readnext.paper import Paper

# What a shell does not take literally between double quotes.
_SHELL = re.compile(r'["$`\\!]')
_BEGINNING = 4  # words of a title that tell it from others


def feedback_line(content: Content) -> str:
    """Return how to give feedback on the papers, "" where there are none."""
    suggestions = content.answer.suggestions
    if not suggestions:
        return ""
    if content.feedback and content.answers_read:
        return (
            f"The links like and dismiss write a mail to {content.feedback}, which the "
            "next issue takes into account."
        )
    if content.feedback:
        return (
            f"The links like and dismiss write a mail to {content.feedback}; 'readnext "
            "feedback import FILE' reads such mails."
        )
    name = _shell_name(suggestions[0].paper)
    return (
        f"To give feedback on a paper: readnext feedback like {name}, or dismiss "
        "instead of like; the beginning of a title is enough."
    )


def _shell_name(paper: Paper) -> str:
    """The beginning of a title, or an id, as an argument that a shell takes literally.

    Readers copy the command, and a title can be "$(...)".
    """
    words = paper.title.split()[:_BEGINNING]
    safe = list(takewhile(lambda word: not _SHELL.search(word), words))
    name = f'"{" ".join(safe)}"' if safe else shlex.quote(paper.id)
    return f"-- {name}" if name.lstrip("\"'").startswith("-") else name
