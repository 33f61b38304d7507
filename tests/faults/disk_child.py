"""The child that saves while one system call after another fails."""

from __future__ import annotations

import collections
import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.store.policy.file import save_policy
from playground.store.safe.errors import SaveError
from tests.bench.child import tell
from tests.faults.disk_places import attempt, on_bad_places
from tests.faults.file_kinds import KINDS, Kind

CALLS = ("open", "write", "fsync", "close", "chmod", "replace", "stat", "fstat")
NUMBERS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS)
WRITES = 6  # into which a file is cut, so that there are several to fail
STEPS = 600  # of training before and after a save that fails


@contextlib.contextmanager
def calls_counted(
    failing: str = "", nth: int = 0, number: int = 0, *, piece: int = 1000
) -> Iterator[collections.Counter[str]]:
    """Count the calls of `os` that saving makes; the `nth` of `failing` fails with the error `number`.

    A write takes `piece` bytes at most.
    """
    real = {name: getattr(os, name) for name in CALLS}
    counts = collections.Counter[str]()

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            counts[name] += 1
            fails = (name, counts[name]) == (failing, nth)
            if name == "write" and not fails:
                return real[name](args[0], args[1][:piece])
            if name == "close" or not fails:
                done = real[name](*args, **named)
            if fails:
                raise OSError(number, os.strerror(number))
            return done

        return call

    for name in CALLS:
        setattr(os, name, wrapped(name))
    try:
        yield counts
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def each_call_failed(kind: Kind, folder: Path) -> dict[str, Any]:
    """Fail each call of a save once with each error; return counts and what was wrong."""
    path, values = folder / f"file{kind.suffix}", [kind.make(number) for number in (1, 2)]
    kind.save(values[1], path)
    new = path.read_bytes()
    kind.save(values[0], path)
    old = path.read_bytes()
    piece = -(-max(len(old), len(new)) // WRITES)
    with calls_counted(piece=piece) as counts:
        kind.save(values[0], path)
    refused, saved, wrong, slowest = collections.Counter[str](), collections.Counter[str](), [], 0.0
    for name in CALLS:
        for nth in range(1, counts[name] + 1):
            for number in NUMBERS:
                with calls_counted(name, nth, number, piece=piece):
                    done = attempt(kind, values[1], path)
                (refused if done["words"] else saved)[name] += 1
                slowest = max(slowest, done["ms"])
                about = f"{kind.name}: {name} {nth} failed with {errno.errorcode[number]}"
                if path.read_bytes() != (old if done["words"] else new):
                    wrong.append(f"{about}: not the old file" if done["words"] else f"{about}: not the new file")
                if done["words"] and "unchanged" not in done["words"]:
                    wrong.append(f"{about}: {done['words']}")
                if [left.name for left in folder.iterdir()] != [path.name]:
                    wrong.append(f"{about}: something was left behind")
                path.write_bytes(old)
    return {"calls": counts, "refused": refused, "saved": saved, "wrong": wrong, "slowest_ms": slowest}


def training_continues() -> bool:
    """Tell whether a run in which every save fails has the weights of one that nobody saved."""
    settings = PRESETS.get("tutorial").settings().with_values({"seed": 3})
    saving, alone = Session(settings), Session(settings)
    with tempfile.TemporaryDirectory() as folder:
        for name in CALLS[:6]:
            for _ in range(STEPS // 6):
                saving.step()
            with calls_counted(name, 1, errno.EIO):
                try:
                    save_policy(policy_of(saving), Path(folder) / "file.rlp")
                    if name != "chmod":  # only an existing file has permissions to keep
                        return False
                except SaveError:
                    pass
    for _ in range(STEPS // 6 * 6):
        alone.step()
    return policy_of(saving).weights_sha256 == policy_of(alone).weights_sha256


def measured() -> dict[str, Any]:
    calls = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            calls[kind.name] = each_call_failed(kind, Path(folder))
    return {
        "calls": calls,
        "places": {kind.name: on_bad_places(kind) for kind in KINDS},
        "training_continues": training_continues(),
    }


if __name__ == "__main__":
    prepare_thread()
    tell(measured())
    sys.stdout.flush()
