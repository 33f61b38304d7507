"""The manifest of a policy file: a Policy without its weights as JSON, and back with every value checked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from playground.agents.base import ALGORITHMS, CommonParams, PairError
from playground.engine.evaluation import Evaluation
from playground.engine.policy import Policy
from playground.engine.settings import Settings, values_of
from playground.envs.base import ENVIRONMENTS, EnvironmentParams
from playground.errors import HyperError, PlaygroundError, UnknownNameError
from playground.hyper import Value, changed, hypers
from playground.registry import Registry
from playground.store.plain import plain
from playground.store.refusal import BadFileError

SCHEMA = 2  # 2 adds the parameters of the environment; a file where they are the defaults is still written as 1
MAX_EPISODES = 10_000  # of an evaluation
MAX_TEXT = 200  # characters of any one string
MAX_VERSIONS = 20

_KEYS = {
    "format", "size", "checksum",  # container.py
    "schema", "title", "created", "environment", "algorithm", "layer_sizes", "preset", "settings", "values",
    "progress", "evaluation", "versions",
}  # fmt: skip
_KEYS_OF = {1: _KEYS, 2: _KEYS | {"environment_settings", "environment_values"}}

P = TypeVar("P", CommonParams, EnvironmentParams)


def manifest_of(policy: Policy) -> dict[str, Any]:
    """Return what the file says about `policy`."""
    environment = environment_json(policy)
    has_defaults = all(values == values_of(policy.settings.card.parameters()) for values in environment.values())
    return {
        "schema": 1 if has_defaults else SCHEMA,
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
    """Return the environment's parameters at the start of the run and when the policy was taken."""
    return {
        "environment_settings": values_of(policy.settings.environment_params),
        "environment_values": values_of(policy.environment_params),
    }


def policy_from(manifest: dict[str, Any]) -> Policy:
    """Return the policy without its weights; raise BadFileError if anything is missing, unknown or wrong.

    Names are looked up in our own tables and nowhere else. A hyperparameter, or a parameter of the environment, that
    the file does not name has its default: it did not exist when the file was written.
    """
    schema = _count(manifest.get("schema"), "schema")
    if schema > SCHEMA:
        raise BadFileError("newer", version=schema)
    _require(schema in _KEYS_OF, "schema")
    _require_keys(manifest, _KEYS_OF[schema])
    progress = manifest["progress"]
    _require_keys(progress, {"steps", "episodes", "updates"}, "progress")
    settings = _settings(manifest)
    policy = Policy(
        settings=settings,
        values=values_of(_live(settings.params, manifest["values"], "values")),
        weights={},
        step=_count(progress["steps"], "steps"),
        n_episodes=_count(progress["episodes"], "episodes"),
        n_updates=_count(progress["updates"], "updates"),
        evaluation=_evaluation(manifest["evaluation"]),
        title=_text(manifest["title"], "title"),
        created=_moment(manifest["created"]),
        versions=_versions(manifest["versions"]),
        environment_params=_live(
            settings.environment_params, manifest.get("environment_values", {}), "environment_values"
        ),
    )
    _require(manifest["layer_sizes"] == list(policy.layer_sizes), "layer_sizes")
    return policy


def _settings(manifest: dict[str, Any]) -> Settings:
    environment, algorithm = _text(manifest["environment"], "environment"), _text(manifest["algorithm"], "algorithm")
    _require_known(ENVIRONMENTS, environment, "environment")
    _require_known(ALGORITHMS, algorithm, "algorithm")
    params = _changed(ALGORITHMS.get(algorithm).params(), manifest["settings"], "settings")
    environment_params = _changed(
        ENVIRONMENTS.get(environment).parameters(), manifest.get("environment_settings", {}), "environment_settings"
    )
    preset = _text(manifest["preset"], "preset")
    try:
        return Settings(environment, algorithm, params, preset, environment_params)
    except (HyperError, PairError) as error:
        raise BadFileError("settings", error=_escaped(error)) from None


def _live(first: P, values: Any, what: str) -> P:
    """Return what held when the policy was taken; only what is live may differ from the `first`, the settings."""
    live = _changed(first, values, what)
    for record in hypers(first):
        _require(record.live or getattr(live, record.name) == getattr(first, record.name), record.name)
    return live


def _changed(params: P, values: Any, what: str) -> P:
    _require(isinstance(values, dict), what)
    try:
        result: P = changed(params, values)
    except (HyperError, UnknownNameError) as error:
        raise BadFileError("settings", error=_escaped(error)) from None
    return result


def _require_known(table: Registry[Any], name: str, reason: str) -> None:
    try:
        table.get(name)
    except UnknownNameError as error:
        raise BadFileError(reason, error=_escaped(error)) from None


def _escaped(error: PlaygroundError) -> PlaygroundError:
    """Return `error`, which may quote the file, fit to be shown."""
    error.values.update({name: plain(value, 300) for name, value in error.values.items() if isinstance(value, str)})
    return error


def _evaluation_json(evaluation: Evaluation | None) -> dict[str, Any] | None:
    if evaluation is None:
        return None
    return {"returns": list(evaluation.returns), "lengths": list(evaluation.lengths)}


def _evaluation(item: Any) -> Evaluation | None:
    if item is None:
        return None
    what = "evaluation"
    _require_keys(item, {"returns", "lengths"}, what)
    returns, lengths = item["returns"], item["lengths"]
    _require(isinstance(returns, list) and isinstance(lengths, list), what)
    _require(0 < len(returns) == len(lengths) <= MAX_EPISODES, what)
    _require(all(type(value) in (int, float) for value in returns), what)
    return Evaluation(tuple(map(float, returns)), tuple(_count(value, what) for value in lengths))


def _versions(item: Any) -> dict[str, str]:
    _require(isinstance(item, dict) and len(item) <= MAX_VERSIONS, "versions")
    return {_text(name, "versions"): _text(version, "versions") for name, version in item.items()}


def _moment(item: Any) -> str:
    text = _text(item, "created")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise BadFileError("manifest", what="created") from None
    return text


def _text(item: Any, what: str) -> str:
    _require(isinstance(item, str) and len(item) <= MAX_TEXT, what)
    try:
        item.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair: no character, and print() would fail on it
        raise BadFileError("manifest", what=what) from None
    return str(item)


def _count(item: Any, what: str) -> int:
    _require(type(item) is int and 0 <= item, what)
    return int(item)


def _require_keys(item: Any, keys: set[str], what: str = "") -> None:
    _require(isinstance(item, dict), what)
    for name in sorted(set(item) ^ keys):
        _require(False, name)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise BadFileError("manifest", what=plain(what))
