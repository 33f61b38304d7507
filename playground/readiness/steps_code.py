"""Step of the self-test for the code that the inspector shows, ours and PyTorch's."""

from __future__ import annotations

from pathlib import Path

from playground.agents.base import ALGORITHMS
from playground.agents.loop import Stage, StepFacts
from playground.agents.nn.backend import prepare_thread
from playground.agents.plain_loop import loop_of
from playground.agents.stage_code import lines_of
from playground.agents.twins import TwinError, ask_twin, source_of_twin
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.i18n import N_
from playground.readiness.self_test import StepError
from playground.readiness.steps_learning import short

_FAR = 1e-3  # of a number: no rounding is as large
_MOST_CALLS = 200


def read_code(folder: Path) -> str:
    """Read the lines of every stage; let PyTorch compute each again."""
    prepare_thread()
    n_lines = n_asked = 0
    for name in ALGORITHMS.names():
        preset = next(preset for preset in PRESETS if preset.algorithm == name)
        lines, asked = _read(name, Session(short(preset)))
        n_lines, n_asked = n_lines + lines, n_asked + asked
    return f"{n_lines} lines, {n_asked} stages in PyTorch"


def _read(name: str, session: Session) -> tuple[int, int]:
    """Return how many lines there are, and how many stages PyTorch computed."""
    algorithm = ALGORITHMS.get(name)
    module = algorithm.learner.partition(":")[0]
    facts, n_lines, n_asked = _learned(session), 0, 0
    for stage in loop_of(algorithm.make_explainer()).stages(facts.params, facts.space):
        try:
            n_lines += len(lines_of(module, stage.code)[1]) if stage.code else 0
            n_lines += len(source_of_twin(module, stage)[2]) if stage.twin else 0
        except (LookupError, OSError) as error:
            raise StepError(
                N_("The code of {stage} in {algorithm} is not there ({error})."),
                stage=stage.name,
                algorithm=name,
                error=repr(error),
            ) from error
        n_asked += _agrees(name, module, facts, stage) if stage.twin else 0
    return n_lines, n_asked


def _agrees(name: str, module: str, facts: StepFacts, stage: Stage) -> bool:
    """Whether PyTorch had something to compute at a stage; it must find the same."""
    try:
        answer = ask_twin(module, stage, facts)
    except TwinError:
        return False
    if answer.largest_difference > _FAR * max(1.0, abs(answer.ours)):
        raise StepError(
            N_("PyTorch finds {theirs} for {stage} in {algorithm}, the program {ours}."),
            theirs=answer.theirs,
            stage=stage.name,
            algorithm=name,
            ours=answer.ours,
        )
    return True


def _learned(session: Session) -> StepFacts:
    """Return the facts of the first step that learns."""
    for _call in range(_MOST_CALLS):
        session.step(trace := Trace())
        if trace.n_updates:
            break
    settings = session.settings
    return StepFacts(trace.params, settings.space, settings.card.actions, trace, insight=trace.insight)
