"""A maze as half the class hands it in, with the id that all of them chose."""

import gymnasium
import numpy as np
from maze_rules import PRIZE


class Maze(gymnasium.Env):
    metadata = {"render_modes": ["rgb_array"]}
    observation_space = gymnasium.spaces.Box(0, 1, (2,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, render_mode=None):
        self.render_mode = render_mode

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return np.zeros(2, np.float32), {}

    def step(self, action):
        from maze_rules import ends  # as people write it who had a circle of imports

        return np.ones(2, np.float32), PRIZE, ends(PRIZE), False, {}

    def render(self):
        return np.full((4, 4, 3), int(PRIZE), np.uint8)


gymnasium.register("GridWorld-v0", entry_point="maze:Maze", max_episode_steps=9)
