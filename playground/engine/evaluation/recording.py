"""One recorded episode, for replay, video and evaluation tables.

It holds states, actions, rewards and Q-values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.plain_sums import sum_in_order
from playground.engine.evaluation.policy import Policy
from playground.envs.base import Environment, EnvironmentParams, State, is_cut_off, picture_of
from playground.envs.scene import Scene


@dataclass(frozen=True)
class Recording:
    """One episode, with one more state than actions.

    The last state is where it ended.
    """

    environment: str
    seed: int
    states: list[State]
    actions: list[Any]  # numbers of discrete ones, or arrays of continuous ones
    rewards: list[float]
    values: NDArray[np.float32]  # (steps, actions): the very arrays that chose
    terminated: bool
    truncated: bool
    environment_params: EnvironmentParams  # it was played under
    stage: Environment | None = field(default=None, compare=False, repr=False)  # it was played on, and draws itself

    @property
    def total(self) -> float:
        """The return of the episode."""
        return sum_in_order(self.rewards)

    def __len__(self) -> int:
        return len(self.actions)

    def scene(self, frame: int, caption: str = "") -> Scene:
        """Return frame `frame` with the action that led to it.

        Frame 0 is the start and len(self) the end.
        """
        last = frame == len(self)
        return Scene(
            state=self.states[frame],
            action=self.actions[frame - 1] if frame else None,
            explored=False if frame else None,
            step=frame,
            episode_return=sum_in_order(self.rewards[:frame]),
            terminated=last and self.terminated,
            truncated=last and self.truncated,
            caption=caption,
            parameters=self.environment_params,
            picture=None if self.stage is None else picture_of(self.stage, self.states[frame]),
        )


def record_episode(policy: Policy, seed: int) -> Recording:
    """Play the greedy episode from the start of reset(seed=seed).

    It runs to the environment's own time limit. The environment has the parameters it had when the policy was taken.
    One that somebody added may raise EnvironmentFault.
    """
    card = policy.settings.card
    actor = policy.actor()
    environment = card.make(policy.environment_params)
    observation = environment.reset(seed)
    states = [environment.snapshot()]
    actions: list[Any] = []
    rewards: list[float] = []
    values: list[NDArray[np.float32]] = []
    terminated = False
    while not (terminated or is_cut_off(environment)) and len(actions) < card.steps_per_episode:
        action, shown = actor.act(observation)
        observation, reward, terminated = environment.step(action)
        states.append(environment.snapshot())
        actions.append(action)
        rewards.append(reward)
        values.append(shown)
    return Recording(
        card.id,
        seed,
        states,
        actions,
        rewards,
        np.array(values, np.float32),
        terminated,
        truncated=len(actions) >= card.steps_per_episode or is_cut_off(environment),
        environment_params=policy.environment_params,
        stage=environment,
    )
