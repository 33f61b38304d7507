"""Handing out parts of a run, on the thread that trains: policies, recipes, all."""

from __future__ import annotations

import logging
from typing import Protocol

from PySide6.QtCore import SignalInstance

from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.history.archive import archive_of
from playground.engine.history.recipe import recipe_of
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError
from playground.errors import EnvironmentFault
from playground.i18n import _
from playground.ui.trainer import messages

Taking = messages.TakePolicy | messages.TakeRecipe | messages.TakeSession

log = logging.getLogger(__name__)


class Signals(Protocol):
    """Signals by which something is handed out; `refused` has the reason if not."""

    policy_taken: SignalInstance
    recipe_taken: SignalInstance
    session_taken: SignalInstance
    refused: SignalInstance


def best_of(travel: TimeTravel | None) -> Policy | None:
    """Return the best policy so far of the run that is shown."""
    best = None if travel is None else travel.shown_timeline.evaluator.best
    return None if best is None else best.policy


def hand_out(request: Taking, travel: TimeTravel, signals: Signals) -> None:
    """Emit what is asked for, together with the purpose of the request."""
    match request:
        case messages.TakePolicy("untested", purpose):
            signals.policy_taken.emit(policy_of(travel.session), purpose)
        case messages.TakePolicy(which, purpose):
            best = best_of(travel) if which == "best" else None
            policy = best or policy_of(travel.session)
            signals.policy_taken.emit(_evaluated(policy, travel, signals), purpose)
        case messages.TakeRecipe(purpose):
            every = travel.shown_timeline.evaluator.every
            signals.recipe_taken.emit(recipe_of(travel.session, every), purpose)
        case messages.TakeSession(purpose, bounds, beside_fork):
            timeline = travel.timeline if beside_fork else travel.shown_timeline
            try:
                archive = archive_of(timeline, bounds=bounds)
            except PastError as error:
                signals.refused.emit("", str(error))
            else:
                signals.session_taken.emit(archive, purpose)


def _evaluated(policy: Policy, travel: TimeTravel, signals: Signals) -> Policy:
    """Return a policy with its evaluation.

    Without one where the environment fails, so that the policy can be saved.
    """
    try:
        return travel.timeline.evaluator.report(policy)
    except EnvironmentFault as error:
        log.warning("%s", error.english(), exc_info=True)
        signals.refused.emit("", _("The policy was not evaluated. {error}").format(error=error))
        return policy
