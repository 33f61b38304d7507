"""One training run: an agent, an environment, and the only code that steps either."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, BinaryIO

from playground.agents.dice import Dice, episode_seed
from playground.agents.replay import TransitionLog
from playground.engine.guard import Guard
from playground.engine.inputs import Input, apply_input, check_input
from playground.engine.metrics import Metrics
from playground.engine.settings import Settings
from playground.engine.trace import Trace
from playground.envs.base import EnvironmentParams, State
from playground.errors import DivergedError


class Session:
    """A run as a value: the same settings and inputs give the same bits, whoever calls step().

    Call arrays.prepare_thread() once in every thread that steps one.
    """

    def __init__(self, settings: Settings, inputs: Iterable[Input] = (), spill: BinaryIO | None = None) -> None:
        """Set up the run; `inputs` are replayed at their steps, `spill` takes the older part of the transition log."""
        self.settings = settings
        self.params: Any = copy.deepcopy(settings.params)  # live: read at the moment of use
        self.environment_params = settings.environment_params  # live too; changed by inputs alone
        self.card = settings.card
        self.n_steps = 0  # calls of step(), which for one environment is environment steps
        self.n_episodes = 0  # ended
        self.episode_step = 0
        self.episode_return = 0.0
        self.episode_over = True  # the next step begins an episode, so that the last state of the old one stays to see
        self.action: int | None = None
        self.explored: bool | None = None
        self.terminated = False
        self.truncated = False
        self.metrics = Metrics()
        self.inputs: list[Input] = []  # applied so far
        self._to_come = sorted(inputs, key=_input_step)
        self._environment = self.card.make(self.environment_params)
        self._observation = self._environment.reset(self._episode_seed())
        space = settings.space
        self.log = TransitionLog(len(space.scale), getattr(self.params, "buffer_size", 1), spill)
        self.agent = settings.learner.make(self.params, space, self.log, Dice(self.params.seed))
        self.guard = Guard(self)
        self._apply_inputs()

    @property
    def state(self) -> State:
        """The environment's exact state."""
        return self._environment.snapshot()

    def submit(self, kind: str, payload: dict[str, Any], gesture: int = 0) -> None:
        """Change the run from outside, now, between two steps; raises a PlaygroundError and changes nothing if bad."""
        check_input(self, kind, payload)
        self._apply(Input(self.n_steps, kind, copy.deepcopy(payload), gesture))

    def change_environment(self, parameters: EnvironmentParams) -> None:
        """Go on with these parameters, the episode under way too; an input, and nobody else, calls this."""
        self.environment_params = parameters
        self._environment.set_parameters(parameters)

    def roll_back(self) -> int:
        """Put the learner back to where its numbers were still well, as an input; return the step it was at."""
        step = self.guard.memories[0].step
        self.submit("restore", {"step": step})
        return step

    def step(self, trace: Trace | None = None) -> None:
        """One step of the environment and the learning then due; `trace` is filled and influences nothing.

        Raises DivergedError when the numbers of learning run away. The step is whole even then; roll_back() puts
        the learner back to where it was well.
        """
        agent = self.agent
        if self.episode_over:
            self._begin_episode()
        epsilon = getattr(self.params, "epsilon", 0.0)
        decision = agent.act(self._observation, inspect=trace is not None)
        next_observation, reward, terminated = self._environment.step(decision.action)
        self.episode_step += 1
        self.episode_return += reward
        self.guard.see_reward(reward)
        truncated = self.episode_step >= self.params.steps_per_episode
        over = terminated or truncated
        observation, self._observation = self._observation, next_observation
        self.action, self.explored = decision.action, decision.explored
        self.terminated, self.truncated, self.episode_over = terminated, truncated, over
        self.log.append(observation, decision.action, reward, terminated, truncated, next_observation)

        stats = agent.stats
        copies = stats.n_target_copies
        diverged = self._learn(trace)
        agent.end_step(episode_ended=over)
        self.n_steps += 1
        self.metrics.add_step(self.n_steps, getattr(self.params, "epsilon", 0.0), stats.loss, stats.mean_value)
        if over:
            self.n_episodes += 1
            self.metrics.episodes.append(self.n_steps, self.episode_return, self.episode_step)
        if trace is not None:
            trace.step, trace.episode = self.n_steps, self.n_episodes + (not over)
            trace.observation, trace.values, trace.next_observation = observation, decision.values, next_observation
            trace.epsilon, trace.die = epsilon, decision.die
            trace.explored, trace.action = decision.explored, decision.action
            trace.reward, trace.terminated, trace.truncated = reward, terminated, truncated
            trace.target_copied = stats.n_target_copies > copies
            trace.epsilon_after = getattr(self.params, "epsilon", 0.0)
        if diverged is None:
            self.guard.remember_if_due()
        self._apply_inputs()
        if diverged is not None:
            raise diverged

    def _learn(self, trace: Trace | None) -> DivergedError | None:
        try:
            for _ in range(self.agent.updates_due()):
                self.agent.update(trace)
                self.guard.check()
        except DivergedError as error:
            return error
        return None

    def _begin_episode(self) -> None:
        if self.n_steps:
            self._observation = self._environment.reset(self._episode_seed())
        self.episode_step = 0
        self.episode_return = 0.0
        self.episode_over = False

    def _episode_seed(self) -> int:
        return episode_seed(self.params.seed, 0, self.n_episodes)

    def _apply_inputs(self) -> None:
        while self._to_come and self._to_come[0].step <= self.n_steps:
            self._apply(self._to_come.pop(0))

    def _apply(self, entry: Input) -> None:
        apply_input(self, entry)
        self.inputs.append(entry)


def _input_step(entry: Input) -> int:
    return entry.step
