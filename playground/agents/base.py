"""What every algorithm shares: the hyperparameters of any run and the Agent protocol."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from playground.errors import PlaygroundError
from playground.hyper import hyper
from playground.i18n import N_
from playground.registry import Registry

if TYPE_CHECKING:  # the form reads this before anything needs NumPy
    import numpy as np
    from numpy.typing import NDArray

    from playground.agents.greedy import Actor
    from playground.agents.rng import RunRng
    from playground.agents.schedules import Schedules
    from playground.agents.state_columns import StateColumns


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
    n_actions: int  # how many discrete actions there are; 0 where actions are continuous
    mirror: Mirror | None = None  # None: its two sides differ
    action_bounds: tuple[tuple[float, float], ...] = ()  # lowest and highest of each number of a continuous action
    ranges: tuple[tuple[float, float], ...] = ()  # where each number of an observation usually lies

    @property
    def is_continuous(self) -> bool:
        """Whether an action is a vector of numbers instead of one of a few choices."""
        return bool(self.action_bounds)

    @property
    def action_size(self) -> int:
        """How many numbers an action has in the transition log; a discrete one is its number."""
        return len(self.action_bounds) or 1


class Decision(NamedTuple):
    """What an agent chose for each environment, and how it came to the first one's action."""

    actions: Sequence[Any]  # the number of a discrete action, or the array of a continuous one
    explored: Sequence[bool]
    values: NDArray[np.float32] | None  # the very array that chose (see Agent.look); None when nobody needed it
    die: float  # what chance said of the first: below epsilon explore, say
    details: Mapping[str, Any] = {}  # more about the first, for its words; when somebody looks, and never written to


CHECK_EVERY = 50  # updates between two looks at how large the values are


@dataclass
class UpdateStats:
    """The newest numbers of learning, for plots and the divergence guard; NaN before the first update."""

    loss: float = math.nan
    mean_value: float = math.nan  # mean over the minibatch of Q(s, a); of one of the newest few
    largest_value: float = 0.0  # largest |value| of a minibatch, taken anew every CHECK_EVERY updates
    n_target_copies: int = 0


class Agent(Protocol):
    """An algorithm: it acts, learns from the transition log, and can be asked what it sees.

    The Session is its only caller. `params` is read at the moment of use, so that a change made live counts at once.
    """

    params: Any
    n_environments: int  # that it wants to step side by side
    schedules: Schedules  # of its scheduled hyperparameters
    n_updates: int

    @property
    def stats(self) -> UpdateStats:
        """The newest numbers of learning, and what more the algorithm keeps of them."""

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose an action for each observation, shape (n_environments, features).

        With `inspect`, compute the values even where a die decides.
        """

    def look(self, observation: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what it thinks of a state, (features,), without acting: the numbers that the bars show.

        Q-values, the probability of each action, or the continuous action: see Algorithm.shows.
        """

    def curve(self) -> tuple[float, ...]:
        """Return the newest value of each of its algorithm's `curves`, NaN where there is none yet."""

    def updates_due(self) -> int:
        """Return how many updates this step owes, now that its transitions are in the log."""

    def update(self, trace: LearningTrace | None = None) -> None:
        """Make one update; raise DivergedError, with no weight changed, when its numbers are not finite."""

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Do what belongs to the end of a step: schedules and the target network."""

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return copies of the parameters that act when evaluated or saved, by name, as a policy file holds them."""

    def state(self) -> dict[str, Any]:
        """Return copies of all it needs to go on, bit for bit, that hyperparameters, log and dice do not hold."""

    def state_columns(self) -> StateColumns:
        """Declare what a new learner's state() does not show of a later one; most have nothing to declare: {}."""

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what state() gave, with the log and the dice of that moment."""

    def roll_back(self, state: dict[str, Any]) -> None:
        """Put the networks and the optimiser back to what state() gave; counters, schedules and the rest go on."""

    def load_weights(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from these parameters."""


class LearningTrace(Protocol):
    """Where an update puts its numbers when somebody looks (engine.run.trace)."""

    def record(self, **numbers: Any) -> None: ...


class StepExplainer(Protocol):
    """Says in lines of text what one step did (engine.run.trace); `actions` are the names of the actions."""

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """What it thought of the state."""

    def choice(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """How it came to its action."""

    def update(self, trace: Any) -> list[str]:
        """What it learned from, and how far off it was."""

    def after(self, trace: Any) -> list[str]:
        """What else changed."""


class PairError(PlaygroundError):
    """An algorithm that cannot act in an environment, and why."""


def needs_discrete_actions(space: Space) -> None:
    """Raise PairError where actions are continuous."""
    if space.is_continuous:
        raise PairError(
            N_("This algorithm chooses among a few actions, and the actions of this environment are continuous numbers. Choose ddpg, a2c or ppo for it, or another environment."),
        )  # fmt: skip


def needs_continuous_actions(space: Space) -> None:
    """Raise PairError where actions are discrete."""
    if not space.is_continuous:
        raise PairError(
            N_("This algorithm steers by continuous numbers, and this environment offers a choice of {n} actions. Choose another algorithm for it, or an environment with continuous actions, such as Pendulum-v1."),
            n=space.n_actions,
        )  # fmt: skip


def suits_all_actions(space: Space) -> None:
    """Raise nothing: for algorithms that can act everywhere."""


def suits_every_space(params: Any, space: Space) -> None:
    """Raise nothing: for algorithms whose hyperparameters do not depend on the environment."""


def resolve(place: str) -> Any:
    """Return what is at "module:name", importing its module only now.

    An entry names its learner by place, so that the form and the command line can read all entries without NumPy or
    torch, and no params.py knows what stands above it.
    """
    module, _colon, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


@dataclass(frozen=True)
class Algorithm:
    """What the form, the command line and the Session need to know about an algorithm."""

    name: str
    title: str
    text: str
    params: type[CommonParams]
    check_fits: Callable[[Space], None]  # raises PairError where it cannot act
    curves: tuple[
        str, ...
    ]  # what it plots beside the returns: columns of engine.run.metrics, in the order of Agent.curve()
    shows: Literal["q", "probabilities", "action"]  # what the bars are; see shown_in()
    learner: str  # place of its Agent, "playground.agents.dqn.dqn:DQN"; see resolve()
    actor: str  # place of what makes its greedy Actor of (params, space, weights of a policy file)
    explainer: str  # place of its StepExplainer
    layer_sizes: Callable[[Any, Space], tuple[int, ...]]  # of what acts, as a policy file and people are told
    weight_shapes: Callable[[Any, Space], dict[str, tuple[int, ...]]]  # of what acts, by name in a policy file
    check_params: Callable[[Any, Space], None] = suits_every_space  # HyperError: they do not suit it
    body: str = N_("Network")  # what layer_sizes are the sizes of

    def make_learner(self, params: Any, space: Space, log: Any, rng: RunRng) -> Agent:
        """Return a new learner that reads and moves `params`, and learns from `log`, a TransitionLog."""
        agent: Agent = resolve(self.learner)(params, space, log, rng)
        return agent

    def make_actor(self, params: Any, space: Space, weights: dict[str, NDArray[np.float32]]) -> Actor:
        """Return what acts greedily by the weights of a policy file."""
        actor: Actor = resolve(self.actor)(params, space, weights)
        return actor

    def make_explainer(self) -> StepExplainer:
        """Return what puts its steps into words."""
        explainer: StepExplainer = resolve(self.explainer)()
        return explainer

    def shown_in(self, space: Space) -> Literal["q", "probabilities", "action"]:
        """Return what the bars are in an environment: the probabilities of a policy are none of continuous actions."""
        return "action" if space.is_continuous and self.shows == "probabilities" else self.shows


ALGORITHMS: Registry[Algorithm] = Registry(N_("algorithm"))
