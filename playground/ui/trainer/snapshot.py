"""Snapshot that the trainer publishes. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine.cells import CellReadings
    from playground.engine.history.difference import Difference
    from playground.engine.insight.inside_view import InsideView
    from playground.engine.run.metrics import Mark, Metrics
    from playground.engine.run.settings import Settings
    from playground.engine.run.trace import Trace
    from playground.envs.scene import Scene


class TrainerState(Enum):
    """States of the trainer.

    GETTING_READY -> PAUSED <-> RUNNING -> FINISHED (the run length is reached; Run goes on beyond it).
    FAILED is entered from anywhere when something breaks; Reset leads out of it to PAUSED.
    """

    GETTING_READY = auto()
    PAUSED = auto()
    RUNNING = auto()
    FINISHED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class UntilView:
    """What the newest run until a condition came to."""

    number: int  # of its request
    has_come: bool | None  # whether the condition held within its steps; None: it is under way, or was paused


@dataclass(frozen=True)
class ForkView:
    """View of a fork beside the run.

    All else in a Snapshot that has one is of run B, but `metrics`, which are A's.
    """

    from_step: int  # env steps
    scene: Scene  # of run A, at the step where B is
    look: Any  # of run A: Agent.look()
    metrics: Metrics  # of run B, from the beginning
    difference: Difference | None  # the first one
    other_action: int | None  # the env step at which the first other action was taken
    a_steps: int  # env steps of A's present, which may be later than where both are


@dataclass(frozen=True)
class Snapshot:
    """Newest state of training: what the tick draws.

    `run` tells one run from the next.
    """

    state: TrainerState = TrainerState.GETTING_READY
    run: int = 0
    settings: Settings | None = None
    from_weights: bool = False  # whether the run began with the weights of a policy
    metrics: Metrics | None = None  # None before the first run, as the settings may be
    scene: Scene | None = None
    values: dict[str, Any] = field(default_factory=dict)
    environment_values: dict[str, Any] = field(default_factory=dict)
    look: Any = None  # what the agent thinks of the state that is shown: Agent.look()
    cells: CellReadings | None = None  # where somebody looks at them and the environment has any
    held: frozenset[str] = frozenset()
    n_steps: int = 0
    n_episodes: int = 0
    n_updates: int = 0
    present_steps: int = 0  # env steps of the newest moment; more than n_steps where the past is shown
    is_past: bool = False  # whether a moment before the present is shown; metrics go on to the present
    keyframes: tuple[int, ...] = ()  # env steps
    exact_from: int = 0  # env steps from which every moment can be shown; before, only those that were kept
    compiling: tuple[int, int] | None = None  # kernels done and to do, at the first start on a computer
    busy: tuple[int, int] | None = None  # done and to do, of a long way to a moment
    fork: ForkView | None = None
    to_come: tuple[Mark, ...] = ()  # changes that happen by themselves, to run B if there is a fork
    steps_per_s: float = 0.0
    elapsed_s: float = 0.0
    best: tuple[float, int] | None = None  # mean return and the step it was reached at
    solved_at: int | None = None
    trace: Trace | None = None  # the newest there is, which may be of an earlier step: see fresh_trace
    inside: InsideView | None = (
        None  # while it runs too fast for traces and somebody looks; at most 5 new ones a second
    )
    is_stepped: bool = False  # whether somebody stepped or went to this moment
    fix: tuple[str, Any] | None = None  # a hyperparameter and a value that would help against the reason
    reason: str = ""  # why it stopped: of FAILED, or of a PAUSED that nobody asked for
    until: UntilView | None = None
    hit: tuple[int, str] | None = None  # env steps and condition of the breakpoint it paused at, one until it goes on

    @property
    def fresh_trace(self) -> Trace | None:
        """Trace of the very step that led to what is shown."""
        return self.trace if self.trace is not None and self.trace.step == self.n_steps else None

    @property
    def newest_steps(self) -> int:
        """Env steps of the newest moment, of the run or of the other one of a fork.

        A new run would do away with so many.
        """
        return self.present_steps if self.fork is None else max(self.present_steps, self.fork.a_steps)
