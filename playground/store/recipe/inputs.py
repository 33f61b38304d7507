"""The inputs of a run as JSON.

Every one is checked for its shape when it is read; what it says is checked by the recipe.
"""

from __future__ import annotations

import base64
import binascii
import math
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.evaluation.policy import weights_sha256
from playground.engine.run.inputs import CHECK, Input
from playground.errors import never, until_stopped
from playground.store.format.fields import read_count, read_text, require, require_in_range, require_keys
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

MAX_WEIGHTS = 64 * 1024  # bytes of weights in one recipe; those that are more go by their hash

Shapes = Mapping[str, tuple[int, ...]]

_KEYS = {
    "set_hyper": ("name", "value"),
    "release_hyper": ("name",),
    "set_environment": ("name", "value"),
    "restore": ("step",),
    "push": ("change",),
    "force_action": ("action",),
    "set_state": ("state",),
    "add_episode": ("start", "actions"),
}  # "load_weights" has keys of its own


def inputs_json(inputs: Sequence[Input]) -> list[dict[str, Any]]:
    """Return the inputs as they are written to a file."""
    left = MAX_WEIGHTS
    items = []
    for entry in inputs:
        payload = entry.payload
        weights = payload.get("weights")
        if weights is not None:
            n_bytes = sum(array.nbytes for array in weights.values())
            payload = (
                {"weights": _weights_json(weights)} if n_bytes <= left else {"weights_sha256": weights_sha256(weights)}
            )
            left -= n_bytes if n_bytes <= left else 0
        drag = {"gesture": entry.gesture} if entry.gesture else {}
        items.append({"call": entry.step, "kind": entry.kind, **payload, **drag})
    return items


def read_inputs(items: Any, shapes: Shapes, should_stop: Callable[[], bool] = never) -> tuple[Input, ...]:
    """Return inputs whose weights, if any, have these shapes.

    Raises BadFileError for what no file of ours says.
    """
    require(isinstance(items, list), "inputs")
    return tuple(_read_input(item, shapes) for item in until_stopped(items, should_stop))


def _read_input(item: Any, shapes: Shapes) -> Input:
    require(isinstance(item, dict), "inputs")
    kind = read_text(item.get("kind"), "kind")
    require(kind in CHECK, kind)
    gesture = {"gesture"} & item.keys()
    payload: dict[str, Any]
    if kind == "load_weights":
        key = "weights_sha256" if "weights_sha256" in item else "weights"
        require_keys(item, {"call", "kind", key, *gesture}, "inputs")
        payload = {key: read_sha256(item[key]) if key == "weights_sha256" else _read_weights(item[key], shapes)}
    else:
        require_keys(item, {"call", "kind", *_KEYS[kind], *gesture}, "inputs")
        payload = {name: item[name] for name in _KEYS[kind]}
        if "name" in payload:
            payload["name"] = read_text(payload["name"], "name")
        if "step" in payload:
            payload["step"] = read_count(payload["step"], "step")
    return Input(read_count(item["call"], "call"), kind, payload, read_count(item.get("gesture", 0), "gesture"))


def read_sha256(item: Any) -> str:
    """Return a hash as 64 hexadecimal digits."""
    digits = read_text(item, "weights_sha256")
    require(len(digits) == 64 and set(digits) <= set(string.hexdigits.lower()), "weights_sha256")
    return digits


def _weights_json(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, Any]:
    return {
        name: {"shape": list(array.shape), "float32": base64.b64encode(array.astype("<f4").tobytes()).decode("ascii")}
        for name, array in sorted(weights.items())
    }


def _read_weights(item: Any, shapes: Shapes) -> dict[str, NDArray[np.float32]]:
    require(isinstance(item, dict), "weights")
    for name in sorted(set(item) ^ set(shapes)):
        raise BadFileError("tensors", what=plain(name))
    return {name: _read_array(name, item[name], shape) for name, shape in shapes.items()}


def _read_array(name: str, item: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    require_keys(item, {"shape", "float32"}, name)
    if item["shape"] != list(shape):
        raise BadFileError("shape", what=plain(name))
    require(isinstance(item["float32"], str), name)
    try:
        data = base64.b64decode(item["float32"], validate=True)
    except (binascii.Error, ValueError):
        raise BadFileError("manifest", what=plain(name)) from None
    if len(data) != 4 * math.prod(shape):
        raise BadFileError("shape", what=plain(name))
    values = np.frombuffer(data, "<f4").reshape(shape)
    if not np.isfinite(values).all():
        raise BadFileError("not_finite", what=plain(name))
    require_in_range(values, name)
    return values.astype(np.float32)
