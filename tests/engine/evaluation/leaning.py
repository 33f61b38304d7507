"""A controller that balances, or nearly, or poorly, as weights of a network; and the starts it is judged on."""

from __future__ import annotations

import numpy as np

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import evaluate

PERFECT, NEARLY, POOR = 0.0, 0.0363, 0.1  # how far the controller leans; `NEARLY` has a mean close to 475
SHORT = 0.02  # m, half the length of a pole that nobody holds up


def controller(lean):
    """Weights of two hidden units that push towards where the pole falls, a little too much to one side."""
    gains = np.array([0.02, 0.05, 1.0, 0.3], np.float32)
    return {
        "q.0.weight": np.stack([gains, -gains]),
        "q.0.bias": np.array([lean, -lean], np.float32),
        "q.1.weight": np.array([[0, 0], [1, -1]], np.float32),
        "q.1.bias": np.zeros(2, np.float32),
    }


def seeds_for(session, starts, step):
    return evaluation_seeds(session.settings.params.seed, starts, step, session.card.evaluation_episodes)


def mean_on(session, policy, starts, step=None):
    seeds = seeds_for(session, starts, session.n_steps if step is None else step)
    return evaluate(policy.actor(), session.card, seeds).mean


def set_length(session, value):
    session.submit("set_environment", {"name": "length", "value": value})
