"""`playground info` of a session file: what run it holds, in words or as JSON."""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli.environment_names import typed_environment
from playground.cli.info.text import made_with, promise_rows, say_rows, say_values
from playground.cli.terminal import say, say_json
from playground.engine.history.recipe import n_sub_envs
from playground.engine.run.promise import promise_of
from playground.engine.run.settings import values_of
from playground.hyper import hypers
from playground.i18n import _
from playground.store.safe.sanitize import plain
from playground.store.session.file import SESSION, load_session_manifest
from playground.store.session.manifest import ManifestContent


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
    if arguments.env is not None:
        typed_environment(arguments.env)
    content = load_session_manifest(arguments.file)
    if arguments.json:
        say_json(_as_json(content), arguments.output)
        return 0
    say(plain(arguments.file, 200))
    say_rows(_rows(content))
    say("")
    say(_("Hyperparameters at the start, and when it was saved where that differs:"))
    settings = content.settings
    say_values(hypers(settings.params), settings.values(), values_of(content.params[-1]))
    return 0


def _as_json(content: ManifestContent) -> dict[str, Any]:
    settings, bests, elsewhere = content.settings, content.tables.bests, content.made_elsewhere
    return {
        "format": SESSION.format,
        "title": content.title,
        "created": content.created,
        "environment": settings.environment,
        "algorithm": settings.algorithm,
        "preset": settings.preset,
        "settings": settings.values(),
        "values": values_of(content.params[-1]),
        "environment_settings": values_of(settings.environment_params),
        "progress": dict(content.progress),
        "changes": len(content.inputs),
        "best": bests[-1].score if bests else None,
        "fingerprint": dict(content.fingerprint),
        "made_elsewhere": None if elsewhere is None else elsewhere.n_calls * n_sub_envs(settings),
        "same_on": promise_of(settings).reach,
    }


def _rows(content: ManifestContent) -> list[tuple[str, str]]:
    settings, bests = content.settings, content.tables.bests
    progress = _("{steps} steps, {episodes} episodes, {updates} updates").format(**content.progress)
    best = _("none")
    if bests:
        best = _("mean return {mean:g} at step {step}").format(mean=bests[-1].score, step=f"{bests[-1].policy.step:,}")
    return [
        (_("title"), content.title or "–"),
        (_("algorithm"), _(settings.learner.title)),
        (_("environment"), settings.environment),
        (_("preset"), settings.preset or "–"),
        (_("seed"), str(settings.params.seed)),
        (_("trained"), progress),
        (_("changes"), str(len(content.inputs))),
        (_("best policy"), best),
        (_("made"), content.created.replace("T", " ")),
        (_("with"), made_with(content.fingerprint)),
        *promise_rows(settings, content.fingerprint),
    ]
