"""Tasks: an environment with its parameters.

Returns of two tasks cannot be compared.
"""

from __future__ import annotations

from playground.engine.run.settings import values_of
from playground.envs.base import EnvironmentCard, EnvironmentParams


def task_of(card: EnvironmentCard, parameters: EnvironmentParams) -> str:
    """Return the environment with its changed parameters: CartPole-v1 (gravity=1)."""
    usual = values_of(card.parameters())
    changed = [
        f"{key}={value:g}" if isinstance(value, float) else f"{key}={value}"
        for key, value in values_of(parameters).items()
        if value != usual[key]
    ]
    return f"{card.id} ({', '.join(changed)})" if changed else card.id
