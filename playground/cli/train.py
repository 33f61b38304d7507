"""`playground train`: train without a window; save a policy, print a result."""

from __future__ import annotations

import argparse
import contextlib

from playground.agents.base import ALGORITHMS, PairError
from playground.cli.environment_names import say_doubt, typed_environment
from playground.cli.terminal import complain, say, say_json
from playground.cli.training import Trained, say_result, trained
from playground.engine.history.recipe import Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import ALGORITHM, ENVIRONMENT, Preset
from playground.engine.run.settings import Settings
from playground.envs.gym_adapter.spaces import AddError
from playground.errors import HyperError, PlaygroundError, UnknownNameError
from playground.hyper import parse_assignment
from playground.i18n import N_, _
from playground.registry import Registry
from playground.store.policy.file import check_can_save, save_policy
from playground.store.recipe.file import save_recipe
from playground.store.safe.atomic import check_writable
from playground.store.safe.sanitize import plain


def run(arguments: argparse.Namespace) -> int:
    """Train, save and report; return the exit code."""
    try:
        settings = settings_from(arguments)
    except (HyperError, UnknownNameError, PairError, AddError) as error:
        arguments.wrong_usage(str(error))
    settings.card.check_available()
    if arguments.save is not None:
        check_can_save(settings, arguments.save)
    if arguments.save_recipe is not None:
        check_writable(arguments.save_recipe)
    say_doubt(settings.card)
    run_length = settings.params.run_length
    recipe = Recipe(settings, (), run_length, arguments.until_solved, arguments.eval_every)
    with trained(recipe) as done:
        if done.best is None:  # the environment failed in every evaluation: what was learned is kept all the same
            arguments.save_which = "current"
        if done.outcome.end == "failed" and arguments.save is None:
            complain(_("With --save, what is learned until such a moment is kept."))
        is_saved = _save(arguments, done)
        is_written = _save_recipe(arguments, done, recipe)
        result = done.result(arguments.save if is_saved else None)
        if arguments.json:
            if done.outcome.end in ("stopped", "diverged", "failed"):  # who pressed Ctrl-C wants to know
                for text in _saved(arguments, is_saved, is_written):
                    complain(text)
            say_json(result, arguments.output)
        else:
            say_result(done)
            for text in _saved(arguments, is_saved, is_written):
                say(text)
    is_kept = is_saved == (arguments.save is not None) and is_written == (arguments.save_recipe is not None)
    return 0 if done.outcome.error is None and is_kept else 1


def settings_from(arguments: argparse.Namespace) -> Settings:
    """Return the settings that the flags ask for.

    Raises HyperError or UnknownNameError.
    """
    settings = _preset(arguments).settings()
    physics = dict(parse_assignment(settings.environment_params, text, "length=1") for text in arguments.set_env)
    settings = settings.with_environment(physics)
    values = dict(parse_assignment(settings.params, text) for text in arguments.set)
    flags = {"seed": arguments.seed, "run_length": arguments.steps}
    return settings.with_values(values | {name: value for name, value in flags.items() if value is not None})


def _preset(arguments: argparse.Namespace) -> Preset:
    """Return the preset of --preset, or the first of environment and algorithm.

    Where only an algorithm is asked for, its environment is the first that somebody made a preset of it for. A preset
    that this pair has not brings the environment or the algorithm that no flag names.
    """
    any_environment, any_algorithm = arguments.env is None, arguments.algo is None
    if any_algorithm and not any_environment:
        environment = typed_environment(arguments.env)
        algorithm = _algorithm_for(environment)
    else:
        algorithm = ALGORITHMS.get(ALGORITHM if any_algorithm else arguments.algo).name
        made_for = [preset.environment for preset in PRESETS if preset.algorithm == algorithm]
        environment = typed_environment(next(iter(made_for), ENVIRONMENT) if any_environment else arguments.env)
    if arguments.preset is None:
        return PRESETS.first(environment, algorithm)
    named: Registry[Preset] = Registry(N_("preset"))
    for preset in (*PRESETS.offered(environment, algorithm), *PRESETS):
        fits_environment = any_environment or preset.environment == environment
        fits_algorithm = any_algorithm or preset.algorithm == algorithm
        if fits_environment and fits_algorithm and preset.name not in named:
            named.add(preset.name, preset)
    return named.get(arguments.preset)


def _algorithm_for(environment: str) -> str:
    """Return the default algorithm of an environment.

    It is that of its first preset, or the first that can act in it.
    """
    for preset in PRESETS:
        if preset.environment == environment:
            return preset.algorithm
    for algorithm in (ALGORITHM, *ALGORITHMS.names()):
        with contextlib.suppress(PairError):
            PRESETS.first(environment, algorithm).settings()
            return algorithm
    return ALGORITHM


def _save(arguments: argparse.Namespace, done: Trained) -> bool:
    """Save what --save asks for; return whether something was saved.

    A failure is reported, and the result still given.
    """
    if arguments.save is None:
        return False
    policy = done.best if arguments.save_which == "best" else done.final
    if policy is None or not done.session.n_steps:
        complain(_("Nothing was learned yet, so nothing was saved."))
        return False
    try:
        save_policy(policy, arguments.save)
    except PlaygroundError as error:
        complain(str(error))
        return False
    return True


def _save_recipe(arguments: argparse.Namespace, done: Trained, recipe: Recipe) -> bool:
    """Write the recipe that --save-recipe asks for; return whether it was.

    A failure is reported, as for a policy.
    """
    if arguments.save_recipe is None:
        return False
    try:
        save_recipe(done.recipe(recipe), arguments.save_recipe)
    except PlaygroundError as error:
        complain(str(error))
        return False
    return True


def _saved(arguments: argparse.Namespace, is_saved: bool, is_written: bool) -> list[str]:
    texts = []
    if is_saved:
        is_best = arguments.save_which == "best"
        text = _("Saved the best policy to {file}.") if is_best else _("Saved the policy at the end to {file}.")
        texts.append(text.format(file=plain(arguments.save, 200)))
    if is_written:
        texts.append(_("Wrote the recipe of the run to {file}.").format(file=plain(arguments.save_recipe, 200)))
    return texts
