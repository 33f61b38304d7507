"""The target network of a run follows when its period in steps, updates or episodes has passed."""

from __future__ import annotations

import pytest

from playground.agents.loop import StepFacts
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace


@pytest.mark.parametrize(
    ("unit", "period", "copied_at"),
    [
        ("episodes", 2, [10, 20, 30, 40]),  # every episode is cut off after 5 steps, which ends it too
        ("steps", 9, [9, 18, 27, 36]),
        ("updates", 9, [24, 33]),  # the first update is that of step 16
    ],
)
def test_copies_come_when_their_period_has_passed(settings_with, unit, period, copied_at):
    session = Session(settings_with(steps_per_episode=5, target_unit=unit, target_period=period))
    seen = []
    while session.n_steps < 40:
        trace = Trace()
        session.step(trace)
        if trace.target_copied:
            seen.append(trace.step)
    assert seen == copied_at
    assert session.agent.stats.n_target_copies == len(copied_at)


@pytest.mark.parametrize(("tau", "said"), [(1.0, "copied in this step"), (0.02, "moved by τ = 0.02 of the way")])
def test_a_target_network_that_follows_softly_is_said_to_move_and_not_to_be_copied(settings_with, tau, said):
    session = Session(settings_with(target_unit="steps", target_period=3, target_tau=tau))
    settings, lines = session.settings, []
    explainer = settings.learner.make_explainer()
    (copy,) = (stage for stage in explainer.stages(settings.params, settings.space) if stage.name == "copy")
    for _ in range(3):
        trace = Trace()
        session.step(trace)
        facts = StepFacts(trace.params, settings.space, settings.card.actions, trace)
        lines.append(explainer.tell(copy, facts).result)
    assert lines == ["", "", said]
