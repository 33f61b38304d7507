"""Twins of stages in PyTorch, run on the numbers of a step.

They are in torch_twin.py beside an algorithm. Such a file has, beside the functions that stages name, `step_of(facts)`, which makes tensors of the numbers, and
`recorded(name, facts)`, which returns what the algorithm itself has for the stage. Importing it imports torch.
"""

from __future__ import annotations

import ast
import importlib
import importlib.resources
import re
from dataclasses import dataclass

import numpy as np

from playground.agents.loop import Stage, StepFacts
from playground.errors import PlaygroundError
from playground.i18n import N_

_FOR_TOOLS = re.compile(r"\s*# type: ignore\S*")  # not for those who read
OF_ACTING = ("q_values", "policy")  # twins of what is done at every step; the others are of an update


class TwinError(PlaygroundError):
    """Error that says why a stage cannot be computed again."""


@dataclass(frozen=True)
class TwinAnswer:
    """Result of a twin beside the algorithm's own.

    It is of the row or the action that the card speaks of.
    """

    theirs: float
    ours: float
    largest_difference: float  # over all rows or actions
    n: int  # how many numbers were compared


def ask_twin(learner_module: str, stage: Stage, facts: StepFacts) -> TwinAnswer:
    """Compute a stage again; raise TwinError where its numbers are not there."""
    trace = facts.trace
    if trace is None:
        raise TwinError(N_("No single step is shown: pause, or step inside."))
    if stage.twin not in OF_ACTING and not trace.n_updates:
        raise TwinError(N_("No update was made in this step."))
    twin = importlib.import_module(_twin_module(learner_module))
    theirs = np.asarray(getattr(twin, stage.twin)(twin.step_of(facts)).detach(), np.float64).reshape(-1)
    ours = np.asarray(twin.recorded(stage.twin, facts), np.float64).reshape(-1)
    place = _place(stage, facts, len(ours))
    return TwinAnswer(float(theirs[place]), float(ours[place]), float(np.abs(theirs - ours).max()), len(ours))


def source_of_twin(learner_module: str, stage: Stage) -> tuple[str, int, list[str]]:
    """Return the file, the first line and the lines of a stage's twin.

    torch is not imported. Raises OSError where the source is not there.
    """
    package, _dot, name = _twin_module(learner_module).rpartition(".")
    source = importlib.resources.files(package).joinpath(f"{name}.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == stage.twin:
            lines = [_FOR_TOOLS.sub("", line) for line in source.splitlines()[node.lineno - 1 : node.end_lineno]]
            return "/".join((package.rpartition(".")[2], f"{name}.py")), node.lineno, lines
    raise LookupError(f"no function {stage.twin!r} in {package}.{name}")


def _twin_module(learner_module: str) -> str:
    return learner_module.rpartition(".")[0] + ".torch_twin"


def _place(stage: Stage, facts: StepFacts, n: int) -> int:
    """Return which number the card speaks of: that of the action, or of the row."""
    trace = facts.trace
    if stage.twin in OF_ACTING:
        return 0 if facts.space.is_continuous else int(trace.action)
    row = facts.chosen
    if row is None:
        row = 0 if trace.minibatch is None or trace.minibatch.own is None else trace.minibatch.own
    return min(row, n - 1)
