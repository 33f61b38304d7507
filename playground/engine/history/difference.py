"""The first difference between two runs side by side, by stages of the step."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.i18n import N_, _, with_minus
from playground.number_text import four_digits

# The stages of a step in their order, and what is said where they are the first to differ.
_WORDS = {
    "observation": N_("Step {step}: the two environments stand in different states."),
    "action": N_("Step {step}: in the same state, A takes “{a}” and B takes “{b}”."),
    "outcome": N_(
        "Step {step}: the same action in the same state, but the environments answer differently: reward {a} and {b}."
    ),
    "sample": N_("Step {step}: the same action and outcome, but the updates learn from different samples."),
    "target": N_(
        "Step {step}: the same action and sample, but the targets differ, {a} and {b} on average. From here on the weights do."
    ),
    "weights": N_(
        "Step {step}: the same action, sample and targets, but the update differs. From here on the weights do."
    ),
}
STAGES = tuple(_WORDS)
_SAMPLE = ("positions", "position")  # how the algorithms call the rows that an update learns from
_NOT_WEIGHTS = ("stats", "held", "lines")  # of an agent's state


@dataclass(frozen=True)
class ComparedStage:
    """One stage of the step, as text for either run."""

    name: str
    same: bool
    a: str = ""
    b: str = ""


@dataclass(frozen=True)
class Difference:
    """The first step in which two runs differ.

    Its stages are in their order, and at least one of them differs.
    """

    step: int  # environment steps done after it
    stages: tuple[ComparedStage, ...]

    @property
    def first(self) -> ComparedStage:
        """The first stage that differs."""
        return next(stage for stage in self.stages if not stage.same)

    def sentence(self) -> str:
        """Return it in a sentence, in the language of the moment."""
        first = self.first
        return with_minus(_(_WORDS[first.name]).format(step=f"{self.step:,}", a=_(first.a), b=_(first.b)))


def difference(a: Session, b: Session, trace_a: Trace, trace_b: Trace) -> Difference | None:
    """Return how the newest steps of two runs differ; None if they do not.

    What is only set differently, epsilon say, is no difference until it shows in one of the stages.
    """
    stages = (
        ComparedStage("observation", same(trace_a.observation, trace_b.observation)),
        ComparedStage("action", same(_actions(a), _actions(b)), _action_words(a, trace_a), _action_words(b, trace_b)),
        ComparedStage(
            "outcome",
            same(_outcome(a, trace_a), _outcome(b, trace_b)),
            four_digits(trace_a.reward),
            four_digits(trace_b.reward),
        ),
        ComparedStage("sample", same(_sample(trace_a), _sample(trace_b))),
        ComparedStage(
            "target", same(trace_a.update.get("target"), trace_b.update.get("target")), _mean(trace_a), _mean(trace_b)
        ),
        ComparedStage("weights", same(_weights(a), _weights(b))),
    )
    return None if all(stage.same for stage in stages) else Difference(b.n_steps, stages)


def same(one: Any, other: Any) -> bool:
    """Whether two nested values have the same bits; NaN equals itself."""
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__array__") or hasattr(other, "__array__"):  # an array
        first, second = np.asarray(one), np.asarray(other)
        return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()
    if dataclasses.is_dataclass(one):
        return type(one) is type(other) and same(vars(one), vars(other))
    return bool(one == other) or (one != one and other != other)


def same_actions(a: Session, b: Session) -> bool:
    """Whether both runs took the same actions in their newest step."""
    return same(_actions(a), _actions(b))


def _actions(session: Session) -> list[Any]:
    return [sub_env.action for sub_env in session.sub_envs]


def _action_words(session: Session, trace: Trace) -> str:
    action = trace.action
    return (
        session.card.actions[action] if isinstance(action, int) else " ".join(four_digits(number) for number in action)
    )


def _outcome(session: Session, trace: Trace) -> list[Any]:
    return [
        trace.reward,
        *((sub_env.observation, sub_env.terminated, sub_env.truncated) for sub_env in session.sub_envs),
    ]


def _sample(trace: Trace) -> list[Any]:
    return [trace.n_updates, *(trace.update.get(name) for name in _SAMPLE)]


def _mean(trace: Trace) -> str:
    return "" if trace.mean_target is None else four_digits(trace.mean_target)


def _weights(session: Session) -> dict[str, Any]:
    return {name: value for name, value in session.agent.state().items() if name not in _NOT_WEIGHTS}
