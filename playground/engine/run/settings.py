"""Settings a run starts from.

Together with versions, seed and inputs they give the whole run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import playground.engine.catalogue  # noqa: F401  enters all algorithms and environments in their tables
from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, Mirror, Space
from playground.engine.run.cautions import cautions
from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams
from playground.hyper import Value, changed, hypers
from playground.i18n import _


@dataclass(frozen=True)
class Settings:
    """Environment, algorithm and initial parameters; `params` never changes.

    Raises PairError for an algorithm that cannot act in the environment, HyperError for hyperparameters that do not
    suit it. Left out, `environment_params` are the defaults of the environment.
    """

    environment: str
    algorithm: str
    params: CommonParams
    preset: str = ""  # where the values came from, for people
    environment_params: EnvironmentParams = None  # type: ignore[assignment]  # filled in below
    # What a step of somebody's own environment costs, as it was measured once; filled in below. Evaluations are held by
    # it, so that a run evaluates alike on every computer. None for an environment of ours, whose card has it.
    step_us: float | None = None

    def __post_init__(self) -> None:
        if self.step_us is None:
            object.__setattr__(self, "step_us", ENVIRONMENTS.get(self.environment).measured_us)
        self.learner.check_fits(self.space)
        self.learner.check_params(self.params, self.space)
        if self.environment_params is None:
            object.__setattr__(self, "environment_params", self.card.parameters())

    @property
    def card(self) -> EnvironmentCard:
        card = ENVIRONMENTS.get(self.environment)
        return card if self.step_us == card.measured_us or card.measured is None else card.measured(self.step_us)

    @property
    def space(self) -> Space:
        """The environment as the algorithm knows it."""
        card = self.card
        scale = tuple(quantity.scale for quantity in card.observation)
        counts = tuple(quantity.count for quantity in card.observation)
        return Space(
            scale=scale,
            n_actions=0 if card.action_bounds else len(card.actions),
            mirror=None if card.mirror is None else Mirror(*card.mirror),
            action_bounds=card.action_bounds,
            ranges=tuple(quantity.usual_range for quantity in card.observation),
            may_end_well=card.may_end_well,
            counts=counts if any(counts) else (),
        )

    @property
    def learner(self) -> Algorithm:
        return ALGORITHMS.get(self.algorithm)

    def with_values(self, values: dict[str, Any]) -> Settings:
        """Return these settings with some hyperparameters changed and everything checked."""
        return dataclasses.replace(self, params=changed(self.params, values))

    def with_environment(self, values: dict[str, Any]) -> Settings:
        """Return these settings with changed parameters of the environment.

        Everything is checked.
        """
        return dataclasses.replace(self, environment_params=changed(self.environment_params, values))

    def caution(self, name: str, value: Value) -> str:
        """Return in words what a person should know who sets a hyperparameter to `value`.

        It is empty for nearly all, and in the language of the moment.
        """
        return _(self.learner.caution(name, value, self.space))

    def cautions(self, values: Mapping[str, Value] | None = None) -> dict[str, str]:
        """Return in words, by name, what a person should know before a run.

        They are in the language of the moment. Left out, `values` are the initial ones.
        """
        values = values or self.values()
        own = {name: words for name, value in values.items() if (words := self.caution(name, value))}
        return own | {name: str(term) for name, term in cautions(values).items()}

    def values(self) -> dict[str, Value]:
        """Return every hyperparameter's initial value by name."""
        return values_of(self.params)


def values_of(params: Any) -> dict[str, Value]:
    """Return the value of every record of `params` by name."""
    return {record.name: getattr(params, record.name) for record in hypers(params)}
