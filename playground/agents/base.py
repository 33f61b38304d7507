"""What every algorithm shares: the hyperparameters of any run and the Agent protocol."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from playground.hyper import hyper
from playground.i18n import N_
from playground.registry import Registry

if TYPE_CHECKING:  # the form reads this before anything needs NumPy
    import numpy as np
    from numpy.typing import NDArray


@dataclass
class CommonParams:
    """Hyperparameters that every run has, whatever the algorithm."""

    steps_per_episode: int = hyper(
        500, low=1, high=100_000, slider=(10, 1000), unit=N_("steps"),
        doc=N_("The time limit. An episode that reaches it is cut off (truncated): it did not fail, so its last state still has a value."),
    )  # fmt: skip
    run_length: int = hyper(
        50_000, low=1, high=100_000_000, slider=(1_000, 1_000_000), log=True, unit=N_("steps"),
        doc=N_("How many environment steps the run is meant to last. Schedules are spread over it and then keep their last value; you may go on beyond it."),
    )  # fmt: skip
    seed: int = hyper(
        1, low=0, high=2**31 - 1, slider=(0, 100), live=False,
        doc=N_("Where all dice of the run start. The same seed, settings and changes give the same run, bit for bit."),
    )  # fmt: skip

    def check(self) -> None:
        """Raise HyperError where values that are allowed one by one do not go together."""


@dataclass(frozen=True)
class Mirror:
    """The mirror image of a transition in an environment that has no preferred side."""

    flips: tuple[bool, ...]  # which numbers of an observation change their sign
    actions: tuple[int, ...]  # which action each one becomes


@dataclass(frozen=True)
class Space:
    """What an algorithm needs to know about an environment."""

    scale: tuple[float, ...]  # the usual size of each number of an observation
    n_actions: int
    mirror: Mirror | None = None  # None: its two sides differ


class Decision(NamedTuple):
    """What an agent chose, and how."""

    action: int
    explored: bool
    values: NDArray[np.float32] | None  # Q(s, .), the very array that chose; None when nobody needed it
    die: float  # below epsilon: explore


CHECK_EVERY = 50  # updates between two looks at how large the values are


@dataclass
class UpdateStats:
    """The newest numbers of learning, for plots and the divergence guard; NaN before the first update."""

    loss: float = math.nan
    mean_value: float = math.nan  # mean over the minibatch of Q(s, a); of one of the newest few
    largest_value: float = 0.0  # largest |Q(s, a)| of a minibatch, taken anew every CHECK_EVERY updates
    n_target_copies: int = 0


class Agent(Protocol):
    """An algorithm: it acts, learns from the transition log, and can be asked what it sees.

    The Session is its only caller. `params` is read at the moment of use, so that a change made live counts at once;
    names in `held` are scheduled values that a person holds still.
    """

    params: Any
    held: set[str]
    stats: UpdateStats
    n_updates: int

    def act(self, observation: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose an action for one observation; with `inspect`, compute the values even where a die decides."""

    def updates_due(self) -> int:
        """Return how many updates this step owes, now that its transition is in the log."""

    def update(self, trace: LearningTrace | None = None) -> None:
        """Make one update; raise DivergedError, with no weight changed, when its numbers are not finite."""

    def hold(self, name: str) -> None:
        """Leave a scheduled hyperparameter where it is."""

    def release(self, name: str) -> None:
        """Let its schedule take over again, setting out from where it is."""

    def end_step(self, *, episode_ended: bool) -> None:
        """Do what belongs to the end of a step: schedules and the target network."""

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return copies of the parameters that act when evaluated or saved, by name, as a policy file holds them."""

    def state(self) -> dict[str, Any]:
        """Return copies of the learner's networks and its optimiser's memory."""

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to what state() gave; counters, schedules and dice go on."""

    def load_weights(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from these parameters."""


class LearningTrace(Protocol):
    """Where an update puts its numbers when somebody looks (engine.trace)."""

    def record(self, **numbers: Any) -> None: ...


@dataclass(frozen=True)
class Algorithm:
    """What the form, the command line and the Session need to know about an algorithm."""

    name: str
    title: str
    text: str
    params: type[CommonParams]
    make: Callable[..., Agent]  # (params, space, log, dice)
    layer_sizes: Callable[[Any, Space], tuple[int, ...]]  # widths of the network a policy file holds
    layer_prefix: str  # of the names of the acting network's layers in a policy file


ALGORITHMS: Registry[Algorithm] = Registry(N_("algorithm"))
