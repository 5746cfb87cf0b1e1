"""`readnext history --experiment`: which setting of the ranker is better so far."""

from __future__ import annotations

import json

import click

from readnext.settings import history_file


def report_experiment(form: str | None) -> None:
    """Print how many papers of each setting were taken, and whether that says much."""
    from readnext.history.experiment import outcome
    from readnext.history.store import History

    with History.read(history_file()) as history:
        found = outcome(history)
    share, low, high = found.share
    if form == "json":
        document = {
            "shown": found.shown,
            "taken": found.taken,
            "share_of_a": round(share, 4),
            "interval": [round(low, 4), round(high, 4)],
            "better": found.better or None,
        }
        click.echo(json.dumps(document))
        return
    if not any(found.shown.values()):
        click.echo("No paper of an experiment was listed yet; see [experiment].")
        return
    for team in ("a", "b"):
        click.echo(f"{team}: {found.shown[team]} papers, {found.taken[team]} taken")
    taken = sum(found.taken.values())
    verdict = f"{found.better} is better" if found.better else "too early to tell"
    if not taken:
        click.echo(f"{verdict}: you have added or liked none of them so far")
        return
    click.echo(
        f"{verdict}: of the {taken} that you added or liked, {share:.0%} are of a "
        f"(95% interval: {low:.0%} to {high:.0%})"
    )
