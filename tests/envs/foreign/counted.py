"""What is observed counts, in all the ways that people write it."""

import gymnasium as gym
import numpy as np
from gymnasium import spaces


class Corridor(gym.Env):
    """Five rooms in a row, and the actions -1 and 0 lead left and right; the last room is the goal."""

    def __init__(self, form="discrete", render_mode=None):
        self.form = form
        self.action_space = spaces.Discrete(2, start=-1)
        self.observation_space = {
            "discrete": spaces.Discrete(5, start=-2),
            "far": spaces.Discrete(5, start=10**9),
            "multi": spaces.MultiDiscrete(np.array([5, 2]), start=np.array([-2, 7])),
            "tuple": spaces.Tuple((spaces.Discrete(5), spaces.MultiBinary(2))),
            "dict": spaces.Dict({"room": spaces.Discrete(5), "light": spaces.Box(0.0, 1.0, (2,), np.float32)}),
            "nested": spaces.Dict({"it": spaces.Tuple((spaces.Discrete(5), spaces.Discrete(2, start=1)))}),
        }[form]

    def observe(self):
        return {
            "discrete": lambda: self.room - 2,
            "far": lambda: np.int64(10**9 + self.room),
            "multi": lambda: np.array([self.room - 2, 7]),
            "tuple": lambda: (self.room, np.array([1, 0], np.int8)),
            "dict": lambda: {"room": self.room, "light": np.array([0.5, self.room / 4], np.float32)},
            "nested": lambda: {"it": (self.room, 2)},
        }[self.form]()

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.room = int(self.np_random.integers(3))
        return self.observe(), {}

    def step(self, action):
        assert self.action_space.contains(action)
        self.room = min(max(self.room + (1 if action == 0 else -1), 0), 4)
        return self.observe(), float(self.room == 4), self.room == 4, False, {}


class TooFar(Corridor):
    """It says five rooms and has nine."""

    def step(self, action):
        self.room += 4
        return self.observe(), 0.0, False, False, {}


class Large(gym.Env):
    """So many places, and so many actions."""

    def __init__(self, space, n_actions=4):
        self.observation_space, self.action_space = space, spaces.Discrete(n_actions)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return self.observation_space.sample(), {}

    def step(self, action):
        return self.observation_space.sample(), 0.0, False, False, {}


for _form in ("discrete", "far", "multi", "tuple", "dict", "nested"):
    gym.register(f"Corridor-{_form}-v0", Corridor, max_episode_steps=30, kwargs={"form": _form})
gym.register("TooFar-v0", TooFar)
gym.register("Large-most-v0", Large, kwargs={"space": spaces.Discrete(100_000)})
gym.register("Large-more-v0", Large, kwargs={"space": spaces.Discrete(100_001)})
gym.register("Large-actions-v0", Large, kwargs={"space": spaces.Discrete(50_000), "n_actions": 21})
gym.register("Large-wide-v0", Large, kwargs={"space": spaces.MultiDiscrete([2] * 600)})
gym.register("Large-many-v0", Large, kwargs={"space": spaces.MultiDiscrete([2] * 20)})
gym.register("Text-v0", Large, kwargs={"space": spaces.Dict({"map": spaces.Discrete(3), "said": spaces.Text(9)})})
