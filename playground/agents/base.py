"""Agent protocol, table of algorithms, and the hyperparameters of every run."""

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
        500,
        label=N_("most steps of an episode"),
        group="run",
        low=1,
        high=100_000,
        slider=(10, 1000),
        unit=N_("steps"),
        doc=N_(
            "The time limit. An episode that reaches it is cut off (truncated): it did not come to its own end, so its last state still has a value."
        ),
    )
    run_length: int = hyper(
        50_000,
        label=N_("length of the run"),
        group="run",
        low=1,
        high=100_000_000,
        slider=(1_000, 1_000_000),
        log=True,
        unit=N_("steps"),
        doc=N_(
            "How many environment steps the run is meant to last. Schedules are spread over it and then keep their last value; you may go on beyond it."
        ),
    )
    seed: int = hyper(
        1,
        label=N_("random seed"),
        group="run",
        low=0,
        high=2**31 - 1,
        slider=(0, 100),
        live=False,
        doc=N_("Where all dice of the run start. The same seed, settings and changes give the same run, bit for bit."),
    )

    def check(self) -> None:
        """Raise HyperError where values that are allowed one by one do not go together."""


@dataclass(frozen=True)
class Mirror:
    """The mirror image of a transition in an environment that has no preferred side."""

    flips: tuple[bool, ...]  # which numbers of an observation change their sign
    actions: tuple[int, ...]  # which action each one becomes


@dataclass(frozen=True)
class Space:
    """Facts about an environment that an algorithm needs."""

    scale: tuple[float, ...]  # the usual size of each number of an observation
    n_actions: int  # how many discrete actions there are; 0 where actions are continuous
    mirror: Mirror | None = None  # None: its two sides differ
    action_bounds: tuple[tuple[float, float], ...] = ()  # lowest and highest of each number of a continuous action
    ranges: tuple[tuple[float, float], ...] = ()  # where each number of an observation usually lies
    may_end_well: bool = False  # whether an episode that terminates may have reached its goal
    counts: tuple[int, ...] = ()  # how many values each number has that counts on from the low end of its range; 0: any

    @property
    def n_inputs(self) -> int:
        """Count of inputs that a network has for an observation.

        A number that counts takes one for each of its values.
        """
        return sum(count or 1 for count in self.counts) or len(self.scale)

    @property
    def is_continuous(self) -> bool:
        """Whether an action is a vector of numbers instead of one of a few choices."""
        return bool(self.action_bounds)

    @property
    def action_size(self) -> int:
        """Count of numbers that an action takes in the transition log; 1 if discrete."""
        return len(self.action_bounds) or 1


class Decision(NamedTuple):
    """Actions for all environments, and how the first of them was chosen."""

    actions: Sequence[Any]  # the number of a discrete action, or the array of a continuous one
    explored: Sequence[bool]  # whether chance chose the action, or moved it away from the one thought best
    values: NDArray[np.float32] | None  # the very array that chose (see Agent.look); None when nobody needed it
    die: float  # the random number that decided about the first: below epsilon it explores, say
    details: Mapping[str, Any] = {}  # more about the first, for the explainer, when somebody looks; never written to


CHECK_EVERY = 50  # updates between two checks of how large the values are


@dataclass
class UpdateStats:
    """Newest numbers of learning, for plots and the divergence guard."""

    loss: float = math.nan  # NaN before the first update, and so is mean_value
    mean_value: float = math.nan  # mean of Q(s, a) over one of the newest minibatches
    largest_value: float = 0.0  # largest |value| of a minibatch, taken anew every CHECK_EVERY updates
    n_target_copies: int = 0


class Agent(Protocol):
    """Protocol of a learner: it acts, learns, and says what it thinks of a state.

    It learns from the transition log. The Session is its only caller. `params` is read at the moment of use, so that a
    change made live counts at once.
    """

    params: Any
    n_environments: int  # to be stepped side by side
    schedules: Schedules  # of its scheduled hyperparameters
    n_updates: int

    @property
    def stats(self) -> UpdateStats:
        """Newest numbers of learning; an algorithm may return a subclass with more."""

    @property
    def adds_noise(self) -> bool:
        """Whether its newest actions were its policy's own, which noise may have moved.

        False where they were chosen among a few, or drawn evenly from a range.
        """

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose an action for each observation, shape (n_environments, features).

        With `inspect`, compute the values even where a random number decides.
        """

    def look(self, observation: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the bars show for one state, (features,), without acting.

        Q-values, the probability of each action, or the continuous action: see Algorithm.shows.
        """

    def curve(self) -> tuple[float, ...]:
        """Return the newest value of each of Algorithm.curves, NaN where there is none."""

    def insight(self) -> Mapping[str, Any]:
        """Return numbers of where it stands, by name, for those who look inside.

        What it keeps of the past is told by `memory` ("replay", "rollout" or "newest"), `n_stored` and `capacity`: the
        newest `n_stored` rows of the log, of at most `capacity`, 0 where nothing limits them. One that keeps none has
        no such entries.
        """

    def updates_due(self) -> int:
        """Return how many updates are due now that this step's transitions are logged."""

    def update(self, trace: LearningTrace | None = None) -> None:
        """Make one update; where it diverges, raise DivergedError and change no weight."""

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Finish a step: move schedules, count towards the next target network."""

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return copies of the parameters to evaluate and save, named as in policy files."""

    def state(self) -> dict[str, Any]:
        """Return copies of what it takes, of the learner, to continue a run bit for bit.

        Hyperparameters, transition log and random generators are kept elsewhere.
        """

    def state_columns(self) -> StateColumns:
        """Declare what a new learner's state() cannot show of a later one; {} if nothing."""

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned, with that moment's log and generators."""

    def roll_back(self, state: dict[str, Any]) -> None:
        """Restore networks and optimiser only; counters, schedules and the rest go on."""

    def load_weights(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Start from what weights() returned."""


def take_forced(agent: Agent, observations: NDArray[np.float32], decision: Decision, action: Any) -> Decision:
    """Return the decision with `action` for the first environment.

    It takes the place of what act() just chose. An agent that tells or keeps the probability of what it chose has
    `force`, which keeps that of `action` instead, and returns what of the details is another one by that.
    """
    force = getattr(agent, "force", None)
    changed = {} if force is None else force(observations[:1], action)
    return decision._replace(
        actions=(action, *decision.actions[1:]),
        explored=(True, *decision.explored[1:]),
        details={**decision.details, **changed},
    )


class LearningTrace(Protocol):
    """Receiver of an update's numbers while somebody looks (engine.run.trace)."""

    def keep(self, **parameters: Any) -> None:
        """Copy what the update is about to change; record() goes with it."""

    def record(self, **numbers: Any) -> None:
        """Take the numbers of an update that was made."""


class PairError(PlaygroundError):
    """Error that says why an algorithm cannot act in an environment."""


def suits_every_space(params: Any, space: Space) -> None:
    """Raise nothing: the hyperparameters do not depend on the environment."""


def no_caution(name: str, value: Any, space: Space) -> str:
    """Return no words: whatever a hyperparameter may be does what one expects of it."""
    return ""


def resolve(place: str) -> Any:
    """Return the object at "module:name", importing its module only now.

    An entry names its learner by place, so that the form and the command line can read all entries without NumPy or
    torch, and no params.py knows what stands above it.
    """
    module, _colon, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


@dataclass(frozen=True)
class Algorithm:
    """Entry of an algorithm: what form, command line and Session need to know."""

    name: str
    title: str
    text: str
    params: type[CommonParams]
    check_fits: Callable[[Space], None]  # raises PairError where it cannot act
    # What it plots beside the returns: columns of engine.run.metrics, in the order of Agent.curve().
    curves: tuple[str, ...]
    shows: Literal["q", "probabilities", "action"]  # what the bars are; see shown_in()
    learner: str  # place of its Agent, "playground.agents.dqn.dqn:DQN"; see resolve()
    actor: str  # place of a function of (params, space, weights of a policy file) that returns its greedy Actor
    explainer: str  # place of what shows its loop (agents.loop.LoopExplainer), or of anything else: see plain_loop
    layer_sizes: Callable[[Any, Space], tuple[int, ...]]  # of what acts, as a policy file and people are told
    weight_shapes: Callable[[Any, Space], dict[str, tuple[int, ...]]]  # of what acts, by name in a policy file
    check_params: Callable[[Any, Space], None] = suits_every_space  # HyperError: they do not suit it
    caution: Callable[[str, Any, Space], str] = no_caution  # (name, value): words where one may not mean it, with N_()
    body: str = N_("Network")  # what layer_sizes are the sizes of

    def make_learner(self, params: Any, space: Space, log: Any, rng: RunRng) -> Agent:
        """Return a new learner that reads and moves `params`; `log` is a TransitionLog."""
        agent: Agent = resolve(self.learner)(params, space, log, rng)
        return agent

    def make_actor(self, params: Any, space: Space, weights: dict[str, NDArray[np.float32]]) -> Actor:
        """Return the greedy actor for the weights of a policy file."""
        actor: Actor = resolve(self.actor)(params, space, weights)
        return actor

    def make_explainer(self) -> Any:
        """Return what shows its loop; plain_loop.loop_of() makes sure that it does."""
        return resolve(self.explainer)()

    def shown_in(self, space: Space) -> Literal["q", "probabilities", "action"]:
        """Return what the bars are in an environment.

        A policy over continuous actions has no probability for each, so its bars are the action.
        """
        return "action" if space.is_continuous and self.shows == "probabilities" else self.shows


ALGORITHMS: Registry[Algorithm] = Registry(N_("algorithm"))
