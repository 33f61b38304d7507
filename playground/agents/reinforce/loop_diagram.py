"""The loop of REINFORCE as it is drawn, and the stages of one step."""

from __future__ import annotations

from dataclasses import replace

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Diagram, Stage
from playground.agents.policy_gradient import loop_parts as parts
from playground.agents.reinforce.params import REINFORCEParams
from playground.i18n import N_

EPISODE = Box("episode", N_("episode"), "s a r", (730, 24, 230, 170), look="rollout")
RETURN = Box("return", N_("return"), "G", (730, 262, 230, 96), look="target")
BASELINE = Box("critic", N_("baseline"), "b", (20, 470, 230, 96), term="baseline")

REWARDS = Arrow("rewards", N_("gives"), "r₁, r₂, …", ((845, 194), (845, 262)), (895, 228), "reward")
SAMPLE = Arrow(
    "sample",
    N_("gives"),
    "s, a",
    ((750, 194), (750, 230), (680, 230), (680, 310), (625, 310)),
    (654, 298),
    "transition",
)
RETURNS = Arrow("returns", N_("is compared"), "G", ((845, 358), (845, 518), (625, 518)), (735, 506), "return")
WEIGHT_OF_RETURN = Arrow("weight", N_("weights"), "G", ((730, 345), (625, 345)), (678, 360), "return")

RETURN_FORMULA = r"G_t = r_t + \gamma G_{t+1}"


def diagram(params: REINFORCEParams, space: Space) -> Diagram:
    """Return the loop: without a baseline the return itself weights the actions."""
    shared = (parts.STATE, parts.PROBABILITIES, parts.ACT, parts.STORE, REWARDS)
    acting = (parts.ACTOR, parts.CHOOSE, parts.ENVIRONMENT, EPISODE, RETURN)
    if params.baseline == "off":
        arrows = (*shared, WEIGHT_OF_RETURN, SAMPLE, parts.LOG_PROBABILITY, parts.GRADIENT)
        return Diagram(parts.SIZE, (*acting, parts.LOSS), arrows)
    return Diagram(
        parts.SIZE,
        (*acting, BASELINE, parts.ADVANTAGE, parts.LOSS),
        (
            *shared,
            RETURNS,
            parts.VALUES,
            parts.WEIGHT,
            SAMPLE,
            parts.LOG_PROBABILITY,
            parts.GRADIENT,
            parts.VALUE_GRADIENT,
        ),
    )


def stages(params: REINFORCEParams, space: Space) -> tuple[Stage, ...]:
    """Return the stages: without a baseline there is nothing to subtract."""
    has_baseline = params.baseline == "on"
    steps: tuple[Stage, ...] = (
        *parts.of_acting(space),
        Stage("store", "", N_("Gather the step"), ("environment", "store", "episode")),
        Stage(
            "returns",
            "",
            N_("Sum the rewards that followed"),
            ("episode", "rewards", "return"),
            RETURN_FORMULA,
            "returns",
            "returns",
        ),
    )
    if has_baseline:
        advantage = Stage(
            "advantage",
            "",
            N_("Subtract the baseline"),
            ("return", "returns", "critic", "values", "advantage"),
            r"A = G - V(s)",
            "advantage",
            "advantage",
        )
        steps = (*steps, advantage)
    loss = Stage(
        "loss",
        "",
        N_("Compute the loss"),
        ("sample", "weight", "log_probability", "loss"),
        r"-A \cdot \log \pi(a \mid s) + c_V \cdot A^2 - c_H \cdot H"
        if has_baseline
        else r"-G \cdot \log \pi(a \mid s) - c_H \cdot H",
        "loss",
        "loss",
    )
    steps = (*steps, loss, parts.DESCEND, replace(parts.FORGET, lights=("episode",)))
    drawn = diagram(params, space)
    names = {box.name for box in drawn.boxes} | {arrow.name for arrow in drawn.arrows}
    return parts.only_known(steps, names)
