"""The loop of DDPG as it is drawn: actor, critic, and beside each its target."""

from __future__ import annotations

from dataclasses import replace

from playground.agents.base import Space
from playground.agents.ddpg.params import DDPGParams
from playground.agents.loop import Arrow, Box, Diagram
from playground.i18n import N_

SIZE = (980, 620)

CHOOSE = Box("choose", N_("action with noise"), "a", (20, 40, 220, 100), term="noise", learns=False)
ENVIRONMENT = Box("environment", N_("environment"), "s", (360, 20, 250, 140), look="picture", learns=False)
BUFFER = Box("replay_buffer", N_("replay buffer"), "D", (730, 20, 230, 140), look="buffer")
ACTOR = Box("actor", N_("actor"), "μ", (20, 200, 220, 110), look="values", learns=False)
TARGET_ACTOR = Box("target_actor", N_("target actor"), "μ′", (360, 200, 250, 100), term="target_network")
MINIBATCH = Box("minibatch", N_("minibatch"), "s a r s′", (730, 200, 230, 140), look="minibatch")
CRITIC = Box("critic", N_("critic"), "Q", (20, 350, 220, 100))
TARGET_CRITIC = Box("target_critic", N_("target critic"), "Q′", (360, 350, 250, 100), term="target_network")
TARGET = Box("target", N_("target"), "y", (360, 490, 250, 90), look="target")
LOSS = Box("loss", N_("error and loss"), "δ", (20, 490, 220, 90))
TWINS = {
    "critic": (N_("two critics"), "Q₁ Q₂"),
    "target_critic": (N_("two target critics"), "Q₁′ Q₂′"),
}

ARROWS = (
    Arrow(
        "state", N_("is seen"), "s", ((420, 160), (420, 180), (180, 180), (180, 200)), (300, 169), "state", learns=False
    ),
    Arrow("policy", N_("gives"), "μ(s)", ((90, 200), (90, 140)), (50, 170), "policy", learns=False),
    Arrow("act", N_("acts"), "a", ((240, 90), (360, 90)), (300, 78), "action", learns=False),
    Arrow("store", N_("is stored"), "s, a, r, s′", ((610, 90), (730, 90)), (670, 78), "transition"),
    Arrow("draw", N_("is drawn"), "", ((845, 160), (845, 200)), (905, 180), "minibatch"),
    Arrow("next_state", N_("is asked about"), "s′", ((730, 250), (610, 250)), (670, 238), "next_state"),
    Arrow("next_action", N_("would act"), "a′", ((485, 300), (485, 350)), (536, 325), "action"),
    Arrow("next_value", N_("values"), "Q′(s′, a′)", ((485, 450), (485, 490)), (546, 470), "bootstrapping"),
    Arrow("reward", N_("gives"), "r", ((845, 340), (845, 535), (610, 535)), (730, 523), "reward"),
    Arrow("y", N_("is aimed at"), "y", ((360, 535), (240, 535)), (300, 523), "target"),
    Arrow("sample", N_("gives"), "s, a", ((910, 340), (910, 604), (130, 604), (130, 580)), (520, 593), "minibatch"),
    Arrow("prediction", N_("predicts"), "Q(s, a)", ((70, 450), (70, 490)), (118, 470), "q_value"),
    Arrow("gradient", N_("corrects"), "− α · ∇L", ((175, 490), (175, 450)), (212, 470), "gradient"),
    Arrow("slope", N_("points uphill"), "∂Q/∂a", ((130, 350), (130, 310)), (175, 330), "policy_gradient"),
    Arrow("actor_copy", N_("is followed"), "τ", ((240, 255), (360, 255)), (300, 243), "soft_update", is_dashed=True),
    Arrow("critic_copy", N_("is followed"), "τ", ((240, 400), (360, 400)), (300, 388), "soft_update", is_dashed=True),
)


def diagram(params: DDPGParams, space: Space) -> Diagram:
    """Return the loop, with one critic or two."""
    boxes: tuple[Box, ...] = (
        ACTOR,
        CHOOSE,
        ENVIRONMENT,
        BUFFER,
        MINIBATCH,
        TARGET_ACTOR,
        TARGET_CRITIC,
        TARGET,
        LOSS,
        CRITIC,
    )
    if params.n_critics == 2:
        boxes = tuple(
            replace(box, title=TWINS[box.name][0], symbol=TWINS[box.name][1]) if box.name in TWINS else box
            for box in boxes
        )
    return Diagram(SIZE, boxes, ARROWS)
