"""Words of the inspector: why there are no cards, and which step they are of."""

from __future__ import annotations

from playground.agents.loop import Stage, StageText, StepFacts
from playground.i18n import _, with_minus
from playground.ui.insight.stage_walk import StageWalk
from playground.ui.trainer.snapshot import Snapshot, TrainerState


def notice_of(walk: StageWalk) -> str:
    """Return why the cards are not those of now, or what to do next, or ""."""
    state = walk.snapshot.state
    if walk.replay is not None:
        return _("A saved policy is replayed: it is not learning here. The cards come back with the run.")
    if state is TrainerState.FAILED:
        return _("The run has failed. Press Reset to begin anew; its steps can be read then.")
    if walk.facts is None or state is TrainerState.GETTING_READY:
        return _("Getting ready.")
    if not walk.stages:
        return _("This algorithm shows no stages.")
    if walk.facts.trace is not None:
        return ""
    if walk.is_at_first and any(stage.is_setup for stage in walk.stages):
        return _("Press Next to walk through what is made before the first step, and then to make it.")
    if state is TrainerState.RUNNING:
        return _("It runs too fast to be read: pause it, or slow it down to 5 steps a second.")
    return _("Press Next to make a step and to read its numbers here.")


def where_of(facts: StepFacts | None, snapshot: Snapshot, *, is_stale: bool) -> str:
    """Return which step the cards are of."""
    trace = None if facts is None else facts.trace
    if trace is None:
        return ""
    words = _("Step {step}, episode {episode}")
    if is_stale:
        words = _("Step {step}, episode {episode}: it has gone on since")
    elif snapshot.fork is not None:
        words = _("Step {step} of B, episode {episode}")
    elif snapshot.is_past:
        words = _("Step {step}, episode {episode}, in the past")
    return words.format(step=f"{trace.step:,}", episode=f"{trace.episode:,}")


def name_of(stage: Stage) -> str:
    """Return a stage's title for those who hear it, with the tutorial's number."""
    if not stage.number:
        return _(stage.title)
    return _("Stage {number}: {title}").format(number=stage.number, title=_(stage.title))


def shown(text: StageText) -> StageText:
    """Return a card's text as it is written: with true minus signs."""
    return StageText(tuple(map(with_minus, text.lines)), with_minus(text.result), with_minus(text.why_not))


def said_of(text: StageText) -> str:
    """Return a card's text in one go, for those who hear it."""
    return "\n".join(part for part in (text.result, *text.lines, text.why_not) if part)
