"""The loop of DQN as it is drawn, on a canvas of 980 x 620."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.dqn.params import DQNParams
from playground.agents.loop import Arrow, Box, Diagram
from playground.i18n import N_

SIZE = (980, 620)

CHOOSE = Box("choose", N_("die"), "a", (20, 64, 230, 96), "4", learns=False)
ENVIRONMENT = Box("environment", N_("environment"), "s", (375, 24, 250, 156), "3", "picture", learns=False)
BUFFER = Box("replay_buffer", N_("replay buffer"), "D", (730, 24, 230, 156), "6", "buffer")
Q_NETWORK = Box("q_network", N_("Q-network"), "Q", (20, 262, 230, 150), "4", "values", learns=False)
LOSS = Box("loss", N_("error and loss"), "δ", (375, 290, 250, 96), "8")
MINIBATCH = Box("minibatch", N_("minibatch"), "s a r s′", (730, 262, 230, 150), "7", "minibatch")
NEWEST = Box("minibatch", N_("newest transition"), "s a r s′", (730, 262, 230, 150), "7", "minibatch", "transition")
TARGET = Box("target", N_("target"), "y", (375, 470, 250, 96), "8", "target")
TARGET_NETWORK = Box("target_network", N_("target network"), "Q⁻", (730, 470, 230, 96), "8")

ACT = Arrow("act", N_("acts"), "a", ((250, 100), (375, 100)), (312, 88), "action", learns=False)
STATE = Arrow(
    "state", N_("is seen"), "s", ((420, 180), (420, 222), (155, 222), (155, 262)), (280, 211), "state", learns=False
)
Q_VALUES = Arrow("q_values", N_("values"), "Q(s, ·)", ((105, 262), (105, 160)), (72, 211), "q_value", learns=False)
STORE = Arrow("store", N_("is stored"), "s, a, r, s′", ((625, 100), (730, 100)), (678, 88), "transition")
KEEP_NEWEST = Arrow(
    "store", N_("is learned from"), "s, a, r, s′", ((625, 100), (845, 100), (845, 262)), (735, 88), "transition"
)
DRAW = Arrow("draw", N_("is drawn"), "", ((845, 180), (845, 262)), (900, 222), "minibatch")
SAMPLE = Arrow("sample", N_("gives"), "s, a, r", ((730, 338), (625, 338)), (678, 326), "minibatch")
PREDICTION = Arrow("prediction", N_("predicts"), "Q(s, a)", ((250, 320), (375, 320)), (312, 308), "q_value")
GRADIENT = Arrow("gradient", N_("corrects"), "− α · ∇L", ((375, 364), (250, 364)), (312, 378), "gradient")
Y = Arrow("y", N_("is aimed at"), "y", ((500, 470), (500, 386)), (540, 428), "target")
NEXT_STATE = Arrow("next_state", N_("is asked about"), "s′", ((845, 412), (845, 470)), (872, 441), "next_state")
NEXT_VALUE = Arrow("next_value", N_("values"), "max Q⁻(s′)", ((730, 518), (625, 518)), (678, 506), "bootstrapping")
COPY = Arrow(
    "copy",
    N_("is copied"),
    "θ⁻ ← θ",
    ((155, 412), (155, 598), (845, 598), (845, 566)),
    (500, 586),
    "target_copy",
    is_dashed=True,
)
NEXT_ACTION = Arrow("next_action", N_("chooses"), "a′", ((205, 412), (205, 518), (375, 518)), (290, 506), "double_dqn")
# without a target network, the Q-network itself is asked
OWN_NEXT_STATE = Arrow(
    "next_state",
    N_("is asked about"),
    "s′",
    ((845, 412), (845, 598), (105, 598), (105, 412)),
    (500, 586),
    "next_state",
)
OWN_NEXT_VALUE = Arrow(
    "next_value", N_("values"), "max Q(s′)", ((205, 412), (205, 518), (375, 518)), (290, 506), "bootstrapping"
)


def diagram(params: DQNParams, space: Space) -> Diagram:
    """Return the loop: without what is switched off."""
    has_replay, has_target = params.replay == "on", params.target_network == "on"
    boxes = [Q_NETWORK, CHOOSE, ENVIRONMENT]
    boxes += [BUFFER, MINIBATCH] if has_replay else [NEWEST]
    boxes += [TARGET_NETWORK, TARGET, LOSS] if has_target else [TARGET, LOSS]
    arrows = [STATE, Q_VALUES, ACT, *((STORE, DRAW) if has_replay else (KEEP_NEWEST,))]
    if has_target:
        arrows += [NEXT_STATE, *((NEXT_ACTION,) if params.double == "on" else ()), NEXT_VALUE]
    else:
        arrows += [OWN_NEXT_STATE, OWN_NEXT_VALUE]
    arrows += [Y, SAMPLE, PREDICTION, GRADIENT, *((COPY,) if has_target else ())]
    return Diagram(SIZE, tuple(boxes), tuple(arrows))
