"""The stages of one step of DDPG."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.ddpg.params import DDPGParams
from playground.agents.loop import Stage
from playground.agents.loop_words import execute, observe
from playground.i18n import N_

FOLLOW = r"\theta' \leftarrow \theta' + \tau (\theta - \theta')"


def stages(params: DDPGParams, space: Space) -> tuple[Stage, ...]:
    """Return the two stages before the first step, and those of each step."""
    value = r"Q'(s', a')" if params.n_critics == 1 else r"\min_i Q'_i(s', a')"
    noisy = r" + \epsilon" if params.target_noise else ""
    n = params.n_steps
    rewards, power = ("r", "") if n == 1 else (rf"r_1 + \dots + \gamma^{{{n - 1}}} r_{{{n}}}", f"^{{{n}}}")
    return (
        Stage("make_buffer", "", N_("Make the replay buffer"), ("replay_buffer",), code="make_buffer", is_setup=True),
        Stage(
            "make_networks",
            "",
            N_("Make the networks"),
            ("actor", "critic", "target_actor", "target_critic"),
            code="make_networks",
            is_setup=True,
        ),
        observe(),
        Stage("policy", "", N_("Ask the actor"), ("state", "actor", "policy"), r"\mu(s; \theta)", "policy", "policy"),
        Stage("choose", "", N_("Add noise"), ("choose", "act"), r"a = \mu(s) + N", "choose"),
        execute(),
        Stage("store", "", N_("Store the transition"), ("environment", "store", "replay_buffer")),
        Stage("draw", "", N_("Draw a minibatch"), ("replay_buffer", "draw", "minibatch"), code="draw"),
        Stage(
            "next_action",
            "",
            N_("Ask what would be done next"),
            ("minibatch", "next_state", "target_actor", "next_action"),
            r"a' = \mu'(s')" + noisy,
            "ddpg.noise:next_action",
            "next_action",
        ),
        Stage(
            "target",
            "",
            N_("Compute the targets"),
            ("target_critic", "next_value", "reward", "target"),
            rf"y = {rewards} + \gamma{power} {value}",
            "target",
            "target",
        ),
        Stage(
            "loss",
            "",
            N_("Compare: error and loss"),
            ("critic", "sample", "prediction", "y", "loss"),
            r"L = \frac{1}{n} \sum_{i} (Q(s_i, a_i) - y_i)^2",
            "loss",
            "loss",
        ),
        Stage(
            "descend",
            "",
            N_("Change the critic"),
            ("loss", "gradient", "critic"),
            r"\theta_Q \leftarrow \theta_Q - \alpha \nabla L",
            "descend",
            "descend",
        ),
        Stage(
            "climb",
            "",
            N_("Change the actor"),
            ("critic", "slope", "actor"),
            r"\theta_\mu \leftarrow \theta_\mu + \alpha \frac{\partial Q}{\partial a} \frac{\partial \mu}{\partial \theta_\mu}",
            "climb",
            "climb",
        ),
        Stage(
            "follow",
            "",
            N_("Let the targets follow"),
            ("actor", "critic", "actor_copy", "critic_copy", "target_actor", "target_critic"),
            FOLLOW,
            "follow",
            "follow",
        ),
    )
