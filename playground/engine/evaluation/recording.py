"""One recorded episode, for replay, video and evaluation tables.

It holds states, actions, rewards and Q-values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.arithmetic.plain_sums import sum_in_order
from playground.engine.evaluation.policy import Policy
from playground.envs.base import (
    Environment,
    EnvironmentCard,
    EnvironmentParams,
    Observation,
    State,
    is_cut_off,
    picture_of,
)
from playground.envs.scene import Scene
from playground.errors import CancelledError, never


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
    is_placed: bool = False  # whether it starts where somebody put it, not where its seed does
    stage: Environment | None = field(default=None, compare=False, repr=False)  # it was played on, and draws itself
    pushes: tuple[tuple[int, float], ...] = ()  # before which action somebody pushed, and the change of the velocity

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


def record_episode(
    policy: Policy, seed: int, start: State | None = None, should_stop: Callable[[], bool] = never
) -> Recording:
    """Play the greedy episode from the start of reset(seed=seed), or from `start`.

    It runs to the environment's own time limit. The environment has the parameters it had when the policy was taken.
    One that somebody added may raise EnvironmentFault. Raises CancelledError between two steps if it should stop.
    """
    return record(
        policy.actor(), policy.settings.card, policy.environment_params, seed, start=start, should_stop=should_stop
    )


def record(
    actor: Actor,
    card: EnvironmentCard,
    parameters: EnvironmentParams,
    seed: int,
    given: Sequence[Any] = (),
    *,
    start: State | None = None,
    should_stop: Callable[[], bool] = never,
) -> Recording:
    """Play an episode that begins with the `given` actions, and goes on by the actor.

    See record_episode().
    """
    environment = card.make(parameters)
    observation = environment.reset(seed)
    if start is not None:
        observation = environment.restore(start)
    begun = Recording(
        card.id,
        seed,
        [environment.snapshot()],
        [],
        [],
        np.empty((0, 0), np.float32),
        terminated=False,
        truncated=False,
        environment_params=parameters,
        stage=environment,
        is_placed=start is not None,
    )
    return _played_on(actor, card, begun, environment, observation, given, should_stop)


def record_pushed(policy: Policy, recording: Recording, frame: int, change: float) -> Recording:
    """Return an episode as it goes on after a push at one of its frames.

    It goes on greedily; the last frame has nothing to go on to. `recording` is of this policy, in an environment whose card has a push; `change` is that of the velocity, as far as
    the push goes. What was recorded after the frame is not kept, and neither are later pushes.
    """
    push = policy.settings.card.push
    assert push is not None
    environment = policy.settings.card.make(recording.environment_params)
    state = push.moved(recording.states[frame], min(max(change, -push.most), push.most))
    observation = environment.restore(state)
    begun = replace(
        recording,
        states=[*recording.states[:frame], state],
        actions=recording.actions[:frame],
        rewards=recording.rewards[:frame],
        values=recording.values[:frame],
        stage=environment,
        pushes=(*(each for each in recording.pushes if each[0] <= frame), (frame, change)),
    )
    return _played_on(policy.actor(), policy.settings.card, begun, environment, observation)


def _played_on(
    actor: Actor,
    card: EnvironmentCard,
    begun: Recording,
    environment: Environment,
    observation: Observation,
    given: Sequence[Any] = (),
    should_stop: Callable[[], bool] = never,
) -> Recording:
    """Return a begun episode with its rest: `given` actions, then the actor's."""
    limit, coming = card.steps_per_episode, iter(given)
    states, actions, rewards = list(begun.states), list(begun.actions), list(begun.rewards)
    values = list(begun.values)
    terminated = False
    while not (terminated or is_cut_off(environment)) and len(actions) < limit:
        if should_stop():
            raise CancelledError
        action, shown = actor.act(observation)
        action = next(coming, action)
        observation, reward, terminated = environment.step(action)
        states.append(environment.snapshot())
        actions.append(action)
        rewards.append(reward)
        values.append(shown)
    return replace(
        begun,
        states=states,
        actions=actions,
        rewards=rewards,
        values=np.array(values, np.float32),
        terminated=terminated,
        truncated=len(actions) >= limit or is_cut_off(environment),
    )
