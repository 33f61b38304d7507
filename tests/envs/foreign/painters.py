"""All the ways in which people draw."""

import gymnasium
import numpy as np

H, W = 6, 9


class Paints(gymnasium.Env):
    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}
    observation_space = gymnasium.spaces.Box(0, 1, (1,), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, render_mode=None):
        self.render_mode = render_mode

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return np.zeros(1, np.float32), {}

    def step(self, action):
        return np.zeros(1, np.float32), 0.0, False, False, {}

    def render(self):
        return np.full((H, W, 3), (255, 128, 0), np.uint8)


class Alpha(Paints):
    def render(self):
        return np.full((H, W, 4), (255, 128, 0, 10), np.uint8)


class Grey(Paints):
    def render(self):
        return np.full((H, W), 100, np.uint8)


class GreyColumn(Paints):
    def render(self):
        return np.full((H, W, 1), 100, np.int64)


class Floats(Paints):
    def render(self):
        return np.full((H, W, 3), (1.0, 0.5, 0.0))


class LargeFloats(Paints):
    def render(self):
        return np.full((H, W, 3), (255.0, 128.0, -3.0), np.float32)


class ColoursFirst(Paints):
    def render(self):
        return np.full((W, H, 3), (255, 128, 0), np.uint8).transpose(2, 1, 0)


class Truth(Paints):
    def render(self):
        return np.ones((H, W), bool)


class Frames(Paints):
    def render(self):
        return [np.zeros((H, W, 3), np.uint8), np.full((H, W, 3), (255, 128, 0), np.uint8)]


class OldKey(Paints):
    """From before render_mode: the mode is an argument, and its key has a dot."""

    metadata = {"render.modes": ["human", "rgb_array"], "video.frames_per_second": 30}

    def __init__(self):
        pass

    def render(self, mode="human"):
        assert mode == "rgb_array", "a window would open here"
        return super().render()


class NoMode(Paints):
    """Its constructor takes no render_mode."""

    def __init__(self, size=3):
        self.size = size

    def render(self):
        return super().render() if self.render_mode == "rgb_array" else None


class Nothing(Paints):
    def render(self):
        return None


class Words(Paints):
    def render(self):
        return "+---+"


class NotFinite(Paints):
    def render(self):
        return np.full((H, W, 3), np.nan)


class NoInk(Paints):
    def render(self):
        raise OSError("no ink")


class HumanOnly(Paints):
    metadata = {"render_modes": ["human"]}

    def render(self):
        raise AssertionError("a window would open here")


class Blind(Paints):
    metadata = {"render_modes": []}
    render = gymnasium.Env.render


for _kind in list(vars().values()):
    if isinstance(_kind, type) and issubclass(_kind, Paints):
        gymnasium.register(f"{_kind.__name__}-v0", _kind)
