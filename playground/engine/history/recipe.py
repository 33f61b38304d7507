"""A recipe: all that defines a run, to repeat it, without what it learned.

It takes a few kilobytes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.evaluation.policy import policy_of, weights_sha256
from playground.engine.run.demonstrations import check_episode, check_learns_from_episodes, numbers_of
from playground.engine.run.fingerprint import fingerprint
from playground.engine.run.inputs import CHECK, Input
from playground.engine.run.interventions import check_forced_action, check_push, check_set_state
from playground.engine.run.live_changes import check_live, check_scheduled, check_weights
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError, never, until_stopped
from playground.i18n import N_

Weights = Mapping[str, NDArray[np.float32]]


class RecipeError(PlaygroundError):
    """A recipe that contradicts itself, or lacks something that it needs."""


@dataclass(frozen=True)
class Reached:
    """The result of a run, to compare a repetition with."""

    n_steps: int  # env steps
    weights_sha256: str
    mean: float | None = None  # return of its policy on fresh starts, where it was measured


@dataclass(frozen=True)
class Recipe:
    """Settings, inputs and length of a run.

    The payload of "load_weights" is {"weights": ...}, by name. Where these were too many to be written down, it is
    {"weights_sha256": ...} instead, until with_weights() gives them back.
    """

    settings: Settings
    inputs: tuple[Input, ...]
    n_steps: int  # env steps to train; the last call of step() may go a little beyond
    until_solved: bool = False  # or to here, if the task is solved
    eval_every: int | None = None  # env steps; None: as usual
    reached: Reached | None = None
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    fingerprint: Mapping[str, str] = field(default_factory=dict)  # left out, that of this process
    name: str = field(default="", compare=False)  # of its file, or what a person pasted: to be told which it is

    def __post_init__(self) -> None:
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", fingerprint(self.settings))

    @property
    def goal(self) -> int:
        """The env steps at which its run ended, or was to end if that is not known."""
        return self.reached.n_steps if self.reached is not None else self.n_steps

    @property
    def missing(self) -> set[str]:
        """The hashes of weights that it needs and does not hold."""
        return {entry.payload["weights_sha256"] for entry in self.inputs if "weights_sha256" in entry.payload}

    def with_weights(self, weights: Weights) -> Recipe:
        """Return the recipe with weights that it lacks.

        Raises RecipeError if they are others.
        """
        digest = weights_sha256(weights)
        if digest not in self.missing:
            raise RecipeError(
                N_(
                    "These are not the weights that the recipe begins from: they have the hash {given}…, and it needs {needed}…. Choose the file whose policy has these weights. Nothing was changed."
                ),
                given=digest[:12],
                needed=", ".join(sorted(hash_[:12] for hash_ in self.missing)),
            )
        given = {"weights": dict(weights)}
        inputs = (
            dataclasses.replace(entry, payload=given) if entry.payload.get("weights_sha256") == digest else entry
            for entry in self.inputs
        )
        return dataclasses.replace(self, inputs=tuple(inputs))

    def not_followed(self, error: PlaygroundError) -> RecipeError:
        """Return the words for an input that turned out to be impossible at its step."""
        return RecipeError(
            N_("“{file}” cannot be followed to its end. {error} Get it again, or from somewhere else."),
            file=self.name,
            error=error,
        )

    def check(self, should_stop: Callable[[], bool] = never) -> None:
        """Raise a PlaygroundError for inputs impossible with these settings.

        Whether a state that "restore" names is still remembered, and what becomes of an added episode, shows only when
        the run is there.
        """
        settings, before, n_numbers = self.settings, 0, 0
        params, environment_params = settings.params, settings.environment_params
        shapes = settings.learner.weight_shapes(params, settings.space)
        n_calls = calls_in(self.n_steps, settings)
        for entry in until_stopped(self.inputs, should_stop):
            if not before <= entry.step <= n_calls:
                raise RecipeError(
                    N_(
                        "A change is at call {call}, which is before the one above it, or after the end of the run at call {last}."
                    ),
                    call=f"{entry.step:,}",
                    last=f"{n_calls:,}",
                )
            before, payload = entry.step, entry.payload
            if entry.kind == "set_hyper":
                params = check_live(params, payload)
            elif entry.kind == "set_environment":
                environment_params = check_live(environment_params, payload)
            elif entry.kind == "release_hyper":
                check_scheduled(params, payload)
            elif entry.kind == "load_weights":
                if "weights_sha256" not in payload:
                    check_weights(shapes, payload)
            elif entry.kind == "push":
                check_push(settings.card, payload)
            elif entry.kind == "force_action":
                check_forced_action(settings.card, payload)
            elif entry.kind == "set_state":
                check_set_state(settings.card, payload)
            elif entry.kind == "add_episode":
                check_learns_from_episodes(settings.learner, params)
                check_episode(settings.card, payload, n_numbers)
                n_numbers += numbers_of(payload)
            elif entry.kind == "restore":
                _check_restore(payload, entry.step * n_sub_envs(settings))
            else:
                raise RecipeError(
                    N_("There is no change called “{kind}”. There are: {known}."),
                    kind=entry.kind,
                    known=", ".join(CHECK),
                )


def n_sub_envs(settings: Settings) -> int:
    """Return how many environments a run steps side by side.

    That is how many environment steps a call of Session.step() makes.
    """
    n: int = getattr(settings.params, "n_environments", 1)
    return n


def calls_in(n_steps: int, settings: Settings) -> int:
    """Return how many calls of Session.step() make `n_steps` environment steps."""
    return -(-n_steps // n_sub_envs(settings))


def recipe_of(session: Session, eval_every: int | None = None) -> Recipe:
    """Return the recipe of a run up to now.

    Call it between two steps, on the thread that makes them. Of one that has not begun, it is the recipe of the whole
    run.
    """
    settings = session.settings
    if session.n_steps:
        reached = Reached(session.n_steps, policy_of(session).weights_sha256)
        return Recipe(settings, tuple(session.inputs), session.n_steps, eval_every=eval_every, reached=reached)
    inputs = (*session.inputs, *session.to_come)
    last = max((entry.step * n_sub_envs(settings) for entry in inputs), default=0)
    return Recipe(settings, inputs, max(settings.params.run_length, last), eval_every=eval_every)


def _check_restore(payload: dict[str, Any], n_steps: int) -> None:
    step = payload.get("step")
    if type(step) is not int or not 0 <= step <= n_steps:
        raise RecipeError(N_("The learner cannot be put back to step {step} from step {now}."), step=step, now=n_steps)
