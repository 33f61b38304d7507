"""Checks whether an algorithm can act in an environment."""

from __future__ import annotations

from playground.agents.base import PairError, Space
from playground.i18n import N_

MOST_INPUTS = 1000  # of a network


def fits_a_network(space: Space) -> None:
    """Raise PairError where a network would need too many inputs."""
    if space.n_inputs > MOST_INPUTS:
        raise PairError(
            N_(
                "A network has an input for each value that an observation of this environment can take, and these are {n}; the networks here take up to {most}. Choose q-table, which looks a value up and needs no inputs, or another environment."
            ),
            n=f"{space.n_inputs:,}",
            most=f"{MOST_INPUTS:,}",
        )


def needs_discrete_actions(space: Space) -> None:
    """Raise PairError where actions are continuous."""
    if space.is_continuous:
        raise PairError(
            N_(
                "This algorithm chooses among a few actions, and the actions of this environment are continuous numbers. Choose ddpg, a2c or ppo for it, or another environment."
            ),
        )


def needs_continuous_actions(space: Space) -> None:
    """Raise PairError where actions are discrete."""
    if not space.is_continuous:
        raise PairError(
            N_(
                "This algorithm steers by continuous numbers, and this environment offers a choice of {n} actions. Choose another algorithm for it, or an environment with continuous actions, such as Pendulum-v1."
            ),
            n=space.n_actions,
        )


def needs_a_network_for_choices(space: Space) -> None:
    """Raise PairError where actions are continuous, or inputs would be too many."""
    needs_discrete_actions(space)
    fits_a_network(space)
