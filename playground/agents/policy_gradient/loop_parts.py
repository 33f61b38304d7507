"""Boxes, arrows and stages that the loops of REINFORCE, A2C and PPO share.

They stand on a canvas of 980 x 620: what acts on the left, the environment above, what was gathered on the right.
"""

from __future__ import annotations

from dataclasses import replace

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Stage
from playground.agents.loop_words import execute, observe
from playground.i18n import N_

SIZE = (980, 620)

CHOOSE = Box("choose", N_("die"), "a", (20, 64, 230, 96), learns=False)
ENVIRONMENT = Box("environment", N_("environment"), "s", (375, 24, 250, 156), look="picture", learns=False)
ACTOR = Box("actor", N_("actor: the policy"), "π", (20, 262, 230, 150), look="values", learns=False)
CRITIC = Box("critic", N_("critic"), "V", (20, 470, 230, 96))
LOSS = Box("loss", N_("loss"), "L", (375, 290, 250, 96))
ADVANTAGE = Box("advantage", N_("advantage"), "A", (375, 470, 250, 96), look="target")

ACT = Arrow("act", N_("acts"), "a", ((250, 100), (375, 100)), (312, 88), "action", learns=False)
STATE = Arrow(
    "state", N_("is seen"), "s", ((420, 180), (420, 222), (155, 222), (155, 262)), (280, 211), "state", learns=False
)
PROBABILITIES = Arrow(
    "probabilities", N_("gives chances"), "π(· | s)", ((105, 262), (105, 160)), (65, 211), "policy", learns=False
)
STORE = Arrow("store", N_("is gathered"), "s, a, r, s′", ((625, 100), (730, 100)), (678, 88), "transition")
VALUES = Arrow("values", N_("values"), "V(s)", ((250, 518), (375, 518)), (312, 506), "value")
WEIGHT = Arrow("weight", N_("weights"), "A", ((500, 470), (500, 386)), (550, 428), "advantage")
LOG_PROBABILITY = Arrow(
    "log_probability", N_("says how likely"), "log π(a | s)", ((250, 318), (375, 318)), (312, 306), "log_probability"
)
GRADIENT = Arrow("gradient", N_("corrects"), "− α · ∇L", ((375, 364), (250, 364)), (312, 378), "gradient")
VALUE_GRADIENT = Arrow(
    "value_gradient",
    N_("corrects"),
    "− α · ∇L",
    ((410, 386), (410, 440), (135, 440), (135, 470)),
    (285, 428),
    "gradient",
)

LEARNER = "policy_gradient.learner:"  # where the lines are that all three share

OF_ACTING = (
    Stage(
        "make_networks",
        "",
        N_("Make the networks"),
        ("actor", "critic"),
        code="policy_gradient.actor_critic:make_networks",
        is_setup=True,
    ),
    observe(),
    Stage(
        "policy",
        "",
        N_("Ask the policy"),
        ("state", "actor", "probabilities"),
        r"\pi(a \mid s; \theta)",
        LEARNER + "policy",
        "policy",
    ),
    Stage("choose", "", N_("Draw an action"), ("choose", "act"), r"a \sim \pi(\cdot \mid s)", LEARNER + "choose"),
    execute(),
)
DESCEND = Stage(
    "descend",
    "",
    N_("Change the weights"),
    ("loss", "gradient", "actor", "value_gradient", "critic"),
    r"\theta \leftarrow \theta - \alpha \nabla_{\theta} L",
    "descend",
    "descend",
)
FORGET = Stage("forget", "", N_("Forget what was gathered"), ("rollout",), code=LEARNER + "forget")
GATHER = Stage("store", "", N_("Gather the step"), ("environment", "store", "rollout"))

GAE = r"A = \delta + \gamma \lambda A', \quad \delta = r + \gamma V(s') - V(s)"
PENALTY = r" + c_V \cdot (R - V(s))^2 - c_H \cdot H"


def of_acting(space: Space) -> tuple[Stage, ...]:
    """Return the stages before the first step, and up to the action that is done."""
    if not space.is_continuous:
        return OF_ACTING
    gaussian = r"a = \mu(s) + \sigma z, \quad z \sim N(0, 1)"
    return tuple(replace(stage, formula=gaussian) if stage.name == "choose" else stage for stage in OF_ACTING)


def only_known(stages: tuple[Stage, ...], names: set[str]) -> tuple[Stage, ...]:
    """Return stages that light what a diagram has."""
    return tuple(replace(stage, lights=tuple(name for name in stage.lights if name in names)) for stage in stages)
