"""Epilog of `playground train --help`: the presets and every hyperparameter."""

from __future__ import annotations

import shutil
from itertools import groupby
from operator import attrgetter

from playground.agents.base import ALGORITHMS
from playground.cli.text_width import wrapped
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.hyper import Hyper, hypers
from playground.i18n import _


def epilog() -> str:
    """Return the text, already broken into lines."""
    lines = _wrapped(_("environments: {names}").format(names=", ".join(ENVIRONMENTS.names())), "")
    lines += _wrapped(_("algorithms: {names}").format(names=", ".join(ALGORITHMS.names())), "")
    for (algorithm_name, environment_id), presets in groupby(PRESETS, attrgetter("algorithm", "environment")):
        heading = _("presets of {algorithm} in {environment}:")
        lines += ["", heading.format(algorithm=algorithm_name, environment=environment_id)]
        for preset in presets:
            lines += [f"  {preset.name}", *_wrapped(_(preset.text))]
    for algorithm in ALGORITHMS:
        lines += ["", _("hyperparameters of {algorithm}, for --set:").format(algorithm=algorithm.name)]
        for record in hypers(algorithm.params):
            lines += [f"  {_headline(record)}", *_wrapped(_(record.doc))]
    for environment in ENVIRONMENTS:
        records = hypers(environment.parameters)
        if records.names():
            lines += ["", _("parameters of {environment}, for --set-env:").format(environment=environment.id)]
        for record in records:
            lines += [f"  {_headline(record)}", *_wrapped(_(record.doc))]
    return "\n".join(lines)


def _headline(record: Hyper) -> str:
    return _("{name}: {allowed} (default {default})").format(
        name=record.name, allowed=_allowed(record), default=record.format(record.default)
    )


def _allowed(record: Hyper) -> str:
    if record.kind == "choice":
        return ", ".join(record.choices)
    if record.kind == "layers":
        return _("whole numbers")
    low, high = (str(int(end)) if end == int(end) else f"{end:g}" for end in (record.low, record.high))
    numbers = _("{low} to {high}").format(low=low, high=high)
    if record.unit:
        numbers = " ".join((numbers, _(record.unit)))
    return _("{numbers} or {word}").format(numbers=numbers, word=record.optional) if record.optional else numbers


def _wrapped(text: str, indent: str = "      ") -> list[str]:
    width = min(max(shutil.get_terminal_size().columns, 60), 100)
    return wrapped(text, width, indent)
