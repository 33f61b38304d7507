"""One training run: an agent, an environment, and the only code that steps either."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import numpy as np

from playground.agents.base import take_forced
from playground.agents.nn.divergence import with_cause
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.engine.insight.buffer import BufferReader
from playground.engine.insight.minibatch import minibatch_of
from playground.engine.run.divergence_guard import DivergenceGuard
from playground.engine.run.forced_action import forced_action
from playground.engine.run.inputs import Input, apply_input, check_input
from playground.engine.run.metrics import Metrics
from playground.engine.run.settings import Settings
from playground.engine.run.sub_env import SubEnv
from playground.engine.run.trace import Trace
from playground.envs.base import EnvironmentParams, State
from playground.errors import DivergedError, EnvironmentFault


class Session:
    """A run as a value: the same settings and inputs give the same bits.

    That holds whoever calls step(). Call arrays.prepare_thread() once in every thread that steps one.
    """

    def __init__(self, settings: Settings, inputs: Iterable[Input] = (), spill: BinaryIO | None = None) -> None:
        """Set up the run.

        `inputs` are repeated at their steps; `spill` takes the older part of the transition log. One that cannot be
        made raises a PlaygroundError when its step has come.
        """
        self.settings = settings
        self.params: Any = copy.deepcopy(settings.params)  # live: read at the moment of use
        self.environment_params = settings.environment_params  # live too; changed by inputs alone
        self.card = settings.card
        self.n_calls = 0  # of step()
        self.n_steps = 0  # environment steps: one for each environment in each call
        self._curves = settings.learner.curves
        space = settings.space
        self.metrics = new_metrics(settings)
        self.inputs: list[Input] = []  # applied so far
        self.to_come: deque[Input] = deque(sorted(inputs, key=_input_step))
        self.log = TransitionLog(len(space.scale), rows_in_memory(self.params), spill, space.action_size)
        self.rng = RunRng(self.params.seed)
        self.agent = settings.learner.make_learner(self.params, space, self.log, self.rng)
        n, seed = self.agent.n_environments, self.params.seed
        self.sub_envs = [SubEnv(number, self.card, self.environment_params, seed) for number in range(n)]
        self.see_sub_envs()
        self.guard = DivergenceGuard(self.agent)
        self.buffer = BufferReader(self.log, n, space.n_actions)

    @property
    def shown(self) -> SubEnv:
        """The environment that people see: the first."""
        return self.sub_envs[0]

    @property
    def state(self) -> State:
        """The exact state of the environment that is shown."""
        return self.shown.environment.snapshot()

    @property
    def was_forced(self) -> bool:
        """Whether a person chose the newest action of the environment that is shown."""
        return forced_action(self.inputs, self.n_calls - 1) is not None

    @property
    def n_episodes(self) -> int:
        """The number of episodes that have ended."""
        return sum(sub_env.n_episodes for sub_env in self.sub_envs)

    def submit(self, kind: str, payload: dict[str, Any], gesture: int = 0) -> None:
        """Change the run from outside, now, between two steps.

        Raises a PlaygroundError and changes nothing if bad.
        """
        self.catch_up()
        check_input(self, kind, payload)
        self._apply(Input(self.n_calls, kind, copy.deepcopy(payload), gesture))

    def catch_up(self) -> None:
        """Apply the inputs that are to be repeated at this very step.

        The next step would begin with it; evaluations come before it.
        """
        while self.to_come and self.to_come[0].step <= self.n_calls:
            entry = self.to_come[0]
            check_input(self, entry.kind, entry.payload)
            self._apply(self.to_come.popleft())

    def change_environment(self, parameters: EnvironmentParams) -> None:
        """Go on with these parameters, the episode under way too.

        An input, and nobody else, calls this.
        """
        self.environment_params = parameters
        for sub_env in self.sub_envs:
            sub_env.environment.set_parameters(parameters)

    def put(self, values: Sequence[float]) -> None:
        """Cut the episode that is shown off, and begin another where these values say.

        They are those of card.placing.numbers. An input, and nobody else, calls this.
        """
        placing = self.card.placing
        assert placing is not None
        if self.n_calls:
            self.log.cut_off(self.log.added.row_of(self.n_steps - len(self.sub_envs)))
        noise = getattr(self.agent, "noise", None)
        if noise is not None:
            noise.begin()  # as at every other end of an episode
        self.shown.put(lambda state: placing.placed(state, values))
        self.see_sub_envs()

    def see_sub_envs(self) -> None:
        """Read the observations anew, after environments were changed from outside.

        Outside means: not by step().
        """
        self._observations = np.array([sub_env.observation for sub_env in self.sub_envs])

    def roll_back(self) -> int:
        """Restore the learner to before it diverged, as an input.

        Returns the step it was at.
        """
        self.catch_up()  # it may change what is remembered
        step = self.guard.memories[0].step
        self.submit("restore", {"step": step})
        return step

    def step(self, trace: Trace | None = None) -> None:
        """Step each environment once, and make the learning then due.

        `trace` is filled and influences nothing. Raises DivergedError when the numbers of learning run away. The step
        is whole even then; roll_back() puts the learner back to where it was well. Raises EnvironmentFault when an
        environment that somebody added fails. In reset, nothing has happened and the next step tries it again. In a
        step, that one is whole too: the episode is cut off where it was, with a last transition that leads nowhere, and
        the next step begins another.
        """
        if self.to_come:
            self.catch_up()
        agent, observations = self.agent, self._observations
        for number, sub_env in enumerate(self.sub_envs):
            if sub_env.over:
                observations[number] = sub_env.begin_episode()
        if trace is not None:
            trace.observation = observations[0].copy()
            trace.before = self._numbers()
            trace.params = copy.copy(self.params)
        decision = agent.act(observations, inspect=trace is not None)
        forced: Any = None
        if self.inputs and self.inputs[-1].step == self.n_calls:
            forced = forced_action(self.inputs, self.n_calls)
        if forced is not None:
            taken = np.array(forced, np.float32) if self.card.action_bounds else forced
            decision = take_forced(agent, observations, decision, taken)
        fault: EnvironmentFault | None = None
        n_ended, limit, action_counts = 0, self.params.steps_per_episode, self.metrics.action_counts
        for number, sub_env in enumerate(self.sub_envs):
            action = decision.actions[number]
            try:
                next_observation, reward = sub_env.step(action, decision.explored[number], limit)
            except EnvironmentFault as error:
                next_observation, reward = sub_env.break_off(action, decision.explored[number])
                fault = error
            self.guard.see_reward(reward)
            self.log.append(
                observations[number], action, reward, sub_env.terminated, sub_env.truncated, next_observation
            )
            observations[number] = next_observation
            n_ended += sub_env.over
            if action_counts:
                action_counts[action] += 1
            if trace is not None and number == 0:
                trace.next_observation, trace.reward = next_observation, reward

        stats = agent.stats
        copies = stats.n_target_copies
        diverged = self._learn(trace)
        if trace is not None and trace.shows_inside:  # before a rollout is forgotten
            self._show_inside(trace)
        agent.end_step(n_episodes_ended=n_ended)
        self.n_calls += 1
        n = len(self.sub_envs)
        self.n_steps += n
        self.metrics.add_step(self.n_steps, agent.curve(), n)
        if n_ended:
            for sub_env in self.sub_envs:
                if sub_env.over:
                    self.metrics.episodes.append(self.n_steps, sub_env.episode_return, sub_env.episode_step)
        if trace is not None:
            sub_env = self.shown
            trace.step, trace.episode = self.n_steps, sub_env.n_episodes + (not sub_env.over)
            trace.values, trace.die, trace.details = decision.values, decision.die, dict(decision.details)
            trace.explored, trace.action = bool(sub_env.explored), sub_env.action
            trace.forced = forced is not None
            trace.terminated, trace.truncated = sub_env.terminated, sub_env.truncated
            trace.target_copied = stats.n_target_copies > copies
            trace.after, trace.insight = self._numbers(), dict(agent.insight())
        if diverged is None:
            self.guard.remember_if_due(self.n_steps)
        elif not self._is_put_back_next():
            raise diverged
        if fault is not None:
            raise fault

    def _show_inside(self, trace: Trace) -> None:
        trace.minibatch = minibatch_of(trace.update, self.log, len(self.sub_envs), self.settings.space.is_continuous)
        trace.buffer = self.buffer.view(self.agent.insight(), trace.update.get("positions"))

    def _numbers(self) -> dict[str, float]:
        return dict(zip(self._curves, self.agent.curve(), strict=True))

    def _learn(self, trace: Trace | None) -> DivergedError | None:
        try:
            for _ in range(self.agent.updates_due()):
                self.agent.update(trace)
                self.guard.check()
        except DivergedError as error:
            return with_cause(error.values["what"], self.params, self._changed_in_vain())
        return None

    def _changed_in_vain(self) -> set[str]:
        """Return the settings that were changed where the learner was put back.

        They did not help where it diverges again.
        """
        names: set[str] = set()
        put_back_at = -1
        for entry in self.inputs:
            if entry.kind == "restore":
                put_back_at = entry.step
            elif entry.kind == "set_hyper" and entry.step == put_back_at:
                names.add(entry.payload["name"])
            elif entry.kind == "set_hyper":
                names.discard(entry.payload["name"])
        return names

    def _is_put_back_next(self) -> bool:
        """Whether this repeated run was put back by hand right after this step."""
        return any(entry.step == self.n_calls and entry.kind == "restore" for entry in self.to_come)

    def _apply(self, entry: Input) -> None:
        apply_input(self, entry)
        self.inputs.append(entry)


def rows_in_memory(params: Any) -> int:
    """Return how many of the newest transitions the algorithm reads.

    That is its replay buffer, or its rollout.
    """
    rows: int = getattr(params, "buffer_size", 0) or getattr(params, "rollout_rows", 1)
    return rows


def new_metrics(settings: Settings) -> Metrics:
    """Return the curves of a run that has not begun."""
    learner, space = settings.learner, settings.space
    return Metrics(learner.curves, space.n_actions if learner.shown_in(space) == "probabilities" else 0)


def _input_step(entry: Input) -> int:
    return entry.step
