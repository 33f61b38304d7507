"""The manifest of a policy file: a Policy without its weights, as JSON.

Every value is checked as it is read.
"""

from __future__ import annotations

from typing import Any

from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.result import Evaluation
from playground.engine.run.settings import values_of
from playground.hyper import Value
from playground.store.format.environment_change import require_its_sizes
from playground.store.format.fields import (
    read_count,
    read_live,
    read_moment,
    read_settings,
    read_text,
    read_words,
    require,
    require_keys,
)
from playground.store.format.migrations import POLICY_HISTORY, migrated

MAX_EPISODES = 10_000  # of an evaluation


def manifest_of(policy: Policy) -> dict[str, Any]:
    """Return the manifest of `policy`.

    Where the environment is the usual one it is written as schema 1, which an older program can read.
    """
    environment = environment_json(policy)
    has_defaults = all(values == values_of(policy.settings.card.parameters()) for values in environment.values())
    return {
        "schema": 1 if has_defaults else len(POLICY_HISTORY),
        "title": policy.title,
        "created": policy.created,
        "environment": policy.settings.environment,
        "algorithm": policy.settings.algorithm,
        "layer_sizes": list(policy.layer_sizes),
        "preset": policy.settings.preset,
        "settings": policy.settings.values(),
        "values": policy.values,
        "progress": {"steps": policy.step, "episodes": policy.n_episodes, "updates": policy.n_updates},
        "evaluation": _evaluation_json(policy.evaluation),
        "versions": policy.versions,
        **({} if has_defaults else environment),
    }


def environment_json(policy: Policy) -> dict[str, dict[str, Value]]:
    """Return the environment's parameters at the start and when it was taken.

    The start is that of the run; what was taken is the policy.
    """
    return {
        "environment_settings": values_of(policy.settings.environment_params),
        "environment_values": values_of(policy.environment_params),
    }


def policy_from(manifest: dict[str, Any]) -> Policy:
    """Return the policy without its weights.

    Raises BadFileError if anything is missing, unknown or wrong. Names are looked up in our own tables and nowhere
    else. A hyperparameter, or a parameter of the environment, that the file does not name has its default: it did not
    exist when the file was written.
    """
    manifest = migrated(manifest, POLICY_HISTORY)
    progress = manifest["progress"]
    require_keys(progress, {"steps", "episodes", "updates"}, "progress")
    settings = read_settings(manifest)
    policy = Policy(
        settings=settings,
        values=values_of(read_live(settings.params, manifest["values"], "values")),
        weights={},
        step=read_count(progress["steps"], "steps"),
        n_episodes=read_count(progress["episodes"], "episodes"),
        n_updates=read_count(progress["updates"], "updates"),
        evaluation=_evaluation(manifest["evaluation"]),
        title=read_text(manifest["title"], "title"),
        created=read_moment(manifest["created"]),
        versions=read_words(manifest["versions"], "versions"),
        environment_params=read_live(settings.environment_params, manifest["environment_values"], "environment_values"),
    )
    sizes = manifest["layer_sizes"]
    require(isinstance(sizes, list) and all(type(size) is int for size in sizes), "layer_sizes")
    require_its_sizes(settings, sizes)
    require(sizes == list(policy.layer_sizes), "layer_sizes")
    return policy


def _evaluation_json(evaluation: Evaluation | None) -> dict[str, Any] | None:
    if evaluation is None:
        return None
    return {"returns": list(evaluation.returns), "lengths": list(evaluation.lengths)}


def _evaluation(item: Any) -> Evaluation | None:
    if item is None:
        return None
    what = "evaluation"
    require_keys(item, {"returns", "lengths"}, what)
    returns, lengths = item["returns"], item["lengths"]
    require(isinstance(returns, list) and isinstance(lengths, list), what)
    require(0 < len(returns) == len(lengths) <= MAX_EPISODES, what)
    require(all(type(value) in (int, float) for value in returns), what)
    return Evaluation(tuple(map(float, returns)), tuple(read_count(value, what) for value in lengths))
