"""Thread that trains, its inbox and its mailbox.

The window makes it and waits for nothing. What computes is imported in the thread: to load it takes a third of a second,
and more on a first start. Signals are for rare events only: one queued signal per step would freeze the window.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from playground.errors import raised_words
from playground.i18n import _
from playground.ui.trainer import messages
from playground.ui.trainer.clocks.system_time import SYSTEM_TIME, SystemTime
from playground.ui.trainer.inbox import Inbox
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.trainer.trainer_signals import TrainerSignals

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.ui.trainer.training import Training


log = logging.getLogger(__name__)


class Trainer(TrainerSignals):
    """Thread in which a run is trained; requests go in by post()."""

    def __init__(self, settings: Settings, system_time: SystemTime = SYSTEM_TIME) -> None:
        super().__init__()
        self.setObjectName("trainer")
        self.latest = Snapshot(settings=settings)
        self.system_time = system_time
        self.inbox = Inbox(system_time.wait_on)
        self.training: Training | None = None  # once what trains is loaded; its thread alone may touch it
        self.is_loaded = False  # whether it imports nothing any more
        self._settings = settings

    def post(self, request: messages.Request) -> None:
        """Ask for something, from any thread; it is answered between two steps."""
        self.inbox.post(request)

    def end(self) -> None:
        """Close, and wait until that is done."""
        self.post(messages.Close())
        self.wait()

    def run(self) -> None:
        """Serve requests and train until Close."""
        try:
            from playground.ui.trainer.training import Training
        except BaseException as error:  # something of the program is missing or broken
            log.exception("training could not be loaded")
            reason = _(
                "Nothing can be trained: a part of the program could not be loaded ({error}). Install it again. The log file has the details."
            ).format(error=raised_words(error))
            self.latest = replace(self.latest, state=TrainerState.FAILED, reason=reason)
            self.is_loaded = True
            self.changed.emit()
        else:
            self.is_loaded = True
            self.training = Training(self, self._settings)
            self.training.serve()
