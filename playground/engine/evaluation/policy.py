"""A policy as a value: its weights, and where they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.engine.evaluation.result import Evaluation
from playground.engine.run.fingerprint import versions
from playground.engine.run.settings import Settings, values_of
from playground.envs.base import EnvironmentParams

if TYPE_CHECKING:
    from playground.engine.run.session import Session


@dataclass(frozen=True)
class Policy:
    """A greedy policy and its history.

    `weights` are float32 by name; nobody writes to them. Left out, `environment_params` are those of the settings.
    """

    settings: Settings  # of the run it came from; values changed live are in `values`
    values: dict[str, Any]  # every hyperparameter when it was taken
    weights: dict[str, NDArray[np.float32]]
    step: int  # environment steps it had learned for
    n_episodes: int
    n_updates: int
    evaluation: Evaluation | None = None  # on starts never used to choose it
    title: str = ""
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    versions: dict[str, str] = field(default_factory=lambda: dict(versions()))
    environment_params: EnvironmentParams = None  # type: ignore[assignment]  # when it was taken; filled in below

    def __post_init__(self) -> None:
        if self.environment_params is None:
            object.__setattr__(self, "environment_params", self.settings.environment_params)

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        return self.settings.learner.layer_sizes(self.settings.params, self.settings.space)

    def actor(self) -> Actor:
        """Return a greedy actor on a copy of the weights."""
        settings = self.settings
        return settings.learner.make_actor(settings.params, settings.space, self.weights)

    @property
    def weights_sha256(self) -> str:
        """The hash of the parameters, float32 little-endian, in file order (by name)."""
        return weights_sha256(self.weights)


def weights_sha256(weights: Mapping[str, NDArray[np.float32]]) -> str:
    """Return the hash of parameters, float32 little-endian, in file order (by name)."""
    digest = hashlib.sha256()
    for name in sorted(weights):
        digest.update(weights[name].astype("<f4").tobytes())
    return digest.hexdigest()


def policy_of(session: Session) -> Policy:
    """Return the session's current policy; call it between two steps."""
    return Policy(
        settings=session.settings,
        values=values_of(session.params),
        weights=session.agent.weights(),
        step=session.n_steps,
        n_episodes=session.n_episodes,
        n_updates=session.agent.n_updates,
        environment_params=session.environment_params,
    )
