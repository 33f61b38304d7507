"""They repeat themselves, as long as nobody else is there: what is hidden is shared by all of a process."""

import random

import gymnasium as gym
import numpy as np

WORLD = {"place": 0.0}


class Dice(gym.Env):
    """It seeds and draws from np.random, as older ones do."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 30}

    def __init__(self, render_mode=None):
        self.render_mode = render_mode
        self.observation_space = gym.spaces.Box(-1, 1, (2,), np.float32)
        self.action_space = gym.spaces.Discrete(2)

    def reset(self, seed=None, options=None):
        if seed is not None:
            np.random.seed(seed)
        return self.look(), {}

    def look(self):
        return np.random.uniform(-1, 1, 2).astype(np.float32)

    def step(self, action):
        return self.look(), float(np.random.randint(3)), False, False, {}

    def render(self):
        return np.zeros((8, 8, 3), np.uint8)


class Deck(Dice):
    """It shuffles with random, and only to draw itself does it throw the dice again."""

    def reset(self, seed=None, options=None):
        gym.Env.reset(self, seed=seed)
        if seed is not None:
            random.seed(seed)
        return np.zeros(2, np.float32), {}

    def step(self, action):
        return self.np_random.uniform(-1, 1, 2).astype(np.float32), float(random.randrange(9)), False, False, {}

    def render(self):
        return np.full((8, 8, 3), random.randrange(255), np.uint8)


class OneWorld(Dice):
    """All instances stand at one place, in a variable of the module."""

    def reset(self, seed=None, options=None):
        gym.Env.reset(self, seed=seed)
        WORLD["place"] = float(self.np_random.uniform())
        return self.look(), {}

    def look(self):
        return np.float32([WORLD["place"], 0.0])

    def step(self, action):
        WORLD["place"] = (WORLD["place"] + 0.1 * (action + 1)) % 1.0
        return self.look(), WORLD["place"], False, False, {}


gym.register("Dice-v0", Dice)
gym.register("Deck-v0", Deck)
gym.register("OneWorld-v0", OneWorld)
