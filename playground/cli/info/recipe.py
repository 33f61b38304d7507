"""`playground info` of a recipe: what run it makes, in words or as JSON."""

from __future__ import annotations

import argparse

from playground.cli.environment_names import typed_environment
from playground.cli.info.text import made_with, promise_rows, say_rows, say_values
from playground.cli.terminal import say, say_json
from playground.engine.history.recipe import Recipe
from playground.engine.run.inputs import Input
from playground.hyper import hypers
from playground.i18n import _
from playground.store.recipe.file import load_recipe, recipe_json
from playground.store.safe.sanitize import plain


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
    if arguments.env is not None:
        typed_environment(arguments.env)
    recipe = load_recipe(arguments.file)
    if arguments.json:
        say_json(recipe_json(recipe), arguments.output)
        return 0
    say(plain(arguments.file, 200))
    say_rows(_rows(recipe))
    say("")
    say(_("Hyperparameters at the start:"))
    values = recipe.settings.values()
    say_values(hypers(recipe.settings.params), values, values)
    return 0


def _rows(recipe: Recipe) -> list[tuple[str, str]]:
    settings, reached = recipe.settings, recipe.reached
    result = _("not known")
    if reached is not None:
        result = _("{steps} steps, weights {hash}…").format(
            steps=f"{reached.n_steps:,}", hash=reached.weights_sha256[:12]
        )
    return [
        (_("algorithm"), _(settings.learner.title)),
        (_("environment"), settings.environment),
        (_("preset"), settings.preset or "–"),
        (_("seed"), str(settings.params.seed)),
        (_("runs for"), _("{n} steps").format(n=f"{recipe.goal:,}")),
        (_("came to"), result),
        (_("changes"), "; ".join(map(_said, recipe.inputs[-20:])) or _("none")),
        (_("made"), recipe.created.replace("T", " ")),
        (_("with"), made_with(recipe.fingerprint)),
        *promise_rows(settings, recipe.fingerprint),
    ]


def _said(entry: Input) -> str:
    words = [entry.payload.get("name", entry.kind), entry.payload.get("value", "")]
    return f"{entry.step:,}: {' '.join(map(str, words)).strip()}"
