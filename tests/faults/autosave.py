"""Autosave: windows killed while they train, what comes back, and what is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playground.store.autosave import take_leftovers
from tests.bench.child import ONE_THREAD
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Killed while training"
NOTES = (
    "A window without a screen trains as fast as it can and is killed with SIGKILL 3 to 15 seconds after its run began or went on; a third of them then "
    "wait until a copy is being written. The next window in the same folder restores what it is offered, trains on and is killed in turn; the last one of a chain is ended "
    "with SIGTERM, which must leave the run as it was at that moment. Lost is the time from when the window last was at the restored step, by its own words every 20 ms, to the kill."
)
N_KILLS, QUICK_KILLS = 100, 8
CHAINS = 8
AT_ONCE = 3
LIFE_S = (3.0, 15.0)
BOUND_S = 10.0
PATIENCE_S = 60.0  # for a window to begin
PAIRS = (
    ("CartPole-v1", "dqn", "fast"),
    ("CartPole-v1", "dqn", "rl-zoo"),
    ("CartPole-v1", "ppo", "rl-zoo"),
    ("Pendulum-v1", "ddpg", "light"),
    ("CartPole-v1", "q-table", "bins"),
    ("Acrobot-v1", "a2c", "curious"),
    ("MountainCar-v0", "dqn", "rl-zoo"),
    ("CartPole-v1", "reinforce", "baseline"),
)


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return for each kill what was lost, and what went wrong."""
    n_kills = QUICK_KILLS if quick else N_KILLS
    per_chain = [len(range(number, n_kills, CHAINS)) for number in range(CHAINS)]
    say(f"faults-autosave: {n_kills} kills, {AT_ONCE} windows at once")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        work = [
            pool.submit(_chain, Path(folder) / str(number), PAIRS[number % len(PAIRS)], n, random.Random(number))
            for number, n in enumerate(per_chain)
        ]
        chains = [done.result() for done in work]
    return {
        "kills": [kill for chain in chains for kill in chain["kills"]],
        "wrong": [words for chain in chains for words in chain["wrong"]],
        "pairs": len({pair for pair, n in zip(PAIRS, per_chain, strict=False) if n}),
    }


def figures(measured: dict[str, Any]) -> list[Figure]:
    kills, wrong = measured["kills"], measured["wrong"]
    lost_s = [kill["lost_s"] for kill in kills]
    lost_steps = [kill["lost_steps"] for kill in kills]
    restored = sum(kill["is_restored"] for kill in kills)
    too_early = sum(not kill["was_kept"] for kill in kills)
    in_writing = sum(kill["in_writing"] for kill in kills)
    is_good = restored + too_early == len(kills) and not wrong and len(kills) >= N_KILLS
    return [
        Figure(
            "restored after kill -9",
            f"{restored} of {len(kills) - too_early}",
            "100 of 100",
            "100 of 100",
            AIM if is_good else NO,
            "; ".join(wrong[:10])
            or f"{too_early} more died before their first copy; {in_writing} died while a copy was written; {measured['pairs']} pairs",
        ),
        Figure(
            "training lost",
            f"{max(lost_s):.1f} s",
            f"{BOUND_S:.0f} s",
            f"{BOUND_S:.0f} s",
            AIM if max(lost_s) <= BOUND_S else NO,
            f"the most; median {statistics.median(lost_s):.1f} s, {statistics.median(lost_steps):,.0f} steps; the most steps {max(lost_steps):,}",
        ),
    ]


def _chain(home: Path, pair: tuple[str, str, str], n_kills: int, rng: random.Random) -> dict[str, Any]:
    """Kill one window after the other."""
    kills: list[dict[str, Any]] = []
    wrong: list[str] = []
    before: dict[str, Any] | None = None
    root = home / "state" / "rl-playground" / "autosave"
    for number in range(n_kills + 1):
        expects = any(root.glob("*/*.rls"))
        life = _Life(home, pair, expects=expects, number=number)
        began = life.wait_for("began")
        if before is not None:
            kills.append(_lost(before, began, expects))
        if expects and life.offered is None:
            wrong.append(f"{pair}: nothing was offered, but: {life.told}")
        if number == n_kills:
            code = life.end()
            left = take_leftovers(root)
            if code or not left or not (left[0].ending.was_closed and left[0].copies):
                wrong.append(f"{pair}: SIGTERM left exit code {code} and {[path.name for path in root.iterdir()]}")
            break
        before = life.kill(began["at"] + rng.uniform(*LIFE_S), root if rng.random() < 1 / 3 else None)
        before["in_writing"] = any(root.glob("*/.*.playground-part"))
        if before["steps"][-1][1] <= began["began"]:
            wrong.append(f"{pair}: it did not train on from step {began['began']}")
    say(f"faults-autosave: {' '.join(pair)}: {n_kills} kills, {len(wrong)} wrong")
    return {"kills": kills, "wrong": wrong}


def _lost(before: dict[str, Any], began: dict[str, Any], was_kept: bool) -> dict[str, Any]:
    """Compare where the next window began with what the killed one had said."""
    at_least = [at for at, steps in before["steps"] if steps <= began["began"]]
    newest = before["steps"][-1][1]
    return {
        "was_kept": was_kept,
        "is_restored": was_kept and began["began"] > 0,
        "lost_s": before["killed_at"] - (at_least[-1] if at_least else before["steps"][0][0]),
        "lost_steps": newest - began["began"],
        "in_writing": before["in_writing"],
    }


class _Life:
    """One window, from its start to its end."""

    def __init__(self, home: Path, pair: tuple[str, str, str], *, expects: bool, number: int) -> None:
        self._words = home / f"{number}.jsonl"
        home.mkdir(parents=True, exist_ok=True)
        folders = {
            name: str(home / name[4:-5].lower()) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        }
        variables = {"QT_QPA_PLATFORM": "offscreen", "SDL_VIDEODRIVER": "dummy", "LC_ALL": "C.UTF-8", "HOME": str(home)}
        words = ["expects" if expects else "nothing", *pair]
        with open(self._words, "wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tests.faults.autosave_child", *words],
                stdin=subprocess.DEVNULL,
                stdout=said,
                env=os.environ | ONE_THREAD | variables | folders,
            )

    def wait_for(self, word: str) -> dict[str, Any]:
        """Return the first line with a word."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self._process.poll() is None:
            for line in self._lines():
                if word in line:
                    return line
            time.sleep(0.02)
        self._process.kill()
        raise RuntimeError(f"a window never said “{word}” (exit code {self._process.wait()})")

    @property
    def offered(self) -> str | None:
        return next((line["offered"] for line in self._lines() if "offered" in line), None)

    @property
    def told(self) -> str | None:
        return next((line["told"] for line in self._lines() if "told" in line), None)

    def kill(self, at: float, root: Path | None) -> dict[str, Any]:
        """Kill it at that time or, with `root`, from then on as soon as a copy is being written there."""
        time.sleep(max(0.0, at - time.monotonic()))
        until = time.monotonic() + BOUND_S
        while root is not None and time.monotonic() < until and not any(root.glob("*/.*.playground-part")):
            time.sleep(0.001)
        killed_at = time.monotonic()
        self._process.kill()
        self._process.wait()
        return {
            "killed_at": killed_at,
            "steps": [(line["at"], line["steps"]) for line in self._lines() if "steps" in line],
        }

    def end(self) -> int:
        """Ask it to end, as a system does; return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=PATIENCE_S)

    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._words.read_text().splitlines() if line.endswith("}")]
