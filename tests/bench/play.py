"""A scripted player: how long it plays CartPole by the keyboard, and how soon a key is seen in the picture."""

from __future__ import annotations

import tempfile
import time
from typing import Any

import numpy as np

from playground.envs.cartpole.rule import push_side
from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure, percentile, reaches
from tests.bench.say import say
from tests.bench.screen import screen
from tests.bench.x_keys import Framebuffer, Keyboard

TITLE = "Play yourself"
NOTES = (
    "The window on a virtual screen (Xvfb), CartPole, in which a player of another process holds Left or Right, whichever "
    "the rule of the environment says for the state that it is told after each step; keys are events of the X server. "
    "The time from key to picture is from the event to the first changed pixel of the mark of the action, read from the "
    "memory of the X server. Two cores, which the X server and the player share."
)
SPEEDS, QUICK_SPEEDS = (12, 50), (50,)  # steps a second
GOAL_STEPS = 200
EPISODES, QUICK_EPISODES = 3, 1  # of each speed
AT_MOST_MS, AIM_MS = 60.0, 30.0
SEEN_WITHIN_S = 1.0  # else it counts as not seen
KEYS = ("Left", "Right")  # by action
MARK = (128, 56)  # px at the lower right of the picture, where it shows the action
EDGE = 4  # px of them, where the ring of the focus is


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Play at each speed; return the lengths of the episodes and the milliseconds from key to picture."""
    speeds, n_episodes = (QUICK_SPEEDS, QUICK_EPISODES) if quick else (SPEEDS, EPISODES)
    say(f"play: {n_episodes} episodes of {GOAL_STEPS} steps at each of {', '.join(map(str, speeds))} steps/s")
    two = cores()[-2:]
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        screen(two, folder) as variables,
        Child("tests.bench.play_child", cores=two, variables=variables) as child,
        Framebuffer(folder) as picture,
    ):
        keyboard = Keyboard(variables["DISPLAY"])
        child.answer()
        for speed in speeds:
            player = _Player(child, keyboard, picture)
            lengths = [player.play(speed) for _ in range(n_episodes)]
            found[str(speed)] = {"lengths": lengths, "seen_ms": player.seen_ms}
        keyboard.close()
    return found


def figures(measured: dict[str, Any]) -> list[Figure]:
    rows = []
    for speed, found in measured.items():
        lengths, seen_ms = found["lengths"], found["seen_ms"]
        rows.append(
            Figure(
                f"steps that a scripted player keeps the pole up at {speed} steps/s, the worst episode",
                f"{min(lengths)}",
                f"{GOAL_STEPS}",
                reached=AIM if min(lengths) >= GOAL_STEPS else NO,
                details=f"{len(lengths)} episodes, each ended at {GOAL_STEPS} steps",
            )
        )
        late = percentile(seen_ms, 95)
        rows.append(
            Figure(
                f"from key to picture at {speed} steps/s, p95",
                f"{late:.1f} ms",
                f"≤ {AT_MOST_MS:g} ms",
                f"≤ {AIM_MS:g} ms",
                reaches(late, AT_MOST_MS, AIM_MS),
                f"median {percentile(seen_ms, 50):.1f}, worst {max(seen_ms):.1f} ms of {len(seen_ms)} keys",
            )
        )
    return rows


class _Player:
    """Plays by looking at the state, as quickly as it can."""

    def __init__(self, child: Child, keyboard: Keyboard, picture: Framebuffer) -> None:
        self._child, self._keyboard, self._picture = child, keyboard, picture
        self._mark = 0, 0, 0, 0  # of the screen
        self._held = ""
        self.seen_ms: list[float] = []

    def play(self, steps_per_s: int) -> int:
        """Play one episode until it ends or lasts long enough; return its steps."""
        self._keyboard.tap("Control_L", "y")
        x, y, width, height = self._child.answer()["picture"]
        self._mark = x + width - MARK[0], y + height - MARK[1], MARK[0] - EDGE, MARK[1] - EDGE
        self._child.ask("speed", steps_per_s=steps_per_s)
        seen = self._child.answer()
        while not seen["is_over"] and seen["step"] < GOAL_STEPS:
            self._hold(KEYS[int(push_side(np.array([seen["state"]], np.float32))[0])], timed=seen["step"] > 0)
            seen = self._child.answer()
        if self._held:
            self._keyboard.release(self._held)
        self._held = ""
        self._keyboard.tap("Escape")
        while "stopped" not in self._child.answer():
            pass
        return int(seen["step"])

    def _hold(self, key: str, *, timed: bool) -> None:
        """Press a key, and let the other go only then: the newer counts.

        What is let go and pressed again within a millisecond would be a repeat of the keyboard to Qt.
        """
        if key == self._held:
            return
        before = self._picture.part(*self._mark)
        begun = time.perf_counter()
        self._keyboard.press(key)
        if self._held:
            self._keyboard.release(self._held)
        self._held = key
        if timed:
            self.seen_ms.append(1e3 * self._wait_for_change(before, begun))

    def _wait_for_change(self, before: bytes, begun: float) -> float:
        """Return how many seconds after `begun` the mark changed."""
        while (now := time.perf_counter() - begun) < SEEN_WITHIN_S:
            if self._picture.part(*self._mark) != before:
                return now
            time.sleep(0.0003)
        return now
