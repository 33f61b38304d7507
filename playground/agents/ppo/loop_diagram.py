"""The loop of PPO as it is drawn, and the stages of one step."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Diagram, Stage
from playground.agents.policy_gradient import loop_parts as parts
from playground.agents.ppo.params import PPOParams
from playground.i18n import N_

DIAGRAM = Diagram(
    parts.SIZE,
    (
        parts.ACTOR,
        parts.CHOOSE,
        parts.ENVIRONMENT,
        Box("rollout", N_("rollout"), "s a r s′", (730, 24, 230, 150), look="rollout"),
        parts.CRITIC,
        Box("advantage", N_("advantage"), "A", (730, 230, 230, 96)),
        Box("minibatch", N_("minibatch"), "s a A R", (730, 400, 230, 160), look="minibatch"),
        Box("ratio", N_("ratio"), "ρ", (375, 270, 250, 96), look="target"),
        Box("loss", N_("clipped loss"), "L", (375, 460, 250, 106)),
    ),
    (
        parts.STATE,
        parts.PROBABILITIES,
        parts.ACT,
        parts.STORE,
        Arrow("rewards", N_("gives"), "r, s′", ((845, 174), (845, 230)), (885, 202), "transition"),
        Arrow(
            "values",
            N_("values"),
            "V(s), V(s′)",
            ((100, 566), (100, 602), (970, 602), (970, 278), (960, 278)),
            (500, 590),
            "value",
        ),
        Arrow("draw", N_("is drawn"), "", ((845, 326), (845, 400)), (905, 363), "minibatch"),
        Arrow("sample", N_("gives"), "s, a", ((730, 430), (680, 430), (680, 318), (625, 318)), (654, 306), "minibatch"),
        Arrow("weight", N_("weights"), "A, R", ((730, 510), (625, 510)), (678, 498), "advantage"),
        parts.LOG_PROBABILITY,
        Arrow("change", N_("says how far it moved"), "ρ", ((500, 366), (500, 460)), (550, 413), "ratio"),
        Arrow(
            "gradient",
            N_("corrects"),
            "− α · ∇L",
            ((375, 485), (350, 485), (350, 390), (250, 390)),
            (300, 378),
            "gradient",
        ),
        Arrow("value_gradient", N_("corrects"), "− α · ∇L", ((375, 535), (250, 535)), (312, 523), "gradient"),
    ),
)

OF_LEARNING = (
    parts.GATHER,
    Stage(
        "advantage",
        "",
        N_("Compute the advantages"),
        ("rollout", "rewards", "critic", "values", "advantage"),
        parts.GAE,
        "advantage",
        "advantage",
    ),
    Stage("draw", "", N_("Draw a minibatch"), ("advantage", "draw", "minibatch"), code="draw"),
    Stage(
        "ratio",
        "",
        N_("Compare with the old policy"),
        ("minibatch", "sample", "actor", "log_probability", "ratio"),
        r"\rho = \frac{\pi(a \mid s)}{\pi_{old}(a \mid s)}",
        "ratio",
        "ratio",
    ),
    Stage(
        "loss",
        "",
        N_("Compute the clipped loss"),
        ("change", "weight", "loss"),
        r"-\min(\rho A, clip(\rho, 1 - \varepsilon, 1 + \varepsilon) A)" + parts.PENALTY,
        "loss",
        "loss",
    ),
    parts.DESCEND,
    parts.FORGET,
)


def diagram(params: PPOParams, space: Space) -> Diagram:
    return DIAGRAM


def stages(params: PPOParams, space: Space) -> tuple[Stage, ...]:
    return (*parts.of_acting(space), *OF_LEARNING)
