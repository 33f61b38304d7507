"""One that its author goes on working on."""

import gymnasium as gym
import numpy as np
from gymnasium.spaces import Box, Discrete

N_RAYS = 13


class Changing(gym.Env):
    def __init__(self, render_mode=None):
        self.observation_space, self.action_space = Box(-1, 1, (N_RAYS,), np.float32), Discrete(3)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return self.np_random.uniform(-1, 1, N_RAYS).astype(np.float32), {}

    def step(self, action):
        return np.zeros(N_RAYS, np.float32), 1.0, False, False, {}


gym.register("Changing-v0", Changing, max_episode_steps=10)
