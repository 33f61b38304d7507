"""Snapshots of runs at rest and of runs that race, as the trainer makes them."""

from __future__ import annotations

import dataclasses

from playground.engine.insight.inside_view import InsideView
from playground.ui.trainer.snapshot import Snapshot, TrainerState


def at_rest(session, trace, **changes):
    """The moment after a step, paused."""
    return dataclasses.replace(
        Snapshot(
            state=TrainerState.PAUSED,
            run=1,
            settings=session.settings,
            trace=trace,
            n_steps=session.n_steps,
            n_updates=session.agent.n_updates,
            present_steps=session.n_steps,
        ),
        **changes,
    )


def racing(session, trace=None, *, is_watched=True):
    """A moment of a run that is too fast for the numbers of a step."""
    insight = session.agent.insight()
    view = InsideView(session.n_steps, insight, session.buffer.view(insight), {}) if is_watched else None
    return at_rest(session, trace, state=TrainerState.RUNNING, inside=view)
