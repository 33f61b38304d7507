"""The stages of one step of DQN, with the tutorial's numbers."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.dqn.params import DQNParams
from playground.agents.loop import Stage
from playground.agents.loop_words import execute, observe
from playground.i18n import N_

DUELING = r"Q(s, a) = V(s) + A(s, a) - \frac{1}{n} \sum_{b} A(s, b)"
SQUARED, HUBER = r"\delta_i^2", r"H(\delta_i)"
COPY = r"\theta^{-} \leftarrow \theta"
FOLLOW = r"\theta^{-} \leftarrow \theta^{-} + \tau (\theta - \theta^{-})"


def stages(params: DQNParams, space: Space) -> tuple[Stage, ...]:
    """Return the two stages before the first step, and the ten of each step."""
    has_replay, has_target = params.replay == "on", params.target_network == "on"
    networks: tuple[str, ...] = ("q_network", "target_network", "copy") if has_target else ("q_network",)
    stored = ("replay_buffer",) if has_replay else ("minibatch",)
    drawn = ("replay_buffer", "draw", "minibatch") if has_replay else ("minibatch",)
    asked: tuple[str, ...] = ("target_network",) if has_target else ("q_network",)
    if params.double == "on" and has_target:
        asked += ("q_network", "next_action")
    return (
        Stage("make_buffer", "1", N_("Make the replay buffer"), stored, code="make_buffer", is_setup=True),
        Stage("make_networks", "2", N_("Make the networks"), networks, code="make_networks", is_setup=True),
        observe("3"),
        Stage(
            "q_values",
            "4",
            N_("Ask the Q-network"),
            ("state", "q_network", "q_values"),
            DUELING if params.dueling == "on" else r"Q(s, a; \theta)",
            "q_values",
            "q_values",
        ),
        Stage("choose", "4", N_("Choose an action"), ("choose", "act"), r"a = \arg\max_{a'} Q(s, a')", "choose"),
        execute("5"),
        Stage(
            "store",
            "6",
            N_("Store the transition"),
            ("environment", "store", *stored),
        ),
        Stage("draw", "7", N_("Draw a minibatch"), drawn, code="draw"),
        Stage(
            "target",
            "8",
            N_("Compute the targets"),
            ("minibatch", "next_state", *asked, "next_value", "target"),
            target_formula(params),
            "target",
            "target",
        ),
        Stage(
            "loss",
            "8",
            N_("Compare: error and loss"),
            ("sample", "prediction", "y", "loss"),
            rf"L = \frac{{1}}{{n}} \sum_{{i}} {'w_i ' if params.prioritized == 'on' and has_replay else ''}"
            + (SQUARED if params.loss == "squared" else HUBER),
            "loss",
            "loss",
        ),
        Stage(
            "descend",
            "8",
            N_("Change the weights"),
            ("loss", "gradient", "q_network"),
            r"\theta \leftarrow \theta - \alpha \nabla_{\theta} L",
            "descend",
            "descend",
        ),
        Stage(
            "copy",
            "9",
            N_("Copy into the target network"),
            networks,
            ("" if not has_target else COPY if params.target_tau == 1.0 else FOLLOW),
            "copy",
            "copy",
        ),
    )


def target_formula(params: DQNParams) -> str:
    """Return the target, in LaTeX: of one step or several, and of what chooses a'."""
    n = params.n_steps
    rewards = "r" if n == 1 else r"r_1 + \gamma r_2" if n == 2 else rf"r_1 + \dots + \gamma^{{{n - 1}}} r_{{{n}}}"
    power, after = ("", "s'") if n == 1 else (f"^{{{n}}}", rf"s_{{{n}}}")
    if params.target_network == "off":
        value = rf"\max_{{a'}} Q({after}, a')"
    elif params.double == "on":
        value = rf"Q^{{-}}({after}, \arg\max_{{a'}} Q({after}, a'))"
    else:
        value = rf"\max_{{a'}} Q^{{-}}({after}, a')"
    return rf"y = {rewards} + \gamma{power} {value}"


def target_words(params: DQNParams) -> str:
    """Return the target as it stands in its box."""
    first, factor, after = ("r", "γ", "s′") if params.n_steps == 1 else ("R", "γⁿ", "s₍ₙ₎")
    if params.target_network == "off":
        value = f"max Q({after})"
    elif params.double == "on":
        value = f"Q⁻({after}, a′)"
    else:
        value = f"max Q⁻({after})"
    return f"y = {first} + {factor} · {value}"
