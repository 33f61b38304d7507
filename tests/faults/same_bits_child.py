"""The child that trains in a window's thread, and changes things meanwhile."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, Qt

from playground.engine.evaluation.policy import Policy
from playground.engine.history.recipe import Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings
from playground.hyper import hypers
from playground.store.recipe.file import recipe_text
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer
from tests.bench.child import serve

STEPS_PER_S = 3000.0  # of a run that is changed: a table races through thousands before it could be


class Taken:
    """What the trainer hands out, in its own thread."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer, self._event = trainer, threading.Event()
        self.value: Any = None
        for signal in (trainer.policy_taken, trainer.recipe_taken):
            signal.connect(self.on_taken, Qt.ConnectionType.DirectConnection)

    def on_taken(self, value: object, purpose: object) -> None:
        self.value = value
        self._event.set()

    def messages(self, request: messages.Request) -> Any:
        self._event.clear()
        self._trainer.post(request)
        assert self._event.wait(60)
        return self.value


def train(
    environment: str, algorithm: str, preset: str, seed: int, steps: int, values: dict[str, int], changes: bool
) -> dict[str, Any]:
    """Return the hash of the weights after so many steps, the recipe of the run, and how many inputs it had."""
    settings = (
        PRESETS.get(preset, environment, algorithm).settings().with_values({"seed": seed, "run_length": steps} | values)
    )
    trainer = Trainer(settings)
    taken = Taken(trainer)
    trainer.start()
    wait(trainer, TrainerState.PAUSED)
    if changes:
        trainer.post(messages.SetSpeed(STEPS_PER_S))
    trainer.post(messages.Run())
    if changes:
        change(trainer, settings, steps)
    wait(trainer, TrainerState.FINISHED)
    policy: Policy = taken.messages(messages.TakePolicy("untested", None))
    recipe: Recipe = taken.messages(messages.TakeRecipe(None))
    trainer.post(messages.Close())
    assert trainer.wait(10_000)
    return {"weights_sha256": policy.weights_sha256, "recipe": recipe_text(recipe), "inputs": len(recipe.inputs)}


def change(trainer: Trainer, settings: Settings, steps: int) -> None:
    """Change gamma, hold a schedule and let it go again, and change the environment, wherever the run is by then."""
    requests: list[messages.Request] = [messages.SetHyper("gamma", 0.9, 1), messages.SetHyper("gamma", 0.8, 1)]
    scheduled = next((record for record in hypers(settings.params) if record.scheduled), None)
    if scheduled is not None:
        half = getattr(settings.params, scheduled.name) / 2
        requests += [messages.SetHyper(scheduled.name, half, 2), messages.ReleaseHyper(scheduled.name)]
    for record in hypers(settings.environment_params):
        if record.kind == "float" and record.live:
            requests.append(messages.SetEnvironment(record.name, (record.slider_low + record.slider_high) / 2, 3))
            break
    for number, request in enumerate(requests):
        while trainer.latest.n_steps < steps * number // (len(requests) + 1):
            time.sleep(0.0005)
            assert not trainer.latest.reason, trainer.latest.reason
        trainer.post(request)


def wait(trainer: Trainer, state: TrainerState) -> None:
    while trainer.latest.state is not state:
        time.sleep(0.002)
        assert not trainer.latest.reason, trainer.latest.reason


if __name__ == "__main__":
    application = QCoreApplication([])
    serve({"train": train})
