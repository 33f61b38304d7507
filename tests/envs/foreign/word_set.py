"""A world built from a set of words: another one at each start, for Python salts the hashes of strings."""

import gymnasium as gym
import numpy as np
from gymnasium import spaces

KINDS = list({"grass", "water", "stone", "lava", "sand", "wood"})


class Words(gym.Env):
    def __init__(self, render_mode=None):
        self.observation_space = spaces.Box(0, 6, (1,), np.float32)
        self.action_space = spaces.Discrete(2)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.at = int(self.np_random.integers(6))
        return np.float32([self.at]), {}

    def step(self, action):
        self.at = (self.at + int(action) + 1) % 6
        return np.float32([self.at]), float(len(KINDS[self.at])), KINDS[self.at] == "lava", False, {}


class Hashed(Words):
    """The hash of a word is its dice."""

    def step(self, action):
        observation, _reward, _terminated, truncated, info = super().step(action)
        return observation, hash("goal") % 7 / 7, False, truncated, info


class Sorted(Words):
    """The same in order: this one is the same everywhere."""

    def step(self, action):
        observation, _reward, _terminated, truncated, info = super().step(action)
        return observation, float(len(sorted(KINDS)[self.at])), sorted(KINDS)[self.at] == "lava", truncated, info


gym.register("Words-v0", Words)
gym.register("Hashed-v0", Hashed)
gym.register("Sorted-v0", Sorted)
