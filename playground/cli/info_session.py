"""`playground info` of a session file: what run it holds, in words or as JSON."""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli.environment_names import typed_environment
from playground.cli.info_text import say_rows, say_values
from playground.cli.terminal import say, say_json
from playground.engine.run.settings import values_of
from playground.hyper import hypers
from playground.i18n import _
from playground.store.safe.sanitize import plain
from playground.store.session.file import SESSION, look_into_session
from playground.store.session.manifest import ManifestContent


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
    if arguments.env is not None:
        typed_environment(arguments.env)
    told = look_into_session(arguments.file)
    if arguments.json:
        say_json(_as_json(told), arguments.output)
        return 0
    say(plain(arguments.file, 200))
    say_rows(_rows(told))
    say("")
    say(_("Hyperparameters at the start, and when it was saved where that differs:"))
    settings = told.settings
    say_values(hypers(settings.params), settings.values(), values_of(told.params[-1]))
    return 0


def _as_json(told: ManifestContent) -> dict[str, Any]:
    settings, bests = told.settings, told.tables.bests
    return {
        "format": SESSION.format,
        "title": told.title,
        "created": told.created,
        "environment": settings.environment,
        "algorithm": settings.algorithm,
        "preset": settings.preset,
        "settings": settings.values(),
        "values": values_of(told.params[-1]),
        "environment_settings": values_of(settings.environment_params),
        "progress": dict(told.progress),
        "changes": len(told.inputs),
        "best": bests[-1].score if bests else None,
        "fingerprint": dict(told.fingerprint),
    }


def _rows(told: ManifestContent) -> list[tuple[str, str]]:
    settings, bests = told.settings, told.tables.bests
    progress = _("{steps} steps, {episodes} episodes, {updates} updates").format(**told.progress)
    best = _("none")
    if bests:
        best = _("mean return {mean:g} at step {step}").format(mean=bests[-1].score, step=f"{bests[-1].policy.step:,}")
    return [
        (_("title"), told.title or "–"),
        (_("algorithm"), _(settings.learner.title)),
        (_("environment"), settings.environment),
        (_("preset"), settings.preset or "–"),
        (_("seed"), str(settings.params.seed)),
        (_("trained"), progress),
        (_("changes"), str(len(told.inputs))),
        (_("best policy"), best),
        (_("made"), told.created.replace("T", " ")),
        (_("with"), ", ".join(f"{name} {word}" for name, word in told.fingerprint.items())),
    ]
