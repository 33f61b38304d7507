"""Evaluation by greedy episodes: the best policy so far, and whether it solves.

Evaluations have their own environments, their own starts and always the environment's own reward. The best policy is
chosen on one set of starts and reported on another that was never used to choose.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.cadence import FEW, FEWEST, FIRST_EVERY, STEPS_TO_BEGIN, Cadence
from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.evaluation.result import Evaluation
from playground.engine.run.session import Session
from playground.envs.base import EnvironmentCard, EnvironmentParams, is_cut_off

SELECTION, CONFIRMATION, REPORT, ASKED, LOOK, PUSHED = range(
    6
)  # sets of starts; numbers are part of every run ever saved


class EvaluationStopped(Exception):
    """An evaluation that was given up before its end: nothing was changed."""


def evaluate(
    actor: Actor,
    card: EnvironmentCard,
    seeds: NDArray[np.uint32],
    parameters: EnvironmentParams | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Evaluation:
    """Play one greedy episode for each reset seed, all at once.

    An episode ends at the environment's own time limit. The environment has these `parameters`, or its defaults. The
    batch keeps its full width until the last episode has ended: products over other widths have other bits. Raises
    EvaluationStopped between two of its steps where `should_stop` says so.
    """
    environments = card.make_batch(len(seeds), parameters or card.parameters())
    returns, rewarded = np.zeros((2, len(seeds)))
    lengths = np.zeros(len(seeds), np.int64)
    alive = np.ones(len(seeds), np.bool_)
    with np.errstate(all="ignore"):  # episodes that have ended go on unseen, and may go anywhere
        observations = environments.reset(seeds)
        for _ in range(card.steps_per_episode):
            if should_stop is not None and should_stop():
                raise EvaluationStopped
            actions = actor.act_batch(observations)
            observations, rewards, terminated = environments.step(actions)
            returns += np.multiply(rewards, alive, out=rewarded)
            lengths += alive
            np.greater(alive, terminated, out=alive)  # alive and not terminated
            if not alive.any():
                break
    return Evaluation(tuple(returns.tolist()), tuple(lengths.tolist()))


def reaches(
    actor: Actor, card: EnvironmentCard, seeds: NDArray[np.uint32], parameters: EnvironmentParams, goal: float
) -> tuple[bool, int]:
    """Whether greedy episodes return `goal` or more from every start.

    Returns the steps made to know, too. They are played one after the other, and given up at the first that falls short.
    """
    environment = card.make(parameters)
    highest = math.inf if card.rewards is None else max(card.rewards[1], 0.0)
    made = 0
    for seed in seeds:
        observation, total, limit = environment.reset(int(seed)), 0.0, card.steps_per_episode
        for left in range(limit - 1, -1, -1):
            observation, reward, terminated = environment.step(actor.act(observation)[0])
            made += 1
            total += reward
            if terminated or is_cut_off(environment) or total + highest * left < goal:
                break
        if total < goal:
            return False, made
    return True, made


def evaluate_policy(policy: Policy, episodes: int, seed: int) -> Evaluation:
    """Evaluate a policy on starts that depend on `seed` alone.

    The environment is as it was when the policy was taken.
    """
    return _evaluate(policy, evaluation_seeds(seed, ASKED, 0, episodes))


def report_on(policy: Policy, n_starts: int) -> Evaluation:
    """Evaluate a policy on the starts of its run that no policy is ever chosen on.

    They depend on the seed of the run alone. The environment is as it was when the policy was taken.
    """
    return _evaluate(policy, evaluation_seeds(policy.settings.params.seed, REPORT, 0, n_starts))


def _evaluate(policy: Policy, seeds: NDArray[np.uint32], should_stop: Callable[[], bool] | None = None) -> Evaluation:
    return evaluate(policy.actor(), policy.settings.card, seeds, policy.environment_params, should_stop)


@dataclass(frozen=True)
class Best:
    """The best policy so far; `score` is its mean over its selection starts."""

    policy: Policy
    score: float


@dataclass(frozen=True)
class EvaluationFindings:
    """Findings of an evaluator, and when the next evaluation is due.

    They change with an evaluation and at no other time.
    """

    best: Best | None
    solved_at: int | None
    found_in: EnvironmentParams  # what both were found under
    next: int  # env steps
    next_look: int  # env steps when it looks at a policy from a few starts
    counted_from: tuple[int, int]  # env steps and updates, for the cadence
    spent_us: int  # on evaluations, by the costs that the cadence knows


class Evaluator:
    """Evaluations of a session, now and then, and the best policy they found.

    It reads the session and never changes it. It plays in the environment as it is in the run at that moment. What was
    found under other parameters of the environment is not comparable: as long as they differ there is no `best` and
    nothing is `solved_at`, and the first evaluation under the new ones starts both afresh. Put back before that, they
    are as before. When it evaluates next is not changed by it. All this depends on the run alone.
    """

    def __init__(self, session: Session, every: int | None = None) -> None:
        """Evaluate every `every` env steps, or by default as Cadence says."""
        self.session = session
        self._best: Best | None = None
        self._solved_at: int | None = None
        self._found_in = session.environment_params  # what both were found under
        self.every = every
        n_weights = sum(weights.size for weights in session.agent.weights().values())
        self._cadence = Cadence(session, n_weights)
        self._next = self._next_look = session.n_steps + (every or FIRST_EVERY)

    @property
    def best(self) -> Best | None:
        """The best policy in the environment as it is now."""
        return self._best if self._is_comparable() else None

    @property
    def solved_at(self) -> int | None:
        """The env steps when a policy was first confirmed to solve the task.

        None if that was in another environment than the present one.
        """
        return self._solved_at if self._is_comparable() else None

    def due(self) -> bool:
        """Whether it is time for another evaluation, or for a look at the policy.

        A look is one from a few starts. It depends on the run alone, never on a clock, so that every run of the same settings finds the same best.
        """
        return self.session.n_steps >= min(self._next, self._next_look)

    def run_if_due(self) -> bool:
        """Evaluate the policy where it is time.

        It is, too, where a look at it from a few starts says that it may solve. Returns whether it did. Raises EnvironmentFault as run() does.
        """
        n_steps = self.session.n_steps
        if n_steps >= self._next:
            if self.every or self._cadence.starts() >= FEWEST:
                self.run()
                return True
            self._next = n_steps + FIRST_EVERY  # there was no time for it yet
        if n_steps < self._next_look:
            return False
        self._next_look = n_steps + FIRST_EVERY
        if self.every or not self._may_solve():
            return False
        self.run()
        return True

    def run(self) -> None:
        """Evaluate the current policy, and confirm it if it may be the best.

        Raises EnvironmentFault when an environment that somebody added fails; the next try is then a while away.
        """
        session = self.session
        self._next = self._next_look = session.n_steps + (self.every or FIRST_EVERY)
        if not self._is_comparable():
            self._best, self._solved_at, self._found_in = None, None, session.environment_params
        policy = policy_of(session)
        n_starts = session.card.evaluation_episodes if self.every else max(1, self._cadence.starts())
        is_whole = n_starts == session.card.evaluation_episodes
        selection = _evaluate(policy, self._seeds(SELECTION, session.n_steps, n_starts))
        cost = STEPS_TO_BEGIN + max(selection.lengths)
        confirmed_mean = math.nan
        may_be_best = self.best is None or selection.mean > self.best.score
        may_solve = is_whole and self.solved_at is None and self._solves(selection.mean)
        score = selection.mean
        if (may_be_best and n_starts >= FEWEST) or may_solve:
            confirmation = _evaluate(policy, self._seeds(CONFIRMATION, session.n_steps, n_starts))
            cost += STEPS_TO_BEGIN + max(confirmation.lengths)
            confirmed_mean = confirmation.mean
            score = (selection.mean + confirmation.mean) / 2
            if may_solve and self._solves(confirmation.mean):
                self._solved_at = session.n_steps
        if self.best is None or score > self.best.score:
            self._best = Best(policy, score)
        session.metrics.evaluations.append(session.n_steps, selection.mean, selection.std, confirmed_mean)
        self._next = session.n_steps + (self.every or self._cadence.steps_until_next(cost, n_starts))
        self._cadence.note(cost, n_starts)

    def _may_solve(self) -> bool:
        """Whether the current policy reaches the goal from a few starts."""
        session, goal = self.session, self.session.card.solved_at
        if goal is None or self.solved_at is not None or not self._cadence.may_look():
            return False
        policy = policy_of(session)
        seeds = self._seeds(LOOK, session.n_steps, FEW)
        does, n_made = reaches(policy.actor(), session.card, seeds, session.environment_params, goal)
        self._cadence.note_look(n_made)
        return does

    def findings(self) -> EvaluationFindings:
        """Return the findings so far."""
        return EvaluationFindings(
            self._best,
            self._solved_at,
            self._found_in,
            self._next,
            self._next_look,
            self._cadence.state(),
            self._cadence.spent_us,
        )

    def begin_with(self, findings: EvaluationFindings) -> None:
        """Go on from findings of this run, or of one that was the same up to here."""
        self._best, self._solved_at, self._found_in = findings.best, findings.solved_at, findings.found_in
        self._next, self._next_look = findings.next, findings.next_look
        self._cadence.restore(findings.counted_from, findings.spent_us)

    def ask(self, *, notes: bool = True, should_stop: Callable[[], bool] | None = None) -> Evaluation:
        """Evaluate the current policy because a person asked for it.

        It chooses nothing, and with `notes` is seen on the curves. Where the environment is slow it is from fewer
        starts. Raises EvaluationStopped.
        """
        session = self.session
        seeds = self._seeds(ASKED, session.n_steps, self._cadence.starts_asked())
        evaluation = _evaluate(policy_of(session), seeds, should_stop)
        if notes:
            session.metrics.evaluations.append(session.n_steps, evaluation.mean, evaluation.std, math.nan)
        return evaluation

    def report(self, policy: Policy) -> Policy:
        """Return `policy` with its evaluation on starts used for no choice.

        There are 100, or as many as there is time for where the environment is slow.

        It is played in the environment as it was when the policy was taken. Raises EnvironmentFault as run() does.
        """
        return dataclasses.replace(policy, evaluation=report_on(policy, self._cadence.starts_of_report()))

    def _is_comparable(self) -> bool:
        return self._found_in == self.session.environment_params

    def _solves(self, mean: float) -> bool:
        solved_at = self.session.card.solved_at
        return solved_at is not None and mean >= solved_at

    def _seeds(self, starts: int, step: int, n: int) -> NDArray[np.uint32]:
        return evaluation_seeds(self.session.settings.params.seed, starts, step, n)
