"""Checks of live changes: a parameter, its schedule, the weights of a network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.errors import HyperError
from playground.hyper import changed, hypers
from playground.i18n import N_
from playground.number_range import LARGEST, LARGEST_WORDS


def check_live(params: Any, payload: dict[str, Any]) -> Any:
    """Return the parameters with a live one changed to the "value".

    `payload` has its name and the value. Raises a PlaygroundError unless it may have that.
    """
    record = hypers(params).get(payload.get("name", ""))
    result = changed(params, {record.name: payload.get("value")})
    if not record.live:
        raise HyperError(
            N_("{name} is fixed within a run. The new value is used after Reset; this run goes on with {value}."),
            name=record.name,
            value=record.format(getattr(params, record.name)),
        )
    return result


def check_scheduled(params: Any, payload: dict[str, Any]) -> None:
    """Raise a PlaygroundError unless the named parameter follows a schedule."""
    record = hypers(params).get(payload.get("name", ""))
    if not record.scheduled:
        raise HyperError(
            N_("{name} follows no schedule that it could be given back to. It stays at {value}."),
            name=record.name,
            value=record.format(getattr(params, record.name)),
        )


def check_weights(shapes: Mapping[str, tuple[int, ...]], payload: dict[str, Any]) -> None:
    """Raise HyperError unless the "weights" have these shapes, and numbers in range."""
    given = payload.get("weights") or {}
    if {name: array.shape for name, array in given.items()} != shapes:
        raise HyperError(
            N_(
                "These weights belong to a network of another shape than this run's, which stays as it was. Give hidden_layers the widths they come from, then Reset, and load them again."
            ),
        )
    if not all((np.abs(array) <= LARGEST).all() for array in given.values()):  # never true of NaN
        raise HyperError(
            N_(
                "These weights hold numbers beyond the range from -{limit} to {limit}, so they were not loaded. The run stays as it was."
            ),
            limit=LARGEST_WORDS,
        )
