"""End of a window: what is under way is brought to its end, in order."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from playground.ui.files.autosave import Autosaver
from playground.ui.files.recent_runs import RecentRunsPresenter
from playground.ui.files.recovery import RecoveryPresenter
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.trainer.controller import Controller


def end_in_order(
    controller: Controller,
    tasks: BackgroundTasks,
    autosave: Autosaver,
    recovery: RecoveryPresenter,
    recent_runs: RecentRunsPresenter,
) -> bool:
    """End the trainer and the tasks, and keep the run.

    Returns whether all that ended in time. Else the trainer imports something, or the disk is slow, and would hold up the end for seconds.
    """
    autosave.begin_to_end()
    ended = controller.close()
    QCoreApplication.sendPostedEvents(controller)  # what was asked for is saved to the end
    tasks.close()
    recovery.close()
    ended = recent_runs.close(autosave.ends_at) and ended
    return autosave.close() and ended
