"""The protocol of an environment, and the card that describes it to people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias

from playground.envs.controls import Controls
from playground.envs.placing import Placing
from playground.envs.push import Push
from playground.envs.scene import Captions, Scene
from playground.i18n import N_, _
from playground.registry import Registry

if TYPE_CHECKING:  # the form reads this before anything needs NumPy
    import numpy as np
    from numpy.typing import NDArray

Observation: TypeAlias = "NDArray[np.float32]"
State = tuple[float, ...]
Rule: TypeAlias = "Callable[[Observation], NDArray[Any]]"  # observations to actions, first axis n


@dataclass(frozen=True)
class EnvironmentParams:
    """Parameters of an environment: fields that are hyper() records.

    This one is for environments with nothing to set. It is a value: a change makes another with hyper.changed().
    """

    record_kind: ClassVar[str] = N_("environment parameter")

    def check(self) -> None:
        """Raise HyperError where values that are allowed one by one do not go together."""


class Environment(Protocol):
    """One environment with Gymnasium's meaning of reset, step and terminated.

    The Session keeps the time limit. One that somebody added may raise EnvironmentFault in any of these; see also
    is_cut_off() and picture_of().

    `parameters` below are always of the type that its card names.
    """

    def reset(self, seed: int) -> Observation:
        """Start the episode that Gymnasium starts for `seed`."""

    def step(self, action: Any) -> tuple[Observation, float, bool]:
        """Act; return the next observation, the reward and whether the episode terminated.

        A continuous action, (numbers,), is clipped to the bounds on the card here, so the log has what was chosen.
        """

    def snapshot(self) -> State:
        """Return the exact state, in float64.

        An observation, being float32, has lost bits of it.
        """

    def restore(self, state: State) -> Observation:
        """Go back to a state that snapshot() gave and return its observation."""

    def set_parameters(self, parameters: Any) -> None:
        """Use these from the next step on; the state stays as it is."""


def is_cut_off(environment: Environment) -> bool:
    """Whether the environment cut its episode off in the newest step.

    It is what Gymnasium calls truncated. None of ours does, for the Session keeps the time limit; one that somebody
    added has `truncated`.
    """
    return bool(getattr(environment, "truncated", False))


def picture_of(environment: Environment, state: State) -> bytes | None:
    """Return the environment's own picture of a state, as PNG.

    The state is one of its snapshot(). None where it draws none.
    """
    draw = getattr(environment, "picture", None)
    return None if draw is None else draw(state)


class EnvironmentBatch(Protocol):
    """Many independent environments stepped together, for evaluation.

    Their bits are the same as one by one. What reset() and step() return may be overwritten by the next step.
    """

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        """Start all episodes; return the observations, shape (n, features)."""

    def step(self, actions: NDArray[Any]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        """Act in all of them; return observations, rewards and terminated.

        Each has first axis n. An episode that the environment itself cut off counts as terminated here: it is over
        either way.

        Actions are numbers of discrete ones, (n,), or continuous, (n, numbers).
        """


@dataclass(frozen=True)
class Quantity:
    """One number of an observation."""

    symbol: str
    meaning: str
    unit: str
    scale: float = 1.0  # its usual size, by which a network may divide it
    range: tuple[float, float] | None = None  # where it usually lies, for a table; None: three times its usual size
    count: int = 0  # how many values it has, if it counts on from the low end of its range; 0: any number
    name: str = ""  # as conditions have it, ASCII; left out, the symbol or the number of its place

    @property
    def usual_range(self) -> tuple[float, float]:
        """Its range in most states of most episodes."""
        return self.range or (-3.0 * self.scale, 3.0 * self.scale)


class PushedBatch(EnvironmentBatch, Protocol):
    """A batch of an environment whose card has a push."""

    def push(self, changes: NDArray[np.float64]) -> Observation:
        """Push each of them, and return the observations.

        `changes` of the velocity have shape (n,); 0 is no push.
        """


FARTHEST = 1e6  # no number of a state of ours comes near


def is_near(state: State) -> bool:
    """Whether a state, as read from a file, has only numbers within our reach."""
    return all(abs(number) <= FARTHEST for number in state)  # never true of NaN


@dataclass(frozen=True)
class EnvironmentCard:
    """The description of an environment for a person and the engine.

    Texts are marked with N_().
    """

    id: str
    title: str
    text: str
    observation: tuple[Quantity, ...]
    actions: tuple[str, ...]  # the name of each discrete action, or of each number of a continuous one
    steps_per_episode: int
    solved_at: float | None  # mean return over 100 episodes, Gymnasium's own threshold; None where it has none
    steps_per_second: int  # of real time
    restored_by: Literal["snapshot", "replay", "none"]
    parameters: type[EnvironmentParams]
    make: Callable[[Any], Environment]  # (parameters)
    make_batch: Callable[[int, Any], EnvironmentBatch]  # (how many, parameters)
    painter: Callable[[], Callable[..., Any]]  # imports pygame only when somebody looks
    captions: Callable[[], Any] = Captions  # the texts of its picture, in the language of the moment; draw() takes them
    describe: Callable[[Scene], str] = lambda scene: ""  # a scene in a sentence, for those who do not see it
    rule: Callable[[], Rule] | None = None  # what a person who knows the problem would do; learning is compared with it
    rule_name: str = ""  # what that is, in few words
    idle: State = (0.0, 0.0, 0.0, 0.0)  # what is drawn before the first episode; as many numbers as any state has
    is_state: Callable[[State], bool] = is_near  # whether it could stand there, of as many numbers; from a file
    action_bounds: tuple[tuple[float, float], ...] = ()  # lowest and highest of each number of a continuous action
    rewards: tuple[float, float] | None = (
        None  # lowest and highest of one step: what a value can be follows; or unknown
    )
    highest_value: float | None = None  # what no value exceeds, if less: the goal ends the episode, say
    check_available: Callable[[], None] = lambda: None  # raises PlaygroundError where an optional package is missing
    may_end_well: bool = False  # whether an episode that terminates may have reached its goal
    doubt: str = ""  # why a run in it need not repeat bit for bit, in words that follow a colon; "" where it does
    only_here: str = ""  # why its bits are this computer's alone, in words that follow a colon; "" where they are not
    is_added: bool = False  # by a person: its code may be another one since
    folder: str = ""  # where its module is, of one that somebody added and that Python does not find by itself
    # Observations of the cells of a grid, for which the painter can show what a learner makes of them (Scene.cells).
    cells: tuple[tuple[float, ...], ...] = ()
    draws_ghosts: bool = True  # whether its painter draws the poses of other futures
    is_stochastic: Callable[[Any], bool] = lambda parameters: False  # whether a step has any chance in it
    evaluation_episodes: int = 100
    step_us: float = 2.0  # what a step costs, and one of all evaluation episodes: for the cadence of evaluations
    batch_step_us: float = 27.0
    measured_us: float | None = (
        None  # what a step costs of an environment that somebody added, as the probe measured it
    )
    measured: Callable[[Any], EnvironmentCard] | None = None  # the card for another measure of it
    # Where left and right are alike: which numbers of an observation change sign, and which action each one becomes.
    mirror: tuple[tuple[bool, ...], tuple[int, ...]] | None = None
    grips: Callable[[], Callable[..., tuple[Any, ...]]] | None = None  # where its bodies are: given what a painter is
    push: Push | None = None  # what a push from outside changes; None: nothing in it can be pushed
    controls: Controls | None = None  # how a person plays it; None: as its actions alone suggest
    placing: Placing | None = None  # which numbers of its state a person may set; None: none of them

    @property
    def observed(self) -> tuple[tuple[str, str], ...]:
        """Symbol and unit of each number of an observation, in the language in force."""
        return tuple((quantity.symbol, _(quantity.unit) if quantity.unit else "") for quantity in self.observation)


ENVIRONMENTS: Registry[EnvironmentCard] = Registry(N_("environment"))
