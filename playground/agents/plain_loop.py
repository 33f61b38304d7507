"""The plain loop of agent and environment, where an algorithm declares no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Diagram, LoopExplainer, Stage, StageText, StepFacts
from playground.agents.loop_words import (
    action_on_arrow,
    action_words,
    equals,
    execute,
    no_single_step,
    no_update,
    observe,
    plain,
    state_line,
    tell_execute,
    tell_observe,
)
from playground.i18n import N_, _
from playground.number_text import filled

_DIAGRAM = Diagram(
    (980, 620),
    (
        Box("agent", N_("agent"), "π", (80, 220, 300, 180), learns=False),
        Box("environment", N_("environment"), "s", (600, 220, 300, 180), look="picture", learns=False),
    ),
    (
        Arrow(
            "act", N_("acts"), "a", ((230, 220), (230, 140), (750, 140), (750, 220)), (490, 128), "action", learns=False
        ),
        Arrow("state", N_("is seen"), "s", ((600, 310), (380, 310)), (490, 298), "state", learns=False),
        Arrow("reward", N_("rewards"), "r", ((750, 400), (750, 480), (230, 480), (230, 400)), (490, 468), "reward"),
    ),
)
_STAGES = (
    observe(),
    Stage("choose", "", N_("Choose an action"), ("agent", "act")),
    execute(),
    Stage("learn", "", N_("Learn"), ("reward", "agent")),
)


class PlainLoop:
    """Explainer that knows no more than that an agent acts in an environment."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return _DIAGRAM

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return _STAGES

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        trace = facts.trace
        if trace is None:
            return no_single_step()
        if stage.name == "observe":
            return tell_observe(facts)
        if stage.name == "choose":
            how = _("by chance") if trace.explored else _("the one it thinks best")
            how = _("forced by hand") if trace.forced else how
            return StageText((how,), equals("a", action_words(trace.action, facts.actions)))
        if stage.name == "execute":
            return tell_execute(facts)
        if not trace.n_updates:
            return StageText((), why_not=no_update())
        return StageText((filled(_("updates in this step: {n:,}"), n=trace.n_updates),))

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        trace = facts.trace
        if trace is None:
            return {"act": ["a"], "state": ["s"], "reward": ["r"], "agent": [], "environment": []}
        learned = filled(_("updates in this step: {n:,}"), n=trace.n_updates)
        return {
            "act": [action_on_arrow(trace.action, facts.actions)],
            "state": ["s"],
            "reward": [equals("r", plain(trace.reward))],
            "agent": [learned],
            "environment": state_line(facts),
        }

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        return ()


def loop_of(explainer: Any) -> LoopExplainer:
    """Return an explainer that shows a loop: the given one, or else the plain one."""
    shown: LoopExplainer = explainer if hasattr(explainer, "diagram") else PlainLoop()
    return shown
