"""A small loop, for tests of what draws any: four boxes, three arrows, two cards at first and four of a step."""

from __future__ import annotations

from playground.agents.loop import Arrow, Box, Diagram, Stage, StageText

BOXES = (
    Box("environment", "environment", "s", (250, 20, 240, 150), "3", "picture", learns=False),
    Box("q_network", "Q-network", "Q", (20, 20, 180, 150), "4", "values", learns=False),
    Box("replay_buffer", "replay buffer", "D", (250, 230, 240, 130), "6", "buffer"),
    Box("target", "target", "y", (20, 230, 180, 130), "8", "target"),
)
ARROWS = (
    Arrow("action", "action", "a", ((200, 80), (250, 80)), (225, 68), learns=False),
    Arrow("store", "stored", "r, s′", ((370, 170), (370, 230)), (400, 200)),
    Arrow("copy", "copied", "θ⁻", ((110, 170), (110, 230)), (140, 200), is_dashed=True),
)
DIAGRAM = Diagram((510, 380), BOXES, ARROWS)
STAGES = (
    Stage("make_buffer", "1", "Make the buffer", ("replay_buffer",), is_setup=True),
    Stage("make_networks", "2", "Make the networks", ("q_network", "target"), is_setup=True),
    Stage("observe", "3", "Observe s", ("environment",)),
    Stage("q_values", "4", "Ask the Q-network", ("q_network",)),
    Stage("execute", "5", "Execute a", ("action", "environment")),
    Stage("target", "8", "Compute the target", ("target", "copy")),
)


class SmallLoop:
    """Explainer of a loop that says little, and counts how often it is asked."""

    n_asked = 0

    def diagram(self, params, space):
        return DIAGRAM

    def stages(self, params, space):
        return STAGES

    def tell(self, stage, facts):
        return StageText((stage.title,))

    def in_diagram(self, facts):
        SmallLoop.n_asked += 1
        trace = facts.trace
        if trace is None:
            return {"replay_buffer": ("filling",)}
        return {
            "environment": (f"step {trace.step}",),
            "action": (f"a = {trace.action}",),
            "target": (f"y = 1 + 0.95 × {trace.step} and so on, a line that is rather long", "copied 312 steps ago"),
        }

    def columns(self, params, space):
        return (("q_taken", "Q(s, a)", "Q"),)
