"""The child that loads its share of the mutated policy files."""

from __future__ import annotations

import collections
import contextlib
import math
import os
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import Policy
from playground.store.policy.file import POLICY, load_policy, parse_policy, policy_bytes
from playground.store.safe.errors import BadFileError
from tests.bench.child import about, tell
from tests.bench.status import resident_mb
from tests.faults import damaged, forged_files
from tests.faults.loader import ACCEPTED
from tests.store.forging import CHECKSUM_PLACE, SIZE_PLACE, make_policy

SIGNED, PLACES = 0.6, 0.01  # shares
MOST_WORDS = 2000  # characters of a message
EXAMPLES = 20
SLOW_MS = 100  # what takes longer is looked at again
FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"


def good_files() -> list[bytes]:
    """Return policies of every schema, algorithm and environment."""
    return [policy_bytes(make_policy()), *(path.read_bytes() for path in sorted(FIXTURES.glob("*.rlp")))]


class Loader:
    """Loads one file after another and counts."""

    def __init__(self, folder: Path) -> None:
        self.counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        self.wrong: list[str] = []
        self.n_wrong = 0
        self.slowest_ms = 0.0
        self._folder = folder
        self._path = folder / "file.rlp"
        self._good = good_files()

    def load(self, number: int) -> None:
        """Make the file of this number, always the same one, load it, and judge what comes of that."""
        rng = Random(number)
        good = rng.choice(self._good)
        kind = rng.random()
        path = self._path
        if kind < PLACES:
            how, right, path = self._place(rng)
            group = "place"
        elif kind < SIGNED + PLACES:
            group = "signed"
            how, data, right = (
                ("header as text", *forged_files.changed_as_text(rng, good))
                if rng.random() < 0.25
                else forged_files.changed_in_parts(rng, good)
            )
            path.write_bytes(data)
        else:
            group = "unsigned"
            how, data, right = self._unsigned(rng, good)
            path.write_bytes(data)
        self.counts["group"][group] += 1
        outcome = self._outcome(path)
        self.counts["outcome"][outcome] += 1
        self.counts["change"][how] += 1
        if group == "unsigned" and outcome == ACCEPTED:
            self.counts["group"]["unsigned and accepted"] += 1
        if outcome not in right:
            self.n_wrong += 1
            if len(self.wrong) < EXAMPLES:
                self.wrong.append(f"{number}: {how}: {outcome} instead of {', '.join(sorted(right))}")

    def _unsigned(self, rng: Random, good: bytes) -> tuple[str, bytes, set[str]]:
        while True:
            if rng.random() < 0.15:
                how, made, _ = forged_files.changed_in_parts(rng, good)
                how = "parts, with the old checksum"
                data = made[:SIZE_PLACE] + good[SIZE_PLACE : CHECKSUM_PLACE + 64] + made[CHECKSUM_PLACE + 64 :]
            else:
                how = rng.choice(list(damaged.CHANGES))
                data = damaged.CHANGES[how](rng, good, rng.choice(self._good))
            if data not in self._good:
                return how, data, damaged.right_for(data, good)

    def _place(self, rng: Random) -> tuple[str, set[str], Path]:
        """Return what is no file of a sane size."""
        how = rng.choice(
            ("too large", "nothing", "a folder", "a pipe", "a device", "a link to itself", "too long a name")
        )
        path = self._folder / how
        if how == "too large":
            with open(path, "wb") as file:
                file.write(rng.choice(self._good))
                file.truncate(POLICY.max_bytes + rng.randint(1, 2**35))
            return how, {"too_large"}, path
        if how == "a folder":
            path.mkdir(exist_ok=True)
        elif how == "a pipe" and not path.exists():
            os.mkfifo(path)
        elif how == "a device" and not path.is_symlink():
            path.symlink_to("/dev/zero")
        elif how == "a link to itself" and not path.is_symlink():
            path.symlink_to(path)
        elif how == "too long a name":
            return how, {"unreadable"}, self._folder / ("x" * rng.randint(300, 3000))
        return how, {"missing" if how == "nothing" else "unreadable" if "itself" in how else "not_a_file"}, path

    def _outcome(self, path: Path) -> str:
        """Return the reason of the refusal, or ACCEPTED for a valid policy; anything else is a fault in itself."""
        try:
            policy = self._loaded(path)
        except BadFileError as error:
            words = str(error)
            is_fit = words.isprintable() and len(words) <= MOST_WORDS and words.endswith("Nothing was changed.")
            return error.reason if is_fit else f"{error.reason}, in words unfit to be shown: {words[:200]!r}"
        except BaseException as error:  # noqa: BLE001  that none comes through is what is measured
            return f"{type(error).__name__}: {error}"
        settings = policy.settings
        shapes = settings.learner.weight_shapes(settings.params, settings.space)
        if {name: values.shape for name, values in policy.weights.items()} != shapes:
            return "accepted with other shapes"
        if not all(values.dtype == np.float32 and np.isfinite(values).all() for values in policy.weights.values()):
            return "accepted with other numbers"
        if not all(math.isfinite(value) for value in policy.values.values() if isinstance(value, float)):
            return "accepted with other values"
        data = policy_bytes(policy)
        if policy_bytes(parse_policy(data)) != data:
            return "accepted, but not the same once saved"
        policy.actor()
        return ACCEPTED

    def _loaded(self, path: Path, again: int = 2) -> Policy:
        """Load it and note how long that took: of a file that was slow, at its quickest, for others use the machine too."""
        begun = time.perf_counter()
        try:
            return load_policy(path)
        finally:
            ms = 1000 * (time.perf_counter() - begun)
            if ms <= SLOW_MS or not again:
                self.slowest_ms = max(self.slowest_ms, ms)
            else:
                with contextlib.suppress(BadFileError):
                    self._loaded(path, again - 1)


def share(first: int, n_files: int, step: int) -> dict[str, Any]:
    """Load `n_files` files, every `step`th from `first` on."""
    with tempfile.TemporaryDirectory() as folder:
        loader = Loader(Path(folder))
        for number in range(first, first + 200 * step, step):  # what is imported and kept at first is no extra
            loader.load(number)
        before = resident_mb()
        loader = Loader(Path(folder))
        for number in range(first, first + n_files * step, step):
            loader.load(number)
        return {
            "counts": loader.counts,
            "wrong": loader.wrong,
            "n_wrong": loader.n_wrong,
            "slowest_ms": loader.slowest_ms,
            "extra_mb": resident_mb("VmHWM") - before,
        }


if __name__ == "__main__":
    prepare_thread()
    tell(share(**about()))
