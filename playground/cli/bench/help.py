"""Epilog of `playground bench TABLE --help`: the rows and how long they take."""

from __future__ import annotations

from playground.experiments.catalogue import EXPERIMENTS
from playground.i18n import _


def epilog(name: str) -> str:
    """Return the text for the experiment of this name, already broken into lines."""
    experiment = EXPERIMENTS[name]
    rows = list(experiment.rows)
    width = max(map(len, experiment.rows.names()))
    lines = [_("rows, and roughly how many minutes one seed of each takes on one core:")]
    lines += [f"  {row.name:{width}}  {row.minutes:g}" for row in rows]
    hours = len(experiment.seeds) * sum(row.minutes for row in rows) / 60
    text = _("All {n} seeds of all rows take some {hours:.1f} hours of one core.")
    return "\n".join([*lines, "", text.format(n=len(experiment.seeds), hours=hours)])
