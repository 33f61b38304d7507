"""Hyperparameters that several algorithms have, each declared once.

Ranges, scales and what a change means are the same everywhere; an algorithm gives its default, and its own words where
they differ.
"""

from __future__ import annotations

from typing import Any

from playground.errors import HyperError
from playground.hyper import hyper
from playground.i18n import N_

OFF_ON = (N_("off"), N_("on"))
GREEDY_TARGET = "y = r + γ · max Q(s′, a)"
ADAM = "w ← w − α · m̂ / (√v̂ + {epsilon})"  # m̂ and v̂: running means of the gradient and of its square
RMSPROP = "w ← w − α · g / (√v + {epsilon})"  # g: the gradient


def gamma(default: float, *, formula: str, doc: str) -> Any:
    return hyper(
        default, label=N_("discount factor"), low=0.0, high=1.0, from_one=1e-4, basic=True, formula=formula, doc=doc
    )


def epsilon(*, doc: str) -> Any:
    return hyper(
        1.0,
        label=N_("exploration rate"),
        low=0.0,
        high=1.0,
        scheduled=True,
        basic=True,
        formula=N_("a = random if die < ε, else argmax Q(s, a)"),
        doc=doc,
    )


def epsilon_min(default: float, *, doc: str) -> Any:
    return hyper(
        default, label=N_("lowest exploration rate"), group="explore", low=0.0, high=1.0, slider=(0.0, 0.5), doc=doc
    )


def part_of_run(default: float, *, label: str, group: str, doc: str) -> Any:
    """Declare the part of the run that a schedule is spread over."""
    return hyper(default, label=label, group=group, low=0.001, high=1.0, doc=doc)


def part_left(*, label: str, group: str = "learn", doc: str) -> Any:
    """Declare the part of a scheduled value that is left at its end; by default all."""
    return hyper(1.0, label=label, group=group, low=0.0, high=1.0, doc=doc)


def learning_rate(
    default: float,
    *,
    doc: str,
    formula: str,
    high: float = 1e6,
    slider: tuple[float, float] = (1e-5, 1.0),
) -> Any:
    return hyper(
        default,
        label=N_("learning rate"),
        low=0.0,
        high=high,
        slider=slider,
        log=True,
        scheduled=True,
        basic=True,
        formula=formula,
        doc=doc,
    )


def caution_of_rate(name: str, value: Any, hopeless: float) -> str:
    """Return what to know of a learning rate from `hopeless` on; empty if nothing.

    What it says was measured on ten seeds of each algorithm (resources/benchmarks.md).
    """
    if name == "learning_rate" and value >= hopeless:
        return N_(
            "So high, nine of ten runs that were tried, or all, ended no better than chance. Try a hundredth of it."
        )
    return ""


def learning_rate_fraction() -> Any:
    return part_of_run(
        1.0,
        label=N_("how long the learning rate falls"),
        group="learn",
        doc=N_(
            "The part of the run over which the learning rate falls, in a straight line, to learning_rate_end of its first value, or of the value it was held at."
        ),
    )


def batch_size(default: int) -> Any:
    return hyper(
        default,
        label=N_("minibatch size"),
        group="learn",
        low=1,
        high=4096,
        slider=(8, 512),
        log=True,
        unit=N_("transitions"),
        doc=N_("How many remembered transitions each update learns from."),
    )


def n_steps(*, formula: str, doc: str) -> Any:
    return hyper(
        1, label=N_("steps in a target"), group="target", low=1, high=20, unit=N_("steps"), formula=formula, doc=doc
    )


def gradient_clip(default: float | None, *, doc: str) -> Any:
    return hyper(
        default,
        label=N_("gradient clipping"),
        group="learn",
        low=0.001,
        high=1e6,
        slider=(0.1, 100.0),
        log=True,
        optional=N_("off"),
        formula="g ← g · min(1, clip / ‖g‖)",
        doc=doc,
    )


def learning_starts(default: int, *, slider: tuple[int, int], doc: str) -> Any:
    return hyper(
        default,
        label=N_("start of learning"),
        group="learn",
        low=0,
        high=1_000_000,
        slider=slider,
        unit=N_("steps"),
        doc=doc,
    )


def train_every() -> Any:
    return hyper(
        1,
        label=N_("steps between rounds of learning"),
        group="learn",
        low=1,
        high=10_000,
        slider=(1, 256),
        log=True,
        unit=N_("steps"),
        doc=N_("Environment steps from one round of learning to the next."),
    )


def updates_per_training() -> Any:
    return hyper(
        1,
        label=N_("updates in a round"),
        group="learn",
        low=1,
        high=10_000,
        slider=(1, 256),
        log=True,
        unit=N_("updates"),
        doc=N_("Updates in each round of learning."),
    )


def buffer_size(default: int) -> Any:
    return hyper(
        default,
        label=N_("replay capacity"),
        group="memory",
        low=100,
        high=1_000_000,
        slider=(500, 200_000),
        log=True,
        live=False,
        unit=N_("transitions"),
        doc=N_("How many of the newest transitions can be drawn. Small: quick to forget. Large: much old experience."),
    )


def hidden_layers(default: tuple[int, ...], *, doc: str) -> Any:
    return hyper(default, label=N_("hidden layers"), group="network", live=False, doc=doc)


def scale_observations(default: str = "off") -> Any:
    return hyper(
        default,
        label=N_("scaling of observations"),
        group="network",
        choices=OFF_ON,
        live=False,
        doc=N_(
            "On divides each number of an observation by the size it usually has, so that all of them matter alike to the network. The sizes are fixed for each environment."
        ),
    )


def optimizer() -> Any:
    return hyper(
        "adam",
        label=N_("optimiser"),
        group="learn",
        choices=(N_("adam"), N_("rmsprop")),
        live=False,
        doc=N_("How a gradient becomes a step: Adam (Kingma & Ba 2015) or RMSprop (Hinton)."),
    )


def arithmetic() -> Any:
    """Declare by what the passes through networks are computed; see nn.backend."""
    return hyper(
        "portable",
        label=N_("arithmetic"),
        group="network",
        choices=(N_("portable"), N_("torch")),
        live=False,
        doc=N_(
            "Portable computes every sum in an order of its own, so that the same run has the same bits on every computer. Torch multiplies wide layers faster, from about 200 units on, but its bits are those of this computer."
        ),
    )


def initial_value(*, slider: tuple[float, float], doc: str) -> Any:
    """Declare the initial value of every Q."""
    return hyper(
        0.0, label=N_("initial Q"), group="explore", low=-10_000.0, high=10_000.0, slider=slider, live=False, doc=doc
    )


class ReplayChecks:
    """Checks for Params with batch_size, n_steps and buffer_size."""

    batch_size: int
    n_steps: int
    buffer_size: int

    @property
    def rows_needed(self) -> int:
        """Number of stored transitions that a minibatch needs.

        It is drawn from batch_size windows of n_steps, one step apart.
        """
        return self.batch_size + self.n_steps - 1

    def check(self) -> None:
        """Raise HyperError where a minibatch could never be drawn."""
        if self.batch_size > self.buffer_size:
            raise HyperError(
                N_(
                    "batch_size {batch} is larger than buffer_size {buffer}: it could never be drawn. Lower it or enlarge the buffer."
                ),
                batch=self.batch_size,
                buffer=self.buffer_size,
            )
        if self.rows_needed > self.buffer_size:
            raise HyperError(
                N_(
                    "batch_size {batch} with n_steps {steps} takes {needed} transitions, and buffer_size is {buffer}: nothing could ever be drawn. Lower one or enlarge the buffer."
                ),
                batch=self.batch_size,
                steps=self.n_steps,
                needed=self.rows_needed,
                buffer=self.buffer_size,
            )
