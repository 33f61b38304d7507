"""What the networks say, for those who look: of s', and again after an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.agents.nn.backend import Array
from playground.agents.nn.mlp import ForwardPass
from playground.agents.replay.sampler import Samples


def of_next(q_next: Array, q_choose: Array) -> dict[str, Any]:
    """Return Q_target(s', .), the action that `q_choose` thinks best, and its value."""
    best = q_choose.argmax(axis=0)
    return {"next_q_values": q_next, "next_action": best, "next_value": q_next[best, np.arange(len(best))]}


def q_again(acting: ForwardPass, joined: Callable[[Array], Array], batch: Samples) -> Array:
    """Return Q(s, a) of a minibatch, (batch,), by the network as it is now.

    It takes no buffer that learning needs; `joined` makes Q, (networks, actions, batch), of what networks put out.
    """
    outputs = np.ascontiguousarray(acting.forward_batch(batch.observations[0].T).T)
    q: Array = joined(outputs[None])[0, batch.actions, np.arange(len(batch.actions))]
    return q
