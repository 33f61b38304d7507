"""The child that kills processes while they save, and checks what they leave."""

from __future__ import annotations

import collections
import dataclasses
import os
import signal
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.store.policy.file import POLICY, load_policy, save_policy
from tests.bench.child import about, tell
from tests.faults.file_kinds import KINDS, Kind
from tests.faults.kill import STAGES
from tests.store.forging import make_policy

LARGE = (2000, 2000)  # layers: 15 MiB, so that writing takes long enough to be killed in the middle of it
FOREVER_S = 60.0


def in_stages(announce: Callable[[str], None]) -> None:
    """Let the functions of `os` that saving calls announce the stage that begins with them. There is no way back."""
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "chmod", "replace")}

    def opening(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            announce("create")
        return real["open"](path, flags, *rest, **named)

    def writing(descriptor: int, data: bytes) -> int:
        announce("write")
        return real["write"](descriptor, data)

    def syncing(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        announce("fsync of the folder" if is_folder else "fsync")
        real["fsync"](descriptor)
        if not is_folder:
            announce("read back")

    def permitting(*args: Any, **named: Any) -> None:
        announce("permissions")
        real["chmod"](*args, **named)

    def renaming(*args: Any, **named: Any) -> None:
        announce("rename")
        real["replace"](*args, **named)

    os.open, os.write, os.fsync, os.chmod, os.replace = opening, writing, syncing, permitting, renaming


class Saver:
    """A forked process that saves over a file and says through a pipe which stage it is in."""

    def __init__(self, kind: Kind, value: Any, path: Path, held_at: str = "") -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                write = os.write

                def announce(stage: str) -> None:
                    write(writing, bytes([STAGES.index(stage)]))
                    if stage == held_at:
                        time.sleep(FOREVER_S)

                in_stages(announce)
                kind.save(value, path)
                announce("saved")
                status = 0
            finally:
                os._exit(status)
        os.close(writing)

    def wait_for(self, stage: str) -> None:
        """Wait until it says so, or has ended."""
        while (said := os.read(self._reading, 1)) and STAGES[said[0]] != stage:
            self.last = STAGES[said[0]]
        self.last = stage if said else "saved"

    def kill(self) -> tuple[str, bool]:
        """Kill it; return the stage it was in and whether it was killed rather than done before."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        said = os.read(self._reading, 100)
        os.close(self._reading)
        return STAGES[said[-1]] if said else self.last, os.WIFSIGNALED(status)


def timed_stages(kind: Kind, value: Any, path: Path) -> dict[str, float]:
    """Return the stages of one save in the order they came in, with their seconds."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        write, begun = os.write, time.perf_counter()
        in_stages(
            lambda stage: write(writing, b"%d %r\n" % (STAGES.index(stage), time.perf_counter() - begun)) and None
        )
        kind.save(value, path)
        write(writing, b"%d %r\n" % (STAGES.index("saved"), time.perf_counter() - begun))
        os._exit(0)
    os.close(writing)
    os.wait()
    with open(reading, encoding="ascii") as said:
        moments = [(STAGES[int(number)], float(at)) for number, at in (line.split() for line in said)]
    return {stage: later - at for (stage, at), (_, later) in zip(moments, [*moments[1:], moments[-1]], strict=True)}


def measured(n_kills: int, in_each: int, seed: int) -> dict[str, Any]:
    """Kill at least `n_kills` savers, `in_each` in each stage; return counts and what was wrong."""
    rng, counts, found = Random(seed), collections.Counter[str](), collections.Counter[str]()
    large = Kind(
        dataclasses.replace(POLICY, noun="large policy"),
        lambda number: make_policy(number, hidden_layers=LARGE),
        save_policy,
        load_policy,
    )
    orders: dict[str, list[str]] = {}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = []
        for kind in (*KINDS, large):
            path = folder / f"{kind.name}{kind.suffix}"
            values = [kind.make(number) for number in (1, 2)]
            contents = []
            for value in values:
                kind.save(value, path)
                contents.append(path.read_bytes())
            seconds = timed_stages(kind, values[0], path)
            orders[kind.name] = list(seconds)
            jobs.append((kind, path, values, contents, seconds))
        while sum(counts.values()) < n_kills or min(counts[stage] for stage in STAGES) < in_each:
            kind, path, values, contents, seconds = rng.choices(jobs, weights=[4] * len(KINDS) + [1])[0]
            stage, is_held = rng.choice(STAGES), rng.random() < 0.5
            saver = Saver(kind, values[rng.randrange(2)], path, stage if is_held else "")
            saver.wait_for(stage)
            until = time.perf_counter() + (0 if is_held else rng.uniform(0, seconds[stage]))
            while time.perf_counter() < until:
                pass
            stage, was_killed = saver.kill()
            if not was_killed:
                found["done before"] += 1
                continue
            counts[stage] += 1
            if not path.exists() or path.read_bytes() not in contents:
                wrong.append(f"{kind.name}, killed in {stage}: {'broken' if path.exists() else 'missing'}")
                kind.save(values[0], path)
            for left in folder.glob(".*.playground-part"):
                found["parts left"] += 1
                found["parts left half written"] += 0 < left.stat().st_size < len(contents[0])
                left.unlink()
    return {"killed": counts, "found": found, "wrong": wrong, "orders": orders}


if __name__ == "__main__":
    prepare_thread()
    tell(measured(**about()))
