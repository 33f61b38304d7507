"""What the window asks of the trainer, and what the trainer lets the window see. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine.metrics import Metrics
    from playground.engine.policy import Policy
    from playground.engine.settings import Settings
    from playground.engine.trace import Trace
    from playground.envs.scene import Scene


class TrainerState(Enum):
    """GETTING_READY -> PAUSED <-> RUNNING -> FINISHED (the run length is reached; Run goes on beyond it).

    FAILED is entered from anywhere when something breaks; Reset leads out of it to PAUSED.
    """

    GETTING_READY = auto()
    PAUSED = auto()
    RUNNING = auto()
    FINISHED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Run:
    """Train until paused, the run length is reached, or, if asked, the episode ends."""

    to_episode_end: bool = False


@dataclass(frozen=True)
class Pause:
    pass


@dataclass(frozen=True)
class StepOnce:
    pass


@dataclass(frozen=True)
class Reset:
    """Begin a new run; with `policy`, from its weights."""

    settings: Settings
    policy: Policy | None = None


@dataclass(frozen=True)
class SetHyper:
    name: str
    value: Any
    gesture: int


@dataclass(frozen=True)
class SetEnvironment:
    """Change a parameter of the environment, such as gravity."""

    name: str
    value: Any
    gesture: int


@dataclass(frozen=True)
class ReleaseHyper:
    name: str


@dataclass(frozen=True)
class SetSpeed:
    steps_per_s: float | None  # None: as fast as it goes


@dataclass(frozen=True)
class Evaluate:
    pass


@dataclass(frozen=True)
class TakePolicy:
    """Hand out a policy, "best" or "current", or the current one "untested"; `purpose` comes back with it."""

    which: str
    purpose: Any


@dataclass(frozen=True)
class Close:
    pass


Request = (
    Run | Pause | StepOnce | Reset | SetHyper | SetEnvironment | ReleaseHyper | SetSpeed | Evaluate | TakePolicy | Close
)


@dataclass(frozen=True)
class Snapshot:
    """The newest state of training: what the tick draws. `run` tells one run from the next."""

    state: TrainerState = TrainerState.GETTING_READY
    run: int = 0
    settings: Settings | None = None
    metrics: Metrics | None = None  # None before the first run, as the settings may be
    scene: Scene | None = None
    values: dict[str, Any] = field(default_factory=dict)
    environment_values: dict[str, Any] = field(default_factory=dict)
    look: Any = None  # what the agent thinks of the state that is shown: Agent.look()
    held: frozenset[str] = frozenset()
    n_steps: int = 0
    n_episodes: int = 0
    steps_per_s: float = 0.0
    elapsed_s: float = 0.0
    best: tuple[float, int] | None = None  # mean return and the step it was reached at
    solved_at: int | None = None
    trace: Trace | None = None  # of the newest step, when it was taken by hand
    fix: tuple[str, Any] | None = None  # a hyperparameter and a value that would help against the reason
    reason: str = ""  # why it stopped: of FAILED, or of a PAUSED that nobody asked for
