"""`playground run`: repeat the run of a recipe and compare the results."""

from __future__ import annotations

import argparse

from playground.cli.environment_names import say_doubt, typed_environment
from playground.cli.terminal import complain, say, say_json
from playground.cli.training import Trained, say_result, trained
from playground.engine.history.recipe import Recipe, RecipeError
from playground.engine.run.fingerprint import differences, fingerprint, in_words
from playground.errors import HyperError, UnknownNameError
from playground.i18n import N_, _
from playground.store.policy.file import load_policy
from playground.store.recipe.file import load_recipe
from playground.store.safe.sanitize import plain

_DIGITS = 12  # of a hash, for people


def run(arguments: argparse.Namespace) -> int:
    """Train as the recipe says, report, and say whether it is the same run.

    The report is that of `train`. Returns the exit code.
    """
    recipe = _open(arguments)
    doubt = recipe.settings.card.doubt
    others = differences(recipe.fingerprint, fingerprint(recipe.settings), doubt)
    if doubt and len(others) == 1:
        say_doubt(recipe.settings.card)
    elif others:
        complain(
            _(
                "The curve of this run may differ from the recipe's, and agrees with it in its statistics: {differences}."
            ).format(differences=in_words(others))
        )
    try:
        with trained(recipe) as done:
            result = done.result(saved=None)
            if arguments.json:
                say_json(result, arguments.output)
            else:
                say_result(done)
            text, is_same = _compared(recipe, done, bool(others))
            (complain if arguments.json else say)(text)
    except (HyperError, UnknownNameError) as error:  # of an input: that is where a recipe may be wrong and not show it
        raise recipe.not_followed(error) from None
    return 0 if done.outcome.error is None and (is_same or others) else 1


def _open(arguments: argparse.Namespace) -> Recipe:
    """Return the named recipe, with all that it needs."""
    named = None if arguments.env is None else typed_environment(arguments.env)
    recipe = load_recipe(arguments.file)
    own, file = recipe.settings.environment, plain(arguments.file, 200)
    if named not in (None, own):
        arguments.wrong_usage(
            _("The recipe “{file}” is of a run in {own}, and --env names {named}. Leave --env out.").format(
                file=file, own=plain(own, 100), named=named
            )
        )
    if arguments.weights is not None and recipe.missing:
        recipe = recipe.with_weights(load_policy(arguments.weights).weights)
    if recipe.missing:
        raise RecipeError(
            N_(
                "“{file}” begins from weights that were too large to be written into it (hash {hashes}…). Name the policy file they came from with --weights. Nothing was trained."
            ),
            file=file,
            hashes=", ".join(sorted(digest[:_DIGITS] for digest in recipe.missing)),
        )
    return recipe


def _compared(recipe: Recipe, done: Trained, is_elsewhere: bool) -> tuple[str, bool]:
    """Say how the run compares with the recipe's, and whether that is right."""
    reached = recipe.reached
    if reached is None:
        return _("The recipe does not say what its run came to, so there is nothing to compare."), True
    if done.session.n_steps != reached.n_steps:
        text = _("This run made {ours} steps and that of the recipe {theirs}, so there is nothing to compare.")
        return text.format(
            ours=f"{done.session.n_steps:,}", theirs=f"{reached.n_steps:,}"
        ), done.outcome.end == "stopped"
    if done.final.weights_sha256 == reached.weights_sha256:
        return _("The weights are those that the recipe came to, bit for bit."), True
    if is_elsewhere:
        return _("The weights are not, bit for bit, those that the recipe came to, as was to be expected here."), False
    return _(
        "The weights are not those that the recipe came to, although all that the bits depend on is the same. If the environment is one of your own, its code has changed since; if not, please report this with the recipe."
    ), False
