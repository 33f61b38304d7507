"""The manifest of a session file: texts and few numbers of a run, as JSON.

Every value is checked as it is read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playground.engine.evaluation.evaluation import Best
from playground.engine.evaluation.policy import Policy, weights_sha256
from playground.engine.history.archive import MOST_BESTS, MOST_KEYFRAMES, Archive
from playground.engine.history.made_elsewhere import MadeElsewhere
from playground.engine.history.recipe import Recipe, n_sub_envs
from playground.engine.run.demonstrations import MOST_STEPS
from playground.engine.run.inputs import Input
from playground.engine.run.metrics import ADDED_EPISODE, FORCED_ACTION, WEIGHTS, Mark
from playground.engine.run.settings import Settings, values_of
from playground.envs.base import EnvironmentParams
from playground.envs.placing import Placing
from playground.errors import CancelledError, HyperError, PlaygroundError, never, until_stopped
from playground.hyper import Value, hypers
from playground.number_range import LARGEST
from playground.store.format.fields import (
    escaped,
    read_count,
    read_fingerprint,
    read_list,
    read_live,
    read_moment,
    read_params,
    read_settings,
    read_text,
    read_words,
    require,
    require_keys,
)
from playground.store.format.migrations import migrated
from playground.store.recipe.inputs import inputs_json, read_inputs
from playground.store.safe.errors import BadFileError
from playground.store.session.columns import MOST
from playground.store.session.schemas import SESSION_HISTORY


@dataclass(frozen=True)
class Tables:
    """Tables of what the numbers of a session file refer to by its place."""

    marks: list[Mark]
    environments: list[EnvironmentParams]
    bests: list[Best]


@dataclass(frozen=True)
class ManifestContent:
    """The content of the manifest.

    The weights of the best policies, and of inputs, are yet to be filled in.
    """

    settings: Settings
    inputs: tuple[Input, ...]
    tables: Tables
    params: list[Any]  # of each keyframe
    progress: Mapping[str, int]
    every: int | None
    title: str
    created: str
    fingerprint: Mapping[str, str]
    made_elsewhere: MadeElsewhere | None


def tables_of(archive: Archive) -> Tables:
    """Return what the keyframes and findings of a run share, each thing once."""
    bests = {id(found.best): found.best for _, found in archive.findings if found.best is not None}
    environments = [
        archive.settings.environment_params,
        *(keyframe.environment_params for keyframe in archive.keyframes),
        *(found.found_in for _, found in archive.findings),
        *(best.policy.environment_params for best in bests.values()),
    ]
    # Keyframes share the marks of their past: each is looked at once, not once a keyframe.
    marks = {id(mark): mark for keyframe in archive.keyframes for mark in keyframe.metrics["marks"]}
    return Tables(list(dict.fromkeys(marks.values())), list(dict.fromkeys(environments)), list(bests.values()))


def weights_of_inputs(inputs: Sequence[Input]) -> dict[str, Mapping[str, Any]]:
    """Return the weights that were loaded in a run, by their hashes."""
    loaded = [entry.payload["weights"] for entry in inputs if entry.kind == "load_weights"]
    return {weights_sha256(weights): weights for weights in loaded}


def manifest_of(archive: Archive, tables: Tables) -> dict[str, Any]:
    """Return the manifest of the run."""
    settings, elsewhere = archive.settings, archive.made_elsewhere
    without_weights = [
        replace(entry, payload={"weights_sha256": weights_sha256(entry.payload["weights"])})
        if entry.kind == "load_weights"
        else entry
        for entry in archive.inputs
    ]
    return {
        "schema": len(SESSION_HISTORY),
        "title": archive.title,
        "created": archive.created,
        "environment": settings.environment,
        "algorithm": settings.algorithm,
        "preset": settings.preset,
        "settings": settings.values(),
        "environment_settings": values_of(settings.environment_params),
        "step_us": settings.step_us,
        "fingerprint": dict(archive.fingerprint),
        "made_elsewhere": elsewhere and {"calls": elsewhere.n_calls, "fingerprint": dict(elsewhere.fingerprint)},
        "progress": progress_of(archive),
        "eval_every": archive.every,
        "inputs": inputs_json(without_weights),
        "marks": [_mark_json(mark) for mark in tables.marks],
        "environments": [_differing(params, settings.environment_params) for params in tables.environments],
        "values": [_differing(keyframe.params, settings.params) for keyframe in archive.keyframes],
        "bests": [_best_json(best, settings, tables) for best in tables.bests],
    }


def progress_of(archive: Archive) -> dict[str, int]:
    """Return how far the run is."""
    present = archive.present
    return {
        "steps": present.n_steps,
        "episodes": sum(sub_env["n_episodes"] for sub_env in present.sub_envs),
        "updates": present.agent["n_updates"],
    }


def read_manifest(manifest: dict[str, Any], should_stop: Callable[[], bool] = never) -> ManifestContent:
    """Return the content of a manifest.

    Raises BadFileError if anything is missing, unknown or wrong.
    """
    manifest = migrated(manifest, SESSION_HISTORY)
    settings = read_settings(manifest)
    progress = manifest["progress"]
    require_keys(progress, {"steps", "episodes", "updates"}, "progress")
    progress = {name: read_count(count, name) for name, count in progress.items()}
    every = manifest["eval_every"]
    require(every is None or (type(every) is int and 1 <= every <= MOST), "eval_every")
    fingerprint = read_fingerprint(manifest["fingerprint"])
    environments = [
        read_live(settings.environment_params, values, "environments")
        for values in read_list(manifest["environments"], MOST, "environments")
    ]
    require(manifest["values"], "values")  # one of each keyframe, and the present is one
    return ManifestContent(
        settings=settings,
        inputs=_read_inputs(manifest["inputs"], settings, progress["steps"], fingerprint, should_stop),
        tables=Tables(
            [
                _read_mark(item, settings, progress["steps"])
                for item in until_stopped(read_list(manifest["marks"], MOST, "marks"), should_stop)
            ],
            environments,
            [_read_best(item, settings, environments) for item in read_list(manifest["bests"], MOST_BESTS, "bests")],
        ),
        params=[
            read_live(settings.params, values, "values")
            for values in read_list(manifest["values"], MOST_KEYFRAMES + 1, "values")
        ],
        progress=progress,
        every=every,
        title=read_text(manifest["title"], "title"),
        created=read_moment(manifest["created"]),
        fingerprint=fingerprint,
        made_elsewhere=_read_elsewhere(manifest["made_elsewhere"], settings, progress["steps"]),
    )


def _read_elsewhere(item: Any, settings: Settings, n_steps: int) -> MadeElsewhere | None:
    if item is None:
        return None
    what = "made_elsewhere"
    require_keys(item, {"calls", "fingerprint"}, what)
    n_calls = read_count(item["calls"], what)
    require(0 < n_calls * n_sub_envs(settings) <= n_steps, what)
    return MadeElsewhere(n_calls, read_fingerprint(item["fingerprint"]))


def _read_inputs(
    items: Any, settings: Settings, n_steps: int, fingerprint: Mapping[str, str], should_stop: Callable[[], bool]
) -> tuple[Input, ...]:
    inputs = read_inputs(items, settings.learner.weight_shapes(settings.params, settings.space), should_stop)
    require(all("weights" not in entry.payload for entry in inputs), "weights")  # they lie beside the manifest
    last = max((entry.step for entry in inputs), default=0)
    try:
        Recipe(settings, inputs, max(1, n_steps, last * n_sub_envs(settings)), fingerprint=fingerprint).check(
            should_stop
        )
    except CancelledError:
        raise
    except PlaygroundError as error:
        raise BadFileError("inputs", error=escaped(error)) from None
    return inputs


def _differing(params: Any, first: Any) -> dict[str, Value]:
    values = values_of(first)
    return {name: value for name, value in values_of(params).items() if value != values[name]}


def _mark_json(mark: Mark) -> dict[str, Any]:
    return {
        "step": mark.step,
        "name": mark.name,
        "before": mark.before,
        "after": mark.after,
        "gesture": mark.gesture,
        "released": mark.released,
        "until": mark.until,
    }


def _read_mark(item: Any, settings: Settings, n_steps: int) -> Mark:
    require_keys(item, {"step", "name", "before", "after", "gesture", "released", "until"}, "marks")
    name = read_text(item["name"], "marks")
    require(isinstance(item["released"], bool), "released")
    step, gesture = read_count(item["step"], "marks"), read_count(item["gesture"], "gesture")
    until = read_count(item["until"], "marks")
    require(max(step, until) <= n_steps and (until == 0 or until > step), "marks")
    if name == WEIGHTS:
        return Mark(step, name, read_count(item["before"], "marks"), read_count(item["after"], "marks"), gesture)
    if name == FORCED_ACTION:
        return Mark(step, name, None, _read_action(item["after"], settings), gesture)
    if name == ADDED_EPISODE:
        length = read_count(item["after"], "marks")
        require(1 <= length <= MOST_STEPS, "marks")
        return Mark(step, name, None, length, gesture)
    push = settings.card.push
    if push is not None and name in push.names:
        size = item["after"]
        require(type(size) is float and 0.0 < size <= push.most, "marks")
        return Mark(step, name, 0.0, size, gesture)
    placing = settings.card.placing
    if placing is not None and name == placing.mark:
        return Mark(step, name, None, _read_told(item["after"], placing), gesture)
    records = hypers(settings.params if name in hypers(settings.params) else settings.environment_params)
    require(name in records, "marks")
    record = records.get(name)
    try:
        before, after = record.check(item["before"]), record.check(item["after"])
    except HyperError as error:
        raise BadFileError("settings", error=escaped(error)) from None
    released = item["released"]
    none_word, held = ("", False) if released else (record.optional, record.scheduled)
    return Mark(step, name, before, after, gesture, none_word, released, until, held)


def _read_action(item: Any, settings: Settings) -> str | tuple[float, ...]:
    card = settings.card
    if not card.action_bounds:
        name = read_text(item, "marks")
        require(name in card.actions, "marks")
        return name
    numbers = read_list(item, len(card.action_bounds), "marks")
    require(all(type(number) is float for number in numbers), "marks")
    return tuple(numbers)


def _read_told(item: Any, placing: Placing) -> tuple[float, ...]:
    """Read the numbers that a mark of a placing tells."""
    numbers = read_list(item, len(placing.numbers), "marks")
    require(len(numbers) == sum(number.is_told for number in placing.numbers), "marks")
    require(all(type(number) is float and abs(number) <= LARGEST for number in numbers), "marks")
    return tuple(numbers)


def _best_json(best: Best, settings: Settings, tables: Tables) -> dict[str, Any]:
    policy = best.policy
    values = settings.values()
    return {
        "score": best.score,
        "steps": policy.step,
        "episodes": policy.n_episodes,
        "updates": policy.n_updates,
        "created": policy.created,
        "versions": policy.versions,
        "values": {name: value for name, value in policy.values.items() if value != values[name]},
        "environment": tables.environments.index(policy.environment_params),
    }


def _read_best(item: Any, settings: Settings, environments: Sequence[EnvironmentParams]) -> Best:
    what = "bests"
    keys = {"score", "steps", "episodes", "updates", "created", "versions", "values", "environment"}
    require_keys(item, keys, what)
    score, environment = item["score"], read_count(item["environment"], what)
    require(type(score) in (int, float) and math.isfinite(score) and environment < len(environments), what)
    policy = Policy(
        settings=settings,
        values=values_of(read_params(settings.params, item["values"], what)),
        weights={},
        step=read_count(item["steps"], what),
        n_episodes=read_count(item["episodes"], what),
        n_updates=read_count(item["updates"], what),
        created=read_moment(item["created"]),
        versions=read_words(item["versions"], "versions"),
        environment_params=environments[environment],
    )
    return Best(policy, float(score))
