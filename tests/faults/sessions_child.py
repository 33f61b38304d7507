"""The child that loads its share of the mutated session files, and goes on."""

from __future__ import annotations

import collections
import copy
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import Archive, archive_of, timeline_from
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.errors import PlaygroundError
from playground.hyper import hypers
from playground.store.safe.errors import BadFileError
from playground.store.session.file import SESSION, load_session, session_bytes
from tests.bench.child import about, tell
from tests.bench.status import resident_mb
from tests.faults import damaged
from tests.faults.forged_columns import changed_in_columns
from tests.faults.forged_files import CHANGES
from tests.faults.loader import ACCEPTED
from tests.faults.odd_values import anything
from tests.store.forging import Forger

SIGNED = 0.7
EXAMPLES = 20
FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
STEPS = 40  # that an accepted one goes on
PAIRS = (
    ("dqn", "CartPole-v1"),
    ("ppo", "CartPole-v1"),
    ("q-table", "GridWorld-v1"),
    ("ddpg", "Pendulum-v1"),
    ("reinforce", "Acrobot-v1"),
    ("a2c", "CartPole-v1"),
    ("dqn", "MountainCar-v0"),
)
SMALL = {"hidden_layers": (8, 8), "buffer_size": 500, "batch_size": 16, "learning_starts": 50, "run_length": 5000}
OF_THE_OUTSIDE = (
    "another type",
    "another shape",
    "other offsets",
    "a tensor gone or more",
    "names exchanged",
    "another name",
    "more metadata",
    "payload of another length",
)


def good_files() -> list[bytes]:
    """Return a short run of each algorithm, with an evaluation and a change in its past, and the files of every form."""
    made = [session_bytes(archive_of(_run(algorithm, environment))) for algorithm, environment in PAIRS]
    return [*made, *(path.read_bytes() for path in sorted(FIXTURES.glob("*.rls")))]


def _run(algorithm: str, environment: str) -> Timeline:
    preset = next(one for one in PRESETS if (one.algorithm, one.environment) == (algorithm, environment))
    known = hypers(preset.settings().params).names()
    settings = preset.settings().with_values({name: value for name, value in SMALL.items() if name in known})
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=100))
    for step in range(200):
        if step == 90:
            session.submit("set_hyper", {"name": "gamma", "value": 0.5})
        timeline.step()
    return timeline


def forged(rng: Random, good: bytes) -> tuple[str, bytes]:
    """Return a file whose parts were changed, with the right checksum."""
    forger, how = Forger(good, SESSION), rng.random()
    if how < 0.5:
        payload = bytearray(forger.payload)
        for _ in range(rng.choice((1, 1, 4, 100))):
            name = rng.choice([name for name in forger.header if name != "__metadata__"])
            begin, end = forger.header[name]["data_offsets"]
            width = min(rng.choice((1, 4, 8)), end - begin)
            if width == 0:
                continue
            at = rng.randrange(begin, end, width)
            piece = rng.choice(
                (
                    bytes(8),
                    b"\xff" * 8,
                    b"\0" * 7 + b"\x80",
                    np.float64(rng.choice((1e300, -1e300, np.nan, np.inf, 0.5, 1e-300))).tobytes(),
                    np.float32(rng.choice((1e38, np.nan, -1e20, 3))).tobytes() * 2,
                    np.int64(rng.choice((-1, 1, 2**40, 2**62, 7))).tobytes(),
                    rng.randbytes(8),
                )
            )[: min(width, end - at)]
            payload[at : at + len(piece)] = piece
        forger.payload = bytes(payload)
        return "other numbers", forger.made()
    if how < 0.8:
        place: Any = forger.manifest
        while True:  # somewhere in the manifest
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            keys = [key for key in keys if key not in ("format", "size", "checksum")]
            key = rng.choice(keys)
            if not isinstance(place[key], dict | list) or not place[key] or rng.random() < 0.3:
                break
            place = place[key]
        if rng.random() < 0.15:
            del place[key]
        elif rng.random() < 0.3 and isinstance(place[key], int | float):
            place[key] = rng.choice(
                (place[key] + 1, place[key] - 1, place[key] * 2, -place[key], place[key] + 0.5, place[key] * 1000)
            )
        else:
            place[key] = anything(rng)
        return "another manifest", forger.made()
    name = rng.choice(OF_THE_OUTSIDE)
    once = copy.deepcopy(forger)
    try:
        CHANGES[name](rng, forger)
    except (ValueError, IndexError):  # a tensor of another size than those of policies
        return "nothing", once.made()
    return name, forger.made()


class Sessions:
    """Loads one file after another and counts."""

    def __init__(self, folder: Path) -> None:
        self.outcomes, self.wrong, self.n_wrong = collections.Counter[str](), [], 0
        self.slowest_ms = 0.0
        self._path, self._good = folder / "file.rls", good_files()

    def load(self, number: int) -> None:
        """Make the file of this number, load it, go on with it, and note what no file may lead to."""
        rng = Random(number)
        good = rng.choice(self._good)
        right = None
        if rng.random() < SIGNED:
            how, data = (forged if rng.random() < 0.5 else changed_in_columns)(rng, good)
        else:
            how = rng.choice(list(damaged.CHANGES))
            data = damaged.CHANGES[how](rng, good, rng.choice(self._good))
            if data not in self._good:
                right = damaged.right_for(data, good, SESSION)
        self._path.write_bytes(data)
        outcome = self._outcome()
        self.outcomes[outcome if len(outcome) < 20 else "something else"] += 1
        if len(outcome) >= 20 or (right is not None and outcome not in right):
            self.n_wrong += 1
            if len(self.wrong) < EXAMPLES:
                self.wrong.append(f"{number}: {how}: {outcome}")

    def _outcome(self) -> str:
        begun = time.perf_counter()
        try:
            archive = load_session(self._path)
        except BadFileError as error:
            return error.reason if str(error).isprintable() else f"{error.reason} in words unfit to be shown"
        except BaseException as error:  # noqa: BLE001  that none comes through is what is measured
            return f"while loading: {type(error).__name__}: {error}"
        finally:
            self.slowest_ms = max(self.slowest_ms, 1000 * (time.perf_counter() - begun))
        return self._going_on(archive)

    def _going_on(self, archive: Archive) -> str:
        try:
            timeline = timeline_from(archive)
            for _ in range(STEPS):
                timeline.step()
            timeline.goto(max(0, archive.present.n_calls - 5))
            session_bytes(archive_of(timeline))
        except PlaygroundError as error:
            return f"{ACCEPTED}, then told" if str(error) else "accepted, then no words"
        except BaseException as error:  # noqa: BLE001  that none comes through is what is measured
            return f"while going on: {type(error).__name__}: {error}"
        return ACCEPTED


def share(first: int, n_files: int, step: int) -> dict[str, Any]:
    """Load `n_files` files, every `step`th from `first` on."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = Sessions(Path(folder))
        before = resident_mb()
        for number in range(first, first + n_files * step, step):
            sessions.load(number)
        return {
            "outcomes": sessions.outcomes,
            "wrong": sessions.wrong,
            "n_wrong": sessions.n_wrong,
            "slowest_ms": sessions.slowest_ms,
            "extra_mb": resident_mb("VmHWM") - before,
        }


if __name__ == "__main__":
    prepare_thread()
    np.seterr(all="ignore")  # a forged run diverges, which the run itself tells
    tell(share(**about()))
