"""An environment as somebody might add it, whose rewards are of a size that few panels were made for."""

from __future__ import annotations

from typing import Any, ClassVar

import gymnasium
import numpy as np

REWARD = -1.3e8
LIMIT = 40


class Rich(gymnasium.Env):  # type: ignore[type-arg]
    """A walk that costs a fortune a step."""

    metadata: ClassVar[dict[str, Any]] = {"render_modes": []}

    def __init__(self) -> None:
        self.observation_space = gymnasium.spaces.Box(-1e9, 1e9, (4,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(3)

    def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        self._place = self.np_random.uniform(-1, 1, 4).astype(np.float32)
        return self._place.copy(), {}

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        self._place[0] += float(action) - 1.0
        self._place[1] = 1e7 * self._place[0]
        return self._place.copy(), REWARD * (1 + abs(float(self._place[0]))), abs(float(self._place[0])) > 5, False, {}


gymnasium.register("Rich-v0", entry_point=Rich, max_episode_steps=LIMIT)
