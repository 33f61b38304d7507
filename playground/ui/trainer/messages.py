"""Requests to the trainer. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine.breakpoints.breakpoints import Breakpoint
    from playground.engine.evaluation.policy import Policy
    from playground.engine.history.archive import Archive, ArchiveLimits
    from playground.engine.history.recipe import Recipe
    from playground.engine.run.settings import Settings


@dataclass(frozen=True)
class Run:
    """Train until paused, the run length is reached, or, if asked, the episode ends."""

    to_episode_end: bool = False


@dataclass(frozen=True)
class RunUntil:
    """Train until a condition holds after a step, for so many env steps at most.

    The run's length ends it not. `number` tells in the snapshots which request it was that a run stopped for.
    """

    condition: str
    at_most: int
    number: int


@dataclass(frozen=True)
class Pause:
    pass


@dataclass(frozen=True)
class StepOnce:
    pass


@dataclass(frozen=True)
class Reset:
    """Begin a new run; with `policy`, from its weights; with `recipe`, its run.

    The run of a recipe is finished where that of the recipe ended.
    """

    settings: Settings
    policy: Policy | None = None
    recipe: Recipe | None = None


@dataclass(frozen=True)
class OpenSession:
    """Go on with a run that was kept, in place of the run that is shown."""

    archive: Archive


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
class Intervene:
    """Do something to the environment that is shown: an input of such a kind."""

    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class SetSpeed:
    steps_per_s: float | None  # None: as fast as it goes


@dataclass(frozen=True)
class Look:
    """Tell whether somebody looks inside the learner: see Snapshot.inside."""

    inside: bool


@dataclass(frozen=True)
class Evaluate:
    pass


@dataclass(frozen=True)
class TakePolicy:
    """Ask for a policy: "best", "current", or the current one "untested".

    `purpose` comes back with it. The "untested best" is None where none is the best yet.
    """

    which: str
    purpose: Any


@dataclass(frozen=True)
class TakeNumbers:
    """Ask for all numbers of the moment that is shown; `purpose` comes back with them."""

    purpose: Any


@dataclass(frozen=True)
class TakeRecipe:
    """Ask for the recipe of what is shown; `purpose` comes back with it."""

    purpose: Any


@dataclass(frozen=True)
class TakeSession:
    """Ask for the run that is shown, at its present, within `bounds`.

    `purpose` comes back with it. With `beside_fork` it is run A, while B is shown.
    """

    purpose: Any
    bounds: ArchiveLimits
    beside_fork: bool = False


@dataclass(frozen=True)
class TakeLifetime:
    """Ask for what the ages of the run that is shown are worked out from.

    `purpose` comes back with it.
    """

    purpose: Any


@dataclass(frozen=True)
class Goto:
    """Pause and show the moment when so many environment steps were done.

    A newer Goto takes the place of an older one.
    """

    n_steps: int


@dataclass(frozen=True)
class StepBack:
    """Pause and show the moment one step before the one that is shown."""


@dataclass(frozen=True)
class EpisodeBack:
    """Pause and show the moment when the episode before the shown one had ended."""


@dataclass(frozen=True)
class EpisodeForward:
    """Pause and show the moment when the next episode ended, or the present."""


@dataclass(frozen=True)
class CancelGoto:
    """Stop on the way to a moment that is far."""


@dataclass(frozen=True)
class ForkHere:
    """Begin a fork at the moment that is shown.

    Its next step takes the action, where one is given, as an input has it: a number or a list of numbers.
    """

    action: Any = None


@dataclass(frozen=True)
class CloseFork:
    """Let the fork go; the run's present is shown."""


@dataclass(frozen=True)
class Promote:
    """Let the fork become the run, in place of what was the run.

    With `drops_to_come` the changes that were made in that one later do not happen to it.
    """

    drops_to_come: bool = False


@dataclass(frozen=True)
class SetBreakpoints:
    """Pause at these from now on, and at no others."""

    breakpoints: tuple[Breakpoint, ...]


@dataclass(frozen=True)
class ShowCells:
    """Let snapshots tell what the learner makes of each cell of a grid, or no longer."""

    shown: bool


@dataclass(frozen=True)
class Close:
    pass


Request = (
    Run
    | RunUntil
    | Pause
    | StepOnce
    | Reset
    | SetHyper
    | SetEnvironment
    | ReleaseHyper
    | Intervene
    | SetSpeed
    | Look
    | Evaluate
    | TakePolicy
    | TakeNumbers
    | TakeRecipe
    | TakeSession
    | TakeLifetime
    | OpenSession
    | Goto
    | StepBack
    | EpisodeBack
    | EpisodeForward
    | CancelGoto
    | ForkHere
    | CloseFork
    | Promote
    | SetBreakpoints
    | ShowCells
    | Close
)
