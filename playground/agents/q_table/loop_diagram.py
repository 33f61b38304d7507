"""The loop of tabular Q-learning as it is drawn, and the stages of one step."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Diagram, Stage
from playground.agents.loop_words import execute, observe
from playground.agents.q_table.params import QTableParams
from playground.i18n import N_

DIAGRAM = Diagram(
    (980, 620),
    (
        Box("table", N_("Q-table"), "Q", (40, 300, 250, 180), look="values", learns=False),
        Box("choose", N_("die"), "a", (40, 50, 250, 100), learns=False),
        Box("environment", N_("environment"), "s", (640, 40, 300, 170), look="picture", learns=False),
        Box("target", N_("target"), "y", (670, 400, 270, 110), look="target"),
        Box("td_error", N_("error"), "δ", (395, 290, 235, 110)),
    ),
    (
        Arrow(
            "state",
            N_("is seen"),
            "s",
            ((690, 210), (690, 240), (190, 240), (190, 300)),
            (450, 228),
            "state",
            learns=False,
        ),
        Arrow("q_values", N_("values"), "Q(s, ·)", ((105, 300), (105, 150)), (70, 225), "q_value", learns=False),
        Arrow("act", N_("acts"), "a", ((290, 90), (640, 90)), (465, 78), "action", learns=False),
        Arrow("next_state", N_("leads to"), "r, s′", ((860, 210), (860, 400)), (905, 305), "transition"),
        Arrow(
            "next_value",
            N_("values"),
            "max Q(s′, ·)",
            ((165, 480), (165, 580), (805, 580), (805, 510)),
            (485, 568),
            "bootstrapping",
        ),
        Arrow("y", N_("is aimed at"), "y", ((670, 450), (512, 450), (512, 400)), (590, 438), "target"),
        Arrow("prediction", N_("predicts"), "Q(s, a)", ((290, 330), (395, 330)), (342, 318), "q_value"),
        Arrow("learn", N_("corrects"), "+ α · δ", ((395, 375), (290, 375)), (342, 389), "q_learning"),
    ),
)

STAGES = (
    Stage("make_table", "", N_("Make the table"), ("table",), code="make_table", is_setup=True),
    observe(),
    Stage("q_values", "", N_("Look up the cell"), ("state", "table", "q_values"), "Q(s, a)", "q_values", "q_values"),
    Stage("choose", "", N_("Choose an action"), ("choose", "act"), r"a = \arg\max_{a'} Q(s, a')", "choose"),
    execute(),
    Stage(
        "target",
        "",
        N_("Compute the target"),
        ("next_state", "table", "next_value", "target"),
        r"y = r + \gamma \max_{a'} Q(s', a')",
        "target",
        "target",
    ),
    Stage(
        "loss",
        "",
        N_("Compare: the error"),
        ("prediction", "y", "td_error"),
        r"\delta = y - Q(s, a)",
        "loss",
        "loss",
    ),
    Stage(
        "descend",
        "",
        N_("Change one number of the table"),
        ("td_error", "learn", "table"),
        r"Q(s, a) \leftarrow Q(s, a) + \alpha \delta",
        "descend",
        "descend",
    ),
)


def diagram(params: QTableParams, space: Space) -> Diagram:
    return DIAGRAM


def stages(params: QTableParams, space: Space) -> tuple[Stage, ...]:
    return STAGES
