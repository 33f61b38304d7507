"""Small environments as a person might write them, good ones and bad ones. The program imports this by its name.

What goes wrong begins with `wrong`, once `after` steps of an instance are made, or at once where a test sets `now`.
"""

from __future__ import annotations

import signal
import sys
import threading
import time

import gymnasium
import numpy as np

LIMIT = 40
let_go = threading.Event()  # ends what hangs


class PanicException(BaseException):
    """What a package written in Rust raises where its own code panics; it is no Exception."""


class Unspeakable(BaseException):
    """An error that cannot even be told."""

    def __str__(self):
        raise RuntimeError("no words")


RAISED = {"interrupts": KeyboardInterrupt, "is closed": GeneratorExit, "panics": PanicException, "fails": Unspeakable}


class Now:
    """What every instance does wrong from this moment on."""

    wrong = ""
    seed = None  # of the episode it happens in; None: in every one


class Walk(gymnasium.Env):
    """A place that each action moves by one; the middle is best, and beyond 5 it ends."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 20}  # noqa: RUF012  as Gymnasium wants it

    def __init__(self, render_mode=None, wrong="", after=0, actions=None, observations=None):
        self.observation_space = observations or gymnasium.spaces.Box(-10.0, 10.0, (3,), np.float32)
        self.action_space = actions or gymnasium.spaces.Discrete(2, start=1)
        self.render_mode = render_mode
        self._wrong, self._after, self.n_steps, self.seed = wrong, after, 0, None
        if self.wrong == "make hangs":
            let_go.wait(30)
        if self.wrong == "make raises":
            raise RuntimeError("no licence found")

    @property
    def wrong(self):
        now = Now.wrong if Now.seed in (None, self.seed) else ""
        return now or (self._wrong if self.n_steps >= self._after else "")

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.seed = seed
        if self.wrong == "reset raises":
            raise ValueError("no ground to stand on")
        self.numbers = self.np_random.uniform(-1, 1, 3).astype(np.float32)
        self.step_of_episode = 0
        return (self.numbers.copy(), {}) if self.wrong != "reset gives no pair" else self.numbers.copy()

    def step(self, action):
        self.action = action
        self.n_steps += 1
        self.step_of_episode += 1
        self.numbers[0] += -1.0 if np.all(np.equal(action, 1)) else 1.0
        self.numbers[1] = self.np_random.normal()
        reward, observation = -abs(float(self.numbers[0])), self.numbers.copy()
        terminated, truncated = bool(abs(self.numbers[0]) > 5), self.step_of_episode >= LIMIT
        match self.wrong:
            case "step raises":
                raise ZeroDivisionError("the floor gave way")
            case wrong if wrong in RAISED:
                raise RAISED[wrong]("index out of bounds")
            case "person interrupts":  # asks for an end, and then cannot wait for it
                signal.raise_signal(signal.SIGINT)
                signal.raise_signal(signal.SIGINT)
            case "step ends the program":
                sys.exit(3)
            case "nan":
                observation[2] = np.nan
            case "inf":
                reward = np.inf
            case "huge":
                reward = 1e300
            case "digits":
                reward = 10**400
            case "far":
                observation[2] = -3e38
            case "shape":
                observation = observation[:2]
            case "dtype":
                observation = np.array(["a", "b", "c"])
            case "ragged":
                observation = [[1.0], [1.0, 2.0]]
            case "reward":
                reward = "much"
            case "flag":
                terminated = None
            case "old":
                return observation, reward, terminated, {}
        return observation, reward, terminated, truncated, {}

    def render(self):
        if Now.wrong == "render raises":
            raise OSError("no ink")
        if Now.wrong == "render panics":
            raise PanicException("no ink")
        shade = np.uint8(20 * self.step_of_episode % 256)
        return np.full((60, 90, 3), shade, np.uint8)


class Restless(Walk):
    """Its chance knows no seed, so that nothing repeats."""

    def step(self, action):
        self.numbers[2] = np.random.default_rng(time.perf_counter_ns()).normal()
        return super().step(action)


class Push(Walk):
    """The same with a continuous action of two numbers; it keeps what it was given."""

    given: list[np.ndarray] = []  # noqa: RUF012

    def __init__(self, **more):
        bounds = gymnasium.spaces.Box(np.float32([-1, -2]), np.float32([1, 3]))
        super().__init__(**{"actions": bounds} | more)

    def step(self, action):
        Push.given.append(action)
        return super().step(action)


class Wide(gymnasium.Env):
    """A hundred numbers and eighteen actions."""

    metadata = {"render_modes": []}  # noqa: RUF012  as Gymnasium wants it

    def __init__(self, render_mode=None):
        self.observation_space = gymnasium.spaces.Box(-1.0, 1.0, (100,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(18)
        self.render_mode = render_mode

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self._numbers(), {}

    def step(self, action):
        return self._numbers(), float(action), False, False, {}

    def _numbers(self):
        return self.np_random.uniform(-1, 1, 100).astype(np.float32)


class Goal(gymnasium.Env):
    """A place on a long line that pays once, at either end, and nothing before."""

    def __init__(self, render_mode=None):
        self.observation_space = gymnasium.spaces.Box(-50, 50, (2,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.place, self.n_steps = int(self.np_random.integers(-3, 4)), 0
        return self._seen(), {}

    def step(self, action):
        self.place += 1 if action else -1
        self.n_steps += 1
        is_there = abs(self.place) >= 40
        return self._seen(), float(is_there), is_there, self.n_steps >= 200, {}

    def _seen(self):
        return np.array([self.place / 10, self.n_steps / 100], np.float32)


def _box(low, high, shape):
    return gymnasium.spaces.Box(low, high, shape, np.float32)


gymnasium.register("Walk-v0", Walk)
gymnasium.register("Goal-v0", Goal)
gymnasium.register("Wide-v0", Wide)
gymnasium.register("Restless-v0", Restless)
gymnasium.register("Push-v0", Push, max_episode_steps=25, reward_threshold=-3.0)
gymnasium.register("NoRoom-v0", Push, kwargs={"actions": _box(-np.inf, np.inf, (1,))})
gymnasium.register("Grid-v0", Push, kwargs={"actions": _box(-1.0, 1.0, (2, 2))})
gymnasium.register("Film-v0", Walk, kwargs={"observations": gymnasium.spaces.Box(0, 255, (40, 40, 3), np.uint8)})
gymnasium.register("Hangs-v0", Walk, kwargs={"wrong": "make hangs"})
gymnasium.register("Unlicensed-v0", Walk, kwargs={"wrong": "make raises"})
gymnasium.register("Nowhere-v0", Walk, kwargs={"wrong": "reset raises"})
for _wrong in (
    "step raises",
    "interrupts",
    "panics",
    "person interrupts",
    "nan",
    "shape",
    "reward",
):  # later than anybody looks before a run
    gymnasium.register(f"Late-{_wrong.replace(' ', '-')}-v0", Walk, kwargs={"wrong": _wrong, "after": 1500})
