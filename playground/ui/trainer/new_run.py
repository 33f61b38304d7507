"""Beginning of a run: anew, from a recipe, or where a kept session was.

What is old of its log goes into a nameless file.
"""

from __future__ import annotations

import contextlib
import weakref
from typing import BinaryIO

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.headless import open_spill
from playground.engine.history.archive import timeline_from
from playground.engine.history.timeline import Timeline
from playground.engine.run.session import Session
from playground.ui.trainer import messages


def timeline_of(request: messages.Reset | messages.OpenSession) -> Timeline:
    """Return the run that is asked for; raise PlaygroundError if it cannot begin."""
    with contextlib.ExitStack() as undo:
        if isinstance(request, messages.OpenSession):
            timeline = timeline_from(request.archive, (_spill(undo), _spill(undo)))
        else:
            timeline = _new(request, _spill(undo))
        close_files = undo.pop_all().close
    weakref.finalize(timeline.session.log, close_files)  # forks and moments of the past may still read them
    return timeline


def _new(request: messages.Reset, spill: BinaryIO | None) -> Timeline:
    recipe = request.recipe
    session = Session(request.settings, () if recipe is None else recipe.inputs, spill)
    session.catch_up()
    if request.policy is not None:
        session.submit("load_weights", {"weights": request.policy.weights})
    return Timeline(session, Evaluator(session, None if recipe is None else recipe.eval_every))


def _spill(undo: contextlib.ExitStack) -> BinaryIO | None:
    spill = open_spill()
    if spill is not None:
        undo.callback(spill.close)
    return spill
