"""Pictures that an environment draws itself.

They are taken from a second instance, which follows the first for nothing else. So a picture changes nothing in a run,
and a run without pictures is as fast as if there were none.
"""

from __future__ import annotations

import logging
import struct
import threading
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.gym_adapter.frames import frame_of
from playground.envs.gym_adapter.instance import make_fitting, reset_one, step_one
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form
from playground.errors import Interrupted

if TYPE_CHECKING:
    import gymnasium

MOST_PIXELS = 800  # to a side; a larger picture is thinned
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

log = logging.getLogger(__name__)


class Pictures:
    """Pictures of an environment that repeats itself, in any order.

    They are fast where they follow each other. It never closes its instance: that would end pygame for the whole
    process. Any thread may ask.
    """

    def __init__(self, origin: Origin, form: Form) -> None:
        self._origin, self._form = origin, form
        self._lock = threading.Lock()
        self._env: gymnasium.Env[Any, Any] | None = None
        self._episode: tuple[int, list[Any]] | None = None  # seed, and the list of actions it is told by
        self._n_steps = 0
        self._newest: bytes | None = None
        self._works = True

    def picture(self, seed: int, actions: list[Any], n_actions: int) -> bytes | None:
        """Return the state after the first `n_actions` as PNG.

        None once drawing has failed; the log has the error.
        """
        with self._lock:
            if not self._works:
                return None
            try:
                if self._go_to(seed, actions, n_actions) or self._newest is None:
                    assert self._env is not None
                    self._newest = png(frame_of(self._env))
            except Interrupted:
                raise
            except BaseException:
                log.warning("%s cannot be drawn", self._origin.name, exc_info=True)
                self._works, self._newest = False, None
            return self._newest

    def _go_to(self, seed: int, actions: list[Any], n_actions: int) -> bool:
        """Step to a moment; return whether it is another one than before."""
        if self._env is None:
            self._env = make_fitting(self._origin, self._form, 1, render=True)[0]
        same = self._episode is not None and self._episode[0] == seed and self._episode[1] is actions
        if same and n_actions == self._n_steps:
            return False
        if not same or n_actions < self._n_steps:
            reset_one(self._origin, self._form, self._env, seed)
            self._episode, self._n_steps = (seed, actions), 0
        for action in actions[self._n_steps : n_actions]:
            step_one(self._origin, self._form, self._env, action, seed, self._n_steps + 1)
            self._n_steps += 1
        return True


def png(frame: NDArray[np.uint8]) -> bytes:
    """Return a picture, (height, width, 3), as PNG, compressed quickly."""
    thinned: NDArray[np.uint8] = frame[:: -(-frame.shape[0] // MOST_PIXELS), :: -(-frame.shape[1] // MOST_PIXELS)]
    height, width = thinned.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with the kind of its filter: none
    rows[:, 1:] = thinned.reshape(height, -1)
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)  # 8 bits of red, green and blue
    return (
        _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 1)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
