"""Signals of the thread that trains: rare events, never one for each step."""

from __future__ import annotations

from PySide6.QtCore import QThread, Signal

from playground.ui.trainer.clocks.system_time import SystemTime
from playground.ui.trainer.inbox import Inbox
from playground.ui.trainer.snapshot import Snapshot


class TrainerSignals(QThread):
    """A thread that says what happened, and hands out what it was asked for.

    Requests lie in `inbox`, what there is to see in `latest`, a mailbox of one.
    """

    latest: Snapshot
    inbox: Inbox
    system_time: SystemTime

    changed = Signal()  # the state changed, or something happened while nothing runs: look into `latest`
    evaluated = Signal(object)  # Evaluation, or None: it was interrupted
    policy_taken = Signal(object, object)  # Policy, the purpose it was asked for
    numbers_taken = Signal(object, object)  # numbers by name, the purpose they were asked for
    recipe_taken = Signal(object, object)  # Recipe, the purpose it was asked for
    session_taken = Signal(object, object)  # Archive, the purpose it was asked for
    lifetime_taken = Signal(object, object)  # Lifetime, the purpose it was asked for
    run_left = Signal(object)  # LeftRun: another one takes its place
    refused = Signal(str, str)  # name of the hyperparameter or "", why
    environment_refused = Signal(str, str)  # name of the parameter of the environment, why
