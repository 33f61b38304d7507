"""The walk through the stages of a step, as far as the minibatch's table knows it."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from playground.agents.loop import StepFacts
from playground.ui.trainer.snapshot import Snapshot, TrainerState


class SmallWalk(QObject):
    facts_changed = Signal()

    def __init__(self):
        super().__init__()
        self.snapshot, self.facts, self.explainer = Snapshot(), None, None

    def show_snapshot(self, snapshot):
        self.snapshot = snapshot
        settings = snapshot.settings
        trace = snapshot.fresh_trace if snapshot.state is not TrainerState.RUNNING else None
        self.facts = StepFacts(settings.params, settings.space, settings.card.actions, trace, None)
        self.facts_changed.emit()

    def choose(self, row):
        self.facts = dataclasses.replace(self.facts, chosen=row)
        self.facts_changed.emit()
