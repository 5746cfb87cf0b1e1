"""`readnext suggest --minutes`: a list that can be read in a given time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.request import Request
    from readnext.suggestion import Answer

minutes_option = click.option(
    "--minutes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only as many papers as can be read in N minutes, 3 for each page.",
)


def asked_for(request: Request, minutes: int | None) -> Request:
    """Return a request for papers to choose from, where their time is limited."""
    from readnext.recommend.reading_time import longer

    return request if minutes is None else longer(request)


def cut_to(answer: Answer, minutes: int | None, n: int) -> Answer:
    """Return the papers that can be read in the time, and print how long they take."""
    from readnext.recommend.reading_time import within

    if minutes is None:
        return answer
    found = within(answer, minutes, n)
    note(found.notes[-1])
    return found
