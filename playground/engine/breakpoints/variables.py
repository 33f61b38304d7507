"""Variables that conditions can use: the named numbers of a step.

A name is read from the Session only when a condition uses it, and reading changes nothing there. All are of the
environment that is shown, the first; an observation is the one that the step led to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from playground.engine.breakpoints.conditions import Read, Variable
from playground.envs.base import EnvironmentCard, Quantity
from playground.i18n import N_, _

if TYPE_CHECKING:  # the window lists the names before anything needs NumPy
    from playground.engine.run.session import Session
    from playground.engine.run.settings import Settings

StepVariable: TypeAlias = "Variable[Session]"

_CURVES = {
    "epsilon": N_("how often an action is chosen at random"),
    "loss": N_("how far the values were from their targets, in the newest update"),
    "mean_value": N_("the mean of Q over what was learned from newest: a discounted sum of rewards"),
    "visited": N_("the share of the table's cells that were learned from, of all there are"),
    "policy_loss": N_("what the newest update of the policy made smaller"),
    "value_loss": N_("how far the predicted values were from the returns, in the newest update"),
    "entropy": N_("how undecided the policy is"),
    "explained_variance": N_("how much of the returns' ups and downs the values explain, 1 being all"),
    "clip_fraction": N_("the share of samples whose probability moved beyond the clip range"),
    "approx_kl": N_("about how far the newest updates moved the policy"),
    "actor_loss": N_("minus the value that the critic expects of the actor's actions"),
    "critic_loss": N_("how far the critic's values were from their targets, in the newest update"),
    "noise": N_("how large the random part of each action is"),
}
_EXPLORED = {  # by what the bars show
    "q": N_("whether chance chose the action, not what the agent thinks best"),
    "probabilities": N_("whether the action that was drawn is not the likeliest"),
    "action": N_("whether chance moved the action away from what the agent thinks best: with noise, nearly always"),
}
_LOSSES = ("loss", "value_loss", "critic_loss")


def step_names(settings: Settings) -> dict[str, StepVariable]:
    """Return the variables of an environment and an algorithm, by name.

    Their texts are in the language of this moment.
    """
    names = [
        Variable("step", _("environment steps done"), "", _step),
        Variable("episode", _("number of the episode, 1 being the first"), "", _episode),
        Variable("episode_step", _("steps of the episode so far"), "", _episode_step),
        Variable("episode_return", _("sum of the episode's rewards so far"), "", _episode_return),
        Variable("reward", _("reward of the step"), "", _reward),
        *_actions(settings.card),
        Variable("explored", _(_EXPLORED[settings.learner.shown_in(settings.space)]), "", _explored, True),
        Variable("terminated", _("whether the episode came to its own end with this step"), "", _terminated, True),
        Variable("truncated", _("whether the time limit cut the episode off after this step"), "", _truncated, True),
    ]
    for number, curve in enumerate(settings.learner.curves):
        meaning = _CURVES.get(curve)
        names.append(Variable(curve, _(meaning) if meaning else _("a curve of the algorithm"), "", _curve(number)))
    by_name = {name.name: name for name in names}
    for number, quantity in enumerate(settings.card.observation):
        name = _name_of(quantity, number)
        if name in by_name:  # of an environment that somebody added
            name = f"o{number + 1}"
        unit = _(quantity.unit) if quantity.unit else ""
        by_name[name] = Variable(name, _(quantity.meaning), unit, _observed(number), symbol=quantity.symbol)
    return by_name


def suggestions(settings: Settings) -> list[tuple[str, str]]:
    """Return useful conditions for an environment and an algorithm.

    Each comes with what it means.
    """
    card, curves = settings.card, settings.learner.curves
    found = [("terminated or truncated", _("an episode ends"))]
    found.append(("truncated", _("an episode reaches the time limit")))
    if not card.action_bounds:  # noise moves nearly every continuous one
        found.append(("explored", _("chance chooses an action")))
    if card.solved_at is not None:
        goal = f"episode_return >= {card.solved_at:g}"
        grows = (
            card.rewards is not None and card.rewards[0] >= 0.0
        )  # else it is so high long before the episode is over
        found.append((goal if grows else f"terminated and {goal}", _("an episode is as good as it takes to be solved")))
    found += [(f"{loss} > 1", _("the loss grows large")) for loss in curves if loss in _LOSSES]
    if "epsilon" in curves:
        found.append(("epsilon < 0.5", _("most actions are no longer random")))
    number, quantity = _main_number(card)
    name, (low, high) = _name_of(quantity, number), quantity.usual_range
    if quantity.count:
        last = f"{low + quantity.count - 1:.0f}"
        return [
            *found,
            (f"{name} == {last}", _("{meaning} is {value}").format(meaning=_(quantity.meaning), value=last)),
        ]
    size = f"abs({name})" if low == -high else name
    found.append(
        (f"{size} > {high / 2:.2g}", _("{meaning}: beyond half of what is usual").format(meaning=_(quantity.meaning)))
    )
    return found


def _main_number(card: EnvironmentCard) -> tuple[int, Quantity]:
    numbered = list(enumerate(card.observation))
    angles = [pair for pair in numbered if pair[1].name == "angle"]
    plain = [pair for pair in numbered if not pair[1].symbol.startswith(("cos", "sin"))]
    return (angles or plain or numbered)[0]


def _name_of(quantity: Quantity, number: int) -> str:
    if quantity.name:
        return quantity.name
    symbol = quantity.symbol
    return symbol if symbol.isascii() and symbol.isidentifier() else f"o{number + 1}"


def _actions(card: EnvironmentCard) -> list[StepVariable]:
    if not card.action_bounds:
        listed = ", ".join(f"{number} {_(action)}" for number, action in enumerate(card.actions))
        return [Variable("action", _("number of the action: {actions}").format(actions=listed), "", _action)]
    if len(card.action_bounds) == 1:
        return [Variable("action", _("the action: {action}").format(action=_(card.actions[0])), "", _number(0))]
    return [
        Variable(f"action_{number}", _("the action: {action}").format(action=_(action)), "", _number(number - 1))
        for number, action in enumerate(card.actions, 1)
    ]


def _step(session: Session) -> float:
    return float(session.n_steps)


def _episode(session: Session) -> float:
    sub_env = session.shown
    return float(sub_env.n_episodes + (not sub_env.over))


def _episode_step(session: Session) -> float:
    return float(session.shown.episode_step)


def _episode_return(session: Session) -> float:
    return float(session.shown.episode_return)


def _reward(session: Session) -> float:
    log = session.log
    row = log.added.row_of(log.n_own_rows - len(session.sub_envs))  # the first of the newest call of step()
    if row < log.first:
        return math.nan
    return float(str(log.read(row, row + 1)[0, -3]))  # the log has 32 bits: 0.1 as it reads, not 0.10000000149


def _action(session: Session) -> float:
    action = session.shown.action
    return math.nan if action is None else float(action)


def _explored(session: Session) -> bool:
    return bool(session.shown.explored) and not session.was_forced


def _terminated(session: Session) -> bool:
    return bool(session.shown.terminated)


def _truncated(session: Session) -> bool:
    return bool(session.shown.truncated)


def _number(number: int) -> Read[Session]:
    def read(session: Session) -> float:
        action = session.shown.action
        return math.nan if action is None else float(action[number])

    return read


def _curve(number: int) -> Read[Session]:
    def read(session: Session) -> float:
        return float(session.agent.curve()[number])

    return read


def _observed(number: int) -> Read[Session]:
    def read(session: Session) -> float:
        return float(session.shown.observation[number])

    return read
