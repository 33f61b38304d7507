"""Declarations of an algorithm's loop: boxes, arrows, and the stages of one step.

An explainer (explain.py beside the algorithm) makes them; the window draws them and knows no algorithm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from playground.agents.base import Space

Look = Literal["plain", "picture", "values", "buffer", "minibatch", "rollout", "target"]


@dataclass(frozen=True)
class Box:
    """Box of a diagram: a noun."""

    name: str
    title: str  # marked with N_()
    symbol: str  # as the field writes it, such as "Q⁻"
    place: tuple[int, int, int, int]  # left, top, width, height, in the units of Diagram.size
    number: str = ""  # the tutorial's stage
    look: Look = "plain"  # what is drawn in it beside its lines
    term: str = ""  # its entry in the glossary, where that is not its name
    learns: bool = True  # whether it is grey where nothing is learned, as in a replay


@dataclass(frozen=True)
class Arrow:
    """Arrow of a diagram: a verb, and what travels."""

    name: str
    title: str  # marked with N_()
    symbol: str
    path: tuple[tuple[int, int], ...]  # its corners, from the box it leaves to the box it points at
    label: tuple[int, int]  # where the middle of its words is
    term: str = ""
    is_dashed: bool = False  # as all that has to do with the target network
    learns: bool = True


@dataclass(frozen=True)
class Diagram:
    """Drawing of the whole loop, in units that are stretched to the room there is."""

    size: tuple[int, int]
    boxes: tuple[Box, ...]  # in the order in which the keyboard walks through them
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Stage:
    """Stage of a step: what is lit in the diagram, and the card beside it."""

    name: str
    number: str  # the tutorial's, or ""
    title: str  # marked with N_()
    lights: tuple[str, ...]  # names of boxes and arrows
    formula: str = ""  # LaTeX; no number in it changes
    code: str = ""  # marker of the lines that did it; see stage_code.lines_of()
    twin: str = ""  # function of torch_twin.py beside the algorithm that does the same
    is_setup: bool = False  # whether it is done once, before the first step


@dataclass(frozen=True)
class StageText:
    """Text of a card, with the numbers of one step put in."""

    lines: tuple[str, ...]  # what happened
    result: str = ""  # the formula with its numbers, "y = 1 + 0.95 × 18.73 = 18.79"
    why_not: str = ""  # why there is nothing to show: no update was due, say


@dataclass(frozen=True)
class StepFacts:
    """All that is known of one step, or of now while steps go by too fast to read."""

    params: Any  # the hyperparameters as they were in that step
    space: Space
    actions: Sequence[str]  # names of the actions, or of the numbers of a continuous one
    trace: Any = None  # engine.run.trace.Trace; None: no single step is shown
    chosen: int | None = None  # row of its minibatch that the cards speak of; None: this step's own, else the first
    insight: Mapping[str, Any] = field(default_factory=dict)  # Agent.insight() at that moment
    rates: Mapping[str, float] = field(default_factory=dict)  # of the whole run, at speed
    observed: Sequence[tuple[str, str]] = ()  # symbol and unit of each number of an observation, where they are known


class LoopExplainer(Protocol):
    """Protocol of what shows the inside of an algorithm.

    Its texts are translated already, but for the titles in what it declares.
    """

    def diagram(self, params: Any, space: Space) -> Diagram:
        """Return the loop as it is with these hyperparameters."""

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        """Return the stages of one step, in their order."""

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        """Return the text of a stage's card."""

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        """Return the lines in each box, and the words on each arrow, by name.

        Without a trace they are about now: rates, fill, ages.
        """

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        """Return the numbers that each row of the minibatch has beside its transition.

        Each is its name in the trace's update, a title marked with N_(), and its symbol.
        """
